"""Keeps out of a transcript what recognition made up: text for silence, loops, foreign script, closing credits.

Speech models were trained on subtitles and write what subtitles say when nobody speaks. No list of phrases can tell
that from speech, so each rule asks how sure the model was and how loud the sound is; the list of credits alone
never removes a segment.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from desktop.language.plain_text import clean_text
from desktop.speech.hearing import Heard

MOST_COMPRESSION = 2.4
"""Whisper's own limit for a text that repeats itself."""

LEAST_LOG_PROBABILITY = -1.0
DOUBTFUL_LOG_PROBABILITY = -0.5
DOUBTFUL_NO_SPEECH = 0.3
SURE_NO_SPEECH = 0.6
QUIETEST_DBFS = -60.0
FASTEST_WORDS_PER_S = 12.0
"""Nobody says words faster; auctioneers reach about 8. Times of sure words may be wrong, so this needs doubt."""

MOST_REPEATS = 3
_LONGEST_PHRASE_WORDS = 12
_SAME_SEGMENTS_WORDS = 3

_CREDITS = re.compile(
    r"(?:thank(?:s| you)(?: so much| very much)? for (?:watching|listening)|"
    r"(?:please )?(?:like and )?subscribe\b.*|see you (?:in the )?next (?:time|video)|"
    r"subtitles? (?:by|created|provided)\b.*|captions? by\b.*|transcri(?:bed|ption) by\b.*|.*\bamara\.org.*|"
    r".*www\.[a-z0-9-]+\.[a-z]+.*)",
    re.IGNORECASE,
)

_LATIN_LANGUAGES = frozenset(
    {
        "en",
        "es",
        "fr",
        "de",
        "it",
        "pt",
        "nl",
        "sv",
        "no",
        "da",
        "fi",
        "pl",
        "cs",
        "ro",
        "hu",
        "tr",
        "ht",
        "tl",
        "vi",
    }
)


class Gates:
    """Judges the segments of one recording in their order. language: ISO 639-1, or empty when not known."""

    def __init__(self, language: str) -> None:
        self._is_latin = language in _LATIN_LANGUAGES
        self._last = ""
        self._times = 0

    def judge(self, heard: Heard) -> Heard | None:
        """The segment with its text cleaned and loops cut to one turn; None when nobody said it."""
        text = " ".join(clean_text(heard.text).split())
        if not any(character.isalnum() for character in text) or self._is_made_up(heard, text):
            return None
        text = without_loops(text)
        said = _bare(text)
        self._times = self._times + 1 if said == self._last else 1
        self._last = said
        if self._times >= MOST_REPEATS and len(said.split()) >= _SAME_SEGMENTS_WORDS:
            return None
        words = heard.words if len(text.split()) == len(heard.text.split()) else ()
        return replace(heard, text=text, words=words)

    def _is_made_up(self, heard: Heard, text: str) -> bool:
        length_s = max(0.1, (heard.end_ms - heard.start_ms) / 1000)
        is_doubtful = heard.no_speech > DOUBTFUL_NO_SPEECH or heard.log_probability < DOUBTFUL_LOG_PROBABILITY
        return (
            heard.loudness_dbfs < QUIETEST_DBFS
            or (heard.no_speech > SURE_NO_SPEECH and heard.log_probability < LEAST_LOG_PROBABILITY)
            or (heard.compression > MOST_COMPRESSION and heard.log_probability < LEAST_LOG_PROBABILITY)
            or (is_doubtful and len(text.split()) / length_s > FASTEST_WORDS_PER_S)
            or (self._is_latin and _is_foreign(text))
            or (is_doubtful and _CREDITS.fullmatch(_bare(text)) is not None)
        )


def without_loops(text: str) -> str:
    """The text with a phrase that comes more than MOST_REPEATS times in a row said once."""
    words = text.split()
    bare = [_bare(word) for word in words]
    kept: list[str] = []
    place = 0
    while place < len(words):
        length, times = _loop_at(bare, place)
        kept += words[place : place + length]
        place += length * times
    return " ".join(kept)


def _loop_at(bare: list[str], place: int) -> tuple[int, int]:
    """The length of the shortest phrase that loops here and how often it comes; (1, 1) for no loop."""
    for length in range(1, min(_LONGEST_PHRASE_WORDS, (len(bare) - place) // 2) + 1):
        phrase = bare[place : place + length]
        times = 1
        while bare[place + times * length : place + (times + 1) * length] == phrase:
            times += 1
        if times > MOST_REPEATS and any(phrase) and not _is_number(phrase):
            return length, times
    return 1, 1


def _is_number(phrase: list[str]) -> bool:
    """Digits that are read out one by one ("0 0 0 0") repeat with reason."""
    return all(word.isdigit() for word in phrase)


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s.'-]", "", text).lower().split()).strip(". ")


def _is_foreign(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    latin = sum(unicodedata.name(letter, "").startswith(("LATIN", "GREEK", "MICRO")) for letter in letters)
    return bool(letters) and latin < len(letters) / 2
