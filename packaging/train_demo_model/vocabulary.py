"""The model's tokens: bytes, one token for every word of the visits, Whisper's marks, and timestamps."""

from __future__ import annotations

import json
from itertools import chain
from pathlib import Path

import tokenizers
from tokenizers import decoders, pre_tokenizers, trainers
from tokenizers.models import BPE

from .visits import Sentence

MARKS = (
    "<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|translate|>", "<|transcribe|>",
    "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
)  # fmt: skip
TIMESTAMPS = 1501  # 0.00 to 30.00 s, each 20 ms
MERGES_AT_MOST = 5000


class Vocabulary:
    """Turns text into tokens. The ids of the marks are attributes, as faster-whisper names them."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.tokenizer = tokenizers.Tokenizer(BPE())
        self.tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        self.tokenizer.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=MERGES_AT_MOST,
            min_frequency=1,
            show_progress=False,
            initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        )
        self.tokenizer.train_from_iterator([" " + sentence.text for sentence in sentences], trainer)
        self.eot = self.tokenizer.get_vocab_size()
        self.tokenizer.add_special_tokens(list(MARKS))
        self.sot = self.eot + MARKS.index("<|startoftranscript|>")
        self.sot_prev = self.eot + MARKS.index("<|startofprev|>")
        self.no_speech = self.eot + MARKS.index("<|nospeech|>")
        self.no_timestamps = self.eot + MARKS.index("<|notimestamps|>")
        self.timestamp_begin = self.no_timestamps + 1
        self.size = self.timestamp_begin + TIMESTAMPS

    def encode(self, text: str) -> list[int]:
        """The tokens of a text that begins with a space."""
        return list(self.tokenizer.encode(text, add_special_tokens=False).ids)

    def sentence(self, sentence: Sentence) -> list[list[int]]:
        """The tokens of each word with the punctuation after it."""
        words = [self.encode(" " + word) for word in sentence.text.split()]
        if list(chain.from_iterable(words)) != self.encode(" " + sentence.text) or any(
            len(word) > 2 for word in words
        ):
            raise ValueError(f"Not one token a word: {sentence.text}")
        return words

    def tokens(self) -> list[str]:
        """Every token by its id."""
        by_id = {number: token for token, number in self.tokenizer.get_vocab().items()}
        return [by_id[number] for number in range(self.timestamp_begin)] + [
            f"<|{number * 0.02:.2f}|>" for number in range(TIMESTAMPS)
        ]

    def save(self, folder: Path) -> None:
        """Write tokenizer.json and vocabulary.json, without the white space that would double their size."""
        text = json.dumps(json.loads(self.tokenizer.to_str()), ensure_ascii=False, separators=(",", ":"))
        (folder / "tokenizer.json").write_text(text + "\n", encoding="utf-8")
        (folder / "vocabulary.json").write_text(
            json.dumps(self.tokens(), separators=(",", ":")) + "\n", encoding="utf-8"
        )
