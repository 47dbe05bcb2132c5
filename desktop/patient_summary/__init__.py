"""The visit in plain words for the patient, made from the note and nothing else."""
