"""Measures pseudonyms: made-up identifiers are placed into transcripts, and what would leave is searched for them.

    python tests/bench/measure_pseudonyms.py ACI_BENCH.csv [MTS_DIALOG.csv] [--half develop|report|both] [--show KIND]

ACI_BENCH.csv: a file of ACI-Bench (Yim et al., Scientific Data 2023, 10:586; CC BY 4.0), or of MTS-Dialog (Ben Abacha et
al., EACL 2023; CC BY 4.0), with the column dialogue. Each visit is written in one of three forms: cased, lower case as
ACI-Bench is written, and lower case without punctuation as recognizers write. Printed for each half of the templates
(identifier_templates.py): the share of identifiers fully replaced (an identifier of which a letter is left has leaked),
and the share of clinical words that were replaced although they identify nobody.
"""

from __future__ import annotations

import argparse
import csv
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import identifier_templates as said
from number_word_lists import DIGITS, MONTHS, ORDINALS, TEENS, TENS

from desktop.domain.pseudonyms import IdentifierKind, KnownIdentifiers
from desktop.language.lexicon import lexicon
from desktop.workflow.pseudonyms import what_leaves

SEED = 20
FORMS = ("cased", "lower", "bare")
KINDS = ("structured", "known names", "unknown names", "organizations", "occupations", "places")
UNIT = (
    r"milligrams?|mg|micrograms?|mcg|grams?|units?|ml|percent|%|pounds?|years?|year|months?|weeks?|days?|hours?|minutes?|"
    r"degrees?|inches|inch|centimeters?|cm|millimeters?|mm|over|times|point"
)
NUMBER_WITH_UNIT = re.compile(
    rf"\b(?:\d[\d.,/]*|{'|'.join(DIGITS[1:] + TEENS + TENS[2:])})[ -]?(?:{UNIT})\b(?:[ -]old)?", re.IGNORECASE
)
EPONYM = re.compile(
    r"\b(?:parkinson|alzheimer|crohn|graves|babinski|romberg|lachman|foley|murphy|mcburney|hashimoto|bell|phalen|tinel|"
    r"sjogren|raynaud|wells|geneva|glasgow|apgar|braden|turner|marfan|colles|epley|dix-hallpike|mcmurray|hoffman|spurling|finkelstein|"
    r"hawkins|neer)(?:'?s)?(?= (?:disease|score|sign|test|syndrome|catheter|thyroiditis|palsy|phenomenon|fracture|maneuver|point|coma|is|was))",
    re.IGNORECASE,
)
TOKEN = re.compile(rf"\{{(?:{'|'.join(kind.value for kind in IdentifierKind)})-\d+\}}")
SLOT = re.compile(r"\{(\w+)\}")


class Placed(NamedTuple):
    """An identifier of line n, characters [start, end); kind is one of KINDS, detail says it more exactly."""

    n: int
    start: int
    end: int
    kind: str
    detail: str


class Template(NamedTuple):
    kind: str
    detail: str
    text: str


class Visit(NamedTuple):
    lines: list[str]
    original: list[int]
    clinical: list[int]
    placed: list[Placed]
    known: KnownIdentifiers


def templates(half: int) -> list[Template]:
    """The templates of a half, 0 for developing and 1 for the report."""
    groups = (
        ("known names", said.KNOWN), ("unknown names", said.UNKNOWN), ("organizations", said.ORGANIZATIONS),
        ("occupations", said.OCCUPATION), ("places", said.PLACE),
    )  # fmt: skip
    plain = [Template(kind, kind, text) for kind, group in groups for text in group[half::2]]
    return plain + [Template("structured", detail, text) for detail, text in said.STRUCTURED[half::2]]


class Filler:
    """Makes the identifiers of one visit, of one half of the lists."""

    def __init__(self, random_: random.Random, half: int) -> None:
        self._random = random_
        self._half = half
        self._given = self._dealt(said.GIVEN)
        self._family = self._dealt(said.FAMILY)
        self.patient = (self._given.pop(), self._family.pop())
        self.provider = (self._given.pop(), self._family.pop())
        self.relative = (self._given.pop(), self._family.pop())
        self._hospitals = self._dealt(said.HOSPITALS)
        self.clinic = self._hospitals.pop()

    def _dealt(self, entries: Sequence[str]) -> list[str]:
        dealt = list(entries[self._half :: 2])
        self._random.shuffle(dealt)
        return dealt

    def known(self) -> KnownIdentifiers:
        return KnownIdentifiers(
            patient_names=(" ".join(self.patient),),
            provider_names=(f"Dr. {' '.join(self.provider)}",),
            other_names=(" ".join(self.relative),),
            organizations=(self.clinic,),
        )

    def _one(self, entries: Sequence[str]) -> str:
        return self._random.choice(entries[self._half :: 2])

    def _digits(self, count: int) -> str:
        return str(self._random.randint(2, 9)) + "".join(
            str(self._random.randint(0, 9)) for _ in range(count - 1)
        )

    def _spoken(self, digits: str) -> str:
        zero = self._random.choice(("oh", "zero"))
        return " ".join(zero if digit == "0" else DIGITS[int(digit)] for digit in digits)

    def _birth_date(self, *, spoken: bool) -> str:
        year, month, day = (
            self._random.randint(1931, 1999),
            self._random.randint(1, 12),
            self._random.randint(1, 28),
        )
        when = date(year, month, day)
        if not spoken:
            return self._random.choice(
                (f"{month}/{day}/{year}", f"{month:02}/{day:02}/{year % 100:02}", when.isoformat(), f"{MONTHS[month - 1]} {day}, {year}",
                 f"{day} {MONTHS[month - 1]} {year}", f"{month:02}-{day:02}-{year}", f"{MONTHS[month - 1][:3]} {day} {year}")
            )  # fmt: skip
        tens, ones = divmod(year % 100, 10)
        short = f"{TENS[tens]} {DIGITS[ones]}" if ones else TENS[tens]
        named = f"{MONTHS[month - 1]} {ORDINALS[day - 1]}"
        return self._random.choice(
            (
                f"{named} nineteen {short}",
                f"{named}, {year}",
                f"the {ORDINALS[day - 1]} of {MONTHS[month - 1]} nineteen {short}",
            )
        )

    def _phone(self) -> str:
        a, b, c = self._digits(3), self._digits(3), self._digits(4)
        return self._random.choice(
            (
                f"({a}) {b}-{c}",
                f"{a}-{b}-{c}",
                f"{a}.{b}.{c}",
                f"{a} {b} {c}",
                f"+1 {a} {b} {c}",
                f"{b}-{c}",
                a + b + c,
            )
        )

    def _address(self, *, spoken: bool) -> str:
        street, town = self._one(said.STREETS), self._one(said.TOWNS)
        if not spoken:
            number = self._random.randint(2, 9800)
            flat = self._random.choice(("", "", ", Apt 3B", ", Unit 12", " #204"))
            return f"{number} {street}{flat}" + self._random.choice(("", f", {town}"))
        number_words = self._random.choice(
            ("twelve", "four twenty one", "fourteen oh six", "eighty seven", "three hundred and five")
        )
        return f"{number_words} {street.lower()}" + self._random.choice(
            ("", " apartment three b", f" in {town.split(',')[0].lower()}")
        )

    def fill(self, slot: str) -> str:
        """The words for a slot of a template."""
        if slot[0] in "pvk" and slot[1:] in ("f", "l", "full", "rev"):
            given, family = {"p": self.patient, "v": self.provider, "k": self.relative}[slot[0]]
            return {"f": given, "l": family, "full": f"{given} {family}", "rev": f"{family}, {given}"}[
                slot[1:]
            ]
        given, family = self._given[0], self._family[0]
        if slot in ("uf", "ul", "ufull"):
            self._given.append(self._given.pop(0))
            self._family.append(self._family.pop(0))
        mail = self._random.choice(
            (f"{given}.{family}".lower(), f"{given[0]}{family}{self._digits(2)}".lower())
        ).replace("'", "")
        number = self._digits(9)
        ways: dict[str, Callable[[], str]] = {
            "uf": lambda: given,
            "ul": lambda: family,
            "ufull": lambda: f"{given} {family}",
            "kc": lambda: self.clinic,
            "hos": lambda: self._random.choice(self._hospitals),
            "emp": lambda: self._one(said.EMPLOYERS),
            "occ": lambda: self._one(said.OCCUPATIONS),
            "place": lambda: self._one(said.PLACES),
            "dob": lambda: self._birth_date(spoken=False),
            "dobs": lambda: self._birth_date(spoken=True),
            "addr": lambda: self._address(spoken=False),
            "addrs": lambda: self._address(spoken=True),
            "uk": lambda: self._one(said.UK),
            "phone": self._phone,
            "phones": lambda: self._spoken(self._digits(self._random.choice((7, 10)))),
            "intl": lambda: self._random.choice((f"+44 20 7946 0{number[:3]}", f"+49 30 {number[:7]}", f"011 52 55 {number[:4]} {number[4:8]}", f"+91 98{number[:3]} {number[3:8]}")),
            "mail": lambda: f"{mail}@{self._random.choice(('example.com', 'postbox.example.org', 'my-isp.net'))}",
            "mails": lambda: f"{mail.replace('.', ' dot ')} at {self._random.choice(('gmail', 'yahoo', 'my office'))} dot {self._random.choice(('com', 'net', 'org'))}",
            "rec": lambda: self._random.choice((number[:7], f"{number[:3]}-{number[3:6]}", f"A{number[:6]}", f"00{number[:5]}")),
            "pol": lambda: self._random.choice((f"XQ{number}", f"{number[:3]}-{number[3:]}", number, f"WBH{number[:6]}A", self._spoken(number[:6]))),
            "ssn": lambda: f"{number[:3]}-{number[3:5]}-{number[5:]}",
            "ssns": lambda: self._spoken(number),
            "old": lambda: self._random.choice(("91", "94", "97", "101", "ninety-three", "ninety six", "103")),
            "web": lambda: self._one(said.SITES),
            "webs": lambda: self._one(said.SITES_SPOKEN),
        }  # fmt: skip
        return ways[slot]()


def in_form(text: str, form: str) -> str:
    """The text as it is written in one of FORMS."""
    if form == "cased":
        return text
    if form == "lower":
        return re.sub(r"(?<=\w)([.,?!;])(?=\s|$)", r" \1", text.lower())
    return re.sub(r"\s*[.,?!;:](?=\s|$)", "", text.lower())


def sentence(template: Template, filler: Filler, form: str, n: int, speaker: str) -> tuple[str, list[Placed]]:
    """The template as a line of a transcript, and what was placed in it."""
    line, placed, at = f"[{speaker}] ", [], 0
    for slot in SLOT.finditer(template.text):
        line += in_form(template.text[at : slot.start()], form)
        words = in_form(filler.fill(slot[1]), form)
        placed.append(Placed(n, len(line), len(line) + len(words), template.kind, template.detail))
        line, at = line + words, slot.end()
    return line + in_form(template.text[at:], form), placed


def visits(dialogues: Sequence[str], half: int) -> Iterator[Visit]:
    """Every dialogue with a sixth as many placed sentences as it has lines, two at least."""
    random_ = random.Random(SEED + half)  # noqa: S311  # the same visits in every run; nothing here is secret
    deck: list[Template] = []
    for dialogue in dialogues:
        form, filler = random_.choice(FORMS), Filler(random_, half)
        host = [in_form(line, form) for line in dialogue.splitlines()]
        lines: list[tuple[str, list[Template]]] = [(line, []) for line in host]
        count = max(2, min(24, len(host) // 4))
        for _ in range(count):
            deck = deck or random_.sample(templates(half), len(templates(half)))
            lines.insert(random_.randrange(len(lines) + 1), ("", [deck.pop()]))
        lines.insert(random_.randrange(len(lines) + 1), (random_.choice(said.CLINICAL[half::2]), []))
        visit = Visit([], [], [], [], filler.known())
        for n, (line, template) in enumerate(lines):
            if template:
                text, placed = sentence(template[0], filler, form, n, random_.choice(("doctor", "patient")))
                visit.placed.extend(placed)
            else:
                text = line
                if line in said.CLINICAL:
                    text = f"[doctor] {in_form(line, form)}"
                    visit.clinical.append(n)
                else:
                    visit.original.append(n)
            visit.lines.append(text)
        yield visit


def replaced_spans(line: str, sent: str) -> list[tuple[int, int]]:
    """Which characters of a line stand as tokens in what would leave."""
    parts = TOKEN.split(sent)
    match = re.fullmatch("(.+?)".join(map(re.escape, parts)), line)
    if match is None:
        raise SystemExit(f"cannot be aligned: {line!r} {sent!r}")
    return [match.span(n) for n in range(1, len(parts))]


def clinical_spans(line: str) -> list[tuple[int, int]]:
    """The words of a line that a note needs: what the lexicon knows, numbers with units, eponyms."""
    words = [(m.start(), m.end(), m[0].lower().replace("'s", "")) for m in re.finditer(r"[\w'/-]+", line)]
    spans = [
        words[n][:2]
        for mention in lexicon().mentions([word for _, _, word in words])
        for n in range(mention.start, mention.end)
    ]
    old = re.compile(r"\b(?:9\d|1[01]\d|ninety\b.*?)[ -]?year")
    spans += [m.span() for m in NUMBER_WITH_UNIT.finditer(line) if not old.match(m[0].lower())]
    return sorted({*spans, *(m.span() for m in EPONYM.finditer(line))})


def covered(line: str, span: tuple[int, int], hidden: Sequence[tuple[int, int]]) -> bool:
    """Every letter and digit of the span is replaced."""
    return all(any(a <= n < b for a, b in hidden) for n in range(*span) if line[n].isalnum())


def touched(span: tuple[int, int], hidden: Sequence[tuple[int, int]]) -> bool:
    """Any character of the span is replaced."""
    return any(a < span[1] and span[0] < b for a, b in hidden)


def measure(dialogues: Sequence[str], half: int, show: str | None) -> None:  # noqa: C901  # one table, counted and printed as it is read
    """Prints the two tables of a half."""
    found: dict[str, Counter[bool]] = defaultdict(Counter)
    lost: dict[str, Counter[bool]] = defaultdict(Counter)
    words, seconds = 0, 0.0
    for visit in visits(dialogues, half):
        text = "\n".join(visit.lines)
        began = time.process_time()
        leaving = what_leaves(text, visit.known)
        seconds += time.process_time() - began
        words += len(text.split())
        sent = leaving.text.split("\n")
        if len(sent) != len(visit.lines):
            raise SystemExit("a replacement crossed a line")
        hidden = [replaced_spans(line, out) for line, out in zip(visit.lines, sent, strict=True)]
        for each in visit.placed:
            line = visit.lines[each.n]
            whole = covered(line, (each.start, each.end), hidden[each.n])
            found[each.kind][whole] += 1
            if each.detail != each.kind:
                found[each.detail][whole] += 1
            if not whole and show in (each.kind, each.detail, "all"):
                print(f"  leaked  {each.detail}: {line[each.start : each.end]!r} in {sent[each.n]!r}")
        for name, numbers in (
            ("visits' own words", visit.original),
            ("placed clinical sentences", visit.clinical),
        ):
            for n in numbers:
                for span in clinical_spans(visit.lines[n]):
                    gone = touched(span, hidden[n])
                    lost[name][gone] += 1
                    if gone and show in ("clinical", "all"):
                        print(f"  lost  {visit.lines[n][span[0] : span[1]]!r} in {sent[n]!r}")
    print(f"half: {('develop', 'report')[half]}")
    for kind in (*KINDS, *sorted(found.keys() - set(KINDS))):
        total = found[kind].total()
        print(
            f"  {kind:28} {found[kind][True]:5} of {total:5} fully replaced  {100 * found[kind][True] / max(1, total):6.1f} %"
        )
    for name, count in lost.items():
        print(
            f"  clinical words lost, {name}: {count[True]} of {count.total()}  {100 * count[True] / max(1, count.total()):.2f} %"
        )
    print(f"  {1000 * seconds / (words / 1000):.1f} ms per 1,000 words")


def main() -> None:
    """Reads the files and measures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("csv", nargs="+", type=Path)
    parser.add_argument("--half", choices=("develop", "report", "both"), default="both")
    parser.add_argument("--show", help="print what leaked of a kind, 'clinical' for what was lost, or 'all'")
    asked = parser.parse_args()
    dialogues: list[str] = []
    for path in asked.csv:
        with path.open(encoding="utf-8", newline="") as file:
            dialogues += [row["dialogue"] for row in csv.DictReader(file)]
    for half, name in enumerate(("develop", "report")):
        if asked.half in (name, "both"):
            measure(dialogues, half, asked.show)


if __name__ == "__main__":
    main()
