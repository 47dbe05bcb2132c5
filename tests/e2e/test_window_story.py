"""The whole program on a virtual display, with the keyboard alone: first start, a visit, and the next day."""

from desktop.domain.note import Section
from desktop.workflow import visits
from desktop.workflow.session import enter
from tests.e2e.screen import log_of, screen, soapstone, until

PASSWORD = "four unrelated garden words"
DICTATED = (
    "Sentinelname has had low back pain for three weeks. Pain is six out of ten. Exam shows lumbar paraspinal "
    "tenderness L3-L5."
)


def _lines(home, words):
    return log_of(home).count(words) if (home / "logs").is_dir() else 0


def test_a_visit_from_the_first_start_to_the_next_day(tmp_path):
    """Set up, dictate, draft, correct, close by keyboard; unlock again in a new process, and the visit is there."""
    home = tmp_path / "home"
    with screen() as on:
        with soapstone(on, home) as program:
            until(lambda: on.has_keyboard("Soapstone"), "the window")
            on.type("Sample Owner")
            on.press("Tab", "Tab")
            on.type("owner")
            on.press("Tab")
            on.type(PASSWORD)
            on.press("Tab")
            on.type(PASSWORD)
            on.press("Return")
            until(lambda: _lines(home, "New records were made") == 1, "new records")
            on.press(
                "space", "Tab", "Tab", "Tab", "ctrl+v", "Return"
            )  # copied, and put where it is typed back
            on.press("Return")  # the check of this workstation
            on.press("Return")  # the clinic
            until(lambda: _lines(home, "The records are open") == 1, "the workspace")
            on.press("ctrl+n")
            until(lambda: _lines(home, "A visit is open") == 1, "a visit")
            on.type(DICTATED)
            on.press("ctrl+Return")
            until(lambda: _lines(home, "A draft is over") == 1, "the draft")
            on.press("Tab", "Tab", "Tab")
            on.press("alt+F4")
            until(lambda: program.poll() is not None, "the end of the program")
            assert program.returncode == 0
            assert b"Traceback" not in program.stderr.read()
        with soapstone(on, home) as program:
            until(lambda: on.has_keyboard("Soapstone"), "the window again")
            on.type(PASSWORD)
            on.press("Return")
            until(lambda: _lines(home, "The records are open") == 2, "the workspace again")
            on.press("alt+F4")
            until(lambda: program.poll() is not None, "the end of the program")
            assert program.returncode == 0
    session = enter(home, "owner", PASSWORD)
    try:
        (line,) = session.records.visits.recent()
        opened = visits.open_visit(session.records, line.visit.id)
    finally:
        session.close()
    assert opened.transcript_text == DICTATED
    assert "6/10" in opened.note.note[Section.SUBJECTIVE]
    assert "L3-L5" in opened.note.note[Section.OBJECTIVE]
    for file in home.rglob("*"):
        assert not file.is_file() or b"Sentinelname" not in file.read_bytes(), file
