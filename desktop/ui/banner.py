"""A message that stays at the top of a page until what it tells of is over or the person closes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop.ui.widgets import button, label, link_button, restyle

Actions = tuple[tuple[str, Callable[[], None]], ...]
"""Words of buttons and what they do, at most two."""


class Banner(QFrame):
    """One message, at most two actions, and a way to close it. Hidden while there is nothing to say."""

    def __init__(self, *, has_close: bool = True) -> None:
        """has_close: False for what is true until the program says otherwise."""
        super().__init__()
        self.setProperty("kind", "banner")
        self._words = label("", wrap=True)
        self._actions = [button(""), button("")]
        self._on_action: list[Callable[[], None]] = []
        for index, action in enumerate(self._actions):
            action.clicked.connect(lambda _, index=index: self._act(index))
        self._close: QPushButton = link_button("Close", "Close the message")
        self._close.clicked.connect(self.clear)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 8, 12, 8)
        layout.addWidget(self._words, 1)
        for action in self._actions:
            layout.addWidget(action)
        layout.addWidget(self._close)
        self._close.setVisible(has_close)
        self.hide()

    @property
    def words(self) -> str:
        """The message on screen, or nothing."""
        return "" if self.isHidden() else self._words.text()

    def say(
        self,
        words: str,
        *,
        tone: str = "warning",
        actions: Actions = (),
    ) -> None:
        """Show a message in place of the one before. tone: warning or information.

        actions: words and what they do; the message goes when one is chosen.
        """
        self._words.setText(words)
        self.setAccessibleName(words)
        self._on_action = [on_action for _, on_action in actions]
        for index, shown in enumerate(self._actions):
            shown.setVisible(index < len(actions))
            shown.setText(actions[index][0] if index < len(actions) else "")
        restyle(self, tone=tone)
        restyle(self._words, tone=tone)
        self.show()

    def clear(self) -> None:
        """Nothing to say any more."""
        self.hide()

    def _act(self, index: int) -> None:
        self.clear()
        self._on_action[index]()
