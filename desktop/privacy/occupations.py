"""As what somebody works, where the words say that they do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.domain.pseudonyms import Identifier, IdentifierKind
from desktop.privacy.name_cues import words_of
from desktop.privacy.word_lists import word_lists

_AS = re.compile(
    r"\b(?:work(?:s|ed|ing)? (?:[^.?!\n]{0,50} )?as|job (?:as|is|was)|employed as|occupation(?: is|:)?|profession(?: is|:)?|career (?:as|in)|trained as|retired(?: from being)?|former|retired from"
    r"|(?:i'm|i am|i was|i used to be|he's|he is|he was|she's|she is|she was|they are|patient is|(?:wife|husband|son|daughter|mother|father|mom|mum|dad|brother|sister|partner|girlfriend|boyfriend|roommate|friend|family member) (?:is|was)|who is|who was|being|become|became)|(?:for a|for) living|used to be)"
    r"(?: (?:a|an|the|as|currently|just|actually|also|now|full[- ]time|part[- ]time|retired|former|self[- ]employed|local|senior|junior|certified|licensed|registered|high school|middle school|elementary|college))*[ ,]+",
    re.IGNORECASE,
)


_SURELY = re.compile(
    r"(?:work|job|employed|occupation|profession|career|trained|(?:for )?a living|retired from being)",
    re.IGNORECASE,
)
_TITLES_TOO = frozenset({"doctor", "nurse", "pastor", "judge", "professor"})

_STOP = words_of("""
    a an the and but so because for in on at with who which that this i he she it we they my his her which when where until since now is
    was are were has have had of to from by as or about full part right then there here while before after during over though however
    """)
_HEADS = words_of("""
    driver officer operator engineer worker manager agent technician teacher analyst assistant clerk designer developer attendant
    installer inspector instructor mechanic cook chef planner specialist coordinator director supervisor administrator consultant
    contractor inspector keeper maker dealer trader broker guard hand painter trainer advisor adviser representative rep foreman
    tech aide player coach writer editor producer director hunter builder cleaner carrier handler packer loader guide host hostess
    scientist professor researcher therapist accountant surveyor merchant lieutenant sergeant
    """)
_ENDINGS = ("er", "or", "ist", "ian", "man", "woman", "smith", "wright", "ant", "ent", "eer", "ess")
_NOT_WORK = words_of("""
    thinner relaxer killer painkiller blocker inhibitor reducer softener suppressor stimulant antidepressant lubricant barrier filter
    reminder trigger buffer other either never ever over after patient parent absent different consistent treatment agent smoker
    drinker water number former supplement deterrent relaxant coolant matter disorder cancer power placeholder
    """)


def occupations(text: str) -> Iterator[Identifier]:
    """An occupation where the words say that somebody works or worked as one."""
    known = word_lists().occupations
    for found in _AS.finditer(text):
        words = re.match(r"[A-Za-z'’-]+(?: [A-Za-z'’-]+){0,3}", text[found.end() : found.end() + 80])
        if words is None:
            continue
        said = words.group().split(" ")
        surely = _SURELY.match(found.group()) is not None
        for count in range(len(said), 0, -1):
            phrase = " ".join(said[:count])
            lower = phrase.lower()
            if count == 1 and lower in _TITLES_TOO and len(said) > 1:
                break  # "I'm doctor ..." introduces a person
            if lower in known or lower.removesuffix("s") in known or _is_work(lower.split(), surely=surely):
                yield Identifier(found.end(), found.end() + len(phrase), IdentifierKind.OCCUPATION)
                break


def _is_work(words: list[str], *, surely: bool) -> bool:
    """An occupation that is not listed: by its last word, or behind "works as" by its ending."""
    last = words[-1].removesuffix("s")
    if len(words) > 3 or last in _NOT_WORK or any(word in _STOP for word in words):
        return False
    if len(words) > 1 and last in _HEADS and words[0] not in _STOP:
        return surely or not words[0].endswith("ing")
    return surely and last.endswith(_ENDINGS) and len(last) > 4
