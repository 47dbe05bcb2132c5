"""Identifiers that have a form of their own: e-mail and web addresses, phones, numbers of records, birth dates, places.

The forms follow the kinds of 45 CFR 164.514(b)(2), as far as the words of a visit contain them. Spoken
numbers count too: recognisers write phone numbers as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from desktop.domain.pseudonyms import Identifier, IdentifierKind
from desktop.privacy.places import DIGIT_WORD

_SPOKEN = rf"{DIGIT_WORD}(?:[ ,-]+{DIGIT_WORD})"
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TWO_DIGITS = rf"(?:{_TENS}(?:[ -]{_ONES})?|{_TEENS}|(?:oh |and )?{_ONES})"
_YEAR_WORDS = rf"(?:nineteen(?: hundred)?(?: and)?[ -]{_TWO_DIGITS}|two thousand(?: and)?(?: {_TWO_DIGITS})?|twenty[ -](?:oh[ -])?{_TWO_DIGITS})"
_YEAR = rf"(?:(?:19|20)\d\d|{_YEAR_WORDS})"
_DAY_WORD = (
    r"(?:(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|one|two|three|four|five|six|seven|eight|nine)"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|one|two|three|four|five|six|seven|eight|nine"
    rf"|{_TEENS}|twenty|thirty)"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_DAY_WORD})"
_FIGURES = r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/.-]\d{1,2}[/.-]\d{1,2})(?!\d)"
_DAY_OF_MONTH = rf"(?:{_MONTH} (?:the )?{_DAY}\b|(?:the )?{_DAY}(?: of)? {_MONTH}(?!\w))"
_COUNTED_DATE = rf"(?:{_ONES}|{_TEENS}|{_DAY})[ /,-]+{_DAY}[ /,-]+(?:{_YEAR}|{_TENS}[ -]{_ONES})"
_DATE = rf"(?:{_DAY_OF_MONTH}(?:[ ,]+(?:of |in )?(?:{_YEAR}|'?\d\d(?![\d/])|{_TENS}(?:[ -]{_ONES})?))?|{_FIGURES}|{_COUNTED_DATE}|(?:{_MONTH}(?: of)?[ ,]+)?{_YEAR})"
_LAST_CENTURY = rf"(?:{_DAY_OF_MONTH}[ ,]+(?:19\d\d|nineteen(?: hundred)?(?: and)?[ -]{_TWO_DIGITS})|\d{{1,2}}[/-]\d{{1,2}}[/-]19\d\d)"
_AGE = rf"(?:9\d|1[01]\d|ninety(?:[ -]{_ONES})?|(?:a|one) hundred(?: and {_TWO_DIGITS})?)"
_PERSON = r"(?:she|he|i|who|mother|father|mom|mum|dad|grandmother|grandfather|grandma|grandpa|aunt|uncle|wife|husband|patient|sister|brother|friend|neighbor|they)"
_NO_AGE = r"percent|mg|mcg|milligrams?|micrograms?|units?|pounds|degrees|beats|bpm|minutes|days|hours|weeks|point|times|on room|on the"
_TLD = r"(?:com|org|net|edu|gov|io|info|me|us|uk|ca|co\.uk|org\.uk|de|app|health|biz|tv)"
_SITE_WORD = r"(?:(?!(?:on|at|is|to|my|our|the|a|it's|its|site|website|page|online|web|from|called|and|or|see|visit|of|for|email|e-mail|in|was|read|me|address)\b)[\w'’-]{1,40})"
_SPOKEN_TLD = r"dot (?:com|org|net|edu|gov|co|io|us|uk|info)(?: dot uk)?"
_CODE = r"(?=[A-Za-z0-9-]{0,40}\d)[A-Za-z0-9][A-Za-z0-9-]{0,40}[A-Za-z0-9]\b"
_NUMBER_WORDS = r"(?:number|no\.?|num|#|id|identification)"
_IS = r"(?:[ :#,]|is|was|it's|its|of|ending in|that's|would be|comes to){0,20}"
_NUMBER = rf"(?:{_CODE}(?: {_CODE}){{0,4}}|{_SPOKEN}{{3,}}|\d{{2,}})"

_FORMS: tuple[tuple[IdentifierKind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(form, re.IGNORECASE))
    for kind, form in (
        (IdentifierKind.EMAIL, r"(?<![\w.+%'-])[\w.+%'-]{1,64} ?@ ?[\w-]{1,60}(?:\.[\w-]{1,60}){1,6}"),
        (IdentifierKind.EMAIL, rf"\b{_SITE_WORD}(?:\.| ){{1}}?(?:{_SITE_WORD} ){{0,5}}at (?:[\w-]+ ){{1,3}}{_SPOKEN_TLD}\b"),
        (IdentifierKind.WEB, rf"\b(?:(?:double u |w ){{3}}dot )?(?:{_SITE_WORD} ){{1,6}}{_SPOKEN_TLD}\b(?: slash [\w-]+){{0,3}}"),
        (IdentifierKind.WEB, rf"(?<![@\w.-])(?:[a-z][\w-]{{0,60}}\.){{1,4}}{_TLD}\b(?!\.\w)(?:/[^\s<>\"']*)?"),
        (IdentifierKind.WEB, r"\b(?:https?://|www\.)[^\s<>\"']+"),
        (IdentifierKind.WEB, r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
        (IdentifierKind.ID, r"\b\d{3}[- ]\d{2}[- ]\d{4}\b"),
        (IdentifierKind.ID, rf"(?:\bsocial security(?: {_NUMBER_WORDS})?|\bssn|\bdriver'?s licen[cs]e(?: {_NUMBER_WORDS})?|\bpassport(?: {_NUMBER_WORDS})?|\blicen[cs]e plate(?: {_NUMBER_WORDS})?|\bnhs {_NUMBER_WORDS}|\bnational insurance {_NUMBER_WORDS}){_IS}(?P<id>{_NUMBER})"),
        (IdentifierKind.PHONE, r"(?<![\d.])(?:\+?\d{1,3}[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?!\d)(?: ?(?:ext\.?|x|extension) ?\d+)?"),
        (IdentifierKind.PHONE, r"(?<![\d.])(?:\+|011 )\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,5}(?!\d)"),
        (IdentifierKind.PHONE, r"\b0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}\b"),
        (IdentifierKind.PHONE, rf"\b(?:phone|cell|mobile|telephone|fax|pager|call (?:me|us|her|him) (?:at|on)|(?:reach|text) (?:me|us|her|him) (?:at|on)|(?:home|work|contact|callback|call back|my|her|his|their|best|new)(?: \w+)? number){_IS}(?P<id>{_SPOKEN}{{5,}}|(?:\d[ .-]?){{6,14}}\d)"),
        (IdentifierKind.PHONE, rf"\b(?P<id>{_SPOKEN}{{6,}})\b"),
        (IdentifierKind.PHONE, r"(?<![\d.,/$-])\d{3}[-.]\d{4}(?!\d|[./-]\d)"),
        (IdentifierKind.PHONE, r"(?<![\d.])\d{10}(?!\d)"),
        (IdentifierKind.RECORD, rf"\b(?:mrn|medical record(?: {_NUMBER_WORDS})?|record {_NUMBER_WORDS}|chart {_NUMBER_WORDS}|patient {_NUMBER_WORDS}|hospital {_NUMBER_WORDS}|accession {_NUMBER_WORDS}|case {_NUMBER_WORDS}|encounter {_NUMBER_WORDS}|specimen {_NUMBER_WORDS}|device {_NUMBER_WORDS}|serial {_NUMBER_WORDS}|account {_NUMBER_WORDS}){_IS}(?P<id>{_NUMBER})"),
        (IdentifierKind.POLICY, rf"\b(?:policy|member(?:ship)?|group|subscriber|insurance|claim|plan|card|beneficiary|medicare|medicaid|authorization)(?: {_NUMBER_WORDS})+{_IS}(?P<id>{_NUMBER})"),
        (IdentifierKind.POLICY, rf"\bpolicy{_IS}(?P<id>{_CODE})"),
        (IdentifierKind.BIRTH_DATE, rf"\b(?:date of birth|birth ?date|birth ?day|d\.?o\.?b\.?|born)\b(?:[\s:,.?\[\]-]|\b(?:on|is|was|it's|the|in|yes|yeah|sure|please|patient|doctor|my|that's|would|be|for|me)\b){{0,30}}(?P<id>{_DATE})"),
        (IdentifierKind.BIRTH_DATE, rf"\b{_LAST_CENTURY}\b"),
        (IdentifierKind.AGE, rf"(?<![\d./])\b(?P<id>{_AGE})(?=[ -]?(?:years?|yrs?|y/?o|yo)\b)"),
        (IdentifierKind.AGE, rf"\b(?:age(?:d| of)?|turn(?:ed|s|ing)?|(?:died|passed(?: away)?) at|lived to(?: be)?|going to be|birthday,?) (?P<id>{_AGE})\b(?! ?(?:%|/|over|{_NO_AGE}))"),
        (IdentifierKind.AGE, rf"\b{_PERSON}(?:'s|'m| is| was| am)(?: now| only| already| almost| about| nearly| like| going on)? (?P<id>{_AGE})\b(?=\s*(?:[.,;?!\n]\D|[.]?$|(?:and|now|but|so|when|with|who|this|next|in)\b))(?!\s*(?:%|/|over|{_NO_AGE}))"),
    )
)  # fmt: skip


def structured_identifiers(text: str, birth_date: date | None = None) -> Iterator[Identifier]:
    """Identifiers by their form alone; they may overlap. birth_date: the patient's, found however it is written."""
    for kind, form in _FORMS:
        group = "id" if "id" in form.groupindex else 0
        for found in form.finditer(text):
            yield Identifier(*_trimmed(text, *found.span(group)), kind)
    if birth_date is not None:
        for found in _written(birth_date).finditer(text):
            yield Identifier(*found.span(), IdentifierKind.BIRTH_DATE)


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
