"""Which of the protocol's optional features a server is asked to use, and which it turned out not to know."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

_UNKNOWN_STATUS = frozenset({400, 404, 415, 422, 500, 501})
"""What servers answer to a parameter they do not know."""

_ABOUT_FORMAT = re.compile(
    r"response_format|json_schema|json_object|structured output|guided|grammar|schema", re.IGNORECASE
)

_LOW_TEMPERATURE = 0.2
"""Facts are copied, not invented, at a low temperature; servers' own defaults lie between 0.7 and 1. Not 0, at
which small models fall into loops."""


class Reply(Enum):
    """The form of the answer: an object held to a schema, an object by request, or plain text."""

    SCHEMA = "schema"
    OBJECT = "object"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Features:
    """What one request asks for: the form of the reply and the wishes that a server may not know.

    names: of the texts that an object holds; none when the reply is text.
    """

    names: tuple[str, ...] = ()
    reply: Reply = Reply.SCHEMA
    usage: bool = True
    temperature: bool = True

    def arguments(self) -> dict[str, Any]:
        """The request's optional parameters, as the client takes them."""
        arguments: dict[str, Any] = {}
        if self.temperature:
            arguments["temperature"] = _LOW_TEMPERATURE
        if self.usage:
            arguments["stream_options"] = {"include_usage": True}
        if self.reply is Reply.SCHEMA:
            arguments["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "note", "strict": True, "schema": self._schema()},
            }
        elif self.reply is Reply.OBJECT:
            arguments["response_format"] = {"type": "json_object"}
        return arguments

    def _schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {name: {"type": "string"} for name in self.names},
            "required": list(self.names),
            "additionalProperties": False,
        }

    def without_what_failed(self, status: int, about: str) -> Features | None:
        """The request to try after an error status, or None when the error is about something else.

        Wishes only ever go away, so a series of refusals ends.
        """
        if status not in _UNKNOWN_STATUS:
            return None
        if self.usage and re.search(r"stream_options|include_usage", about, re.IGNORECASE):
            return replace(self, usage=False)
        if self.temperature and re.search("temperature", about, re.IGNORECASE):
            return replace(self, temperature=False)
        if self.reply is not Reply.TEXT and _ABOUT_FORMAT.search(about):
            return replace(self, reply=Reply.OBJECT if self.reply is Reply.SCHEMA else Reply.TEXT)
        plain = replace(self, reply=Reply.TEXT, usage=False, temperature=False)
        # A server that gives no reason may mean any of them: ask once more with none.
        return plain if status in {400, 422} and self != plain else None
