"""Trains the demo speech model on synthetic speech and records the sample visits; run by hand, never by the program."""
