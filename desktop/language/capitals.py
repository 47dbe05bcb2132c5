"""Writes words given in capitals throughout in small letters, with capitals for what has them: acronyms, units, sentence starts."""

from __future__ import annotations

import re

from desktop.language.lexicon import lexicon
from desktop.language.number_words import word_set

MOSTLY_CAPITALS = 0.9
"""A text with more of its letters in capitals was written in capitals, which say nothing."""
FEWEST_LETTERS = 12

_BEGINS = re.compile(r"(?:(?<=\A)|(?<=[.!?:;] )(?<!\b[A-Z]\. )|(?<=[.!?]\" )|(?<=\n)|(?<=\n\"))[a-z]")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:['’&][A-Za-z]+)*")
_WITH_VOWELS = word_set(
    "aaa asa cga sba aas aba abi acl adhd adl adls afib aicd aka aki alt ana anca aom ast avn avr avm bipap bka bid bue ble cabg cad ccu cea cpap copd cva "
    "dka dnr dni dob ebv ecg ed eeg egd ehr ekg emg emr ems emt ent eob eom eomi er ercp esi esr esrd etoh faa fev flacc foosh gerd gi gu hiv hpi "
    "ia iadl iadls ibd ibs ibu icd icu id ij imi io iop iud iui iv ivc ivda ivdu ivf kub la lad lbbb lca lea lle lue loa loc mca mi mcl mri mra "
    "nicu nka nkda nsaid nsaids oa oc ocd ocp od oom opg ou ors orif ot otc pa pacu pacs paf pad pcos pe peep perrla pfo picc pid po pcp pid "
    "pea pna pa pta ptsd ra rae rca rebt rle rlq rua rue ruq rom rosc sah sao sle sbe si sob sni suv tavi tavr tia tid tka tha tmj tpa uds ue ua uc "
    "uop uri uss uti vad vas vfib aed ace arb aptt bui oe oob usg"
)
"""Acronyms that could be read as words; one without a vowel is known by that."""
_UNITS = {
    "mg": "mg", "mcg": "mcg", "kg": "kg", "g": "g", "ml": "mL", "dl": "dL", "l": "L", "cc": "cc", "mm": "mm", "cm": "cm", "km": "km", "mmhg": "mmHg", "meq": "mEq", "mmol": "mmol",
    "ng": "ng", "pg": "pg", "lb": "lb", "lbs": "lbs", "ft": "ft", "hr": "hr", "hrs": "hrs", "yr": "yr", "yrs": "yrs", "wk": "wk", "wks": "wks", "x": "x",
    "iu": "IU", "ul": "uL", "gtt": "gtt", "gtts": "gtts", "tsp": "tsp", "tbsp": "tbsp", "am": "AM", "pm": "PM", "f": "F", "c": "C", "st": "st", "nd": "nd", "rd": "rd", "th": "th", "s": "s",
}  # fmt: skip
_UNIT_WORDS = frozenset(["mg", "mcg", "kg", "ml", "dl", "mm", "cm", "mmhg", "lb", "lbs", "hrs", "ft", "yr", "yrs", "wk", "wks", "ng", "pg"])  # fmt: skip
"""Units wherever they stand; the others only after a figure."""
_NOT_ACRONYMS = word_set(
    "dr mr mrs ms vs jr sr st hmm mm pt pts tsp tbsp gtt gtts dept hx dx tx rx sx fx mph"
)
_ROMAN = re.compile(r"(?:i{2,3}|iv|vi{1,3}|ix|xi{1,2})")
_AFTER_GRADE = re.compile(r"(?:type|stage|grade|class|vitamin|hepatitis|phase|factor|group|nerves?|nerve) $")
_TITLED = re.compile(r"\b(dr|mr|mrs|ms)(\.? )([a-z])([a-z'’-]+)")
_DATES = re.compile(r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|april|june|july|august|september|october|november|december)\b")  # fmt: skip
_SHORTHAND = re.compile(r"\b(?:s/p|c/o|h/o|w/o|y/o|r/o|d/c|f/u|b/c|p/w|w/)(?![\w/])", re.IGNORECASE)


def is_in_capitals(text: str) -> bool:
    """Whether the words of a text are written in capitals."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > FEWEST_LETTERS and sum(map(str.isupper, letters)) > MOSTLY_CAPITALS * len(letters)


def without_capitals(text: str) -> str:
    """The text in small letters; acronyms, letters with figures ("T2DM", "L5"), Roman numbers, units, names after a title keep theirs."""
    out = _TOKEN.sub(_cased, text)
    out = _SHORTHAND.sub(lambda match: match.group().lower(), out)
    out = _TITLED.sub(lambda m: m[1].capitalize() + m[2] + m[3].upper() + m[4], out)
    out = _DATES.sub(lambda match: match.group().capitalize(), out)
    return _BEGINS.sub(lambda match: match.group().upper(), out)


def _cased(match: re.Match[str]) -> str:
    word, lower = match.group(), match.group().lower()
    before = match.string[: match.start()]
    after_figure = bool(re.search(r"\d[ -]?$", before)) or before[-1:] == "/"
    if lower in _UNIT_WORDS or (after_figure and lower in _UNITS):
        return _UNITS[lower]
    if lower in _NOT_ACRONYMS:
        return lower
    if len(lower) == 1:
        held = _AFTER_GRADE.search(before.lower()) or match.string[match.end() : match.end() + 1] in {
            ".",
            "/",
        }
        return word.upper() if held and lower not in {"a", "x"} else lower
    known = lexicon().spelling.get(lower)
    if known is not None and lower not in {"may", "march", "pt"}:
        return known
    if "&" in lower:
        return word.upper()
    figures = any(char.isdigit() for char in lower)
    vowels = any(char in "aeiouy" for char in lower)
    plural = lower.endswith("s") and not any(char in "aeiouy" for char in lower[:-1]) and len(lower) > 2
    if figures or lower in _WITH_VOWELS or _ROMAN.fullmatch(lower) or not vowels:
        return lower[:-1].upper() + "s" if plural and not figures and len(lower) > 3 else lower.upper()
    return lower
