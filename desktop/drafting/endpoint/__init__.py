"""Drafts with a language model behind an OpenAI-compatible address.

    drafter            the whole note, or section by section, or in parts
      asking           one prompt until there is a whole answer, within fixed attempts
      section_stream   text into sections while it arrives;  json_answer, heading_answer
      parts            visits that are longer than the model can read at once
    preview            what would be sent, before anything is

Requests go through desktop.network.
"""

from __future__ import annotations

from desktop.drafting.endpoint.drafter import EndpointDrafter
from desktop.drafting.endpoint.preview import SendPreview, what_is_sent

__all__ = [
    "EndpointDrafter",
    "SendPreview",
    "what_is_sent",
]
