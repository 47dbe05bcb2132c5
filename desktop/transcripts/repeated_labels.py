"""Whose lines begin with a label that no list knows ("RPh:", "T:" and "C:", a first name), where the labels repeat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from desktop.domain.transcript import Speaker
from desktop.language.headings import SECTION_OF
from desktop.transcripts.speakers import speaker_of

_LINE = re.compile(
    r"[ \t]*(?P<label>[A-Za-z][A-Za-z.'’-]{0,14}(?: [A-Za-z][A-Za-z.'’-]{0,14})?)[ \t]*:[ \t]+(?P<said>\S.*)"
)
LEAST_LINES = 4
LEAST_EACH = 2
MOST_LABELS = 4
COVERED_SHARE = 0.8
ASKS_MORE = 2
"""The one who asks so many times as often as the other is the provider."""
_HEADING_LETTERS = frozenset("soapdbir")


def speakers_of_labels(lines: Sequence[str]) -> dict[str, Speaker]:
    """Lower-case label to speaker, for the unknown labels of a text whose lines nearly all begin with a few labels.

    Next to a known patient or relative an unknown label is the provider, next to a known provider the
    patient; of two unknown ones the provider is who asks most. Empty where the lines are no dialogue.
    """
    matches = [match for line in lines if (match := _LINE.match(line))]
    counts = Counter(match["label"].lower() for match in matches)
    written = sum(bool(line.strip()) for line in lines)
    labels = [label for label, count in counts.items() if count >= LEAST_EACH]
    if (
        len(matches) < LEAST_LINES
        or len(matches) < COVERED_SHARE * written
        or not 2 <= len(labels) <= MOST_LABELS
        or any(label in SECTION_OF for label in labels)
        or set(labels) <= _HEADING_LETTERS
    ):
        return {}
    known = {label: who for label in labels if len(label) > 1 and (who := speaker_of(label)) is not None}
    unknown = [label for label in labels if label not in known]
    if "pt" in known and {"patient", "client"} & known.keys():
        return {"pt": Speaker.PROVIDER}  # the physical therapist
    if not unknown:
        return {}
    asked = Counter(match["label"].lower() for match in matches if "?" in match["said"])
    if Speaker.PROVIDER in known.values():
        return dict.fromkeys(
            unknown, Speaker.PATIENT if Speaker.PATIENT not in known.values() else Speaker.OTHER
        )
    first, *others = sorted(unknown, key=lambda label: -asked[label])
    if known:
        return {first: Speaker.PROVIDER} | dict.fromkeys(others, Speaker.OTHER)
    most = max((asked[label] for label in others), default=0)
    if asked[first] < LEAST_EACH or asked[first] < ASKS_MORE * most:
        return dict.fromkeys(unknown, Speaker.UNKNOWN)
    rest = dict.fromkeys(others, Speaker.PATIENT if len(others) == 1 else Speaker.OTHER)
    return {first: Speaker.PROVIDER} | rest
