"""Where somebody works, learns or is treated, and as what somebody works."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from desktop.domain.pseudonyms import Identifier, IdentifierKind
from desktop.privacy.word_lists import word_lists

_KIND_OF_ORGANIZATION = (
    r"(?:Hospital|Clinic|Medical (?:Center|Centre|Group)|Health(?:care)?(?: (?:System|Center|Centre|Plan|Partners))?|Healthcare"
    r"|University|College|School|Academy|Elementary|Middle School|High School|Preschool|Kindergarten|Church|Temple|Mosque|Synagogue"
    r"|Inc|LLC|Ltd|Corp|Corporation|Company|Co|Bank|Pharmacy|Laborator(?:y|ies)|Insurance|Foundation|Institute|Association|Agency"
    r"|Department|Restaurant|Hotel|Airlines|Motors|Industries|Logistics|Associates|Partners|Group|Surgery|Practice|Hospice|Nursing Home|Rehab|Rehabilitation)"
)
_ORGANIZATION = re.compile(
    rf"\b(?:(?:St|Saint|Mt|Mount)\.? )?[A-Z][\w'’&.-]*(?: (?:of|for|and|the|&|[A-Z][\w'’&.-]*)){{0,4}} {_KIND_OF_ORGANIZATION}\b"
)
_GENERIC = re.compile(
    rf"(?:The|A|An|My|Your|Our|His|Her|This|That|Any|Primary|Emergency|Urgent|General|Local|Children's|Public|Mental|Home|Women's|Outpatient|Same Day|Day|Private|High|Middle|Elementary|Medical)(?: {_KIND_OF_ORGANIZATION})+"
)
_EMPLOYER = re.compile(
    r"\b(?:work(?:s|ed|ing)?|employed|job|volunteers?|enrolled|studie[sd]|studying|insured|coverage|insurance) (?:is )?(?:at|for|by|with|through|in)(?: the)? "
    r"(?P<id>[A-Z][\w'’&.-]*(?: (?:of|&|and|[A-Z][\w'’&.-]*)){0,4})"
)
_BRANDS = [
    "walmart",
    "amazon",
    "fedex",
    "ups",
    "usps",
    "target",
    "costco",
    "starbucks",
    "mcdonald's",
    "mcdonalds",
    "walgreens",
    "cvs",
    "kroger",
    "safeway",
    "publix",
    "microsoft",
    "google",
    "apple",
    "facebook",
    "tesla",
    "boeing",
    "lockheed",
    "exxon",
    "chevron",
    "verizon",
    "comcast",
    "aetna",
    "cigna",
    "humana",
    "kaiser",
    "medstar",
    "optum",
    "anthem",
    "unitedhealthcare",
    "bluecross",
    "geico",
    "allstate",
    "progressive",
    "tesco",
    "sainsbury's",
    "asda",
    "aldi",
    "lidl",
    "ikea",
    "siemens",
    "toyota",
    "honda",
    "ford",
    "nissan",
    "lowe's",
    "wendy's",
    "chipotle",
    "quest",
    "labcorp",
]
_BRAND = re.compile(
    r"\b(?:(?:at|for|from|with|by|the local|through|near) )(?P<id>(?:"
    + "|".join(map(re.escape, sorted(_BRANDS, key=len, reverse=True)))
    + r"|home depot|whole foods|best buy|burger king|taco bell|blue cross(?: blue shield)?|united ?healthcare|bank of america|wells fargo|trader joe's|rite aid|general (?:motors|electric)))\b",
    re.IGNORECASE,
)
_AS = re.compile(
    r"\b(?:work(?:s|ed|ing)? (?:[^.?!\n]{0,50} )?as|job (?:as|is|was)|employed as|occupation(?: is|:)?|profession(?: is|:)?|career (?:as|in)|trained as|retired(?: from being)?|former|retired from"
    r"|(?:i'm|i am|i was|i used to be|he's|he is|he was|she's|she is|she was|they are|patient is|who is|who was|being|become|became)|(?:for a|for) living|used to be)"
    r"(?: (?:a|an|the|as|currently|just|actually|also|now|full[- ]time|part[- ]time|retired|former|self[- ]employed|local|senior|junior|certified|licensed|registered|high school|middle school|elementary|college))*[ ,]+",
    re.IGNORECASE,
)


_TITLES_TOO = frozenset({"doctor", "nurse", "pastor", "judge", "professor"})


def organizations(text: str, known: Iterable[str]) -> Iterator[Identifier]:
    """Organizations the visit knows, those with a word for their kind, employers, and companies that all know."""
    for name in known:
        if name.strip():
            for found in re.finditer(rf"(?<!\w){re.escape(name.strip())}(?!\w)", text, re.IGNORECASE):
                yield Identifier(*found.span(), IdentifierKind.ORGANIZATION)
    for found in _ORGANIZATION.finditer(text):
        if not _GENERIC.fullmatch(found.group()) and not _is_ordinary(found.group()):
            yield Identifier(*found.span(), IdentifierKind.ORGANIZATION)
    for form in (_EMPLOYER, _BRAND):
        for found in form.finditer(text):
            if form is _BRAND or not _is_ordinary(found.group("id")):
                yield Identifier(*found.span("id"), IdentifierKind.ORGANIZATION)


def _is_ordinary(words: str) -> bool:
    return all(word.lower().strip(".'’") in word_lists().ordinary for word in words.split())


def occupations(text: str) -> Iterator[Identifier]:
    """An occupation where the words say that somebody works or worked as one."""
    known = word_lists().occupations
    for found in _AS.finditer(text):
        words = re.match(r"[A-Za-z'’-]+(?: [A-Za-z'’-]+){0,3}", text[found.end() :])
        if words is None:
            continue
        said = words.group().split(" ")
        for count in range(len(said), 0, -1):
            phrase = " ".join(said[:count])
            lower = phrase.lower()
            if count == 1 and lower in _TITLES_TOO and len(said) > 1:
                break  # "I'm doctor ..." introduces a person
            if lower in known or lower.removesuffix("s") in known:
                yield Identifier(found.end(), found.end() + len(phrase), IdentifierKind.OCCUPATION)
                break
