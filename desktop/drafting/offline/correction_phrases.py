"""The words with which speakers announce, lead up to and close a correction."""

from __future__ import annotations

import re

from desktop.drafting.offline.speech import (
    AUXILIARIES,
    FILLERS,
    KIN,
    SUBJECTS,
    by_first_word,
    phrases,
    word_set,
)

LEADS = (
    word_set("doctor doc oh okay so well um but and then right fine ah now hmm yes yeah all , : - … ...")
    | FILLERS
)
_PLAIN_CUES = phrases(
    "sorry|i am sorry|i am so sorry|my apologies|apologies|i apologize|i apologise|beg your pardon|i beg your pardon|excuse me|pardon me|pardon|"
    "correction|let me correct that|let me correct myself|i stand corrected|scratch that|strike that|delete that|scrap that|"
    "i mean|i meant|i meant to say|i should say|i should have said|what i meant was|i misspoke|my mistake|my bad|or rather|rather|"
    "wrong line|wrong one|let me rephrase|no wait|wait no|that is wrong|that is not right|that is the wrong one|"
    "oops|whoops|i do apologise|i do apologize|let me change that|let me amend that|that is incorrect|i got that wrong|i had that wrong"
)
_WEAK_CUES = phrases(
    "actually|no|nope|wait|on second thought|on second thoughts|you know what|come to think of it|hang on|hold on|on reflection|fair enough|good point|you are right|let me check|let me look|let me have a look|let me think|let me see"
)
_PLAIN_FRAMES = phrases(
    "make it|make that|let us make it|let us make that|we will make it|we will make that|i will make it|better make it|better make that|"
    "change that to|change it to|amend that to|amend it to|that should be|it should be|should be|that should read|should read|that should say|"
    "that should have been|it should have been|should have been|that is meant to be|that was meant to be"
) + tuple(
    (*lead, how)
    for lead in (
        ("let", "us", "start"),
        ("let", "us", "go"),
        ("start",),
        ("we", "will", "start"),
        ("i", "would", "start"),
    )
    for how in ("lower", "higher", "smaller", "bigger", "longer", "shorter")
)
_FRAMES = phrases(
    "it is|it was|that is|that was|this is|more like|let us do|let us go with|let us go to|let us go up to|let us go down to|let us start with|let us say|let us try|"
    "let us give|let us keep it at|let us stick with|we will do|we will go with|we will say|i will do|i will go with|i would rather do|i would rather give|"
    "i would rather go with|go with|it is more like|it was more like|it is actually|it was actually|call it|take the|do"
)
_CHANGES = phrases("amend|change|correct")
SMALL = word_set(
    "the a an at on for in to my your his her their about around only just of that actually was is , : from since until by like"
)
LINKS = word_set("a an and of for in to at the then per , on by")
ASIDE = (
    word_set("instead then please today now earlier actually though doctor doc sorry love dear honey too")
    | KIN
)
JOINS_ON = word_set(
    "since because given as for with until when if on at in per by after before every due so while to"
)
NO_PARTS = SMALL | LINKS | JOINS_ON | ASIDE | SUBJECTS | AUXILIARIES | {"not", "which", "who"}
LATER = word_set("if when once unless until after then next before later")
NOT_OLD = re.compile(r"^(?:,? ?)(?:not|rather than|instead of) (?:the |a |on the |in the |for )?")
_I_SAID = phrases("i said|i told you|i have said|i think i said|did i say|i may have said|i might have said")
SAID_BEFORE = word_set("earlier before but and , - ? it was there the a for of at on ago")
NO_ANCHORS = (
    SUBJECTS | AUXILIARIES | word_set("not no never if when because and or but let us make to what who which")
)
_TAKEN_OUT = phrases("strike|scratch|delete|not")
TRAILING_CUES = phrases("sorry|actually|my mistake|my bad|i mean|rather|correction")
_CLOSERS = phrases("is enough|is plenty|will do")
PARTS = word_set("side lobe fossa quadrant area region joint sided border margin wall angle")
"""Words that go on with the name of a part of the body."""
ORDERING = word_set("let we i go do take")
"""First words of what leads up to a new order, rather than to what was so."""
_IN_MANY_SENTENCES = word_set(
    "i it that is was this am are been to have got had may might do so my me you what the us we will let be one line for a of on or your did see look go good start better would stand check second"
)
SIGNALS = (
    frozenset(
        word
        for listed in (_PLAIN_CUES, _WEAK_CUES, _PLAIN_FRAMES, TRAILING_CUES, _I_SAID, _TAKEN_OUT, _CHANGES)
        for phrase in listed
        for word in phrase
    )
    - _IN_MANY_SENTENCES
) | {"then", "let"}
"""A sentence without any of these announces no correction."""

PLAIN_CUES, WEAK_CUES = by_first_word(_PLAIN_CUES), by_first_word(_WEAK_CUES)
PLAIN_FRAMES, FRAMES = by_first_word(_PLAIN_FRAMES), by_first_word(_FRAMES)
CHANGES, CLOSERS, I_SAID = by_first_word(_CHANGES), by_first_word(_CLOSERS), by_first_word(_I_SAID)
TAKEN_OUT = by_first_word(_TAKEN_OUT)
"""As in "strike Saturday, it was Sunday": before the value that was wrong."""
OPENS_CUE = frozenset(PLAIN_CUES) | frozenset(WEAK_CUES)
