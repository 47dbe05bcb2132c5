"""Where somebody lives, comes from or went: addresses as they are written and spoken, and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from desktop.domain.pseudonyms import Identifier, IdentifierKind
from desktop.privacy.name_cues import words_of
from desktop.privacy.strange_words import is_strange
from desktop.privacy.word_lists import EPONYM_NOUNS, word_lists

DIGIT_WORD = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
)
_NUMBER = rf"(?:\d{{1,6}}[A-Za-z]?|{DIGIT_WORD}(?:[ -](?:and )?{DIGIT_WORD}){{0,5}})"
_STREET = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|way|place|pl|terrace|circle|cir|parkway|pkwy|gardens"
    r"|highway|hwy|trail|square|close|crescent|grove|row|mews|alley|loop|plaza|turnpike|pike)"
)
_STATES = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho|illinois|indiana|iowa|kansas"
    "|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire"
    "|new jersey|new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island|south carolina"
    "|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia|wisconsin|wyoming"
)
_CODE = r"(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])"
_ZIP = r"\d{5}(?:-\d{4})?"
_POSTCODE = r"(?:[A-Z]{1,2}\d[A-Z\d]?) ?\d(?!th|st|nd|rd|hr|yr|ft|lb)[ABD-HJLNP-UW-Z]{2}"
_STOP = (
    r"(?:and|but|because|since|so|when|where|while|with|for|please|now|then|if|it|is|was|which|who|i|he|she|we|they|my|on|off|from|to|by"
    r"|at|as|about|after|before|right|just|near|last|this|that|the|a|an|or|over|days|weeks|months|years|minutes|hours|miles|feet|mg|day"
    r"|week|month|year|minute|hour|mile|blocks?|times?|percent|pounds?|of|in|down|up|out|out|ago)"
)
_UNIT_OF_HOUSE = r"(?:,? *#\w+|[ ,]+(?:apt|apartment|unit|suite|ste|flat|room|floor|lot)\.? *(?:number )?#?[\w-]{1,40}(?: [a-h])?\b)"
_TOWN = rf"(?:[ ,]+(?:in )?(?:(?!{_STOP}\b)[A-Za-z][\w'’.-]{{0,40}} ){{0,3}}?(?!{_STOP}\b)[A-Za-z][\w'’.-]{{0,40}}[ ,]+(?:(?:{_STATES}|{_CODE})\b(?:[ ,]+{_ZIP})?|{_ZIP}|{_POSTCODE})\b)"
_TAIL = re.compile(rf"{_UNIT_OF_HOUSE}?(?:{_TOWN})?", re.IGNORECASE)
_WORD = rf"(?!{_STOP}\b)(?:[A-Za-z][\w'’-]{{0,40}}\.?|\d+(?:st|nd|rd|th))"
_WRITTEN = re.compile(
    rf"(?<![\w./-]){_NUMBER},? (?:(?:north|south|east|west|[nsew])\.? )?(?P<street>{_WORD}(?: {_WORD}){{0,3}}?) {_STREET}\b",
    re.IGNORECASE,
)
_CUED = re.compile(
    rf"\b(?:(?:live|lives|lived|living|stay|staying|reside|resides) at|(?:home|mailing|street|her|his|my|our|new|the|current)? ?address(?: is|:|'s)?|moved (?:in)?to|residence(?: is|:)?)[ :,]+"
    rf"(?P<id>(?:flat \w+[ ,]+)?{_NUMBER},? {_WORD}(?: (?:{_WORD}|\d+[a-z]?\b)){{0,4}})",
    re.IGNORECASE,
)
_BEFORE_POSTCODE = re.compile(
    rf"\b(?:lives? at|living at|address(?: is|:)?|moved to)[ :,]+(?P<id>(?:[\w'’.-]{{1,40}}[ ,]+){{1,12}}?{_POSTCODE})\b",
    re.IGNORECASE,
)
_NUMBERED_POSTCODE = re.compile(
    rf"\b\d{{1,4}}[a-z]? (?:[A-Za-z'’-]{{1,40}}[ ,]+){{1,8}}?{_POSTCODE}\b", re.IGNORECASE
)
_BARE_POSTCODE = re.compile(rf"\b{_POSTCODE}\b")
_BOX = re.compile(r"\bp\.? ?o\.? box (?:\d+|[a-z]+)", re.IGNORECASE)
_ZIP_CODE = re.compile(
    rf"\bzip(?: code)?(?:[ :]|is)*(?P<id>{_ZIP}|{DIGIT_WORD}(?: {DIGIT_WORD}){{3,5}})", re.IGNORECASE
)
_CITY = re.compile(
    rf"\b(?P<id>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}}, (?!(?:MD|PA)\b(?! \d{{5}}))(?:{_CODE}|{'|'.join(state.title() for state in _STATES.split('|'))})\b(?: {_ZIP})?)"
)
_IN_TOWN = re.compile(
    r"[ ,]+in (?P<id>(?:(?:st|ft|mt)\. )?[A-Za-z][\w'’-]{1,40}(?: [A-Za-z][\w'’-]{1,40}){0,2})"
)
_GOING = re.compile(
    r"\b(?:liv(?:e|es|ed|ing)|mov(?:e|es|ed|ing)|born|raised|grew up|growing up|com(?:e|es|ing)|came|fl(?:y|ew|ying|ies)|dr(?:ove|ive|iving|iven)"
    r"|go|goes|going|went|gone|visit(?:s|ed|ing)?|trip|travel(?:l?ed|l?ing|s)?|vacation|holiday|hik(?:e|ed|ing)|stationed|deployed|based|originally|relocat(?:ed|ing)"
    r"|hometown|back|returned|camping|house|home|work(?:s|ed|ing)?|resid(?:e|es|ed|ing)|native|here|she's|he's|i'm|they're|honeymoon|wedding|weekend|family|stay(?:ed|ing)?|cruise|i am|retired)"
    r"(?: (?:here|in|over|back|up|down|out|around|all the way|originally|just|recently|once|away|visiting|is|was|with \w+(?: \w+)?))?"
    r" (?:in|to|from|near|outside(?: of)?|around|through|across|visiting|of)(?: (?:the|downtown|rural|northern|southern|eastern|western|upstate|central|beautiful))? "
    r"(?P<id>(?:(?:st|ft|mt)\. )?[A-Za-z][\w'’-]{1,40}(?: [A-Za-z][\w'’-]{1,40}){0,2})",
    re.IGNORECASE,
)
_MAY_BE_A_VERB = re.compile(
    r"\b(?:going|go|come|comes|coming|came|here|back|house|home|work|works|worked|working|i'm|he's|she's|they're|i am|family|stay|had) (?:\w+ )?to $"
    r"|\bof $",
    re.IGNORECASE,
)
_VISITING = re.compile(
    r"\b(?:visit(?:ed|ing)?|toured?) (?P<id>(?:(?:st|ft|mt)\. )?[A-Za-z][\w'’-]{1,40}(?: [A-Za-z][\w'’-]{1,40}){0,2})",
    re.IGNORECASE,
)
_HOUSE_NUMBER = re.compile(r"\d{3,5}[a-z]? ", re.IGNORECASE)
_SURE_STREET = re.compile(
    r"(?:street|avenue|road|lane|boulevard|parkway|highway|terrace|court|circle|trail|drive|crescent)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[A-Za-z]+")
_PARTS_OF_TOWNS = words_of(
    "falls rapids city beach springs park hills heights island islands valley creek grove lake bay harbor county village claire"
)


def addresses(text: str) -> Iterator[Identifier]:
    """Addresses with a street, with a postal code, or behind words such as "I live at"; they may overlap."""
    for form in (_WRITTEN, _CUED):
        for found in form.finditer(text):
            start, end = found.span("id" if form is _CUED else 0)
            if form is _WRITTEN and _is_ordinary_way(found):
                continue
            tail = _TAIL.match(text, end)
            end = tail.end() if tail else end
            town = _IN_TOWN.match(text, end)
            length = _place_length(town["id"]) if town else 0
            end = town.start("id") + length if town and length else end
            yield Identifier(start, end - (text[end - 1] in ".,"), IdentifierKind.ADDRESS)
    for form in (_BEFORE_POSTCODE, _NUMBERED_POSTCODE, _BARE_POSTCODE, _BOX, _ZIP_CODE, _CITY):
        for found in form.finditer(text):
            yield Identifier(*found.span("id" if "id" in form.groupindex else 0), IdentifierKind.ADDRESS)


def _is_ordinary_way(found: re.Match[str]) -> bool:
    """Tell "ten minute drive": lower-case ordinary words before what may be a street."""
    street = found["street"]
    if _HOUSE_NUMBER.match(found[0]) and _SURE_STREET.search(found[0]):
        return False
    return (
        not street[0].isupper()
        and not street[0].isdigit()
        and not any(map(is_strange, street.lower().split()))
    )


def places(text: str) -> Iterator[Identifier]:
    """Places of the list, and words that are no ordinary ones where somebody lives, comes from or went."""
    clear = _clear_places()
    for word in _LETTERS.finditer(text):
        found = clear[word[0].lower()].match(text, word.start()) if word[0].lower() in clear else None
        following = found and re.match(r"(?:['’]s)?[ -]+([\w]+)", text[found.end() : found.end() + 30])
        if found and not (following and following[1].lower() in EPONYM_NOUNS | {"virus", "nile"}):
            yield Identifier(*found.span(), IdentifierKind.ADDRESS)
    for found in chain(_GOING.finditer(text), _VISITING.finditer(text)):
        length = _place_length(found["id"])
        if not found["id"][0].isupper() and _MAY_BE_A_VERB.search(
            text[max(0, found.start() - 5) : found.start("id")]
        ):
            length = _all_places().match(found["id"]) is not None and length  # "going to establish"
        if length:
            yield Identifier(found.start("id"), found.start("id") + length, IdentifierKind.ADDRESS)


def _place_length(words: str) -> int:
    """How many characters of the words name a place: a listed one, or strange or capitalized words."""
    listed = _all_places().match(words)
    length = listed.end() if listed else 0
    at = 0
    said = re.split(r"(?<=\w)[ ]", words)
    for count, word in enumerate(said):
        bare = word.lower().strip(".,'’")
        strange = is_strange(bare) and len(bare) > 2
        goes_on = count > 0 and (bare in _PARTS_OF_TOWNS or (word[0].isupper() and said[0][0].isupper()))
        leads = (
            count == 0
            and len(said) > 1
            and word[0].isupper()
            and (said[1][0].isupper() or said[1] in _PARTS_OF_TOWNS)
            and bare not in word_lists().months
        )
        first_of_two = (
            count == 0
            and len(said) > 1
            and said[1].lower()
            in _PARTS_OF_TOWNS - {"city", "park", "island", "islands", "lake", "valley", "village", "county"}
        )
        if not (strange or goes_on or leads or first_of_two):
            break
        at += len(word) + (count > 0)
        if word.endswith((".", ",")):
            at -= 1
            break
    return max(length, at)


@cache
def _clear_places() -> dict[str, re.Pattern[str]]:
    """Places that are told anywhere, by their first word: those of which no word is ordinary, or of two words."""
    lists = word_lists()
    names = lists.given | lists.surnames
    clear = [
        place
        for place in lists.places
        if (" " in place or place not in lists.ordinary) and place not in names
    ]
    by_first: dict[str, list[str]] = {}
    for place in clear:
        by_first.setdefault(_LETTERS.findall(place)[0], []).append(place)
    return {first: _pattern(found) for first, found in by_first.items()}


@cache
def _all_places() -> re.Pattern[str]:
    return _pattern(list(word_lists().places))


def _pattern(names: list[str]) -> re.Pattern[str]:
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))) + r")\b",
        re.IGNORECASE,
    )
