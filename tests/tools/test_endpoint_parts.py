"""How long a visit is for a model, and how one that is too long is split: everything is kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import AnswerUnusable
from desktop.drafting.endpoint.parts import split_to_fit, what_is_new
from desktop.drafting.prompts import render
from desktop.network.features import Reply
from desktop.network.tokens import UNREAD_SHARE, least_tokens, most_tokens
from tests.servers.visits import request

WORDS = st.text(alphabet="abcdefghij 0123456789.,?!\n", min_size=1, max_size=1500).filter(str.strip)


@given(st.text(max_size=300))
def test_the_bounds_are_in_order_for_every_alphabet(text) -> None:
    """The least is never more than a token a character; a token for each third of ASCII is the most."""
    assert 0 <= least_tokens(text) <= len(text)
    assert most_tokens(text) >= len(text) / 3
    assert most_tokens(text + "x") >= most_tokens(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Ibuprofen 600 mg t.i.d.", ["Ibuprofen", "600", "mg", "t", ".i", ".d", "."]),
        ("I don't know (yet), it's 2024!", ["I", "don't", "know", "(yet", "),", "it's", "202", "4", "!"]),
        ("", []),
    ],
)
def test_the_least_counts_the_pieces_no_tokenizer_joins(text, pieces) -> None:
    """Words with the mark before and the contraction behind them, runs of marks, three digits."""
    assert least_tokens(text) == len(pieces)


@pytest.mark.parametrize("chars_per_token", [3.0, 3.5, 4.0, 4.5])
def test_an_ordinary_tokenizer_raises_no_alarm(chars_per_token) -> None:
    """A server that read everything and says so is believed, for the densities that tokenizers have."""
    visit = request(
        *["Okay, so the pain started three weeks ago, and it's worse when I'm sitting at my desk."] * 60
    )
    prompt = "".join(message["content"] for message in render(visit))
    assert len(prompt) / chars_per_token >= UNREAD_SHARE * least_tokens(prompt)


@given(st.lists(WORDS, min_size=1, max_size=30))
def test_every_word_of_a_long_visit_is_in_some_part_and_every_part_fits(texts) -> None:
    """Nothing is left out, order is kept, and no request outgrows the context with its answer."""
    context_tokens = 2_500
    visit = request(*texts)
    parts = split_to_fit(visit, context_tokens)
    said = " ".join(" ".join(texts).split())
    for part in parts:
        prompt = render(visit, reply=Reply.TEXT, segments=part, part=(1, len(parts)))
        assert sum(most_tokens(message["content"]) for message in prompt) < context_tokens
        words = " ".join(" ".join(segment.text for segment in part).split())
        assert words.replace(" ", "") in said.replace(" ", "")
    joined = _without_overlap(["".join("".join(s.text for s in part).split()) for part in parts])
    assert joined == said.replace(" ", "")


def _without_overlap(texts):
    """Texts joined where each repeats the end of the last."""
    whole = texts[0]
    for text in texts[1:]:
        shared = next(n for n in range(len(text), -1, -1) if whole.endswith(text[:n]))
        whole += text[shared:]
    return whole


def test_a_visit_that_fits_is_not_split() -> None:
    """One part, the very segments, for a context that is large or not known."""
    visit = request("One.", "Two.")
    for context_tokens in (None, 100_000):
        assert split_to_fit(visit, context_tokens) == (visit.transcript.segments,)


def test_parts_overlap_so_that_an_answer_keeps_its_question() -> None:
    """The end of one part is the beginning of the next."""
    parts = split_to_fit(request(*(f"Remark number {n} about the knee." for n in range(400))), 4_000)
    assert len(parts) > 1
    for before, after in pairwise(parts):
        assert after[0] in before
        assert after[-1] not in before


def test_one_endless_sentence_is_split_too() -> None:
    """A dictation without a full stop, and a word without end."""
    for text in ("word " * 20_000, "x" * 50_000):
        parts = split_to_fit(request(text), 4_000)
        kept = "".join(segment.text for part in parts for segment in part).replace(" ", "")
        assert len(parts) > 1
        assert len(kept) >= len(text.replace(" ", ""))


def test_a_context_too_small_for_the_template_is_said() -> None:
    """No part of a visit would fit: a sentence names the limit instead of splitting without end."""
    with pytest.raises(AnswerUnusable, match="only 1000 tokens"):
        split_to_fit(request("word " * 5_000), 1_000)


def test_only_new_lines_are_added() -> None:
    """Lines that stand there already, but for case and spaces, are left out; others are kept as they are."""
    assert what_is_new("Rest.\nIce twice a day.", "rest. \n\nElevate.\nIce  twice a day.") == "Elevate."
    assert not what_is_new("Rest.", "")
