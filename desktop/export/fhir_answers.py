"""What a FHIR server's answers mean: where a document went, which ones it has, and a sentence for each refusal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from desktop.domain.errors import EndpointError, EndpointNotAllowed, SendingRefused
from desktop.export.clean import clean_line

_ID = re.compile(r"DocumentReference/([A-Za-z0-9.\-]{1,64})(?:/_history/[A-Za-z0-9.\-]{1,64})?/?$")
_ABOUT_CHARS = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the server. headers: names in lower case. body: at most 1 MB."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def retry_after_s(self) -> float | None:
        """How long the server asks us to wait, where it says so in seconds."""
        value = self.headers.get("retry-after", "").strip()
        return float(value) if re.fullmatch(r"\d{1,4}", value) else None


def stored_id(answer: Answer) -> str:
    """As "DocumentReference/123", from the address it was stored at, or from the stored document; empty if unsaid."""
    for header in ("location", "content-location"):
        found = _ID.search(answer.headers.get(header, ""))
        if found:
            return f"DocumentReference/{found.group(1)}"
    return _name(_parsed(answer.body))


def found_ids(answer: Answer, identifier: str) -> tuple[str, ...]:
    """Those documents of a search's answer that carry the identifier.

    A server that does not know the search parameter answers with documents of anybody: those are none of ours.
    """
    bundle = _parsed(answer.body)
    entries = bundle.get("entry")
    resources = [entry.get("resource") for entry in entries or () if isinstance(entry, dict)]
    ours = (each for each in resources if isinstance(each, dict) and identifier in _identifiers(each))
    return tuple(dict.fromkeys(name for name in map(_name, ours) if name))


def is_search_answer(answer: Answer) -> bool:
    """True for a Bundle, also an empty one."""
    return answer.status == 200 and _parsed(answer.body).get("resourceType") == "Bundle"


def refusal(answer: Answer, host: str) -> EndpointError:
    """The error for a status that is neither success nor a reason to try again."""
    status = answer.status
    if 300 <= status < 400:
        return EndpointNotAllowed(
            f"{host} redirects to another address. Nothing was sent there. Enter the final address in Settings."
        )
    sentences = {
        400: f"{host} does not accept the document as it is. Nothing was stored there; ask whoever runs it.",
        401: f"{host} does not accept the access token. Enter a new one in Settings.",
        403: f"{host} does not allow this token to store documents. Ask whoever runs it for that right.",
        404: f"{host} has no place for documents at this address. Check the FHIR address in Settings.",
        405: f"{host} takes no documents at this address. Check the FHIR address in Settings.",
        409: f"{host} has something else under the same identity. Nothing was stored; ask whoever runs it.",
        410: f"{host} has no place for documents at this address any more. Check the FHIR address in Settings.",
        412: f"{host} already has this document more than once. Nothing was sent again; ask whoever runs it.",
        413: f"{host} takes no document of this size. Send it without the PDF.",
        415: f"{host} does not take FHIR R4 in JSON. Check the FHIR address in Settings.",
        422: f"{host} refuses the document by its own rules, for example because it does not know the patient. Nothing was stored there.",
        429: f"{host} is busy or a limit is reached. Nothing was stored; wait a minute and try again.",
    }
    if status >= 500:
        sentence = f"{host} has a fault of its own (status {status}). Try again in a few minutes."
    else:
        sentence = sentences.get(
            status, f"{host} refused the document (status {status}). Check the FHIR address in Settings."
        )
    return SendingRefused(sentence, status, _about(answer))


def _about(answer: Answer) -> str:
    """The first things an OperationOutcome says, as one line of plain text."""
    outcome = _parsed(answer.body)
    if outcome.get("resourceType") != "OperationOutcome":
        return ""
    said = " ".join(_issue_texts(outcome))
    return clean_line(said)[:_ABOUT_CHARS]


def _issue_texts(outcome: dict[str, Any]) -> Iterator[str]:
    for issue in outcome.get("issue") or ():
        if isinstance(issue, dict):
            details = issue.get("details")
            texts = (issue.get("diagnostics"), details.get("text") if isinstance(details, dict) else None)
            yield from (text for text in texts if isinstance(text, str))


def _parsed(body: bytes) -> dict[str, Any]:
    """The body's JSON object; empty for anything else."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _identifiers(resource: dict[str, Any]) -> set[str]:
    named = resource.get("identifier")
    several = [resource.get("masterIdentifier"), *(named if isinstance(named, list) else ())]
    return {str(each.get("value")) for each in several if isinstance(each, dict)}


def _name(resource: dict[str, Any]) -> str:
    identity = resource.get("id")
    if resource.get("resourceType") != "DocumentReference" or not isinstance(identity, str):
        return ""
    return f"DocumentReference/{identity}" if re.fullmatch(r"[A-Za-z0-9.\-]{1,64}", identity) else ""
