"""Which drafter writes, by the settings, and what an endpoint would be sent."""

from __future__ import annotations

from desktop.domain.drafting import Drafter
from desktop.workflow.settings import Settings


def drafter_for(settings: Settings) -> Drafter:
    """The drafter that the settings choose. A drafter's libraries are loaded when it first writes."""
    if settings.is_offline:
        from desktop.drafting.offline.drafter import OfflineDrafter  # noqa: PLC0415 - only the chosen one is loaded

        return OfflineDrafter()
    from desktop.drafting.endpoint.drafter import EndpointDrafter  # noqa: PLC0415 - only the chosen one is loaded

    return EndpointDrafter(settings.endpoint.endpoint)


def engine_in_words(settings: Settings) -> str:
    """Who writes the note, for a screen."""
    if settings.is_offline:
        return "On this device"
    endpoint = settings.endpoint.endpoint
    return f"Endpoint: {endpoint.host}, {endpoint.model}"
