"""What a person is shown before a visit's words are sent to an endpoint for the first time."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.context import Sex
from desktop.domain.drafting import DraftRequest
from desktop.domain.endpoint import Endpoint
from desktop.drafting.prompts import render


@dataclass(frozen=True, slots=True)
class SendPreview:
    """host and model: who gets it. characters: the length of everything that is sent for the whole note.

    kinds: what kinds of information are in it, in words. name_included: always False for the chart's name; names
    that were spoken are part of the transcript. encrypted: by TLS on the way.
    """

    host: str
    model: str
    characters: int
    kinds: tuple[str, ...]
    name_included: bool
    encrypted: bool

    @property
    def sentence(self) -> str:
        """The notice in words."""
        way = "" if self.encrypted else " without encryption"
        return (
            f"{self.host} (model {self.model}) will receive{way}: {', '.join(self.kinds)}; "
            f"{self.characters:,} characters in all. The patient's name in the chart is not sent; "
            "names that were spoken are part of the transcript."
        )


def what_is_sent(request: DraftRequest, endpoint: Endpoint) -> SendPreview:
    """Say what a draft of this request would send, and to whom. Sends nothing."""
    context = request.context
    kinds = {
        "transcript of the visit": True,
        "age": context.age_years is not None,
        "sex": context.sex is not Sex.UNKNOWN,
        "medical history": bool(context.history.strip()),
        "medications": bool(context.medications),
        "allergies": bool(context.allergies),
        "the provider's instructions": bool(context.instructions.strip()),
        "the other sections of the note": request.note_so_far is not None
        and not request.note_so_far.is_empty,
    }
    return SendPreview(
        host=endpoint.host,
        model=endpoint.model,
        characters=sum(len(message["content"]) for message in render(request)),
        kinds=tuple(kind for kind, included in kinds.items() if included),
        name_included=False,
        encrypted=endpoint.base_url.lower().startswith("https:"),
    )
