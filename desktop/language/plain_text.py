"""Cleans text that comes from outside: a clipboard, a file, a server."""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_JOINERS = re.compile("[\u200c\u200d]")
_FIRST_SCRIPT_AFTER_LATIN = 0x0370
_VISIBLE_FORMAT_CHARACTERS = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
"""Arabic and Syriac number signs: Unicode calls them format characters, a reader sees them."""
_NEEDS_CLEANING = re.compile("[^\t\n\x20-\x7e]")


def clean_text(text: str) -> str:
    """The text in NFC, with line feeds as the only line break and without characters that nobody sees.

    Removed: NUL and control characters but newline and tab, byte order marks, zero-width characters,
    bidirectional controls, tag characters, soft hyphens. ZWJ and ZWNJ stay inside text of a script
    that needs them and inside emoji. A lone surrogate becomes U+FFFD. Cleaning twice changes nothing.
    """
    if not _NEEDS_CLEANING.search(text):
        return text
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _LINE_BREAKS.sub("\n", text)
    text = "".join(filter(_is_kept, text))
    return unicodedata.normalize("NFC", _JOINERS.sub(_joiner, text))


def _is_kept(character: str) -> bool:
    if character in "\n\t\u200c\u200d":
        return True
    category = unicodedata.category(character)
    if category == "Cf":
        return character in _VISIBLE_FORMAT_CHARACTERS
    return category != "Cc"


def _joiner(match: re.Match[str]) -> str:
    text = match.string
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return match.group() if _is_of_a_script(before) and _is_of_a_script(after) else ""


def _is_of_a_script(character: str) -> bool:
    if not character or ord(character) < _FIRST_SCRIPT_AFTER_LATIN:
        return False
    return unicodedata.category(character)[0] in "LM" or unicodedata.category(character) in {"So", "Sk"}
