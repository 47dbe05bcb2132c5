"""How many tokens a text is, at most and at least, without the model's own tokenizer.

Nobody here knows which tokenizer a server uses, so there are two bounds for two questions: does it fit
(most_tokens), and did the server read all of it (least_tokens).
"""

from __future__ import annotations

import re

_PIECE = re.compile(r"[^\w\s]?[^\W\d_]+(?:['’][^\W\d_]{1,2}\b)?|\d{1,3}|[^\w\s]+|_+")

UNREAD_SHARE = 0.9
"""A server that saw less than this share of the least possible number of tokens did not read everything."""


def most_tokens(text: str) -> int:
    """More tokens than common tokenizers make of a text.

    English prose is 4 to 5 characters a token with current tokenizers and about 3.5 with older ones of 32,000
    entries; digits, which older ones take one by one, and drug names make clinical text denser. So: 3 characters
    a token, and 2 bytes of UTF-8 a token for what is not ASCII (a Chinese character is 3 bytes and 1 to 2 tokens).
    """
    ascii_chars = sum(character.isascii() for character in text)
    other_bytes = len(text.encode("utf-8", "replace")) - ascii_chars
    return -(-ascii_chars // 3) + -(-other_bytes // 2)


def least_tokens(text: str) -> int:
    """Fewer tokens than common tokenizers make of a text.

    Byte-pair tokenizers first cut a text where a word, a run of punctuation or a group of at most three digits
    ends, and never join across such a cut; SentencePiece ones cut at white space. This counts the pieces of the
    coarsest cutting in use, in which one mark may stick to the word behind it and an 's to the word before it.
    Each piece is at least one token and a long word is several, so the count does not depend on how many
    characters a tokenizer makes a token of on average. In English visits it comes to one in 4.6 characters,
    measured on 200,000 characters of dialogues; less UNREAD_SHARE, one in 5.1. Tokenizers
    make one of 3 to about 4.5 characters of such text, and 6 would need tokens of more than a word. A cut of
    less than about a fifth of the prompt can therefore pass unnoticed; a context size entered in Settings
    prevents it.
    """
    return sum(1 for _ in _PIECE.finditer(text))
