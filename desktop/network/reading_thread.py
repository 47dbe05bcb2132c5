"""The part of an exchange that runs on the background thread: send the request, read the answer to its end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Any, cast

import httpx2
import openai
from openai.types.chat import ChatCompletionChunk, ChatCompletionMessageParam

from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable, EndpointUnreachable
from desktop.network.client import open_client
from desktop.network.ending import Alive, Arrived, Ending
from desktop.network.failures import http_failure, unreachable
from desktop.network.features import Features
from desktop.network.message import Message

_ANSWER_CHARS = 1_000_000
_SECOND_LINE_S = 10.0


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """Asks one question. put takes what arrives; stop ends every wait; connected is set once the connection stands."""

    endpoint: Endpoint
    messages: Sequence[Message]
    features: Features
    stop: Event
    connected: Event
    put: Callable[[Arrived], None]

    def read(self) -> Ending:
        """Ask and put what arrives, until the answer ends or stop is set. Raises EndpointError."""
        endpoint = self.endpoint
        # Behind the limits of the job that reads along, which also sees what is no token.
        limit_s = max(endpoint.first_token_timeout_s, endpoint.between_tokens_timeout_s) + _SECOND_LINE_S
        with open_client(endpoint, self.stop, self.connected, limit_s) as client:
            try:
                return self._ask(client)
            except openai.APIStatusError as error:
                return Ending(http=http_failure(error))
            except (openai.APIError, httpx2.HTTPError) as error:
                failure = unreachable(error, endpoint.host)
                timed_out = isinstance(error, (openai.APITimeoutError, httpx2.TimeoutException))
                if self.connected.is_set() and not timed_out and type(failure) is EndpointUnreachable:
                    return Ending(
                        cut=failure
                    )  # the server took the request, and hung up or sent an error event
                raise failure from error
            except json.JSONDecodeError as error:
                raise AnswerUnusable(
                    f"{endpoint.host} sent an answer that cannot be read. Try again."
                ) from error

    def _ask(self, client: openai.OpenAI) -> Ending:
        raw = client.chat.completions.with_raw_response.create(
            model=self.endpoint.model,
            messages=cast("list[ChatCompletionMessageParam]", list(self.messages)),
            stream=True,
            **self.features.arguments(),
        )
        kind = raw.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind in {"text/html", "application/xhtml+xml"}:
            raw.http_response.close()
            raise AnswerUnusable(
                f"{self.endpoint.host} answered with a web page instead of a note. Check the address in Settings."
            )
        if kind == "application/json":
            return _read_whole(raw.http_response.read(), self.endpoint.host, self.put)
        with cast("openai.Stream[ChatCompletionChunk]", raw.parse()) as stream:
            return _read_stream(stream, self.stop, self.put)


def _read_whole(body: bytes, host: str, put: Callable[[Arrived], None]) -> Ending:
    """An answer in one piece, from a server that does not stream."""
    try:
        answer = json.loads(body)
        choice = answer["choices"][0]
        text = choice["message"].get("content") or ""
        ending = Ending(
            finish_reason=choice.get("finish_reason") or "",
            prompt_tokens=(answer.get("usage") or {}).get("prompt_tokens"),
            refused=bool(choice["message"].get("refusal")),
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise AnswerUnusable(
            f"{host} did not answer as an OpenAI-compatible server does. Check the address in Settings."
        ) from error
    if isinstance(text, str) and text:
        put(text)
    return ending


def _read_stream(
    stream: openai.Stream[ChatCompletionChunk], stop: Event, put: Callable[[Arrived], None]
) -> Ending:
    """Put the text of each event. Fields are read with care: servers leave out what they like."""
    finish_reason, prompt_tokens, refused, chars = "", None, False, 0
    for event in cast("Iterable[Any]", stream):
        counted = getattr(getattr(event, "usage", None), "prompt_tokens", None)
        prompt_tokens = counted if isinstance(counted, int) else prompt_tokens
        for choice in (getattr(event, "choices", None) or [])[:1]:
            finish_reason = getattr(choice, "finish_reason", None) or finish_reason
            delta = getattr(choice, "delta", None)
            refused = refused or bool(getattr(delta, "refusal", None))
            text = getattr(delta, "content", None)
            if isinstance(text, str) and text:
                chars += len(text)
                put(text)
            elif getattr(delta, "reasoning_content", None) or getattr(delta, "reasoning", None):
                put(Alive())
        if chars > _ANSWER_CHARS or stop.is_set():
            break
    return Ending(finish_reason, prompt_tokens, refused)
