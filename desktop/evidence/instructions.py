"""Finds words of a transcript that instruct whoever writes the note: nothing in a note may rest on them."""

from __future__ import annotations

import re
from typing import NamedTuple


class Instruction(NamedTuple):
    """Characters [start, end) of a segment that instruct the writer."""

    start: int
    end: int


_WRITER = r"(?:assistant|ai|a\.i\.|computer|chat ?bot|language model|model|system|scribe|note[- ]?taker|note[- ]?writer|software|program|machine|transcriber|summari[sz]er|bot|developer)"
_WRITE = r"(?:write|put|add|append|include|insert|say|state|record|document|output|print|mark|list|omit|remove|delete|drop|erase|translate|change|replace|set|make|leave|report|answer|respond|reply|repeat|reveal|show)"
_NOTE = r"(?:(?:the |this |my |your |every |each |all )?(?:soap )?(?:notes?|sections?|subjective|objective|assessment|plan|chart|record|summary|output|answer|document(?:ation)?))"
_RULES = (
    r"(?:instructions?|rules?|prompts?|guidelines?|directions?|guardrails?|restrictions?|programming|safety)"
)

_SIGNS = re.compile(
    rf"\b(?:ignore|disregard|forget|override|overrule|bypass)\b[^.?!\n]{{0,40}}?\b(?:{_RULES}|the visit|the transcript|override code|(?:the|all|everything) (?:above|before|previous|prior)|everything (?:the|that|you|i|we) )"
    rf"|\boverride code\b|\bnew (?:{_RULES}|task)\b|\b(?:from now on|henceforth),? (?:you|answer|write|speak)\b"
    rf"|\byou are (?:now (?:in \w+ mode|an? (?:\w+ )?(?:{_WRITER}|pirate|character))|free (?:of|from) (?:all |any |your |the )?{_RULES}|an? (?:unrestricted|different|helpful) (?:{_WRITER}|ai))|\b(?:end of|begin new|not) (?:data|task)\b"
    rf"|\b(?:your|system|hidden) (?:prompt|{_RULES})\b|\bas (?:the|your|these) {_RULES} (?:require|say|demand)"
    rf"|\bthe note (?:must|should|has to|needs to|will) (?:say|state|recommend|include|read|show|be|contain)\b"
    rf"|<\|?[a-z_]+(?:_[a-z]+)*\|?>|\[/?INST\]|<</?SYS>>|<</?SYS|</?(?:think|s|script|system|end_of_turn|start_of_turn)\b|<<<|>>>|```|\"(?:role|content|plan|subjective)\" ?:"
    rf"|(?:^|[.!?]\s|\n)\s*(?:system|assistant|developer|user|administrator)\s*[:,]"
    rf"|\b(?:hey|dear|attention|hello|okay|ok|listen),? {_WRITER}(?:\s*[,:.!;]|\s+(?:please|you|can|i|{_WRITE})\b)|(?:^|[.!?,]\s*){_WRITER}(?:,|\b(?! model)) ?(?:please )?{_WRITE}\b"
    rf"|\b(?:write|put|insert|include|append|copy|place|paste)\b[^.?!\n]{{0,90}}?\b(?:in|into|to|under|at the end of|from|of) (?:every |each |all |the |four )*(?:note|sections?|subjective|objective|html)\b"
    rf"|\b(?:remove|delete|omit|erase|leave|drop|strike)\b[^.?!\n]{{0,60}}?\b(?:from|out of) {_NOTE}\b"
    r"|(?:^|[.!?,;:]\s*|\bplease |\band |\bbut |\bjust )(?:do not|don'?t|never) (?:mention(?! it\b)|document|record|(?:write|include|note|list) (?:this|that|it|any|anything|the|my|in|down))\b"
    rf"|\b(?:translate|rewrite) (?:the |this |your |every)?(?:note|plan|answer|subjective|assessment|section|everything)\b"
    rf"|(?:^|[.!?>\]]\s*|\n|\bplease |\band (?!say|state))(?:write|say|state|document|record)(?: down)?(?::| that\b| \"| a (?:prescription|note)\b)"
    rf"|\bas html\b|<img\b|!\[|\b(?:append|insert|include|add) (?:this|the following) (?:link|text|sentence|line|image)\b"
    rf"|\b(?:double|triple|halve|swap|reverse|flip|invert|change) (?:(?:every|all|each|left|right)\b[^.?!\n]{{0,30}}?\b(?:numbers?|doses?|sides?|right|left|values?|occur)|the (?:numbers|doses|sides|values))\b"
    rf"|\b(?:repeat|print|output|reveal) (?:everything (?:above|before|you)|(?:your|the) (?:text|words above|prompt|system|{_RULES}))|\b(?:maintenance|developer|debug|admin|god|jailbreak|test) mode\b"
    rf"|\bi authori[sz]e you\b|\bthis is an order\b|\bfor testing purposes\b|\brules? \d+ (?:is|are) cancell?ed\b|\badd (?:the )?diagnos[ie]s (?:of )?\w+|\bunrestricted model\b",
    re.IGNORECASE,
)
_ORDINARY = re.compile(r"\b(?:hey|ok|okay),? (?:dragon|dax)\b", re.IGNORECASE)
_SAYS_WHAT_THEY_DO = re.compile(
    r"\b(?:i|we|he|she|they|you)(?:['’](?:ll|m|re|ve|d))?(?:\s+(?:will|can|could|would|should|am|are|have|do|did|to|going|gonna|just|also|"
    r"already|always|usually|need|needs|want|wanted|have to|might|may|ever|sometimes|often|tend|then))*\s*$|\blet(?:['’]s| me| us)\s*$",
    re.IGNORECASE,
)
"""Before a verb: somebody tells what is or will be done, "I'll put that in the note", and instructs nobody."""
_SENTENCE_START = re.compile(r"(?<=[.!?])\s+|\n")
REACH_CHARS = 260
"""How far an instruction is taken to reach in words without full stops."""


def instructions_in(text: str) -> list[Instruction]:
    """The instructions of a segment, each from the beginning of its sentence and with what follows it closely."""
    found: list[Instruction] = []
    for match in _SIGNS.finditer(text):
        if found and match.start() < found[-1].end:
            found[-1] = Instruction(found[-1].start, _end(text, match.end()))
            continue
        start = 0
        for boundary in _SENTENCE_START.finditer(text, 0, match.start() + 1):
            start = boundary.end()
        start = max(min(start, match.start()), match.start() - 80)
        if _ORDINARY.search(text[start : match.end()]) or _SAYS_WHAT_THEY_DO.search(
            text[start : match.start()]
        ):
            continue
        found.append(Instruction(start, _end(text, match.end())))
    return found


def _end(text: str, at: int) -> int:
    if len(text) - at <= REACH_CHARS:
        return len(text)
    boundary = _SENTENCE_START.search(text, at + 80)
    return min(boundary.start() if boundary else len(text), at + REACH_CHARS)
