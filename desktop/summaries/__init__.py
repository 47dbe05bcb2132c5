"""Longitudinal summaries: what the notes of many visits say about one patient, each statement with its visits."""
