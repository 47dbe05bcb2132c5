"""Further places where speech without punctuation goes on to something else, or surely does not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desktop.drafting.offline.clause_starts import NEVER_AFTER
from desktop.drafting.offline.speech import AUXILIARIES, MARKERS, SUBJECTS, WH_WORDS, is_number, word_set

SUBORDINATORS = word_set("if when since because although while after before unless once until whenever")
"""Words that open a clause which needs another."""
_ASKS_ANEW = frozenset(
    [
        ("what", "medicines"),
        ("what", "medications"),
        ("what", "meds"),
        ("when", "was", "your"),
        ("any", "chance"),
        ("any", "allergies"),
        ("do", "you", "take"),
        ("do", "you", "smoke"),
    ]
)
"""Openings of questions that no answer holds."""


def is_wished(lowers: Sequence[str], begun: int, n: int) -> bool:
    """Whether a subject at n belongs to a thought or a wish: "i think right now we can", "make sure ... you do not"."""
    if lowers[n] not in SUBJECTS:
        return False
    if {"think", "thinks", "hope"} & set(lowers[max(begun, n - 3) : n]):
        return True
    made_sure = "sure" in lowers[max(begun, n - 9) : n] and {"make", "making"} & set(
        lowers[max(begun, n - 11) : n]
    )
    return bool(made_sure) and lowers[n - 1] not in {"and", "so", "but"}


def asks_anew(lowers: Sequence[str], n: int) -> bool:
    """Whether a question opens at n that no answer holds."""
    return tuple(lowers[n : n + 2]) in _ASKS_ANEW or tuple(lowers[n : n + 3]) in _ASKS_ANEW


_ORDERED = word_set("drink avoid stop start continue return call use rest refill apply hold weigh elevate")
_ORDERS = frozenset(
    [
        ("no", "more"),
        ("come", "back"),
        ("go", "to"),
        ("go", "home"),
        ("follow", "up"),
        ("take", "it"),
        ("take", "the"),
    ]
)
_INTENDS = frozenset(
    [
        ("going", "to"),
        ("want", "you"),
        ("like", "you"),
        ("need", "to"),
        ("we", "will"),
        ("i", "will"),
        ("you", "should"),
        ("you", "can"),
    ]
)
_FEWEST_ORDERED = 5
_WARNINGS = frozenset(
    [("if", "you"), ("if", "your"), ("if", "he"), ("if", "she"), ("otherwise", "see"), ("otherwise", "come")]
)
_CALLS = frozenset(
    [
        ("come", "to"),
        ("come", "back"),
        ("go", "to"),
        ("call", "me"),
        ("call", "us"),
        ("call", "the"),
        ("call", "nine"),
        ("call", "911"),
        ("see", "me"),
    ]
)
_WARNED_WITHIN = 34
FEWEST_IN_WARNING = 7
_TURNS_TO = word_set("call ring phone dial contact tell see come go speak seek get let text")
_HELP = word_set(
    "999 911 111 112 nine a & e hospital emergency er ambulance us me back doctor doctors surgery clinic help urgent"
)
_HELP_REACH = 5


def says_where_to_turn(lowers: Sequence[str], n: int, end: int) -> bool:
    """Whether words between n and end say where to turn: "come to the emergency room", "ring 999", "give us a call back"."""
    for k in range(n, min(end, len(lowers))):
        if lowers[k] in _TURNS_TO and _HELP & set(lowers[k + 1 : k + _HELP_REACH]) - {"a"}:
            return True
        if tuple(lowers[k : k + 2]) in _CALLS or tuple(lowers[k : k + 2]) == ("give", "us"):
            return True
    return False


def _has_call(lowers: Sequence[str], n: int) -> bool:
    """Whether the words after n say where to turn: "if you cannot pee ... come to the emergency room"."""
    return says_where_to_turn(lowers, n + 1, n + _WARNED_WITHIN)


_TELLS_ORDER = re.compile(
    r"(?:^|(?<!what) (?<!do )(?<!would )(?<!should ))(?:i|we) (?:then |also |would (?:then |also )?|do |will |am going to |are going to )*(?:recommend|prescribe|suggest|advise|start|like (?:you )?to|refer|order)\b"
)
_PRONOUNS = word_set("you he she they this")
_INVERTED = word_set("do did does is are was were can could will would should have has had am")
FEWEST_AFTER_WHAT = 5


def tells(words: Sequence[str]) -> bool:
    """Whether words that open like a question tell something: an order in the first person, or "what you describe fits with ...".

    words: lower case, without punctuation, in speech that no question mark closes.
    """
    if _TELLS_ORDER.search(" ".join(words)) and words[0] in {"what", "which", "where", "when", "who"}:
        return True
    stated = words[0] == "what" and len(words) >= FEWEST_AFTER_WHAT and words[1] in _PRONOUNS
    return stated and any(word in _INVERTED | _FITS for word in words[2:])


_FITS = word_set("fits fit sounds looks suggests points seems")


def order_at(lowers: Sequence[str]) -> int:
    """Where an order in the first person begins that an indirect question runs into: "what stage this is | i then recommend ..."; else 0."""
    if not _INDIRECT.search(" ".join(lowers)):
        return 0
    for n in range(3, len(lowers) - 2):
        if lowers[n] not in {"i", "we"} or lowers[n - 1] in _BEFORE_ORDER:
            continue
        if _TELLS_ORDER.match(" ".join(lowers[n:])):
            return n
    return 0


_INDIRECT = re.compile(r"^(?:\w+ ){0,8}?(?:what|which|how|where|whether|when) ")
_BEFORE_ORDER = word_set("what which that if do would should as how when why can may will")


def is_warning(lowers: Sequence[str], begun: int, n: int) -> bool:
    """Whether a condition that opened the clause has not yet come to where to turn, but will: it is not cut at n."""
    opened = next((k for k in range(begun, min(begun + 4, n)) if lowers[k] in {"if", "when", "should"}), None)
    if opened is None or any(lowers[k] not in MARKERS | {",", "then"} for k in range(begun, opened)):
        return False
    ahead = next((k for k in range(n, len(lowers)) if lowers[k] == "if" and k > n + 1), len(lowers))
    return not says_where_to_turn(lowers, opened, n) and says_where_to_turn(
        lowers, n, min(ahead, n + _WARNED_WITHIN)
    )


def is_whole_warning(lowers: Sequence[str]) -> bool:
    """Whether a clause says when to turn to whom: "if you notice any blood, or ..., then you need to call 111"."""
    opened = next((k for k, word in enumerate(lowers[:4]) if word in {"if", "when", "should"}), None)
    if opened is None or any(word not in MARKERS | {",", "then"} for word in lowers[:opened]):
        return False
    return len(lowers) > FEWEST_IN_WARNING and says_where_to_turn(lowers, opened + 3, len(lowers))


def goes_on_ordering(lowers: Sequence[str], begun: int, n: int) -> bool:
    """Whether a further order opens at n in one run of orders: "... for seven days | drink plenty of fluids"."""
    warns = tuple(lowers[n : n + 2]) in _WARNINGS and _has_call(lowers, n)
    if not warns and lowers[n] not in _ORDERED and tuple(lowers[n : n + 2]) not in _ORDERS:
        return False
    before = lowers[n - 1]
    if (
        lowers[begun] in SUBORDINATORS
        or n - begun < _FEWEST_ORDERED
        or before in NEVER_AFTER | SUBJECTS | {"please", "or", "to"}
    ):
        return False
    if warns:
        return True
    opens = lowers[begun] in _ORDERED or tuple(lowers[begun : begun + 2]) in _ORDERS
    return opens or any(tuple(lowers[k : k + 2]) in _INTENDS for k in range(begun, min(n, begun + 8)))


_LEAVES_OPEN = word_set(
    "a an the my your his her our their its of to in with at by from into onto per than very every each no not if "
    "because and or when while until point i we he she think hope believe says am going gonna"
)
"""Words that no sentence ends with, whatever learned weights say."""
_AFTER_NUMBER = (
    SUBJECTS
    | AUXILIARIES
    | MARKERS
    | WH_WORDS
    | word_set(
        "my your his her our their the any no not okay all let tell please if when because on do take stop continue right great good"
    )
)


def has_main_clause(lowers: Sequence[str]) -> bool:
    """Whether a clause that began with "if" has got to its main clause."""
    return sum(word in {"i", "you", "we", "it", "they", "there"} for word in lowers[1:]) >= 2


def may_end(lowers: Sequence[str], begun: int, n: int) -> bool:
    """Whether a sentence that began at begun may end before n: not within a phrase, a condition, or a number with its unit."""
    before, after = lowers[n - 1], lowers[n]
    if before in _LEAVES_OPEN or (is_number(before) and after not in _AFTER_NUMBER):
        return False
    opened = SUBORDINATORS & set(lowers[begun : begun + 2])
    return not opened or has_main_clause(lowers[begun:n])
