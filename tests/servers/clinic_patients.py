"""A fictional patient with diabetes and six visits, for tests of what several visits say together."""

from __future__ import annotations

from datetime import date, datetime

from desktop.domain.context import Sex
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.visit import VisitStatus
from desktop.domain.working_note import WorkingSection
from desktop.records.records import Records

SIX_VISITS = (
    (
        "2026-01-15",
        "Annual wellness visit. No complaints. Allergic to penicillin (rash).",
        "BP 138/86 mmHg. Pulse 76. Weight 92.4 kg. A1c 7.9 %.",
        "Type 2 diabetes mellitus, newly diagnosed. Elevated blood pressure.",
        "Start metformin 500 mg twice daily. Refer to ophthalmology for a diabetic eye exam.",
    ),
    (
        "2026-02-20",
        "Follow-up. Tolerates metformin.",
        "BP 142/90 mmHg. Pulse 80. Weight 91.8 kg.",
        "Type 2 diabetes with hyperglycemia. Hypertension.",
        "Increase metformin to 1000 mg twice daily. Start lisinopril 10 mg daily.",
    ),
    (
        "2026-03-18",
        "Cough for 5 days, no fever.",
        "BP 134/84 mmHg. Temperature 37.4 C. Pulse 84. Chest X-ray clear.",
        "Acute bronchitis.",
        "Supportive care. Return if worse.",
    ),
    (
        "2026-06-11",
        "Follow-up of blood pressure. Cough resolved.",
        "BP 132/82 mmHg. Pulse 74. Weight 90.1 kg. A1c 7.2 %.",
        "Hypertension, not at goal. Type 2 diabetes, improving. Acute bronchitis resolved.",
        "Increase lisinopril to 20 mg daily. Continue metformin 1000 mg twice daily.",
    ),
    (
        "2026-09-02",
        "Follow-up. Feels well.",
        "BP 129/80 mmHg. Pulse 72. Weight 88.7 kg. A1c 6.8 %.",
        "Type 2 diabetes, controlled. Hypertension, controlled.",
        "Continue metformin 1000 mg twice daily. Continue lisinopril 20 mg daily. Repeat A1c in December.",
    ),
    (
        "2026-11-20",
        "Persistent lower back pain for 3 weeks, worse with sitting.",
        "BP 128/78 mmHg. Pulse 70. Weight 88.9 kg. Pain 6/10.",
        "Mechanical low back pain.",
        "Ibuprofen 400 mg three times daily as needed for 10 days. Refer to physical therapy.",
    ),
)
"""Each visit: its day, then the four sections."""


def add_diabetes_patient(
    records: Records, given_name: str = "Fictional A", mrn: str = "00418"
) -> tuple[Patient, tuple[int, ...]]:
    """Store the patient with the six visits as drafts; returns the patient and the visits' ids, the first one first."""
    patient = records.patients.add(Patient(None, "Sample", given_name, date(1984, 3, 2), Sex.MALE, mrn))
    ids = tuple(add_visit(records, patient, day, *texts) for day, *texts in SIX_VISITS)
    return patient, ids


def add_visit(records: Records, patient: Patient, day: str, *texts: str) -> int:
    """Store a drafted visit with these sections; returns its id."""
    visit = records.visits.create(patient.id, datetime.fromisoformat(f"{day}T10:42:00+00:00"))
    assert visit.id is not None
    sections = [WorkingSection(section, text) for section, text in zip(Section, texts, strict=False)]
    records.notes.save_working(visit.id, sections)
    records.notes.add_version(
        visit.id, "provider", records.notes.working(visit.id).note, (), visit.started_at
    )
    records.visits.update(visit.id, status=VisitStatus.DRAFT)
    return visit.id
