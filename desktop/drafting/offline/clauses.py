"""Cuts turns into clauses, with or without punctuation: the level at which speech is filed under a section."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.domain.transcript import Speaker
from desktop.drafting.offline.repairs import without_noise
from desktop.drafting.offline.speech import (
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    ENDS,
    MARKERS,
    NUMBER_WORDS,
    PUNCTUATION,
    SUBJECTS,
    UNMARKED_PASTS,
    WH_WORDS,
    is_number,
)
from desktop.drafting.offline.turns import Turn
from desktop.language.words import Word

LONG_SENTENCE_WORDS = 16
_ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "st",
        "vs",
        "prof",
        "approx",
        "e.g",
        "i.e",
        "q",
        "b.i.d",
        "t.i.d",
        "q.i.d",
        "p.r.n",
        "a.m",
        "p.m",
        "no",
    ]
)

_NEVER_AFTER = (
    AUXILIARIES
    | WH_WORDS
    | frozenset(
        [
            "and",
            "but",
            "or",
            "if",
            "when",
            "because",
            "since",
            "that",
            "than",
            "as",
            "like",
            "the",
            "a",
            "an",
            "your",
            "my",
            "his",
            "her",
            "their",
            "our",
            "of",
            "in",
            "to",
            "for",
            "with",
            "at",
            "on",
            "by",
            "from",
            "into",
            "over",
            "under",
            "about",
            "think",
            "thought",
            "know",
            "knew",
            "hope",
            "see",
            "feel",
            "felt",
            "guess",
            "believe",
            "said",
            "says",
            "say",
            "saying",
            "told",
            "tell",
            "mean",
            "wish",
            "sure",
            "glad",
            "thing",
            "things",
            "way",
            "time",
            "all",
            "everything",
            "anything",
            "something",
            "while",
            "once",
            "until",
            "till",
            "before",
            "after",
            "though",
            "although",
            "unless",
            "whenever",
            "wherever",
            "whatever",
            "not",
            "also",
            "then",
            "now",
            "just",
            "still",
            "maybe",
            "so",
            "okay",
            "well",
            "whether",
            "where",
            "moment",
            "day",
            "last",
            "every",
            "each",
            "any",
            "some",
            "no",
            "without",
            "until",
            "afraid",
            "worried",
            "happy",
            "noticed",
            "notice",
            "feeling",
            "understand",
            "reason",
            "remember",
            "think",
            "knows",
            "thinks",
            "recommend",
            "suggest",
            "suggested",
            "means",
            "sounds",
            "looks",
            "seems",
            "this",
            "these",
            "those",
            "let",
            "make",
            "makes",
            "help",
            "helps",
            "want",
            "wants",
            "lets",
            "having",
            "whoever",
            "between",
            "only",
            "even",
            "really",
            "very",
            "too",
        ]
    )
) - {"time", "day", "now"}
_STRONG = (
    ("i", "am", "going", "to"), ("we", "are", "going", "to"), ("i", "want"), ("i", "would", "like"), ("i", "will"), ("we", "will"),
    ("let", "us"), ("let", "me"), ("there", "is"), ("there", "are"), ("there", "was"), ("there", "were"), ("do", "you"), ("have", "you"),
    ("did", "you"), ("are", "you"), ("i", "think"), ("i", "reviewed"), ("what", "i", "am"), ("what", "we", "are"), ("for", "your", "first"),
    ("for", "your", "second"), ("for", "your", "third"), ("for", "your", "next"), ("for", "your", "last"), ("i", "do", "not"),
    ("i", "also"), ("we", "can"), ("you", "can"), ("you", "should"), ("you", "need"), ("any", "other"), ("it", "is"), ("it", "was"),
    ("that", "is", "why"), ("how", "is"), ("how", "are"), ("how", "about"), ("what", "about"), ("tell", "me"), ("please",),
    ("we", "need"), ("we", "should"), ("is", "there"), ("does", "it"), ("does", "that"), ("i", "have"), ("i", "had"), ("i", "was"),
    ("they", "are"), ("they", "were"), ("he", "is"), ("she", "is"), ("you", "have"), ("you", "do"), ("you", "are"), ("we", "have"),
    ("i", "am"), ("you", "were"), ("we", "did"), ("i", "did"), ("i", "can"), ("my", "plan"), ("hey", "dragon"), ("i", "hear"),
    ("i", "appreciate"), ("i", "see"), ("i", "recommend"), ("i", "prescribe"), ("follow", "up", "with"),
)  # fmt: skip
_STRONG_BY_FIRST: dict[str, list[tuple[str, ...]]] = {}
for _start in _STRONG:
    _STRONG_BY_FIRST.setdefault(_start[0], []).append(_start)

_SUBORDINATORS = frozenset(
    [
        "if",
        "when",
        "since",
        "because",
        "although",
        "while",
        "after",
        "before",
        "unless",
        "once",
        "until",
        "whenever",
    ]
)
_ORDINALS = frozenset(
    ["first", "second", "third", "fourth", "fifth", "sixth", "next", "last", "other", "final"]
)


@dataclass(slots=True)
class Clause:
    """A stretch of one speaker's words that says one thing.

    words: without noise; asked: a question; ends_turn: the last clause of its turn; tag: a statement
    with a question tag ("..., right?"), which a "no" takes back.
    """

    speaker: Speaker
    turn: int
    words: list[Word]
    asked: bool = False
    ends_turn: bool = False
    tag: bool = False

    @property
    def lowers(self) -> list[str]:
        """The words in lower case."""
        return [word.lower for word in self.words]


def _is_full_stop(words: list[Word], n: int) -> bool:
    """Whether the mark at n ends a sentence: not the point of a number, nor of an abbreviation."""
    mark = words[n].lower
    if mark not in ENDS:
        return False
    if mark != "." or n == 0:
        return True
    before = words[n - 1].lower
    after = words[n + 1] if n + 1 < len(words) else None
    if after is None:
        return True
    if before in NUMBER_WORDS and after.lower in NUMBER_WORDS | {"oh"}:
        return False
    if before.isdigit() and after.lower.isdigit() and 20 <= int(before[:4]) <= 300:
        return False
    if before in {"dr", "mr", "mrs", "ms", "st", "prof", "vs"}:
        return False
    return not (
        before in _ABBREVIATIONS
        and words[n].glued
        and after.text[:1].islower()
        and after.lower not in SUBJECTS
    )


def _has_verb(lowers: list[str]) -> bool:
    return any(
        w in AUXILIARIES
        or w in BASE_VERBS
        or w in UNMARKED_PASTS
        or (len(w) > 4 and w.endswith(("ed", "ing", "es")))
        for w in lowers
    )


def _verb_follows(lowers: list[str], n: int, reach: int) -> bool:
    """An auxiliary (or "looks", "feels", ...) within reach words from n, before any new subject."""
    for word in lowers[n : n + reach]:
        if word in AUXILIARIES or word in {
            "looks",
            "look",
            "feels",
            "shows",
            "sounds",
            "seems",
            "hurts",
            "reveals",
            "showed",
        }:
            return True
        if word in PUNCTUATION or word in SUBJECTS - {"that", "this"}:
            return False
    return False


def _starts_strongly(lowers: list[str], n: int) -> bool:
    for phrase in _STRONG_BY_FIRST.get(lowers[n], ()):
        if tuple(lowers[n : n + len(phrase)]) == phrase:
            return True
    if lowers[n] == "your" and _verb_follows(lowers, n + 1, 4):
        return True
    if lowers[n] in {"on", "for"} and lowers[n + 1 : n + 2] == ["your"]:
        ahead = lowers[n + 2 : n + 8]
        if lowers[n] == "on":
            return "exam" in ahead or "examination" in ahead
        return bool(_ORDINALS & set(ahead[:2]))
    return False


def _starts_subject(lowers: list[str], n: int) -> bool:
    """A subject with its verb stands at n."""
    if n >= len(lowers):
        return False
    word = lowers[n]
    if word in {"i", "we", "you", "he", "she", "they"}:
        k = n + 1
        while k < len(lowers) and lowers[k] in ADVERBS:
            k += 1
        if k >= len(lowers):
            return False
        verb = lowers[k]
        return (
            verb in AUXILIARIES
            or verb in BASE_VERBS
            or verb in UNMARKED_PASTS
            or verb.endswith("ed")
            or len(verb) > 3
        )
    if word in {"it", "that", "this", "there", "everything", "nothing"}:
        return _verb_follows(lowers, n + 1, 3)
    if word in {"my", "your", "the", "his", "her", "our", "their"}:
        return _verb_follows(lowers, n + 1, 5)
    return False


def _starts_after_conjunction(lowers: list[str], n: int) -> bool:
    """Whether the conjunction or marker at n opens a new clause."""
    word = lowers[n]
    following = lowers[n + 1] if n + 1 < len(lowers) else ""
    before = lowers[n - 1] if n else ""
    if word == "okay" or (
        word == "all" and following == "right" and before not in {"is", "are", "doing", "feel", "feeling"}
    ):
        return True
    if word in {"so", "now"}:
        if before in {
            "and",
            "or",
            "think",
            "hope",
            "guess",
            "not",
            "very",
            "ever",
            "right",
            "for",
            "until",
            "by",
            "is",
            "are",
            "doing",
        }:
            return False
        if word == "so" and lowers[n + 2 : n + 3] in (["can"], ["could"]):
            return False
        return following in {
            "let",
            "what",
            "how",
            "do",
            "are",
            "have",
            "did",
            "if",
            "on",
            "for",
            "any",
            "when",
            "okay",
        } or (_starts_subject(lowers, n + 1))
    if word == "and":
        if following in {
            "so",
            "then",
            "also",
            "now",
            "again",
            "i",
            "if",
            "when",
            "do",
            "are",
            "did",
            "how",
            "what",
            "any",
            "have",
        }:
            if following in {
                "if",
                "when",
                "have",
                "how",
                "what",
                "any",
                "do",
                "also",
                "then",
                "again",
                "now",
            }:
                return (
                    _starts_subject(lowers, n + 2)
                    or _starts_strongly(lowers, min(n + 2, len(lowers) - 1))
                    or (following in {"any", "how", "what"} and len(lowers) - n <= 14)
                    or (following == "have" and lowers[n + 2 : n + 3] == ["you"])
                )
            return True
        return _starts_subject(lowers, n + 1) or (n + 1 < len(lowers) and _starts_strongly(lowers, n + 1))
    if word == "but":
        return _starts_subject(lowers, n + 1) or following in {
            "otherwise",
            "if",
            "when",
            "just",
            "now",
            "for",
            "other",
        }
    if word in {"then", "otherwise", "also", "again"}:
        return before not in {"and", "but", "since", "by", "than", "i", "we"} and (
            n + 1 < len(lowers) and (_starts_strongly(lowers, n + 1) or _starts_subject(lowers, n + 1))
        )
    if word == "if":
        return _main_clause_follows(lowers, n)
    return False


def _main_clause_follows(lowers: list[str], n: int) -> bool:
    """Whether an "if" at n opens a sentence of its own: "if it gets worse we can ..." rather than "... if it gets worse"."""
    for k in range(n + 4, min(n + 16, len(lowers) - 1)):
        if lowers[k] in {"we", "i", "you", "then", "please", "call"} and (
            lowers[k] in {"then", "please", "call"} or lowers[k + 1] in MODAL_STARTS
        ):
            return True
        if lowers[k] in {"and", "so", "okay", "."}:
            return False
    return False


MODAL_STARTS = frozenset(
    ["can", "will", "could", "may", "might", "should", "would", "am", "are", "want", "need", "have"]
)


def _cuts(lowers: list[str], joins: set[int], *, spoken: bool) -> list[int]:
    """Where a run of words without full stops is cut. spoken: there is no punctuation to go by."""
    cuts = [0]
    for n in range(1, len(lowers)):
        begun = cuts[-1]
        if n - begun < 2 and lowers[n] != "okay":
            continue
        before = lowers[n - 1]
        if before == "," and n - begun > 1:
            before = lowers[n - 2]
        subordinate = lowers[begun] in _SUBORDINATORS or lowers[begun + 1 : begun + 2] in (
            [w] for w in _SUBORDINATORS
        )
        conjoined = _starts_after_conjunction(lowers, n)
        strong = before not in _NEVER_AFTER and _starts_strongly(lowers, n)
        weak = (
            spoken
            and before not in _NEVER_AFTER
            and lowers[n] in {"i", "you", "we"}
            and _starts_subject(lowers, n)
        )
        if (
            weak
            and n >= 2
            and lowers[n - 2] in {"what", "which", "the", "all", "any", "those", "these", "how"}
        ):
            weak = False  # "the foods you like"
        if n in joins and lowers[n] in SUBJECTS | MARKERS | {
            "my",
            "your",
            "do",
            "have",
            "any",
            "what",
            "how",
            "let",
            "there",
        }:
            weak = weak or before not in _NEVER_AFTER
        if not (conjoined or strong or weak):
            continue
        if (
            subordinate
            and lowers[n] not in {"and", "but", "okay", "now", "so"}
            and not _second_verb(lowers[begun:n])
        ):
            continue
        if (
            not _has_verb(lowers[begun:n])
            and lowers[begun] not in {"for", "on", "okay", "no", "yes", "yeah"}
            and n - begun < 4
        ):
            if not all(w in ACK_OR_MARKER for w in lowers[begun:n]):
                continue
        cuts.append(n)
    return cuts


ACK_OR_MARKER = MARKERS | {"okay", "right", "yes", "no", "yeah", "good", "great", "sure", ","}


def _second_verb(lowers: list[str]) -> bool:
    """Whether a clause that began with "if" already has its main clause."""
    subjects = 0
    for n, word in enumerate(lowers):
        if word in {"i", "you", "we", "it", "they", "there"} and n:
            subjects += 1
    return subjects >= 2


_QUESTION_FIRST = frozenset(
    ["do", "does", "did", "have", "has", "had", "are", "is", "was", "were", "can", "could", "will", "would"]
)
_QUESTION_SUBJECTS = frozenset(
    [
        "you",
        "it",
        "that",
        "the",
        "your",
        "they",
        "there",
        "he",
        "she",
        "any",
        "this",
        "those",
        "these",
        "we",
        "i",
        "anybody",
        "anyone",
        "anything",
        "everything",
        "both",
        "one",
        "either",
    ]
)


def is_question(lowers: list[str], *, marked: bool) -> bool:
    """Whether the words ask something. marked: a question mark closes them."""
    words = [w for w in lowers if w not in PUNCTUATION]
    while words and (words[0] in MARKERS or words[0] in {"right", "good", "great", "yeah"}):
        words = words[1:]
    if not words:
        return False
    if marked:
        return True
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _QUESTION_FIRST and second in _QUESTION_SUBJECTS:
        return not (first in {"do", "have"} and second in {"it", "that"})
    if first in {"what", "where", "when", "how", "who", "which"}:
        if second in {"i", "we"} or (first == "when" and second not in {"did", "was", "do", "does"}):
            return False
        return first in {"how", "where", "who", "which", "what"} or len(words) < 12
    if first in {"any", "anything", "anyone", "ever"} and len(words) <= 16:
        return True
    return words[:3] == ["tell", "me", "about"] or words[:2] == ["tell", "me"]


_TAG_ENDS = (
    ("okay",),
    ("right",),
    ("correct",),
    ("all", "right"),
    ("is", "that", "right"),
    ("is", "that", "correct"),
    ("does", "that", "make", "sense"),
)


def _strip_tag(words: list[Word]) -> tuple[list[Word], bool]:
    """A sentence without its closing ", okay?" or ", right?", and whether there was one."""
    core = list(words)
    while core and core[-1].lower in PUNCTUATION:
        core.pop()
    for tag in _TAG_ENDS:
        size = len(tag)
        if len(core) > size + 1 and tuple(w.lower for w in core[-size:]) == tag:
            comma = core[-size - 1].lower in PUNCTUATION
            if comma or tag == ("okay",) or size > 2:
                return core[:-size], True
    return words, False


def clauses_of(turns: list[Turn]) -> list[Clause]:
    """Every clause of every turn, in order, free of noise."""
    out: list[Clause] = []
    for number, turn in enumerate(turns):
        marks = sum(1 for n in range(len(turn.words)) if _is_full_stop(turn.words, n))
        spoken = marks * 30 < len(turn.words)
        first = len(out)
        for sentence, marked, joins in _sentences(turn):
            bare, tagged = _strip_tag(sentence)
            quiet = without_noise(bare)
            while quiet and quiet[-1].lower in PUNCTUATION:
                quiet.pop()
            if not quiet:
                continue
            places = {id(w): n for n, w in enumerate(quiet)}
            inner = {places[id(sentence[j])] for j in joins if id(sentence[j]) in places}
            lowers = [w.lower for w in quiet]
            long = spoken or len(quiet) > LONG_SENTENCE_WORDS
            cuts = _cuts(lowers, inner, spoken=spoken) if long else [0]
            for a, b in zip(cuts, [*cuts[1:], len(quiet)], strict=True):
                piece = _edges(quiet[a:b])
                if not piece:
                    continue
                last = b == len(quiet)
                asked = is_question([w.lower for w in piece], marked=marked and last and not tagged)
                out.append(Clause(turn.speaker, number, piece, asked, tag=tagged and last and not asked))
        if len(out) > first:
            out[-1].ends_turn = True
    return out


def _sentences(turn: Turn) -> list[tuple[list[Word], bool, list[int]]]:
    """(words, whether a question mark closes them, where further segments begin) for each sentence."""
    out: list[tuple[list[Word], bool, list[int]]] = []
    joins = set(turn.joins)
    current: list[Word] = []
    inner: list[int] = []
    for n, word in enumerate(turn.words):
        if n in joins and current:
            inner.append(len(current))
        if _is_full_stop(turn.words, n):
            if current:
                out.append((current, word.lower == "?", inner))
            current, inner = [], []
            continue
        current.append(word)
    if current:
        out.append((current, False, inner))
    return out


def _edges(words: list[Word]) -> list[Word]:
    """Without punctuation at either end, nor a conjunction that was left hanging at the end."""
    out = list(words)
    while out and (out[0].lower in PUNCTUATION):
        out.pop(0)
    while out and (
        out[-1].lower in PUNCTUATION or out[-1].lower in {"and", "but", "so", "or", "because", "okay"}
    ):
        out.pop()
    if out and not any(
        is_number(w.lower) or w.lower.isalpha() or "-" in w.lower or "'" in w.lower or w.lower.isalnum()
        for w in out
    ):
        return []
    return out
