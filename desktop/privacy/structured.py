"""Identifiers that have a form of their own: e-mail and web addresses, phones, numbers of records, birth dates, places.

The forms follow the kinds of 45 CFR 164.514(b)(2), as far as the words of a visit contain them. Spoken
numbers count too: recognisers write phone numbers as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from desktop.domain.pseudonyms import Identifier, IdentifierKind

_DIGIT_WORD = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
_SPOKEN = rf"{_DIGIT_WORD}(?:[ ,-]+{_DIGIT_WORD})"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DATE = (
    rf"(?:{_MONTH} (?:the )?[\w-]+(?: [\w-]+)?(?:,? ?(?:(?:of )?(?:19|20)\d\d|nineteen [\w-]+(?: [\w-]+)?|two thousand(?: and)?(?: [\w-]+)?|twenty [\w-]+))?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},?(?: \d{{4}})?|\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}|(?:19|20)\d\d|nineteen [\w-]+(?: [\w-]+)?)"
)
_STREET = (
    r"(?:street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|way|place|pl|terrace|circle|cir|parkway|pkwy"
    r"|highway|hwy|trail|square|close|crescent|grove|row)"
)
_STATE = r"(?:A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY])"
_CODE = r"(?=[A-Za-z0-9-]*\d)[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]"
_NUMBER_WORDS = r"(?:number|no\.?|num|#|id|identification)"
_IS = r"(?:[ :#,]|is|was|it's|its|of|ending in|that's|would be|comes to)*"
_NUMBER = rf"(?:{_CODE}(?: {_CODE}){{0,4}}|{_SPOKEN}{{3,}}|\d{{2,}})"

_FORMS: tuple[tuple[IdentifierKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form, re.IGNORECASE))
    for kind, form in (
        (IdentifierKind.EMAIL, r"[\w.+%'-]+ ?@ ?[\w-]+(?:\.[\w-]+)+"),
        (IdentifierKind.EMAIL, r"\b[\w.-]+(?: (?:dot|underscore|dash) [\w-]+)* at [\w-]+(?: [\w-]+)? dot (?:com|org|net|edu|gov|co|io|us)\b"),
        (IdentifierKind.WEB, r"\b(?:https?://|www\.)[^\s<>\"']+"),
        (IdentifierKind.WEB, r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
        (IdentifierKind.ID, r"\b\d{3}[- ]\d{2}[- ]\d{4}\b"),
        (IdentifierKind.ID, rf"(?:\bsocial security(?: {_NUMBER_WORDS})?|\bssn|\bdriver'?s licen[cs]e(?: {_NUMBER_WORDS})?|\bpassport(?: {_NUMBER_WORDS})?|\blicen[cs]e plate(?: {_NUMBER_WORDS})?|\bnhs {_NUMBER_WORDS}|\bnational insurance {_NUMBER_WORDS}){_IS}(?P<id>{_NUMBER})"),
        (IdentifierKind.PHONE, r"(?<![\d.])(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)(?: ?(?:ext\.?|x|extension) ?\d+)?"),
        (IdentifierKind.PHONE, r"(?<![\d.])\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}(?!\d)"),
        (IdentifierKind.PHONE, r"\b0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b"),
        (IdentifierKind.PHONE, rf"\b(?:phone|cell|mobile|telephone|fax|pager|call (?:me|us|her|him) (?:at|on)|(?:reach|text) (?:me|us|her|him) (?:at|on)|(?:home|work|contact|callback|call back) number){_IS}(?P<id>{_SPOKEN}{{5,}}|(?:\d[ .-]?){{6,14}}\d)"),
        (IdentifierKind.PHONE, rf"\b(?P<id>{_SPOKEN}{{6,}})\b"),
        (IdentifierKind.PHONE, r"(?<![\d.,/$-])\d{3}[-.]\d{4}(?![\d./-])"),
        (IdentifierKind.PHONE, r"(?<![\d.])\d{10}(?!\d)"),
        (IdentifierKind.RECORD, rf"\b(?:mrn|medical record(?: {_NUMBER_WORDS})?|record {_NUMBER_WORDS}|chart {_NUMBER_WORDS}|patient {_NUMBER_WORDS}|hospital {_NUMBER_WORDS}|accession {_NUMBER_WORDS}|case {_NUMBER_WORDS}|encounter {_NUMBER_WORDS}|specimen {_NUMBER_WORDS}|device {_NUMBER_WORDS}|serial {_NUMBER_WORDS}|account {_NUMBER_WORDS}){_IS}(?P<id>{_NUMBER})"),
        (IdentifierKind.POLICY, rf"\b(?:policy|member(?:ship)?|group|subscriber|insurance|claim|plan|card|beneficiary|medicare|medicaid|authorization)(?: {_NUMBER_WORDS})+{_IS}(?P<id>{_NUMBER})"),
        (IdentifierKind.POLICY, rf"\bpolicy{_IS}(?P<id>{_CODE})"),
        (IdentifierKind.BIRTH_DATE, rf"\b(?:date of birth|birth ?date|birthday|d\.?o\.?b\.?|born(?: on| in)?)(?:[ :,]|is|was|it's|on|the)*(?P<id>{_DATE})"),
        (IdentifierKind.ADDRESS, rf"\b\d{{1,6}}[A-Za-z]?,? (?:(?:north|south|east|west|[NSEW])\.? )?(?!(?:miles?|minutes?|hours?|feet|yards?|blocks?|times?|on|a|an|the|in|to)\b)(?:[A-Z][\w'-]*|\d+(?:st|nd|rd|th))(?: (?!(?:on|a|an|the|in|to|is|was)\b)[A-Z][\w'-]*){{0,3}} {_STREET}\b\.?(?:,? (?:apt|apartment|suite|unit|ste|#|flat)\.? ?\w+)?"),
        (IdentifierKind.ADDRESS, r"\bp\.? ?o\.? box \d+"),
        (IdentifierKind.ADDRESS, r"\bzip(?: code)?(?:[ :]|is)*(?P<id>\d{5}(?:-\d{4})?)"),
        (IdentifierKind.AGE, r"(?<![\d./])(?P<id>9\d|1[01]\d)(?=[ -]?(?:years?|year|yrs?|y/?o|yo)\b)"),
        (IdentifierKind.AGE, r"\b(?:age(?:d| of)?|turn(?:ed|s|ing)?|is now) (?P<id>9\d|1[01]\d)\b(?! ?(?:%|/|percent|over|mg|kg|pounds|degrees|beats|bpm|minutes|days))"),
        (IdentifierKind.AGE, r"\b(?P<id>ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|a hundred(?: and [a-z]+)?)(?=[ -]years?[ -]old)"),
    )
)  # fmt: skip

_CITY = re.compile(rf"\b(?P<id>[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}}, {_STATE}(?: \d{{5}}(?:-\d{{4}})?)?)\b")
_SPOKEN_STREET = re.compile(
    rf"\b(?:live|lives|living|address(?: is)?|moved) (?:at|on|to)? ?(?P<id>(?:\d+|{_DIGIT_WORD}(?:[ -]{_DIGIT_WORD})*) [\w' ]{{2,30}}? {_STREET})\b",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"\b(?:lives?|living|moved|moving|born|raised|grew up|from|hometown is|relocated|travell?ed|trip|visiting|flew|drove|based) (?:(?:here|over|back|up|down|out) )?(?:in|to|from|near|outside(?: of)?)? ?"
    r"(?P<id>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})"
)


def structured_identifiers(text: str, birth_date: date | None = None) -> Iterator[Identifier]:
    """Identifiers by their form alone; they may overlap. birth_date: the patient's, found however it is written."""
    for kind, form in (
        *_FORMS,
        (IdentifierKind.ADDRESS, _CITY),
        (IdentifierKind.ADDRESS, _SPOKEN_STREET),
    ):
        group = "id" if "id" in form.groupindex else 0
        for found in form.finditer(text):
            yield Identifier(*_trimmed(text, *found.span(group)), kind)
    if birth_date is not None:
        for found in _written(birth_date).finditer(text):
            yield Identifier(*found.span(), IdentifierKind.BIRTH_DATE)


def places(text: str) -> Iterator[Identifier]:
    """Capitalised words where somebody lives, comes from or went."""
    for found in _PLACE.finditer(text):
        yield Identifier(*found.span("id"), IdentifierKind.ADDRESS)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without punctuation and space at its end."""
    while end > start and text[end - 1] in " ,.;:-":
        end -= 1
    return start, end


def _written(born: date) -> re.Pattern[str]:
    """The ways in which figures write this date, with a year."""
    name = _MONTHS[born.month - 1]
    month = rf"{name[:3]}(?:{name[3:]})?\.?" if len(name) > 3 else name
    year = rf"(?:{born.year}|'?{born.year % 100:02d})"
    day = rf"0?{born.day}(?:st|nd|rd|th)?"
    return re.compile(
        rf"\b(?:{born:%Y-%m-%d}|0?{born.month}[/.-]{day}[/.-]{year}|{day}[/.-]0?{born.month}[/.-]{year}"
        rf"|{month} {day},? {year}|{day}(?: of)? {month},? {year})\b",
        re.IGNORECASE,
    )
