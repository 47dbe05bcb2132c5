"""Recognises by its grammar that a provider orders, suggests, forbids or arranges something, and what."""

from __future__ import annotations

import re

from desktop.drafting.offline.conclusions import core_of
from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.planning import EXAM_ANNOUNCED
from desktop.drafting.offline.speech import (
    ACKNOWLEDGEMENTS,
    ADVERBS,
    AUXILIARIES,
    MARKERS,
    SUBJECTS,
    word_set,
)
from desktop.drafting.offline.standing import is_finite
from desktop.language.lexicon import Topic

_NOT_AN_ORDER = r"(?!(?:not )?(?:be (?:surprised|shocked|worried|happy|careful about)|see (?:how|what|if|whether|you (?:do|so)|here|that|the)|be blunt|be gentle|be in touch|let (?:me|us)|focus|explain|look|talk|listen|say|tell|be (?:honest|right|back|able)|take a (?:look|listen|peek|quick)|go over|go through|start (?:by|with (?:the|your))|ask|know|think|hope|examine|feel|touch (?!base)|tap|press|hear|show|explain|understand|remember|imagine|guess|call (?:this|it|that)|find out|have a (?:look|listen)|move on|get (?:started|going|back to)|believe|like|come back to|tell\\b|want to (?:talk|know|see|make|ask|look))\b)"
_HELPERS = r"(?:(?:also|just|probably|definitely|still|really|then|likely|all|go ahead and|certainly|maybe|first|now|either|not|personally) )*"
_OFFERS = re.compile(
    rf"^(?:let us|why do not (?:we|you|i)|how about(?: (?:we|you|i|if we))?|shall (?:we|i)|what if we|what about|should we|could we|can we) {_HELPERS}{_NOT_AN_ORDER}\w+"
)
_PROPOSED = re.compile(
    r"(?:why do not (?:we|you|i)|how about (?:if )?(?:we|you|i)|shall (?:we|i)|what if we) "
)
_WE_DO = re.compile(
    rf"^(?:i|we) {_HELPERS}(?:will|shall|am going to|are going to|would rather|would prefer to|would like to|would like|would|want to|want|need to|need|am happy to|am glad to|are happy to|could|should|ought to|can|might|must|have to|plan to|recommend|suggest|advise) {_HELPERS}{_NOT_AN_ORDER}(?!(?:i|that|a lot|worried|concerned|pleased|happy (?:with|about|that)|sure|glad|sorry|so|very|a (?:little|bit)|less|more|looking|seeing|dealing|thinking|hoping|wondering|feeling|hearing|noticing|saying|asking|suspicious|confident|encouraged|impressed|reassured)\b)"
)
_ARRANGED = re.compile(
    r"^(?:i|we) (?:am|are) (?:also |just |now )?(?:referring|prescribing|starting|stopping|ordering|increasing|decreasing|reducing|lowering|raising|changing|switching|sending|adding|giving|scheduling|recommending|holding|restarting|putting|keeping|leaving|writing|booking|arranging|setting|getting|bumping|cutting|refilling|repeating|checking|drawing|taking)\b"
)
_SAYS_WANT = re.compile(
    r"\b(?:i|we) (?:do )?(?:want|would like|need) (?:(?:him|her|them) to|you to|(?:a|an|the|some|another) )"
)
_ALLOWED = re.compile(
    r"\b(?:it is|you are|he is|she is|is|are) (?:perfectly |totally |completely )?(?:okay|ok|fine|safe|all right|allowed|cleared|free|good|welcome) to (?!(?:see|meet|hear|know|go ahead)\b)"
)
_YOU_DO = re.compile(
    r"^(?:you|he|she|they) (?:(?:also|really|just|probably|definitely|still|do) )*(?:should|need to|ought to|have to|must|had better|can|could|may want to|might want to|will want to|will need(?: to)?|do not (?:need|have) (?:to)?|does not (?:need|have) (?:to)?|may) "
    r"(?!(?:not )?(?:be |have (?:a|an|some)|see (?:that|how|it|the (?:x-ray|picture|scan))|feel|hear|notice|imagine|tell|expect|know))"
)
_VERBS = (
    "start|stop|leave|keep|stay|stick|hold|bump|push|move|cut|drop|raise|lower|increase|decrease|reduce|double|halve|skip|wait|check|recheck|repeat|draw"
    "|touch|refer|arrange|set|schedule|book|call|ring|phone|write|refill|renew|swap|switch|change|try|use|take|go|bring|put|pop|add|send|order|give|get|do"
    "|eat|drink|avoid|limit|aim|cook|rest|ice|heat|elevate|wear|apply|rub|soak|wash|rinse|brush|floss|sleep|carry|follow|return|come|see|head|continue|cover"
    "|clean|remove|wean|taper|titrate|resume|restart|finish|complete|record|log|weigh|measure|track|practise|practice|stretch|ask|tell|plan|make|join|cancel"
    "|pick|watch|look|monitor|feed|replace|mix|dilute|gargle|steam|stand|sit|limit|protect|avoid|consider|begin|pack|turn|allow|discontinue|encourage|sign"
    "|meet|speak|chew|crush"
)
_IMPERATIVE = re.compile(
    rf"^(?:(?:at|for|while) (?:you are )?(?:home|work|school) ,? ?)?(?:please |just |definitely |do |really |always |also |then |try to |try and |be sure to |make sure (?:to |you |that you )?|remember to |go ahead and |do not |never )*(?:{_VERBS}|try to|be careful|no more|nothing (?:to eat|by mouth)|only) (?!(?:i|we|he|she|is|are|was|were|it is|you)\b)"
)
_TO_EXAMINE = re.compile(
    r"\b(?:for me|my (?:hand|hands|finger|fingers|arm|nose|voice)|deep breath|breathe?|(?:big|open) wide|say ah|hold still|have a seat|a look|at me)\b|^(?:just |now |please )*(?:push|pull|squeeze|bend|lift|turn (?:around|over|your|to)|tilt|lie|lay|sit (?:up|back|down|here)|stand (?:up|here)|hop|look (?:at|up|down|left|right|straight)|open|close|follow my|touch|raise your|point|relax|give me|show me|tell me|press|swallow|bite|smile|stick out|hold (?:your|still|out)|take (?:a|your) (?:deep|breath|seat|shoes?|shirt|socks?|coat|look)|come (?:on|with|over|in|here)|go (?:on|from)|get (?:up|down))\b"
)
_ABOUT_THE_VISIT = re.compile(
    r"\b(?:examin\w+|(?:quick|brief|breast|vaginal|pelvic|physical|heart|lung|neck|of the|of your) exam|(?:talk|chat|go over|go through|look at|look into your|review|take a look|pull up|see what|see how|see if|discuss) (?:[\w]+ )?(?:about|your|the|my|those|these|that|it|some|a|what|how|with)|my (?:assessment|plan)|questions?|in common|be gentle|(?:move|get) (?:on|going|started))\b"
)
_PER_TIME = re.compile(
    r"\b(?:daily|every|each|once|twice|times|a day|per day|at (?:night|bedtime|home)|minutes|weeks?|days?|months?|hours?|morning|evening|weekends?|until|as needed|if|when|unless)\b"
)
_OFTEN = re.compile(
    r"\b(?:daily|every (?:day|night|morning|week|other|\w+ hours)|once|twice|times a|at (?:night|bedtime)|please|as needed|with (?:food|meals)|for now)\b"
)
_NO_NEED = re.compile(
    r"^(?:there is |i see |i (?:do )?not see |we have )?(?:really |absolutely )?no (?:need|reason|point|changes?|further|other changes|more|additional|new|follow[- ]?up)\b(?!.*\bto (?:worry|suspect|think|suggest|be)\b)|^no (?:[\w-]+ing|heavy|contact|sports|alcohol|overhead|weight)\b.*|^no (?:[\w-]+ )?(?:antibiotics?|steroids?|surgery|x-?rays?|scans?|supplements?|injections?|medications?|medicines?|tests?) (?:for now|right now|today|needed|yet|at this|for this|necessary)"
)
_NOT_NEEDED = re.compile(
    r"^(?:i|we) (?:do not|would not|will not|am not going to|can not|should not)\b|^i (?:do )?(?:not )?(?:think|believe|feel)(?: that)? (?:you|we|he|she|it) (?:do not |does not )?(?:need|should|have to|want|ought)|^(?:we|you) (?:do not|will not) (?:need|have)|^(?:you|he|she|it) (?:does not|do not|will not) (?:need|have to)"
)
_NOT_NEEDED_NOT = re.compile(
    r"\b(?:i|we) (?:do not|would not|can not) (?:tell|see (?!(?:a|any|the) (?:reason|need|point|benefit))|hear|feel|appreciate|notice|know|think (?:it|this|that|there|you (?:have|are|broke|tore)|he|she|the)|have|believe|suspect|remember|mean|find|call|say|worry|be|expect)\b|^(?:i|we) do not want (?:you|him|her|it|that|this) to (?:worry|think|be)|^you (?:do not|will not) have (?!to)"
)
_THEN_DO = re.compile(
    r"\b(?:call|ring|phone|text|message|let (?:us|me)|come (?:back|in|straight|right)|go (?:to|straight|right|back|down|up)|head|back off|bring (?:him|her|it|them|you)|see (?:a|your|the|me|us)|get (?:to|seen|help|yourself|back|him|her|checked)|seek|return|nine one one|911|999|988|111|emergency|a&e|er\b|hospital|stop|use|take|pop|contact|tell|skip|hold|reach out|dial|ask)\b"
)
_CONDITION = re.compile(
    r"\b(?:(?:if|should|when|unless|in case) (?:a|any|anything|nothing|pain|there)|(?:if|should|when|once|unless|in case) (?:you|he|she|it|the|your|his|her|things|that|this|they|we))\b"
)
_ANY_THEN = re.compile(
    r"^(?:(?:so|and|but|okay|,) )*any (?:[\w-]+ ){1,6}(?:at all )?, (?:then |and )?(?:you )?(?:please )?(?:just )?(?:call|ring|phone|go|come|get|head|bring|stop|let (?:us|me)|need to|should|have to|must)\b"
)
_CALL_US = re.compile(r"\b(?:call|ring|come back|bring|let (?:us|me) know)\b")
_SOON = re.compile(r"\b(?:(?:a )?(?:couple|few)|next (?:week|month)|tomorrow)\b")
_FOLLOW_UP = re.compile(
    r"^(?:then |and )?(?:(?:back|return|follow[- ]?up|recheck|review|next (?:visit|appointment)|same time) (?:[\w]+ )?(?:here |clinic )?(?:in|on|next)\b)|\b(?:see (?:you|him|her|me|us|them)(?: (?:both|all))?(?: (?:again|back|in|next|on|once|twice|every|after|before|then|here|at|for|this|tomorrow|monday|tuesday|wednesday|thursday|friday))|meet (?:again|back|in|next|up|every)|come back|come (?:in )?(?:again|for (?:a|your) (?:check|clean|follow))|pop back|back (?:here )?in|bring (?:him|her|it|them) back|touch base|check back|speak again|talk again|follow[- ]?up|catch up|review (?:you|him|her|this|things) in|appointment (?:in|for)|come in for|next (?:visit|appointment|session)|(?:full )?[\w]+ check in|weigh in every)\b"
)
_REFERRED = re.compile(
    r"\b(?:refer\w*|consult|send (?:you|him|her|them) (?:over |on |back |off |up )?to (?!the (?:er|emergency|lab|hospital))|(?:get|put) (?:you|him|her) in (?:with|to see)|set (?:you|him|her) up with|hook (?:you|him|her) up with|(?:have|want|get|ask|like) (?!to |you |him |her )(?:the |our |a |an )?(?:[\w.]+ ){1,3}?(?:to )?(?:call|see|meet|look at|take a look at) (?:you|him|her|that|this|it)\b|"
    r"(?:see|meet with|talk to|speak with|visit) (?:a|an|the|our|your|dr\.?|doctor)\b(?: \.)? (?:[\w-]+ )?(?:[\w]*(?:ist|logy|ian|trician|surgeon|therapist|counselou?r|educator|specialist|nurse|clinic|team|dietitian)|\w+ in [\w]+)|physical therapy|physio\w*|counsell?ing|rehab)\b"
)
_GO_TO_ER = re.compile(r"\b(?:er|emergency|a&e|911|999|988|111|hospital)\b")
_TESTS = re.compile(
    r"\b(?:blood(?:s| work| test| count)?|labs?|scans?|x-?rays?|sample|swab|culture|biopsy|stool test|urine|ultrasound|mri|ct|panel|ecg|ekg|study|level|imaging|test(?:s|ing)?|camera)\b"
)
_NOT_TESTS = re.compile(r"\b(?:blood pressure|blood thinner|weight|weigh|sugars?)\b")
_MEDICINES = re.compile(
    r"\b(?:mg|mcg|milligrams?|micrograms?|milliliters?|ml|units?|tablets?|pills?|capsules?|doses?|dosage|injection|shots?|cream|ointment|drops|inhaler|patch(?:es)?|vaccine|antibiotics?|steroids?|puffs?|supplement|prescription|sleeping|refills?|medicines?|medications?)\b|\b(?:leave|keep|hold|go(?: back)? (?:up |down )?to|stay|cut|drop|bump) (?:it |that |you )?(?:up |down |back )?(?:at|to|on) \d"
)
_TAKING = re.compile(
    r"\b(?:stay on|stick with|keep (?:going|up)? ?(?:with|on)|carry on with|refill|renew|start you|put you on|pop you on|bump|wean|taper)\b"
)
FEWEST_WORDS = 3
_SAYS_NOTHING = (
    AUXILIARIES | SUBJECTS | ADVERBS | MARKERS | ACKNOWLEDGEMENTS
    | word_set("a an the to of in on at for from with by as if or your his her my our me us him them let would like want need going do that one what how here out up ahead from go see know make sure keep bit little be real same time take talk show bring give get thing things something anything let's please first today now forward")
)  # fmt: skip
_BY_US = re.compile(r"^(?:i|we|let us|why do not we|shall we|how about we)\b")


def orders(facts: Facts, *, planning: bool) -> Kind | None:  # noqa: C901 (a list of rules, in order of certainty)
    """The kind of what a clause orders by its grammar, or None.

    planning: whether orders are to be expected, so that a bare imperative or "you can" is one.
    """
    text = core_of(facts.text) or facts.text
    if _TO_EXAMINE.search(text) and not (planning and _PER_TIME.search(text)):
        return None
    about_visit = EXAM_ANNOUNCED.search(text) or _ABOUT_THE_VISIT.search(text)
    if about_visit and not facts.has(Topic.DRUG) and not _REFERRED.search(text):
        return None
    if _NO_NEED.search(text):
        return ordered_kind(facts) if facts.mentions or facts.numbers or planning else None
    condition = _CONDITION.search(text)
    if warns_of(facts):
        return Kind.ADVICE
    if condition and _warns(text, condition, planning=planning):
        returns = (
            _FOLLOW_UP.search(text) and (facts.numbers or _SOON.search(text)) and not _GO_TO_ER.search(text)
        )
        return Kind.FOLLOW_UP if returns else Kind.ADVICE
    if condition and condition.start() == 0:
        return None
    if _NOT_NEEDED.search(text) and not _NOT_NEEDED_NOT.search(text):
        return ordered_kind(facts) if facts.mentions or facts.numbers or planning else None
    meant = any(pattern.search(text) for pattern in (_OFFERS, _SAYS_WANT, _WE_DO, _ARRANGED))
    if planning and _ALLOWED.search(text):
        return ordered_kind(facts)
    if meant or (planning and (_YOU_DO.search(text) or _IMPERATIVE.search(text))):
        kind = ordered_kind(facts)
        surely = facts.has(Topic.DRUG, Topic.DRUG_CLASS, Topic.TEST, Topic.TREATMENT) or kind in {
            Kind.FOLLOW_UP,
            Kind.REFERRAL,
        }
        return kind if surely or (planning and _says_what(facts, text)) else None
    if (
        planning
        and _FOLLOW_UP.search(text)
        and facts.numbers
        and not re.search(r"\b(?:was|were|said|had)\b", text)
    ):
        return Kind.FOLLOW_UP if not facts.has(Topic.TEST) else ordered_kind(facts)
    if (
        planning
        and _OFTEN.search(text)
        and not any(is_finite(w) for w in facts.lowers)
        and text[:3] not in {"no ", "not"}
    ):
        return ordered_kind(facts)  # "sunscreen every day, please"
    return None


def _warns(text: str, condition: re.Match[str], *, planning: bool) -> bool:
    """Whether a clause says what to do when something happens."""
    then = _THEN_DO.search(f"{text[: condition.start()]} {text[condition.end() :]}")
    return bool(then) and (planning or bool(_GO_TO_ER.search(text) or _CALL_US.search(text)))


def warns_of(facts: Facts) -> bool:
    """Whether what looks like a question tells what to do when something happens: "any chest pain, you call 911"."""
    return bool(_ANY_THEN.search(facts.text))


def proposes(facts: Facts) -> bool:
    """Whether a question proposes what to do: "why don't we raise it to 100?", "shall we speak again in a month?"."""
    return bool(_PROPOSED.match(core_of(facts.text))) and orders(facts, planning=True) is not None


def _says_what(facts: Facts, text: str) -> bool:
    """Whether an order says by itself what is to be done, unlike "go ahead" or "we can do that"."""
    if facts.mentions or facts.numbers or _PER_TIME.search(text):
        return True
    only_possible = re.match(r"(?:you|i|we|he|she|they) (?:[\w]+ )?(?:can|could|may|might)\b", text)
    return (
        not only_possible
        and len([w for w in facts.lowers if w.isalpha() and w not in _SAYS_NOTHING]) >= FEWEST_WORDS
    )


def ordered_kind(facts: Facts) -> Kind:
    """What sort of order the words of an order are: a medicine, a test, a referral, a time to come back, or advice."""
    text = core_of(facts.text) or facts.text
    tests = (facts.has(Topic.TEST) or _TESTS.search(text)) and not _NOT_TESTS.search(text)
    drugs = facts.has(Topic.DRUG, Topic.DRUG_CLASS) or _MEDICINES.search(text) or _TAKING.search(text)
    if _REFERRED.search(text) and not _GO_TO_ER.search(text):
        return Kind.REFERRAL
    if _FOLLOW_UP.search(text) and not (
        tests or (drugs and not re.search(r"\b(?:come back|see you|see me|meet)\b", text))
    ):
        return Kind.FOLLOW_UP
    if drugs:
        return Kind.TREATMENT
    if tests:
        return Kind.TEST_ORDER
    if facts.has(Topic.TREATMENT) and _BY_US.search(text) and not re.search(r"\b(?:you|him|her) to\b", text):
        return Kind.TREATMENT
    return Kind.ADVICE
