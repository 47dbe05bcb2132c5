"""Where a visit's words may go: https, or plain http within the local network after a tick, and nowhere else."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys

import pytest
import trustme

from desktop.domain.context import Sex, VisitContext
from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable, EndpointNotAllowed, EndpointRefused, EndpointUnreachable
from desktop.domain.jobs import finish
from desktop.drafting.endpoint.drafter import EndpointDrafter
from desktop.drafting.endpoint.preview import what_is_sent
from desktop.network import probe
from desktop.network.address import check_address, is_local
from desktop.network.probe import check_connection, list_models
from tests.servers.openai_server import OpenAIServer
from tests.servers.visits import endpoint, request


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/v1",
        "https://8.8.8.8",
        "https://user-host:8443/x?api-version=1",
        "HTTPS://api.example.com",
    ],
)
def test_https_is_allowed_anywhere(url) -> None:
    """Encrypted addresses need no tick."""
    check_address(Endpoint(url, "m"))


LOCAL = [
    "http://127.0.0.1:11434/v1", "http://127.8.9.1", "http://localhost:1234", "http://[::1]:8080",
    "http://10.1.2.3", "http://172.16.0.1", "http://172.31.255.1", "http://192.168.1.5", "http://169.254.1.1",
    "http://[fe80::1]", "http://[fd00::1]", "http://[::ffff:192.168.0.1]",
]  # fmt: skip


@pytest.mark.parametrize("url", LOCAL)
def test_plain_http_is_for_the_local_network_after_the_tick(url) -> None:
    """Without the tick it is refused, with it allowed."""
    check_address(Endpoint(url, "m", allow_plain_http=True))
    with pytest.raises(EndpointNotAllowed, match="not encrypted"):
        check_address(Endpoint(url, "m"))


@pytest.mark.parametrize(
    "url",
    [
        "http://8.8.8.8", "http://172.32.0.1", "http://[2001:4860:4860::8888]", "http://[::ffff:8.8.8.8]",
        "http://0.0.0.0", "http://100.64.0.1", "http://192.0.2.1", "http://224.0.0.1",
    ],
)  # fmt: skip
def test_plain_http_to_a_public_address_is_refused_with_the_tick(url) -> None:
    """The tick is for this network only."""
    with pytest.raises(EndpointNotAllowed, match="plain http is refused"):
        check_address(Endpoint(url, "m", allow_plain_http=True))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1", "file:///etc/passwd", "127.0.0.1:8080", "", "https://", "javascript:alert(1)",
        "https://me:secret@api.example.com", "https://[::1", "https://host:99999", "http://key@127.0.0.1",
        "https://exa mple.com", "https://exämple.com", "https://host\n.com",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_and_their_secrets_not_repeated(url) -> None:
    """Other schemes, user names in the address and what is no address at all."""
    with pytest.raises(EndpointNotAllowed) as failure:
        check_address(Endpoint(url, "m", allow_plain_http=True))
    assert "secret" not in failure.value.sentence


@pytest.mark.parametrize("key", ["sk-with space", "sk-line\n", "sk-naïve", "sk-\u200b1"])
def test_a_key_that_cannot_be_one_is_said_and_not_repeated(key) -> None:
    """A key pasted with something invisible fails in words before anything is sent."""
    with pytest.raises(EndpointNotAllowed, match="API key holds") as failure:
        check_address(Endpoint("https://api.example.com", "m", api_key=key))
    assert "sk-" not in failure.value.sentence


def test_the_host_of_a_broken_address_can_still_be_shown() -> None:
    """A screen that shows the host never fails, and never shows a user name or password."""
    assert Endpoint("https://[::1", "m").host == "an unreadable address"
    assert Endpoint("https://me:secret@api.example.com:8443/v1", "m").host == "api.example.com:8443"


def test_an_address_is_checked_before_anything_is_sent() -> None:
    """A drafter at a forbidden address fails at once."""
    with OpenAIServer() as server:
        with pytest.raises(EndpointNotAllowed):
            finish(EndpointDrafter(Endpoint(server.base_url, "m")).draft(request()))
        assert server.requests == []


def _resolver(monkeypatch, *addresses):
    """From now on every name has these addresses; calls are counted."""
    asked = []

    def resolve(host: str, port: int, **_: object):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


@pytest.mark.parametrize("addresses", [("93.184.216.34",), ("127.0.0.1", "93.184.216.34")])
def test_a_name_with_any_public_address_is_refused_for_plain_http(addresses, monkeypatch) -> None:
    """Every address of a name must be local when it is sent to; nothing is sent otherwise."""
    with OpenAIServer(host="models.clinic.test") as server:
        _resolver(monkeypatch, *addresses)
        with pytest.raises(EndpointNotAllowed, match=r"models\.clinic\.test"):
            finish(EndpointDrafter(endpoint(server)).draft(request()))
        assert server.requests == []


def test_a_name_is_resolved_once_and_that_address_is_used(monkeypatch) -> None:
    """The connection goes to the address that was checked; the server still sees the name."""
    with OpenAIServer(host="models.clinic.test") as server:
        asked = _resolver(monkeypatch, "127.0.0.1")
        finish(EndpointDrafter(endpoint(server)).draft(request()))
        assert asked == ["models.clinic.test"]
        assert server.requests[0].headers["host"] == f"models.clinic.test:{server.port}"


def test_the_next_address_is_tried_when_one_does_not_answer(monkeypatch) -> None:
    """A name with two addresses of which only the second listens works."""
    with OpenAIServer(host="models.clinic.test") as server:
        _resolver(monkeypatch, "127.0.0.2", "127.0.0.1")
        finish(EndpointDrafter(endpoint(server)).draft(request()))
        assert len(server.requests) == 1


@pytest.fixture(scope="module")
def authority():
    """A certificate authority of one's own."""
    return trustme.CA()


def _tls(authority, name):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def test_a_certificate_nobody_vouches_for_is_refused(authority) -> None:
    """Nothing is sent, there is no way around, and the sentence says why."""
    with OpenAIServer(tls=_tls(authority, "127.0.0.1")) as server:
        with pytest.raises(EndpointNotAllowed, match="certificate") as failure:
            finish(EndpointDrafter(endpoint(server)).draft(request()))
        assert server.requests == []
    assert not failure.value.can_retry


def test_a_certificate_of_another_host_is_refused(authority, tmp_path) -> None:
    """A trusted authority does not help a certificate for another name."""
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    with OpenAIServer(tls=_tls(authority, "other.test")) as server:
        with pytest.raises(EndpointNotAllowed, match="certificate"):
            finish(EndpointDrafter(endpoint(server, ca_file=str(ca_file))).draft(request()))
        assert server.requests == []


def test_a_clinic_can_trust_its_own_authority(authority, tmp_path) -> None:
    """With the clinic's certificate file the same server works, over TLS."""
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    with OpenAIServer(tls=_tls(authority, "127.0.0.1")) as server:
        note = finish(EndpointDrafter(endpoint(server, ca_file=str(ca_file))).draft(request()))
    assert not note.is_empty


def test_a_certificate_file_that_cannot_be_read_is_said(tmp_path) -> None:
    """The sentence names the setting to mend."""
    bad = tmp_path / "ca.pem"
    bad.write_text("no certificate")
    with pytest.raises(EndpointNotAllowed, match="certificates cannot be read"):
        list_models(Endpoint("https://127.0.0.1:9", "m", ca_file=str(bad)))


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_ignored(name, monkeypatch) -> None:
    """The visit goes straight to the endpoint, and the proxy hears nothing."""
    with OpenAIServer() as server, socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        finish(EndpointDrafter(endpoint(server)).draft(request()))
        proxy.setblocking(False)
        with pytest.raises(BlockingIOError):
            proxy.accept()


def test_a_proxy_is_used_when_it_was_chosen(monkeypatch) -> None:
    """With the setting, an encrypted request asks the environment's proxy for a tunnel."""
    monkeypatch.setenv("no_proxy", "")
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        job = EndpointDrafter(Endpoint("https://api.example.com/v1", "m", use_proxy=True)).draft(request())
        proxy.setblocking(False)
        connection = _accept_while_running(proxy, job)
        with connection:
            connection.setblocking(True)
            asked = connection.recv(200)
            job.close()
    assert asked.startswith(b"CONNECT api.example.com:443")


def test_a_proxy_of_another_kind_is_refused_in_words(monkeypatch) -> None:
    """A SOCKS proxy is not silently passed by."""
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("HTTPS_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(EndpointNotAllowed, match="proxy"):
        finish(EndpointDrafter(Endpoint("https://api.example.com/v1", "m", use_proxy=True)).draft(request()))


def _accept_while_running(listener, job):
    for _ in job:
        try:
            return listener.accept()[0]
        except BlockingIOError:
            continue
    raise AssertionError("the proxy was not asked")


def test_listing_models_tells_whether_the_endpoint_works() -> None:
    """The names, and one sentence for each outcome; no chat is sent."""
    with OpenAIServer() as server:
        settings = endpoint(server)
        assert list_models(settings) == ("other-model", "test-model")
        assert "offers the model test-model" in check_connection(settings)
        unknown = Endpoint(server.base_url, "unknown", allow_plain_http=True)
        assert "does not list the model unknown" in check_connection(unknown)
        assert server.chats == []


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        ("status_401", EndpointRefused, "API key"),
        ("html_200", AnswerUnusable, "OpenAI-compatible"),
        ("wrong_object", AnswerUnusable, "OpenAI-compatible"),
        ("hang_before_headers", EndpointUnreachable, "cannot be reached"),
    ],
)
def test_listing_models_fails_in_words(script, error, words, monkeypatch) -> None:
    """A refused key, a web page, another kind of server and silence each have a sentence."""
    monkeypatch.setattr(probe, "_TIMEOUT_S", 0.3)
    with OpenAIServer(models_script=script) as server, pytest.raises(error, match=words):
        list_models(endpoint(server))


def test_listing_models_of_a_server_that_is_not_there() -> None:
    """Nothing listens: a sentence at once."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        with pytest.raises(EndpointUnreachable, match="cannot be reached"):
            list_models(Endpoint(f"http://127.0.0.1:{unused.getsockname()[1]}", "m", allow_plain_http=True))


def test_what_is_sent_is_said_before_it_is_sent() -> None:
    """Host, model, size and kinds of information, with nothing left out and without the name."""
    context = VisitContext(name="Zebulon Quartermaine", age_years=42, sex=Sex.MALE, allergies=("penicillin",))
    asked = request(context=context)
    with OpenAIServer() as server:
        preview = what_is_sent(asked, endpoint(server))
        finish(EndpointDrafter(endpoint(server)).draft(asked))
        (received,) = server.chats
        assert preview.host == f"127.0.0.1:{server.port}"
    assert preview.model == "test-model"
    assert preview.kinds == ("transcript of the visit", "age", "sex", "allergies")
    assert preview.characters == sum(len(message["content"]) for message in received.body["messages"])
    assert "Zebulon" not in preview.text
    assert not preview.encrypted
    assert "Zebulon" not in received.text
    assert "without encryption" in preview.sentence


def test_local_is_what_the_registries_say() -> None:
    """The ends of each local range, and their neighbours."""
    inside = [
        "10.0.0.0",
        "10.255.255.255",
        "172.16.0.0",
        "172.31.255.255",
        "192.168.255.255",
        "fe80::1%eth0",
        "fdff::1",
    ]
    outside = [
        "9.255.255.255",
        "11.0.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "fec0::1",
        "::",
        "2001:db8::1",
    ]
    assert all(map(is_local, inside))
    assert not any(map(is_local, outside))


def test_the_client_is_loaded_only_when_something_is_sent() -> None:
    """A start of the program does not pay for the openai client."""
    code = (
        "import sys, desktop.drafting.endpoint; sys.exit(any(m in sys.modules for m in ('openai', 'httpx2')))"
    )
    loaded = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)  # noqa: S603 - our own words
    assert loaded.returncode == 0
