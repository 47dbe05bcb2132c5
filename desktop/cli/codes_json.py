"""Billing codes as plain data for JSON, the same in `soapstone codes` and in the note of `soapstone note --codes`."""

from __future__ import annotations

from typing import Any

from desktop.domain.coding import REVIEW_SENTENCE, Advice, CodeEntry, CodeSuggestions, NoteWords
from desktop.domain.context import VisitContext
from desktop.domain.note import Note
from desktop.domain.visit_level import OfferedCode
from desktop.workflow.code import suggest_answers, suggest_codes, visit_level


def billing_codes(
    note: Note, context: VisitContext | None = None, specialty_id: str = "generic"
) -> dict[str, Any]:
    """The codes that a note suggests: icd10, cpt and hcpcs lists, what was not coded, and the level with its reasons."""
    codes = suggest_codes(note, context, specialty_id)
    answers = suggest_answers(note, codes)
    level = visit_level(answers.answers)
    return {
        "review": REVIEW_SENTENCE,
        "release": codes.release,
        "icd10": icd10_list(codes),
        "cpt": [_offered(offer) for offer in level.codes if offer.code[0].isdigit()],
        "hcpcs": [_offered(offer) for offer in level.codes if not offer.code[0].isdigit()],
        "not_coded": [{"words": _words(one.words), "reason": one.reason} for one in codes.not_coded],
        "visit_level": {
            "setting": answers.answers.setting.value,
            "clues": [
                {"answer": clue.answer, "words": clue.words, "sentence": clue.sentence}
                for clue in answers.clues
            ],
            "reasons": [
                {
                    "about": reason.about,
                    "level": reason.level.label if reason.level else None,
                    "sentence": reason.sentence,
                    "verified": reason.verified,
                }
                for reason in level.reasons
            ],
        },
    }


def icd10_list(codes: CodeSuggestions) -> list[dict[str, Any]]:
    """The suggested diagnosis codes, in the order of the note's problems."""
    return [
        {
            **entry_object(one.entry),
            "rank": rank,
            "words": _words(one.words),
            "score": one.score,
            "others": [entry_object(other) for other in one.others],
            "advice": [advice_object(advice) for advice in one.advice],
        }
        for rank, one in enumerate(codes.suggestions, start=1)
    ]


def entry_object(entry: CodeEntry) -> dict[str, Any]:
    """One code."""
    return {"code": entry.code, "description": entry.description, "billable": entry.billable}


def advice_object(advice: Advice) -> dict[str, Any]:
    """One thing to think of."""
    return {
        "kind": advice.kind.value,
        "sentence": advice.sentence,
        "codes": [entry_object(entry) for entry in advice.codes],
    }


def _words(words: NoteWords) -> dict[str, Any]:
    return {"section": words.section.value, "start": words.start, "end": words.end, "text": words.text}


def _offered(offer: OfferedCode) -> dict[str, Any]:
    return {
        "code": offer.code,
        "description": offer.wording,
        "units": offer.units,
        "verified": offer.verified,
        "confirm": True,
    }
