"""Writes the trained weights as a folder that faster-whisper loads."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
from ctranslate2.specs import common_spec, whisper_spec
from ctranslate2.specs.attention_spec import MultiHeadAttentionSpec
from torch import nn

from .model import ALIGNMENT_HEADS, HEADS, LAYERS, MELS, Attention, DemoWhisper
from .vocabulary import Vocabulary


def export(model: DemoWhisper, vocabulary: Vocabulary, folder: Path, precision: str = "float16") -> None:
    """Write model.bin, config.json, vocabulary.json, tokenizer.json and preprocessor_config.json."""
    folder.mkdir(parents=True, exist_ok=True)
    spec = whisper_spec.WhisperSpec(LAYERS, HEADS, LAYERS, HEADS)
    _encoder(spec.encoder, model)
    _decoder(spec.decoder, model)
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = [vocabulary.eot]
    spec.config.lang_ids = []
    spec.config.alignment_heads = [list(pair) for pair in ALIGNMENT_HEADS]
    spec.register_vocabulary(vocabulary.tokens())
    spec.validate()
    spec.optimize(quantization=precision)
    spec.save(str(folder))
    vocabulary.save(folder)
    preprocessor = {
        "feature_size": MELS,
        "sampling_rate": 16000,
        "hop_length": 160,
        "chunk_length": 30,
        "n_fft": 400,
    }
    (folder / "preprocessor_config.json").write_text(
        json.dumps(preprocessor, indent=2) + "\n", encoding="utf-8"
    )


def _encoder(spec: whisper_spec.WhisperEncoderSpec, model: DemoWhisper) -> None:
    encoder = model.encoder
    for conv_spec, conv in ((spec.conv1, encoder.conv1), (spec.conv2, encoder.conv2)):
        conv_spec.weight, conv_spec.bias = _array(conv.weight), _array(conv.bias)
    spec.position_encodings.encodings = _array(encoder.positions)
    _norm(spec.layer_norm, encoder.norm)
    for layer_spec, layer in zip(spec.layer, encoder.layers, strict=True):
        _self_attention(layer_spec.self_attention, layer.attention, layer.attention_norm)
        _inner(layer_spec.ffn, layer)


def _decoder(spec: common_spec.LayerNormSpec, model: DemoWhisper) -> None:
    decoder = model.decoder
    spec.embeddings.weight = _array(decoder.embedding.weight)
    spec.projection.weight = spec.embeddings.weight
    spec.position_encodings.encodings = _array(decoder.positions)
    _norm(spec.layer_norm, decoder.norm)
    for layer_spec, layer in zip(spec.layer, decoder.layers, strict=True):
        _self_attention(layer_spec.self_attention, layer.attention, layer.attention_norm)
        cross = layer.cross
        _norm(layer_spec.attention.layer_norm, layer.cross_norm)
        _linear(layer_spec.attention.linear[0], cross.q.weight, cross.q.bias)
        _linear(
            layer_spec.attention.linear[1],
            torch.cat([cross.k.weight, cross.v.weight]),
            torch.cat([torch.zeros_like(cross.v.bias), cross.v.bias]),
        )
        _linear(layer_spec.attention.linear[2], cross.out.weight, cross.out.bias)
        _inner(layer_spec.ffn, layer)


def _self_attention(spec: MultiHeadAttentionSpec, attention: Attention, norm: nn.LayerNorm) -> None:
    _norm(spec.layer_norm, norm)
    weights = torch.cat([attention.q.weight, attention.k.weight, attention.v.weight])
    biases = torch.cat([attention.q.bias, torch.zeros_like(attention.q.bias), attention.v.bias])
    _linear(spec.linear[0], weights, biases)
    _linear(spec.linear[1], attention.out.weight, attention.out.bias)


def _inner(spec: common_spec.LayerNormSpec, layer: nn.Module) -> None:
    _norm(spec.layer_norm, layer.inner_norm)
    _linear(spec.linear_0, layer.fc1.weight, layer.fc1.bias)
    _linear(spec.linear_1, layer.fc2.weight, layer.fc2.bias)


def _linear(spec: common_spec.LinearSpec, weight: torch.Tensor, bias: torch.Tensor) -> None:
    spec.weight, spec.bias = _array(weight), _array(bias)


def _norm(spec: common_spec.LayerNormSpec, norm: nn.LayerNorm) -> None:
    spec.gamma, spec.beta = _array(norm.weight), _array(norm.bias)


def _array(tensor: torch.Tensor) -> np.ndarray:
    return tensor.detach().numpy().astype(np.float32)
