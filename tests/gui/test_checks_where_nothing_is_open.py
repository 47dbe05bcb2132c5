"""The checks in the window where there is nothing to compare with, or nothing left to decide."""

from __future__ import annotations

from PySide6.QtCore import Qt

from desktop.domain.finding import FindingKind
from desktop.domain.note import Section
from desktop.ui.visit_page import VisitPage
from tests.gui.conftest import PASSWORD


def checked(person) -> None:
    """Wait until the checks speak of what is on screen."""
    checking = person.workspace.review.checking
    person.qtbot.waitUntil(lambda: checking.is_up_to_date, timeout=10_000)


def marks(page: VisitPage) -> int:
    """How many words of the note are marked."""
    return sum(len(pane.editor.extraSelections()) for pane in page.note.panes.values())


def test_a_note_typed_by_hand_raises_no_card_and_says_that_nothing_was_compared(person) -> None:
    """Without a transcript the foot says so, no words are marked and no card stands in a section."""
    person.starts_visit("")
    person.pane(Section.ASSESSMENT).editor.insertPlainText("Gout of the right first toe.")
    person.pane(Section.PLAN).editor.insertPlainText("Colchicine 0.6 mg twice daily for 5 days.")
    checked(person)
    review = person.workspace.review
    assert review.view.status.text() == "Not compared: no transcript"
    assert all(card.isHidden() for card in review.view.cards.values())
    assert marks(person.page) == 0
    assert [each.kind for each in review.checking.result.raised] == [FindingKind.NOT_COMPARED]


def test_a_signed_visit_shows_no_cards_and_no_underlines(person, qtbot) -> None:
    """What was underlined and raised while the note was a draft is gone from the sections once it is signed."""
    visit_id = person.starts_visit(
        "Low back pain for three weeks. Plan is ibuprofen 600 mg three times daily with food."
    )
    person.drafts()
    person.pane(Section.OBJECTIVE).editor.insertPlainText("The gait was observed.")
    person.is_stored()
    checked(person)
    review, signing = person.workspace.review, person.workspace.out.signing
    assert not review.view.cards[Section.OBJECTIVE].isHidden()
    assert marks(person.page) > 0
    for raised in review.checking.result.to_check:
        review.checking.keep(raised)
    qtbot.waitUntil(lambda: not review.checking.result.to_check, timeout=10_000)
    review.checking.reopen(review.checking.result.raised[0])
    qtbot.waitUntil(lambda: bool(review.checking.result.to_check), timeout=10_000)
    person.page.header.sign.click()
    qtbot.waitUntil(lambda: signing.dialog is not None, timeout=15_000)
    field = signing.dialog.password.password
    field.setText(PASSWORD)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: person.page.is_signed and signing.note is not None, timeout=15_000)
    checked(person)
    qtbot.waitUntil(lambda: marks(person.page) == 0, timeout=10_000)
    assert all(card.isHidden() for card in review.view.cards.values())
    assert "to check" not in review.view.status.text()
    person.reopens(visit_id)
    checked(person)
    qtbot.waitUntil(lambda: "traced" in review.view.status.text(), timeout=10_000)
    review.view.next_finding()
    assert marks(person.page) == 0
    assert all(card.isHidden() for card in review.view.cards.values())
