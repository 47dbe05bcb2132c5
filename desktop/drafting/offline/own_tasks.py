"""What a clinician does in person, never an instruction to the patient: calling a colleague, treating in the room."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OWN = re.compile(
    r"^(?P<lead>i (?:(?:also|just|actually|really) )*(?:am (?:(?:also|just|actually) )*(?:going to|gonna|planning to)|will|shall|would like to|want to|plan to|need to|can|could)|let me)(?: (?:also|just|actually|go ahead and|try (?:to|and)))* "
    r"(?P<task>(?:(?:re)?call|phone|ring|telephone|email|e-mail|fax|page|text|message|contact|notify) (?!(?:in|this|that|it|for|you in)\b)|"
    r"(?:speak|talk|liaise|discuss (?:this|it|that|your \w+)|check|confirm|touch base|get in touch|consult) (?:to|with) (?!you\b)|(?:write|reach out) to (?!you\b)|ask (?!you\b|about\b|that\b|if\b|whether\b|some\b|a few\b)|let (?!you\b|me\b|us\b|it\b)[\w ]{2,30}? know\b)"
)


def own_task(tokens: Sequence[str]) -> list[str]:
    """The words with "I will" before what the clinician is about to do, [] when they announce no such thing."""
    text = " ".join(token.lower() for token in tokens)
    found = _OWN.match(text)
    if not found:
        return []
    at = len(text[: found.start("task")].split())
    return ["I", "will", *tokens[at:]]


_HERE = re.compile(
    r"^(?:so |okay |alright |and |now )*today ,? ?(?:let us|we will|we are going to|i would like us to|i want us to) (?:(?:just|also|start (?:with|by doing)|first|then|go ahead and) )*(?:do (?:(?:some|the) )?)?(?!(?:talk|go|look|see|start|stop|try|discuss|review|check|focus|keep|take|get|send|order|increase|reduce|decrease|switch|change|add)\b)"
)
_EXERCISED = re.compile(r"\b(?:sets?|reps?|repetitions?|minutes?|seconds?|laps?|times)\b")


def done_here(lowers: Sequence[str]) -> int:
    """How many words announce what is done in this visit ("today let us do the"), 0 when none do."""
    text = " ".join(lowers)
    found = _HERE.match(text)
    if not found or not re.search(r"\bdo\b|\bwith\b", found.group()):
        return 0
    return len(found.group().split())


def exercised_here(lowers: Sequence[str]) -> bool:
    """Whether words announce exercise or treatment in the room, with how long or how often: part of what was done."""
    return done_here(lowers) > 0 and bool(_EXERCISED.search(" ".join(lowers)))
