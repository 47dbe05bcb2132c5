"""Make the recordings of the sample visits, train the demo model on their sentences, and write both to resources."""

# ruff: noqa: T201 - a script that is run by hand says how far it is
from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from .clips import load_clips, make_clips, save_clips
from .export import export
from .model import DemoWhisper
from .publish import publish
from .recordings import write_recordings
from .targets import TargetMaker
from .training import STAGES, Lesson, train_stage
from .visits import SAMPLES, Sentence, read_hot_words, read_sentences
from .vocabulary import Vocabulary
from .windows import WindowMaker

SEED = 20261120
PRECISION = "float16"


def main() -> None:
    """Run every step whose result the work folder does not hold yet."""
    parser = argparse.ArgumentParser(prog="train_demo_model", description=__doc__)
    parser.add_argument("work", type=Path, help="a folder for clips, checkpoints and the finished model")
    work: Path = parser.parse_args().work
    work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    sentences = read_sentences()
    if not (work / "clips.npz").exists():
        save_clips(make_clips(sentences, SEED), work / "clips.npz")
    lesson = make_lesson(sentences, work)
    words = lesson.vocabulary
    classes = 1 + max(number for sentence in lesson.class_of_word for number in sentence)
    model = DemoWhisper(words.size, words.timestamp_begin, classes)
    for stage in STAGES:
        checkpoint = work / f"stage-{stage.name}.pt"
        if checkpoint.exists():
            model.load_state_dict(torch.load(checkpoint, weights_only=True))
            continue
        began = time.monotonic()
        train_stage(model, lesson, stage)
        torch.save(model.state_dict(), checkpoint)
        export(model, words, work / f"model-{stage.name}")
        print(f"Stage {stage.name}: {(time.monotonic() - began) / 60:.1f} minutes", flush=True)
    publish(model, words, SEED, PRECISION)
    write_recordings(sentences, SAMPLES, SEED)


def make_lesson(sentences: list[Sentence], work: Path) -> Lesson:
    """What the training draws from, with its random numbers."""
    chance = np.random.default_rng(SEED)
    vocabulary = Vocabulary(sentences)
    spelled = [[word.lower() for word in sentence.words()] for sentence in sentences]
    classes = {word: number for number, word in enumerate(sorted({w for words in spelled for w in words}), 1)}
    return Lesson(
        vocabulary,
        WindowMaker(load_clips(work / "clips.npz"), [sentence.visit for sentence in sentences], chance),
        TargetMaker(vocabulary, [vocabulary.sentence(s) for s in sentences], read_hot_words(), chance),
        [[classes[word] for word in words] for words in spelled],
        chance,
    )


if __name__ == "__main__":
    main()
