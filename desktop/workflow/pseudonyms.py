"""Identifiers replaced before text leaves this computer: for which endpoints, with what the visit knows."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, PastDate, ValidationError

from desktop.domain.drafting import Drafter
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import FileUnreadable
from desktop.domain.pseudonyms import IdentifierKind, KnownIdentifiers
from desktop.language.json_text import NotUsable
from desktop.privacy.drafter import PseudonymDrafter, hidden_request
from desktop.privacy.vault import Vault
from desktop.workflow.json_file import name_of, read_json

__all__ = [
    "LIMITS",
    "LeavingText",
    "Vault",
    "hidden_request",
    "leaves_this_computer",
    "private_drafter",
    "read_known",
    "what_leaves",
]

LIMITS = (
    "Replacing identifiers lowers what an endpoint learns; it is not a HIPAA Safe Harbor de-identification and may "
    "miss names that nothing around them gives away."
)
"""What every screen that mentions pseudonyms also says."""

LARGEST_FILE_BYTES = 1024 * 1024


class _Known(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    patient_names: tuple[str, ...] = ()
    provider_names: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    birth_date: PastDate | None = None
    record_numbers: tuple[str, ...] = Field(default=())


@dataclass(frozen=True, slots=True)
class LeavingText:
    """text: exactly what would leave. counts: different identifiers of each kind. replaced: token and words."""

    text: str
    counts: Mapping[IdentifierKind, int]
    replaced: tuple[tuple[str, str], ...]


def leaves_this_computer(endpoint: Endpoint) -> bool:
    """False for an endpoint that runs on this computer itself: its text goes nowhere."""
    try:
        host = urlsplit(endpoint.base_url).hostname or ""
        return host != "localhost" and not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True  # a name, or no address at all


def private_drafter(drafter: Drafter, vault: Vault) -> Drafter:
    """The drafter behind pseudonyms. The vault belongs to one visit and lives as long as its words are on screen."""
    return PseudonymDrafter(drafter, vault)


def what_leaves(text: str, known: KnownIdentifiers) -> LeavingText:
    """The text as it would be sent, and what was replaced in it."""
    vault = Vault(known)
    hidden = vault.hide(text)
    return LeavingText(hidden, vault.counts, tuple(vault.replaced()))


def read_known(path: Path) -> KnownIdentifiers:
    """What a visit knows, from a JSON file with the names of KnownIdentifiers. Raises FileUnreadable."""
    try:
        known = _Known.model_validate(read_json(path, LARGEST_FILE_BYTES))
    except NotUsable as error:
        raise FileUnreadable(f"The file of names {name_of(path)} cannot be used: {error.reason}.") from error
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"])) or "the file"
        raise FileUnreadable(
            f"The file of names {name_of(path)} cannot be used: {where} is not as expected; names are lists of text, "
            "birth_date is YYYY-MM-DD in the past."
        ) from error
    return KnownIdentifiers(**known.model_dump())
