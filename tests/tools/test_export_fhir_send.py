"""Sending a DocumentReference to a FHIR server: once, to the right place, with a plain sentence when it fails."""

import json
import logging
import time

import pytest

from desktop.domain.errors import (
    EndpointError,
    EndpointNotAllowed,
    EndpointUnreachable,
    SendingRefused,
    SendingUncertain,
)
from desktop.domain.jobs import Waiting, finish
from desktop.export import fhir_send
from desktop.export.fhir import ServerReferences, document_reference, text_attachment
from desktop.export.fhir_send import FhirServer, create_request, send
from tests.servers.documents import amended_note, signed_note
from tests.servers.fhir_server import TOKEN, FhirTestServer


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
    """Tries follow each other fast here."""
    monkeypatch.setattr(fhir_send, "_PAUSE_S", 0.05)


def _reference(document=None):
    document = document or signed_note()
    return document_reference(document, [text_attachment(document)], ServerReferences(patient="Patient/1"))


def _target(server, token=TOKEN):
    return FhirServer(server.base_url, token, allow_plain_http=True)


def test_a_document_is_stored_and_its_name_there_comes_back():
    """The server holds exactly what was shown before, and says what it is called."""
    resource = _reference()
    with FhirTestServer() as server:
        shown = create_request(_target(server), resource)
        sent = finish(send(_target(server), resource))
        assert sent.name == "DocumentReference/1000"
        assert not sent.was_there
        (create,) = server.creates
    assert create.body == shown.body
    assert json.loads(shown.body) == resource
    assert {name: create.headers[name.lower()] for name in shown.headers} == dict(shown.headers)
    assert TOKEN not in repr(shown)
    assert TOKEN not in repr(_target(server))


def test_sending_again_finds_what_is_there():
    """A second click stores nothing and names the same document."""
    resource = _reference()
    with FhirTestServer() as server:
        first = finish(send(_target(server), resource))
        second = finish(send(_target(server), resource))
        assert (second.name, second.was_there) == (first.name, True)
        assert len(server.stored) == 1


def test_an_addendum_is_a_new_version_beside_the_old_one():
    """The document with an addendum is another one for the server, under the same visit's identifier."""
    with FhirTestServer() as server:
        finish(send(_target(server), _reference()))
        finish(send(_target(server), _reference(amended_note())))
        first, second = server.stored.values()
    assert first["masterIdentifier"] != second["masterIdentifier"]
    assert first["identifier"][1] == second["identifier"][1]
    assert (first["docStatus"], second["docStatus"]) == ("final", "amended")


@pytest.mark.parametrize("ignores_conditions", [False, True])
def test_a_lost_answer_does_not_store_twice(ignores_conditions):
    """The server stores, the answer is lost: the document is found, also where conditional creates are unknown."""
    with FhirTestServer("lose_answer", "ok") as server:
        server.ignores_conditions = ignores_conditions
        sent = finish(send(_target(server), _reference()))
        assert sent.name == "DocumentReference/1000"
        assert len(server.stored) == 1
        assert len(server.creates) == 1


def test_a_request_that_got_lost_is_sent_again():
    """Nothing was stored, the server says so, and the second try stores it once."""
    with FhirTestServer("hang_up", 503, "ok") as server:
        sent = finish(send(_target(server), _reference()))
        assert sent.name == "DocumentReference/1000"
        assert len(server.creates) == 3
        assert len(server.stored) == 1


def test_without_a_search_there_is_no_second_try():
    """A server that cannot be asked gets the document once; the sentence says that the outcome is not known."""
    with FhirTestServer("lose_answer", "ok", searches=False) as server:
        with pytest.raises(SendingUncertain, match="not stored twice"):
            finish(send(_target(server), _reference()))
        assert len(server.creates) == 1
        assert finish(send(_target(server), _reference())).was_there
        assert len(server.stored) == 1


def test_a_server_without_a_search_takes_documents():
    """The name comes from the answer to the create."""
    with FhirTestServer(searches=False) as server:
        assert finish(send(_target(server), _reference())).name == "DocumentReference/1000"


def test_documents_of_others_are_not_taken_for_ours():
    """A server that ignores the search parameter answers with everything; ours is stored nevertheless."""
    with FhirTestServer() as server:
        finish(send(_target(server), _reference(amended_note())))
        server.ignores_search_parameters = True
        server.ignores_conditions = True
        sent = finish(send(_target(server), _reference()))
        assert (sent.name, sent.was_there) == ("DocumentReference/1001", False)


def test_several_matches_send_nothing():
    """Two documents of the same identity are for a person to sort out."""
    resource = _reference()
    with FhirTestServer() as server:
        server.store(resource)
        server.store(resource)
        with pytest.raises(SendingRefused, match="more than once") as refused:
            finish(send(_target(server), resource))
        assert refused.value.status == 412
        assert not server.creates


@pytest.mark.parametrize(
    ("status", "words"),
    [(400, "as it is"), (403, "right"), (404, "FHIR address"), (409, "identity"), (412, "more than once"),
     (413, "without the PDF"), (422, "does not know the patient"), (500, "fault"), (418, "418")],
)  # fmt: skip
def test_each_refusal_has_a_plain_sentence(status, words):
    """The sentence is ours; what the server said stands beside it as plain text."""
    with FhirTestServer(status) as server:
        server.outcome_text = "<b>bold</b>\u202e\nsecond line"
        with pytest.raises(SendingRefused, match=words) as refused:
            finish(send(_target(server), _reference()))
        assert refused.value.status == status
        assert refused.value.about == "<b>bold</b> second line"
        assert "bold" not in refused.value.sentence
        assert not server.stored


def test_a_limit_is_waited_out_and_then_said():
    """429 is tried three times in all, without looking whether it arrived, because it did not."""
    with FhirTestServer(429) as server:
        with pytest.raises(SendingRefused, match="wait a minute"):
            finish(send(_target(server), _reference()))
        assert len(server.creates) == 3
    with FhirTestServer(429, "ok") as server:
        assert finish(send(_target(server), _reference())).name


def test_a_wrong_token_stops_before_the_document_leaves():
    """The search asks first, so that nothing of the patient was sent."""
    with FhirTestServer() as server:
        with pytest.raises(SendingRefused, match="access token"):
            finish(send(_target(server, "wrong"), _reference()))
        assert not server.creates


def test_a_redirect_is_not_followed():
    """The document stays with the host that a person saw."""
    with FhirTestServer("redirect") as server, pytest.raises(EndpointNotAllowed, match="redirects"):
        finish(send(_target(server), _reference()))


@pytest.mark.parametrize(
    ("url", "allowed"),
    [("http://127.0.0.1:9/fhir", False), ("http://192.0.2.7/fhir", True), ("ftp://fhir.example", True),
     ("https://user:pass@fhir.example/r4", True), ("https://fhir.example/r4?x=1", True)],
)  # fmt: skip
def test_addresses_that_may_not_be_used(url, allowed):
    """Plain http needs the tick and a near host; keys do not belong into addresses."""
    server = FhirServer(url, TOKEN, allow_plain_http=allowed)
    with pytest.raises(EndpointNotAllowed):
        finish(send(server, _reference()))


def test_nobody_there_is_said():
    """Nothing listens: one sentence, and nothing was sent."""
    with FhirTestServer() as server:
        target = _target(server)
    with pytest.raises(EndpointUnreachable, match="cannot be reached"):
        finish(send(target, _reference()))


def test_a_silent_server_ends_at_the_time_limit(monkeypatch):
    """It stored and says nothing: after the limit the document is found."""
    monkeypatch.setattr(fhir_send, "_READ_TIMEOUT_S", 0.3)
    with FhirTestServer("stall") as server:
        assert finish(send(_target(server), _reference())).name == "DocumentReference/1000"
        assert len(server.stored) == 1


def test_cancelling_is_prompt():
    """Closing the job ends the wait for a server that says nothing."""
    with FhirTestServer("hang") as server:
        job = send(_target(server), _reference())
        while not server.creates:
            assert isinstance(next(job), Waiting)
        began = time.monotonic()
        job.close()
        assert time.monotonic() - began < 1


def test_nothing_of_the_document_is_logged_or_in_an_error(caplog):
    """Neither the log nor any sentence holds the patient, the words or the token."""
    caplog.set_level(logging.DEBUG)
    sentences = []
    for script in ("hang_up", 422, 500):
        with FhirTestServer(script) as server, pytest.raises(EndpointError) as error:
            finish(send(_target(server), _reference()))
        sentences.append(error.value.sentence)
    said = caplog.text + " ".join(sentences)
    for secret in (TOKEN, "Sampleton", "FICT-0042", "back pain"):
        assert secret not in said
