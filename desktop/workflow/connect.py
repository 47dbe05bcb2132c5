"""Tries an endpoint before it is used."""

from __future__ import annotations

from desktop.network.probe import check_connection
from desktop.workflow.settings import EndpointSettings


def check_endpoint(settings: EndpointSettings) -> str:
    """One sentence on whether the endpoint answers and has the model. Sends no patient data.

    Raises EndpointError. Takes up to 10 s.
    """
    return check_connection(settings.endpoint)
