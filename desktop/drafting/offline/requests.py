"""Questions that no yes or no answers as one: requests to tell, who the patient is, how others in the house are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.drafting.offline.person import without_lead

_OPEN = re.compile(
    r"\b(?:tell|talk|walk|take) me\b|\b(?:can|could|would) you (?:please |just )?(?:describe|explain|say|tell|show)\b|\bdescribe\b|^(?:what|where|when|why|how|who|which)\b"
)
_IDENTITY = re.compile(
    r"\byour (?:(?:full |first |last |sur)?names?|date of birth|d o b|dob|address|post ?code|phone number|telephone|number)\b|\bfirst line of\b"
)
_OTHERS = re.compile(
    r"^(?:(?:is|are|was|has|have|does|did) )?(?:anyone|anybody|any one|someone|somebody|any (?:of your )?(?:contacts|colleagues|friends))\b"
)


def _core(lowers: Sequence[str]) -> str:
    return " ".join(lowers[without_lead(lowers) :])


def asks_to_tell(lowers: Sequence[str]) -> bool:
    """Whether a question asks to be told something, so that a "yeah" before the answer says nothing: "tell me about the pain"."""
    return bool(_OPEN.search(_core(lowers)))


def asks_identity(lowers: Sequence[str]) -> bool:
    """Whether a question asks who the patient is, which no note repeats: "can i confirm your date of birth"."""
    return bool(_IDENTITY.search(" ".join(lowers)))


def asks_of_others(lowers: Sequence[str]) -> bool:
    """Whether a question asks how other people are: "anyone else in the house with similar symptoms?"."""
    core = _core(lowers)
    return bool(_OTHERS.search(core)) and "family" not in core and "related" not in core
