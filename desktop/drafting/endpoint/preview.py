"""What a person is shown before a visit's words are sent to an endpoint for the first time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.domain.context import Sex
from desktop.domain.drafting import DraftRequest
from desktop.domain.endpoint import Endpoint
from desktop.domain.pseudonyms import IdentifierKind
from desktop.drafting.prompts import render


@dataclass(frozen=True, slots=True)
class SendPreview:
    """host and model: who gets it. characters: the length of everything that is sent for the whole note.

    kinds: what kinds of information are in it, in words. encrypted: by TLS on the way. text: all that is sent.
    replaced: how many different identifiers of each kind leave as tokens; None when nothing is replaced.
    """

    host: str
    model: str
    characters: int
    kinds: tuple[str, ...]
    encrypted: bool
    text: str = ""
    replaced: Mapping[IdentifierKind, int] | None = None

    @property
    def sentence(self) -> str:
        """The notice in words."""
        way = "" if self.encrypted else " without encryption"
        return (
            f"{self.host} (model {self.model}) will receive{way}: {', '.join(self.kinds)}; "
            f"{self.characters:,} characters in all. The patient's name in the chart is not sent; "
            f"{self.about_names}."
        )

    @property
    def about_names(self) -> str:
        """What happens to names that were spoken."""
        if self.replaced is None:
            return "names that were spoken are part of the transcript"
        found = ", ".join(f"{kind.label} {count}" for kind, count in self.replaced.items())
        return f"tokens stand for what identifies people ({found or 'nothing was found'})"


def what_is_sent(
    request: DraftRequest, endpoint: Endpoint, replaced: Mapping[IdentifierKind, int] | None = None
) -> SendPreview:
    """Say what a draft of this request would send, and to whom. Sends nothing.

    replaced: the counts when identifiers in the request were replaced by tokens already.
    """
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
    messages = [message["content"] for message in render(request)]
    return SendPreview(
        host=endpoint.host,
        model=endpoint.model,
        characters=sum(map(len, messages)),
        kinds=tuple(kind for kind, included in kinds.items() if included),
        encrypted=endpoint.base_url.lower().startswith("https:"),
        text="\n\n".join(messages),
        replaced=replaced,
    )
