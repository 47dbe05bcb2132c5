"""Holds which token stands for which words, for one visit: identifiers go out as tokens and come back as words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from desktop.domain.pseudonyms import IdentifierKind, KnownIdentifiers
from desktop.privacy.find import find_identifiers
from desktop.privacy.tokens import LONGEST, RETURNED


class Vault:
    """Tokens for one visit, in memory only. The same words have the same token as long as the vault lives."""

    def __init__(self, known: KnownIdentifiers) -> None:
        self._known = known
        self._tokens: dict[tuple[IdentifierKind, str], str] = {}
        self._words: dict[str, str] = {}
        self._numbers: Counter[IdentifierKind] = Counter()

    def hide(self, text: str) -> str:
        """The text with a token in place of each identifier."""
        pieces, at = [], 0
        for each in find_identifiers(text, self._known):
            pieces += [text[at : each.start], self._token(each.kind, text[each.start : each.end])]
            at = each.end
        return "".join((*pieces, text[at:]))

    def restore(self, text: str) -> str:
        """The text with the words in place of each token that this vault gave out; other tokens stay as they are."""
        return RETURNED.sub(lambda found: self._words.get(_name(found), found.group()), text)

    def unknown_tokens(self, text: str) -> tuple[str, ...]:
        """Tokens in the text that stand for nothing: a model made them up."""
        return tuple(
            found.group()
            for found in RETURNED.finditer(text)
            if _name(found) not in self._words and found.group().startswith("{")
        )

    @property
    def counts(self) -> dict[IdentifierKind, int]:
        """How many different identifiers of each kind were hidden so far."""
        return {kind: count for kind, count in self._numbers.items() if count}

    def replaced(self) -> Iterator[tuple[str, str]]:
        """Each token with the words it stands for, in the order in which they were met. For the provider's eyes only."""
        yield from self._words.items()

    def _token(self, kind: IdentifierKind, words: str) -> str:
        # "Saint Anne's" is the name itself, "Anne's" is a name and its ending.
        possessive = None if kind is IdentifierKind.ORGANIZATION else re.search(r"['’]s$", words)
        bare = words[: possessive.start()] if possessive else words
        key = (kind, " ".join(unicodedata.normalize("NFC", bare).casefold().split()))
        if key not in self._tokens:
            self._numbers[kind] += 1
            token = f"{{{kind.value}-{self._numbers[kind]}}}"
            self._tokens[key] = token
            self._words[token] = bare
        return self._tokens[key] + (possessive.group() if possessive else "")


class RestoringStream:
    """Turns tokens back into words while text streams, wherever the pieces are cut."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._held = ""

    def feed(self, text: str) -> str:
        """The text that is certain by now; the beginning of what may become a token is held back."""
        text = self._held + text
        keep = _start_of_a_token(text)
        self._held = text[keep:]
        return self._vault.restore(text[:keep])

    def finish(self) -> str:
        """What was held back, once no more text comes."""
        rest, self._held = self._vault.restore(self._held), ""
        return rest


_OPEN_TOKEN = re.compile(r"(?:\{[^{}\n]*|\b[A-Z]{2,}(?:[-_]\d*)?)$")


def _start_of_a_token(text: str) -> int:
    tail = text[-LONGEST:]
    found = _OPEN_TOKEN.search(tail)
    return len(text) if found is None else len(text) - len(tail) + found.start()


def _name(found: re.Match[str]) -> str:
    return f"{{{found['kind'] or found['bare_kind']}-{int(found['number'] or found['bare_number'])}}}"
