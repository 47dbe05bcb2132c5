"""Text for record systems that know few characters: the same meaning in plain ones, never another value or unit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_SYMBOLS = str.maketrans(
    {
        "\N{LEFT SINGLE QUOTATION MARK}": "'", "\N{RIGHT SINGLE QUOTATION MARK}": "'", "‚": "'", "‛": "'",
        "\N{LEFT DOUBLE QUOTATION MARK}": '"', "\N{RIGHT DOUBLE QUOTATION MARK}": '"', "„": '"', "‟": '"',
        "«": '"', "»": '"', "‹": "'", "›": "'", "′": "'", "″": '"', "´": "'", "ʼ": "'",
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "−": "-", "﹣": "-", "－": "-",
        "…": "...", "•": "-", "◦": "-", "▪": "-", "‣": "-", "●": "-", "■": "-",
        "←": "<-", "→": "->", "↔": "<->", "⇒": "=>", "⇐": "<=",
        "≥": ">=", "≤": "<=", "⩾": ">=", "⩽": "<=", "≠": "!=", "≈": "~", "≅": "~", "×": "x", "÷": "/", "±": "+/-",
        "∕": "/", "⁄": "/", "∶": ":", "⅟": "1/", "™": "(TM)", "®": "(R)", "©": "(C)", "№": "No. ", "†": "+", "‡": "++",
        "✓": "(check)", "✔": "(check)", "✗": "(cross)", "✘": "(cross)", "☑": "[x]", "☒": "[x]", "☐": "[ ]",
        "♀": "(female)", "♂": "(male)", "€": "EUR ", "£": "GBP ", "¥": "JPY ", "¢": " cents", "‰": " per 1000",
        "Ω": "ohm", "ℓ": "L", "٫": ".", "٬": ",", "٪": "%",
    }
)  # fmt: skip
"""One character for which there is one reading. An arrow up or down stays an arrow: "increased" would interpret it."""

_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "þ": "th",
        "Þ": "Th", "ð": "d", "Ð": "D", "ı": "i", "ŋ": "ng", "Ŋ": "NG", "ħ": "h", "Ħ": "H",
    }
)  # fmt: skip
"""Latin letters that do not come apart into a plain letter and an accent."""

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda", "µ": "mu",
    "μ": "mu", "π": "pi", "σ": "sigma", "τ": "tau", "φ": "phi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "∆": "Delta",
    "Σ": "Sigma", "Φ": "Phi", "Ω": "Omega",
}  # fmt: skip
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾", "0123456789+-()", strict=True))
_LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-", strict=True))


def _raised(match: re.Match[str]) -> str:
    """Figures on the line: "m²" is "m2" and "Ca²⁺" is "Ca2+", but "10⁹" must become "10^9" and "s⁻¹" must not become "s-1"."""
    plain = "".join(_RAISED[character] for character in match.group())
    before = match.string[match.start() - 1 : match.start()]
    needs_sign = before.isdigit() or (plain[0] in "+-" and len(plain) > 1)
    return f"^{plain}" if needs_sign else plain


def _fraction(match: re.Match[str]) -> str:
    """A half in two figures: "1½" is "1 1/2", never "11/2"."""
    plain = unicodedata.normalize("NFKD", match.group("fraction")).replace("⁄", "/")
    before, after = match.group("before"), match.group("after")
    return f"{before}{' ' if before else ''}{plain}{' ' if after else ''}{after}"


def _unit_block(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match.group())


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile("[\u3371-\u33df]"), _unit_block),  # "mg" and the like as one character
    (re.compile("(?P<before>\\w?)(?P<fraction>[¼-¾⅐-⅞↉])(?P<after>\\d?)"), _fraction),
    (re.compile("[⁰¹²³⁴-⁹⁺⁻⁽⁾]+"), _raised),
    (re.compile("[₀-₉₊₋]+"), lambda match: "".join(_LOWERED[each] for each in match.group())),
    # Micrograms and microlitres: "mcg" and "mcL", as lists of unsafe abbreviations ask instead of the Greek letter.
    (re.compile("[µμ](?=[gLl](?![A-Za-z]))"), "mc"),
    (re.compile("[µμ](?=(?:mol|Mol|mo|m|M|s|S|U|IU|V|A|kat|Eq|W|Ci|Bq|Sv|Gy|osm)(?![A-Za-z]))"), "micro"),
    (re.compile("(?<![Ͱ-Ͽ])[α-ωΓΔ∆ΣΦΩµ](?![Ͱ-Ͽ])"), lambda match: _GREEK.get(match.group(), match.group())),
    (re.compile(r"[ \t]*(?:℃|[°º][ \t]*C\b)"), " deg C"),
    (re.compile(r"[ \t]*(?:℉|[°º][ \t]*F\b)"), " deg F"),
    (re.compile(r"[ \t]*°(?=[^\W\d_])"), " deg "),
    (re.compile(r"[ \t]*°"), " deg"),
    (re.compile(r"(?<=\d)·(?=\d)"), "."),  # a decimal point, as British journals set it
    (re.compile(r"(?<=\w)·(?=\w)"), "*"),  # a product of units
    (re.compile("·"), "-"),  # a bullet
    (re.compile(r"^([ \t]*)[—―][ \t]*", re.MULTILINE), r"\1- "),
    (re.compile(r"[ \t]*[—―][ \t]*"), " - "),
    (re.compile(r"(?<=\w)(?=[↑↓])|(?<=[↑↓])(?=\w)"), " "),
    (re.compile("↑"), "(up)"),
    (re.compile("↓"), "(down)"),
    (re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"), " "),
)


def plain_symbols(text: str) -> str:
    """The text with typographic signs, Greek letters that stand alone, fractions and raised figures in plain ones.

    Letters of names and of other scripts are kept. text: cleaned (clean_text); newlines stay.
    """
    if text.isascii():
        return text
    for pattern, plain in _RULES:
        text = pattern.sub(plain, text)
    return text.translate(_SYMBOLS)


def ascii_only(text: str) -> str:
    """The text in ASCII: accents dropped, figures of other scripts as ours, and what has no plain form by its name.

    A character is never dropped and never becomes a bare question mark: "[U+4E2D]" says which one it was.
    """
    text = plain_symbols(text)
    if text.isascii():
        return text
    return "".join(map(_ascii_character, unicodedata.normalize("NFC", text).translate(_LETTERS)))


def _ascii_character(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    parts = unicodedata.normalize("NFKD", character)
    plain = "".join(part for part in parts if not unicodedata.combining(part))
    if plain and plain.isascii() and plain.strip():
        # A circled or Roman figure next to another figure must not grow it.
        return f"({plain})" if category in {"No", "Nl"} else plain
    if category[0] in "SP":
        return f"[{unicodedata.name(character, f'U+{ord(character):04X}').lower()}]"
    return f"[U+{ord(character):04X}]"
