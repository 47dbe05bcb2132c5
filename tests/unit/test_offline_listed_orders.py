"""A list of tests and treatments without a verb is an order after a conclusion, and a result only where it says what was found."""

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.transcripts import read_text

BEGUN = """Doctor: What brings you in?
Patient: My knee popped two weeks ago.
Doctor: Lachman is positive on the left.
Patient: So what is it?
Doctor: I think it is a ligament tear. The x-rays show no fracture.
Patient: Okay.
Doctor: """


def note_of(last: str) -> Note:
    """The note of a visit that ends with these words of the doctor."""
    specialty = load_catalog().specialty("physician")
    said = read_text(f"{BEGUN}{last}\nPatient: Fine.")
    return finish(
        OfflineDrafter().draft(DraftRequest(said, specialty, specialty.templates[0], VisitContext()))
    )


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("So an echocardiogram, a TSH, and a home sleep study.", "sleep study"),
        ("MRI of the left knee this week, physical therapy twice a week, and a hinged brace.", "MRI"),
        ("Right, bloods, an ECG and a chest x-ray then.", "ECG"),
        ("And then physical therapy, a brace and ibuprofen.", "brace"),
        ("Ferritin, a colonoscopy, and a stool test next week.", "colonoscopy"),
    ],
)
def test_a_list_of_orders_stands_in_the_plan(said: str, word: str) -> None:
    """What is still to be done never reads as something already reviewed."""
    note = note_of(said)

    assert word in note[Section.PLAN]
    assert word not in note[Section.OBJECTIVE]


@pytest.mark.parametrize(
    ("said", "word"), [("Echo and TSH were normal.", "TSH"), ("Echo normal, TSH normal.", "TSH")]
)
def test_a_list_of_results_stays_a_result(said: str, word: str) -> None:
    """What was found is no order."""
    note = note_of(said)

    assert word in note[Section.OBJECTIVE]
    assert word not in note[Section.PLAN]


def test_what_a_finding_comes_to_is_no_finding() -> None:
    """A clinician's reasoning stands in the assessment."""
    note = note_of("It means a blood thinner is worth it.")

    assert "blood thinner" in note[Section.ASSESSMENT]
    assert "blood thinner" not in note[Section.OBJECTIVE]
