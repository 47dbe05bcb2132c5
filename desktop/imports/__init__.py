"""Reads what another program exported: patients, a day's schedule, past notes. Nothing is stored here."""
