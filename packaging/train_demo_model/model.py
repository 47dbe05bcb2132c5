"""A very small Whisper in PyTorch, with starting weights that already look at places in time."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, LAYERS, INNER = 128, 4, 2, 512
POSITIONS, TEXT_POSITIONS, MELS = 1500, 448, 80
HEAD_WIDTH = WIDTH // HEADS
GUIDED = ((0, 0), (1, 0), (1, 1))
"""Heads (layer, head) of the decoder that are taught to look at the word that comes next."""
ALIGNMENT_HEADS = ((1, 0), (1, 1))
"""Those of them from which word times are read."""
_FREQUENCIES = WIDTH // 2
_CHOSEN = tuple(range(0, HEAD_WIDTH, 2))
_PLACES = [*_CHOSEN, *(_FREQUENCIES + index for index in _CHOSEN)]
"""Channels that at first hold nothing but faster sinusoids, so that heads can find a place undisturbed."""


def sinusoids(length: int) -> Tensor:
    """Whisper's positions: 64 sines, then 64 cosines, from 1 to 1/10000 radian a position."""
    rates = torch.exp(-math.log(10_000) / (_FREQUENCIES - 1) * torch.arange(_FREQUENCIES))
    angles = torch.arange(length)[:, None] * rates[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def offset_selector(offset: float) -> Tensor:
    """A head's matrix that takes 16 of the faster sinusoids, turned as if the position were `offset` further."""
    rates = torch.exp(-math.log(10_000) / (_FREQUENCIES - 1) * torch.tensor(_CHOSEN))
    matrix = torch.zeros(HEAD_WIDTH, WIDTH)
    for row, (index, rate) in enumerate(zip(_CHOSEN, rates.tolist(), strict=True)):
        cosine, sine = math.cos(rate * offset), math.sin(rate * offset)
        matrix[2 * row, index], matrix[2 * row, _FREQUENCIES + index] = cosine, sine
        matrix[2 * row + 1, index], matrix[2 * row + 1, _FREQUENCIES + index] = -sine, cosine
    return matrix


class Attention(nn.Module):
    """Multi-head attention as Whisper has it: the keys have no bias."""

    def __init__(self) -> None:
        super().__init__()
        self.q = nn.Linear(WIDTH, WIDTH)
        self.k = nn.Linear(WIDTH, WIDTH, bias=False)
        self.v = nn.Linear(WIDTH, WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)

    def split(self, x: Tensor) -> Tensor:
        """Split batch x length x width into batch x heads x length x head width."""
        return x.view(x.shape[0], x.shape[1], HEADS, HEAD_WIDTH).transpose(1, 2)

    def forward(self, x: Tensor, source: Tensor, is_causal: bool = False) -> Tensor:
        """Each of x looks at source."""
        mixed = functional.scaled_dot_product_attention(
            self.split(self.q(x)), self.split(self.k(source)), self.split(self.v(source)), is_causal=is_causal
        )
        return self.out(mixed.transpose(1, 2).reshape(x.shape))

    def with_weights(self, x: Tensor, source: Tensor) -> tuple[Tensor, Tensor]:
        """As forward, and where each head looks: batch x heads x length of x x length of source."""
        scores = self.split(self.q(x)) @ self.split(self.k(source)).transpose(2, 3) / math.sqrt(HEAD_WIDTH)
        weights = scores.softmax(dim=-1)
        mixed = weights @ self.split(self.v(source))
        return self.out(mixed.transpose(1, 2).reshape(x.shape)), weights

    def look_at_offset(self, head: int, offset: float, sharpness: float, turn: Tensor | None = None) -> None:
        """Let a head start as one that looks `offset` positions ahead. turn: a rotation of the positions' space."""
        rows = slice(head * HEAD_WIDTH, (head + 1) * HEAD_WIDTH)
        query, key = offset_selector(offset), offset_selector(0.0)
        if turn is not None:
            query, key = query @ turn.T, key @ turn.T
        with torch.no_grad():
            self.q.weight[rows] += sharpness * query
            self.k.weight[rows] += sharpness * key


class Layer(nn.Module):
    """One layer of the encoder or, with attention to the sound, of the decoder."""

    def __init__(self, is_decoder: bool) -> None:
        super().__init__()
        self.attention_norm = nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.cross_norm = nn.LayerNorm(WIDTH) if is_decoder else None
        self.cross = Attention() if is_decoder else None
        self.inner_norm = nn.LayerNorm(WIDTH)
        self.fc1 = nn.Linear(WIDTH, INNER)
        self.fc2 = nn.Linear(INNER, WIDTH)

    def forward(self, x: Tensor, sound: Tensor | None = None) -> tuple[Tensor, Tensor | None]:
        """Returns the layer's output and where it looked in the sound."""
        normed = self.attention_norm(x)
        x = x + self.attention(normed, normed, is_causal=sound is not None)
        weights = None
        if self.cross is not None and self.cross_norm is not None and sound is not None:
            seen, weights = self.cross.with_weights(self.cross_norm(x), sound)
            x = x + seen
        return x + self.fc2(functional.gelu(self.fc1(self.inner_norm(x)))), weights


class Encoder(nn.Module):
    """Mel features to one vector for every 20 ms."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv1d(MELS, WIDTH, 3, padding=1)
        self.conv2 = nn.Conv1d(WIDTH, WIDTH, 3, stride=2, padding=1)
        self.positions: Tensor
        self.register_buffer("positions", sinusoids(POSITIONS) * 0.6)
        self.layers = nn.ModuleList(Layer(is_decoder=False) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, features: Tensor, shifts: Tensor) -> Tensor:
        """features: batch x frames x 80. shifts: the position at which each window begins."""
        x = functional.gelu(self.conv1(features.transpose(1, 2)))
        x = functional.gelu(self.conv2(x)).transpose(1, 2)
        x = x + self.positions[shifts[:, None] + torch.arange(x.shape[1])[None, :]]
        for layer in self.layers:
            x, _ = layer(x)
        return self.norm(x)


class Decoder(nn.Module):
    """Tokens and sound to the next tokens. The output weights are the embeddings."""

    def __init__(self, vocabulary_size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary_size, WIDTH)
        self.positions = nn.Parameter(torch.zeros(TEXT_POSITIONS, WIDTH))
        self.layers = nn.ModuleList(Layer(is_decoder=True) for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, tokens: Tensor, sound: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Returns the logits and, for each layer, where its heads looked."""
        x = self.embedding(tokens) + self.positions[: tokens.shape[1]]
        looks = []
        for layer in self.layers:
            x, weights = layer(x, sound)
            looks.append(weights)
        return self.norm(x) @ self.embedding.weight.T, looks


class DemoWhisper(nn.Module):
    """Encoder, decoder, and a classifier of frames that helps the encoder to learn and is then thrown away."""

    def __init__(self, vocabulary_size: int, timestamp_begin: int, word_classes: int) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder(vocabulary_size)
        self.frame_classes = nn.Linear(WIDTH, word_classes)
        self._start(timestamp_begin)

    def _start(self, timestamp_begin: int) -> None:
        for name, parameter in self.named_parameters():
            if parameter.dim() < 2 or name == "decoder.positions":
                continue
            nn.init.normal_(parameter, std=_starting_size(name))
            with torch.no_grad():
                if "conv2" in name or ".out." in name or "fc2" in name:
                    parameter[_PLACES] = 0.0
                elif "embedding" in name:
                    parameter[:, _PLACES] = 0.0
        for layer, offsets in zip(self.encoder.layers, ((-2, 2, -6, 6), (-10, 10, -24, 24)), strict=True):
            for head, offset in enumerate(offsets):
                layer.attention.look_at_offset(head, offset, sharpness=2.2)
        turn = torch.linalg.qr(torch.randn(WIDTH, WIDTH)).Q
        with torch.no_grad():
            self.decoder.positions.copy_(sinusoids(TEXT_POSITIONS) @ turn.T * 0.1)
            self.decoder.embedding.weight[timestamp_begin:] = sinusoids(POSITIONS + 1) * 0.25
        for head, offset in ((0, 0), (1, -1), (2, -2)):
            self.decoder.layers[0].attention.look_at_offset(head, offset, sharpness=1.4, turn=turn)
        for layer_index, head in GUIDED:
            self.decoder.layers[layer_index].cross.look_at_offset(head, 2, sharpness=2.2)


def _starting_size(name: str) -> float:
    if "conv1" in name:
        return 0.12
    if "conv2" in name:
        return 0.09
    if ".out." in name or "fc2" in name:
        return 0.04
    if ".q." in name or ".k." in name:
        return 0.03
    return 0.06
