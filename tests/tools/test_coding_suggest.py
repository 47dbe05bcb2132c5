"""Codes that a note suggests: which words are coded, which are not and why, and what there is to think of."""

from __future__ import annotations

import pytest

from desktop.cli.codes_json import billing_codes
from desktop.coding.fitting import patient_advice
from desktop.coding.suggest import suggest
from desktop.coding.table import icd10cm
from desktop.domain.coding import AcceptedCode, AdviceKind, CodeSuggestions, CodeSystem, Existence, VisitCodes
from desktop.domain.context import Sex
from desktop.domain.note import Note, Section
from desktop.domain.visit_level import Risk
from desktop.workflow.code import advice_on, choose_with_model, suggest_answers, suggest_codes, visit_level


def of(assessment: str, plan: str = "", sex: Sex = Sex.UNKNOWN, age: int | None = None) -> CodeSuggestions:
    return suggest(Note({Section.ASSESSMENT: assessment, Section.PLAN: plan}), sex, age)


def codes(assessment: str, plan: str = "") -> list[str]:
    return [one.entry.code for one in of(assessment, plan).suggestions]


def advised(result: CodeSuggestions, kind: AdviceKind) -> dict[str, list[str]]:
    return {
        one.entry.code: [entry.code for advice in one.advice if advice.kind is kind for entry in advice.codes]
        for one in result.suggestions
        if any(advice.kind is kind for advice in one.advice)
    }


@pytest.mark.parametrize(
    ("assessment", "expected"),
    [
        ("Mechanical low back pain, likely muscular.", ["M54.50"]),
        ("1. Hypertension\n2. Type 2 diabetes\n3. GERD", ["I10", "E11.9", "K21.9"]),
        ("COPD and hypertension.", ["J44.9", "I10"]),
        ("Nausea and vomiting.", ["R11.2"]),
        ("Adjustment disorder with mixed anxiety and depressed mood.", ["F43.23"]),
        ("Family history of colon cancer.", ["Z80.0"]),
        ("Status post left total knee replacement, doing well.", ["Z96.652"]),
        ("Myopia OU, dry eye.", ["H52.13", "H04.129"]),
        ("Subluxation of C5-C6.", ["M99.01"]),
        ("Patient is doing well. Continue current care.", []),
        ("", []),
    ],
)
def test_the_problems_of_an_assessment(assessment: str, expected: list[str]) -> None:
    """Each problem once, in order; prose that names none gives none."""
    assert codes(assessment) == expected


@pytest.mark.parametrize(
    ("assessment", "uncoded"),
    [
        ("No evidence of pneumonia.", "J18"),
        ("Pneumonia was ruled out.", "J18"),
        ("Cough, rule out pneumonia.", "J18"),
        ("Suspected gout.", "M10"),
        ("Chest pain concerning for acute coronary syndrome.", "I24"),
        ("Probable strep throat.", "J02.0"),
        ("Consistent with migraine.", "G43"),
        ("Mother had breast cancer.", "C50"),
        ("Pneumonia, resolved.", "J18"),
        ("Pneumonia, now ruled out.", "J18"),
        ("Pneumonia, suspected.", "J18"),
        ("Denies depression.", "F32"),
        ("Possible UTI versus pyelonephritis.", "N1"),
    ],
)
def test_what_is_denied_doubtful_or_a_relatives_is_not_coded(assessment: str, uncoded: str) -> None:
    """An office visit codes what is confirmed; the rest is listed with the reason, or left out."""
    result = of(assessment)
    assert not [one for one in result.suggestions if one.entry.code.startswith(uncoded)]


def test_doubt_codes_the_symptom_and_says_why() -> None:
    """The sign before the doubt is coded, and the doubtful condition stands with its reason."""
    result = of("Cough, rule out pneumonia.")
    assert [one.entry.code for one in result.suggestions] == ["R05.9"]
    assert len(result.not_coded) == 1
    assert "uncertain" in result.not_coded[0].reason


def test_every_suggestion_exists_is_billable_and_points_at_its_words() -> None:
    """Whatever the note, a shown code is in the table, can be billed, and its span holds its words."""
    note = Note(
        {
            Section.ASSESSMENT: "1. Right ankle sprain\n2) Uncontrolled type 2 diabetes; hypertension\n- ADHD, combined type\nWart?",
            Section.PLAN: "Hypertension: continue lisinopril.\nFollow-up: 3 months.\nMigraine: sumatriptan.",
        }
    )
    result = suggest(note)
    assert {"S93.401A", "E11.65", "I10", "F90.2", "G43.909"} <= {one.entry.code for one in result.suggestions}
    for one in result.suggestions:
        assert note[one.words.section][one.words.start : one.words.end] == one.words.text
        assert icd10cm().validate(one.entry.code).existence is Existence.BILLABLE
        assert all(icd10cm().validate(other.code).existence is Existence.BILLABLE for other in one.others)


def test_choices_of_side_and_episode() -> None:
    """An unsaid side offers both sides, an injury offers the later episodes of care."""
    assert set(advised(of("Knee pain"), AdviceKind.SIDE)["M25.569"]) >= {"M25.561", "M25.562"}
    assert advised(of("Right ankle sprain"), AdviceKind.EPISODE)["S93.401A"] == ["S93.401D", "S93.401S"]


def test_codes_that_exclude_each_other_are_shown() -> None:
    """Type 1 and type 2 diabetes of one visit: each names the other."""
    result = of("1. Type 1 diabetes\n2. Type 2 diabetes")
    assert advised(result, AdviceKind.EXCLUDES1) == {"E10.9": ["E11.9"], "E11.9": ["E10.9"]}


def test_conditions_that_the_classification_takes_together() -> None:
    """Diabetes with neuropathy, and high blood pressure with heart failure, have codes for the two."""
    assert advised(of("1. Type 2 diabetes\n2. Peripheral neuropathy"), AdviceKind.COMBINATION) == {
        "E11.9": ["E11.40"]
    }
    assert advised(of("1. Hypertension\n2. CHF"), AdviceKind.COMBINATION) == {"I10": ["I11.0"]}


def test_companions_are_named() -> None:
    """Diabetes asks for a code of its treatment."""
    (diabetes,) = of("Type 2 diabetes").suggestions
    assert any(
        advice.kind is AdviceKind.USE_ADDITIONAL and "Z79.4" in advice.sentence for advice in diabetes.advice
    )


def test_sex_and_age_of_the_patient() -> None:
    """A code for another patient is marked, and nothing is said where the chart says nothing."""
    assert advised(of("PCOS", sex=Sex.MALE), AdviceKind.SEX) == {"E28.2": []}
    assert advised(of("BPH", sex=Sex.FEMALE), AdviceKind.SEX) == {"N40.0": []}
    assert advised(of("Well child check", age=40), AdviceKind.AGE) == {"Z00.129": []}
    for code in ("E28.2", "N40.0", "Z00.129"):
        assert patient_advice(code, Sex.UNKNOWN, None) == ()
        assert patient_advice(code, Sex.OTHER, None) == ()
    assert patient_advice("N61.0", Sex.MALE, 40) == ()
    assert patient_advice("Z38.00", Sex.UNKNOWN, 1) != ()


def test_advice_on_codes_that_a_person_chose() -> None:
    """Codes from the search are checked together just as suggested ones are."""
    chosen = [entry for entry in (icd10cm().entry("E10.9"), icd10cm().entry("E11.9")) if entry]
    assert all(
        any(one.kind is AdviceKind.EXCLUDES1 for one in advice) for advice in advice_on(chosen).values()
    )


def test_the_level_is_read_from_the_note_with_its_words() -> None:
    """Two stable chronic illnesses with prescribed medicines are moderate, and each answer names its words."""
    note = Note(
        {
            Section.ASSESSMENT: "1. Hypertension, stable\n2. Hypothyroidism, stable",
            Section.PLAN: "Continue lisinopril 20 mg daily. Order TSH and lipid panel.",
        }
    )
    answers = suggest_answers(note, suggest(note))
    assert answers.answers.problems.stable_chronic == 2
    assert answers.answers.risks == {Risk.PRESCRIPTION}
    assert answers.answers.data.orders == 2
    assert [offer.code for offer in visit_level(answers.answers).codes] == ["99214"]
    everything = " ".join(note[section] for section in Section)
    assert all(clue.words in everything and "Confirm" in clue.sentence for clue in answers.clues)


def test_billing_codes_as_json() -> None:
    """The object that a note carries: lists for each system, a request to review, and no code without its words."""
    data = billing_codes(
        Note({Section.ASSESSMENT: "Hypertension", Section.PLAN: "Continue lisinopril 10 mg daily."})
    )
    assert [one["code"] for one in data["icd10"]] == ["I10"]
    assert data["icd10"][0]["words"]["text"] == "Hypertension"
    assert data["cpt"][0]["confirm"] is True
    assert "reviews" in data["review"]
    assert data["hcpcs"] == []


def accepted(code: str, system: CodeSystem = CodeSystem.ICD10CM) -> AcceptedCode:
    return AcceptedCode(system, code, f"wording of {code}")


def test_deciding_about_codes() -> None:
    """Accept, reorder, primary, link and dismiss; a dismissed diagnosis leaves the links of procedures."""
    decided = VisitCodes()
    for code in ("M54.50", "I10"):
        decided = decided.accepting(accepted(code))
    decided = decided.accepting(accepted("99213", CodeSystem.CPT)).linking("99213", ("M54.50", "I10"))
    assert decided.primary == accepted("M54.50")
    assert decided.with_primary("I10").primary == accepted("I10")
    dismissed = decided.dismissing("M54.50")
    assert [code.code for code in dismissed.accepted] == ["I10", "99213"]
    assert dismissed.accepted[1].diagnoses == ("I10",)
    assert dismissed.dismissed == {"M54.50"}
    assert dismissed.restoring("M54.50").dismissed == frozenset()
    assert dismissed.accepting(accepted("M54.50")).dismissed == frozenset()
    with pytest.raises(KeyError):
        decided.linking("99213", ("E11.9",))


def test_animals_are_not_coded() -> None:
    """The classification is for people: a veterinary note gets no diagnosis codes."""
    note = Note({Section.ASSESSMENT: "Otitis externa"})
    assert suggest_codes(note).suggestions
    assert suggest_codes(note, specialty_id="veterinary").suggestions == ()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('{"1": "CANDIDATE"}', "CANDIDATE"),
        ('Sure! ```json\n{"1": "candidate"}\n```', "CANDIDATE"),
        ('{"1": "E11.9"}', "M54.50"),
        ('{"1": "Z99.99"}', "M54.50"),
        ('{"1": 5}', "M54.50"),
        ("I cannot help with that.", "M54.50"),
        ("{broken", "M54.50"),
        ("", "M54.50"),
    ],
)
def test_a_model_chooses_among_the_candidates_alone(answer: str, expected: str) -> None:
    """A candidate is taken and checked anew; any other answer changes nothing, whatever the note's words ask for."""
    before = of("Low back pain")
    (candidate, *_) = before.suggestions[0].others
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return answer.replace("CANDIDATE", candidate.code).replace("candidate", candidate.code.lower())

    after = choose_with_model(before, ask)
    assert [one.entry.code for one in after.suggestions] == [expected.replace("CANDIDATE", candidate.code)]
    assert after.suggestions[0].words == before.suggestions[0].words
    assert "Low back pain" in asked[0]
