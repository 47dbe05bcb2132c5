"""The Hugging Face hub as models are fetched from it: which files, of which commit, with which checksums."""

from __future__ import annotations

import json
import re
import ssl
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from desktop.domain.drafting import Waiting
from desktop.domain.errors import NoSpeechModel
from desktop.domain.jobs import Job
from desktop.speech.fetching import Answer, Fetching

_LARGEST_JSON_BYTES = 2_000_000
_COMMIT = re.compile(r"[0-9a-f]{40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,80}")

_PORTAL = (
    "The network answered with a web page instead of the model; often that is its sign-in page. "
    "Sign in with a browser, then try again."
)


@dataclass(frozen=True, slots=True)
class Network:
    """How to reach the hub.

    use_proxy: through the proxy that the environment names. ca_file: certificates of the clinic's own authority,
    in PEM format, trusted besides the system's.
    """

    use_proxy: bool = False
    ca_file: str = ""


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file as the hub lists it. sha256: for large files. git_hash: for small ones, of git's own kind."""

    path: str
    size: int
    sha256: str
    git_hash: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """How much of a file is there."""

    done_bytes: int


class Hub:
    """Asks one hub. Every address on the way must be https, except for a hub on this computer itself."""

    def __init__(self, url: str, network: Network) -> None:
        self._url = url
        self._network = network

    def files_of(self, repository: str) -> Job[Waiting, tuple[str, list[HubFile]]]:
        """The newest commit of a repository and the files in it. Raises NoSpeechModel."""
        newest = yield from self._json(f"/api/models/{repository}/revision/main")
        commit = newest.get("sha", "") if isinstance(newest, dict) else ""
        if not isinstance(commit, str) or not _COMMIT.fullmatch(commit):
            raise NoSpeechModel(_PORTAL)
        listed = yield from self._json(f"/api/models/{repository}/tree/{commit}")
        if not isinstance(listed, list):
            raise NoSpeechModel(_PORTAL)
        return commit, [file for entry in listed if (file := _file(entry)) is not None]

    def fetch(
        self, repository: str, commit: str, file: HubFile, target: Path
    ) -> Job[Waiting | Fetched, None]:
        """Download what is missing of a file. Raises NoSpeechModel, and OSError where it cannot be stored."""
        have = target.stat().st_size if target.exists() else 0
        if have > file.size:
            target.unlink()
            have = 0
        yield Fetched(have)
        if have == file.size:
            return
        headers = {"range": f"bytes={have}-"} if have else {}
        with (yield from self._open(f"/{repository}/resolve/{commit}/{file.path}", headers)) as fetching:
            assert fetching.answer is not None
            goes_on = fetching.answer.status == 206 and fetching.answer.starts_at == have
            have = have if goes_on else 0
            with target.open("ab" if goes_on else "wb") as stream:
                for piece in fetching.pieces():
                    if isinstance(piece, Waiting):
                        yield piece
                        continue
                    stream.write(piece.data)
                    have += len(piece.data)
                    if have > file.size:
                        raise NoSpeechModel(_PORTAL)
                    yield Fetched(have)
        if have < file.size:
            raise NoSpeechModel(
                f"The download stopped at {have / 1e6:,.0f} of {file.size / 1e6:,.0f} MB. Try again: it goes on from there."
            )

    def _json(self, path: str) -> Job[Waiting, Any]:
        content = bytearray()
        with (yield from self._open(path, {})) as fetching:
            for piece in fetching.pieces():
                if isinstance(piece, Waiting):
                    yield piece
                    continue
                content += piece.data
                if len(content) > _LARGEST_JSON_BYTES:
                    raise NoSpeechModel(_PORTAL)
        try:
            return json.loads(content)
        except ValueError as error:
            raise NoSpeechModel(_PORTAL) from error

    def _open(self, path: str, headers: Mapping[str, str]) -> Job[Waiting, Fetching]:
        """Ask for an address and follow redirects; the caller closes what is returned."""
        url = self._url + path
        for _ in range(5):
            self._check(url)
            fetching = Fetching(url, headers, _certificates(self._network), self._proxy(url))
            try:
                answer = yield from fetching.begin()
            except BaseException:
                fetching.close()
                raise
            if answer.status in {301, 302, 303, 307, 308} and answer.location:
                fetching.close()
                url = urljoin(url, answer.location)
                continue
            try:
                _check_answer(answer)
            except NoSpeechModel:
                fetching.close()
                raise
            return fetching
        raise NoSpeechModel(_PORTAL)

    def _check(self, url: str) -> None:
        own = urlsplit(self._url)
        is_own_computer = own.scheme == "http" and own.hostname in {"127.0.0.1", "localhost", "::1"}
        asked = urlsplit(url)
        if asked.scheme == "https" or (is_own_computer and asked.hostname == own.hostname):
            return
        raise NoSpeechModel(
            "The network led away from the encrypted address of the models, so nothing was downloaded. "
            "Sign in to the network with a browser, or ask whoever runs it."
        )

    def _proxy(self, url: str) -> str | None:
        host = urlsplit(url).hostname or ""
        if not self._network.use_proxy or urllib.request.proxy_bypass(host):
            return None
        proxies = urllib.request.getproxies()
        return proxies.get(urlsplit(url).scheme) or proxies.get("all")


def _check_answer(answer: Answer) -> None:
    if answer.status not in {200, 206}:
        raise NoSpeechModel(
            f"The hub answered with an error (status {answer.status}). Try again later, or use a folder with a model."
        )
    if answer.content_type.startswith("text/html"):
        raise NoSpeechModel(_PORTAL)


def _file(entry: Any) -> HubFile | None:
    """One entry of a listing; None for folders, odd names and anything that is not in the hub's form."""
    if not isinstance(entry, dict) or entry.get("type") != "file":
        return None
    path, size, git_hash = entry.get("path"), entry.get("size"), entry.get("oid")
    large = entry.get("lfs")
    sha256 = large.get("oid") if isinstance(large, dict) else ""
    if not (isinstance(path, str) and isinstance(git_hash, str) and isinstance(sha256, str)):
        return None
    if not isinstance(size, int) or size < 0 or not _PLAIN_NAME.fullmatch(path):
        return None
    if sha256 and not _SHA256.fullmatch(sha256):
        return None
    return HubFile(path, size, sha256, git_hash)


def _certificates(network: Network) -> ssl.SSLContext:
    import httpx2  # noqa: PLC0415 - only for a download

    context = httpx2.create_ssl_context(trust_env=False)
    if network.ca_file:
        try:
            context.load_verify_locations(cafile=network.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise NoSpeechModel(
                "The file with the clinic's own certificates cannot be read. Choose it again in Settings."
            ) from error
    return context
