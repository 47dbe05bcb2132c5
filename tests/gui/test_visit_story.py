"""The story of one visit in the window: type, draft, correct, leave, and find it again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPlainTextEdit

from desktop.domain.note import Section
from desktop.ui.questions import Answer
from desktop.workflow import visits
from tests.gui.conftest import BACK_PAIN, named


def test_the_low_back_pain_dictation_gives_subjective_and_objective_and_nothing_invented(person):
    """Offline: what was said is filed, and what was not said is not stated."""
    person.starts_visit()
    person.drafts()
    texts = person.note.texts
    assert "lower back pain for 3 weeks" in texts[Section.SUBJECTIVE]
    assert "6/10" in texts[Section.SUBJECTIVE]
    assert "L3-L5" in texts[Section.OBJECTIVE]
    assert "SLR negative bilaterally" in texts[Section.OBJECTIVE]
    assert texts[Section.ASSESSMENT] == texts[Section.PLAN] == ""
    assert person.pane(Section.PLAN).editor.placeholderText() == "Not stated in this visit."


def test_a_visit_is_there_again_after_it_was_left(person):
    """Transcript, note, edits and layout come back as they were."""
    visit_id = person.starts_visit()
    specialty = named(person.page, QComboBox, "Specialty")
    specialty.setCurrentIndex(specialty.findData("podiatrist"))
    person.drafts()
    person.pane(Section.PLAN).editor.insertPlainText("Recheck in 2 weeks.")
    person.is_stored()
    drafted = person.note.texts
    person.reopens(visit_id)
    assert person.page.transcript.text == BACK_PAIN
    assert person.note.texts == drafted
    assert Section.PLAN in person.note.edited
    assert specialty.currentData() == "podiatrist"


def test_everything_typed_is_stored_without_being_asked(person, qtbot):
    """Autosave stores the transcript and the sections by itself."""
    visit_id = person.starts_visit("Words of the visit that are long enough to matter to somebody.")
    person.pane(Section.SUBJECTIVE).editor.insertPlainText("Typed by hand.")
    records = person.workspace._session.records
    qtbot.waitUntil(lambda: not person.page.autosave.is_dirty, timeout=4000)
    stored = visits.open_visit(records, visit_id)
    assert stored.transcript_text.startswith("Words of the visit")
    assert stored.note.note[Section.SUBJECTIVE] == "Typed by hand."


def test_drafting_asks_before_it_replaces_an_edited_section(person, monkeypatch):
    """Cancel changes nothing; Keep my text drafts only the others; Replace replaces, and can be undone."""
    person.starts_visit()
    person.drafts()
    plan = person.pane(Section.PLAN)
    plan.editor.insertPlainText("Mine.")
    subjective = person.note.texts[Section.SUBJECTIVE]
    asked = []

    def _answer(answer):
        def _ask(_parent, edited, *, others):
            asked.append((edited, others))
            return answer

        monkeypatch.setattr("desktop.ui.visit_drafting.ask_about_edits", _ask)

    _answer(Answer.CANCEL)
    person.workspace.drafting.draft()
    assert person.note.run is None
    _answer(Answer.KEEP)
    person.pane(Section.SUBJECTIVE).editor.clear()
    person.drafts()
    assert plan.text == "Mine."
    assert person.note.texts[Section.SUBJECTIVE] == subjective
    _answer(Answer.REPLACE)
    person.drafts()
    assert plan.text == ""
    plan.editor.undo()
    assert plan.text == "Mine."
    assert asked == [([Section.PLAN], True)] * 3


def test_regenerating_one_section_leaves_the_others_alone(person):
    """Regenerate writes its own section and no other."""
    person.starts_visit()
    person.drafts()
    person.pane(Section.PLAN).editor.insertPlainText("Mine.")
    with person.qtbot.waitSignal(person.workspace.drafts.ended, timeout=15_000):
        person.pane(Section.OBJECTIVE)._regenerate.click()
    assert person.pane(Section.PLAN).text == "Mine."
    assert "L3-L5" in person.note.texts[Section.OBJECTIVE]


def test_every_draft_and_edit_becomes_a_version_that_can_be_taken_back(person):
    """Versions hold the draft and what was typed over it; taking one back can be undone."""
    visit_id = person.starts_visit()
    person.drafts()
    drafted = person.note.texts
    person.pane(Section.PLAN).editor.insertPlainText("Typed later.")
    person.reopens(visit_id)
    kept = visits.versions(person.workspace._session.records, visit_id)
    assert [version.origin for version in kept] == ["provider", "offline"]
    person.note.take_back(kept[-1].note)
    assert person.note.texts == drafted
    person.pane(Section.PLAN).editor.undo()
    assert person.note.texts[Section.PLAN] == "Typed later."


def test_too_few_words_are_refused_in_words(person, qtbot):
    """No note is invented from nothing."""
    person.starts_visit("Hello.")
    person.workspace.drafting.draft()
    qtbot.waitUntil(lambda: "at least 50" in person.page.banner.words)
    assert not any(person.note.texts.values())


def test_words_without_anything_clinical_are_refused_in_words(person, qtbot):
    """A recipe does not become a note."""
    person.starts_visit(
        "Mix the flour with two eggs and a cup of sugar, then bake the cake until it is golden and serve."
    )
    person.workspace.drafting.draft()
    qtbot.waitUntil(lambda: bool(person.page.banner.words))
    assert not any(person.note.texts.values())


def test_a_transcript_file_is_opened_into_the_transcript(person, qtbot, tmp_path):
    """A file's words replace the transcript, and undo brings back what stood there."""
    file = tmp_path / "visit.txt"
    file.write_text("[doctor] what brings you in\n[patient] my knee hurts\n", encoding="utf-8")
    person.starts_visit("typed before")
    person.page.open_file(file)
    qtbot.waitUntil(lambda: "my knee hurts" in person.page.transcript.text)
    assert "Provider: what brings you in" in person.page.transcript.text
    person.page.transcript.editor.undo()
    assert person.page.transcript.text == "typed before"


def test_a_file_that_cannot_be_read_is_named_in_one_sentence(person, qtbot, tmp_path):
    """The transcript stays; the message names the file."""
    file = tmp_path / "photo.png"
    file.write_bytes(b"\x89PNG\r\n")
    person.starts_visit("typed before")
    person.page.open_file(file)
    qtbot.waitUntil(lambda: "photo.png" in person.page.banner.words)
    assert person.page.transcript.text == "typed before"


def test_keyboard_reaches_the_panes_in_reading_order(person, qtbot):
    """Tab is never trapped in a text, and the five texts come in the order of the page."""
    person.starts_visit("")
    window = person.page.window()
    window.activateWindow()
    person.page.transcript.editor.setFocus()
    seen = []
    for _ in range(40):
        focused = window.focusWidget()
        if isinstance(focused, QPlainTextEdit) and focused.accessibleName() not in seen:
            seen.append(focused.accessibleName())
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    assert seen == ["Transcript", "Subjective", "Objective", "Assessment", "Plan"]
