"""Words around a name that change what it says: denied, only possible, of a relative, only conditional."""

from __future__ import annotations

import re

from desktop.summaries.reading import Sentence

_RELATIVE = re.compile(
    r"\b(?:father|mother|mom|dad|mum|brother|sister|grand(?:mother|father|parents?)|aunt|uncle|siblings?|parents?|cousin"
    r"|maternal|paternal|family history|family hx|fhx|fh|relatives?|wife|husband|spouse|partner)(?:'s|’s)?\b"
    r"(?!(?:'s|’s)? (?:\w+ )?(?:reports?|reported|states?|stated|says|said|notes|noted|brings|brought|denies|denied|is concerned"
    r"|agrees|agreed|understands|understood|voices|educated|counsel+ed|advised|present|declines|confirms|aware|happy|to\b))"
)
_NEGATION = re.compile(
    r"\b(?:no (?!(?:changes?|concerns?|issues?|improvement|better|longer|worse)\b)|denie[sd]|denying|without|negative for|never"
    r"|not (?!(?:at|yet|well|controlled|improv|better|only|adequately|fully|optimally|significantly|tolerat|taking|chang|resolved|worse|certain|sure)))"
    r"|\b(?:absence of|free of|rules? out|ruled out|r/o|unlikely|less likely|doubt(?:ful)?|exclude[sd]?|no evidence of)\b"
)
_NEGATION_ENDS = re.compile(
    r"\b(?:but|however|although|except|though|with|on|continues?|is|are|was|has)\b|[;:—]| - "
)
_DENIED_AFTER = re.compile(
    r"^[^.;,]{0,30}?\b(?:(?:was|were|has been|have been|is|been) )?(?:ruled out|excluded|unlikely|less likely|not suspected)\b"
)
_POSSIBLE = re.compile(
    r"\b(possible|possibly|probable|probably|likely|suspect(?:ed|s)?|presumed|differential(?: diagnosis)?|concern(?:ing)? for|versus|vs\.?"
    r"|rule[- ]?out|r/o|may be|might be|could be|cannot exclude|consider|query)\b|\?(?=\s*\w)"
)
_RISK = re.compile(
    r"\b(?:risks?(?: factors?)? (?:of|for)|prevent(?:ion|ing|s|ative)?(?: of| for)?|screen(?:ing|ed)?(?: for)?|prophylaxis|vaccin\w+|immuni[sz]\w+|predispos\w+"
    r"|counsel+ing (?:on|about|for)|education (?:on|about)|if|in case of|signs of|symptoms of|worry about|worried about|fear of)\s(?:\w+[\s,]+){0,3}$"
)
_PAST = re.compile(
    r"\b(?:history of|h/o|hx of|past|prior|previous(?:ly)?|status post|s/p|remote|old)\s(?:\w+[\s,]+){0,6}$"
)


def is_of_a_relative(sentence: Sentence) -> bool:
    """True when the sentence speaks of a relative's health."""
    return sentence.heading in {"family history", "fh", "fhx"} or _RELATIVE.search(sentence.lower) is not None


def is_denied(sentence: Sentence, start: int, end: int) -> bool:
    """True when what stands at characters [start, end) of the part is denied, ruled out, or held unlikely."""
    low = sentence.lower
    before = low[: start - sentence.start]
    for found in _NEGATION.finditer(before):
        if not _NEGATION_ENDS.search(before, found.end()):
            return True
    return _DENIED_AFTER.match(low[end - sentence.start :]) is not None


def how_possible(sentence: Sentence, start: int) -> str:
    """The word by which it is only possible ("likely"), or ""."""
    before = sentence.lower[max(0, start - sentence.start - 40) : start - sentence.start]
    found = next(reversed(list(_POSSIBLE.finditer(before))), None)
    if found is None or re.search(r"[;.]|, (?!and|or)", before[found.end() :]):
        return ""
    return (found.group(1) or "possible").strip(".")


def is_only_a_risk(sentence: Sentence, start: int) -> bool:
    """True when it is spoken of as a risk, in screening, prevention or a condition, and not as there."""
    return _RISK.search(sentence.lower[: start - sentence.start]) is not None


def is_past(sentence: Sentence, start: int) -> bool:
    """True when it is named as history."""
    return _PAST.search(sentence.lower[: start - sentence.start]) is not None
