"""The settings, kept inside the encrypted records, the endpoint's key included."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from desktop.domain.endpoint import Endpoint
from desktop.records.records import Records

_KEY = "settings"


class EndpointSettings(BaseModel):
    """The language model that the clinic connected. Empty: none."""

    model_config = ConfigDict(frozen=True)

    base_url: str = ""
    model: str = ""
    api_key: SecretStr = SecretStr("")
    allow_plain_http: bool = False
    use_proxy: bool = False
    ca_file: str = ""
    first_token_timeout_s: float = Field(default=120.0, ge=5, le=1800)
    context_tokens: int | None = Field(default=None, ge=1024)

    @property
    def is_connected(self) -> bool:
        """True when there is an address and a model to ask."""
        return bool(self.base_url and self.model)

    @property
    def endpoint(self) -> Endpoint:
        """The same as the drafter takes it."""
        return Endpoint(
            base_url=self.base_url,
            model=self.model,
            api_key=self.api_key.get_secret_value(),
            allow_plain_http=self.allow_plain_http,
            use_proxy=self.use_proxy,
            ca_file=self.ca_file,
            first_token_timeout_s=self.first_token_timeout_s,
            context_tokens=self.context_tokens,
        )


class Settings(BaseModel):
    """Everything that a person may set.

    engine: which drafter writes. agreed_to_send: the engines ("endpoint: HOST, MODEL") to which the
    person agreed to send visits without being asked each time.
    """

    model_config = ConfigDict(frozen=True)

    engine: Literal["offline", "endpoint"] = "offline"
    endpoint: EndpointSettings = EndpointSettings()
    appearance: Literal["system", "light", "dark"] = "system"
    agreed_to_send: tuple[str, ...] = ()
    specialty_id: str = "generic"
    template_id: str = "standard"

    @property
    def is_offline(self) -> bool:
        """True when notes are written on this device."""
        return self.engine == "offline" or not self.endpoint.is_connected


def load_settings(records: Records) -> Settings:
    """The stored settings; the defaults for what is missing or was written by hand and is unusable."""
    try:
        return Settings.model_validate(records.settings.get(_KEY, {}))
    except ValidationError:
        return Settings()


def save_settings(records: Records, settings: Settings) -> None:
    """Store the settings."""
    stored = settings.model_dump(mode="json")
    stored["endpoint"]["api_key"] = settings.endpoint.api_key.get_secret_value()
    records.settings.set(_KEY, stored)
