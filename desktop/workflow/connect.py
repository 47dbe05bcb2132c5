"""Tries an endpoint before it is used."""

from __future__ import annotations

from desktop.drafting.endpoint.address import check_address
from desktop.drafting.endpoint.probe import list_models
from desktop.workflow.settings import EndpointSettings


def check_endpoint(settings: EndpointSettings) -> str:
    """One sentence on whether the endpoint answers and has the model. Sends no patient data.

    Raises EndpointError. Takes up to 10 s.
    """
    endpoint = settings.endpoint
    check_address(endpoint)
    models = list_models(endpoint)
    if endpoint.model in models:
        return f"{endpoint.host} answers and has the model {endpoint.model}."
    offered = ", ".join(models[:5]) + (", …" if len(models) > 5 else "")
    if not models:
        return f"{endpoint.host} answers but lists no models; a draft will show whether {endpoint.model} works."
    return f"{endpoint.host} answers, but does not list the model {endpoint.model or '(none typed)'}. It has: {offered}."
