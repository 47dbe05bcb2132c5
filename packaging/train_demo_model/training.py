"""The stages of the training and its loss."""

# ruff: noqa: T201 - a script that is run by hand says how far it is
from __future__ import annotations

import math
import time
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from .model import GUIDED, POSITIONS, DemoWhisper
from .targets import IGNORED, Prompts, Target, TargetMaker
from .vocabulary import Vocabulary
from .windows import SHIFT_FRAMES, Style, Window, WindowMaker

GUIDE_WEIGHT = 0.5
TIMESTAMP_SPREAD = (0.05, 0.15, 0.6, 0.15, 0.05)
"""A time one or two steps off is nearly right: the expected answer is spread over five steps."""
WARM_UP_STEPS = 30
REPORT_EVERY = 20


@dataclass(frozen=True, slots=True)
class Stage:
    """learns: "encoder", "all" or "decoder". frame_weight: of the classifier of frames in the loss.

    disturbance: the share of windows with noise, other levels and so on, at the stage's beginning and end.
    """

    name: str
    learns: str
    style: Style
    batch: int
    rate: float
    steps: int
    frame_weight: float = 0.3
    wrong_words: float = 0.15
    disturbance: tuple[float, float] = (1.0, 1.0)
    prompts: Prompts = field(default_factory=Prompts)


FEW_PROMPTS = Prompts(earlier=0.15, hot_words=0.1, both=0.0, most_sentences=4)
STAGES = (
    Stage(
        "A", "encoder", Style(600), batch=12, rate=4e-3, steps=600, frame_weight=1.0, disturbance=(0.0, 0.5)
    ),
    Stage(
        "B", "all", Style(1000), batch=8, rate=2.5e-3, steps=700, prompts=FEW_PROMPTS, disturbance=(0.4, 1.0)
    ),
    Stage("C", "all", Style(3000), batch=4, rate=1.5e-3, steps=450),
    Stage("D", "decoder", Style(3000), batch=6, rate=1e-3, steps=200),
    Stage("E", "all", Style(3000, in_script_order=0.6), batch=4, rate=1.2e-3, steps=380, wrong_words=0.08),
)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the training draws from."""

    vocabulary: Vocabulary
    windows: WindowMaker
    targets: TargetMaker
    class_of_word: list[list[int]]
    chance: np.random.Generator


def train_stage(model: DemoWhisper, lesson: Lesson, stage: Stage) -> None:
    """Run one stage, printing its losses."""
    model.requires_grad_(stage.learns == "all")
    if stage.learns == "encoder":
        model.encoder.requires_grad_(True)
        model.frame_classes.requires_grad_(True)
    if stage.learns == "decoder":
        model.decoder.requires_grad_(True)
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizers = _optimizers(model, stage.rate)
    began = time.monotonic()
    sums: dict[str, float] = {}
    for step in range(1, stage.steps + 1):
        warm = min(1.0, step / WARM_UP_STEPS)
        for optimizer in optimizers:
            optimizer.param_groups[0]["lr"] = stage.rate * warm * _cosine(step / stage.steps)
        done = step / stage.steps
        lesson.windows.disturbance = stage.disturbance[0] * (1 - done) + stage.disturbance[1] * done
        losses = _losses(model, lesson, stage)
        loss = torch.stack(list(losses.values())).sum()
        model.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        for optimizer in optimizers:
            optimizer.step()
        for name, value in losses.items():
            sums[name] = sums.get(name, 0.0) + float(value.detach()) / REPORT_EVERY
        if step % REPORT_EVERY == 0:
            words = "  ".join(f"{name} {value:.3f}" for name, value in sums.items())
            print(f"{stage.name} {step:4d}  {words}  {time.monotonic() - began:.0f} s", flush=True)
            sums = {}


def _optimizers(model: DemoWhisper, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices inside the layers, AdamW for the rest: a third fewer steps than AdamW alone."""
    named = [(name, parameter) for name, parameter in model.named_parameters() if parameter.requires_grad]
    matrices = [parameter for name, parameter in named if ".layers." in name and parameter.dim() == 2]
    others = [parameter for name, parameter in named if ".layers." not in name or parameter.dim() != 2]
    return [
        torch.optim.Muon(matrices, lr=rate, momentum=0.95, weight_decay=0.01, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.98), weight_decay=0.01),
    ]


def _cosine(share: float) -> float:
    return 0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2


def _losses(model: DemoWhisper, lesson: Lesson, stage: Stage) -> dict[str, Tensor]:
    windows = [lesson.windows.draw(stage.style) for _ in range(stage.batch)]
    positions = stage.style.frames // SHIFT_FRAMES
    shifts = lesson.chance.integers(0, POSITIONS - positions + 1, stage.batch)
    features = torch.from_numpy(np.stack([window.features for window in windows]))
    with torch.set_grad_enabled(stage.learns != "decoder"):
        sound = model.encoder(features, torch.from_numpy(shifts))
    losses: dict[str, Tensor] = {}
    if stage.learns != "decoder":
        labels = torch.from_numpy(np.stack([_frame_labels(window, lesson, positions) for window in windows]))
        logits = model.frame_classes(sound)
        losses["frames"] = stage.frame_weight * functional.cross_entropy(
            logits.flatten(0, 1), labels.flatten()
        )
    if stage.learns != "encoder":
        targets = [
            lesson.targets.write(window, int(shift), stage.prompts)
            for window, shift in zip(windows, shifts, strict=True)
        ]
        losses.update(_decoder_losses(model, lesson, stage, sound, targets))
    return losses


def _frame_labels(window: Window, lesson: Lesson, positions: int) -> np.ndarray:
    """The class of the word at each position of the encoder, 0 where nobody speaks."""
    labels = np.zeros(positions, dtype=np.int64)
    for heard in window.heard:
        classes = lesson.class_of_word[heard.sentence][heard.first :]
        for (start, end), word in zip(heard.words, classes, strict=False):
            labels[start // SHIFT_FRAMES : -(-end // SHIFT_FRAMES)] = word
    return labels


def _decoder_losses(
    model: DemoWhisper, lesson: Lesson, stage: Stage, sound: Tensor, targets: list[Target]
) -> dict[str, Tensor]:
    longest = max(len(target.inputs) for target in targets)
    inputs = torch.full((len(targets), longest), lesson.vocabulary.eot)
    outputs = torch.full((len(targets), longest), IGNORED)
    guide = torch.zeros(len(targets), longest, sound.shape[1])
    for row, target in enumerate(targets):
        count = len(target.inputs)
        inputs[row, :count] = torch.tensor(lesson.targets.disturb(target.inputs, stage.wrong_words))
        outputs[row, :count] = torch.tensor(target.outputs)
        for column, (start, end) in enumerate(target.look):
            if end > 0:
                guide[row, column, max(0, start) : max(end, start + 1)] = 1.0
    logits, looks = model.decoder(inputs, sound)
    return {
        "tokens": _token_loss(logits, outputs, lesson.vocabulary.timestamp_begin),
        "looks": GUIDE_WEIGHT * _guide_loss(looks, guide),
    }


def _token_loss(logits: Tensor, outputs: Tensor, timestamp_begin: int) -> Tensor:
    kept = outputs != IGNORED
    logits, outputs = logits[kept], outputs[kept]
    logarithms = functional.log_softmax(logits, dim=-1)
    exact = -logarithms.gather(1, outputs[:, None]).squeeze(1)
    spread = torch.zeros_like(exact)
    for offset, share in zip(range(-2, 3), TIMESTAMP_SPREAD, strict=True):
        near = (outputs + offset).clamp(timestamp_begin, logits.shape[1] - 1)
        spread = spread - share * logarithms.gather(1, near[:, None]).squeeze(1)
    return torch.where(outputs >= timestamp_begin, spread, exact).mean()


def _guide_loss(looks: list[Tensor], guide: Tensor) -> Tensor:
    """How little of a guided head's attention falls where the next word is."""
    guided = guide.sum(dim=-1) > 0
    losses = []
    for layer, head in GUIDED:
        inside = (looks[layer][:, head] * guide).sum(dim=-1)[guided]
        losses.append(-(inside + 1e-6).log().mean())
    return torch.stack(losses).mean()
