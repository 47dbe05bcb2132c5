"""Drafts with a language model behind an OpenAI-compatible address.

    drafter          the whole note, or section by section, or in parts
      asking         one prompt until there is a whole answer, within fixed attempts
        exchange     the job that polls; reading_thread: the thread that blocks; ending: what arrives
          client     the openai client, bare; connection: its sockets; failures: its errors in our words
        section_stream   text into sections while it arrives
          json_answer, heading_answer, reasoning, loops
      parts, tokens  visits that are longer than the model can read at once
    address, preview, probe   before anything is sent: may it, what would it be, does the server answer

The openai client takes 0.4 s to import, so only the thread that uses it does.
"""

from __future__ import annotations

from desktop.drafting.endpoint.address import check_address
from desktop.drafting.endpoint.drafter import EndpointDrafter
from desktop.drafting.endpoint.preview import SendPreview, what_is_sent
from desktop.drafting.endpoint.probe import check_connection, list_models

__all__ = [
    "EndpointDrafter",
    "SendPreview",
    "check_address",
    "check_connection",
    "list_models",
    "what_is_sent",
]
