"""Text from outside inside a prompt: between markers that hold a random number, so that no words can close the block."""

from __future__ import annotations

import re
import secrets

_MARKUP = re.compile(r"<(?=[|/!?A-Za-z_])|\[(?=/?[A-Z]{2,})|(?<=\|)>|<(?=<)|(?<=>)>")
"""What model families use to separate the speakers of a chat (<|im_end|>, [INST], <<SYS>>, </s>) and what our own
markers are made of. Some servers take such text for the real thing wherever it stands."""


def new_nonce() -> str:
    """A random number for the markers of one prompt."""
    return secrets.token_hex(8)


def as_data(text: str) -> str:
    """Text that can stand in a data block: a space is put into whatever looks like a marker. Words stay as they are."""
    return _MARKUP.sub(
        lambda found: f" {found.group()}" if found.group() == ">" else f"{found.group()} ", text
    )


def data_block(text: str, nonce: str) -> str:
    """The text as data between the markers of this nonce."""
    return f"<<<DATA {nonce}>>>\n{as_data(text)}\n<<<END {nonce}>>>"
