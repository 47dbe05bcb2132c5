"""What the client's failures mean, in our own errors."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import openai

from desktop.domain.errors import EndpointError, EndpointNotAllowed, EndpointUnreachable
from desktop.network.ending import HttpFailure

_BODY_CHARS = 4_000


def http_failure(error: openai.APIStatusError) -> HttpFailure:
    """Read an error status. Its body was read by the client within the limit of a whole answer."""
    return HttpFailure(
        status=error.status_code,
        about=error.response.text[:_BODY_CHARS],
        retry_after_s=_retry_after_s(error.response.headers.get("retry-after", "")),
    )


def _retry_after_s(value: str) -> float | None:
    """Seconds, from either form of the header (RFC 9110, section 10.2.3)."""
    if re.fullmatch(r"\d{1,6}(\.\d+)?", value.strip()):
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())


def unreachable(error: Exception, host: str) -> EndpointError:
    """The sentence for a failure without any answer; our own errors raised below the client pass unchanged."""
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, EndpointError):
            return cause
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return EndpointNotAllowed(
            f"The certificate of {host} is not valid, so nothing was sent. Ask whoever runs it to correct that."
        )
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return EndpointUnreachable(
            f"No secure connection to {host} could be made. Check the address in Settings."
        )
    return EndpointUnreachable(
        f"{host} cannot be reached. Check the network and that the server is running, then try again."
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
