"""`soapstone pseudonyms`: exactly what would leave this computer, with the counts per kind. Nothing is sent or stored."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from desktop.cli.choices import notice
from desktop.domain.pseudonyms import IdentifierKind, KnownIdentifiers
from desktop.transcripts import read_file
from desktop.workflow.pseudonyms import LIMITS, read_known, what_leaves


def show_pseudonyms(chosen: argparse.Namespace) -> int:
    """Print the text with tokens for identifiers. Raises SoapstoneError."""
    known = KnownIdentifiers() if chosen.known is None else read_known(chosen.known)
    words = "\n".join(segment.tagged() for segment in read_file(Path(chosen.file)).segments)
    leaving = what_leaves(words, known)
    counts = {kind.value.lower(): count for kind, count in leaving.counts.items()}
    if chosen.format == "json":
        print(
            json.dumps(
                {
                    "text": leaving.text,
                    "counts": counts,
                    "replaced": [{"token": token, "words": words} for token, words in leaving.replaced],
                    "limits": LIMITS,
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return 0
    print(leaving.text)
    total = sum(counts.values())
    notice(
        f"{total} identifier{'' if total == 1 else 's'} replaced: "
        + _in_words(leaving.counts)
        + f". {LIMITS}"
    )
    return 0


def _in_words(counts: Mapping[IdentifierKind, int]) -> str:
    return ", ".join(f"{kind.label} {count}" for kind, count in counts.items()) or "none found"
