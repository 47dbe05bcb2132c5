"""The specialties that ship: all there, distinct, and written so that a drafter can use them."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from desktop.catalog import SHIPPED_IDS, Catalog, load_catalog
from desktop.catalog.catalog import names_of
from desktop.domain.note import Section
from desktop.domain.specialty import Specialty, Template

TEMPLATES = {
    "nurse_practitioner": ["acute_visit", "chronic_follow_up", "wellness_visit"],
    "physician": ["history_and_physical", "follow_up", "procedure_note"],
    "psychiatrist": ["initial_evaluation", "medication_management"],
    "psychotherapist": ["intake", "dap", "birp"],
    "physical_therapy": ["initial_evaluation", "progress_note", "discharge"],
    "occupational_therapy": ["initial_evaluation", "progress_note"],
    "chiropractor": ["initial_visit", "maintenance_visit"],
    "dentist": ["comprehensive_exam", "procedure"],
    "acupuncture": ["initial_intake"],
    "social_worker": ["biopsychosocial_assessment", "case_management"],
    "registered_nurse": ["shift_assessment", "sbar_handoff"],
    "slp": ["evaluation", "swallow_treatment"],
    "veterinary": ["wellness_exam", "sick_visit", "surgery"],
    "massage_therapy": ["intake"],
    "pharmacy": ["medication_therapy_management"],
    "podiatrist": ["diabetic_foot_exam"],
    "dietitian_nutritionist": ["adime"],
    "athletic_trainer": ["injury_evaluation"],
    "aroma_therapy": ["initial_consult"],
    "exercise_therapy": ["program_progression"],
    "ems": ["patient_care_report"],
    "paramedic": ["als_care_report"],
    "genetic_counselling": ["result_disclosure"],
    "generic": ["brief_note"],
}
"""What the product promises, besides each specialty's standard template."""

CATALOG = load_catalog()
ALL_TEMPLATES = [
    pytest.param(specialty, template, id=f"{specialty.id}-{template.id}")
    for specialty in CATALOG.specialties
    for template in specialty.templates
]


@pytest.fixture
def catalog() -> Catalog:
    return CATALOG


def headings(template: Template) -> dict[Section, tuple[str, ...]]:
    return {section: tuple(part.heading for part in template.parts(section)) for section in Section}


def test_every_promised_specialty_and_template_is_there_and_nothing_is_broken(catalog: Catalog) -> None:
    """The catalogue that ships is 24 specialties and 65 templates, in the promised order, without a problem."""
    assert catalog.problems == ()
    found = {s.id: [t.id for t in s.templates] for s in catalog.specialties}
    assert found == {identifier: ["standard", *others] for identifier, others in TEMPLATES.items()}
    assert tuple(found) == tuple(TEMPLATES) == SHIPPED_IDS
    assert len(found) == 24
    assert sum(len(templates) for templates in found.values()) == 65


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("primary_care_physician", "physician"),
        ("speech_language_pathology", "slp"),
        ("genetic_counseling", "genetic_counselling"),
        ("emergency_medical_services", "ems"),
        ("nutritionist", "dietitian_nutritionist"),
        ("aromatherapy", "aroma_therapy"),
        ("Physical-Therapy", "physical_therapy"),
        ("  nurse practitioner ", "nurse_practitioner"),
        ("Dietitian / Nutritionist", "dietitian_nutritionist"),
    ],
)
def test_a_specialty_answers_to_its_aliases_and_label_in_any_spelling(
    catalog: Catalog, asked: str, expected: str
) -> None:
    """A person may write a specialty with spaces, hyphens or capitals, or by a name used elsewhere."""
    assert catalog.specialty(asked).id == expected


def test_no_name_stands_for_two_specialties(catalog: Catalog) -> None:
    """An id, alias or label leads to one specialty only."""
    owners = Counter(name for specialty in catalog.specialties for name in set(names_of(specialty)))
    assert [name for name, count in owners.items() if count > 1] == []


def test_no_two_templates_of_the_catalogue_are_laid_out_alike(catalog: Catalog) -> None:
    """A template is a way of writing of its own, not another with the name changed."""
    templates = [(s.id, t) for s in catalog.specialties for t in s.templates]
    alike = [
        (one[0], one[1].id, other[0], other[1].id)
        for one, other in combinations(templates, 2)
        if headings(one[1]) == headings(other[1])
        or all(one[1].parts(section) == other[1].parts(section) for section in Section)
    ]
    assert alike == []


@pytest.mark.parametrize(("specialty", "template"), ALL_TEMPLATES)
def test_cues_are_lower_case_and_point_to_one_part_of_a_section(
    specialty: Specialty, template: Template
) -> None:
    """The offline drafter compares lower-case words, and a cue of two parts would file a statement by chance."""
    assert specialty.templates
    for section in Section:
        cues = [cue for part in template.parts(section) for cue in part.cues]
        assert [cue for cue in cues if cue != cue.lower()] == []
        assert [cue for cue, count in Counter(cues).items() if count > 1] == []


@pytest.mark.parametrize(("specialty", "template"), ALL_TEMPLATES)
def test_every_part_can_be_found_by_a_cue(specialty: Specialty, template: Template) -> None:
    """A part without cues would never be filled by the offline drafter."""
    silent = [p.heading for section in Section for p in template.parts(section) if not p.cues]
    assert silent == [], f"{specialty.id} {template.id}"


@pytest.mark.parametrize("specialty", [pytest.param(s, id=s.id) for s in CATALOG.specialties])
def test_a_specialty_says_what_speech_recognition_should_expect(specialty: Specialty) -> None:
    """Each specialty brings words of its field, each once, for the recognizer."""
    assert len(specialty.expect_to_hear) >= 20
    assert len(set(specialty.expect_to_hear)) == len(specialty.expect_to_hear)


@pytest.mark.parametrize(
    ("specialty_id", "template_id", "note_format", "assessment_name"),
    [
        ("psychotherapist", "dap", "DAP", "Assessment"),
        ("psychotherapist", "birp", "BIRP", "Intervention and response"),
        ("registered_nurse", "sbar_handoff", "SBAR", None),
        ("dietitian_nutritionist", "adime", "ADIME", None),
    ],
)
def test_other_note_formats_name_all_four_sections(
    catalog: Catalog, specialty_id: str, template_id: str, note_format: str, assessment_name: str | None
) -> None:
    """DAP, BIRP, SBAR and ADIME notes stand on the four sections and call them by their own names."""
    template = catalog.template(catalog.specialty(specialty_id), template_id)
    assert template.format == note_format
    assert set(template.section_names) == set(Section)
    if assessment_name is not None:
        assert template.section_names[Section.ASSESSMENT] == assessment_name


def test_psychotherapy_has_no_place_for_vital_signs(catalog: Catalog) -> None:
    """A psychotherapist writes affect and progress where others write vital signs."""
    for template in catalog.specialty("psychotherapist").templates:
        cues = [cue for part in template.objective for cue in part.cues]
        assert "blood pressure" not in " ".join(cues)
        assert any("affect" in cue for cue in cues)


def test_psychiatry_puts_the_mental_status_examination_in_the_objective_section(catalog: Catalog) -> None:
    """Every psychiatric template has the mental status examination among what was observed."""
    for template in catalog.specialty("psychiatrist").templates:
        assert any(part.heading.startswith("Mental status") for part in template.objective)
