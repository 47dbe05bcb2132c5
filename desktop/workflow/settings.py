"""The settings, kept inside the encrypted records, the endpoint's key included."""

from __future__ import annotations

from base64 import b64decode
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from desktop.domain.audit import Fact
from desktop.domain.document import Letterhead
from desktop.domain.endpoint import Endpoint
from desktop.records.audit_chain import FACT_CHARS
from desktop.records.records import Records
from desktop.records.settings import JsonValue

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


class ClinicSettings(BaseModel):
    """How the clinic stands on paper. address: its lines. logo: a PNG or JPEG file in base64, empty for none.

    file_name: the template of exported files' names. page_size: of PDF.
    """

    model_config = ConfigDict(frozen=True)

    name: str = Field(default="", max_length=200)
    address: str = Field(default="", max_length=500)
    phone: str = Field(default="", max_length=60)
    logo: str = Field(default="", max_length=2_000_000)
    file_name: str = Field(default="", max_length=200)
    page_size: Literal["letter", "a4"] = "letter"

    @property
    def letterhead(self) -> Letterhead:
        """The same as a document takes it."""
        lines = tuple(line.strip() for line in self.address.splitlines() if line.strip())
        return Letterhead(self.name, lines, self.phone, b64decode(self.logo) if self.logo else None)


class FhirServerSettings(BaseModel):
    """Where signed notes can be sent as FHIR DocumentReference. Empty: nowhere. The token is a bearer token."""

    model_config = ConfigDict(frozen=True)

    base_url: str = Field(default="", max_length=2_000)
    token: SecretStr = SecretStr("")
    allow_plain_http: bool = False
    ca_file: str = ""

    @property
    def is_set(self) -> bool:
        """True when there is an address to send to."""
        return bool(self.base_url)


class BackupSettings(BaseModel):
    """Where backups go. folder: in place of the one in the home. second_folder: a stick or a shared folder besides."""

    model_config = ConfigDict(frozen=True)

    folder: str = Field(default="", max_length=1_000)
    second_folder: str = Field(default="", max_length=1_000)


class Settings(BaseModel):
    """Everything that a person may set.

    engine: which drafter writes. agreed_to_send: the engines ("endpoint: HOST, MODEL") to which the
    person agreed to send visits without being asked each time. consent_text: what is confirmed before the first
    recording of a visit. live_drafting: refresh untouched sections while the visit is spoken. microphone_name,
    microphone_host_api: the microphone chosen last, empty for the system's. lock_after_min: minutes without use until the window locks, which cannot be
    turned off. clinic: what stands on its paper. fhir: where
    signed notes can be sent. backup: where it goes.
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
    lock_after_min: int = Field(default=5, ge=1, le=30)
    clinic: ClinicSettings = ClinicSettings()
    fhir: FhirServerSettings = FhirServerSettings()
    backup: BackupSettings = BackupSettings()

    @property
    def is_offline(self) -> bool:
        """True when notes are written on this device."""
        return self.engine == "offline" or not self.endpoint.is_connected


PERSONAL = frozenset(
    {
        "appearance",
        "agreed_to_send",
        "specialty_id",
        "template_id",
        "live_drafting",
        "microphone_name",
        "microphone_host_api",
    }
)
"""The settings that each user has for themselves. All others are the clinic's: only MANAGE_CLINIC changes them."""


def load_settings(records: Records) -> Settings:
    """The clinic's settings with the user's own; the defaults for each that is missing or unusable."""
    stored: dict[str, object] = {}
    for part in (records.settings.get(_KEY, {}), records.settings.personal(_KEY, {})):
        stored |= part if isinstance(part, dict) else {}
    try:
        return Settings.model_validate(stored)
    except ValidationError as error:
        unusable = {where["loc"][0] for where in error.errors() if where["loc"]}
    return Settings.model_validate({name: value for name, value in stored.items() if name not in unusable})


def save_settings(records: Records, settings: Settings) -> None:
    """Store the settings that changed, the keys of both endpoints included.

    A changed endpoint is announced to every user. Raises NotPermitted when one of the clinic's changed and the user
    may not change it; the user's own are stored before.
    """
    before = load_settings(records)
    stored, stood = _to_json(settings), _to_json(before)
    personal = {name: value for name, value in stored.items() if name in PERSONAL}
    if personal != {name: value for name, value in stood.items() if name in PERSONAL}:
        records.settings.set_personal(_KEY, personal)
    clinic = {name: value for name, value in stored.items() if name not in PERSONAL}
    if clinic != {name: value for name, value in stood.items() if name not in PERSONAL}:
        hosts = {"notes": _host_of_notes(settings), "speech": _host_of_speech(settings)}
        if settings.fhir.is_set:
            hosts["fhir"] = urlsplit(settings.fhir.base_url).netloc.rpartition("@")[2]
        changed = (hosts["notes"], hosts["speech"]) != (_host_of_notes(before), _host_of_speech(before))
        sentence = _announcement(records.user.display_name, hosts) if changed else ""
        facts: dict[str, Fact] = {name: host[:FACT_CHARS] for name, host in hosts.items()}
        records.settings.set(_KEY, clinic, facts=facts, endpoint_changed=sentence)


def _to_json(settings: Settings) -> dict[str, JsonValue]:
    stored = settings.model_dump(mode="json")
    stored["endpoint"]["api_key"] = settings.endpoint.api_key.get_secret_value()
    stored["speech"]["endpoint"]["api_key"] = settings.speech.endpoint.api_key.get_secret_value()
    stored["fhir"]["token"] = settings.fhir.token.get_secret_value()
    return stored


def _host_of_notes(settings: Settings) -> str:
    return "" if settings.is_offline else _host(settings.endpoint)


def _host_of_speech(settings: Settings) -> str:
    return _host(settings.speech.endpoint) if settings.speech.engine == "endpoint" else ""


def _host(endpoint: EndpointSettings) -> str:
    return urlsplit(endpoint.base_url).netloc.rpartition("@")[2]


def _announcement(who: str, hosts: dict[str, str]) -> str:
    notes, speech = (
        f"sent to {host}" if host else "kept on this computer" for host in (hosts["notes"], hosts["speech"])
    )
    return (
        f"{who} changed where the words of visits go. For drafting notes they are now {notes}; recordings to be written "
        f"down are {speech}."
    )
