"""Billing codes: the ICD-10-CM table and its search, suggestions from a note, visit level and timed units."""
