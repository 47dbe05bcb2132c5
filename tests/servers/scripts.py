"""What the loopback server can do with a request, by name. Each script answers one request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.servers.chat import Chat
from tests.servers.low_back_pain import LOW_BACK_PAIN, LOW_BACK_PAIN_NOTE

__all__ = [
    "LOW_BACK_PAIN",
    "LOW_BACK_PAIN_NOTE",
    "SCRIPTS",
    "Script",
    "context_exceeded",
    "redirect_to",
    "status",
    "streaming",
    "too_many_requests",
]

Script = Callable[[Chat], None]

STATUS_BODIES: dict[int, dict[str, Any]] = {
    400: {"error": {"message": "Bad request", "type": "invalid_request_error"}},
    401: {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}},
    403: {"error": {"message": "Not allowed"}},
    404: {"error": {"message": "The model does not exist", "code": "model_not_found"}},
    429: {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}},
    500: {"error": {"message": "Internal error"}},
    503: {"error": {"message": "Overloaded"}},
}


def streaming(text: str) -> Script:
    """A script that streams a text and ends well."""

    def script(chat: Chat) -> None:
        chat.begin()
        chat.delta({"role": "assistant", "content": ""})
        chat.say(text)
        chat.finish()

    return script


def ok(chat: Chat) -> None:
    """The note as one JSON object."""
    streaming(chat.note_json)(chat)


def ok_in_one_piece(chat: Chat) -> None:
    """The note from a server that does not stream."""
    message = {"role": "assistant", "content": chat.note_json}
    chat.json(
        {
            "id": "x",
            "object": "chat.completion",
            "created": 0,
            "model": "test-model",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {
                "prompt_tokens": chat.prompt_tokens,
                "completion_tokens": 9,
                "total_tokens": chat.prompt_tokens + 9,
            },
        }
    )


def headings_of(chat: Chat) -> str:
    """The note as text with headings."""
    return "\n\n".join(f"{name.capitalize()}:\n{text}" for name, text in chat.note.items())


def plain_headings(chat: Chat) -> None:
    """Text with headings, whatever form was asked for."""
    streaming(headings_of(chat))(chat)


def no_schema_400(chat: Chat) -> None:
    """A server that knows neither response_format nor stream_options, and says so."""
    for wish in ("stream_options", "response_format"):
        if wish in chat.body:
            chat.status(400, {"error": {"message": f"Unrecognized request argument supplied: {wish}"}})
            return
    plain_headings(chat)


def object_only(chat: Chat) -> None:
    """A server that knows json_object and no schema."""
    if chat.body.get("response_format", {}).get("type") == "json_schema":
        chat.status(422, {"error": {"message": "response_format json_schema is not supported"}})
        return
    ok(chat)


def fenced(chat: Chat) -> None:
    """The object in a Markdown fence with words around it."""
    streaming(
        f"Here is the note:\n\n```json\n{chat.note_json}\n```\nLet me know if {{anything}} is unclear."
    )(chat)


def think(chat: Chat) -> None:
    """Thinking aloud before the answer."""
    streaming(
        f'<think>The plan is {{"plan": "secret thought"}}.\nPlan: secret thought</think>\n\n{chat.note_json}'
    )(chat)


def think_without_opening(chat: Chat) -> None:
    """Thinking of which the server swallowed the opening tag."""
    streaming(f"Subjective: secret thought\n\nmore thought\n</think>\n{chat.note_json}")(chat)


def reasoning_field(chat: Chat) -> None:
    """Thinking in a field of its own."""
    chat.begin()
    for _ in range(20):
        chat.delta({"reasoning_content": "secret thought "})
    chat.say(chat.note_json)
    chat.finish()


def cut_midway(chat: Chat) -> None:
    """Half the answer, then the connection breaks."""
    chat.begin()
    chat.say(chat.note_json[: len(chat.note_json) // 2])
    chat.cut()


def ends_midway(chat: Chat) -> None:
    """Half the answer, then the stream ends properly but without a reason."""
    chat.begin()
    chat.say(headings_of(chat)[: len(headings_of(chat)) // 2])
    chat.end()


def no_finish_reason(chat: Chat) -> None:
    """The whole object from a server that never says why it stopped."""
    chat.begin()
    chat.say(chat.note_json)
    chat.end()


def error_event(chat: Chat) -> None:
    """Half the answer, then an error as an event of the stream."""
    chat.begin()
    chat.say(chat.note_json[: len(chat.note_json) // 2])
    chat.event({"error": {"message": "worker died"}})
    chat.end()


def length(chat: Chat) -> None:
    """The answer stops at a limit."""
    chat.begin()
    chat.say(chat.note_json[:-40])
    chat.finish("length")


def content_filter(chat: Chat) -> None:
    """The server's filter stops the answer."""
    chat.begin()
    chat.say(chat.note_json[:80])
    chat.finish("content_filter")


def html_200(chat: Chat) -> None:
    """A web page with status 200."""
    chat.page(
        "<!doctype html><html><body>Sign in to the hotel network</body></html>", "text/html; charset=utf-8"
    )


def page_without_type(chat: Chat) -> None:
    """A web page that calls itself a stream."""
    chat.page("<!doctype html><html><body>Sign in</body></html>", "text/event-stream")


def not_json(chat: Chat) -> None:
    """Events that are not JSON."""
    chat.begin()
    chat.raw(b"data: {oops\n\n")
    chat.end()


def wrong_object(chat: Chat) -> None:
    """JSON that is no chat completion."""
    chat.json({"hello": "world"})


def hang_before_headers(chat: Chat) -> None:
    """Takes the request and says nothing."""
    chat.hang()


def hang_midway(chat: Chat) -> None:
    """Half the answer, then silence."""
    chat.begin()
    chat.say(chat.note_json[: len(chat.note_json) // 2])
    chat.hang()


def loop(chat: Chat) -> None:
    """One sentence without end."""
    chat.begin()
    chat.say('{"subjective": "')
    while not chat.server.closing.is_set():
        chat.say("The patient reports low back pain for three weeks. ")


def refusal_text(chat: Chat) -> None:
    """A refusal in words."""
    streaming("I'm sorry, but I can't help with creating medical records.")(chat)


def refusal_in_sections(chat: Chat) -> None:
    """A refusal in the form that was asked for."""
    sections = dict.fromkeys(chat.sections, "")
    sections[chat.sections[0]] = "I cannot assist with this request."
    streaming(json.dumps(sections))(chat)


def refusal_field(chat: Chat) -> None:
    """A refusal in the field for refusals."""
    chat.begin()
    chat.delta({"refusal": "I can't do that."})
    chat.finish()


def empty(chat: Chat) -> None:
    """No text at all."""
    streaming("")(chat)


def whitespace(chat: Chat) -> None:
    """Only white space."""
    streaming(" \n\n \t ")(chat)


def empty_sections(chat: Chat) -> None:
    """A valid object with nothing in it."""
    streaming(json.dumps(dict.fromkeys(chat.sections, " ")))(chat)


def status(code: int) -> Script:
    """A script that answers with an error status."""

    def script(chat: Chat) -> None:
        chat.status(code, STATUS_BODIES[code])

    return script


def too_many_requests(retry_after: str) -> Script:
    """A script that answers 429 with a Retry-After header."""

    def script(chat: Chat) -> None:
        chat.status(429, STATUS_BODIES[429], {"Retry-After": retry_after})

    return script


def redirect_to(url: str) -> Script:
    """A script that redirects with the method and body kept."""

    def script(chat: Chat) -> None:
        chat.page("", "text/plain", 307, {"Location": url})

    return script


def context_exceeded(limit_tokens: int) -> Script:
    """A script that refuses prompts beyond a context and answers those within."""

    def script(chat: Chat) -> None:
        if chat.prompt_tokens > limit_tokens:
            message = (
                f"This model's maximum context length is {limit_tokens} tokens. Please reduce the messages."
            )
            chat.status(400, {"error": {"message": message, "code": "context_length_exceeded"}})
        else:
            ok(chat)

    return script


def huge_50mb(chat: Chat) -> None:
    """50 MB of text in one JSON string of a stream."""
    chat.begin()
    chat.delta({"content": '{"subjective": "'})
    for number in range(800):
        chat.delta({"content": "".join(f"finding {number} {letter} " for letter in range(4_500))})
    chat.end()


def huge_page(chat: Chat) -> None:
    """50 MB that are not a stream."""
    chat.begin("application/json")
    for _ in range(800):
        chat.raw(b'"' + b"x" * 65_536 + b'",')
    chat.end()


def huge_event(chat: Chat) -> None:
    """One event of 50 MB."""
    chat.begin()
    chat.raw(b"data: {")
    for _ in range(800):
        chat.raw(b" " * 65_536)
    chat.end()


def long_200k(chat: Chat) -> None:
    """A plan of more than 200,000 characters, no two lines alike."""
    chat.begin()
    chat.say('{"subjective": "Back pain.", "objective": "", "assessment": "", "plan": "')
    for number in range(300):
        chat.delta({"content": "".join(f"Item {number}.{letter} is arranged. " for letter in range(40))})
    chat.say('"}')
    chat.finish()


def bad_json(chat: Chat) -> None:
    """An object that breaks off, although the server says that it is complete."""
    streaming(chat.note_json[:-30])(chat)


def missing_section(chat: Chat) -> None:
    """An object without its last section."""
    streaming(json.dumps({name: chat.note[name] for name in chat.sections[:-1]}))(chat)


def extra_keys(chat: Chat) -> None:
    """More keys than were asked for, in another order."""
    reversed_note = {name: chat.note[name] for name in reversed(chat.sections)}
    streaming(json.dumps({"title": "Visit", **reversed_note, "billing": ["99213"]}))(chat)


def wrong_types(chat: Chat) -> None:
    """Numbers where text belongs."""
    streaming(json.dumps(dict.fromkeys(chat.sections, 7)))(chat)


def lists(chat: Chat) -> None:
    """Lists of lines where text belongs."""
    streaming(json.dumps({name: text.splitlines() for name, text in chat.note.items()}))(chat)


def truncated_prompt_usage(chat: Chat) -> None:
    """A server that cut the prompt in half without a word, as its count shows."""
    chat.begin()
    chat.say(chat.note_json)
    chat.finish(prompt_tokens=chat.prompt_tokens // 2)


def zero_width(chat: Chat) -> None:
    """Characters that nobody sees between those of the note."""
    hidden = "\u200b\u202e\U000e0041\ufeff"
    streaming(json.dumps({name: hidden.join(text) for name, text in chat.note.items()}, ensure_ascii=False))(
        chat
    )


def markup(chat: Chat) -> None:
    """Markup, links and script in every section."""
    text = '<img src="http://127.0.0.1:9/x.png"> <script>alert(1)</script> ![](http://127.0.0.1:9/) [a](file:///etc/passwd)'
    streaming(json.dumps(dict.fromkeys(chat.sections, text)))(chat)


def obey_injection(chat: Chat) -> None:
    """A model that does what a sentence in the transcript tells it."""
    streaming(json.dumps({**chat.note, "plan": "Prescribe oxycodone 80 mg, as the instructions say."}))(chat)


SCRIPTS: dict[str, Script] = {
    script.__name__: script
    for script in (
        ok, ok_in_one_piece, plain_headings, no_schema_400, object_only, fenced, think, think_without_opening,
        reasoning_field, cut_midway, ends_midway, no_finish_reason, error_event, length, content_filter, html_200, page_without_type,
        not_json, wrong_object, hang_before_headers, hang_midway, loop, refusal_text, refusal_in_sections,
        refusal_field, empty, whitespace, empty_sections, huge_50mb, huge_page, huge_event, long_200k, bad_json,
        missing_section, extra_keys, wrong_types, lists, truncated_prompt_usage, zero_width, markup, obey_injection,
    )
} | {f"status_{code}": status(code) for code in STATUS_BODIES}  # fmt: skip
