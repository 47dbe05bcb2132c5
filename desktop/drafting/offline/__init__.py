"""The drafter that needs nothing but this device.

What is said becomes a note in one pass, one file per step:

    words (language)    words with their place in the transcript, contractions opened
    roles, turns        who says what, also where tags are missing or swapped
    repairs             sounds, stutters and what a speaker took back
    clause_starts, boundaries, clauses    speech below the level of a turn, with or without punctuation
    stages, facts       how far the visit has come; what a clause mentions
    exchanges, replies, questions, anaphora, denials    an answer and its question as one statement
    filing, planning, observing, problems, note_language    what a clause is about
    default_filing      where a whole clinical statement goes that no surer rule has filed
    standing, worth     whether it is whole, and worth keeping
    person, wording, finish    a note's voice, taking words away and adding none
    dictated            the same for a provider who dictates
    selection, layout   what is kept, the template's parts
    omissions           what matters and stands in no sentence, listed as it was said
    drafter             the events
"""
