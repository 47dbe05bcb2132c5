"""Speech goes to an endpoint under the same rules as words, and only speech does."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

import resources
from desktop.audio.decode import Decoded, DecodeLimits, decode
from desktop.domain.drafting import Waiting
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import (
    AnswerUnusable,
    EndpointError,
    EndpointNotAllowed,
    EndpointRefused,
    EndpointUnreachable,
    NothingHeard,
)
from desktop.domain.jobs import finish
from desktop.domain.sound import BYTES_PER_MS, SAMPLE_RATE_HZ, Sound
from desktop.domain.speech import SegmentHeard
from desktop.domain.transcript import Speaker, Transcript
from desktop.workflow.transcribe import SoundQueue, endpoint_engine, transcribe_live, transcribe_recording
from tests.servers.speech_server import (
    Answering,
    SpeechServer,
    diarized,
    failing,
    hang,
    made_up,
    only_plain,
    page,
    plain,
    verbose,
)

SAMPLE = Path(resources.__file__).parent / "samples" / "fictional-low-back-pain.ogg"
LEAD_MS = 3_000


@pytest.fixture(scope="module")
def speech() -> bytes:
    """Twelve seconds of the sample visit with three seconds of silence before and after."""
    spoken = b"".join(
        event.sound.pcm for event in decode(SAMPLE, DecodeLimits()) if isinstance(event, Decoded)
    )
    return bytes(LEAD_MS * BYTES_PER_MS) + spoken[: 12_000 * BYTES_PER_MS] + bytes(LEAD_MS * BYTES_PER_MS)


def pieces(pcm: bytes) -> Iterator[Sound]:
    size = 1_000 * BYTES_PER_MS
    for place in range(0, len(pcm), size):
        yield Sound(place // BYTES_PER_MS, pcm[place : place + size])


def endpoint(server: SpeechServer, model: str = "whisper-1") -> Endpoint:
    return Endpoint(server.base_url, model, api_key="a-key", allow_plain_http=True)


def words(setup: Endpoint, pcm: bytes, expect_to_hear: tuple[str, ...] = ()) -> Transcript:
    with closing(endpoint_engine(setup)) as engine:
        return finish(transcribe_recording(pieces(pcm), engine, expect_to_hear=expect_to_hear))


def failure(answering: Answering, pcm: bytes) -> EndpointError:
    with SpeechServer(answering) as server, pytest.raises(EndpointError) as caught:
        words(endpoint(server), pcm)
    assert "patient words" not in caught.value.sentence
    return caught.value


def test_segments_come_back_at_their_time_in_the_recording(speech: bytes) -> None:
    """Times count from the start of the recording although only the spoken part was sent."""
    with SpeechServer(verbose) as server:
        transcript = words(endpoint(server), speech, ("ibuprofen", "paraspinal"))
    (sent,) = server.requests
    assert sent.path == "/v1/audio/transcriptions"
    assert sent.fields == {
        "model": "whisper-1",
        "response_format": "verbose_json",
        "language": "en",
        "prompt": "ibuprofen, paraspinal",
    }
    assert sent.headers["authorization"] == "Bearer a-key"
    assert [segment.text for segment in transcript.segments] == [
        "What brings you in today?",
        "My back hurts.",
    ]
    assert [segment.speaker for segment in transcript.segments] == [Speaker.PROVIDER, Speaker.PATIENT]
    first_ms = transcript.segments[0].start_ms
    assert first_ms is not None
    assert LEAD_MS <= first_ms <= LEAD_MS + 1_500


def test_only_speech_is_sent_and_without_loss(speech: bytes) -> None:
    """The silence before and after stays here; what is sent is FLAC with the very samples."""
    import io

    import soundfile

    with SpeechServer(verbose) as server:
        words(endpoint(server), speech)
    (sent,) = server.requests
    assert 11_000 < sent.duration_ms < 13_500
    samples, rate = soundfile.read(io.BytesIO(sent.sound), dtype="int16")
    assert rate == SAMPLE_RATE_HZ
    assert samples.tobytes() in speech


def test_silence_is_not_sent() -> None:
    """A silent recording asks no endpoint and says that nothing was heard."""
    with SpeechServer(verbose) as server, pytest.raises(NothingHeard):
        words(endpoint(server), bytes(20_000 * BYTES_PER_MS))
    assert server.requests == []


def test_a_long_recording_is_sent_in_parts(speech: bytes) -> None:
    """Each part is far below the 25 MB that endpoints take, and the times go on."""
    with SpeechServer(verbose) as server:
        transcript = words(endpoint(server), speech * 10)
    assert len(server.requests) == 2
    assert all(len(sent.sound) < 5_000_000 for sent in server.requests)
    starts = [segment.start_ms for segment in transcript.segments]
    assert starts == sorted(starts)  # type: ignore[type-var] - each has a time here
    assert len(starts) == 4


def test_live_speech_gives_the_same_events(speech: bytes) -> None:
    """Utterances are sent while the recording goes on, and heard segments are final."""
    queue = SoundQueue()
    for piece in pieces(speech):
        queue.put(piece)
    queue.close()
    with SpeechServer(plain) as server, closing(endpoint_engine(endpoint(server))) as engine:
        heard: list[SegmentHeard] = []

        def note(event: object) -> None:
            if isinstance(event, SegmentHeard):
                heard.append(event)

        transcript = finish(transcribe_live(queue, engine), note)
    assert [event.segment for event in heard] == list(transcript.segments)
    assert len(server.requests) >= 1


def test_voices_that_the_endpoint_tells_apart_become_speakers(speech: bytes) -> None:
    """A voice known by what it asks keeps its role in its short remarks."""
    with SpeechServer(diarized) as server:
        transcript = words(endpoint(server, "gpt-4o-transcribe-diarize"), speech)
    assert [segment.speaker for segment in transcript.segments] == [
        Speaker.PROVIDER, Speaker.PATIENT, Speaker.PROVIDER, Speaker.PATIENT, Speaker.PROVIDER,
    ]  # fmt: skip


def test_a_model_without_segments_is_asked_for_plain_text(speech: bytes) -> None:
    """The refused form is asked for once and not again."""
    with SpeechServer(only_plain) as server:
        transcript = words(endpoint(server), speech * 10)
    assert [segment.text for segment in transcript.segments] == ["My back hurts."] * 2
    assert [sent.fields["response_format"] for sent in server.requests] == ["verbose_json", "json", "json"]


def test_made_up_segments_are_kept_out(speech: bytes) -> None:
    """The gates hold for an endpoint too."""
    with SpeechServer(made_up) as server, pytest.raises(NothingHeard):
        words(endpoint(server), speech)


@pytest.mark.parametrize(
    ("status", "words_of_it"),
    [(401, "key"), (404, "model"), (413, "length"), (422, "does not accept"), (429, "busy"), (500, "failed")],
)
def test_an_error_status_is_one_sentence_and_the_recording_is_kept(
    speech: bytes, status: int, words_of_it: str
) -> None:
    """What the server says about it is not repeated; what to do is."""
    error = failure(failing(status), speech)
    assert isinstance(error, EndpointRefused)
    assert words_of_it in error.sentence
    assert "recording is kept" in error.sentence


def test_a_web_page_is_no_transcript(speech: bytes) -> None:
    """Status 200 alone means nothing."""
    assert isinstance(failure(page, speech), AnswerUnusable)


def test_a_redirect_is_refused_and_nothing_goes_to_the_other_host(speech: bytes) -> None:
    """Speech is not sent where somebody else points."""
    with (
        SpeechServer(verbose) as other,
        SpeechServer(redirects_to=f"{other.base_url}/audio/transcriptions") as server,
        pytest.raises(EndpointNotAllowed),
    ):
        words(endpoint(server), speech)
    assert other.requests == []


def test_plain_http_needs_the_tick_and_a_local_address(speech: bytes) -> None:
    """The rules on addresses are those for drafting."""
    with SpeechServer(verbose) as server:
        with pytest.raises(EndpointNotAllowed):
            words(replace(endpoint(server), allow_plain_http=False), speech)
        with pytest.raises(EndpointNotAllowed):
            words(replace(endpoint(server), base_url="http://192.0.2.1/v1"), speech)
    assert server.requests == []


def test_a_certificate_of_an_unknown_authority_is_refused(speech: bytes, tmp_path: Path) -> None:
    """Without the clinic's own file nothing is sent; with it the words come."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ca_file = tmp_path / "clinic.pem"
    authority.cert_pem.write_to_path(ca_file)
    with SpeechServer(verbose, tls=context) as server:
        with pytest.raises(EndpointNotAllowed):
            words(endpoint(server), speech)
        assert server.requests == []
        assert words(replace(endpoint(server), ca_file=str(ca_file)), speech).segments


def test_a_proxy_of_the_environment_is_not_used_unless_chosen(
    speech: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a dead proxy in the environment the words come all the same."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with SpeechServer(verbose) as server:
        assert words(endpoint(server), speech).segments


def test_a_server_that_is_not_there_is_one_sentence(speech: bytes) -> None:
    """Nothing listens: the network is named."""
    with SpeechServer(verbose) as server:
        setup = endpoint(server)
    with pytest.raises(EndpointUnreachable, match="cannot be reached"):
        words(setup, speech)


def test_waiting_for_an_answer_can_be_left_at_once(speech: bytes) -> None:
    """A server that does not answer keeps nobody: the job goes on waiting, and closing it returns."""
    import time

    with SpeechServer(hang) as server, closing(endpoint_engine(endpoint(server))) as engine:
        job = transcribe_recording(pieces(speech), engine)
        while not server.asked.is_set():
            next(job)
        assert isinstance(next(job), Waiting)
        began = time.monotonic()
        job.close()
        assert time.monotonic() - began < 1.0
