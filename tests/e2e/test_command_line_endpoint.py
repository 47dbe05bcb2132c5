"""The command line with a language model behind a real server on loopback, good and bad."""

from __future__ import annotations

import json
import signal

import pytest

from tests.e2e.soapstone_process import DICTATED, SECTIONS, SMALL_TALK, Soapstone, assert_one_sentence
from tests.servers.openai_server import OpenAIServer


@pytest.fixture
def soapstone(tmp_path):
    return Soapstone(tmp_path)


def endpoint(server: OpenAIServer) -> tuple[str, ...]:
    return ("--engine", "endpoint", "--base-url", server.base_url, "--model", "test-model", "--allow-http")


def test_an_endpoint_writes_all_four_sections(soapstone, tmp_path):
    """The model's answer comes out; where the words go is said on standard error, and the key nowhere."""
    context = tmp_path / "context.json"
    context.write_text(
        json.dumps({"patient_info": {"medications": ["Naproxen 250 mg"], "age": 42}}), encoding="utf-8"
    )
    with OpenAIServer("ok") as server:
        ended = soapstone(
            *("note", "--format", "json", "--context", context, *endpoint(server)),
            stdin=DICTATED,
            SOAPSTONE_API_KEY="sk-of-the-test",
        )
        assert ended.returncode == 0, ended.stderr
        note = json.loads(ended.stdout)
        assert {section: note[section] for section in SECTIONS} == dict(server.note)
        assert note["engine"] == f"endpoint: 127.0.0.1:{server.port}, test-model"
        (request,) = server.requests
    assert request.headers["authorization"] == "Bearer sk-of-the-test"
    assert "Naproxen 250 mg" in request.text
    assert f"127.0.0.1:{server.port}" in ended.stderr
    assert "medications" in ended.stderr
    assert "sk-of-the-test" not in ended.stdout + ended.stderr


@pytest.mark.parametrize("words", ["Back pain.", SMALL_TALK])
def test_what_is_refused_is_not_sent(soapstone, words):
    """Too few words and small talk go nowhere, and nobody is told that they will."""
    with OpenAIServer("ok") as server:
        ended = soapstone("note", *endpoint(server), stdin=words)
        assert ended.returncode == 1
        assert server.requests == []
    assert_one_sentence(ended.stderr)


def test_a_cut_answer_is_written_again_and_ndjson_says_so(soapstone):
    """A consumer that drops what it has on `restarted` ends with the whole note."""
    with OpenAIServer("cut_midway", "ok") as server:
        ended = soapstone("note", "--format", "ndjson", *endpoint(server), stdin=DICTATED)
        expected = dict(server.note)
    events = [json.loads(line) for line in ended.stdout.splitlines()]
    assert any(event.get("event") == "restarted" for event in events)
    texts: dict[str, str] = {}
    for event in events:
        match event:
            case {"event": "restarted"}:
                texts.clear()
            case {"event": "section_started", "section": section}:
                texts[section] = ""
            case {"section": section, "content": content}:
                texts[section] += content
    assert texts == expected
    assert events[-1]["note"]["plan"] == expected["plan"]


@pytest.mark.parametrize("form", ["text", "json", "ndjson"])
def test_half_an_answer_is_never_a_note(soapstone, form):
    """Cut twice: exit code 1, and each format says that there is no note."""
    with OpenAIServer("cut_midway") as server:
        ended = soapstone("note", "--format", form, *endpoint(server), stdin=DICTATED)
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    match form:
        case "text":
            assert ended.stdout.endswith("[Incomplete: the text above is not a note.]\n")
        case "json":
            assert ended.stdout == ""
        case _:
            assert json.loads(ended.stdout.splitlines()[-1])["event"] == "failed"


def test_a_wrong_key_is_one_sentence(soapstone):
    """After the line that names the host, one sentence says what to check."""
    with OpenAIServer("status_401") as server:
        ended = soapstone("note", *endpoint(server), stdin=DICTATED)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "key" in ended.stderr.splitlines()[-1]


def test_ctrl_c_leaves_cleanly_while_a_server_is_slow(soapstone):
    """The process ends at once with 130 and without a traceback, and the server sees it leave."""
    with OpenAIServer("hang_midway") as server:
        with soapstone.start("note", "--format", "ndjson", *endpoint(server)) as process:
            process.stdin.write(DICTATED)
            process.stdin.close()
            assert '"section"' in process.stdout.readline()
            process.send_signal(signal.SIGINT)
            process.wait(timeout=10)
            lines, complaint = process.stdout.read().splitlines(), process.stderr.read()
        assert server.client_left.wait(5)
    assert process.returncode == 130
    assert json.loads(lines[-1]) == {"event": "failed", "reason": "Stopped."}
    assert complaint.splitlines()[-1] == "soapstone: stopped."
    assert "Traceback" not in complaint
