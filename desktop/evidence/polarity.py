"""Which words of a text are denied: by a "no" before them, after them, or as the answer to the question that named them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from desktop.evidence.meaning import word_name
from desktop.language.number_words import word_set
from desktop.language.words import Word


class Polarity(IntEnum):
    """How a word was meant. OPEN: asked, offered or supposed, so that it says neither."""

    DENIED = -1
    OPEN = 0
    STATED = 1


_BEFORE = word_set("no not n't never without denies denied deny denying neither nor none cannot negative absent free hasn't haven't "
                   "didn't doesn't don't isn't wasn't aren't won't zero rules ruled")  # fmt: skip
_AFTER = word_set("negative absent none resolved denied unlikely excluded")
NEGATIONS = _BEFORE | _AFTER
LOOSE_NEGATIONS = NEGATIONS | word_set(
    "nope nah normal clear fine unremarkable stopped stop quit gone resolved nothing nobody intact off hardly barely "
    "rarely avoid well good okay nontender lost unable except refuse refused declined instead nkda healthy stable great "
    "perfect benign out lack lacking less uncontrolled"
)
"""Any of these near the words may be why a note denies something."""
PLAIN_NO = word_set(
    "nope nah nothing nobody hardly rarely barely stopped stop stops stopping quit resolved lack instead unable except"
)
"""Words that deny without being a "no" or "not"."""
_ENDS = word_set(
    "but however except although though because reports endorses admits states complains with; then so which whereas i especially considering"
)
_ENDS_AFTER_COMMA = word_set(
    "has have is are was were does did will i you we he she it the continue there patient presents just some only mild moderate severe slight occasional intermittent persistent"
)
_MARKS = frozenset(".;?!")
_NOTE_REACH = 40
_TALK_REACH = 9
_MORE = 5
_LONGEST_QUESTION = 25
_OPENS = word_set("do does did have has are is were was")
_PLAIN_YES = word_set("yes yeah yep yup")
_ENDS_IN_TALK = word_set("but so because okay i just however except some")
_ASKS = word_set("any do does did have has are is were was how what can could when where would")
_ANSWER_WORDS = 20
_TELLING = 4
_YOU = word_set("you your there he she they any")
_AFTER_A_BARE_NO = frozenset([",", ".", "?"]) | word_set(
    "i okay problem it he she they that we you there not the kinda just no yeah"
)
_ENDS_OF_ANSWER = frozenset([".", "but", ";"])
_YES = word_set(
    "yes yeah yep yup correct sure absolutely definitely mm-hmm uh-huh right exactly indeed unfortunately occasionally sometimes"
)
_NO = word_set("no nope nah none never not nothing negative neither")
_SUPPOSED = word_set(
    "if case should unless whether would could may might possibly risk watch concern concerned worry rule"
)


def note_polarity(words: Sequence[Word]) -> list[Polarity]:
    """How each word of a note's sentence is meant: from a denial to the end of what it lists."""
    out = [Polarity.STATED] * len(words)
    n = 0
    while n < len(words):
        lower = words[n].lower
        if (
            lower in {"no", "none", "negative", "denied"}
            and n
            and words[n - 1].text == ":"
            and (n + 1 == len(words) or words[n + 1].text in _MARKS)
        ):
            for k in range(_sentence_start(words, n), n):
                out[k] = Polarity.DENIED
        if lower in _BEFORE and not (lower == "free" and (n + 1 >= len(words) or words[n + 1].lower != "of")):
            end = _end_of_denial(words, n)
            only = lower in {"not", "n't"} and n + 1 < len(words) and words[n + 1].lower == "only"
            if not only:
                for k in range(n, end):
                    out[k] = Polarity.DENIED
            if lower in _AFTER:
                _mark_before(words, out, n)
            n = max(end, n + 1)
            continue
        if lower in _AFTER:
            _mark_before(words, out, n)
        n += 1
    return out


def _sentence_start(words: Sequence[Word], n: int) -> int:
    while n and words[n - 1].text not in _MARKS:
        n -= 1
    return n


def _mark_before(words: Sequence[Word], out: list[Polarity], at: int) -> None:
    if words[at].lower == "denied":
        return
    for k in range(max(0, at - 5), at + 1):
        if any(words[j].text in _MARKS or words[j].text == "," for j in range(k, at)):
            continue
        out[k] = Polarity.DENIED


def _end_of_denial(words: Sequence[Word], at: int) -> int:
    is_verb_denied = words[at].lower in {"not", "n't", "never", "cannot"}
    for k in range(at + 1, min(len(words), at + _NOTE_REACH)):
        lower = words[k].lower
        if words[k].text in _MARKS or lower in _ENDS or words[k].text in {":", "—"}:
            return k
        if words[k].text == "," and k + 1 < len(words) and words[k + 1].lower in _ENDS_AFTER_COMMA:
            return k
        if lower == "and" and k + 1 < len(words):
            following = words[k + 1].lower
            if following in _ENDS_AFTER_COMMA or (
                is_verb_denied and following in {"a", "an", "the", "some", "this", "very"}
            ):
                return k
    return min(len(words), at + _NOTE_REACH)


def talk_polarity(segments: Sequence[Sequence[Word]]) -> list[list[Polarity]]:
    """The same for the turns of a conversation, where the answer decides what a question named."""
    out = [_turn(words) for words in segments]
    for n, words in enumerate(segments):
        asked = out[n]
        opening = _question_start(words)
        if opening is None:
            continue
        answer = _answer(segments[n + 1]) if n + 1 < len(segments) else None
        if answer is Polarity.OPEN and n + 2 < len(segments):
            answer = _answer(segments[n + 2])
        meant = Polarity.OPEN if answer is None else answer
        told = _told_apart(words[opening:], segments[n + 1], out[n + 1]) if n + 1 < len(segments) else {}
        if told and not _is_bare(segments[n + 1]):
            meant = Polarity.OPEN
        for k in range(opening, len(words)):
            if asked[k] is not Polarity.DENIED:
                asked[k] = told.get(word_name(words[k].lower), meant)
    return out


def _is_bare(answer: Sequence[Word]) -> bool:
    """Whether an answer begins with a "no" that stands for itself: "no , i have no fever", not "no fever"."""
    return (
        bool(answer) and answer[0].lower in _NO and (len(answer) == 1 or answer[1].lower in _AFTER_A_BARE_NO)
    )


def _told_apart(
    asked: Sequence[Word], answer: Sequence[Word], polarity: Sequence[Polarity]
) -> dict[str, Polarity]:
    """How each term of a question is meant that the answer takes up again: "no fever , some chills"."""
    names = {
        word_name(word.lower)
        for word in asked
        if len(word.lower) >= _TELLING and word.lower not in _ASKS | _YOU
    }
    return {
        name: each
        for word, each in zip(answer[:_ANSWER_WORDS], polarity, strict=False)
        if (name := word_name(word.lower)) in names
    }


def _turn(words: Sequence[Word]) -> list[Polarity]:
    out = [Polarity.STATED] * len(words)
    for n, word in enumerate(words):
        lower = word.lower
        if lower in _SUPPOSED:
            for k in range(n, min(len(words), n + _TALK_REACH)):
                if words[k].text in _MARKS:
                    break
                if out[k] is Polarity.STATED:
                    out[k] = Polarity.OPEN
        if lower in _BEFORE or (lower in _NO and lower != "nothing"):
            follows = words[n + 1].lower if n + 1 < len(words) else ""
            if (
                follows in {"only", "sure"}
                or (lower == "zero" and follows in {"point", "."})
                or (lower in {"no", "nope", "nah"} and follows in _AFTER_A_BARE_NO)
            ):
                continue
            for k in range(n, _end_of_talk_denial(words, n)):
                out[k] = Polarity.DENIED
        if lower in _AFTER:
            _mark_before(words, out, n)
    _answered_inside(words, out)
    _answered_without_marks(words, out)
    return out


def _end_of_talk_denial(words: Sequence[Word], at: int) -> int:
    """Where a spoken denial ends: after a few words, later where it goes on with "or" and "any"."""
    last = at + _TALK_REACH
    for k in range(at + 1, len(words)):
        lower = words[k].lower
        if k >= last or words[k].text in _MARKS or lower in _ENDS_IN_TALK:
            return k
        if lower in {"or", "nor", "any"}:
            last = max(last, k + _MORE)
    return len(words)


def _answered_inside(words: Sequence[Word], out: list[Polarity]) -> None:
    """A question and its answer in one turn: "any fever ? no"."""
    for n, word in enumerate(words):
        if word.text != "?":
            continue
        start = n
        while start and words[start - 1].text not in _MARKS:
            start -= 1
        if _question_start(words[start:n]) is None:
            continue
        answer = _answer(words[n + 1 : n + 4]) or Polarity.OPEN
        for k in range(start, n):
            if out[k] is not Polarity.DENIED:
                out[k] = answer


def _answered_without_marks(words: Sequence[Word], out: list[Polarity]) -> None:
    """The same where nothing marks the question: "any chest pain no no nothing like that"."""
    asked: int | None = None
    for n, word in enumerate(words):
        follows = words[n + 1].lower if n + 1 < len(words) else "."
        if word.text in _MARKS or (asked is not None and n - asked > _LONGEST_QUESTION):
            asked = None
        elif asked is None and (
            (word.lower == "any" and out[n] is Polarity.STATED) or (word.lower in _OPENS and follows in _YOU)
        ):
            asked = n
        elif asked is not None and n > asked + 1:
            is_no = word.lower in {"no", "nope", "nah"} and follows in _AFTER_A_BARE_NO
            if not is_no and word.lower not in _PLAIN_YES:
                continue
            for k in range(asked, n):
                if out[k] is not Polarity.DENIED:
                    out[k] = Polarity.DENIED if is_no else Polarity.STATED
            asked = None


def _question_start(words: Sequence[Word]) -> int | None:
    """Where the question that ends a turn begins, or None when the turn ends with none."""
    end = len(words)
    while end and not words[end - 1].lower[0].isalnum():
        end -= 1
    asked = any(word.text == "?" for word in words[end:])
    floor = max(0, end - (45 if asked else 25))
    for k in range(end - 1, floor - 1, -1):
        if words[k].text in {".", "!", ";"}:
            floor = k + 1
            break
    for k in range(floor, end):
        lower = words[k].lower
        following = words[k + 1].lower if k + 1 < len(words) else ""
        if (
            (
                lower == "any"
                and words[k - 1 if k else 0].lower
                not in {"not", "n't", "without", "see", "feel", "hear", "have", "denies"}
            )
            or (lower in _ASKS and following in _YOU)
            or (lower in {"what", "how"} and following == "about")
        ):
            return k
    return floor if asked else None


def _answer(words: Sequence[Word]) -> Polarity | None:
    """What the first words of a turn answer; None when they are no yes and no no."""
    for word in words[:5]:
        if word.lower in _NO:
            return Polarity.DENIED
        if word.lower in _YES or word.lower in {"i", "a"}:
            return Polarity.STATED if word.lower in _YES else _short_no(words)
    return None


def _short_no(words: Sequence[Word]) -> Polarity | None:
    lowers = [word.lower for word in words[:8]]
    cut = next((n for n, lower in enumerate(lowers) if lower in _ENDS_OF_ANSWER), len(lowers))
    lowers = lowers[:cut]
    return Polarity.DENIED if "not" in lowers or "never" in lowers else Polarity.STATED
