"""What the rules read out of single sentences of notes: values, doses, allergies, problems and times."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.summary import NotePart, VisitNotes
from desktop.summaries.allergies import allergies_of
from desktop.summaries.due import due_in
from desktop.summaries.measures import values_in
from desktop.summaries.medications import medicines_of
from desktop.summaries.problems import tracks_of
from desktop.summaries.reading import Sentence, sentences_of


def sentences(part: NotePart, text: str) -> tuple[Sentence, ...]:
    """The sentences of a fictional visit that has one text."""
    return sentences_of((VisitNotes("1", date(2026, 1, 15), "", {part: text}),))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "BP 152/94, HR 88, T 98.6 F, RR 16, SpO2 97% on RA, Wt 92.3 kg, BMI 31.2.",
            "152/94|88 /min|98.6 °F|16 /min|97 %|92.3 kg|31.2 kg/m²",
        ),
        ("Blood pressure is 138 over 82. Temp: 37.2 °C", "138/82|37.2 °C"),
        ("A1c down from 7.9% to 7.2 %.", "7.2 %"),
        ("A1c was 7.9 in January, now 7.2.", "7.2 %"),
        ("HbA1c 53 mmol/mol, eGFR 54, creatinine 1.2 mg/dL", "53 mmol/mol|54 mL/min/1.73 m²|1.2 mg/dL"),
        ("LDL 153 mg/dL, non-HDL 178 mg/dL, triglycerides 1,250.", "153 mg/dL|1,250 mg/dL"),
        ("Height 5'10\". Weight 180 lbs.", "5'10\"|180 lb"),
        ("PHQ-9 score today is 14 (previously 18). GAD-7: 9/21.", "14|9"),
        ("Pain decreased from 6/10 to 3/10.", "3/10"),
        ("Goal A1c <7. A1c goal below 7 %. Keep BP under 130/80. Target BP 130/80.", ""),
        ("Last A1c 8.4 %. Mother's A1c was 9. Home BP 150/90.", ""),
        ("Weight loss of 5 lb. Lifting weight 10 lb. Birth weight 3.2 kg. Strength 4/5. Pulses 2+.", ""),
        ("BP 999/20. Pulse 900. A1c 72 %. T 12.0 C. eGFR >60.", ""),
        ("Fetal heart rate 150. Weight-bearing as tolerated.", ""),
    ],
)
def test_values(text: str, expected: str) -> None:
    """Measured values with their units; not goals, earlier or a relative's values, doses or the impossible."""
    assert "|".join(value.text for value in values_in(sentences(NotePart.OBJECTIVE, text))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Start lisinopril 10 mg daily.", "lisinopril started 10 mg daily"),
        ("Increase lisinopril from 10 mg to 20 mg daily and continue metformin 1000 mg BID.", "lisinopril increased 10 mg>20 mg daily|metformin continued 1000 mg BID"),
        ("Stopped lisinopril because of cough, started amlodipine 5 mg daily.", "lisinopril stopped|amlodipine started 5 mg daily"),
        ("Switch from sertraline 50 mg to venlafaxine 75 mg.", "sertraline stopped 50 mg|venlafaxine started 75 mg"),
        ("Fluoxetine 20 mg -> 40 mg.", "fluoxetine increased 20 mg>40 mg"),
        ("Metformin 500 mg OD increased to 500 mg BD.", "metformin increased 500 mg OD>500 mg BD"),
        ("Patient was started on Zestril 10 mg.", "lisinopril started 10 mg"),
        ("Avoid ibuprofen. Consider adding glipizide. If no better, start prednisone. Do not start warfarin.", ""),
        ("Allergic to penicillin. Check lithium level. Declined atorvastatin. Mother takes warfarin.", ""),
    ],
)  # fmt: skip
def test_medicines(text: str, expected: str) -> None:
    """What is done with each medicine and its dose; nothing that is only considered, refused, avoided or another's."""
    found = [
        " ".join(
            part
            for part in (
                medicine.key,
                event.action.value,
                f"{event.old_dose}>{event.dose}" if event.old_dose else event.dose,
                event.frequency,
            )
            if part
        )
        for medicine in medicines_of(sentences(NotePart.PLAN, text))
        for event in medicine.events
    ]
    assert "|".join(found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Allergies: Penicillin (rash), latex - hives, shellfish.",
            "Penicillin: rash|Latex: hives|Shellfish: ",
        ),
        (
            "Allergic to sulfa, which causes hives. Peanut allergy with anaphylaxis.",
            "Sulfa: hives|Peanut: anaphylaxis",
        ),
        ("ALLERGIES\n- Codeine: nausea\n- Ibuprofen (GI upset)", "Codeine: nausea|Ibuprofen: gi upset"),
        (
            "NKDA. Mother is allergic to codeine. Seasonal allergies. Denies allergy to penicillin. Heat intolerance.",
            "",
        ),
    ],
)
def test_allergies(text: str, expected: str) -> None:
    """Allergens with their reactions; not a relative's, a denied one, or pollen in general."""
    found, _ = allergies_of(sentences(NotePart.SUBJECTIVE, text))
    assert "|".join(f"{allergy.label}: {allergy.reaction}" for allergy in found) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "1. T2DM, improving\n2. HTN - not at goal\n3. Plantar fasciitis, right",
            "type 2 diabetes: improving|hypertension: not at goal|plantar fasciitis: ",
        ),
        (
            "Diabetes is stable and hypertension is uncontrolled.",
            "diabetes: stable|hypertension: uncontrolled",
        ),
        ("Allergic rhinitis: not improving. Return if it worsens.", "allergic rhinitis: not improving"),
        (
            "No evidence of pneumonia or heart failure. Asthma ruled out. Family history of gout. At risk for stroke. Screening for depression.",
            "",
        ),
        (
            "Heart failure.\n• Medical Reasoning: This is stable.\n• Medical Treatment: Continue as is.",
            "heart failure: stable",
        ),
    ],
)
def test_problems(text: str, expected: str) -> None:
    """Problems with what is said of them; not the denied, ruled out, feared, screened for or a relative's."""
    found = tracks_of(sentences(NotePart.ASSESSMENT, text))
    assert (
        "|".join(f"{track.key}: {', '.join(status.words for status in track.statuses)}" for track in found)
        == expected
    )


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("follow up in 4 weeks", date(2026, 2, 28), date(2026, 2, 28)),
        ("return in 6 to 8 weeks", date(2026, 3, 14), date(2026, 3, 28)),
        ("repeat a1c in one month", date(2026, 2, 28), date(2026, 2, 28)),
        ("review 3/12", date(2026, 4, 30), date(2026, 4, 30)),
        ("mammogram due in december", date(2026, 12, 1), date(2026, 12, 31)),
        ("6-week follow-up", date(2026, 3, 14), date(2026, 3, 14)),
    ],
)
def test_due_dates(text: str, first: date, last: date) -> None:
    """Reckoned from the visit's day; a month that is shorter ends on its last day."""
    due = due_in(text, date(2026, 1, 31))
    assert due is not None
    assert (due.first, due.last) == (first, last)
