"""Words a provider's spoken finding, order or reasoning as a note does, by taking words away and never adding facts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.own_tasks import done_here, own_task
from desktop.drafting.offline.person import provider_voice, without_lead
from desktop.drafting.offline.speech import phrases, word_set
from desktop.language.lexicon import lexicon

_LEADS: tuple[tuple[str, ...], ...] = phrases(
    "what i am going to do is|what we are going to do is|what i would like to do is|what i want to do is|"
    "what i want you to do is|what i would like you to do is|what i am going to do|what we are going to do|"
    "the first thing i want to do is|i am going to|we are going to|i am also going to|we are also going to|"
    "i am just going to|i am gonna|i will also|we will also|i will just|i will|we will|i want to|i also want to|"
    "i would like to|we would like to|i would also like to|i want you to|i also want you to|i just want you to|"
    "i would like you to|i would like for you to|i would also like you to|i need you to|i do want you to|i do want to|"
    "we want to|let us just|let us also|let us|i am going to have you|we are going to have you|i will have you|"
    "i want to have you|we will have you|you are going to|go ahead and|and then|then|also|again|please|now|so|okay|"
    "i am going to ask you to|first|and|just|right now|for now|i would|to|here is what i want you to do|"
    "what i would like to do|first of all|in the meantime|for that|you know|i am actually going to|"
    "we are just going to|i want us to|we need to|i am also|we are also|i am|we are|"
    "why do not we|why do not you|why do not i|how about we|how about you|how about if we|shall we|what if we|i am happy to|i am glad to|we are happy to|you ought to|"
    "what i would suggest is that|what i would suggest is|what i suggest is|what i would do is|what we could do is|what we can do is|what i can do is|"
    "what i think we should do is|i would suggest that|i would suggest|i suggest|my suggestion is|do a prescription for"
)  # fmt: skip
_PLAN_LEADS = sorted(_LEADS, key=len, reverse=True)
_PLAN_LEADS = sorted(
    (
        *_PLAN_LEADS,
        ("go", "and"),
        ("they", "are", "going", "to"),
        ("i", "really", "want", "you", "to"),
        ("i", "really", "want", "to"),
    ),
    key=len,
    reverse=True,
)
_KEEPS_YOU_OUT = word_set(
    "start continue refer keep switch put bring send starting continuing referring keeping switching putting sending"
)
_EXAM_LEADS: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        phrases(
            "you do have|you have|you have got|there is|there are|there was|there were|i hear|i do hear|i can hear|"
            "i still hear|i appreciate|i do appreciate|i can appreciate|i feel|i do feel|i can feel|i see|i do see|"
            "i can see|i notice|i do notice|i can tell|i also hear|i also see|i do still hear|i do also hear|"
            "you also have|you do also have|there is also|you still have"
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
_EXAM_NEGATIVES: tuple[tuple[str, ...], ...] = tuple(
    sorted(
        phrases(
            "i do not see|i do not hear|i do not feel|i do not appreciate|i do not notice|you do not have|"
            "there is not|there are not|i can not see|i can not feel|i can not hear|i did not see|i did not hear|"
            "i do not really see|i do not really hear|there was not"
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
_PLACE = r"(?:(?!i |you |there |it |and |is |are )\w+ )"
_EXAM_OPENERS = re.compile(
    rf"^(?:so )?(?:(?:on|upon|with|for) (?:your |the |my |physical ){{0,2}}{_PLACE}{{0,3}}(?:exam|examination) |"
    rf"(?:when|as) i (?:listen to|look at|press on|examine|feel) (?:your|the) {_PLACE}{{1,2}})(?:today |here )?,? "
    rf"|^(?:so )?(?:and )?(?:your |the ){_PLACE}{{1,3}}(?:exam|examination) (?=you |there |i |, )"
    rf"|^(?:so )?(?:and )?(?:on|for) (?:your|the) {_PLACE}{{1,3}}, (?=i |you |there )"
    rf"|^(?:so )?(?:on|upon|with|for) (?:your |the |my |physical ){{0,2}}{_PLACE}{{0,3}}(?:exam|examination) "
)


def _without_leads(words: list[str], leads: Sequence[tuple[str, ...]]) -> list[str]:
    changed = True
    while changed and words:
        changed = False
        first = words[0].lower()
        for lead in leads:
            if (
                lead[0] == first
                and len(lead) < len(words)
                and tuple(w.lower() for w in words[: len(lead)]) == lead
            ):
                if lead == ("i", "would") and words[2].lower() in {"like", "rather", "prefer"}:
                    return words  # "i would like the kidney doctor to see you"
                if lead[-1] != "not" and words[len(lead)].lower() == "not" and lead[0] in {"i", "we", "let"}:
                    return words  # "we will not change the insulin"
                words = words[len(lead) :]
                changed = True
                break
        while words and words[0] in {",", ".", "-"}:
            words = words[1:]
    return words


def order_wording(tokens: Sequence[str]) -> str:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """An order or advice as an imperative: "i'm going to refer you to therapy" -> "refer to therapy"."""
    words = list(tokens)
    words = words[without_lead([w.lower() for w in words]) :]
    at = next(
        (
            n
            for n in range(1, min(14, len(words) - 2))
            if [w.lower() for w in words[n : n + 2]] == ["let", "us"]
        ),
        0,
    )
    if at and not lexicon().mentions([w.lower() for w in words[:at]]):
        words = words[at:]
    here = done_here([w.lower() for w in words])
    if here:
        return provider_voice(["today:", *words[here:]])
    undertaken = own_task(words)
    if undertaken:
        return provider_voice(undertaken)
    conditional = bool(words) and words[0].lower() in {"if", "when", "because", "since", "once"}
    if not conditional:
        words = _without_leads(words, _PLAN_LEADS)
    if len(words) > 1 and words[0].lower() == "be" and words[1].lower().endswith("ing"):
        words = words[1:]
    inner: list[str] = []
    n = 0
    while n < len(words):
        lower = [w.lower() for w in words[n : n + 5]]
        dropped = False
        for phrase in (
            ("go", "ahead", "and"),
            ("i", "want", "you", "to"),
            ("i", "would", "like", "you", "to"),
            ("i", "am", "going", "to"),
            ("we", "are", "going", "to"),
        ):
            if tuple(lower[: len(phrase)]) == phrase and (
                n == 0 or lower[0] == "go" or inner[-1].lower() in {"and", ","}
            ):
                n += len(phrase)
                dropped = True
                break
        if dropped:
            continue
        if (
            lower[0] == "you"
            and inner
            and inner[-1].lower() in _KEEPS_YOU_OUT
            and lower[1:2]
            and lower[1] in {"on", "to", "in", "over", "with", "back"}
        ):
            n += 1
            continue
        inner.append(words[n])
        n += 1
    if not inner:
        return ""
    if (
        inner[0].lower() in {"you", "we"}
        and len(inner) > 1
        and inner[2:3] != ["not"]
        and inner[1].lower() in {"can", "should", "may", "could", "might", "need", "will", "must", "have"}
    ):
        if inner[0].lower() == "you" and inner[1].lower() in {"need", "have"}:
            return provider_voice(inner)
        inner = inner[1:]
    elif inner[0].lower() == "we" and len(inner) > 1 and inner[1].lower() in _ORDERING_VERBS:
        inner = inner[1:]  # "we start you on ...", after "what i would suggest is"
    elif [w.lower() for w in inner[:4]] == ["you", "want", "to", "be"] and inner[4:]:
        inner = inner[4:]  # "you want to be taking it regularly"
    return provider_voice(inner)


_ORDERING_VERBS = word_set(
    "start give try do get put send refer check arrange book add stop change increase reduce swap switch keep leave repeat"
)


def finding_wording(tokens: Sequence[str]) -> str:  # noqa: C901, PLR0912 (a list of rules, tried in order)
    """A finding without the talk around it: "on your heart exam i do hear a murmur" -> "heart exam: a murmur"."""
    words = list(tokens)
    words = words[without_lead([w.lower() for w in words]) :]
    here = done_here([w.lower() for w in words])
    if here:
        return provider_voice(["today:", *words[here:]])
    prefix = ""
    for _ in range(2):
        opener = _EXAM_OPENERS.match(" ".join(w.lower() for w in words) + " ")
        if not opener:
            break
        size = len(opener.group().split())
        head = [w.lower() for w in words[:size] if w != ","]
        words = words[size:]
        prefix = _opener_label(head) or prefix
        words = words[without_lead([w.lower() for w in words]) :]
    words = _without_praise(words)
    if not words:
        return ""
    lowers = [w.lower() for w in words]
    shows = next((n for n, w in enumerate(lowers[:4]) if w in _SHOWS), 0)
    if shows and lowers[0] in {"it", "this", "that", "they", "which"} and "not" not in lowers[:shows]:
        words = words[shows:]
        if words[0].lower() == "show":
            words[0] = "shows"
        lowers = [w.lower() for w in words]
    said = ""
    for lead in _EXAM_NEGATIVES:
        if tuple(lowers[: len(lead)]) == lead and len(lowers) > len(lead):
            rest = words[len(lead) :]
            if rest[0].lower() in {"any", "a", "an", "much"} and len(rest) > 1:
                rest = rest[1:] if rest[0].lower() != "much" else rest
            said = provider_voice(["no", *rest], drop_subject=False)
            break
    if not said:
        for lead in _EXAM_LEADS:
            if (
                tuple(lowers[: len(lead)]) == lead
                and len(lowers) > len(lead)
                and lowers[len(lead)] not in {"that", "it", "the", "not", "been", "to"}
            ):
                said = provider_voice(words[len(lead) :], drop_subject=False)
                break
    if not said:
        if lowers[0] == "your":
            words = words[1:]
        said = provider_voice(words)
    return f"{prefix}: {said}" if prefix else said


_SHOWS = word_set("show shows showed reveal reveals revealed demonstrates demonstrated")
_PRAISE = re.compile(
    r" ,? ?(?:which|so that|so that's|that) is (?:really |very |pretty |all )?(?:good|great|fine|excellent|perfect|reassuring|not surprising)$"
)


def _without_praise(words: list[str]) -> list[str]:
    """Without a closing "which is good"."""
    text = " ".join(w.lower() for w in words)
    match = _PRAISE.search(text)
    return words[: len(text[: match.start()].split())] if match else words


def _opener_label(head: list[str]) -> str:
    spare = {
        "so",
        "on",
        "upon",
        "with",
        "for",
        "your",
        "the",
        "my",
        "physical",
        "today",
        "here",
        "exam",
        "examination",
        "when",
        "as",
        "i",
        "listen",
        "to",
        "look",
        "at",
        "press",
        "examine",
        "feel",
    }
    named = [w for w in head if w not in spare]
    if not named:
        return ""
    return " ".join(named) + (" exam" if "exam" in head or "examination" in head else "")


_REASONING_LEADS = tuple(
    (owner, *kind, "is")
    for owner in ("my", "our", "the", "working")
    for kind in (("assessment",), ("impression",), ("diagnosis",), ("clinical", "impression"))
) + tuple(
    tuple(text.split())
    for text in (
        "what you have got is", "what you have is", "what we have is", "what we are seeing is", "what we are dealing with is", "what i think we are dealing with is",
        "what i think you have is", "what i think this is is", "what we are looking at is", "what i think we are looking at is", "what he has is", "what she has is",
    )
)  # fmt: skip


def reasoning_wording(tokens: Sequence[str]) -> str:
    """Reasoning in the provider's own first person, the patient in the third."""
    words = list(tokens)
    words = words[without_lead([w.lower() for w in words]) :]
    words = _without_leads(words, _REASONING_LEADS)
    if [w.lower() for w in words[:2]] == ["that", "means"] and len(words) > 5:
        words = words[3:] if words[2].lower() == "that" else words[2:]
    return provider_voice(words, drop_subject=False)


def history_wording(tokens: Sequence[str]) -> str:
    """What a provider says is known: "i see you were in the hospital" -> "was in the hospital"."""
    words = list(tokens)
    words = words[without_lead([w.lower() for w in words]) :]
    leads = phrases(
        "i see here that|i see that|i also see that|i also see|i also know|i know that|i know|i understand that|"
        "i understand|i see here|it says here that|it says that|i saw that|i heard that|i hear that|i was notified|"
        "it looks like|looks like|i hear|i saw|i see|you said|you mentioned that|you mentioned|you also said|"
        "you told me that|you told me|you said that|for medications , i have that|i have that|i have here that"
    )  # fmt: skip
    shown = [w.lower() for w in words]
    for lead in leads:
        if tuple(shown[: len(lead)]) == lead and len(shown) > len(lead) + 1:
            if shown[len(lead)] in {"we", "it", "you", "your", "the", "that", "there"}:
                words = words[len(lead) :]
            break
    return provider_voice(words)


def worded(kind: Kind, tokens: Sequence[str]) -> str:
    """A provider's clause in the voice of its kind."""
    if kind in {Kind.VITALS, Kind.EXAM, Kind.RESULT}:
        return finding_wording(tokens)
    if kind.section.value == "plan":
        return order_wording(tokens)
    if kind is Kind.REASONING:
        return reasoning_wording(tokens)
    return history_wording(tokens)
