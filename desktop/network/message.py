"""One message of a chat with a language model."""

from __future__ import annotations

from typing import Literal, TypedDict


class Message(TypedDict):
    """One message of a chat, as the OpenAI protocol has it."""

    role: Literal["system", "user", "assistant"]
    content: str
