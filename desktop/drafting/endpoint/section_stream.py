"""Turns a streamed answer into the sections of a note, as events, while it is being written.

Whatever form the answer takes (a JSON object, bare or fenced or with words around it, or plain headings),
what is shown of a section is a prefix of its final text. Where a model makes that impossible, the section, or
all of them, are started again with an event that says so.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator

from desktop.domain.drafting import DraftRestarted, SectionDone, SectionStarted, TextAdded
from desktop.domain.errors import AnswerUnusable
from desktop.domain.note import Section
from desktop.drafting.endpoint.heading_answer import HEADING, read_headings
from desktop.drafting.endpoint.json_answer import JsonAnswer
from desktop.drafting.endpoint.reading import Reading
from desktop.language.plain_text import clean_text
from desktop.network.loops import LoopDetector
from desktop.network.reasoning import ReasoningFilter

NOTE_CHARS = 200_000
"""Longest answer that is read; a long note has 10,000 characters."""

_LOG = logging.getLogger(__name__)

SectionEvent = SectionStarted | TextAdded | SectionDone | DraftRestarted

_OBJECT = re.compile(r'\{\s*"')
_REFUSAL = re.compile(
    r"(?:(?:I(?:'m| am) )?(?:very |really |so )?sorry\b[,.]? ?(?:but )?)?(?:as an AI\b[^.]{0,60}[,.] ?)?"
    r"I(?:'m| am)? ?(?:can't|can ?not|won't|will not|unable to|not able to|must decline|decline) ?(?:to )?"
    r"(?:assist|help|provide|comply|fulfil|create|write|generate|complete|produce|continue|process|do\b|$)",
    re.IGNORECASE,
)
_REFUSAL_CHARS = 400


class SectionStream:
    """Reads one answer about the given sections.

    feed takes the stream's pieces and gives events; finish says that no more will come, gives the remaining
    events, and texts is the result. Both raise AnswerUnusable with the answer so far. problem: after finish, why
    the answer cannot be read, in words; empty when it can or when asking again for another form is no use.
    has_more: the answer holds text outside the sections.
    """

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self._sections = sections
        self._reasoning = ReasoningFilter()
        self._loops = LoopDetector()
        self._visible = ""
        self._json: JsonAnswer | None = None
        self._json_fed = 0
        self._shown: dict[Section, str] = {}
        self._done: set[Section] = set()
        self.has_more = False
        self.problem = ""

    @property
    def answer(self) -> str:
        """The model's words so far, without its thinking."""
        return clean_text(self._visible)

    @property
    def is_closed(self) -> bool:
        """True when the answer says itself that it is complete: its JSON object is closed."""
        return self._json is not None and self._json.read().whole

    def feed(self, text: str) -> Iterator[SectionEvent]:
        """Take the next piece of the answer."""
        visible = self._reasoning.feed(text)
        if self._reasoning.started_over:
            yield from self._start_over()
        self._visible += visible
        if len(self._visible) > NOTE_CHARS:
            raise AnswerUnusable(
                f"The model wrote more than {NOTE_CHARS:,} characters, which is no note. It was stopped there.",
                self.answer[:NOTE_CHARS],
            )
        if self._loops.feed(text):
            raise AnswerUnusable(
                "The model repeated itself without end and was stopped. Try again or use another model.",
                self.answer,
            )
        yield from self._show(self._read(whole=False))

    def finish(self) -> Iterator[SectionEvent]:
        """The remaining events, once the answer is complete. Afterwards texts is the result."""
        self._visible += self._reasoning.finish()
        if not self._visible.strip():
            raise AnswerUnusable("The model gave an empty answer. Try again or use another model.")
        reading = self._read(whole=True)
        if self._is_refusal(reading):
            raise AnswerUnusable(
                "The model declined to write this note. Try again or use another model.", self.answer
            )
        self.problem = reading.problem or self._what_is_missing(reading)
        if self.problem:
            raise AnswerUnusable(
                f"Could not read the model's answer: {self.problem}. Try again.", self.answer
            )
        if len(self._sections) > 1 and not any(clean_text(text).strip() for text in reading.texts.values()):
            raise AnswerUnusable(
                "The model wrote nothing in any section. Try again or use another model.", self.answer
            )
        self.has_more = reading.has_more
        yield from self._show(reading)
        hidden = sum(map(_count_hidden, reading.texts.values()))
        if hidden:
            _LOG.info("%d invisible characters removed from a model's answer", hidden)

    @property
    def texts(self) -> dict[Section, str]:
        """The final text of each section that was asked for; complete after finish."""
        return {section: self._shown[section] for section in self._sections if section in self._done}

    def _start_over(self) -> Iterator[SectionEvent]:
        self._visible, self._json, self._json_fed = "", None, 0
        if self._shown:
            self._shown, self._done = {}, set()
            yield DraftRestarted("The model was thinking aloud; its note begins here.")

    def _read(self, *, whole: bool) -> Reading:
        if self._json is None:
            heading, brace = HEADING.search(self._visible), _OBJECT.search(self._visible)
            if brace is None or (heading is not None and heading.start() < brace.start()):
                return read_headings(self._visible, whole=whole)
            self._json, self._json_fed = JsonAnswer(), brace.start()
        self._json.feed(self._visible[self._json_fed :])
        self._json_fed = len(self._visible)
        return self._json.read()

    def _show(self, reading: Reading) -> Iterator[SectionEvent]:
        for section, raw in reading.texts.items():
            if section in self._sections and section not in self._done:
                yield from self._show_section(section, raw, finished=section in reading.finished)

    def _show_section(self, section: Section, raw: str, *, finished: bool) -> Iterator[SectionEvent]:
        """What is new in a section. Of an unfinished one its last character waits: the next may join with it."""
        text = clean_text(raw).strip() if finished else clean_text(raw).lstrip()[:-1].rstrip()
        shown = self._shown.get(section)
        if shown is None and not text and not finished:
            return
        if shown is None or not text.startswith(shown):
            yield SectionStarted(section)
            shown = ""
        if len(text) > len(shown):
            yield TextAdded(section, text[len(shown) :])
        self._shown[section] = text
        if finished:
            self._done.add(section)
            yield SectionDone(section, text)

    def _what_is_missing(self, reading: Reading) -> str:
        if not reading.whole:
            return "it ends in the middle"
        missing = [section.label for section in self._sections if section not in reading.texts]
        return f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing" if missing else ""

    def _is_refusal(self, reading: Reading) -> bool:
        """True for a short answer that declines: without sections, or with nothing else in them."""
        said = " ".join(reading.texts.values()).strip() if reading.texts else self._visible.strip()
        return len(said) <= _REFUSAL_CHARS and _REFUSAL.match(said.replace("’", "'")) is not None


def _count_hidden(text: str) -> int:
    """How many characters clean_text takes out: those of the categories Cc and Cf that are gone afterwards."""

    def hidden(some: str) -> int:
        return sum(unicodedata.category(character) in {"Cc", "Cf"} for character in some)

    return hidden(text.replace("\r\n", "\n")) - hidden(clean_text(text))
