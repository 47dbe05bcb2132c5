"""The recognizer's process may die at any moment, and neither the window nor the recording goes with it."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import resources
from desktop.audio.decode import Decoded, DecodeLimits, decode
from desktop.domain.drafting import Waiting
from desktop.domain.errors import NoSpeechModel, RecognizerStopped
from desktop.domain.jobs import finish
from desktop.domain.sound import BYTES_PER_MS, Sound
from desktop.domain.speech import HeardUpTo, SegmentHeard
from desktop.speech import launch
from desktop.speech.frames import Broken, Frame, read_frame, write_frame
from desktop.speech.models import DEMO, folder_of
from desktop.speech.recognizer_process import RecognizerProcess
from desktop.speech.whisper import WhisperEngine
from desktop.workflow.transcribe import SoundQueue, device_engine, transcribe_live, transcribe_recording

SAMPLE = Path(resources.__file__).parent / "samples" / "fictional-low-back-pain.ogg"
PATIENCE_S = 10.0


@pytest.fixture(scope="module")
def visit() -> bytes:
    """The sound of a sample visit."""
    return b"".join(event.sound.pcm for event in decode(SAMPLE, DecodeLimits()) if isinstance(event, Decoded))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[WhisperEngine]:
    with closing(device_engine(tmp_path, DEMO)) as made:
        yield made


def pieces(pcm: bytes, start_ms: int = 0) -> Iterator[Sound]:
    size = 1_000 * BYTES_PER_MS
    for place in range(0, len(pcm), size):
        yield Sound(start_ms + place // BYTES_PER_MS, pcm[place : place + size])


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_gone(pid: int) -> bool:
    """True as soon as there is no process of that number; False after PATIENCE_S."""
    deadline = time.monotonic() + PATIENCE_S
    pause = threading.Event()
    while is_alive(pid) and time.monotonic() < deadline:
        pause.wait(0.02)
    return not is_alive(pid)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_process_that_dies_is_one_sentence_and_a_retry_works(
    engine: WhisperEngine, visit: bytes, how: signal.Signals
) -> None:
    """Out of memory (SIGKILL) and native crashes end the job with a sentence; the same engine then works."""

    def kill(event: object) -> None:
        if isinstance(event, SegmentHeard) and engine.pid is not None:
            os.kill(engine.pid, how)

    with pytest.raises(RecognizerStopped, match="recording is kept"):
        finish(transcribe_recording(pieces(visit), engine), kill)
    assert finish(transcribe_recording(pieces(visit), engine)).segments


def test_a_process_that_dies_live_leaves_what_was_heard(engine: WhisperEngine, visit: bytes) -> None:
    """Final segments were handed over before; the retry over the recording gives all of it."""
    queue = SoundQueue()
    for piece in pieces(visit):
        queue.put(piece)
    queue.close()
    heard: list[SegmentHeard] = []

    def kill(event: object) -> None:
        if isinstance(event, SegmentHeard):
            heard.append(event)
        if len(heard) == 3 and engine.pid is not None:
            os.kill(engine.pid, signal.SIGKILL)

    with pytest.raises(RecognizerStopped):
        finish(transcribe_live(queue, engine), kill)
    assert len(heard) >= 3
    assert len(finish(transcribe_recording(pieces(visit), engine)).segments) > len(heard)


def test_a_lack_of_memory_is_said_as_such(engine: WhisperEngine, visit: bytes) -> None:
    """When the process may take no more memory it fails or dies, and a person reads the same sentence."""
    finish(engine.load())
    assert engine.pid is not None
    in_use = int(Path(f"/proc/{engine.pid}/statm").read_text().split()[0]) * resource.getpagesize()
    resource.prlimit(engine.pid, resource.RLIMIT_AS, (in_use, in_use))
    with pytest.raises(RecognizerStopped, match="memory"):
        finish(transcribe_recording(pieces(visit * 3), engine))
    assert finish(transcribe_recording(pieces(visit), engine)).segments


def test_the_sentence_names_the_next_smaller_model() -> None:
    """The way out is in the sentence: from medium to small, from a folder of one's own to small."""
    from desktop.speech.loaded_model import stopped_sentence

    assert "smaller model small." in stopped_sentence("medium")
    assert "smaller model distil-small.en." in stopped_sentence("distil-medium.en")
    assert "smaller model small." in stopped_sentence("my-own-folder")
    assert "smaller" not in stopped_sentence("tiny")


def test_cancelling_ends_the_process_within_a_second(engine: WhisperEngine, visit: bytes) -> None:
    """Closing the job in the middle of recognition returns at once, and nothing goes on computing."""
    job = transcribe_recording(pieces(visit * 3), engine)
    while not isinstance(next(job), SegmentHeard):
        pass
    pid = engine.pid
    assert pid is not None
    began = time.monotonic()
    job.close()
    assert time.monotonic() - began < 1.0
    assert not is_alive(pid)


def test_a_job_never_leaves_its_runner_waiting_for_long(engine: WhisperEngine, visit: bytes) -> None:
    """Between two events lies a tenth of a second at most, loading included, so that Cancel works at any moment."""
    longest_s = 0.0
    before = time.monotonic()
    for _ in transcribe_recording(pieces(visit), engine):
        longest_s = max(longest_s, time.monotonic() - before)
        before = time.monotonic()
    assert longest_s < 0.5  # 0.1 s is meant; a loaded machine may be late


def test_the_process_stays_for_the_next_recording(engine: WhisperEngine, visit: bytes) -> None:
    """The model is loaded once for several recordings."""
    finish(engine.load())
    pid = engine.pid
    for _ in range(2):
        finish(transcribe_recording(pieces(visit[: 20_000 * BYTES_PER_MS]), engine))
        assert engine.pid == pid
    engine.close()
    assert engine.pid is None


def test_a_process_that_ended_by_itself_is_started_again(engine: WhisperEngine, visit: bytes) -> None:
    """After idle time the process is gone and the next recording does not notice."""
    finish(engine.load())
    assert engine.pid is not None
    ended = engine.pid
    os.kill(ended, signal.SIGTERM)
    os.waitid(os.P_PID, ended, os.WEXITED | os.WNOWAIT)
    assert finish(transcribe_recording(pieces(visit), engine)).segments
    assert engine.pid != ended


def child(code: str) -> subprocess.Popen[bytes]:
    """A Python process that runs code with this source tree."""
    return subprocess.Popen(  # noqa: S603 - this interpreter
        [sys.executable, "-c", code],
        env=launch.child_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def test_an_idle_process_ends_by_itself() -> None:
    """Nobody asked for a while: the memory is given back, and the exit is a clean one."""
    with child("import desktop.speech.whisper_child as c; c.IDLE_S = 0.1; c.main()") as process:
        assert process.wait(PATIENCE_S) == 0


def test_the_process_ends_when_the_window_is_gone() -> None:
    """A window that was killed leaves no recognizer behind."""
    code = (
        "from desktop.speech.recognizer_process import RecognizerProcess as R\n"
        "import os\nr = R('')\nr.start()\nprint(r.pid, flush=True)\nos.kill(os.getpid(), 9)"
    )
    with child(code) as window:
        assert window.stdout is not None
        pid = int(window.stdout.readline())
        window.wait(PATIENCE_S)
    assert wait_until_gone(pid)


def test_the_process_refuses_every_connection() -> None:
    """Python code of any library in it, which might want to look something up, is refused."""
    code = (
        "import desktop.speech.whisper_child as c, socket, sys\nc._stay_off_the_network()\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), 1)\n"
        "except PermissionError:\n    sys.exit(7)"
    )
    with child(code) as process:
        assert process.wait(PATIENCE_S) == 7


def test_what_libraries_print_does_not_disturb_the_talk() -> None:
    """Prints of Python and of native code go elsewhere; frames stay whole."""
    code = (
        "import os\nimport desktop.speech.whisper_child as c\nimport desktop.speech.recognition as r\n"
        "def noisy(self, question):\n    print('progress', flush=True)\n    os.write(1, b'native noise')\n"
        "    yield {'is': 'speech', 'spans': []}\n"
        "r.Recognition.answers = noisy\nc.main()"
    )
    with child(code) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        write_frame(process.stdin, Frame({"do": "find"}, bytes(100)))
        answer = read_frame(process.stdout)
        process.stdin.close()
        assert answer == Frame({"is": "speech", "spans": []})
        assert read_frame(process.stdout) is None


def test_a_process_that_talks_nonsense_is_a_stopped_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are no frame end the exchange instead of being waited for."""
    nonsense = [sys.executable, "-c", "import os; os.write(1, b'\\xff' * 64); input()"]
    monkeypatch.setattr("desktop.speech.recognizer_process.child_command", lambda: nonsense)
    with closing(RecognizerProcess("It stopped.")) as process:
        process.start()
        with pytest.raises(RecognizerStopped, match="It stopped"):
            finish(process.ask(Frame({"do": "find"})))


def test_a_frame_that_ends_early_is_broken(tmp_path: Path) -> None:
    """Every cut of a frame is noticed, and only the end between two frames is a proper one."""
    file = tmp_path / "frames"
    with file.open("wb") as stream:
        write_frame(stream, Frame({"is": "speech", "spans": [[0, 1, -20.0]]}, b"sound"))
    whole = file.read_bytes()
    for size in range(len(whole) + 1):
        file.write_bytes(whole[:size])
        with file.open("rb") as stream:
            if size == 0:
                assert read_frame(stream) is None
            elif size < len(whole):
                with pytest.raises(Broken):
                    read_frame(stream)
            else:
                assert read_frame(stream) == Frame({"is": "speech", "spans": [[0, 1, -20.0]]}, b"sound")


def test_a_frozen_program_starts_itself_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no interpreter in a frozen program: it is given its own hidden argument, and never opens a window."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert launch.child_command() == [sys.executable, launch.CHILD_ARGUMENT]


def test_libraries_are_told_to_stay_off_the_network() -> None:
    """The hub's library reads this before it thinks of a download."""
    assert launch.child_environment()["HF_HUB_OFFLINE"] == "1"


def test_a_model_that_is_not_here_starts_no_process(tmp_path: Path, visit: bytes) -> None:
    """One sentence says that it has to be got first."""
    with closing(device_engine(tmp_path, "small")) as engine:
        with pytest.raises(NoSpeechModel, match="not on this computer"):
            finish(transcribe_recording(pieces(visit), engine))
        assert engine.pid is None


def test_a_folder_with_a_pickle_starts_no_process(tmp_path: Path, visit: bytes) -> None:
    """Nothing of such a folder is even opened by a library."""
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "model.bin").write_bytes(b"\x80\x04" + bytes(100))
    with closing(device_engine(tmp_path, str(tmp_path))) as engine:
        with pytest.raises(NoSpeechModel, match="pickle"):
            finish(transcribe_recording(pieces(visit), engine))
        assert engine.pid is None


def test_a_model_that_the_library_refuses_is_one_sentence(tmp_path: Path, visit: bytes) -> None:
    """A right beginning and a damaged rest pass the form and fail to load, which is said."""
    demo = folder_of(tmp_path, DEMO)
    for file in demo.iterdir():
        content = file.read_bytes()
        (tmp_path / file.name).write_bytes(content[:5_000] if file.name == "model.bin" else content)
    with (
        closing(device_engine(tmp_path, str(tmp_path))) as engine,
        pytest.raises(NoSpeechModel, match="cannot be loaded"),
    ):
        finish(transcribe_recording(pieces(visit), engine))


def test_progress_reaches_the_end_of_the_recording(engine: WhisperEngine, visit: bytes) -> None:
    """A screen can show how much is done, with the total that it was given."""
    total_ms = len(visit) // BYTES_PER_MS
    reached = [
        event
        for event in transcribe_recording(pieces(visit), engine, total_ms=total_ms)
        if isinstance(event, HeardUpTo)
    ]
    assert reached[-1] == HeardUpTo(total_ms, total_ms)


def test_the_device_is_said_in_words(engine: WhisperEngine) -> None:
    """Before loading nothing is claimed; after it, what a transcription that was tried showed."""
    assert engine.device_in_words == ""
    assert all(isinstance(event, Waiting) for event in engine.load())
    assert engine.device_in_words.startswith("Runs on the ")


def test_a_graphics_card_that_does_not_work_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A driver that names a card is not enough: what fails to compute there computes on the processor."""
    import ctranslate2

    from desktop.speech.recognition import Recognition

    monkeypatch.setattr(ctranslate2, "get_cuda_device_count", lambda: 1)
    question = {
        "do": "load",
        "folder": str(folder_of(tmp_path, DEMO)),
        "gpu": True,
        "threads": 1,
        "precision": "default",
    }
    (answer,) = Recognition().answers(Frame(question))
    assert answer["is"] == "loaded"
    assert answer["device"] == "cpu"
