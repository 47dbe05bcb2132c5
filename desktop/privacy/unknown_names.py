"""Names that nobody told the visit about: what the words around them, the lists of names, or capitals give away.

Recognizers write with and without capitals, so every rule works on both. A name that is an ordinary word as well
(Grace, Long) counts only behind a title, a relation or an introduction, or with a capital next to another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from desktop.domain.pseudonyms import Identifier, IdentifierKind
from desktop.privacy.name_cues import (
    BELONGINGS,
    DEGREES,
    DESCRIBES,
    FAMILY_TITLES,
    GIVEN_TOO,
    INTRODUCTIONS,
    JOINS_SPEAKER,
    LABELS,
    MEETINGS,
    MODALS,
    NOT_A_NAME,
    OWNERS,
    PERSON_VERBS,
    PREPOSITIONS_OF_PEOPLE,
    RELATIONS,
    SPEECH_VERBS,
    TITLES,
    words_of,
)
from desktop.privacy.person_frames import in_person_frame
from desktop.privacy.strange_words import is_listed, is_strange
from desktop.privacy.word_lists import EPONYM_NOUNS, EPONYMS, word_lists

_TOKEN = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?|\d[\w.,/-]*|[^\w\s]|\n")
_UNITS = words_of(
    "mg mcg milligram milligrams microgram micrograms unit units tablet tablets capsule puff puffs drops ml"
)
_TAKING = words_of("take takes taking took taken start started starting prescribed on tried stop stopped refill increase decrease continue")  # fmt: skip
_BEHIND_A_NAME = words_of("had has was is , . and who") | {"", "\n"}
_ARE_WITH_PEOPLE = words_of(
    "live lives was went came talked spoke here stay stays staying living home i she he been am out together"
)
_OF_A_THING = OWNERS | words_of("an no any some i you we they he she it who that")
_STARTS_CLAUSE = words_of(", and so when because that but")
_ENDS = frozenset('.?!:;\n"“”([•*]')
_TRAILING = re.compile(r"(?<!^it)(?<!^he)(?<!^she)(?<!^that)(?<!name)(?:['’]s|['’])$", re.IGNORECASE)


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    lower: str


def unknown_names(text: str) -> Iterator[Identifier]:
    """The names of a text, in the order of the rules; they may overlap. Linear in the length of the text."""
    words = [_word(found) for found in _TOKEN.finditer(text)]
    reader = _Reader(text, words)
    spans = reader.spans()
    for first, behind in spans:
        yield Identifier(words[first].start, words[behind - 1].end, IdentifierKind.NAME)
    # Who was told apart once is told apart wherever the name comes again.
    again = {
        words[n].lower for first, behind in spans for n in range(first, behind) if is_strange(words[n].lower)
    }
    for n, word in enumerate(words):
        if word.lower in again and not reader.is_clinical(n):
            yield Identifier(word.start, word.end, IdentifierKind.NAME)


def _word(found: re.Match[str]) -> _Word:
    """A word without the ending of a possessive."""
    bare = found[0]
    if "'" in bare or "’" in bare:
        bare = _TRAILING.sub("", bare) or bare
    return _Word(found.start(), found.start() + len(bare), bare, bare.lower().replace("’", "'"))


class _Reader:
    """The words of one text and where names stand among them."""

    def __init__(self, text: str, words: list[_Word]) -> None:
        self._text = text
        self._words = words
        capitals = sum(1 for word in words if word.text[0].isupper())
        letters = sum(1 for word in words if word.text[0].isalpha())
        # Where most words have capitals they say nothing.
        self._capitals_count = capitals * 2 < letters or letters < 8

    def spans(self) -> list[tuple[int, int]]:
        """First and behind-last word of every name."""
        found: list[tuple[int, int]] = []
        n = 0
        while n < len(self._words):
            behind = self._name_from(n) if self._words[n].text[0].isalpha() else n
            if behind > n:
                found.append((n, behind))
                n = self._join(behind, found)
            else:
                n += 1
        return found

    def is_clinical(self, n: int) -> bool:
        """The word is part of the name of a disease, sign or score, or a drug with its dose."""
        word = self._words[n].lower
        if self._next(n, 1) in EPONYM_NOUNS or (word in EPONYMS and self._next(n, 2) in EPONYM_NOUNS):
            return True
        if any(self._next(n, ahead) in _UNITS for ahead in (1, 2, 3)) and not is_listed(word):
            return True
        return self._next(n, 1)[:1].isdigit() and not is_listed(word) and not self._capital(n)

    def _next(self, n: int, ahead: int = 1) -> str:
        at = n + ahead
        return self._words[at].lower if 0 <= at < len(self._words) else ""

    def _capital(self, n: int) -> bool:
        text = self._words[n].text
        return self._capitals_count and text[0].isupper() and not (text.isupper() and len(text) > 1)

    def _starts_sentence(self, n: int) -> bool:
        before = self._next(n, -1)
        return not before or before in _ENDS

    def _name_from(self, n: int) -> int:
        """The word behind the name that begins with word n; n when none does."""
        word = self._words[n].lower
        if word in NOT_A_NAME or word in DEGREES or self.is_clinical(n) or self._is_broken_off(n):
            return n
        strange, listed = is_strange(word), is_listed(word)
        if not strange and not listed:
            return n
        expected = self._is_expected(n)
        capital_within = self._capital(n) and not self._starts_sentence(n)
        if (
            expected
            or (strange and listed and word in word_lists().given)
            or (strange and listed and (self._capital(n) or not self._is_cased_line(n)))
            or (strange and capital_within and not self._is_taken(n))
            or (
                word in GIVEN_TOO
                and word not in MODALS
                and self._is_name_word(n + 1)
                and is_strange(self._next(n))
            )
            or (word in GIVEN_TOO and self._is_surely_somebody(n))
            or (strange and (self._acts(n) or self._in_frame(n)))
            or (self._capital(n) and self._acts(n) and word not in MODALS)
            or (strange and self._next(n, -1) in PREPOSITIONS_OF_PEOPLE and self._behind_person(n))
            or (
                capital_within
                and listed
                and self._capital(n + 1)
                and self._is_name_word(n + 1)
                and (word not in MODALS or is_strange(self._next(n)))
            )
        ):
            return self._end_of(n + 1, sure=expected)
        behind = self._end_of(n + 1, sure=True)
        if (strange or behind > n + 1) and self._has_degree(behind):
            return behind
        return n

    def _is_cased_line(self, n: int) -> bool:
        """Capitals are in use around the word, so a name without one would be unusual."""
        return self._capitals_count and any(
            self._capital(at) for at in range(max(0, n - 12), min(len(self._words), n + 12)) if at != n
        )

    def _is_broken_off(self, n: int) -> bool:
        end = self._words[n].end
        return self._text[end : end + 1] in ("-", "‐") and not self._text[end + 1 : end + 2].isalnum()

    def _is_name_word(self, n: int) -> bool:
        if n >= len(self._words):
            return False
        word = self._words[n].lower
        return (
            word not in NOT_A_NAME
            and word not in DEGREES
            and (is_strange(word) or is_listed(word))
            and not self.is_clinical(n)
        )

    def _end_of(self, n: int, *, sure: bool) -> int:
        """Where the name ends that goes on with word n: two more words at most, and initials."""
        last = min(n + 2, len(self._words))
        while n < last:
            if (
                self._words[n].text.isupper()
                and len(self._words[n].text) == 1
                and self._is_name_word(n + 2 if self._next(n) == "." else n + 1)
            ):
                n += 2 if self._next(n) == "." else 1
                last = min(n + 1, len(self._words))
                continue
            if self._text[self._words[n - 1].end : self._words[n].start] != " " or not self._is_name_word(n):
                break
            word = self._words[n].lower
            surname = word in word_lists().surnames or word in word_lists().names_too
            fits = sure or is_strange(self._words[n - 1].lower) or self._words[n - 1].lower in GIVEN_TOO
            if not (is_strange(word) or self._capital(n) or (fits and surname and word not in MODALS)):
                break
            n += 1
        return n

    def _is_expected(self, n: int) -> bool:
        """Words before n say that a name comes: a title, a relation, an introduction."""
        at, before = n - 1, self._next(n, -1)
        while at >= 0 and before in {",", "."} and n - at < 3:
            at -= 1
            before = self._words[at].lower if at >= 0 else ""
        comma, stop = (
            self._words[n - 1].text == "," if n else False,
            self._words[n - 1].text == "." if n else False,
        )
        word = self._words[n].lower
        if before in TITLES and not comma:
            return is_strange(word) or not self._reads_on(n) or self._capital(n)
        if stop:
            return False
        if (
            before in FAMILY_TITLES
            and not comma
            and (self._capital(n) or is_strange(word) or not self._reads_on(n))
        ):
            return True
        if (
            before in {"named", "called", "name's", "spelled", "is", "name", "was", ":"}
            or before in RELATIONS
        ):
            return self._is_introduced(n, at, before, comma=comma)
        pair = f"{self._next(at, -1)} {before}".strip()
        if before in INTRODUCTIONS or pair in INTRODUCTIONS:
            if before in DESCRIBES and not self._capital(n):
                return is_strange(word) and (is_listed(word) or self._is_name_word(n + 1))
            return is_strange(word) or self._capital(n)
        return False

    def _is_introduced(self, n: int, at: int, before: str, *, comma: bool) -> bool:
        word = self._words[n].lower
        fits = is_strange(word) or self._capital(n) or not self._reads_on(n)
        if before == ":":
            cue = self._next(at, -1)
            # "Patient:" mostly says who speaks.
            is_speaker = cue in {"patient", "provider", "physician"}
            return (is_speaker and is_strange(word) and is_listed(word)) or (cue in LABELS and fits)
        if before in {"is", "was"}:
            earlier = self._next(at, -1)
            if earlier == "name" or (earlier in RELATIONS and (is_strange(word) or self._capital(n))):
                return fits
            return (is_strange(word) or self._capital(n)) and earlier in {
                "this",
                "patient",
                "surgeon",
                "doctor",
                "physician",
                "contact",
                "kin",
                "provider",
                "mine",
            }
        if before == "name":
            return is_strange(word) or self._capital(n)
        if before in RELATIONS:
            owned = any(self._next(at, -back) in OWNERS for back in (1, 2, 3))
            if not owned and not (is_strange(word) and not comma):
                return False
            return is_strange(word) or (is_listed(word) and fits and not self._reads_on(n))
        return fits

    def _reads_on(self, n: int) -> bool:
        """A word that may be a verb here rather than a name: "my sister will come", "the doctor may ..."."""
        word = self._words[n].lower
        if self._capital(n) and not self._starts_sentence(n):
            return False
        if word in MODALS:
            following = self._next(n)
            if self._is_name_word(n + 1) and self._next(n, 2) in PERSON_VERBS:
                return False
            return following not in PERSON_VERBS and following not in _BEHIND_A_NAME
        return not is_strange(word) and word not in word_lists().names_too and word not in word_lists().given

    def _acts(self, n: int) -> bool:
        """What follows says that the word is a person: a verb of people, "and I", a possessive with a relation."""
        at = n + 1
        while (
            at < min(n + 3, len(self._words)) and self._is_name_word(at) and is_strange(self._words[at].lower)
        ):
            at += 1
        following, then = self._next(at, 0), self._next(at)
        if self._is_possessive(at - 1):
            named = is_strange(self._words[n].lower) and self._capital(n)
            return named or following in RELATIONS or following in BELONGINGS
        if following == "and" and then in JOINS_SPEAKER:
            return True
        if following in {",", "and"} and then in {"my", "his", "her"} and self._next(at, 2) in RELATIONS:
            return True
        return following in PERSON_VERBS

    def _in_frame(self, n: int) -> bool:
        at = n + 1
        while at < min(n + 3, len(self._words)) and is_strange(self._words[at].lower):
            at += 1
        before = "".join(f"{word.lower} " for word in self._words[max(0, n - 7) : n]).replace("]", "\n")
        return in_person_frame(before, " ".join(word.lower for word in self._words[at : at + 6]))

    def _is_surely_somebody(self, n: int) -> bool:
        """A word that may be a given name does, has or meets what only people do, have or meet."""
        word, following = self._words[n].lower, self._next(n)
        if self._is_possessive(n):
            return following in RELATIONS
        before = f"{self._next(n, -2)} {self._next(n, -1)}"
        if word in MODALS and self._next(n, -1) in _OF_A_THING:
            return False
        joined = following == "and" and self._next(n, 2) in JOINS_SPEAKER and self._starts_clause(n)
        introduced = (
            self._next(n, -1) in {"see", "saw", "i'm", "am", "is"} and following in word_lists().surnames
        )
        return following in SPEECH_VERBS or joined or introduced or before in MEETINGS

    def _starts_clause(self, n: int) -> bool:
        return self._starts_sentence(n) or self._next(n, -1) in _STARTS_CLAUSE

    def _is_possessive(self, n: int) -> bool:
        end = self._words[n].end
        return self._text[end : end + 2] in ("'s", "’s")

    def _behind_person(self, n: int) -> bool:
        before, earlier = self._next(n, -1), self._next(n, -2)
        return before != "with" or earlier in _ARE_WITH_PEOPLE

    def _is_taken(self, n: int) -> bool:
        """A capitalized word that looks like a drug: taken, or with a number behind it."""
        before = {self._next(n, -back) for back in (1, 2)}
        return bool(before & _TAKING) and not is_listed(self._words[n].lower)

    def _has_degree(self, n: int) -> bool:
        at = n + 1 if self._next(n, 0) == "," else n
        word = self._next(at, 0)
        if word in DEGREES or f"{word} {self._next(at)}" in DEGREES:
            return True
        return word in {"my", "his", "her", "our", "the"} and bool(
            {self._next(at, 1), self._next(at, 2)} & RELATIONS
        )

    def _join(self, n: int, found: list[tuple[int, int]]) -> int:
        """Names in a row: "Ana, Bo and Cy"; n is the word behind the first."""
        while self._next(n, 0) in {",", "and", "or", "&"}:
            at = n + 1
            while self._next(at, 0) in {"and", ",", "or"}:
                at += 1
            if at - n > 3 or not self._is_name_word(at):
                break
            word = self._words[at].lower
            sure = (
                is_strange(word)
                or self._capital(at)
                or (
                    word in word_lists().names_too
                    and self._words[n].text == "and"
                    and self._next(at) in {",", ".", "and", "both", "\n", ""}
                )
            )
            if not sure:
                break
            behind = self._end_of(at + 1, sure=False)
            found.append((at, behind))
            n = behind
        return n
