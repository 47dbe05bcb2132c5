"""Visits and patients as rows of a list: when, who, what was found in which part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.context import Sex
from desktop.domain.history import Excerpt, Place, SearchHit
from desktop.domain.patient import Patient
from desktop.domain.visit import VisitStatus, VisitSummaryLine
from desktop.ui.found_list import ListRow, Paragraph

STATUS_WORDS = {
    VisitStatus.EMPTY: "No note yet",
    VisitStatus.WAITING: "Draft failed, can be retried",
    VisitStatus.DRAFT: "Draft",
    VisitStatus.SIGNED: "Signed",
}
SEX_LETTERS = {Sex.FEMALE: "F", Sex.MALE: "M", Sex.OTHER: "X", Sex.UNKNOWN: ""}
_PLACES = {place: place.value.capitalize() for place in Place}


@dataclass(frozen=True, slots=True)
class VisitKey:
    """A row that stands for a visit."""

    visit_id: int


@dataclass(frozen=True, slots=True)
class PatientKey:
    """A row that stands for a patient."""

    patient_id: int


@dataclass(frozen=True, slots=True)
class Layouts:
    """What specialties and templates are called on screen, by their ids."""

    specialties: dict[str, str]
    templates: dict[tuple[str, str], str]

    def of(self, line: VisitSummaryLine) -> str:
        """The specialty and the template, as in "Nurse practitioner · Follow-up"."""
        visit = line.visit
        specialty = self.specialties.get(visit.specialty_id, visit.specialty_id)
        template = self.templates.get((visit.specialty_id, visit.template_id), visit.template_id)
        return f"{specialty} · {template}"


def day_in_words(when: date | datetime) -> str:
    """A day that cannot be misread, as in "2 Sep 2026"."""
    return f"{when.day} {when:%b %Y}"


def days_in_words(first: date, last: date) -> str:
    """From one day to another, as in "15 Jan to 20 Nov 2026"."""
    if first == last:
        return day_in_words(last)
    begin = f"{first.day} {first:%b}" if first.year == last.year else day_in_words(first)
    return f"{begin} to {day_in_words(last)}"


def facts_of(patient: Patient, today: date) -> str:
    """As in "42 y · M · MRN 00418 · born 2 Mar 1984"; what is not known is left out."""
    age = patient.age_years(today)
    facts = (
        "" if age is None else f"{age} y",
        SEX_LETTERS[patient.sex],
        f"MRN {patient.mrn}" if patient.mrn else "",
        f"born {day_in_words(patient.birth_date)}" if patient.birth_date else "",
    )
    return " · ".join(fact for fact in facts if fact)


def patient_row(patient: Patient, today: date) -> ListRow:
    """A patient who was found by name or number."""
    assert patient.id is not None
    return ListRow(
        PatientKey(patient.id),
        (
            Paragraph(patient.name or "No name", "title"),
            Paragraph(
                " · ".join(part for part in ("Patient", facts_of(patient, today)) if part), "secondary"
            ),
        ),
    )


def found_row(hit: SearchHit) -> ListRow:
    """A visit among those of all patients: date, patient, and the words found with the part they stand in."""
    line = hit.line
    who = line.patient_name or "No patient yet"
    when = f"{day_in_words(line.visit.started_at)}, {line.visit.started_at:%H:%M}"
    facts = (when, f"MRN {line.mrn}" if line.mrn else "", STATUS_WORDS[line.visit.status])
    assert line.visit.id is not None
    return ListRow(
        VisitKey(line.visit.id),
        (
            Paragraph(who, "title"),
            Paragraph(" · ".join(fact for fact in facts if fact), "secondary"),
            *(() if hit.excerpts else (Paragraph(line.title),)),
            *_excerpts(hit.excerpts, most_lines=1),
        ),
    )


def side_row(line: VisitSummaryLine, layouts: Layouts, excerpts: Iterable[Excerpt] = ()) -> ListRow:
    """A visit among one patient's: date and layout, title, what was found."""
    assert line.visit.id is not None
    return ListRow(
        VisitKey(line.visit.id),
        (
            Paragraph(
                f"{day_in_words(line.visit.started_at)} · {layouts.of(line)}", "secondary", most_lines=2
            ),
            Paragraph(line.title or STATUS_WORDS[line.visit.status], "title", most_lines=2),
            *_excerpts(excerpts, most_lines=3),
        ),
    )


def _excerpts(excerpts: Iterable[Excerpt], *, most_lines: int) -> tuple[Paragraph, ...]:
    made = []
    for each in excerpts:
        begin = f"{_PLACES[each.place]}: "
        spans = tuple((start + len(begin), end + len(begin)) for start, end in each.spans)
        made.append(Paragraph(begin + each.text, "body", spans, most_lines))
    return tuple(made)
