"""Frames of a sentence in which only a person can stand: "let X know", "so X, what brings you in", "X is my cousin".

They decide for words that no list holds; a medicine with an unlisted brand name must not fit them.
"""

from __future__ import annotations

import re

from desktop.privacy.name_cues import RELATIONS

_KIN = "|".join(sorted(RELATIONS))
_CLOSE = (
    "little one|oldest|youngest|eldest|firstborn|middle one|sponsor|other half|better half|ex|twins|triplets|godson|goddaughter|godmother"
    "|godfather|gran|nan|mate|helper|landlady|tutor|babysitter|sitter|nanny|housekeeper|cleaner|neighbor|bestie|fella|old man"
)
_BEFORE = re.compile(
    r"(?:^| )(?:"
    r"(?:tell|told|telling|ask|asked|asking|phone|phoned|text|texted|texting|emailed|met|meet|meeting|marry|married|marrying|dating|divorced|hug|hugged"
    r"|invite|invited|adopt|adopted|babysit|babysitting|remind|reminded|thank|call|calls me|call me|calls him|calls her|known as|goes by|go by|went by)"
    r"|(?:give|gave|hand|handed|pass|passed|send|sent|fax|faxed|forward|mail|show|showed|copy|email|write|wrote|read)(?: [^ ]+){1,3} to"
    r"|(?:share|shared|sharing|live|living|lives|lived|split up|fight|fighting|fought|argue|argued|talk|talking|chat|stay|stayed|staying|moved in|broke up"
    r"|went|came|come|trip|vacation|lunch|dinner|coffee)(?: [^ ]+){0,3} with"
    r"|between (?:me|us|him|her|you) and|who(?: is|'s| was)|(?:mother|father|sister|brother|son|daughter)s? in law"
    r"|(?:good|nice|great|lovely) to (?:see|meet) you(?: again)?|see you(?: next \w+| tomorrow| then| soon| again| later| in \w+ \w+)?"
    r"|(?:my|his|her|our|their|the|your) (?:late )?(?:" + _CLOSE + r")(?: is| was)?(?: called| named)?"
    r"|(?:signed|sincerely|regards)(?: by)?|it was|spelled(?: with)?(?: \w+ \w+)?"
    r") $"
)  # fmt: skip
_NEEDS_WHO = re.compile(r"(?:^| )it was $")
_ADDRESSED = re.compile(
    r"(?:^|[.?!\n] )(?:(?:so|okay|ok|alright|all right|well|now|and|but|hey|hi|hello|um|uh|yeah|yes|no|right|great|good|thanks|thank you|sure|listen|welcome|bye|sorry)"
    r" (?:, )?){1,3}$"
)
_SPEECH_GOES_ON = re.compile(
    r"(?:, )?(?:you|what|what's|how|how's|any|let's|let|do|did|are|have|can|could|tell|i'm|i am|we|when|where|why|who|good|nice|thanks|please|your)\b"
)
_ASKS_WHETHER = re.compile(r"(?:^| )(?:did|does|will|would|could|can|has|is|was) $")
_ASKED = re.compile(
    r"(?:tell|say|call|come|mention|ask|drive|know about|give you|live|want to|go with|pick|still live|home|okay with|coming|going to come|here with)\b"
)
_BEHIND = re.compile(
    r"(?:, )?(?:"
    rf"is (?:my|his|her|our|their) (?:(?:maiden|last|first|middle|emergency|oldest|youngest|ex|best|next of|power of|health care|late) )?(?:name|contact|kin|attorney|proxy|{_KIN})\b"
    r"|who (?:found|told|said|drove|called|brought|takes|took|lives|is|was|has|used|works|noticed|made)\b|here calling|calling (?:about|for|from)|speaking\b"
    r"|from (?:work|school|church|reception|accounting|billing|next door|down the|upstairs|the (?:office|clinic|front|lab|pharmacy|bank))\b"
    r"|(?:will|would|can|could|is going to|is gonna) (?:pick|drive|come|call|stay|watch|look after|let|tell|be here|be there|meet|sit|cook|drop)\b"
    r"|has been (?:feeding|looking|caring|driving|staying|living|cooking|watching|coming|calling|visiting)\b"
    r"|(?:mentioned|drives|visits|visited|emailed|texted|phoned|agreed|explained|snores|complains|promised|reminded|reminds|laughed|smokes|drinks|babysits|used to)\b"
    r"|and (?:i|me|my)\b|split up\b|(?:passed away|died)\b"
    r")"
)
_LETS = re.compile(r"(?:^| )let(?:ting|s)? $")
_COPIED = re.compile(r"(?:^| )(?:surname|maiden name|last name|first name|middle name)(?: (?:is|was))? $")


def in_person_frame(before: str, behind: str) -> bool:
    """Whether a word, or a few, stand where only somebody's name does.

    before: the words before, lower case, parted and ended by a space, a line break or a sentence's end among them; behind: the words behind.
    """
    if _LETS.search(before):
        return behind.startswith("know")
    if _NEEDS_WHO.search(before):
        return behind.startswith(("who ", "that "))
    return bool(
        _BEFORE.search(before)
        or _COPIED.search(before)
        or (_ADDRESSED.search(before) and _SPEECH_GOES_ON.match(behind))
        or (_ASKS_WHETHER.search(before) and _ASKED.match(behind))
        or _BEHIND.match(behind)
    )
