"""A speech model comes over the network whole and verified, or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import trustme

from desktop.domain.errors import NoSpeechModel
from desktop.domain.jobs import finish
from desktop.speech.model_files import RECORD, check_folder
from desktop.speech.models import model_named
from desktop.workflow.speech_models import (
    ModelProgress,
    Network,
    best_model,
    check_model,
    download_model,
    list_models,
)
from tests.servers.model_hub import ModelHub

MODEL = model_named("tiny.en")


@pytest.fixture
def hub() -> Iterator[ModelHub]:
    with ModelHub(MODEL.repository) as server:
        yield server


def get(home: Path, hub: ModelHub, network: Network | None = None) -> list[ModelProgress]:
    seen: list[ModelProgress] = []

    def note(event: object) -> None:
        if isinstance(event, ModelProgress):
            seen.append(event)

    finish(download_model(home, MODEL.name, network, hub.url), note)
    return seen


def refusal(home: Path, hub: ModelHub, network: Network | None = None) -> str:
    with pytest.raises(NoSpeechModel) as caught:
        get(home, hub, network)
    assert not (home / "models" / MODEL.name).exists()
    return caught.value.sentence


def test_a_model_arrives_whole_with_progress_and_a_record(tmp_path: Path, hub: ModelHub) -> None:
    """After getting it the model is listed, its checksums stand in its folder, and it passes its check."""
    assert not any(state.is_there for state in list_models(tmp_path) if state.model == MODEL)
    seen = get(tmp_path, hub)
    total = sum(len(content) for content in hub.files.values() if content != b"not asked for")
    assert seen[-1] == ModelProgress(total, total)
    assert [event.done_bytes for event in seen] == sorted(event.done_bytes for event in seen)
    folder = tmp_path / "models" / MODEL.name
    assert (folder / "model.bin").read_bytes() == hub.files["model.bin"]
    record = json.loads((folder / RECORD).read_text())
    assert record["commit"] == hub.commit
    assert record["files"]["model.bin"]["sha256"] == hashlib.sha256(hub.files["model.bin"]).hexdigest()
    assert any(state.is_there for state in list_models(tmp_path) if state.model == MODEL)
    assert MODEL.repository in finish(check_model(tmp_path, MODEL.name))
    assert not (folder / "README.md").exists()


def test_once_it_is_there_nothing_asks_the_network(tmp_path: Path, hub: ModelHub) -> None:
    """Listing, choosing and checking a model are done without a single request."""
    get(tmp_path, hub)
    asked = len(hub.requests)
    list_models(tmp_path)
    assert best_model(tmp_path) in {MODEL.name, "demo"}
    finish(check_model(tmp_path, MODEL.name))
    assert len(hub.requests) == asked


def test_a_cut_download_goes_on_where_it_stopped(tmp_path: Path, hub: ModelHub) -> None:
    """The second try asks for the rest alone, and the result is right."""
    hub.cut_after = 300_000
    sentence = refusal(tmp_path, hub)
    assert "goes on from there" in sentence
    hub.cut_after = None
    get(tmp_path, hub)
    ranges = [request.range for request in hub.requests if request.path.endswith("model.bin")]
    assert ranges[0] == ""
    start = int(ranges[1].removeprefix("bytes=").removesuffix("-"))
    assert 0 < start <= 300_000
    assert (tmp_path / "models" / MODEL.name / "model.bin").read_bytes() == hub.files["model.bin"]


def test_a_server_that_ignores_ranges_begins_anew(tmp_path: Path, hub: ModelHub) -> None:
    """An answer with the whole file replaces what was there instead of being appended to it."""
    hub.cut_after = 300_000
    refusal(tmp_path, hub)
    hub.cut_after = None
    hub.ignores_ranges = True
    get(tmp_path, hub)
    assert (tmp_path / "models" / MODEL.name / "model.bin").read_bytes() == hub.files["model.bin"]


def test_leaving_a_download_keeps_what_came(tmp_path: Path, hub: ModelHub) -> None:
    """Closing the job in the middle leaves no model, and the next one goes on."""
    hub.hang_after = 500_000
    job = download_model(tmp_path, MODEL.name, None, hub.url)
    for event in job:
        if isinstance(event, ModelProgress) and event.done_bytes > 400_000:
            break
    job.close()
    assert not (tmp_path / "models" / MODEL.name).exists()
    hub.hang_after = None
    get(tmp_path, hub)
    ranges = [request.range for request in hub.requests if request.path.endswith("model.bin")]
    assert ranges[-1].startswith("bytes=")


@pytest.mark.parametrize("name", ["model.bin", "config.json"])
def test_a_file_that_is_not_what_the_hub_names_is_thrown_away(
    tmp_path: Path, hub: ModelHub, name: str
) -> None:
    """A large file is checked by SHA-256 and a small one by its git hash; the next try fetches it again."""
    right = hub.files[name]
    hub.sends[name] = right[:-1] + bytes([right[-1] ^ 1])
    sentence = refusal(tmp_path, hub)
    assert name in sentence
    assert "thrown away" in sentence
    del hub.sends[name]
    get(tmp_path, hub)


@pytest.mark.parametrize("where", ["/api/", "/resolve/"])
def test_the_sign_in_page_of_a_network_is_not_taken_for_a_model(
    tmp_path: Path, hub: ModelHub, where: str
) -> None:
    """A web page with status 200, for the listing or for a file, is named for what it is."""
    hub.portal_for = where
    assert "sign-in page" in refusal(tmp_path, hub)


def test_a_redirect_within_the_rules_is_followed(tmp_path: Path, hub: ModelHub) -> None:
    """The hub keeps large files elsewhere; one hop there is part of getting them."""
    hub.redirects = True
    get(tmp_path, hub)
    assert any(request.path.startswith("/elsewhere/") for request in hub.requests)


def test_a_redirect_to_an_unencrypted_address_is_refused(tmp_path: Path, hub: ModelHub) -> None:
    """Nothing is fetched from a host on the way that is not encrypted."""
    hub.redirects_to = "http://192.0.2.1/model.bin"
    assert "led away" in refusal(tmp_path, hub)


def test_a_file_that_may_run_code_is_refused_even_from_the_hub(tmp_path: Path, hub: ModelHub) -> None:
    """A model.bin that is a PyTorch archive has the right checksum and is still not kept."""
    hub.files["model.bin"] = b"PK\x03\x04" + bytes(2_000)
    assert "pickle" in refusal(tmp_path, hub)


def test_a_repository_without_a_model_says_so(tmp_path: Path, hub: ModelHub) -> None:
    """When the tokenizer is missing the library would look for one on the network, so nothing is kept."""
    del hub.files["tokenizer.json"]
    assert "no longer offers" in refusal(tmp_path, hub)


def test_a_full_disk_is_said_before_anything_is_fetched(
    tmp_path: Path, hub: ModelHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The space is looked at first, and the sentence has both numbers."""
    almost_full = SimpleNamespace(total=10**9, used=10**9, free=5_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: almost_full)
    sentence = refusal(tmp_path, hub)
    assert "5 MB free" in sentence
    assert not any("/resolve/" in request.path for request in hub.requests)


@pytest.mark.parametrize("status", [403, 404, 500, 503])
def test_an_error_of_the_hub_is_one_sentence(tmp_path: Path, hub: ModelHub, status: int) -> None:
    """The status stands in the sentence, with what to do."""
    hub.status = status
    assert str(status) in refusal(tmp_path, hub)


def test_a_hub_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    """No network: the way out is a folder."""
    with ModelHub(MODEL.repository) as server:
        gone = server
    assert "use a folder" in refusal(tmp_path, gone)


def test_a_certificate_of_an_unknown_authority_is_refused_and_one_s_own_is_trusted(tmp_path: Path) -> None:
    """The clinic's own authority works through its file and through nothing else."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    ca_file = tmp_path / "clinic.pem"
    authority.cert_pem.write_to_path(ca_file)
    with ModelHub(MODEL.repository, tls=context) as server:
        assert "certificate" in refusal(tmp_path, server)
        get(tmp_path, server, Network(ca_file=str(ca_file)))


def test_a_certificate_file_that_cannot_be_read_is_named(tmp_path: Path, hub: ModelHub) -> None:
    """A wrong file in Settings is not passed over silently."""
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("no certificate")
    assert "certificates cannot be read" in refusal(tmp_path, hub, Network(ca_file=str(wrong)))


def test_a_proxy_of_the_environment_is_used_only_when_chosen(
    tmp_path: Path, hub: ModelHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a proxy that does not answer, a download works until the person chooses to use it."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    assert "cannot be reached" in refusal(tmp_path, hub, Network(use_proxy=True))
    get(tmp_path, hub)


def changed(folder: Path, name: str, content: bytes) -> str:
    """What loading says after a file was changed."""
    before = (folder / name).read_bytes()
    (folder / name).write_bytes(content)
    try:
        with pytest.raises(NoSpeechModel) as caught:
            finish(check_folder(folder, MODEL.name))
    finally:
        (folder / name).write_bytes(before)
    return caught.value.sentence


def test_a_model_whose_files_changed_is_not_loaded(tmp_path: Path, hub: ModelHub) -> None:
    """One byte is enough, at the same length; back to the right bytes it may be loaded again."""
    get(tmp_path, hub)
    folder = tmp_path / "models" / MODEL.name
    model = hub.files["model.bin"]
    assert "not what was downloaded" in changed(folder, "model.bin", model[:-1] + bytes([model[-1] ^ 1]))
    assert "not what was downloaded" in changed(folder, "model.bin", model + b"more")
    assert "not what was downloaded" in changed(folder, "config.json", b'{"other": 1, "beyond": 2}')
    finish(check_folder(folder, MODEL.name))


def test_a_folder_copied_from_another_computer_is_checked_by_its_record(
    tmp_path: Path, hub: ModelHub
) -> None:
    """A machine without internet takes a copied folder, and a copy that is damaged is refused."""
    get(tmp_path, hub)
    copied = tmp_path / "stick"
    shutil.copytree(tmp_path / "models" / MODEL.name, copied, copy_function=shutil.copyfile)
    assert "Checksums verified" in finish(check_model(tmp_path, str(copied)))
    assert list(check_folder(copied, "stick")) == []  # unchanged since, so nothing is computed again
    model = hub.files["model.bin"]
    assert "not what was downloaded" in changed(copied, "model.bin", model[:-1] + bytes([model[-1] ^ 1]))


def test_a_folder_without_a_record_says_that_only_its_form_was_checked(tmp_path: Path, hub: ModelHub) -> None:
    """Nothing is claimed that was not verified."""
    get(tmp_path, hub)
    folder = tmp_path / "models" / MODEL.name
    (folder / RECORD).unlink()
    assert "only its form" in finish(check_model(tmp_path, str(folder)))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("weights.pt", b"anything", "can run code"),
        ("pytorch_model.bin", b"PK\x03\x04", "can run code"),
        ("nested.pkl", b"\x80\x04", "can run code"),
        ("model.bin", b"\x80\x02pickle" * 10, "pickle"),
        ("model.bin", b"PK\x03\x04" + bytes(100), "pickle"),
        ("model.bin", b"<!doctype html><html>sign in</html>", "web page"),
        ("model.bin", b"\x06\x00\x00\x00\x10\x00TransformerSpec\x00", "not a Whisper model"),
        ("model.bin", b"", "not a Whisper model"),
        ("config.json", b"<html>", "damaged"),
        ("tokenizer.json", b"[1, 2]", "damaged"),
    ],
)
def test_a_folder_with_the_wrong_files_is_refused(
    tmp_path: Path, hub: ModelHub, name: str, content: bytes, words: str
) -> None:
    """Files that can run code and files of another kind are named, and nothing is loaded."""
    get(tmp_path, hub)
    folder = tmp_path / "models" / MODEL.name
    (folder / RECORD).unlink()
    (folder / name).write_bytes(content)
    with pytest.raises(NoSpeechModel, match=words):
        finish(check_folder(folder, MODEL.name))


def test_a_name_that_is_neither_a_model_nor_a_folder_lists_the_names(tmp_path: Path) -> None:
    """A typo gets the list."""
    with pytest.raises(NoSpeechModel, match="large-v3-turbo"):
        finish(check_model(tmp_path, "lareg"))
