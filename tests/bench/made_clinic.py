"""A made-up clinic for benchmarks: patients, visits, notes and transcripts of realistic length from one seed."""

# ruff: noqa: SIM905 - lists of phrases read better as one text

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

SEED = 20_261_120
VISITS_PER_PATIENT = 8
TRANSCRIPT_SHARE = 0.25

_SYLLABLES = (
    "ba be bo da de do ka ke ko la le lo ma me mo na ne no ra re ro sa se so ta te to va ve vo".split()
)
_PROBLEMS = (
    "type 2 diabetes mellitus|essential hypertension|mechanical low back pain|acute bronchitis|major depressive disorder|"
    "generalized anxiety disorder|migraine without aura|hypothyroidism|hyperlipidemia|osteoarthritis of the right knee|"
    "gastroesophageal reflux disease|asthma|chronic kidney disease stage 3|atrial fibrillation|plantar fasciitis|"
    "iron deficiency anemia|allergic rhinitis|urinary tract infection|obstructive sleep apnea|eczema"
).split("|")
_RARE_PROBLEMS = "sarcoidosis|pheochromocytoma|myasthenia gravis|giant cell arteritis|acromegaly".split("|")
_DRUGS = (
    "metformin|lisinopril|atorvastatin|amlodipine|sertraline|levothyroxine|omeprazole|albuterol|ibuprofen|"
    "hydrochlorothiazide|losartan|gabapentin|escitalopram|apixaban|fluticasone|nitrofurantoin|ferrous sulfate"
).split("|")
_SYMPTOMS = (
    "shortness of breath|chest tightness|dull ache in the lower back|burning with urination|fatigue|dizziness|"
    "nausea|a dry cough|poor sleep|palpitations|numbness in the left foot|headache|swelling of the ankles|low mood|"
    "heartburn|itching|knee stiffness|weight loss|blurred vision|sinus pressure"
).split("|")
_PLACES = "at night|after meals|on exertion|in the morning|while sitting|when climbing stairs|at rest".split(
    "|"
)
_FINDINGS = (
    "Lungs clear to auscultation bilaterally|Heart regular rate and rhythm without murmur|Abdomen soft, nontender|"
    "No pedal edema|Tenderness over the lumbar paraspinal muscles|Straight leg raise negative on both sides|"
    "Affect constricted, thought process linear|Oropharynx without exudate|Gait steady|Skin warm and dry|"
    "Crepitus of the right knee|Mild expiratory wheeze|Sensation intact to monofilament"
).split("|")
_TALK = (
    "so what brings you in today|I have been having {symptom} {place}|how long has that been going on|"
    "about {n} weeks I would say|are you still taking the {drug}|yes I take the {drug} every day|"
    "any {symptom} at all|no not really|let me listen to your lungs|your blood pressure is {sys} over {dia}|"
    "that sounds like {problem} to me|okay doctor|I would like to check some labs before the next visit|"
    "do you have any questions for me|could it be from the {drug}|it may be but {problem} is more likely"
).split("|")


@dataclass(frozen=True, slots=True)
class MadePatient:
    """A fictional patient."""

    family_name: str
    given_name: str
    birth_date: date
    sex: str
    mrn: str


@dataclass(frozen=True, slots=True)
class MadeVisit:
    """A fictional visit. patient: position among the patients. sections: S, O, A, P. turns: empty for most."""

    patient: int
    started_at: datetime
    sections: tuple[str, str, str, str]
    turns: tuple[str, ...]


def made_patients(visits: int) -> Iterator[MadePatient]:
    """As many patients as so many visits have."""
    draw = random.Random(SEED)  # noqa: S311 - a benchmark needs the same numbers each time
    for number in range(max(1, visits // VISITS_PER_PATIENT)):
        yield MadePatient(
            family_name="".join(draw.choices(_SYLLABLES, k=3)).capitalize(),
            given_name="".join(draw.choices(_SYLLABLES, k=2)).capitalize(),
            birth_date=date(1930, 1, 1) + timedelta(days=draw.randrange(33_000)),
            sex=draw.choice(("female", "male")),
            mrn=f"M{number:07d}",
        )


def made_visits(visits: int) -> Iterator[MadeVisit]:
    """Visits in the order in which they took place, twelve minutes apart in the clinic's hours."""
    draw = random.Random(SEED + 1)  # noqa: S311 - a benchmark needs the same numbers each time
    patients = max(1, visits // VISITS_PER_PATIENT)
    zone = timezone(timedelta(hours=-5))
    first_day = datetime(2012, 1, 2, 8, 0, tzinfo=zone)
    for number in range(visits):
        day, slot = divmod(number, 40)
        yield MadeVisit(
            patient=draw.randrange(patients),
            started_at=first_day + timedelta(days=day, minutes=12 * slot),
            sections=_sections(draw),
            turns=tuple(_turns(draw)) if draw.random() < TRANSCRIPT_SHARE else (),
        )


def _facts(draw: random.Random) -> dict[str, object]:
    rare = draw.random() < 0.002
    return {
        "symptom": draw.choice(_SYMPTOMS),
        "place": draw.choice(_PLACES),
        "drug": draw.choice(_DRUGS),
        "problem": draw.choice(_RARE_PROBLEMS if rare else _PROBLEMS),
        "n": draw.randrange(2, 12),
        "sys": draw.randrange(104, 178),
        "dia": draw.randrange(58, 104),
    }


def _sections(draw: random.Random) -> tuple[str, str, str, str]:
    first, second = _facts(draw), _facts(draw)
    subjective = (
        f"Patient reports {first['symptom']} {first['place']} for {first['n']} weeks, {draw.choice(('worse', 'better'))} "
        f"since the last visit. Also notes {second['symptom']}. Denies fever, chills, and {draw.choice(_SYMPTOMS)}. "
        f"Taking {first['drug']} {draw.choice((5, 10, 20, 40, 500))} mg daily and {second['drug']} as prescribed, "
        f"without side effects. Sleeps about {draw.randrange(4, 9)} hours. No known drug allergies. "
        f"Lives with family; does not smoke. Family history of {second['problem']}."
    )
    objective = (
        f"BP {first['sys']}/{first['dia']}, HR {draw.randrange(56, 108)}, Temp {draw.randrange(970, 1002) / 10} F, "
        f"SpO2 {draw.randrange(93, 101)}%, weight {draw.randrange(98, 280)} lb. "
        + ". ".join(draw.sample(_FINDINGS, 4))
        + f". A1c {draw.randrange(52, 98) / 10}%, creatinine {draw.randrange(6, 18) / 10}."
    )
    problem, other = str(first["problem"]), str(second["problem"])
    assessment = (
        f"{problem.capitalize()}, {draw.choice(('stable', 'not at goal', 'improving', 'newly diagnosed'))}. "
        f"{other.capitalize()}, continues on {second['drug']}. No red flags today."
    )
    plan = (
        f"Continue {first['drug']}; increase {second['drug']} to {draw.choice((10, 20, 40))} mg daily. "
        f"Basic metabolic panel and lipid panel before the next visit. Discussed diet, exercise and when to seek care. "
        f"Return in {draw.randrange(2, 13)} weeks, sooner for worsening {first['symptom']}."
    )
    return subjective, objective, assessment, plan


def _turns(draw: random.Random) -> Iterator[str]:
    for _ in range(draw.randrange(30, 90)):
        yield draw.choice(_TALK).format(**_facts(draw))
