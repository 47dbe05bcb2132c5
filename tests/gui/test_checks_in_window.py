"""The checks as a provider meets them: marks and cards for what was not said, decided with a key, nothing stale shown."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.finding import Finding, FindingKind, Severity
from desktop.domain.note import Section
from desktop.domain.recording import Recording, RecordingOrigin, RecordingState
from desktop.workflow.samples import SAMPLE_VISITS

RECORDED = Recording(
    id=1,
    visit_id=1,
    started_at=datetime(2026, 3, 2, tzinfo=UTC),
    origin=RecordingOrigin.MICROPHONE,
    source="A microphone",
    state=RecordingState.FINISHED,
    duration_ms=66_000,
    last_stored_at=None,
)
MOST_TURN_MS = 100
"""Processor time of the GUI thread alone. What is reached in all is measured by the benches."""


@pytest.fixture
def back_pain(person):
    """The fictional visit for low back pain, drafted, with its dose changed by the provider."""
    person.starts_visit(SAMPLE_VISITS[0].text())
    person.drafts()
    change(person, Section.PLAN, "600 mg", "800 mg")
    checked(person)
    activate(person)
    return person


def activate(person) -> None:
    """Give the window the keyboard."""
    window = person.page.window()
    window.activateWindow()
    person.qtbot.waitUntil(window.isActiveWindow)


def change(person, section: Section, old: str, new: str) -> None:
    """Type other words in the place of some."""
    editor = person.pane(section).editor
    start = editor.toPlainText().index(old)
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(start + len(old), QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(new)


def checked(person) -> None:
    """Wait until the checks speak of what is on screen."""
    checking = person.workspace.review.checking
    person.qtbot.waitUntil(lambda: checking.is_up_to_date, timeout=10_000)


def raised(person, words: str) -> Finding:
    """The finding about these words."""
    found = [each for each in person.workspace.review.checking.result.check.findings if each.words == words]
    assert len(found) == 1
    return found[0]


def marked(editor) -> list[str]:
    """The words that are marked in an editor."""
    return [each.cursor.selectedText() for each in editor.extraSelections()]


class Longest:
    """Measures for how long the GUI thread worked without coming round, in its own processor time: other work does not count."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._tick)
        self.begin()

    def begin(self) -> None:
        """Measure from now on."""
        self._last, self._longest_s = time.thread_time(), 0.0
        self._timer.start()

    def _tick(self) -> None:
        now = time.thread_time()
        self._longest_s = max(self._longest_s, now - self._last)
        self._last = now

    def turn_ms(self) -> float:
        """The longest turn since begin."""
        self._tick()
        self._timer.stop()
        return 1000 * self._longest_s


def decided_in_audit(person) -> list[str]:
    entries = person.workspace._session.records.audit.entries(
        AuditFilter(action=Action.FINDING_DECIDED)
    ).entries
    return [entry.facts["decision"] for entry in entries]


def test_a_dose_that_was_not_said_has_its_card_and_its_fix(back_pain):
    """The words are marked, the card below the plan says what was said, and its button puts it right."""
    review = back_pain.workspace.review
    finding = raised(back_pain, "800 mg")
    assert (finding.kind, finding.severity) == (FindingKind.DOSE, Severity.MUST_DECIDE)
    assert "800 mg" in marked(back_pain.pane(Section.PLAN).editor)
    card = review.view.cards[Section.PLAN]
    assert not card.isHidden()
    use = next(each for each in card.findChildren(QPushButton) if each.text() == "Use 600 mg")
    use.click()
    assert "600 mg" in back_pain.note.texts[Section.PLAN]
    checked(back_pain)
    assert "800 mg" not in marked(back_pain.pane(Section.PLAN).editor)
    assert decided_in_audit(back_pain) == ["fixed"]


def test_a_fix_that_is_undone_is_raised_again(back_pain):
    """A fix is no decision: with Undo the wrong dose is back, and so is its finding, open."""
    back_pain.workspace.review.view.go_to(raised(back_pain, "800 mg"))
    back_pain.workspace.review.view.use_fix()
    checked(back_pain)
    back_pain.pane(Section.PLAN).editor.undo()
    checked(back_pain)
    open_keys = {each.key for each in back_pain.workspace.review.checking.result.to_check}
    assert raised(back_pain, "800 mg").key in open_keys


def test_the_keys_go_to_a_finding_and_keep_its_words(back_pain, qtbot):
    """F8 shows the first finding, Alt+K keeps its words; that is stored, audited, and can be taken back."""
    review, page = back_pain.workspace.review, back_pain.page
    editor = back_pain.pane(Section.PLAN).editor
    first = review.checking.result.to_check[0]
    qtbot.keyClick(page.transcript.editor, Qt.Key.Key_F8)
    assert review.view.current == first
    qtbot.keyClick(editor, Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: first.key in review.checking.result.decisions)
    records, visit_id = back_pain.workspace._session.records, page.visit_id
    assert records.signed_notes.decided(visit_id) == {first.key}
    assert decided_in_audit(back_pain) == ["kept"]
    review.checking.reopen(first)
    qtbot.waitUntil(lambda: first.key not in review.checking.result.decisions)
    assert records.signed_notes.decided(visit_id) == frozenset()


def test_a_key_decides_nothing_that_nobody_looked_at(back_pain, qtbot):
    """The first Alt+K only shows the finding; the words are kept by the second."""
    review = back_pain.workspace.review
    review.view.keep()
    assert review.view.current is not None
    assert not review.checking.result.decisions


def test_a_sentence_lights_what_it_rests_on_and_the_other_way_round(back_pain):
    """The cursor in a sentence lights its segments; the cursor in a segment lights the sentences that rest on it."""
    page = back_pain.page
    editor = back_pain.pane(Section.PLAN).editor
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(editor.toPlainText().index("physical therapy"))
    editor.setTextCursor(cursor)
    lit = marked(page.transcript.editor)
    assert any("referring you to physical therapy" in each for each in lit)
    transcript = page.transcript.editor
    transcript.setFocus()
    cursor = transcript.textCursor()
    cursor.setPosition(transcript.toPlainText().index("Straight leg raise"))
    transcript.setTextCursor(cursor)
    assert any("Straight leg raise" in each for each in marked(back_pain.pane(Section.OBJECTIVE).editor))


def test_the_foot_counts_what_is_traced_and_what_is_to_check(back_pain):
    """The line at the foot follows the check, and the tab carries the count."""
    review = back_pain.workspace.review
    result = review.checking.result
    count = len(result.to_check)
    assert count > 0
    assert review.view.status.text() == (
        f"{result.traced} of {len(result.statements)} statements traced · {count} to check"
    )
    assert review.panel.tabs.tabText(2) == f"Checks {count}"


def test_a_result_of_another_visit_is_never_shown(back_pain):
    """Opening another visit while a check runs shows nothing of the first."""
    review = back_pain.workspace.review
    change(back_pain, Section.PLAN, "800 mg", "900 mg")
    review.checking.check()
    back_pain.starts_visit("Provider: A fictional visit about something else.")
    checked(back_pain)
    assert review.checking.result.shown.visit_id == back_pain.page.visit_id
    assert review.checking.result.check.findings == ()
    assert all(card.isHidden() for card in review.view.cards.values())


def test_marks_change_neither_the_text_nor_what_is_kept(back_pain):
    """Marking is no edit: nothing to save, nothing to undo."""
    back_pain.is_stored()
    back_pain.workspace.review.marks.light_sources((0, 1))
    back_pain.workspace._theme.changed.emit()
    assert not back_pain.page.autosave.is_dirty


def test_what_was_left_out_can_be_added(person):
    """An allergy that was said and is not in the note is put there with one button, as the provider's own edit."""
    person.starts_visit(SAMPLE_VISITS[0].text())
    person.drafts()
    change(person, Section.SUBJECTIVE, "Takes no other medicines, but is allergic to penicillin.", "")
    checked(person)
    omission = next(each for each in person.workspace.review.checking.result.check.omissions if each.sentence)
    person.workspace.review.view._fix(omission)
    assert omission.sentence in person.note.texts[omission.section]
    checked(person)
    assert omission.key not in {each.key for each in person.workspace.review.checking.result.raised}


def test_the_panel_gives_way_in_a_narrow_window_and_stays_as_it_was_put(person, qtbot):
    """Open at 1920, closed at 1280 with a button that says what there is; once it was asked for it stays."""
    person.starts_visit()
    activate(person)
    panel, window = person.workspace.review.panel, person.page.window()
    window.resize(1920, 1080)
    qtbot.waitUntil(lambda: not panel.isHidden())
    window.resize(1280, 800)
    qtbot.waitUntil(panel.isHidden)
    assert panel.toggle.text().startswith("Review")
    qtbot.keyClick(person.page.transcript.editor, Qt.Key.Key_F9)
    assert not panel.isHidden()
    window.resize(1300, 800)
    qtbot.waitUntil(lambda: window.width() == 1300)
    assert not panel.isHidden()


def test_what_a_sentence_rests_on_can_be_heard(back_pain):
    """With a recording, the sentence of the cursor and a finding's card offer the moment at which it was said."""
    page, review = back_pain.page, back_pain.workspace.review
    lines = SAMPLE_VISITS[0].text().splitlines()
    page.transcript.replace("\n".join(f"[00:{3 * at:02d}] {line}" for at, line in enumerate(lines)))
    review.checking.check()
    checked(back_pain)
    played: list[int] = []
    review.view._play = played.append
    assert review.view.play_sentence.isHidden()
    page.show_recordings([RECORDED])
    editor = back_pain.pane(Section.PLAN).editor
    editor.setFocus()
    cursor = editor.textCursor()
    cursor.setPosition(editor.toPlainText().index("physical therapy"))
    editor.setTextCursor(cursor)
    assert not review.view.play_sentence.isHidden()
    review.view.play_sentence.click()
    assert played == [3 * next(at for at, line in enumerate(lines) if "physical therapy" in line) * 1000]
    card = review.view.cards[Section.PLAN]
    assert any(
        each.text() == "▶ Play 00:54" and not each.isHidden() for each in card.findChildren(QPushButton)
    )


def test_a_signed_note_is_shown_and_no_longer_decided(back_pain, monkeypatch):
    """The findings stay to be read; neither a key nor a button changes the note or a decision."""
    review = back_pain.workspace.review
    finding = raised(back_pain, "800 mg")
    monkeypatch.setattr(type(back_pain.page), "is_signed", property(lambda _page: True))
    review.view.show_result(review.checking.result)
    card = review.view.cards[Section.PLAN]
    assert all(
        each.isHidden()
        for each in card.findChildren(QPushButton)
        if each.text() in ("Use 600 mg", "Keep mine")
    )
    review.view.go_to(finding)
    review.view.use_fix()
    review.view.keep()
    assert "800 mg" in back_pain.note.texts[Section.PLAN]
    assert back_pain.workspace._session.records.signed_notes.decided(back_pain.page.visit_id) == frozenset()


def test_a_check_of_a_long_visit_does_not_hold_the_window_up(person):
    """While a long note is checked and marked, the window never works for long before it comes round to the person."""
    sentences = SAMPLE_VISITS[1].text()
    person.starts_visit(sentences * 6)
    for section in Section:
        lines = [line.partition(": ")[2] for line in sentences.splitlines()]
        person.pane(section).editor.setPlainText("\n".join(lines))
    checking = person.workspace.review.checking
    longest = Longest()
    checking.check()
    checked(person)
    person.pane(Section.PLAN).editor.appendPlainText("Take 800 mg of ibuprofen.")
    longest.begin()
    checking.check()
    checked(person)
    turn_ms = longest.turn_ms()
    assert turn_ms < MOST_TURN_MS
