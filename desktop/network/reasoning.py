"""Takes a model's thinking aloud out of its answer while the answer streams."""

from __future__ import annotations

import re

_OPEN = re.compile(r"<think(?:ing)?>", re.IGNORECASE)
_CLOSE = re.compile(r"</think(?:ing)?>", re.IGNORECASE)
_LONGEST_TAG = len("</thinking>")


class ReasoningFilter:
    """Passes text on without <think>...</think> blocks, wherever the pieces of the stream are cut.

    Some servers swallow the opening tag, so that the answer begins with thinking and a lone closing tag:
    started_over is then true after the feed that met it, and all text given before is void.
    """

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False
        self.started_over = False

    def feed(self, text: str) -> str:
        """The part of the answer that is certain not to be thinking; the end of it may be held back."""
        self.started_over = False
        return self._pass_on(self._held + text)

    def finish(self) -> str:
        """What was held back, once no more text comes."""
        rest = "" if self._thinking else self._held
        self._held = ""
        return rest

    def _pass_on(self, text: str) -> str:
        passed = ""
        while True:
            if self._thinking:
                closed = _CLOSE.search(text)
                if closed is None:
                    self._held = text[-_LONGEST_TAG:]
                    return passed
                text, self._thinking = text[closed.end() :], False
                continue
            opened, closed = _OPEN.search(text), _CLOSE.search(text)
            if closed is not None and (opened is None or closed.start() < opened.start()):
                text, passed, self.started_over = text[closed.end() :], "", True
                continue
            if opened is not None:
                passed += text[: opened.start()]
                text, self._thinking = text[opened.end() :], True
                continue
            keep = _start_of_a_tag(text)
            self._held = text[keep:]
            return passed + text[:keep]


def _start_of_a_tag(text: str) -> int:
    """Where the text's end begins what may become a tag; the text's length if it does not."""
    at = text.rfind("<", max(0, len(text) - _LONGEST_TAG))
    if at < 0:
        return len(text)
    tail = text[at:].lower()
    return (
        at
        if any(tag.startswith(tail) for tag in ("<thinking>", "</thinking>", "<think>", "</think>"))
        else len(text)
    )
