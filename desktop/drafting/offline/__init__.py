"""The drafter that needs nothing but this device.

What is said becomes a note in one pass, one file per step:

    words (language)    words with their place in the transcript, contractions opened
    hashed_weights, voices, sentence_ends    what learned weights say of speakers, of who goes on, and of where a sentence ends
    roles, turns, conversations    who says what, also where tags are missing or swapped; what is said after its corrections
    sentences_said, said_values, announced_values, correction_cues, correction_places, put_right    a correction that is a sentence or a turn of its own
    correction_phrases  the words that announce a correction
    orders_given, order_items, taken_back    an order that a later sentence calls off
    repairs, corrections, restarts    sounds and stutters; what a speaker took back or took up again
    clause_starts, runs, boundaries, clauses    speech below the level of a turn, with or without punctuation
    stages, facts       how far the visit has come; what a clause mentions
    lead_ins, commands  what only leads into a question; what an examiner has a patient do, with what is seen of it
    exchanges, requests, short_answers, replies, questions, anaphora, denials    an answer and its question as one statement
    severity, readings    a score with its scale; vital signs read off inside a longer stretch
    risk, relatives, quoted    answers about harm or of yes and no, whole; whose illness it is; answers no rule understood, with their question
    doubts, said_texts  orders called off or refused, corrections and contradictions nobody can resolve: out, or quoted whole
    put_off             orders put off, declined or moved to another day in an exchange: quoted with all of it
    dialect, fragments    everyday British speech; words that only go on with what was just said
    referents, patients_questions    a pronoun that stands for one medicine; what a patient asks, with its answer
    grammar, run_ons, pointing, mending    what keeps a finished sentence from standing; mended, quoted whole or left out
    additions           doses and figures said next, with what they belong to
    grammar_filing      what the grammar of a provider's clause says by itself: conclusions, orders, remarks
    filing, planning, observing, note_language    what a clause is about otherwise
    problems, problem_list    problems that are named or turned to; those that nobody names, numbered
    default_filing      where a whole clinical statement goes that no surer rule has filed
    standing, worth     whether it is whole, and worth keeping
    own_tasks           what a clinician does in person, in the visit or by telephone
    person, wording, finish    a note's voice, taking words away and adding none
    dictated, dictated_headings    the same for a provider who dictates
    dictated_stops    stops and headings for one without punctuation, by learned weights
    dictated_leanings, dictated_kinds    what a heading lets its sentences be; what each is by learned weights, its neighbours and the rules
    unfiled            whole clauses that no rule has filed, left to the learned weights
    learned, refiling   in long visits: what learned weights say is unlikely in a note, misfiled, or missing
    essential           the facts that nothing takes out of a note
    introductions       who the patient is, told before the history is taken
    selection, layout, general_parts   what is kept, the template's parts, and which part clearly holds what was said
    omissions           what matters and stands in no sentence, listed as it was said
    drafter             the events
"""
