"""Where somebody works, learns or is treated: organizations the visit knows, and those that a word for their kind gives away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from desktop.domain.pseudonyms import Identifier, IdentifierKind
from desktop.language.lexicon import lexicon
from desktop.privacy.name_cues import NOT_A_NAME, words_of
from desktop.privacy.strange_words import is_strange
from desktop.privacy.word_lists import word_lists

_KINDS = """
    hospital, clinic, medical center, medical centre, medical group, health center, health centre, health system, health plan, health partners, healthcare,
    health care, health, urgent care, family practice, family medicine, family care, internal medicine, primary care, pediatrics, physical therapy, imaging,
    radiology, orthopedics, cardiology, dermatology, oncology, neurology, urology, dental, eye care, eye center, surgery center, surgical center,
    cancer center, cancer institute, heart institute, heart center, institute, nursing home, nursing center, assisted living, senior living, rehab,
    rehabilitation, rehabilitation center, hospice, pharmacy, surgery, practice, university, college, school, academy, elementary, elementary school,
    middle school, high school, junior high, grammar school, preschool, kindergarten, day care, daycare, church, temple, mosque, synagogue, bank,
    credit union, insurance, inc, llc, ltd, corp, corporation, company, co, logistics, airlines, airways, motors, industries, foods, construction,
    software, technologies, technology, systems, solutions, services, consulting, electric, energy, manufacturing, publishing, press, media, studios,
    restaurant, cafe, diner, bakery, brewery, grill, hotel, inn, resort, casino, supermarket, grocery, hardware, store, stores, salon, gym, fitness, farms,
    dairy, ranch, trucking, transport, freight, shipping, roofing, plumbing, landscaping, brothers, and sons, and daughters, and company, associates,
    partners, group, holdings, foundation, association, agency, department, school district, district, laboratories, laboratory, labs, museum, library,
    theater, memorial, memorial hospital, general, general hospital, regional, regional hospital, community hospital, children's hospital, county hospital,
    heart clinic, eye clinic, pain clinic, memory clinic, women's clinic, baptist, methodist, presbyterian, lutheran, infirmary, chemicals, steel, paper,
    plastics, textiles, pharmaceuticals, aerospace, aviation, shipyard, depot, warehouse, works, mills, mill, foundry, realty, properties, law firm
"""
_KIND = "|".join(
    re.escape(" ".join(kind.split()))
    for kind in sorted(_KINDS.split(","), key=lambda kind: -len(kind.strip()))
)
_WEAK_KINDS = words_of(
    "foods works press media paper steel plastics chemicals co electric energy grill inn store stores gym"
)
"""Words for a kind that stand behind many a word ("spicy foods"): only for employers, or with capitals."""
_PIECE = r"[A-Za-z][\w'’&-]{0,40}"
_STOP = (
    r"(?:the|a|an|my|your|our|his|her|their|this|that|any|some|and|or|at|from|to|by|with|for|through|over|in|on|of|is|was|were|are|as|because|since|so"
    r"|i|he|she|we|they|you|it|who|which|where|when|while|if|then|but|about|after|before|until|into|near|doing|have|has|had|do|did|get|got|go|going|be|been)"
)
_OF_A_KIND = re.compile(
    rf"\b(?:at|from|to|by|with|for|through|in|into|of|over at|near|called|attends?|and) (?:the )?(?P<id>(?:(?!{_STOP}\b){_PIECE} ){{1,3}}?(?:{_KIND})(?: (?:{_KIND}))*)\b",
    re.IGNORECASE,
)
_CAPITALIZED = re.compile(
    rf"\b(?:(?:St|Saint|Mt|Mount)\.? )?[A-Z][\w'’&-]{{0,40}}(?: (?:of|for|and|the|&|[A-Z][\w'’&-]{{0,40}})){{0,4}}? (?:{'|'.join(kind.title().replace(chr(39) + 'S', chr(39) + 's') for kind in _KIND.split('|'))})\b"
)
_SAINT = re.compile(
    rf"\b(?:at|from|to|by|with|over at|through|in|of|near) (?P<id>(?:st|saint)(?: ?\.)? {_PIECE}(?: (?:{_KIND}))*)\b",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"\b(?:(?:work(?:s|ed|ing)?|employed|job|jobs|volunteers?|volunteered|position|hired|retired|fired|laid off|shifts?|intern(?:ed|ship)?) (?:is |over |nights |days |part[- ]time |full[- ]time )?(?:at|for|by|with|from)"
    r"|(?:been|stayed|i'm|started|manager|job) with|(?:enrolled|student|studie[sd]|studying|teach(?:es)?|taught|professor) (?:at|in)|graduated from"
    r"|(?:insured|coverage|insurance|benefits|plan) (?:is )?(?:through|with|from|by)|(?:goes|go|went|going) to|attends?|transferred to|delivers? for|drives? for)"
    rf"(?: the)? (?P<id>(?!{_STOP}\b){_PIECE}(?: (?:(?!{_STOP}\b){_PIECE}|(?:of|and|&) {_PIECE})){{0,3}})",
    re.IGNORECASE,
)
_FACILITY = re.compile(
    r"(?:at|over at|from) (?:the )?(?P<own>(?!the\b)[A-Za-z][\w'’&-]{2,40}(?: [A-Za-z][\w'’&-]{2,40})?) "
    r"(?:hospital|clinic|imaging|medical center|urgent care|orthopedics|institute|memorial|general|regional|university|elementary|high school|nursing home"
    r"|physical therapy|family practice|cancer center|pharmacy|bank|airlines|credit union|motors|logistics|insurance)$",
    re.IGNORECASE,
)
_GOES_TO = re.compile(r"(?:goes|go|went|going) to", re.IGNORECASE)
_ENDS_IN_KIND = re.compile(rf".*\b(?:{_KIND})\b", re.IGNORECASE)
_GENERAL = words_of("""
    the a an my your our his her this that any primary emergency urgent general local children's public mental home women's outpatient
    same day private high middle elementary medical family physical community state county city regional big small large new old own another other same
    different recommend outside nearby nearest
    """)
_COMPANIES = """
    walmart, amazon, fedex, ups, usps, target, costco, starbucks, mcdonald's, mcdonalds, walgreens, cvs, kroger, safeway, publix, microsoft, google, apple,
    facebook, tesla, boeing, lockheed, exxon, chevron, verizon, comcast, aetna, cigna, humana, kaiser, medstar, optum, anthem, unitedhealthcare, bluecross,
    geico, allstate, progressive, tesco, sainsbury's, asda, aldi, lidl, ikea, siemens, toyota, honda, ford, nissan, lowe's, wendy's, chipotle, quest,
    labcorp, home depot, whole foods, best buy, burger king, taco bell, blue cross, blue cross blue shield, united healthcare, united health care,
    bank of america, wells fargo, trader joe's, rite aid, general motors, general electric
"""
_COMPANY = re.compile(
    r"\b(?:(?:at|for|from|with|by|the local|through|near) )(?P<id>"
    + "|".join(
        re.escape(" ".join(name.split()))
        for name in sorted(_COMPANIES.split(","), key=lambda name: -len(name))
    )
    + r")\b",
    re.IGNORECASE,
)


def organizations(text: str, known: Iterable[str]) -> Iterator[Identifier]:
    """Organizations the visit knows, those with a word for their kind, employers, and companies that all know."""
    for name in known:
        if name.strip():
            for found in re.finditer(rf"(?<!\w){re.escape(name.strip())}(?!\w)", text, re.IGNORECASE):
                yield Identifier(*found.span(), IdentifierKind.ORGANIZATION)
    spans = chain(
        _of_a_kind(text),
        _saints(text),
        _employers(text),
        (found.span("id") for found in _COMPANY.finditer(text)),
    )
    for start, end in spans:
        yield Identifier(start, end, IdentifierKind.ORGANIZATION)


def _of_a_kind(text: str) -> Iterator[tuple[int, int]]:
    for found in _OF_A_KIND.finditer(text):
        if found["id"].split()[-1] not in _WEAK_KINDS and (_is_proper(found["id"]) or _is_facility(found)):
            yield found.span("id")
    for found in _CAPITALIZED.finditer(text):
        if _is_proper(found[0]) and found[0].split()[0].lower() not in _GENERAL:
            yield found.span()


def _is_facility(found: re.Match[str]) -> bool:
    """Tell "from foxglove imaging": behind such a word, ordinary words that are not clinical name a place."""
    own = _FACILITY.match(found[0])
    return own is not None and not any(
        word in _GENERAL or word in NOT_A_NAME or word in _words_of_kinds() or word in lexicon().entries
        for word in own["own"].lower().split()
    )


def _saints(text: str) -> Iterator[tuple[int, int]]:
    for found in _SAINT.finditer(text):
        if "wort" not in text[found.end() : found.end() + 6].lower() and _is_saint(found["id"]):
            yield found.span("id")


def _employers(text: str) -> Iterator[tuple[int, int]]:
    for found in _EMPLOYER.finditer(text):
        if _GOES_TO.match(found[0]) and not _ENDS_IN_KIND.match(found["id"]):
            continue  # "going to lighten"
        if length := _employer_length(found["id"]):
            yield found.start("id"), found.start("id") + length


def _is_proper(words: str) -> bool:
    """The words before the word for the kind are a name: strange, a name as well, or all with capitals."""
    said = [word for word in words.split() if len(word) > 1]
    kind_words = _words_of_kinds()
    own = [word for word in said if word.lower() not in kind_words and word.lower() not in _GENERAL] or said[
        :1
    ]
    if any(
        is_strange(word.lower().removesuffix("'s")) or word.lower() in word_lists().names_too for word in own
    ):
        return True
    return (
        len(said) > 1
        and all(word[0].isupper() for word in said)
        and not all(word.lower() in _GENERAL | kind_words for word in said)
    )


def _is_saint(words: str) -> bool:
    said = re.split(r"[ .]+", words)[1]
    return is_strange(said.lower().removesuffix("'s")) or said.endswith(("'s", "’s"))


def _employer_length(words: str) -> int:
    """How many characters name an employer or a school; 0 when the first words are ordinary ones."""
    said = words.split(" ")
    ordinary = word_lists().ordinary
    proper = is_strange(said[0].lower()) or (
        said[0][0].isupper() and len(said[0]) > 1 and said[0].lower() not in _GENERAL
    )
    second = (
        len(said) > 1
        and said[0].lower() not in _GENERAL
        and (is_strange(said[1].lower()) and said[0].lower() in word_lists().names_too)
    )
    if not proper and not second:
        return 0
    if kind := _ENDS_IN_KIND.match(words):
        return kind.end()
    count = 1
    while count < len(said) and (
        said[count][0].isupper() or said[count].lower() not in ordinary or said[count] in {"and", "&", "of"}
    ):
        count += 1
    return len(" ".join(said[:count]).removesuffix(" and").removesuffix(" of"))


@cache
def _words_of_kinds() -> frozenset[str]:
    return frozenset(_KINDS.replace(",", " ").split())
