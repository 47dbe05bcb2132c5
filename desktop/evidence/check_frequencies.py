"""Compares how often a sentence says something is taken or done with what was said."""

from __future__ import annotations

from desktop.domain.finding import Finding, FindingKind
from desktop.evidence.amounts import Frequency
from desktop.evidence.belonging import medicine_at
from desktop.evidence.check_amounts import DOSE_UNITS, NEAR_DRUG, anchor_drug
from desktop.evidence.heard import Heard, HeardFrequency
from desktop.evidence.raising import INFORMATION, LOOK, MUST, found, heard_there, replacing
from desktop.evidence.sentence import Sentence


def frequencies_not_said(sentence: Sentence, heard: Heard) -> list[Finding]:
    """Frequencies of a sentence that were not said, or of which another was said about the same medicine."""
    findings = []
    for each in sentence.frequencies:
        finding = _of(each, sentence, heard)
        if finding is not None:
            findings.append(finding)
    return findings


def _of(each: Frequency, sentence: Sentence, heard: Heard) -> Finding | None:
    drug = anchor_drug(sentence, each.start)
    span = (each.start, each.end)
    written = sentence.text[each.start : each.end]
    same = [one for one in heard.frequencies if one.times == each.times]
    if drug is None or not heard.is_said(drug):
        if same or each.times in {"1/day", "as needed"}:
            return None
        has_dose = any(amount.unit in DOSE_UNITS for amount in sentence.amounts)
        severity = MUST if has_dose or drug else LOOK
        return found(FindingKind.FREQUENCY, severity, sentence, span, f"“{written}” was not said.")
    names = frozenset({drug})
    own = [one for one in heard.frequencies if medicine_at(heard, one.first) == drug]
    near = [one for one in same if heard.near(names, one.first, NEAR_DRUG)]
    if near and (not own or any(one in own for one in near)):
        return None
    rivals = [
        one
        for one in own or heard.frequencies
        if one.times != each.times and heard.near(names, one.first, 22)
    ]
    if not rivals:
        severity = INFORMATION if each.times in {"1/day", "as needed"} else MUST if not same else LOOK
        return found(
            FindingKind.FREQUENCY,
            severity,
            sentence,
            span,
            f"“{written}” was not said with {drug.partition(':')[2]}.",
        )
    if each.times == "as needed" and (not own or len(sentence.frequencies) > 1):
        return found(FindingKind.FREQUENCY, LOOK, sentence, span, f"“{written}” was not said here.")
    rival = min(rivals, key=lambda one: heard.distance(drug, one.first))
    is_sure = len({one.times for one in own}) == 1  # of this medicine, and nothing else was said of it
    return _instead(rival, written, sentence, span, heard, is_sure=is_sure)


def _instead(
    rival: HeardFrequency,
    written: str,
    sentence: Sentence,
    span: tuple[int, int],
    heard: Heard,
    *,
    is_sure: bool,
) -> Finding:
    said = heard.quote(rival.first, rival.last)
    reason = f"“{written}” was not said here. {heard_there(heard, rival.first, rival.last)}"
    fix = replacing(sentence, span, said, f"Use {said}") if is_sure else None
    return found(
        FindingKind.FREQUENCY, MUST, sentence, span, reason, heard.sources(rival.first, rival.last), fix
    )
