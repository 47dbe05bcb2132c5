"""One section: what the provider types is never overwritten by the machine."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from desktop.domain.note import NOT_STATED, Section
from desktop.ui.section_pane import PaneState, SectionPane


@pytest.fixture
def pane(qtbot):
    made = SectionPane(Section.PLAN)
    qtbot.addWidget(made)
    made.show()
    return made


def _write(pane, *texts):
    pane.expect()
    pane.begin()
    for text in texts:
        pane.add(text)


def test_a_draft_appears_word_by_word_and_is_kept_when_the_note_is_whole(pane):
    """What streams is on screen at once, and is the pane's text only at the end."""
    _write(pane, "Ibuprofen ", "600 mg.")
    assert pane.shown_text == "Ibuprofen 600 mg."
    assert not pane.text
    pane.finish("Ibuprofen 600 mg.")
    assert pane.text == "Ibuprofen 600 mg."
    assert not pane.is_edited


def test_typing_while_it_streams_keeps_the_machine_out(pane, qtbot):
    """After a keystroke the machine adds nothing, and its text is offered, not inserted."""
    _write(pane, "Rest ")
    with qtbot.waitSignal(pane.taken_over):
        qtbot.keyClicks(pane.editor, "mine ")
    typed = pane.shown_text
    pane.add("and ice.")
    pane.mark_written()
    pane.finish("Rest and ice.")
    assert pane.shown_text == typed == pane.text
    pane._use_aside.click()
    assert pane.text == "Rest and ice."


def test_text_typed_over_a_stream_is_kept_at_once(pane, qtbot):
    """Autosave sees what the provider typed, even before the draft is over."""
    _write(pane, "Rest.")
    pane.editor.moveCursor(pane.editor.textCursor().MoveOperation.End)
    qtbot.keyClicks(pane.editor, " Ice.")
    assert pane.text == "Rest. Ice."


def test_one_undo_takes_back_a_whole_draft(pane):
    """Undo after regenerating restores the text that stood before, in one step."""
    pane.load("My own plan.", is_edited=True, is_drafted=True)
    _write(pane, "A ", "new ", "plan.")
    pane.finish("A new plan.")
    pane.editor.undo()
    assert pane.text == "My own plan."


def test_undo_of_a_first_draft_leaves_what_was_typed_before_it(pane, qtbot):
    """A draft into an empty pane is undone without touching an older edit."""
    qtbot.keyClicks(pane.editor, "x")
    pane.editor.undo()
    _write(pane, "Rest.")
    pane.finish("Rest.")
    pane.editor.undo()
    assert pane.text == ""
    pane.editor.redo()
    assert pane.text == "Rest."


def test_stopping_restores_what_stood_before(pane):
    """A stopped draft leaves no word behind."""
    pane.load("Old plan.", is_edited=False, is_drafted=True)
    _write(pane, "Half a ")
    pane.stop()
    assert pane.text == pane.shown_text == "Old plan."


def test_a_failed_draft_is_shown_as_incomplete_and_is_not_kept(pane):
    """Partial text is visible, cannot be edited, is not the pane's text, and can be discarded."""
    pane.load("Old plan.", is_edited=False, is_drafted=True)
    _write(pane, "Half a ")
    pane.fail()
    assert pane.state is PaneState.INCOMPLETE
    assert pane.shown_text == "Half a "
    assert pane.text == "Old plan."
    assert pane.editor.isReadOnly()
    pane._discard.click()
    assert pane.shown_text == pane.text == "Old plan."
    assert not pane.editor.isReadOnly()


def test_a_failure_after_typing_keeps_the_typed_text(pane, qtbot):
    """A failed draft never takes away what the provider typed into it."""
    _write(pane, "Half a ")
    qtbot.keyClicks(pane.editor, "mine")
    typed = pane.shown_text
    pane.fail()
    assert pane.text == pane.shown_text == typed


def test_a_restart_begins_the_section_anew(pane):
    """When the stream is retried, the first try's words are gone."""
    _write(pane, "First try")
    pane.begin()
    pane.add("Second try")
    assert pane.shown_text == "Second try"


def test_an_empty_section_of_a_drafted_note_says_so_without_being_text(pane):
    """The words "Not stated in this visit." are shown greyed and never stored."""
    assert not pane.editor.placeholderText()
    _write(pane)
    pane.finish("")
    assert pane.editor.placeholderText() == NOT_STATED
    assert pane.text == ""


def test_markup_stays_literal_text(pane):
    """Text from outside is plain text: nothing in it is read as HTML."""
    words = '<img src="http://127.0.0.1:9/x.png"><b>bold</b> ![](file:///etc/passwd)'
    _write(pane, words)
    pane.finish(words)
    assert pane.editor.toPlainText() == words


def test_copy_puts_the_kept_text_on_the_clipboard(pane):
    """Copy gives the section's words and nothing else."""
    pane.load("Rest.\nIce.", is_edited=False, is_drafted=True)
    pane._copy.click()
    assert QGuiApplication.clipboard().text() == "Rest.\nIce."


def test_the_pane_grows_with_its_text(pane, qtbot):
    """The page scrolls, not the pane: all lines of a section are visible."""
    before = pane.editor.height()
    pane.load("\n".join(f"line {number}" for number in range(20)), is_edited=False, is_drafted=True)
    qtbot.waitUntil(lambda: pane.editor.height() > before)
    assert pane.editor.height() >= 20 * pane.editor.fontMetrics().lineSpacing()


def test_ctrl_enter_is_not_typed_into_the_text(pane, qtbot):
    """Draft note has a key everywhere on the page."""
    qtbot.keyClick(pane.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pane.text == ""
