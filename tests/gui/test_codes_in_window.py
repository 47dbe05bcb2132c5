"""Billing codes as a provider meets them: suggested from the note, decided by a person, kept, never shown as valid unless they are."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from desktop.domain.audit import Action, AuditFilter
from desktop.domain.coding import REVIEW_SENTENCE
from desktop.domain.note import Section
from desktop.domain.visit_level import Level, OfferedCode
from desktop.ui.code_card import CodeCard
from desktop.ui.timed_codes_dialog import PsychotherapyDialog, TimedUnitsDialog
from desktop.ui.visit_level_dialog import VisitLevelDialog
from desktop.workflow.code import visit_level
from desktop.workflow.samples import SAMPLE_VISITS
from desktop.workflow.visit_codes import load_visit_codes
from tests.servers.openai_server import OpenAIServer


@pytest.fixture
def coded(person):
    """The fictional visit for low back pain, drafted, with its codes suggested."""
    person.starts_visit(SAMPLE_VISITS[0].text())
    person.drafts()
    suggested(person)
    return person


def suggested(person) -> None:
    coding = person.workspace.review.coding
    person.qtbot.waitUntil(lambda: coding.suggestions is not None and coding._lane.is_idle, timeout=10_000)


def card(person, code: str) -> CodeCard:
    """The one card of a code that is shown."""
    cards = person.workspace.review.codes.findChildren(CodeCard)
    found = [each for each in cards if each.code == code and not each.isHidden()]
    assert len(found) == 1
    return found[0]


def press(person, code: str, words: str) -> None:
    """Press a button on a code's card and wait until its work is done."""
    next(each for each in card(person, code).findChildren(QPushButton) if each.text() == words).click()
    person.qtbot.waitUntil(lambda: person.workspace.review.coding._lane.is_idle)


def stored(person):
    return load_visit_codes(person.workspace._session, person.page.visit_id)


def test_an_accepted_code_is_kept_with_the_words_it_came_from(coded):
    """Accept stores the code; it is there again when the visit is opened again, as the primary diagnosis."""
    press(coded, "M54.50", "Accept")
    assert [(one.code, one.words_from[:24]) for one in stored(coded).accepted] == [
        ("M54.50", "Mechanical low back pain")
    ]
    visit_id = coded.page.visit_id
    coded.reopens(visit_id)
    suggested(coded)
    assert coded.workspace.review.coding.codes.primary.code == "M54.50"
    assert any(each.text() == "Remove" for each in card(coded, "M54.50").findChildren(QPushButton))


def test_a_dismissed_code_goes_and_can_be_restored(coded):
    """Dismiss hides a suggestion for good, until it is restored."""
    press(coded, "M54.50", "Dismiss")
    tab = coded.workspace.review.codes
    assert not [each for each in tab.findChildren(CodeCard) if each.code == "M54.50" and not each.isHidden()]
    assert stored(coded).dismissed == {"M54.50"}
    tab.restore_asked.emit("M54.50")
    assert card(coded, "M54.50")


def test_another_code_is_chosen_in_the_place_of_a_suggestion(coded):
    """A more specific code takes the suggestion's place, and the first one stays to be chosen again."""
    coding = coded.workspace.review.coding
    one = coding.suggestions.codes.suggestions[0]
    coding._choose(one, one.others[0])
    coded.qtbot.waitUntil(lambda: coding._lane.is_idle)
    chosen = coding.suggestions.codes.suggestions[0]
    assert chosen.entry == one.others[0]
    assert one.entry in chosen.others


def test_pointing_at_a_code_lights_its_words(coded):
    """The words of the assessment that a code came from are lit while it is pointed at."""
    editor = coded.pane(Section.ASSESSMENT).editor
    before = len(editor.extraSelections())
    card(coded, "M54.50").pointed.emit(True)
    lit = [each.cursor.selectedText() for each in editor.extraSelections()]
    assert "Mechanical low back pain without signs of nerve damage" in lit
    card(coded, "M54.50").pointed.emit(False)
    assert len(editor.extraSelections()) == before


def test_the_search_finds_as_it_is_typed_and_takes_only_billable_codes(coded, qtbot):
    """What was typed last is listed; a code that needs more characters cannot be taken."""
    tab, coding = coded.workspace.review.codes, coded.workspace.review.coding
    tab.search.setText("kn")
    tab.search.setText("M17")
    qtbot.waitUntil(lambda: coding._searching is None)
    listed = [tab.results.item(row) for row in range(tab.results.count())]
    assert listed
    assert all(item.text().startswith("M17") for item in listed)
    parents = [item for item in listed if "needs more characters" in item.text()]
    assert parents
    for item in parents:
        tab._take(item)
    coded.qtbot.waitUntil(lambda: coding._lane.is_idle)
    assert stored(coded).accepted == ()


def test_the_level_is_accepted_only_after_its_answers_were_confirmed(coded, monkeypatch):
    """The card shows each reason and no Accept until a person confirmed what the note was taken to say."""
    level = visit_level(coded.workspace.review.coding.suggestions.answers.answers)
    code = level.codes[0].code
    words = [each.text() for each in card(coded, code).findChildren(QPushButton)]
    assert words == ["Confirm answers…"]
    monkeypatch.setattr(VisitLevelDialog, "exec", lambda _dialog: 1)
    press(coded, code, "Confirm answers…")
    press(coded, code, "Accept")
    assert [one.code for one in stored(coded).accepted] == [code]


def test_the_dialog_reckons_the_level_from_what_is_entered(coded):
    """More severe answers and more minutes give a higher level, with the reasons shown."""
    suggested_answers = coded.workspace.review.coding.suggestions.answers
    dialog = VisitLevelDialog(coded.page, suggested_answers)
    assert dialog.answers == suggested_answers.answers
    dialog._problems["threat_to_life"].setValue(1)
    dialog._minutes.setValue(45)
    assert dialog.answers.minutes == 45
    assert any(reason.level is Level.HIGH for reason in visit_level(dialog.answers).reasons)
    assert "45" in dialog._reasons.text()
    dialog.deleteLater()


def test_a_procedure_is_linked_to_a_diagnosis_and_the_order_can_be_changed(coded):
    """The link is kept, and is gone when its diagnosis is removed."""
    press(coded, "M54.50", "Accept")
    coding, tab = coded.workspace.review.coding, coded.workspace.review.codes
    coding._accept_offered((OfferedCode("97110", "timed service", 2),))
    coded.qtbot.waitUntil(lambda: len(coding.codes.accepted) == 2 and coding._lane.is_idle)
    tab.link_asked.emit("97110", ("M54.50",))
    tab.move_asked.emit("97110", -1)
    coded.qtbot.waitUntil(lambda: coding._lane.is_idle)
    assert [(one.code, one.units, one.diagnoses) for one in stored(coded).accepted] == [
        ("97110", 2, ("M54.50",)),
        ("M54.50", 1, ()),
    ]
    press(coded, "M54.50", "Remove")
    assert stored(coded).accepted[0].diagnoses == ()


def test_minutes_become_units_and_what_is_not_understood_is_said(person):
    """The 8-minute rule over all services, line by line; a line that cannot be read is named."""
    person.starts_visit()
    dialog = TimedUnitsDialog(person.page)
    dialog.lines.setPlainText("97110 23\n97140 15 min\nstretching")
    assert {code.code: code.units for code in dialog.codes} == {"97110": 2, "97140": 1}
    assert "Not understood: stretching" in dialog.result_words.text()
    dialog.deleteLater()


def test_psychotherapy_goes_by_its_minutes(person):
    """Alone and with a medical visit; too few minutes give nothing to accept."""
    person.starts_visit()
    dialog = PsychotherapyDialog(person.page)
    dialog.minutes.setValue(10)
    assert dialog.codes == ()
    dialog.minutes.setValue(45)
    assert [code.code for code in dialog.codes] == ["90834"]
    dialog.with_visit.setChecked(True)
    assert [code.code for code in dialog.codes] == ["90836"]
    dialog.deleteLater()


def test_the_model_chooses_among_candidates_only_and_the_send_is_audited(coded):
    """A code that is no candidate changes nothing; what was sent is in the audit with its host and size."""
    coding = coded.workspace.review.coding
    first = coding.suggestions.codes.suggestions[0]
    answers = [f'{{"1": "{first.others[0].code}"}}', '{"1": "Z99.9"}']

    def _choose(chat):
        chat.begin()
        chat.say(answers[len(server.chats) - 1])
        chat.finish()

    with OpenAIServer(_choose) as server:
        coded.uses_endpoint(server)
        for _ in answers:
            before = coding.suggestions
            coding.ask_model()
            coded.qtbot.waitUntil(lambda before=before: coding.suggestions is not before, timeout=10_000)
            assert coding.suggestions.codes.suggestions[0].entry == first.others[0]
        assert "Mechanical low back pain" in server.chats[0].text
        assert "numbness" not in server.chats[0].text
    sent = coded.workspace._session.records.audit.entries(AuditFilter(action=Action.SENT)).entries
    assert [entry.facts["what"] for entry in sent] == ["codes", "codes"]
    assert sent[0].facts["characters"] == len(server.chats[1].text)


def test_the_tab_says_that_a_person_reviews_every_code(person):
    """The sentence stands wherever codes are shown."""
    person.starts_visit()
    tab = person.workspace.review.codes
    assert any(each.text() == REVIEW_SENTENCE for each in tab.findChildren(type(tab._words)))
