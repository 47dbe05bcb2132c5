"""Pseudonyms: identifiers out before text leaves this computer, back in when the answer returns."""
