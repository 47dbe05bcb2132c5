"""One finding or omission as a card: its reason, and what the provider can do about it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from desktop.domain.finding import Finding, Omission, Severity
from desktop.domain.transcript import clock
from desktop.ui.widgets import button, label, restyle
from desktop.workflow.check_visit import CheckedVisit

_LONGEST_WORDS = 120


class FindingCard(QFrame):
    """Shows what is raised and asks for things; it changes nothing itself.

    fix_asked(raised), keep_asked(raised), reopen_asked(raised), show_asked(raised): the buttons and a click.
    play_asked(position in ms).
    """

    fix_asked = Signal(object)
    keep_asked = Signal(object)
    reopen_asked = Signal(object)
    show_asked = Signal(object)
    play_asked = Signal(int)

    def __init__(self, *, has_title: bool) -> None:
        """has_title: name the kind and the section, for a card that does not stand in its section."""
        super().__init__()
        self.setProperty("kind", "finding")
        self.raised: Finding | Omission | None = None
        self._play_ms = 0
        self._title = label("", "strong", wrap=True)
        self._title.setVisible(has_title)
        self._reason = label("", "reason", wrap=True)
        self._more = label("", "secondary")
        self._fix = self._button("fix", lambda: self.fix_asked.emit(self.raised))
        self._keep = self._button("quiet", lambda: self.keep_asked.emit(self.raised))
        self._reopen = self._button("quiet", lambda: self.reopen_asked.emit(self.raised))
        self._reopen.setText("Reopen")
        self._play = self._button("quiet", lambda: self.play_asked.emit(self._play_ms))
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in (self._fix, self._keep, self._reopen, self._play):
            row.addWidget(widget)
        row.addStretch()
        row.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self._reason)
        column.addLayout(row)

    def _button(self, kind: str, act: object) -> QPushButton:
        made = button("", kind)
        made.clicked.connect(act)
        return made

    def show_raised(
        self,
        raised: Finding | Omission,
        result: CheckedVisit,
        *,
        is_current: bool,
        has_sound: bool,
        may_decide: bool,
        more: str = "",
    ) -> None:
        """Show one. more: a word on how many there are besides."""
        self.raised = raised
        decision = result.decisions.get(raised.key)
        is_open = decision is None
        where = raised.section.label if raised.section else "Transcript"
        kind = "Left out: " + raised.kind.value if isinstance(raised, Omission) else raised.kind.value
        self._title.setText(f"{kind[0].upper()}{kind[1:]} · {where}")
        self._reason.setText(_reason(raised) if is_open else f"{_reason(raised)} ({decision})")
        restyle(self._reason, struck="false" if is_open else "true")
        must = is_open and raised.severity is Severity.MUST_DECIDE
        restyle(
            self,
            tone="must" if must else "quiet",
            current="true" if is_current and is_open else "false",
        )
        self._name_buttons(raised, where)
        self._fix.setVisible(is_open and may_decide and bool(self._fix.text()))
        self._keep.setVisible(is_open and may_decide)
        self._reopen.setVisible(not is_open and may_decide)
        self._show_play(raised, result, has_sound=has_sound)
        self._more.setText(more)
        self._more.setVisible(bool(more))

    def _name_buttons(self, raised: Finding | Omission, where: str) -> None:
        keep = "Keep mine" if raised.section else "I have looked"
        if isinstance(raised, Omission):
            fix = f"Add to {where}" if raised.sentence else ""
            keep = "Leave out"
        else:
            fix = raised.fix.label if raised.fix else ""
        self._fix.setText(fix)
        self._fix.setToolTip(f"{fix} (Alt+U)")
        self._keep.setText(keep)
        self._keep.setToolTip(f"{keep} (Alt+K). Next finding: F8")
        about = raised.words[:60]
        self._fix.setAccessibleName(f"{fix}: {about}")
        self._keep.setAccessibleName(f"{keep}: {about}")
        self._reopen.setAccessibleName(f"Reopen: {about}")

    def _show_play(self, raised: Finding | Omission, result: CheckedVisit, *, has_sound: bool) -> None:
        starts = [result.transcript.segments[source.segment].start_ms for source in raised.sources]
        start_ms = next((each for each in starts if each is not None), None)
        self._play.setVisible(has_sound and start_ms is not None)
        if start_ms is not None:
            self._play_ms = start_ms
            self._play.setText(f"▶ Play {clock(start_ms)}")
            self._play.setAccessibleName(f"Play what was said at {clock(start_ms)}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click shows the words that it is about."""
        super().mousePressEvent(event)
        if event.type() == QEvent.Type.MouseButtonPress and self.raised is not None:
            self.show_asked.emit(self.raised)


def _reason(raised: Finding | Omission) -> str:
    """The reason, with the words it is about where it does not name them."""
    words = raised.words if len(raised.words) <= _LONGEST_WORDS else raised.words[: _LONGEST_WORDS - 1] + "…"
    if not words or words in raised.reason:
        return raised.reason
    return f"“{words}” {raised.reason}"
