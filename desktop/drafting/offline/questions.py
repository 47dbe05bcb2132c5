"""Turns a question and its reply into one statement that carries the polarity of both."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.person import patient_voice, provider_voice, without_lead
from desktop.drafting.offline.replies import Reply
from desktop.drafting.offline.speech import (
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    KIN,
    MODALS,
    PUNCTUATION,
    past_of,
    phrases,
    third_person,
    word_set,
)
from desktop.drafting.offline.standing import can_stand
from desktop.language.lexicon import Mention, Topic, lexicon

_HAVE_STARTS = phrases(
    "do you have|have you had|have you been having|are you having|have you noticed|have you experienced|"
    "have you been experiencing|are you experiencing|do you get|did you have|did you notice|do you notice|"
    "have you ever had|are you noticing|do you feel any|have you felt any|what about|how about|is there|was there|"
    "are there|did you feel any|have you gotten|do you experience|did you experience|have you seen any|"
    "are you getting|have there been|has there been|you have|you had|do you still have|do you ever have|"
    "do you ever get"
)  # fmt: skip
_NP_LEADS = phrases(
    "any chance that you could be|any chance you could be|any chance you are|any chance of being|any chance you might be|any possibility you could be|any other symptoms like|any symptoms like|other symptoms like|"
    "any other symptoms such as|symptoms like|any signs of|anything like|things like|like|symptoms of"
)  # fmt: skip
_NP_TAILS = phrases(
    "or anything like that|anything like that|or anything else|or anything|at all|that you noticed|"
    "that you have noticed|that you know of|that i should know about|i should know about|that i should be aware of|that you have seen|things like that|or something|with that|with it|with this|for me|"
    "that you can think of|or no|or not|you know|that sort of thing|or so|from that|because of that|as well|either"
)  # fmt: skip


def topic_of(question: Sequence[str]) -> list[str]:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """What a question such as "do you have any fever or chills" asks about: ["fever", "or", "chills"].

    Empty when the question is of another form.
    """
    words = [w for w in question if w not in {"?", "!", "."}]
    words = words[without_lead(words) :]
    while words and words[0] in {"now", "and", "so", "okay"}:
        words = words[1:]
    rest: list[str] = []
    for start in _HAVE_STARTS:
        if tuple(words[: len(start)]) == start:
            rest = words[len(start) :]
            break
    else:
        if words and words[0] in {"any", "no"}:
            rest = words
        elif words and not any(w in AUXILIARIES or w in {"you", "i", "what", "how", "where"} for w in words):
            rest = words  # "fever or chills?"
        else:
            return []
    while True:
        for lead in _NP_LEADS:
            if tuple(rest[: len(lead)]) == lead:
                rest = rest[len(lead) :]
        if rest[:1] and rest[0] in {"and", "any", "no", "some", "a", "an", ",", "other", "those"}:
            rest = rest[1:]
            continue
        break
    trimmed = True
    while trimmed:
        trimmed = False
        for tail in _NP_TAILS:
            if tuple(rest[-len(tail) :]) == tail:
                rest = rest[: -len(tail)]
                trimmed = True
        while rest and (rest[-1] in PUNCTUATION or rest[-1] in {"or", "and"}):
            rest = rest[:-1]
            trimmed = True
    out: list[str] = []
    for n, word in enumerate(rest):
        if word == "any" and n and rest[n - 1] in {"or", "and", ",", "any"}:
            continue
        out.append(word)
    return out


def _without_tails(words: Sequence[str]) -> list[str]:
    """Words without a closing "or anything like that" and the like."""
    rest = list(words)
    trimmed = True
    while trimmed:
        trimmed = False
        for tail in _NP_TAILS:
            if tuple(rest[-len(tail) :]) == tail and len(rest) > len(tail):
                rest = rest[: -len(tail)]
                trimmed = True
        while rest and (rest[-1] in PUNCTUATION or rest[-1] in {"or", "and"}):
            rest = rest[:-1]
            trimmed = True
    return rest


def _is_list(topic: Sequence[str]) -> bool:
    return "," in topic or "or" in topic or "and" in topic


def _safe_topic(topic: Sequence[str], mentions: Sequence[Mention]) -> bool:
    """A topic that can stand after "Denies": a noun phrase with a clinical word, nobody else's and nothing unfinished."""
    if not topic or len(topic) > 22 or not mentions or list(topic) in (["symptoms"], ["pain", "at", "all"]):
        return False
    if (
        topic[0] in AUXILIARIES
        or any(w == "any" and topic[n - 1 : n] != ["of"] for n, w in enumerate(topic) if n)
        or any(
            w in {"i", "we", "he", "she", "they", "what", "how", "where", "do", "did", "does"} for w in topic
        )
    ):
        return False
    if list(topic[-2:]) == ["breathe", "in"]:
        return True
    return topic[-1] not in {
        "since",
        "while",
        "the",
        "a",
        "your",
        "of",
        "to",
        "with",
        "in",
        "any",
        "like",
        "have",
        "you",
    }


_ADJECTIVES = word_set(
    "tender dizzy sore tired nauseous nauseated lightheaded anxious depressed short stiff numb weak sick confused "
    "constipated pregnant"
)


def combined(question: Sequence[str], reply: Reply) -> str:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """One statement from a yes/no question and its reply, or "" where that cannot be done safely.

    ("any fever or chills", NO) -> "denies fever or chills"; ("do you smoke", NO) -> "does not smoke".
    """
    plain = [w for w in question[without_lead(question) :] if w not in {"?", "!"}]
    if plain[:1] == ["you"] and "not" in plain[1:4] and reply is Reply.NO:
        return (
            provider_voice(_without_tails(plain))
            if lexicon().mentions(plain) and can_stand(plain, ())
            else ""
        )
    if plain[:1] == ["you"] and len(plain) > 3 and plain[1] in AUXILIARIES | BASE_VERBS:
        plain = _without_tails(plain)
        known = reply is Reply.YES and bool(lexicon().mentions(plain)) and can_stand(plain, ())
        return provider_voice(plain) if known else ""
    topic = topic_of(question)
    if topic:
        mentions = lexicon().mentions(topic)
        if not _safe_topic(topic, mentions):
            return ""
        said = provider_voice(topic, drop_subject=False)
        negative = question[without_lead(question) :][:1] == ["no"]
        if said.startswith("still "):
            return (
                f"still has {said[6:]}"
                if reply is Reply.YES
                else f"no longer has {said[6:]}"
                if reply is Reply.NO
                else ""
            )
        if any(word in KIN or word == "family" for word in topic):
            return f"{said}: {reply.value}"
        if topic[0] in _ADJECTIVES:
            return f"denies being {said}" if reply is Reply.NO else f"is {said}" if reply is Reply.YES else ""
        if reply is Reply.NO and not any(
            m.topic in {Topic.SYMPTOM, Topic.DISEASE, Topic.SOCIAL} for m in mentions
        ):
            return f"has not had {said}" if "had" in plain[:4] else f"no {said}"
        if reply is Reply.NO:
            return f"denies {said}"
        if reply is Reply.UNSURE:
            return f"not sure about {said}"
        if negative:
            return ""  # "no headaches?" "yes": unclear
        if _is_list(topic):
            return f"{said}: yes"
        symptom = any(m.topic in {Topic.SYMPTOM, Topic.DISEASE} for m in mentions)
        if symptom:
            return f"reports {said}"
        return (
            f"has had {said}"
            if "had" in plain[:4]
            else f"had {said}"
            if plain[:1] == ["did"]
            else f"has {said}"
        )
    return _inverted(question, reply)


_AFFIRMED = {"anything": "something", "anyone": "someone", "anybody": "somebody", "anywhere": "somewhere"}


def _inverted(question: Sequence[str], reply: Reply) -> str:  # noqa: C901 (a list of rules, tried in order)
    """A question that begins with an auxiliary, as the statement it asks about."""
    words = [w for w in question if w not in {"?", "!", "."}]
    words = words[without_lead(words) :]
    if len(words) < 3 or reply not in {Reply.YES, Reply.NO} or len(words) > 24:
        return ""
    if "or" in words[3:] and reply is Reply.YES and not {"like", "such"} & set(words):
        return ""
    auxiliary, subject = words[0], words[1]
    negated = ["not"] if reply is Reply.NO else []
    if auxiliary not in AUXILIARIES or subject not in {
        "you",
        "it",
        "that",
        "your",
        "the",
        "this",
        "they",
        "there",
        "he",
        "she",
        "these",
    }:
        return ""
    end = 2
    if subject in {"your", "the", "this", "that", "these"}:
        end = _subject_end(words)
        if not end:
            return ""
    rest = words[end:]
    for tail in _NP_TAILS:
        if tuple(rest[-len(tail) :]) == tail and len(rest) > len(tail):
            rest = rest[: -len(tail)]
    if rest.count("any") + rest.count("anything") > 1:
        return ""  # two questions in one breath
    if not rest or "," in rest[-1:] or any(w in {"what", "how", "where", "i", "if"} for w in rest):
        return ""
    if not lexicon().mentions(words) or any(
        w in AUXILIARIES for w in rest[:2] if w not in {"be", "been", "have", "do"}
    ):
        return ""
    if rest[0] == "not":
        return ""  # "have you not ...?": unclear what yes means
    if reply is Reply.YES:
        rest = [_AFFIRMED.get(w, w) for w in rest if w not in {"any", "ever"}]
    subjects = [] if subject == "you" else words[1:end]
    said = _statement(auxiliary, subjects, rest, negated)
    shown = said.lower().split()
    return said if can_stand(shown if subjects else ["it", *shown], ()) else ""


def _subject_end(words: Sequence[str]) -> int:
    """Where the noun phrase that begins at 1 ends, or 0 when that is not plain."""
    if (
        words[1] in {"that", "this", "these"}
        and len(words) > 2
        and (words[2] in BASE_LIKE or words[2].endswith(("ing", "ed")))
    ):
        return 2
    for n in range(2, min(len(words), 7)):
        word = words[n]
        if (
            word in BASE_LIKE
            or word in ADVERBS
            or word.endswith("ing")
            or word in {"worse", "better", "constant", "sharp", "dull"}
        ):
            return n if n > 2 or words[1] in {"that", "this", "these"} else 0
    return 0


BASE_LIKE = word_set(
    "radiate go get hurt feel move come travel bother wake keep affect improve help make stay spread start stop seem "
    "limit prevent worse better been gone changed taking working helping getting improved"
)


def _statement(auxiliary: str, subject: list[str], rest: list[str], negated: list[str]) -> str:
    """Subject, verb and the rest, in the order of a statement."""
    adverbs: list[str] = []
    while rest and rest[0] in ADVERBS and rest[0] != "not":
        adverbs.append(rest.pop(0))
    if not rest:
        return ""
    plural = bool(subject) and (
        subject[0] in {"they", "these"}
        or (len(subject) > 1 and subject[-1].endswith("s") and subject[-1][-2:] != "ss")
    )
    if auxiliary in {"do", "does"}:
        if negated:
            verb = ["do" if plural else "does", *negated, *adverbs, rest[0]]
        else:
            verb = [*adverbs, rest[0] if plural else third_person(rest[0])]
    elif auxiliary == "did":
        verb = ["did", *negated, *adverbs, rest[0]] if negated else [*adverbs, past_of(rest[0])]
    elif auxiliary in MODALS:
        verb = [auxiliary, *negated, *adverbs, rest[0]]
    else:
        form = {
            "are": "are" if plural else "is",
            "have": "have" if plural else "has",
            "were": "were" if plural else "was",
        }.get(auxiliary, auxiliary)
        verb = [form, *negated, *adverbs, rest[0]]
    said = provider_voice(
        ["your" if w == "your" else w for w in subject] + verb + rest[1:], drop_subject=False
    )
    return patient_voice(said.split(" ")) if " my " in f" {said} " else said


_LABELS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("how", "long"), "duration"), (("how", "often"), "frequency"), (("how", "many", "times"), "frequency"),
    (("when", "did"), "onset"), (("what", "makes", "it", "worse"), "worse with"), (("what", "makes", "it", "better"), "better with"),
    (("what", "makes", "the", "pain", "worse"), "worse with"), (("what", "makes", "the", "pain", "better"), "better with"),
    (("what", "have", "you", "taken"), "has taken"), (("what", "have", "you", "tried"), "has tried"), (("what", "medications"), "medications"),
    (("what", "medication"), "medication"), (("what", "do", "you", "do", "for", "work"), "occupation"), (("what", "do", "you", "do", "for", "a", "living"), "occupation"),
    (("where",), "location"), (("on", "a", "scale"), "severity"), (("scale",), "severity"), (("rate",), "severity"), (("what", "are", "you", "taking"), "takes"),
    (("what", "do", "you", "take"), "takes"), (("allergic", "to"), "allergic to"), (("what", "dose"), "dose"), (("how", "much"), "amount"),
    (("which", "side"), "side"), (("which", "one"), "which"), (("how", "bad"), "severity"), (("what", "kind", "of", "work"), "occupation"),
    (("how", "old"), "age"), (("how", "severe"), "severity"), (("what", "brings"), "presents with"), (("reason", "for"), "reason for visit"),
    (("can", "not", "take"), "cannot take"),
    (("react", "to"), "reacts to"),
    (("bad", "reaction"), "reaction to"),
    (("any", "medications"), "medications"),
    (("any", "medicines"), "medications"),
    (("any", "allergies"), "allergies"),
    (("smoke",), "smoking"),
    (("alcohol",), "alcohol"),
    (("drink",), "alcohol"),
    (("last", "menstrual"), "last menstrual period"),
)  # fmt: skip


MOST_AFTER_LAST = 4
_SPARE_AFTER_LAST = word_set("have had get got a an your the")
_NOT_DRUNK = word_set(
    "alcohol at any much or and beer wine socially on how a in per every too heavily regularly often"
)


_BEGINNINGS = word_set("start begin first notice happen begun started it this that pain come")
_LASTING = word_set("has have had did does is was ago for")
LONGEST_WHICH = 4


def label_of(question: Sequence[str]) -> str:  # noqa: C901 (what keeps a question from a label, in order)
    """The heading under which a short answer to this question can stand ("how long ..." -> "duration"), or ""."""
    words = [w for w in question[without_lead(question) :] if w not in PUNCTUATION]
    if {"eat", "drink"} <= set(words) and "alcohol" not in words:
        return ""  # "are you managing to eat and drink?"
    if words[:2] == ["when", "did"] and not {"last", *_BEGINNINGS} & set(words):
        return ""  # of what ended or was done: no onset
    if words[:2] == ["how", "long"] and words[2:3] and words[2] not in _LASTING:
        return ""  # "how long can you sit?"
    if "where" in words[3:] and "where" not in words[:3]:
        return ""  # "neuropathy where you get tingling?"
    if words[:2] in (["which", "side"], ["which", "one"]) and len(words) > LONGEST_WHICH:
        return ""
    if words[:2] == ["when", "did"] and "last" in words:
        rest = [w for w in words[words.index("last") + 1 :] if w not in _SPARE_AFTER_LAST]
        return " ".join(["last", *rest]) if rest and len(rest) <= MOST_AFTER_LAST else ""
    for phrase, label in _LABELS:
        first = phrase[0]
        for n, word in enumerate(words):
            if word == first and tuple(words[n : n + len(phrase)]) == phrase:
                drunk = words[n + 1 : n + 2]
                if label == "alcohol" and drunk and drunk[0].isalpha() and drunk[0] not in _NOT_DRUNK:
                    return drunk[0]
                if label == "medications" and any(w.startswith("allerg") for w in words):
                    return "allergies"  # "any allergies to any medications?"
                return label
    return ""
