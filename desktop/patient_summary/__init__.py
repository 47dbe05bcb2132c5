"""The visit in plain words for the patient, made from the note and nothing else.

    offline      by rules: sorting into blocks, glossary, addressing ("you"), medicines
    endpoint     by a language model, streamed, from the note alone
    check        holds either against the note: numbers, medicines, instructions
    reading_grade   how hard it is to read

The glossary is resources/plain_words/glossary.tsv.
"""
