"""Dictated text: obeys spoken punctuation and commands, and finds the dictated sections."""

from __future__ import annotations

import re
from dataclasses import dataclass

from desktop.domain.note import Section
from desktop.language.dictated_commands import Command, Kind, commands_in
from desktop.language.headings import LETTER_SETS, ORDERS_OR_RESULTS, SECTION_OF, shown

LONGEST_TAKEN_BACK_WORDS = 20
""" "Scratch that" takes back at most so many words: without a boundary near, removing would lose facts."""

_BOUNDARY = re.compile(r"[.?!;:,](?=\s)|\n")
_SENTENCE_END = re.compile(r"[.?!](?=\s)|\n")
_ABBREVIATED = re.compile(r"(?:^|\s)(?:dr|mr|mrs|ms|vs|no|st|e\.g|i\.e)$", re.IGNORECASE)
_LOOK_BACK_CHARS = 400
_STRONG = frozenset({Kind.LINE, Kind.PARAGRAPH, Kind.TAKE_BACK, Kind.HEADING, Kind.OPEN, Kind.CLOSE})


def looks_dictated(text: str) -> bool:
    """True when the text holds spoken commands: one that conversation does not have, or two marks."""
    commands = commands_in(text)
    certain = any(command.kind in _STRONG or command.written in {";", "?", "!"} for command in commands)
    return certain or len(commands) > 1


def obey_commands(text: str) -> str:
    """The text with its spoken punctuation and commands obeyed; text without commands is unchanged.

    Marks: "period" (also "full stop"), "comma", "colon", "semicolon", "question mark", "exclamation
    point", "hyphen", "open paren", "close paren", "open quote", "close quote". Lines: "new line" (also
    "next line"), "new paragraph". A heading ("assessment colon", "next heading plan", and the names of
    the four sections on their own) gets a line of its own. A mark that the recogniser wrote besides is
    not doubled. The next word after a sentence mark, a line break and a heading has a capital.

    "Scratch that" (also "delete that", "strike that") takes back what was said since the last comma,
    sentence end, line break or heading; said right after a full stop it takes back that sentence. Where
    that would be more than LONGEST_TAKEN_BACK_WORDS words, nothing is removed and the words stay.
    """
    commands = commands_in(text)
    if not commands:
        return text
    page = _Page()
    done = 0
    for command in commands:
        page.add(text[done : command.start])
        page.obey(command, text[command.start : command.end])
        done = command.end
    page.add(text[done:])
    return page.text()


class _Page:
    """The text as it is being written."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._capital = True
        self._glue = True  # no blank is needed before the next words

    def text(self) -> str:
        return "".join(self._pieces)

    def add(self, said: str) -> None:
        """Words as said, after the command before them."""
        words = said.rstrip(" \t")
        if self._pieces:
            words = words.lstrip(" \t")
        if self._glue:
            words = words.lstrip()
        if not words.strip():
            return
        if self._capital:
            words = _with_capital(words)
        if self._pieces and not self._glue:
            self._pieces.append(" ")
        self._pieces.append(words)
        self._capital = self._glue = False

    def obey(self, command: Command, said: str) -> None:
        match command.kind:
            case Kind.MARK:
                self._mark(command.written)
            case Kind.OPEN:
                capital, self._capital = self._capital, False
                self.add(command.written)
                self._glue, self._capital = True, capital
            case Kind.CLOSE:
                self._end_with(command.written, drop=" \t")
            case Kind.HYPHEN:
                self._end_with("-", drop=" \t")
                self._glue = True
            case Kind.LINE | Kind.PARAGRAPH:
                self._break(command.written)
            case Kind.HEADING:
                self._break("\n")
                self._pieces.append(f"{shown(command.written)}:\n")
            case Kind.TAKE_BACK:
                self._take_back(said)

    def _last(self, length: int) -> str:
        """Take the end of the page off, at least `length` characters if there are as many."""
        taken: list[str] = []
        count = 0
        while self._pieces and count < length:
            taken.append(self._pieces.pop())
            count += len(taken[-1])
        return "".join(reversed(taken))

    def _end_with(self, mark: str, drop: str) -> None:
        last = self._last(2).rstrip(drop)
        if last:
            self._pieces.append(last)
        self._pieces.append(mark)
        self._glue = self._capital = False

    def _mark(self, mark: str) -> None:
        if not self._pieces:
            return
        last = self._last(2).rstrip(" \t")
        stripped = last.rstrip(",.;:?!")
        self._pieces.append(stripped if stripped.strip() else last)
        if stripped.strip():
            self._pieces.append(mark)
        self._glue = False
        self._capital = mark in ".?!" or self._capital

    def _break(self, line_break: str) -> None:
        last = self._last(2).rstrip(" \t,")
        if last:
            self._pieces.append(last)
            have = len(last) - len(last.rstrip("\n"))
            self._pieces.append("\n" * max(0, len(line_break) - have))
        self._glue = self._capital = True

    def _take_back(self, said: str) -> None:
        last = self._last(_LOOK_BACK_CHARS)
        body = last.rstrip(" \t,")
        whole_sentence = body.endswith((".", "?", "!"))
        ends = _SENTENCE_END if whole_sentence else _BOUNDARY
        searched = body.rstrip(".?!")
        keep = 0
        for match in ends.finditer(searched):
            if match.group() != "." or not _ABBREVIATED.search(searched[: match.start()][-6:]):
                keep = match.end()
        removed = searched[keep:]
        is_cut_off = keep == 0 and bool(self._pieces)
        if is_cut_off or not removed.strip() or len(removed.split()) > LONGEST_TAKEN_BACK_WORDS:
            self._pieces.append(last)
            self.add(said)
            return
        kept = searched[:keep]
        self._pieces.append(kept)
        self._glue = not kept or kept.endswith("\n")
        self._capital = self._glue or kept.rstrip()[-1:] in ".?!"


def _with_capital(words: str) -> str:
    match = re.match(r"\W*(\w+)", words)
    if match is None or any(letter.isupper() for letter in match[1]):
        return words
    start = match.start(1)
    return words[:start] + words[start].upper() + words[start + 1 :]


@dataclass(frozen=True, slots=True)
class DictatedPart:
    """Characters [start, end) of a text under one heading, without the heading and outer blanks.

    heading: as it stands in the text, "" for the words before the first heading. section: None for
    those, and for a heading that holds more than one section (the data of a DAP note).
    """

    heading: str
    section: Section | None
    start: int
    end: int


_PHRASES = "|".join(re.escape(heading) for heading in sorted(SECTION_OF, key=len, reverse=True))
_HEADING = re.compile(
    rf"^[ \t]*(?:[#>*_]{{1,4}}[ \t]*|\d{{1,2}}[.)][ \t]+)?(?P<line>{_PHRASES})[*_]{{0,2}}[ \t]*(?:[:：][*_]{{0,2}}|$)"
    rf"|(?<=[.?!;] )(?P<inline>{_PHRASES}):(?=\s)",
    re.IGNORECASE | re.MULTILINE,
)
_LETTER = re.compile(r"^[ \t]*(?P<letter>[A-Za-z]):(?=\s|$)", re.MULTILINE)


def dictated_sections(text: str) -> tuple[DictatedPart, ...]:
    """The parts of a text that its headings make, in order; one part without heading if there is none.

    A heading stands before a colon at the start of a line or of a sentence, or alone on its line. The
    letters of SOAP, DAP, BIRP and SBAR count where at least two of one kind head lines.
    """
    found = [(match.start(), match.end(), match["line"] or match["inline"]) for match in _headings(text)]
    letters = _letter_headings(text)
    found = sorted(found + [(start, end, heading) for start, end, heading, _ in letters])
    of_letter = {start: section for start, _, _, section in letters}
    parts: list[DictatedPart] = []
    edges = [(0, 0, ""), *found]
    in_plan = False
    for number, (start, body, heading) in enumerate(edges):
        until = edges[number + 1][0] if number + 1 < len(edges) else len(text)
        low = " ".join(heading.lower().split())
        section = of_letter[start] if heading and start in of_letter else SECTION_OF.get(low)
        if in_plan and low in ORDERS_OR_RESULTS:
            section = Section.PLAN
        else:
            in_plan = section is Section.PLAN
        words = text[body:until]
        begin = body + len(words) - len(words.lstrip())
        end = begin + len(words.strip())
        if heading or begin < end:
            parts.append(DictatedPart(heading, section, min(begin, until), max(end, min(begin, until))))
    return tuple(parts)


def _headings(text: str) -> list[re.Match[str]]:
    return [match for match in _HEADING.finditer(text) if match["line"] or match["inline"][0].isupper()]


def _letter_headings(text: str) -> list[tuple[int, int, str, Section | None]]:
    found = [(match.start(), match.end(), match["letter"]) for match in _LETTER.finditer(text)]
    used = {letter.lower() for _, _, letter in found}
    for letters in LETTER_SETS:
        if len(used) > 1 and used <= set(letters):
            return [(start, end, letter, letters[letter.lower()]) for start, end, letter in found]
    return []
