"""An endpoint: where a language model answers, which model, and how long to wait for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible address and model, as a person set it up.

    base_url: up to and without "/chat/completions", for example "http://127.0.0.1:11434/v1"; an Azure
    deployment's address keeps its "?api-version=...". api_key: may be empty, as servers on one's own machine
    need none; it is never shown or logged. allow_plain_http: the tick that allows http to this computer or
    the local network. context_tokens: how many tokens the model reads and writes together; None when unknown.
    use_proxy: go through the proxy that the environment names. ca_file: certificates of a clinic's own
    authority, in PEM format, trusted besides the system's.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    allow_plain_http: bool = False
    first_token_timeout_s: float = 120.0
    between_tokens_timeout_s: float = 30.0
    context_tokens: int | None = None
    use_proxy: bool = False
    ca_file: str = ""

    @property
    def host(self) -> str:
        """The host, and the port where the address names one: what a person is shown before text is sent."""
        try:
            return urlsplit(self.base_url).netloc.rpartition("@")[2]
        except ValueError:
            return "an unreadable address"
