"""Names of people in the words of a visit: those the visit knows, and those that the words around them give away.

Recognisers write names with and without capitals, so each rule works on both; without capitals only a name that
is no ordinary word, or one behind a title, an introduction or a relation, can be told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from desktop.domain.pseudonyms import Identifier, IdentifierKind
from desktop.privacy.word_lists import EPONYM_NOUNS, EPONYMS, TITLES_AND_DEGREES, word_lists

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_CAPITALISED = re.compile(r"[A-ZÀ-ÖØ-Þ][\w'’-]*[\w]")
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|mx|miss|mister|missus|dr|doc|doctor|prof|professor|nurse|sister|father|reverend|rev|pastor|rabbi|officer"
    r"|sergeant|captain|judge|sir|madam|uncle|aunt|auntie|grandma|grandpa|coach)\b\.?\s+",
    re.IGNORECASE,
)
_RELATION = (
    r"(?:wife|husband|spouse|partner|fianc[eé]e?|girlfriend|boyfriend|son|daughter|mother|father|mom|mum|dad|brother|sister"
    r"|stepson|stepdaughter|stepmother|stepfather|grandson|granddaughter|grandmother|grandfather|niece|nephew|cousin|friend"
    r"|neighbou?r|roommate|caregiver|carer|aunt|uncle|boss|colleague|coworker|therapist|dog|cat|baby|kid|twins?|guardian"
    r"|sister-in-law|brother-in-law|mother-in-law|father-in-law|son-in-law|daughter-in-law|ex-wife|ex-husband)"
)
_INTRODUCTION = re.compile(
    r"\b(?:my name is|my name's|the name is|(?:his|her|their|first|last|middle|full|maiden|nick) ?name is|(?:his|her|their) name's"
    r"|name:|(?:first|last|middle) name|called|named|goes by|(?:please )?call (?:me|him|her)|patient(?: name)?:|patient is|this is|speaking with|talking to|spoke with"
    r"|spoke to|seen by|referred by|refer(?:red)? (?:you |him |her )?to|followed by|signed by|dictated by|accompanied by|here with|brought in by|under the care of|care of|cc:?"
    r"|(?:hi|hello|hey|thanks|thank you|bye|goodbye|welcome|good morning|good afternoon|good evening|okay|all right|alright|so|well|now)(?: there)?)[ ,]+",
    re.IGNORECASE,
)
_OF_RELATION = re.compile(
    rf"\b(?:my|his|her|their|your|our|the) (?:\w+ )?{_RELATION},?(?: (?:named|called|is|was))?,? ",
    re.IGNORECASE,
)
_IM = re.compile(r"\b(?:i'm|i am|it's|it is|that's|she's|he's) ", re.IGNORECASE)
_SENTENCE_END = '.?!:;\n"“”([•*'
_DOSED = re.compile(
    r"\W+(?:\w+\W+){0,2}(?:mg|mcg|milligrams?|micrograms?|units?|tablets?|capsules?|puffs?|drops?|grams?|ml)\b|\W+\d",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"\b(?:tak(?:e|es|ing|en)|took|start(?:ed|ing)?|prescribed?|on|of|tried|stopp?(?:ed|ing)?|refill|increase|decrease|continue)\s+(?:your |my |some |the |her |his )?$",
    re.IGNORECASE,
)
_DRUG_LIKE = re.compile(
    r"(?:mab|nib|pril|sartan|statin|olol|azole|cillin|mycin|floxacin|cycline|prazole|tidine|triptan|gliptin|gliflozin|glutide"
    r"|oxetine|azepam|zolam|barbital|caine|dipine|zosin|parin|xaban|grel|vir|vudine|thiazide|semide|lone|sone|metformin|ine|ide|ate|ium)$"
)  # fmt: skip
_STOP = frozenset(
    [
        "a",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "but",
        "by",
        "can",
        "come",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "get",
        "gets",
        "go",
        "going",
        "gonna",
        "got",
        "had",
        "has",
        "have",
        "he",
        "her",
        "here",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "its",
        "just",
        "know",
        "let",
        "like",
        "look",
        "looks",
        "me",
        "might",
        "more",
        "my",
        "need",
        "no",
        "not",
        "now",
        "of",
        "off",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "please",
        "really",
        "right",
        "said",
        "say",
        "see",
        "she",
        "should",
        "so",
        "some",
        "still",
        "take",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "too",
        "up",
        "us",
        "very",
        "want",
        "wanted",
        "wants",
        "was",
        "we",
        "well",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "would",
        "yes",
        "you",
        "your",
        "gave",
        "told",
        "asked",
        "thinks",
        "thought",
        "feels",
        "feel",
        "wrote",
        "ordered",
        "prescribed",
        "recommended",
        "called",
        "office",
        "visit",
        "appointment",
        "today",
        "tomorrow",
        "yesterday",
        "about",
        "after",
        "again",
        "because",
        "since",
        "until",
        "while",
        "during",
        "told's",
        "or's",
        "and's",
        "shopping",
    ]
)


def known_names(text: str, names: Iterable[str], kind: IdentifierKind) -> Iterator[Identifier]:
    """Where the text holds these names: whole, turned round, or one part alone, with or without accents.

    A part that is also an ordinary word ("Long") counts only as a capitalised word within a sentence or behind a
    title; a part within the name of a disease, sign or score ("Wells score") does not count.
    """
    for name in names:
        parts = _parts(name)
        if len(parts) > 1:
            for order in (
                parts,
                [parts[-1], *parts[:-1]],
                [parts[0], parts[-1]],
                [parts[-1], parts[0]],
                parts[:-1],
            ):
                for found in re.finditer(_spelled(order), text, re.IGNORECASE):
                    yield Identifier(*found.span(), kind)
        for part in parts:
            if len(part) < 2:
                continue
            for found in re.finditer(_spelled([part]), text, re.IGNORECASE):
                if _is_this_name(text, found, part):
                    yield Identifier(*found.span(), kind)


def _parts(name: str) -> list[str]:
    """The parts of a name, given name first."""
    family, comma, given = name.partition(",")
    ordered = f"{given} {family}" if comma else name
    parts = re.split(r"[\s.,]+", ordered.strip())
    return [part for part in parts if part and part.lower() not in TITLES_AND_DEGREES]


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


def _is_this_name(text: str, found: re.Match[str], part: str) -> bool:
    lower = part.casefold()
    if _names_a_disease(text, found.end()) and (lower in EPONYMS or found.group()[0].isupper()):
        return False
    if lower not in word_lists().ordinary:
        return True
    if _behind_title(text, found.start()):
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


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t'‘")
    return not before or before[-1] in _SENTENCE_END


def unknown_names(text: str) -> Iterator[Identifier]:
    """Names that nobody told the visit about, by title, introduction, relation, list of names or capitals."""
    is_cased = _is_cased(text)
    for found in _TITLE.finditer(text):
        yield from _name_at(text, found.end(), is_cased=is_cased, surely=True)
    for opening in (_INTRODUCTION, _OF_RELATION):
        for found in opening.finditer(text):
            yield from _name_at(text, found.end(), is_cased=is_cased, surely=False)
    for found in _IM.finditer(text):
        yield from _name_at(text, found.end(), is_cased=is_cased, surely=False)
    yield from _listed(text, is_cased=is_cased)
    if is_cased:
        yield from _capitalised(text)


def _is_cased(text: str) -> bool:
    """True when capitals mean something: the text has some, and not everywhere."""
    words = _WORD.findall(text)
    capitals = sum(1 for word in words if word[0].isupper() and word[1:].islower())
    return capitals * 25 > len(words) or (0 < len(words) < 60 and capitals > 0)


def _name_at(text: str, at: int, *, is_cased: bool, surely: bool) -> Iterator[Identifier]:
    """The name that begins at a place where one is expected: up to three words of it.

    surely: behind a title a word counts unless it is an ordinary one; elsewhere it must look like a name.
    """
    lists, end, count, cursor = word_lists(), at, 0, at
    while count < 3:
        found = _WORD.match(text, cursor)
        if found is None:
            break
        word = found.group()
        lower = re.sub(r"['’]s$", "", word.lower())
        looks = word[0].isupper() and is_cased and (lower not in lists.ordinary or lower in lists.surnames)
        listed = lists.is_only_a_name(lower)
        unknown = lower not in lists.ordinary and lower not in _STOP and len(lower) > 1
        if text[found.end() : found.end() + 2] == "- ":
            break  # a word broken off
        named = lower in lists.surnames or lower in lists.given
        behind_title = (
            surely and count == 0 and lower not in _STOP and (unknown or (named and lower not in _STOP))
        )
        if not (
            looks or listed or behind_title or (count and named and lower not in _STOP and word[0].isupper())
        ):
            break
        if _names_a_disease(text, found.end()) and lower in EPONYMS:
            break
        end, count = found.end(), count + 1
        gap = re.match(r"(?: [A-Z]\.)?[ ]", text[end : end + 5])
        if gap is None:
            break
        cursor = end + gap.end()
    if count:
        yield Identifier(at, end, IdentifierKind.NAME)


def _listed(text: str, *, is_cased: bool) -> Iterator[Identifier]:
    """Names from the lists: a given name that is no ordinary word, and the surname behind it."""
    lists = word_lists()
    for found in _WORD.finditer(text):
        word = found.group()
        lower = re.sub(r"['’]s$", "", word.lower())
        if lower not in lists.given or lower in lists.ordinary or (is_cased and not word[0].isupper()):
            continue
        if _names_a_disease(text, found.end()):
            continue
        end = found.end()
        following = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        if following is not None:
            next_lower = re.sub(r"['’]s$", "", following.group().lower())
            is_name = next_lower in lists.surnames and (
                next_lower not in lists.ordinary or following.group()[0].isupper()
            )
            if is_name or (is_cased and following.group()[0].isupper() and next_lower not in lists.ordinary):
                end = following.end()
        yield Identifier(found.start(), end, IdentifierKind.NAME)
    for found in _WORD.finditer(text):
        lower = re.sub(r"['’]s$", "", found.group().lower())
        is_surname = lower in lists.surnames and lower not in lists.ordinary and lower not in lists.given
        as_written = not is_cased or found.group()[0].isupper()
        if is_surname and as_written and not _names_a_disease(text, found.end()):
            yield Identifier(*found.span(), IdentifierKind.NAME)


def _capitalised(text: str) -> Iterator[Identifier]:
    """Capitalised words within a sentence that are no ordinary, clinical or drug word: somebody's name, mostly."""
    lists = word_lists()
    lower_words = {word for word in _WORD.findall(text) if word[0].islower()}
    for found in _CAPITALISED.finditer(text):
        word = found.group()
        lower = re.sub(r"['’]s$", "", word.lower())
        pieces = [piece for piece in re.split(r"[-'’]", lower) if piece]
        if word.isupper() or sum(letter.isupper() for letter in word) > 2:
            continue
        if _starts_sentence(text, found.start()) or _names_a_disease(text, found.end()):
            continue
        if (
            lower in lists.ordinary
            or lower in lower_words
            or all(piece in lists.ordinary for piece in pieces)
        ):
            continue
        if lower.rstrip("s") in lists.ordinary or _is_drug(text, found, lower):
            continue
        yield Identifier(*found.span(), IdentifierKind.NAME)


def _is_drug(text: str, found: re.Match[str], lower: str) -> bool:
    if _DOSED.match(text[found.end() : found.end() + 40]):
        return True
    return (
        _DRUG_LIKE.search(lower) is not None
        and _TAKEN.search(text[max(0, found.start() - 30) : found.start()]) is not None
    )
