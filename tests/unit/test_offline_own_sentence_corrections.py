"""A correction spoken as a sentence or a turn of its own is applied to what it puts right; fictional visits."""

from __future__ import annotations

import pytest

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Speaker
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.drafting.offline.put_right import put_right
from desktop.language.words import Word, joined, words_of
from desktop.transcripts import read_text


def note_of(said: str) -> Note:
    catalog = load_catalog()
    specialty = catalog.specialty("generic")
    template = catalog.template(specialty, "standard")
    return finish(OfflineDrafter().draft(DraftRequest(read_text(said), specialty, template, VisitContext())))


def whole(note: Note) -> str:
    return "\n".join(note[section] for section in Section)


def heard(*turns: tuple[Speaker, str]) -> list[str]:
    """The words of each turn after corrections."""
    words = put_right([(speaker, words_of(text, n)) for n, (speaker, text) in enumerate(turns)]).words
    return [shown(each) for each in words]


def shown(words: list[Word]) -> str:
    return joined(word.text for word in words).replace(" . ", ". ")


DOCTOR, PATIENT, OTHER = Speaker.PROVIDER, Speaker.PATIENT, Speaker.OTHER

DICTATED = [
    ("Prescribe cefpodoxime 200 mg twice a day for seven days. Actually, let's do ten days.", "Prescribe cefpodoxime 200 mg twice a day for ten days."),
    ("Start furosemide 20 mg daily. No, with that much fluid let's make it 40.", "Start furosemide 40 mg daily with that much fluid."),
    ("Start bisoprolol 5 mg once daily. Sorry, let's say 2.5 mg once daily given his pulse of 58.", "Start bisoprolol 2.5 mg once daily given his pulse of 58."),
    ("It's the left knee. Sorry, right knee.", "It is the right knee."),
    ("Weight 12.4 kg. Height 86 cm. I misspoke, the weight is 14.2 kg.", "Weight 14.2 kg. Height 86 cm."),
    ("Warfarin 5 mg, lisinopril 20 mg, and simvastatin 40 mg. Correction, the lisinopril is 40 mg.", "Warfarin 5 mg, lisinopril 40 mg, and simvastatin 40 mg."),
    ("Start metoprolol 25 mg twice daily. Check a TSH. I said metoprolol 25 earlier, that should be 12.5 mg twice daily.", "Start metoprolol 12.5 mg twice daily. Check a TSH."),
    ("Methimazole 10 mg daily. Propranolol 20 mg daily. Amend the methimazole to 15 mg daily.", "Methimazole 15 mg daily. Propranolol 20 mg daily."),
    ("Blood pressure is 168/92. I beg your pardon, 158/92.", "Blood pressure is 158/92."),
    ("Follow up on March 3rd. No, make that March 10th.", "Follow up on March 10th."),
    ("Excision scheduled for Thursday. Change that to next Monday.", "Excision scheduled for next Monday."),
    ("Hydrocortisone twice a day to the arms. No, once a day.", "Hydrocortisone once a day to the arms."),
    ("Gabapentin 300 mg at bedtime. Let's start lower, 100 mg at bedtime.", "Gabapentin 100 mg at bedtime."),
    ("Allergies: penicillin. Sorry, that should be sulfa.", "Allergies: sulfa."),
    ("His father had colon cancer. Actually it was his brother.", "His brother had colon cancer."),
    ("Review in 3 months. Beg your pardon, 6 months.", "Review in 6 months."),
    ("Lisinopril 10 mg daily. Sorry, losartan 50 mg daily.", "losartan 50 mg daily."),
    ("cephalexin five hundred milligrams four times a day for seven days actually make that ten days recheck in two days", "cephalexin five hundred milligrams four times a day for ten days recheck in two days"),
    ("Hit his head on Saturday. Strike Saturday, it was Sunday.", "Hit his head on Sunday."),
    ("Bisoprolol 2.5 mg. Ramipril 10 mg. Furosemide 40 mg. Ramipril should be 5 mg, sorry.", "Bisoprolol 2.5 mg. Ramipril 5 mg. Furosemide 40 mg."),
    ("Oxygen is 91 percent. Oh, that's not right, the finger was off. 96 percent.", "Oxygen is 96 percent. Oh, that is not right, the finger was off."),
    ("BP 150/95, pulse 72. Make that pulse 82.", "BP 150/95, pulse 82."),
    ("Bell's palsy, right sided. Prednisone 60 mg daily. I meant left sided.", "Bell's palsy, left sided. Prednisone 60 mg daily."),
    ("A 6 mm nodule in the right upper lobe. I do apologise, that's the left upper lobe.", "A 6 mm nodule in the left upper lobe."),
    ("Mother died of ovarian cancer. I'm sorry, breast cancer.", "Mother died of breast cancer."),
    ("I will refer her to Hall in dermatology. Sorry, not dermatology, allergy.", "I will refer her to Hall in allergy."),
    ("He denies numbness. Actually, he does report numbness in the left leg.", "he does report numbness in the left leg."),
    ("Start valacyclovir 1 g three times daily. Hmm, her creatinine is up, so let's do 1 g twice daily.", "Start valacyclovir 1 g twice daily. her creatinine is up."),
    ("Ejection fraction 35 percent. Sorry, misread that, 55 percent.", "Ejection fraction 55 percent."),
    ("LMP 12 May. Sorry, 21 May.", "LMP 21 May."),
]  # fmt: skip


@pytest.mark.parametrize(("said", "meant"), DICTATED)
def test_a_sentence_that_only_corrects_is_applied_to_the_one_before(said: str, meant: str) -> None:
    """What was said wrongly is nowhere any more, and the sentence reads as it was meant."""
    assert heard((DOCTOR, said)) == [meant]


def test_a_correction_several_turns_later_reaches_the_answer_it_names() -> None:
    """As in "I said Monday, it was Tuesday": the day of the earlier answer is put right."""
    turns = heard(
        (DOCTOR, "When did it start?"), (PATIENT, "It started on Monday."), (DOCTOR, "What makes it worse?"),
        (PATIENT, "Bending. Oh, and I said Monday, it was Tuesday."),
    )  # fmt: skip
    assert turns[1] == "It started on Tuesday."
    assert "Monday" not in turns[3]


def test_a_correction_by_another_counts_once_it_is_accepted() -> None:
    """The patient corrects the provider, a relative the patient; only what the corrected one accepts is changed."""
    doctor_wrong = (
        (DOCTOR, "So you hurt your right leg on Friday."),
        (PATIENT, "No, it was the left leg."),
    )
    assert heard(*doctor_wrong, (DOCTOR, "Right, the left leg, sorry."))[0] == "So you hurt your left leg on Friday."  # fmt: skip
    assert heard(*doctor_wrong, (DOCTOR, "Not what you told the nurse."))[0] == "So you hurt your right leg on Friday."  # fmt: skip
    told = (
        (PATIENT, "I had my gallbladder out in 2015."),
        (OTHER, "It was 2017, mom."),
        (PATIENT, "Yes, 2017."),
    )
    assert heard(*told)[0] == "I had my gallbladder out in 2017."


LEFT_ALONE = [
    "It hurt a lot last week. Actually, the pain is better today.",
    "Tender over the left hip. No right hip tenderness.",
    "Prednisone 40 mg for three days. Azithromycin 250 mg for five days. Return in ten days.",
    "BP 150/90. Repeat BP 138/84.",
    "Right flank pain since Monday. No left flank pain.",
    "Lisinopril 10 mg was increased to 20 mg last month. No cough.",
    "If it is not better in five days, make it an appointment in ten days.",
    "Furosemide 40 mg in the morning. Furosemide 20 mg in the afternoon. Make it a low sodium diet.",
    "Correction factor is 1 unit per 50 over 150. Lantus 20 units at bedtime.",
    "The left eye is 20 over 40. The right eye is 20 over 20. No, no glasses needed today.",
    "Two tablets in the morning, one tablet at night. Sorry, four tablets.",
    "Lisinopril 10 mg daily. Sorry, losartan.",
    "Left ankle swollen. Sorry, right ankle normal.",
    "Left ankle swollen. Sorry for the noise. Right ankle normal.",
    "Strength 5/5 in the arms. Excuse me. 4/5 in the legs.",
    "Follow up in two weeks. If all is well, make that four weeks.",
    "Start with 10 mg. After one week, make it 20 mg.",
    "Pain is 7. No, not at rest, 3.",
    "Pressure is 140 systolic. Actually, let us do 20 milligrams.",
    "You are on 10 mg now. He is young, so let us do 20 mg.",
    "Her sister has lupus. Actually her mother is healthy.",
    "I injected the left shoulder. Actually the right shoulder is fine.",
    "She denies numbness and tingling. Actually, she does report numbness.",
]


@pytest.mark.parametrize("said", LEFT_ALONE)
def test_what_corrects_nothing_or_not_surely_changes_nothing(said: str) -> None:
    """A contrast, a denial, a next step and a correction whose place is unclear leave every word where it was."""
    assert heard((DOCTOR, said)) == [shown(words_of(said))]


def test_an_answer_to_a_question_is_no_correction_of_what_was_said_before() -> None:
    """A number that answers a new question replaces nothing."""
    turns = (
        (PATIENT, "I have had it for two weeks."),
        (DOCTOR, "How long does each spell last?"),
        (PATIENT, "No, three days."),
    )
    assert heard(*turns)[0] == "I have had it for two weeks."


def test_the_corrected_sentence_rests_on_both_places() -> None:
    """Whoever looks up a corrected sentence is shown the wrong words and the right ones."""
    said = "Doctor: Start lisinopril 10 milligrams daily.\nPatient: Okay.\nDoctor: Actually, let's do 20 milligrams."
    note = note_of(said)
    assert "lisinopril 20 mg" in note[Section.PLAN]
    assert "10" not in whole(note)
    (statement,) = [s for s in note.statements if "lisinopril" in note[s.section][s.start : s.end]]
    assert {source.segment for source in statement.sources} == {0, 2}
    dictated = "Exam normal. Prescribe cefpodoxime 200 mg daily for seven days. Actually, let's do ten days. Recheck in a week."
    note = note_of(dictated)
    (statement,) = [s for s in note.statements if "cefpodoxime" in note[s.section][s.start : s.end]]
    (source,) = statement.sources
    shown = dictated[source.start : source.end]
    assert "seven days" in shown
    assert "ten" in shown
