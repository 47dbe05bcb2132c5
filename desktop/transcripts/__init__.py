"""Reads the words of a visit from text and files."""
