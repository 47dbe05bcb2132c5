"""Reads the sections out of a JSON answer while it is still being written."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic_core import from_json

from desktop.domain.note import Section
from desktop.drafting.endpoint.reading import Reading

_NAMES = {name: section for section in Section for name in (section.value, section.value[0])}
_IN_STRING = re.compile(r'[^"\\\x00-\x1f]+')
_OUTSIDE = re.compile(r'[^"{}]+')


class JsonAnswer:
    """One JSON object, fed piece by piece from its opening brace; text behind its end is ignored.

    Raw line ends and tabs inside strings, which JSON forbids and small models write, are taken as meant.
    """

    def __init__(self) -> None:
        self._object: list[str] = []
        self._depth = 0
        self._in_string = False
        self._escaped = False
        self._closed = False

    def feed(self, text: str) -> None:
        """Take the next piece."""
        at = 0
        while at < len(text) and not self._closed:
            run = None if self._escaped else (_IN_STRING if self._in_string else _OUTSIDE).match(text, at)
            if run is not None:
                self._object.append(run.group())
                at = run.end()
                continue
            self._take(text[at])
            at += 1

    def _take(self, character: str) -> None:
        """A character that may change whether we are inside a string or an object."""
        if self._escaped:
            self._escaped = False
        elif self._in_string:
            self._in_string = character != '"'
            self._escaped = character == "\\"
            if character < " ":
                character = {"\n": "\\n", "\t": "\\t"}.get(character, "")
        elif character == '"':
            self._in_string = True
        else:
            self._depth += 1 if character == "{" else -1
            self._closed = self._depth == 0
        self._object.append(character)

    def read(self) -> Reading:
        """The sections so far."""
        written = "".join(self._object)
        try:
            value = (
                self._whole(written) if self._closed else from_json(written, allow_partial="trailing-strings")
            )
        except ValueError:  # the parser's own words may quote the answer, which is clinical
            return Reading({}, frozenset(), self._closed, problem="it is not valid JSON")
        return _sections(value, whole=self._closed)

    def _whole(self, written: str) -> Any:
        """The complete object. Raises ValueError when a key occurs twice, as one of the two would be lost."""

        def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
            if len({key for key, _ in pairs}) < len(pairs):
                raise ValueError
            return dict(pairs)

        return json.loads(written, object_pairs_hook=unique)


def _sections(value: Any, *, whole: bool) -> Reading:
    """The sections of an object, or of the one object inside it ({"note": {...}})."""
    if isinstance(value, dict) and len(value) == 1:
        (key, inner), *_ = value.items()
        if _section(key) is None and isinstance(inner, dict):
            value = inner
    if not isinstance(value, dict):
        return Reading({}, frozenset(), whole, problem="it is not an object with the sections")
    texts: dict[Section, str] = {}
    has_more = False
    last: Section | None = None
    for key, content in value.items():
        section = _section(key)
        last = section
        if section is None:
            has_more = has_more or bool(content)
            continue
        if section in texts:
            return Reading({}, frozenset(), whole, problem=f"it holds {section.label} twice")
        text = _as_text(content)
        if text is None:
            return Reading({}, frozenset(), whole, problem=f"{section.label} is not text")
        texts[section] = text
    finished = frozenset(texts) if whole else frozenset(texts) - {last}
    return Reading(texts, finished, whole, has_more=has_more)


def _section(key: str) -> Section | None:
    return _NAMES.get(key.strip().casefold())


def _as_text(value: Any) -> str | None:
    """Text as it is, a list as lines, an object as "heading: text" lines; None for what cannot be meant as text."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return "\n".join(value)
    if isinstance(value, dict):
        lines = [(key, _as_text(item)) for key, item in value.items() if not isinstance(item, dict)]
        if len(lines) == len(value) and all(text is not None for _, text in lines):
            return "\n".join(f"{key}: {text}" for key, text in lines)
    return None
