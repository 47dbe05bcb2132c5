"""Tries an endpoint's address and key before a visit's words go there: asks only for its list of models."""

from __future__ import annotations

from threading import Event

from desktop.domain.endpoint import Endpoint
from desktop.domain.errors import AnswerUnusable

_TIMEOUT_S = 5.0


def list_models(endpoint: Endpoint) -> tuple[str, ...]:
    """The names of the models that the endpoint offers, sorted. Sends no patient data.

    Blocks for up to 5 s each to connect and to answer. Raises EndpointError.
    """
    import openai  # noqa: PLC0415 - 0.4 s, needed only when an endpoint is used
    from pydantic import ValidationError  # noqa: PLC0415 - likewise

    from desktop.network.client import open_client  # noqa: PLC0415 - loads the client
    from desktop.network.failures import http_failure, unreachable  # noqa: PLC0415 - likewise

    try:
        with open_client(endpoint, Event(), Event(), _TIMEOUT_S) as client:
            raw = client.models.with_raw_response.list()
            page = raw.parse()
            return tuple(sorted(str(model.id) for model in page.data))
    except openai.APIStatusError as error:
        raise http_failure(error).as_error(endpoint.host, endpoint.model) from error
    except openai.APIConnectionError as error:
        raise unreachable(error, endpoint.host) from error
    except (openai.OpenAIError, ValidationError, AttributeError, TypeError, ValueError) as error:
        raise AnswerUnusable(
            f"{endpoint.host} did not answer as an OpenAI-compatible server does. Check the address in Settings."
        ) from error


def check_connection(endpoint: Endpoint) -> str:
    """One sentence on whether the endpoint answers and knows the model. Raises EndpointError."""
    models = list_models(endpoint)
    if endpoint.model in models:
        return f"{endpoint.host} answers and offers the model {endpoint.model}."
    if not models:
        return f"{endpoint.host} answers but lists no models; a first draft will show whether it knows {endpoint.model}."
    return f"{endpoint.host} answers but does not list the model {endpoint.model}. It offers: {', '.join(models[:8])}."
