"""Takes an order back that a later sentence calls off: "Actually, scratch the renal ultrasound.", "No, don't stop it, halve it."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.correction_cues import cue_end, only_hesitates
from desktop.drafting.offline.order_items import ITEM_TOPICS, named_in, target_of, without_item
from desktop.drafting.offline.orders_given import ORDER_VERBS, Order, orders_before, thing_of
from desktop.drafting.offline.sentences_said import WINDOW_WORDS, Sentence
from desktop.drafting.offline.speech import AUXILIARIES, PUNCTUATION, SUBJECTS, is_number, word_set
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word

LONGEST_NAME = 2
FURTHEST_KEPT = 3

_FROM_CUE = r"(?:let us|we will|i will|we should|i would|i am going to|we are going to|we would|i would rather|let me|we can)"
_CALLS_OFF = re.compile(
    rf"(?:^|(?<= ))(?:"
    rf"(?P<sure>(?:scratch|scrap|strike|delete|cancel|never mind|forget|forget about|disregard|ignore)(?: about)?)"
    rf"|(?P<held>{_FROM_CUE} (?:not (?:do|use|give|start|order|get|try|bother with|go with|prescribe|send)|hold off on|hold off|hold|skip|cancel|drop|leave out|leave off|leave|forget|forget about|wait on|wait with|pass on|scrap|scratch|save)"
    rf"|hold off on|wait on)"
    rf"|(?P<bare>(?:we|you) (?:do|will) not need|no need for|there is no need for|hold|skip|drop|leave out|leave off|so no|then no|not|no))"
    rf" (?=(?:the|that|this|it|those|them|a|an|any|your|his|her|\w))"
)
_TAKES_BACK = re.compile(r"\bi (?:will )?take (?:that|it) back\b|\bi (?:have )?changed my mind\b")
_NOT_AT_ALL = re.compile(r"(?:^|(?<= ))(?:let us|we will|i will) not$")
_KEEPS = re.compile(
    r"(?:^|(?<= ))(?:let us |we will |i will |just |please )*(?:(?:keep|leave) it (?:at|on)|stay (?:at|on|with)|stick with)(?= (?:the |your )?\w+$)"
)
_DOSE_CHANGES = word_set("increase raise decrease lower reduce double change go cut drop start switch put")
_POINTERS = word_set("that it this those them one")
_DISCUSSES = word_set(
    "talked discussed considered offered asked suggested mentioned wanted thought about adding starting trying"
)
"""Words with which a sentence brings up something other than what was ordered before it."""
_DO_NOT = re.compile(
    r"(?:^|(?<= ))(?:do not|let us not|we will not|i will not|we should not|no need to|rather than) (?P<verb>\w+) (?P<object>it|that|this|those|them|(?:the|your|his|her) (?P<noun>\w+))\b"
)
_STAYS = word_set("stay keep leave remain stick")
_BEFORE_NEW = re.compile(
    r"(?:(?:let us|(?:we|i) (?:will|would rather|am going to|are going to)|i would like to) )?(?:use|do|try|start|give|send|prescribe|go with|put you on|switch to)\b"
)
_UNSURE = word_set("if unless could might may can maybe when once")
_DRUG_TOPICS = {Topic.DRUG}


def take_back(sentences: list[Sentence], n: int) -> list[list[Word]]:
    """Take out what the sentence at n calls off; return the words of what was taken back.

    The sentence itself stays without the words that only command, and with the thing's name in the place of "it".
    """
    sentence = sentences[n]
    long = not sentence.marks and len(sentence.words) > WINDOW_WORDS
    if sentence.speaker is Speaker.PATIENT or sentence.asked or not sentence.words or long:
        return []
    return (
        _kept_as_it_is(sentences, n)
        or _reversed(sentences, n)
        or _called_off(sentences, n)
        or _instead(sentences, n)
    )


def _called_off(sentences: list[Sentence], n: int) -> list[list[Word]]:
    """As in "actually, scratch the renal ultrasound", "you're on warfarin, so no ibuprofen", "then scrap that"."""
    sentence = sentences[n]
    text = " ".join(sentence.lowers)
    back = _TAKES_BACK.search(text) or _NOT_AT_ALL.search(text)
    if back is not None:
        begun, end = (len(text[:place].split()) for place in (back.start(), back.end()))
        order = _ordered_last(sentences, n)
        if order is None or _of_another(sentence.lowers[:begun] + sentence.lowers[end:], order):
            return []
        return _withdraw_whole(sentence, order, begun, end)
    found: list[tuple[bool, re.Match[str], int, int]] = []
    for match in _CALLS_OFF.finditer(text):
        begun, after = (len(text[:place].split()) for place in (match.start(), match.end()))
        if _is_withdrawal(sentence.lowers, match, begun):
            pointed = sentence.lowers[after] in _POINTERS and not target_of(sentence.lowers, after)
            found.append((pointed, match, begun, after))
    found.sort(key=lambda each: each[0])  # "scratch that, no naproxen then" names what it calls off
    return _called_off_by(sentences, n, *found[0][1:]) if found else []


def _ordered_last(sentences: list[Sentence], n: int) -> Order | None:
    """The order that "that" points at: what the same speaker said last, if nobody named another thing since, or nothing."""
    between: list[str] = []
    last: Sentence | None = None
    for sentence in reversed(sentences[:n]):
        if sentence.words and sentence.speaker is not sentences[n].speaker:
            between += sentence.lowers
        elif sentence.words and not only_hesitates(sentence.lowers):
            last = sentence
            break
    order = next((order for order in orders_before(sentences, n) if order.sentence is last), None)
    return None if order is None or _of_another(between, order) else order


def _of_another(lowers: Sequence[str], order: Order) -> bool:
    """Whether words talk about something that the order does not name: "we discussed quetiapine and he prefers not to"."""
    mine = {m.name for m in lexicon().mentions(order.sentence.lowers)}
    named = {m.name for m in lexicon().mentions(lowers) if m.topic in ITEM_TOPICS}
    return bool(named - mine or _DISCUSSES & set(lowers))


def _is_withdrawal(lowers: Sequence[str], match: re.Match[str], begun: int) -> bool:
    """Whether the words call off what was said before, rather than deny a finding or give advice."""
    if set(lowers[:begun]) & _UNSURE:
        return False
    if match["bare"]:
        return (
            cue_end(lowers[:begun]) > 0
            or list(lowers[-1:]) == ["then"]
            or list(lowers[-2:]) == ["after", "all"]
        )
    return True


def _called_off_by(
    sentences: list[Sentence], n: int, match: re.Match[str], begun: int, after: int
) -> list[list[Word]]:
    sentence = sentences[n]
    lowers = sentence.lowers
    cued = cue_end(lowers)
    named = target_of(lowers, after)
    if lowers[after] in _POINTERS and not named:
        order = _ordered_last(sentences, n)
        if order is None or match["bare"] or not (cued or match["sure"]):
            return []
        return _withdraw_whole(sentence, order, begun, after + 1)
    for order in orders_before(sentences, n):
        found = named_in(order, named, surely=not match["bare"])
        if found is None:
            continue
        other = _other_name(sentence, match, after, named)
        if other:
            order.sentence.words[found[0] : found[1]] = other
            sentence.words, sentence.gone = [], True
            return []
        whole = list(order.sentence.words)
        gone = without_item(order, *found)
        if gone == whole and _other_follows(sentence, order, whole, after):
            sentence.words = sentence.words[min(cued, begun) :]
        elif gone and match["sure"]:
            _keep_tail(sentence, after)
        elif gone:
            sentence.words = sentence.words[min(cued, begun) :]
        return [gone] if gone else []
    return []


def _other_name(sentence: Sentence, match: re.Match[str], after: int, named: Sequence[str]) -> list[Word]:
    """The name put in the place of another: "sorry, not dermatology, allergy"."""
    if match["bare"] not in {"not", "no"} or len(named) != 1:
        return []
    rest = sentence.words[after:]
    comma = next((k for k, word in enumerate(rest) if word.lower == ","), 0)
    other = rest[comma + 1 :]
    plain = 0 < len(other) <= LONGEST_NAME and all(
        w.lower.isalpha() and w.lower not in AUXILIARIES | SUBJECTS | ORDER_VERBS for w in other
    )
    return other if comma and plain else []


def _other_follows(sentence: Sentence, order: Order, whole: list[Word], after: int) -> bool:
    """Put what is said after a comma in the place of an order called off: "let's hold the warfarin, apixaban 5 mg instead"."""
    commas = [k for k in range(after, len(sentence.words)) if sentence.words[k].lower == ","]
    if not commas:
        return False
    order.sentence.words = whole
    if _put_instead(order, sentence.words[commas[0] + 1 :]):
        order.sentence.gone = False
        sentence.words = sentence.words[: commas[0]]
        return True
    order.sentence.words = []
    return False


def _withdraw_whole(sentence: Sentence, order: Order, begun: int, end: int) -> list[list[Word]]:
    """Take an order back that words [begun, end) only point at; what follows keeps the name of the thing for "it"."""
    thing = thing_of(order)
    tail = sentence.words[end:]
    while tail and (
        tail[0].lower in PUNCTUATION or tail[0].lower in {"and", "then", "instead", "but", "just"}
    ):
        tail.pop(0)
    reason = _reason(sentence, begun)
    gone = order.sentence.words
    if not _put_instead(order, tail):
        order.sentence.words, order.sentence.gone = [], True
        reason = [*reason, *_named_for_it(tail, thing)]
    sentence.words = reason
    sentence.gone = not reason
    return [gone]


def _reason(sentence: Sentence, begun: int) -> list[Word]:
    """What is said between the cue and the words at begun that call something off: "she has had kidney stones, so"."""
    reason = sentence.words[cue_end(sentence.lowers) : begun]
    while reason and reason[-1].lower in PUNCTUATION | {"so", "then", "and"}:
        reason.pop()
    return reason


def _put_instead(order: Order, words: Sequence[Word]) -> bool:
    """Put another medicine, with its dose, in the place of the one ordered: "Start topiramate" -> "Start propranolol 40 mg"."""
    lowers = [word.lower for word in words]
    named = [m for m in lexicon().mentions(lowers) if m.topic is Topic.DRUG]
    if not named or (named[0].start and lowers[: named[0].start] not in (["the"], ["some"])):
        return False
    old = order.sentence
    put = [word for word in words[named[0].start :] if word.lower != "instead"]
    while put and put[-1].lower in PUNCTUATION:
        put.pop()
    old.words = [*old.words[: order.at + 1], *put]
    return True


def _named_for_it(tail: list[Word], thing: list[Word]) -> list[Word]:
    for k, word in enumerate(tail[:6]):
        if thing and word.lower == "it" and k and tail[k - 1].lower in ORDER_VERBS | {"halve", "cut", "change", "keep", "leave", "make"}:  # fmt: skip
            return tail[:k] + thing + tail[k + 1 :]
    return tail


def _keep_tail(sentence: Sentence, after: int) -> None:
    """Without the command and what it names: "delete the MRI, he wants to wait" leaves "he wants to wait"."""
    lowers = sentence.lowers
    end = after
    while end < len(lowers) and lowers[end] not in PUNCTUATION | SUBJECTS - {"that", "this", "it"}:
        end += 1
    while end < len(lowers) and lowers[end] in PUNCTUATION:
        end += 1
    sentence.words = sentence.words[end:]
    sentence.gone = not sentence.words


def _kept_as_it_is(sentences: list[Sentence], n: int) -> list[list[Word]]:
    """As in "increase the losartan to 100" ... "okay, then let's keep it at fifty": the change goes, its thing is named."""
    sentence = sentences[n]
    text = " ".join(sentence.lowers)
    match = _KEEPS.search(text)
    if match is None or set(sentence.lowers) & _UNSURE or not any(is_number(w) for w in sentence.lowers[-1:]):
        return []
    own = [s for s in sentences[:n] if s.words and s.speaker is sentence.speaker][-FURTHEST_KEPT:]
    order = next(orders_before(sentences, n), None)
    if order is None or order.at < 0 or not any(order.sentence is each for each in own):
        return []
    if order.sentence.lowers[order.at] not in _DOSE_CHANGES:
        return []
    begun = len(text[: match.start()].split())
    thing = thing_of(order)
    if not thing:
        return []
    gone, order.sentence.words, order.sentence.gone = list(order.sentence.words), [], True
    rest = sentence.words[begun:]
    at = next((k for k, word in enumerate(rest) if word.lower == "it"), -1)
    sentence.words = [*rest[:at], *thing, *rest[at + 1 :]] if at >= 0 else [*thing, *rest]
    return [gone]


def _reversed(sentences: list[Sentence], n: int) -> list[list[Word]]:
    """As in "Stop metoprolol. No, don't stop it, halve it.": the order goes, "it" is named in what is put in its place."""
    sentence = sentences[n]
    text = " ".join(sentence.lowers)
    match = _DO_NOT.search(text)
    if match is None or len(text[: match.start()].split()) > cue_end(sentence.lowers) + 1:
        return []
    if match["noun"] and not (cue_end(sentence.lowers) or "then" in sentence.lowers):
        return []
    for order in orders_before(sentences, n):
        if order.at < 0 or order.sentence.lowers[order.at] != match["verb"]:
            continue
        if match["noun"]:
            if match["noun"] not in order.sentence.lowers:
                continue
            called_off, order.sentence.words = order.sentence.words, []
            order.sentence.gone = True
            return [called_off]
        end = len(text[: match.end()].split())
        rest = sentence.lowers[end:]
        while rest and rest[0] in PUNCTUATION | {"just", "and", "but"}:
            rest, end = rest[1:], end + 1
        begun = len(text[: match.start()].split())
        if rest and rest[0] in _STAYS:
            thing = thing_of(order)
            gone = _withdraw_whole(sentence, order, begun, end)
            sentence.words = [*thing, *sentence.words]
            return gone
        if not rest or "it" not in rest[:4]:
            return []  # what is put in its place cannot be told from the words
        return _withdraw_whole(sentence, order, begun, end)
    return []


def _instead(sentences: list[Sentence], n: int) -> list[list[Word]]:
    """As in "then let's do azithromycin 250 instead": the one medicine that was ordered before gives way."""
    sentence = sentences[n]
    lowers = sentence.lowers
    if "instead" not in lowers or {"of", "could", "if", "might", "may"} & set(lowers):
        return []
    new = {m.name for m in lexicon().mentions(lowers) if m.topic in _DRUG_TOPICS}
    for order in list(orders_before(sentences, n))[:4]:
        old = {m.name for m in lexicon().mentions(order.sentence.lowers) if m.topic in _DRUG_TOPICS}
        if not old:
            continue
        if len(old) > 1 or len(new) != 1 or old & new or order.sentence.lowers[max(order.at, 0)] in {"stop", "hold", "continue"}:  # fmt: skip
            return []
        begun = next((k for k in range(len(lowers)) if _BEFORE_NEW.match(" ".join(lowers[k:]))), -1)
        gone = order.sentence.words
        if begun < 0 or not _put_instead(order, sentence.words[begun + _new_at(lowers[begun:]) :]):
            return []
        sentence.words = _reason(sentence, begun)
        sentence.gone = not sentence.words
        return [gone]
    return []


def _new_at(lowers: Sequence[str]) -> int:
    """Where the medicine begins in "let us use cephalexin"."""
    return next((m.start for m in lexicon().mentions(lowers) if m.topic is Topic.DRUG), len(lowers))
