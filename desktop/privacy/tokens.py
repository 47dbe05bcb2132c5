"""The form of a token that stands for an identifier: {NAME-1}, {PHONE-2}."""

from __future__ import annotations

import re

from desktop.domain.pseudonyms import IdentifierKind

_KINDS = "|".join(kind.value for kind in IdentifierKind)

TOKEN = re.compile(rf"\{{(?P<kind>{_KINDS})-(?P<number>\d{{1,4}})\}}")
"""A token as it is sent."""

RETURNED = re.compile(
    rf"\{{\s*(?P<kind>{_KINDS})\s*[-_ ]\s*(?P<number>\d{{1,4}})\s*\}}|\b(?P<bare_kind>{_KINDS})[-_](?P<bare_number>\d{{1,4}})\b"
)
"""A token as models write it back: some drop the braces or change the hyphen."""

LONGEST = 2 + max(len(kind.value) for kind in IdentifierKind) + 1 + 4 + 4
"""Characters of the longest returned token, spaces within it included."""
