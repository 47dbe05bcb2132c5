"""Drafts with a language model behind an OpenAI-compatible address."""

from __future__ import annotations
