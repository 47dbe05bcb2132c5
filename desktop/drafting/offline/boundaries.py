"""Where one clause ends and the next begins, in speech that may have no punctuation at all."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.drafting.offline.clause_starts import NEVER_AFTER, SEEMS, starts_strongly, starts_subject
from desktop.drafting.offline.runs import (
    SUBORDINATORS,
    asks_anew,
    goes_on_ordering,
    has_main_clause,
    is_warning,
    is_wished,
    may_end,
    tells,
)
from desktop.drafting.offline.sentence_ends import end_log_odds
from desktop.drafting.offline.speech import (
    AUXILIARIES,
    BASE_VERBS,
    ENDS,
    MARKERS,
    NUMBER_WORDS,
    PASTS,
    PUNCTUATION,
    SUBJECTS,
    word_set,
)
from desktop.language.lexicon import Topic, lexicon
from desktop.language.words import Word

SURELY_ENDS = 0.0
UNLIKELY_ENDS = -2.5
"""Log odds of the learned weights above which a sentence ends whatever the rules say, and below which it goes on."""

_ABBREVIATIONS = word_set("approx e.g i.e q b.i.d t.i.d q.i.d p.r.n a.m p.m no")
_TITLES = word_set("dr mr mrs ms st prof vs")

_DEGREES = word_set(
    "much many far bad long that good well hard severe tired painful often forth badly little sore swollen fast "
    "slightly high low"
)
_NOT_AFTER_THESE = word_set(
    "and or think hope guess not very ever right for until by is are doing was were feel"
)
_AFTER_NOW = word_set("let what how do are have did if on for any when okay")
_ANSWERS = word_set("no yeah yes nope yep")
_LIMITED_ANSWER = word_set("some just only sometimes maybe occasionally mostly")
_GREETING = word_set("with good morning afternoon evening hi hello hey there")
_ASKED_ABOUT = word_set("medicines medications medicine medication allergies drugs meds anything")
_HANGING = word_set("and but so or because okay also then")
_NOT_HANGING = frozenset(
    [(verb, "so") for verb in ("think", "hope", "guess", "believe")]
    + [
        (verb, "okay")
        for verb in (
            "is",
            "are",
            "was",
            "were",
            "be",
            "am",
            "feels",
            "feel",
            "feeling",
            "looks",
            "look",
            "doing",
            "been",
        )
    ]
)
_MODAL_STARTS = word_set("can will could may might should would am are want need have")
_QUESTION_FIRST = word_set("do does did have has had are is was were can could will would")
_QUESTION_SUBJECTS = word_set(
    "you it that the your they there he she any this those these we i anybody anyone anything everything both one "
    "either"
)
_ONLY_MARKERS = MARKERS | word_set("okay right yes no yeah good great sure all ,")


def is_full_stop(words: Sequence[Word], n: int) -> bool:
    """Whether the mark at n ends a sentence: not the point of a number, nor of an abbreviation."""
    mark = words[n].lower
    if mark not in ENDS:
        return False
    if mark != "." or n == 0 or n + 1 >= len(words):
        return True
    before, after = words[n - 1].lower, words[n + 1]
    if before in NUMBER_WORDS and after.lower in NUMBER_WORDS:
        return False
    if before.isdigit() and len(before) < 4 and after.lower.isdigit() and 20 <= int(before) <= 300:
        return False  # "98 . 6"
    if before in _TITLES or _is_initial(words, n):
        return False
    return not (
        before in _ABBREVIATIONS
        and words[n].glued
        and after.text[:1].islower()
        and after.lower not in SUBJECTS
    )


def _is_initial(words: Sequence[Word], n: int) -> bool:
    """Whether the point at n shortens the first name of a germ: "H. pylori", "E. coli"."""
    before, after = words[n - 1].text, words[n + 1]
    initial = len(before) == 1 and before.isupper() and before != "I" and words[n].glued
    return initial and after.text.islower() and after.text.isalpha() and after.lower not in SUBJECTS | MARKERS


def without_edges(words: Sequence[Word]) -> list[Word]:
    """Without punctuation at either end, nor a conjunction that was left hanging at the end."""
    a, b = 0, len(words)
    while a < b and words[a].lower in PUNCTUATION:
        a += 1
    while a < b and (words[b - 1].lower in PUNCTUATION or words[b - 1].lower in _HANGING):
        if b - 2 >= a and (words[b - 2].lower, words[b - 1].lower) in _NOT_HANGING:
            break  # "i do not think so", "the yogurt is okay"
        b -= 1
    return list(words[a:b])


def _has_verb(lowers: Sequence[str]) -> bool:
    return any(
        w in AUXILIARIES
        or w in BASE_VERBS
        or w in PASTS
        or w in SEEMS
        or (len(w) > 4 and w.endswith(("ed", "ing", "es")))
        for w in lowers
    )


def _opens_with_and(lowers: Sequence[str], n: int) -> bool:
    """Whether the "and" at n opens a clause rather than going on with a list."""
    following = lowers[n + 1] if n + 1 < len(lowers) else ""
    if following in {"so", "i"}:
        return True
    if following in {
        "then",
        "also",
        "now",
        "again",
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
        return (
            starts_subject(lowers, n + 2)
            or starts_strongly(lowers, n + 2)
            or (following in {"any", "how", "what"} and len(lowers) - n <= 14)
            or (following in {"have", "do", "are", "did"} and lowers[n + 2 : n + 3] == ["you"])
        )
    return starts_subject(lowers, n + 1) or starts_strongly(lowers, n + 1)


def _starts_after_conjunction(lowers: Sequence[str], n: int, *, spoken: bool) -> bool:
    """Whether the conjunction or marker at n opens a new clause."""
    word = lowers[n]
    following = lowers[n + 1] if n + 1 < len(lowers) else ""
    before = lowers[n - 1] if n else ""
    if word == "okay" or (
        word == "all" and following == "right" and before not in {"is", "are", "doing", "feel", "feeling"}
    ):
        return True
    if word in {"so", "now"}:
        if (before in _NOT_AFTER_THESE and not (before == "right" and word == "so" and spoken)) or (
            word == "so" and lowers[n + 2 : n + 3] in (["can"], ["could"])
        ):
            return False
        if word == "so" and tuple(lowers[n + 1 : n + 3]) in {("what", "we"), ("what", "is")}:
            return False  # "a bug, so what we call gastroenteritis"
        if word == "so" and spoken:
            return following not in _DEGREES and (
                following != "on" or lowers[n + 2 : n + 3] in (["your"], ["the"])
            )
        return following in _AFTER_NOW or starts_subject(lowers, n + 1)
    if word == "and":
        return _opens_with_and(lowers, n)
    if word == "but":
        return starts_subject(lowers, n + 1) or following in {
            "otherwise",
            "if",
            "when",
            "just",
            "now",
            "for",
            "other",
        }
    if word in {"then", "otherwise", "also", "again"}:
        return before not in NEVER_AFTER | {"i", "we", "you"} and (
            starts_strongly(lowers, n + 1) or starts_subject(lowers, n + 1)
        )
    return word == "if" and _main_clause_follows(lowers, n)


def _main_clause_follows(lowers: Sequence[str], n: int) -> bool:
    """Whether an "if" at n opens a sentence of its own: "if it gets worse we can ..." rather than "... if it gets worse"."""
    for k in range(n + 4, min(n + 26, len(lowers) - 1)):
        if (
            lowers[k] in {"then", "please", "call"}
            or lowers[k : k + 2] == ["go", "to"]
            or (lowers[k] in {"we", "i", "you"} and lowers[k + 1] in _MODAL_STARTS)
        ):
            return True
        if lowers[k] in {"so", "okay", "."} or (lowers[k] == "and" and starts_subject(lowers, k + 1)):
            return False
    return False


def _subject_before(lowers: Sequence[str], begun: int, n: int) -> int:
    """Where the clause of an "it" at n begins: before the noun it takes up ("and your blood pressure it is high")."""
    for k in range(n - 1, max(begun - 1, n - 6), -1):
        if lowers[k] in AUXILIARIES or lowers[k] in PUNCTUATION:
            return n
        if lowers[k] in {"your", "my", "the"}:
            if k > begun and lowers[k - 1] in {"and", "but", "so"}:
                return k - 1
            return k if k == begun else n
    return n


def _asks(lowers: Sequence[str], begun: int) -> bool:
    """Whether the clause that began there is a question to the patient."""
    head = list(lowers[begun : begun + 6])
    while head and (head[0] in MARKERS or head[0] in _GREETING):
        head = head[1:]
    return len(head) > 1 and (
        (head[0] in _QUESTION_FIRST and head[1] in _QUESTION_SUBJECTS)
        or head[0] in {"how", "where", "what", "any"}
    )


def _names_drug(lowers: Sequence[str], n: int) -> bool:
    return any(
        m.start == 0 and m.topic in {Topic.DRUG, Topic.DRUG_CLASS}
        for m in lexicon().mentions(lowers[n : n + 3])
    )


def _answer_begins(lowers: Sequence[str], begun: int, n: int) -> bool:
    """Whether the answer to a question begins at n, when both were written down as one run of words."""
    if not _asks(lowers, begun) or n - begun < (2 if lowers[begun] == "any" else 3):
        return False
    if lowers[n] in _ANSWERS:
        return True
    if (
        "how" in lowers[begun : begun + 2]
        and lowers[n] == "about"
        and {*lowers[n + 1 : n + 3]} & NUMBER_WORDS
    ):
        return True
    if lowers[begun] == "any" and (
        lowers[n] in _LIMITED_ANSWER or lowers[n : n + 2] in (["a", "little"], ["a", "bit"])
    ):
        return lowers[n - 1] not in {"or", "and", "any", "for", "in", "of", "with"}
    if lowers[n - 1] in {"medicines", "medications"} and lowers[n] in {"just", "only"}:
        return True
    if lowers[n - 1] in _ASKED_ABOUT and _names_drug(lowers, n):
        return True
    before = lowers[n - 1]
    if lowers[n] == "well" and lowers[n + 1 : n + 2] in (["i"], ["it"], ["my"]):
        return before not in {"as", "how", "very", "feel", "doing"}
    if lowers[n] in {"i", "my"} and (
        before in _ASKED_ABOUT
        or list(lowers[max(0, n - 2) : n]) == ["you", "in"]
        or before not in NEVER_AFTER | AUXILIARIES | BASE_VERBS
    ):
        return {"you", "your", "any"} & set(lowers[begun:n]) != set() and starts_subject(lowers, n)
    return (
        lowers[n] in {"i", "not"}
        and lowers[n - 1] in {"before", "all", "day", "that", "it", "now", "lately"}
        and (lowers[n] == "not" or starts_subject(lowers, n))
    )


def cuts(lowers: Sequence[str], joins: set[int], *, spoken: bool) -> list[int]:
    """Where a run of words without full stops is cut, beginning with 0.

    joins: places where the speaker went on after a nod. spoken: there is no punctuation to go by.
    """
    found = [0]
    odds = end_log_odds(lowers) if spoken else {}
    for n in range(1, len(lowers)):
        begun = found[-1]
        if is_warning(lowers, begun, n):
            continue
        if odds.get(n, 0.0) > SURELY_ENDS and may_end(lowers, begun, n):
            found.append(n)
            continue
        if spoken and odds.get(n, UNLIKELY_ENDS) < UNLIKELY_ENDS:
            continue
        if n - begun < 2 and lowers[n] != "okay" and not (lowers[begun] in _ANSWERS and _asks(lowers, n)):
            continue
        if not _may_begin(lowers, begun, n, joins, spoken=spoken):
            continue
        if _lacks_verb(lowers, begun, n) and not (spoken and _opens_question(lowers, n)):
            continue
        at = _subject_before(lowers, begun, n) if lowers[n] in {"it", "they"} else n
        if at > begun:
            found.append(at)
    return found


def _may_begin(lowers: Sequence[str], begun: int, n: int, joins: set[int], *, spoken: bool) -> bool:
    before = lowers[n - 1]
    if before == "," and n - begun > 1:
        before = lowers[n - 2]
    if is_wished(lowers, begun, n):
        return False
    open_before = before in NEVER_AFTER and not (before == "well" and lowers[n - 2] == "as")
    if _answer_begins(lowers, begun, n) or (
        n == begun + 1 and lowers[begun] in _ANSWERS and _asks(lowers, n)
    ):
        return True
    if spoken and (asks_anew(lowers, n) or goes_on_ordering(lowers, begun, n)):
        return True
    if _starts_after_conjunction(lowers, n, spoken=spoken):
        unmarked = lowers[n] not in {"and", "but", "okay", "now", "so"}
    elif (not open_before or (lowers[n] == "any" and before == "since")) and starts_strongly(lowers, n):
        unmarked = True
    elif not open_before and spoken and lowers[n] in {"i", "you", "we"} and starts_subject(lowers, n):
        if n >= 2 and lowers[n - 2] in {"what", "which", "the", "all", "any", "those", "these", "how"}:
            return False  # "the foods you like"
        unmarked = True
    else:
        joined = n in joins and lowers[n] in SUBJECTS | MARKERS | {
            "my",
            "your",
            "do",
            "have",
            "any",
            "what",
            "how",
            "let",
        }
        return joined and not open_before
    subordinate = bool(SUBORDINATORS & set(lowers[begun : begun + 2]))
    return not (unmarked and subordinate and not has_main_clause(lowers[begun:n]))


def _opens_question(lowers: Sequence[str], n: int) -> bool:
    """Whether a question to the patient opens at n, so that the answer before it ends, verb or none."""
    if lowers[n] == "any":
        return True
    return lowers[n] in _QUESTION_FIRST and lowers[n + 1 : n + 2] == ["you"]


def _lacks_verb(lowers: Sequence[str], begun: int, n: int) -> bool:
    """Whether what would be cut off has no verb yet and must wait for one."""
    return (
        not _has_verb(lowers[begun:n])
        and lowers[begun] not in {"for", "on", "okay", "no", "yes", "yeah", "not", "any", "about"}
        and n - begun < 7
        and not all(word in _ONLY_MARKERS for word in lowers[begun:n])
    )


def is_question(lowers: Sequence[str], *, marked: bool) -> bool:
    """Whether the words ask something. marked: a question mark closes them."""
    words = [w for w in lowers if w not in PUNCTUATION]
    while words and (words[0] in MARKERS or words[0] in {"right", "good", "great", "hi", "hello", "there"}):
        words = words[1:]
    if not words:
        return False
    if marked or tells(words):
        return marked
    first, second = words[0], words[1] if len(words) > 1 else ""
    if (
        first == "do"
        and second in {"the", "this", "these", "those", "both"}
        and not {"you", "your"} & set(words)
    ):
        return False  # "do the stretches twice a day"
    if first in _QUESTION_FIRST and second in _QUESTION_SUBJECTS:
        return not (first in {"do", "have"} and second in {"it", "that"})
    if first in {"what", "where", "when", "how", "who", "which"}:
        if second in {"i", "we"} or (first == "when" and second not in {"did", "was", "do", "does"}):
            return False
        return first in {"how", "where", "who", "which", "what"} or len(words) < 12
    if first in {"any", "anything", "anyone", "ever"} and len(words) <= 16:
        return True
    if (
        len(words) > 3
        and words[-3:-1] in (["does", "that"], ["does", "it"])
        and words[-1] in {"hurt", "help", "bother"}
    ):
        return True
    return words[:2] == ["tell", "me"]
