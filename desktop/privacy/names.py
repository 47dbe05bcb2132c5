"""Names that the visit knows, wherever its words hold them: with and without capitals, accents and titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from desktop.domain.pseudonyms import Identifier, IdentifierKind
from desktop.privacy.heard_names import called, heard_as
from desktop.privacy.name_cues import MODALS
from desktop.privacy.word_lists import EPONYM_NOUNS, EPONYMS, TITLES_AND_DEGREES, word_lists

_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|mx|miss|mister|missus|dr|doc|doctor|prof|professor|nurse|sister|father|reverend|rev|pastor|rabbi|officer"
    r"|sergeant|captain|judge|sir|madam|uncle|aunt|auntie|grandma|grandpa|coach)\b\s?\.?\s+",
    re.IGNORECASE,
)
_SURELY_BEFORE = re.compile(
    r"\b(?:spelled|name is|named|called|patient is|this is|hi|hello|hey|good (?:morning|afternoon|evening)|thank you|thanks|bye|does|did|brought|with|told|asked|ask|tell|wife|husband|son|daughter|mother|father|brother|sister"
    r"|(?:sur|last |first |maiden |middle |family )name|signed|sincerely|regards|dear|paged?|attn|attention)[ ,:]+$",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    r"\b(?:the|a|an|my|your|his|her|their|this|that|any|no|some|of|much|more|less|i|you|we|they|he|she|it)\s+$",
    re.IGNORECASE,
)
_SURELY_BEHIND = re.compile(
    r"['’]s\b|\s*,? (?:is an?|has an?|has|had|was|comes|came|tell me|let me|how are|how have|says|said|told|thinks|wants|noticed|with me|will|can you|do you|did you|have you|and (?:i|my|his|her|dr|mr|mrs)|family|household|residence|speaking|denies|complains|agreed|called|phoned|texted|emailed|drove|lives)\b",
    re.IGNORECASE,
)
_SENTENCE_END = '.?!:;\n"“”([•*'


def known_names(text: str, names: Iterable[str], kind: IdentifierKind) -> Iterator[Identifier]:
    """Where the text holds these names: whole, turned round, or one part alone, with or without accents.

    A part that is also an ordinary word ("Long", "Will") counts only as a capitalized word within a sentence, or where
    the words around it say that somebody is meant; a part within the name of a disease, sign or score ("Wells score") does not count.
    """
    folded = _folded(text)
    for name in names:
        for start, end in _places_of(name, text, folded):
            yield Identifier(start, end, kind)


def _places_of(name: str, text: str, folded: str) -> Iterator[tuple[int, int]]:
    # A pattern is only built, which costs more than matching it, for parts that the text can hold.
    whole = _parts(name)
    parts = [part for part in whole if _folded(part) in folded]
    if len(parts) > 1:
        for order in (parts, [parts[-1], *parts[:-1]], [parts[0], parts[-1]], [parts[-1], parts[0]]):
            yield from (found.span() for found in re.finditer(_spelled(order), text, re.IGNORECASE))
    for part in parts:
        if len(part) < 2:
            continue
        for found in re.finditer(_spelled([part]), text, re.IGNORECASE):
            if _is_this_name(text, found, part, is_given=part != whole[-1]):
                yield found.span()
    for given in whole[:-1] or whole:
        yield from _nicknames(text, folded, given)
    for part in whole:
        yield from heard_as(text, part)


def _nicknames(text: str, folded: str, given: str) -> Iterator[tuple[int, int]]:
    """Where the bearer of a given name is called by another form of it: "Mitch" for Mitchell."""
    for nickname in called(given):
        if nickname not in folded:
            continue
        for found in re.finditer(_spelled([nickname]), text, re.IGNORECASE):
            is_acronym = found.group().isupper() and not text.isupper()
            if not is_acronym and _is_this_name(text, found, nickname, is_given=True):
                yield found.span()


def _parts(name: str) -> list[str]:
    """The parts of a name, given name first."""
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma else name
    parts = re.split(r"[\s.,]+", ordered.strip())
    return [part for part in parts if part and part.lower() not in TITLES_AND_DEGREES]


def _folded(text: str) -> str:
    """Lower case without accents, apostrophes, hyphens and spaces."""
    letters = unicodedata.normalize("NFKD", text) if not text.isascii() else text
    return "".join(letter for letter in letters.lower() if letter.isalnum()) if letters else ""


def _spelled(parts: list[str]) -> str:
    """A pattern for the parts in this order, whatever accents they carry in the text."""
    return r"(?<![\w])" + r"[\s,.]{1,3}(?:\w\.?\s)?".join(map(_any_accents, parts)) + r"(?:['’]s)?(?![\w])"


def _any_accents(part: str) -> str:
    pattern = ""
    for letter in unicodedata.normalize("NFKD", part):
        if unicodedata.combining(letter):
            continue
        if letter.isalpha():
            pattern += f"[{letter}{_ACCENTED.get(letter.lower(), '')}][\u0300-\u036f]?"
        elif letter in "'’-":
            pattern += "['’ -]?"
        else:
            pattern += re.escape(letter)
    return pattern


def _accented() -> dict[str, str]:
    """Each Latin letter with its precomposed forms."""
    forms: dict[str, str] = {}
    for code in range(0xC0, 0x250):
        letter = chr(code).lower()
        base = unicodedata.normalize("NFKD", letter)[0]
        if base != letter and base.isascii() and letter not in forms.get(base, ""):
            forms[base] = forms.get(base, "") + letter
    return forms


_ACCENTED = _accented()


def _is_this_name(text: str, found: re.Match[str], part: str, *, is_given: bool) -> bool:
    lower = part.casefold()
    if _names_a_disease(text, found.end()) and (lower in EPONYMS or found.group()[0].isupper()):
        return False
    if lower not in word_lists().ordinary or (is_given and lower not in MODALS):
        return True
    before = text[max(0, found.start() - 30) : found.start()]
    if _SURELY_BEFORE.search(before):
        return True
    is_possessive = is_given and found.group()[-2:].lower() in {"'s", "’s"}
    if (is_possessive or _SURELY_BEHIND.match(text, found.end())) and not _OF_A_THING.search(before):
        return True
    if _behind_title(text, found.start()) or _behind_given_name(before):
        return True
    return found.group()[0].isupper() and not _starts_sentence(text, found.start()) and not text.isupper()


def _names_a_disease(text: str, end: int) -> bool:
    following = re.match(r"(?:['’]s)?[\s-]+(?:(?:and|-) ?\w+ )?(\w+)", text[end : end + 40])
    return following is not None and following.group(1).lower() in EPONYM_NOUNS


def _behind_title(text: str, start: int) -> bool:
    return (
        re.search(_TITLE.pattern + r"(?:\w+\.?\s+)?$", text[max(0, start - 30) : start], re.IGNORECASE)
        is not None
    )


def _behind_given_name(before: str) -> bool:
    """The word before is listed as a given name and is no ordinary word: "maria long"."""
    word = re.search(r"([^\W\d_]+) $", before)
    lists = word_lists()
    return word is not None and (lower := word[1].casefold()) in lists.given and lower not in lists.ordinary


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t'‘")
    return not before or before[-1] in _SENTENCE_END
