"""A visit's document leaves the program: text, PDF, Word, FHIR, JSON and CSV."""
