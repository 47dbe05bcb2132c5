"""The settings, kept inside the encrypted records, the endpoint's key included."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from desktop.domain.endpoint import Endpoint
from desktop.records.records import Records

_KEY = "settings"

CONSENT_TEXT = (
    "The patient was told that this visit is recorded so that the note can be written, and that they may say no or "
    "stop the recording at any time without harm to their care. The patient agrees to the recording."
)
"""What the person who records confirms before the first recording of a visit, unless the clinic has its own words."""

CONSENT_CHARS = 2_000


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


class SpeechSettings(BaseModel):
    """Who writes down speech.

    engine: this device or an endpoint. model: a name of the catalogue of speech models or a folder with one; empty
    while none is chosen: a recording is then kept and not written down. language: ISO 639-1, empty to let the
    engine find out. download_proxy, download_ca_file: how models are downloaded.
    """

    model_config = ConfigDict(frozen=True)

    engine: Literal["device", "endpoint"] = "device"
    model: str = ""
    language: str = Field(default="en", pattern=r"^([a-z]{2,3})?$")
    endpoint: EndpointSettings = EndpointSettings()
    download_proxy: bool = False
    download_ca_file: str = ""

    @property
    def is_ready(self) -> bool:
        """True when a recording can be written down by what is chosen."""
        return bool(self.model) if self.engine == "device" else self.endpoint.is_connected


class Settings(BaseModel):
    """Everything that a person may set.

    engine: which drafter writes. agreed_to_send: the engines ("endpoint: HOST, MODEL") to which the
    person agreed to send visits without being asked each time. consent_text: what is confirmed before the first
    recording of a visit. live_drafting: refresh untouched sections while the visit is spoken. microphone_name,
    microphone_host_api: the microphone chosen last, empty for the system's.
    """

    model_config = ConfigDict(frozen=True)

    engine: Literal["offline", "endpoint"] = "offline"
    endpoint: EndpointSettings = EndpointSettings()
    appearance: Literal["system", "light", "dark"] = "system"
    agreed_to_send: tuple[str, ...] = ()
    specialty_id: str = "generic"
    template_id: str = "standard"
    speech: SpeechSettings = SpeechSettings()
    consent_text: str = Field(default=CONSENT_TEXT, min_length=1, max_length=CONSENT_CHARS)
    live_drafting: bool = False
    microphone_name: str = ""
    microphone_host_api: str = ""

    @property
    def is_offline(self) -> bool:
        """True when notes are written on this device."""
        return self.engine == "offline" or not self.endpoint.is_connected


def load_settings(records: Records) -> Settings:
    """The stored settings; the defaults for each that is missing or was written by hand and is unusable."""
    stored = records.settings.get(_KEY, {})
    try:
        return Settings.model_validate(stored)
    except ValidationError as error:
        unusable = {where["loc"][0] for where in error.errors() if where["loc"]}
    if not isinstance(stored, dict):
        return Settings()
    return Settings.model_validate({name: value for name, value in stored.items() if name not in unusable})


def save_settings(records: Records, settings: Settings) -> None:
    """Store the settings, the keys of both endpoints included."""
    stored = settings.model_dump(mode="json")
    stored["endpoint"]["api_key"] = settings.endpoint.api_key.get_secret_value()
    stored["speech"]["endpoint"]["api_key"] = settings.speech.endpoint.api_key.get_secret_value()
    records.settings.set(_KEY, stored)
