# ruff: noqa: INP001 (read by scripts that are run by their path)
"""Reads clinicians' own note texts with their headings, for learning and measuring how a dictation is filed.

MTS-Dialog (Ben Abacha et al., EACL 2023; CC BY 4.0): the columns section_header and section_text. ACI-Bench (Yim et al.,
Scientific Data 2023, 10:586; CC BY 4.0): the column note. Every second text of each is one half.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from desktop.domain.note import Section
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.speech import RELATIVES

_S, _O, _A, _P = Section
_OF_HEADER: dict[str, tuple[Section, Kind]] = {
    "CC": (_S, Kind.COMPLAINT),
    "GENHX": (_S, Kind.HISTORY),
    "ROS": (_S, Kind.SYMPTOM_REVIEW),
    "PASTMEDICALHX": (_S, Kind.PAST),
    "PASTSURGICAL": (_S, Kind.PAST),
    "GYNHX": (_S, Kind.PAST),
    "MEDICATIONS": (_S, Kind.MEDICATION),
    "ALLERGY": (_S, Kind.ALLERGY),
    "FAM/SOCHX": (_S, Kind.SOCIAL),
    "EXAM": (_O, Kind.EXAM),
    "LABS": (_O, Kind.RESULT),
    "IMAGING": (_O, Kind.RESULT),
    "ASSESSMENT": (_A, Kind.REASONING),
    "DIAGNOSIS": (_A, Kind.REASONING),
    "PLAN": (_P, Kind.TREATMENT),
    "DISPOSITION": (_P, Kind.TREATMENT),
}
_OF_NOTE_HEADING = (
    (r"^(?:chief complaint|cc)\b", "CC"),
    (r"present illness|^hpi\b", "GENHX"),
    (r"review of systems|^ros\b", "ROS"),
    (r"surgical", "PASTSURGICAL"),
    (r"^(?:past|medical history|medical$|gynecologic)", "PASTMEDICALHX"),
    (r"^(?:current )?medications", "MEDICATIONS"),
    (r"^allergies", "ALLERGY"),
    (r"^(?:social|family) history", "FAM/SOCHX"),
    (r"^vital", "VITALS"),
    (r"^(?:physical )?exam", "EXAM"),
    (r"^results", "IMAGING"),
    (r"^(?:assessment|impression)(?! and)", "ASSESSMENT"),
    (r"^assessment and plan", "A/P"),
    (r"^(?:plan|instructions?)$", "PLAN"),
)
_CAPTION = re.compile(r"^[-•*\s]*(?:\d+[.)] )?(?P<name>[A-Z][A-Za-z ,/&-]{2,45}): ")
_ORDERED = re.compile(
    r"testing|treatment|education|agreement|counsel|instruction|referral|follow", re.IGNORECASE
)
_REASONED = re.compile(r"reasoning|assessment", re.IGNORECASE)
_MARK = re.compile(r"^[-•*\s]*(?:\(?\d{1,2}[.)](?!\d)\s*)?")
_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z0-9#\"(])")
_NO_END = re.compile(r"(?:\b(?:dr|mr|mrs|ms|vs|approx|st|no|e\.g|i\.e|p\.o|q\.d|b\.i\.d)\.|\b[A-Z]\.|^\(?\d{1,2}\.)$", re.IGNORECASE)  # fmt: skip


class Told(NamedTuple):
    """A sentence of a note, the heading it stands under, its section and its kind."""

    text: str
    header: str
    section: Section
    kind: Kind


def sentences_in(text: str) -> Iterator[str]:
    """The sentences of a text, without list marks."""
    for line in text.splitlines():
        held = ""
        for piece in _END.split(line.strip()):
            held = f"{held} {piece}".strip()
            if _NO_END.search(held):
                continue
            bare = _MARK.sub("", held).strip()
            held = ""
            if re.search(r"[A-Za-z]{2}", bare):
                yield bare


def _kind(header: str, sentence: str) -> Kind:
    kind = _OF_HEADER[header][1]
    if kind is Kind.SOCIAL:
        words = set(re.findall(r"[a-z]+", sentence.lower()))
        ill = re.search(r"died|cancer|disease|diabet|hypertension|stroke|family history|heart|healthy|deceased", sentence, re.IGNORECASE)  # fmt: skip
        if ill and (
            words & RELATIVES or "family" in words or not words & {"smoke", "smokes", "tobacco", "alcohol"}
        ):
            return Kind.FAMILY
    return kind


def snippets(path: Path, half: int) -> list[list[Told]]:
    """The texts of one half (0 or 1) of MTS-Dialog, each in sentences."""
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["section_header"] in _OF_HEADER]
    out = []
    for row in rows[half::2]:
        header = row["section_header"]
        section = _OF_HEADER[header][0]
        out.append([Told(s, header, section, _kind(header, s)) for s in sentences_in(row["section_text"])])
    return out


def notes(path: Path, half: int) -> list[list[Told]]:
    """The notes of one half (0 or 1) of ACI-Bench, each in sentences; what stands under no known heading is left out."""
    csv.field_size_limit(10**8)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [list(_told(row["note"])) for row in rows[half::2]]


def _told(note: str) -> Iterator[Told]:
    header = ""
    for line in note.splitlines():
        bare = line.strip().rstrip(":")
        named = _header(bare)
        if named:
            header = named
            continue
        if not bare or not header:
            continue
        caption = _CAPTION.match(line.strip())
        for sentence in sentences_in(line.strip()):
            told = _filed(header, sentence, caption["name"] if caption else "")
            if told is not None:
                yield told


def _header(bare: str) -> str:
    if len(bare.split()) > 6 or bare.endswith("."):
        return ""
    found = (name for pattern, name in _OF_NOTE_HEADING if re.search(pattern, bare.lower()))
    return next(found, "")


def _filed(header: str, sentence: str, caption: str) -> Told | None:
    if header == "VITALS":
        return Told(sentence, header, _O, Kind.VITALS)
    if header == "A/P":
        sentence = re.sub(rf"^{re.escape(caption)}: ", "", sentence) if _ORDERED.search(caption) or _REASONED.search(caption) else sentence  # fmt: skip
        if _ORDERED.search(caption):
            return Told(sentence, header, _P, Kind.TREATMENT)
        if _REASONED.search(caption) or len(sentence.split()) < 6:
            return Told(sentence, header, _A, Kind.REASONING)
        return None
    section = _OF_HEADER[header][0]
    return Told(sentence, header, section, _kind(header, sentence))


_CODES = {
    "CC": Kind.COMPLAINT, "HX": Kind.HISTORY, "ROS": Kind.SYMPTOM_REVIEW, "PMH": Kind.PAST, "MED": Kind.MEDICATION, "ALL": Kind.ALLERGY, "FAM": Kind.FAMILY,
    "SOC": Kind.SOCIAL, "VS": Kind.VITALS, "EX": Kind.EXAM, "RES": Kind.RESULT, "A": Kind.REASONING, "P": Kind.TREATMENT,
}  # fmt: skip


def examples(path: Path) -> list[list[tuple[str, Kind]]]:
    """Our own dictations of many professions, each sentence with its kind."""
    out: list[list[tuple[str, Kind]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        code, bar, text = line.partition("| ")
        if line.startswith("# "):
            out.append([])
        elif bar:
            out[-1].append((text, _CODES[code]))
    return out
