"""What a dictated heading lets its sentences be about: its own kind or section, and what follows a section that nothing closes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from desktop.domain.note import Section
from desktop.drafting.offline.dictated_kinds import KINDS
from desktop.drafting.offline.facts import Facts
from desktop.drafting.offline.kinds import Kind
from desktop.drafting.offline.note_language import cues_in, kind_of_heading
from desktop.drafting.offline.planning import PLAN_IMPERATIVE
from desktop.drafting.offline.speech import RELATIVES, word_set
from desktop.language.dictation import DictatedPart
from desktop.language.lexicon import Topic

_SAYS = r"(?:is |are |was |were )?(?:also )?(?:significant|notable|remarkable|unremarkable|positive|negative|pertinent|includes?|noncontributory|non-contributory|none|nil|no\\b|reviewed|unchanged|of\\b|to\\b)"
_OF_SECTION = {section: tuple(kind for kind in KINDS if kind.section is section) for section in Section}
_ORDER = tuple(Section)
_CLOSED_BY_NOTHING = {Section.SUBJECTIVE: -1.5, Section.OBJECTIVE: -1.5, Section.ASSESSMENT: -0.5}
"""What speaks against a section that has no heading of its own, after the last part of the section before it."""
_AFTER_ONE_THING = -2.5
"""The same after a heading for one kind of statement, as allergies."""
_SKIPPED = -1.5
"""And for each section that is passed over."""
_HEADED_LATER = -2.5
"""What speaks against a section in the words before the first heading, when the section has one."""
_PROBLEM_FIRST = 2.0
"""What speaks for a problem at the beginning of a numbered item of an assessment and plan."""
_COMPLAINT_GOES_ON = 1.0
"""What speaks for a complaint of several sentences."""
_NEVER_LEFT = frozenset({"intervention", "interventions", "response"})


def leanings_of(parts: Sequence[DictatedPart]) -> list[Mapping[Kind, float]]:
    """For each part of a dictation, the kinds that its sentences can be, each with how much its heading is for it."""
    headed = {part.section for part in parts if part.section is not None}
    last = {part.section: n for n, part in enumerate(parts)}
    both = any(_names_both(part) for part in parts)
    if both:
        headed.add(Section.PLAN)
    out: list[Mapping[Kind, float]] = []
    for n, part in enumerate(parts):
        if part.section is None:
            out.append(_unnamed(part, headed))
        elif _names_both(part):
            out.append(dict.fromkeys((Kind.REASONING, Kind.TREATMENT), 0.0))
        else:
            out.append(_named(part, part.section, headed, closes=last[part.section] == n))
    return out


_NAMES_ITSELF: tuple[tuple[re.Pattern[str], Kind], ...] = (
    (re.compile(rf"^(?:(?:significant|relevant|her|his|the|known) )?(?:past medical history|past history|medical history|pmh|pmhx|past surgical history|surgical history|psh|past psychiatric history) {_SAYS}"), Kind.PAST),
    (re.compile(rf"^(?:(?:her|his|the|current|home|daily|regular) )*(?:medications?|meds|medicines) {_SAYS}"), Kind.MEDICATION),
    (re.compile(rf"^(?:(?:drug|food|medication|known) )?allerg(?:y|ies) {_SAYS}|^(?:nkda|nka)$|^no (?:known )?(?:drug |food |medication )*allerg(?:y|ies)\b|^(?:(?:he|she|the patient|patient) is )?allergic to\b"), Kind.ALLERGY),
    (re.compile(rf"^(?:the )?family history {_SAYS}"), Kind.FAMILY),
    (re.compile(rf"^(?:the )?(?:social|substance use) history {_SAYS}"), Kind.SOCIAL),
    (re.compile(rf"^(?:the )?(?:review of systems|ros) {_SAYS}"), Kind.SYMPTOM_REVIEW),
)  # fmt: skip
"""Sentences that begin with the name of what they hold, as a heading that is said in passing."""


_BARE_DIAGNOSIS = 2.0
"""What speaks for the assessment where findings came before and a sentence only names a disease, perhaps how it does."""
_STATE = 4.0
"""What speaks for the findings where a sentence says how a thing is that could also be ordered, as a monitor or a cast."""
LONGEST_DIAGNOSIS_WORDS = 14
_THINGS = (
    r"(?:cast|splint|drain|dressing|sling|brace|wound|incision|catheter|foley|tube|line|sutures|staples|stool|stools|cultures?|sputum|urine|bandage|stoma|fistula|port|pacemaker|"
    r"patch|screen|swab|smear|monitor|strip|rhythm|telemetry|capillary refill|cap refill|iv|site|stump|graft|fundus|lochia)"
)
_STATES = (
    r"(?:is|are|was|were|remains?|appears?|looks?|shows?|showed|reveals?|reads?|reading|grew|grows|growing|clean|dry|intact|in place|in situ|patent|draining|drained|output|negative|positive|"
    r"guaiac|heme|soft|formed|loose|brown|black|bloody|clear|yellow|secure|snug|well|healing|healed|sinus|normal|atrial|regular|irregular|paced|asystole|nsr|afib|a-fib|vfib|svt|v-tach|tachycardia|bradycardia|firm|pink|no)"
)
_IS_STATE = re.compile(
    rf"^(?:the |his |her |cardiac |ecg |ekg |left |right |old |new |surgical |plaster |hip |knee |chest |wrist |arm |leg |foot |ankle |abdominal |blood |urine |stool |wound |throat ){{0,3}}{_THINGS}(?: (?:on|to|over|at|of|in|from|site) (?:the |his |her )?(?:left |right )?\w+)?,? {_STATES}\b"
)
_NOT_A_STATE = re.compile(r"\b(?:daily|every|for|until|if|when|to be|should|will|per|bid|tid|weekly|regularly|closely)\b|^(?:culture|swab|screen|drain|patch|cast|splint|brace) (?:the|her|his|for|and)\b")  # fmt: skip
_NO_DIAGNOSIS = re.compile(
    r"^(?:past |prior |previous |remote |family |surgical |positive |negative |significant |no |not |denies|without|history|h/o|hx|pmh|here|seen|presents|presenting|complains|reports|worse|better|returns|review|follow|onset|started|after|since|because|when|if|for|with|his|her|he|she|the patient|patient|pt|takes|taking|on|also)\b|"
    r"\b(?:is|are|was|were|be|been|has|had|have|do|does|did|will|would|can|could|should|may|might|shows?|showed|reveals?|revealed|noted|reports?|denies|states|year-old|years? ago|noticed|rates|takes|taken|feels?|felt|who|which|allerg\w*|vaccine|screening)\b"
)
_BECAUSE = re.compile(r"\b(?:secondary to|due to|(?:uncertain|unknown|unclear) (?:etiology|aetiology|cause)|possible|probable|suspected|likely|presumed|status post|versus|vs)\b")  # fmt: skip


def is_bare_diagnosis(facts: Facts) -> bool:
    """Whether a sentence only names a disease or a complaint with its cause or course: as "Left plantar fasciitis, improving"."""
    if (
        len(facts.lowers) > LONGEST_DIAGNOSIS_WORDS
        or _NO_DIAGNOSIS.search(facts.text)
        or set(facts.lowers) & RELATIVES
    ):
        return False
    if facts.lowers[0] in PLAN_IMPERATIVE or (facts.numbers and facts.has(Topic.DRUG)):
        return False
    cues = {*cues_in(facts)}
    if cues & {"exam", "tested", "traced", "plan", "performed", "treated", "given", "comes back"}:
        return False
    named = facts.has(Topic.DISEASE)
    return named or (
        ("status" in cues or bool(_BECAUSE.search(facts.text))) and facts.has(Topic.SYMPTOM, Topic.FINDING)
    )


def is_finding(facts: Facts) -> bool:
    """Whether a sentence surely says what was measured or examined, not what is told."""
    cues = {*cues_in(facts)}
    if cues & {"plan", "told", "given"} or _TELLS & set(facts.lowers):
        return False
    return bool(cues & {"exam", "traced"}) or ("observed" in cues and facts.has(Topic.BODY, Topic.TEST))


_TELLS = word_set("he she patient pt his her reports denies states history complains since ago")


def own_leaning(
    facts: Facts, leaning: Mapping[Kind, float], *, numbered: bool, examined: bool
) -> Mapping[Kind, float]:
    """What a sentence can be, from its own words or its place in a list where they are surer than its heading's leaning.

    A sentence that names what it holds is that, unless its heading is of the assessment or plan; the first sentence of
    a numbered item of an assessment and plan is the problem, unless it is an order. examined: whether findings came before.
    """
    if any(kind.section is Section.SUBJECTIVE for kind in leaning):
        for pattern, kind in _NAMES_ITSELF:
            if pattern.search(facts.text):
                return {kind: 0.0}
    if {Kind.SOCIAL, Kind.HISTORY} <= leaning.keys() and _LIVES.search(facts.text):
        leaning = {**leaning, Kind.SOCIAL: leaning[Kind.SOCIAL] + _SOCIAL}
    if len({kind.section for kind in leaning}) > 1:
        leaning = _towards(facts, leaning, examined=examined)
    if _SAYS_SO.search(facts.text) and not _AGREES.search(facts.text):
        return {
            kind: bonus + (_TOLD if kind.section is Section.SUBJECTIVE else 0.0)
            for kind, bonus in leaning.items()
        }
    orders = bool(facts.lowers) and facts.lowers[0] in PLAN_IMPERATIVE
    if numbered and set(leaning) == _CONCLUSIONS and not orders:
        return {Kind.REASONING: _PROBLEM_FIRST, Kind.TREATMENT: 0.0}
    return leaning


_PAST_TENSE = _TELLS | word_set("was were had has been")
"""Words of an account, of what was given elsewhere."""
_LIVES = re.compile(
    r"^(?:(?:the )?(?:patient|client|pt|he|she|they) )?(?:also |currently |still |now )?(?:lives? (?:with|in|alone|at|on)|works? (?:as|at|in|full|part|from|nights?|night|shifts?)|worked (?:as|at|in|for)|"
    r"smokes\b|(?:is )?retired\b|(?:is )?(?:married|divorced|widowed|single)\b|(?:is )?(?:a )?(?:current |former |ex-?)?(?:non-?)?smoker\b|never smoked|quit smoking|drinks (?:\w+ ){0,4}(?:beers?|wine|alcohol|spirits|whisky|whiskey|socially)|"
    r"(?:denies |no )(?:any )?(?:tobacco|alcohol|smoking|recreational|illicit|drug use|vaping)|(?:has )?(?:\w+ ){1,2}(?:children|kids|grandchildren)$|employed|unemployed|attends (?:school|preschool|college|daycare))"
)
_SOCIAL = 2.0
"""What speaks for the social history where a sentence begins with how somebody lives."""
_TREATED_NOW = 2.0
"""What speaks for the plan where a sentence after the findings says what was done."""


def _towards(facts: Facts, leaning: Mapping[Kind, float], *, examined: bool) -> Mapping[Kind, float]:
    """The leaning, with what speaks for a bare diagnosis and for the state of a thing."""
    if examined and Kind.REASONING in leaning and is_bare_diagnosis(facts):
        return {**leaning, Kind.REASONING: leaning[Kind.REASONING] + _BARE_DIAGNOSIS}
    cues = set(cues_in(facts))
    done = examined and bool(cues & {"treated", "given"}) and not cues & {"told", "exam"}
    if done and Kind.TREATMENT in leaning and not _PAST_TENSE & set(facts.lowers):
        return {**leaning, Kind.TREATMENT: leaning[Kind.TREATMENT] + _TREATED_NOW}
    if Kind.EXAM in leaning and _IS_STATE.search(facts.text) and not _NOT_A_STATE.search(facts.text):
        return {k: bonus + (_STATE if k in {Kind.EXAM, Kind.RESULT} else 0.0) for k, bonus in leaning.items()}
    return leaning


_SAYS_SO = re.compile(
    r"^(?:the )?(?:patient|pt|client|resident|he|she|mother|father|mom|dad|mum|wife|husband|daughter|son|owner|spouse|caregiver) (?:also |still )?(?:states|stated|reports|reported|says|said|complains|complained|denies|denied|describes)\b"
)
_AGREES = re.compile(
    r"\b(?:understand\w*|understood|agree\w*|willing|will|would|plans?|no questions|comfortable with)\b"
)
_TOLD = 2.5
"""What speaks for the history where a sentence begins with who says so."""
_CONCLUSIONS = {Kind.REASONING, Kind.TREATMENT}


def _names_both(part: DictatedPart) -> bool:
    return part.section is Section.ASSESSMENT and "plan" in part.heading.lower()


def after_complaint(part: DictatedPart, parts: Sequence[DictatedPart]) -> Mapping[Kind, float] | None:
    """What the sentences after the first under a heading for the complaint can be; None under another heading.

    A complaint is one sentence, and what follows it is a dictation without a heading where none holds the history.
    """
    if part.section is None or kind_of_heading(part.section, part.heading) is not Kind.COMPLAINT:
        return None
    if any(_holds_history(other) for other in parts):
        return None
    headed = {other.section for other in parts if other is not part and other.section is not None}
    if any(_names_both(other) for other in parts):
        headed.add(Section.PLAN)
    leaning = {
        kind: 0.0 for kind in KINDS if kind.section is Section.SUBJECTIVE or kind.section not in headed
    }
    return leaning | {Kind.COMPLAINT: _COMPLAINT_GOES_ON}


def _holds_history(part: DictatedPart) -> bool:
    """Whether a heading holds the present illness, or all that is told."""
    if part.section is not Section.SUBJECTIVE:
        return False
    return kind_of_heading(part.section, part.heading) in {None, Kind.HISTORY}


def _unnamed(part: DictatedPart, headed: set[Section]) -> Mapping[Kind, float]:
    if part.heading:  # the data of a DAP note
        return dict.fromkeys((*_OF_SECTION[Section.SUBJECTIVE], *_OF_SECTION[Section.OBJECTIVE]), 0.0)
    return {kind: _HEADED_LATER if kind.section in headed and kind.section is not Section.SUBJECTIVE else 0.0 for kind in KINDS}  # fmt: skip


def _named(
    part: DictatedPart, section: Section, headed: set[Section], *, closes: bool
) -> Mapping[Kind, float]:
    one = kind_of_heading(section, part.heading)
    if (
        one in {Kind.FAMILY, Kind.SOCIAL}
        and "family" in part.heading.lower()
        and "social" in part.heading.lower()
    ):
        return dict.fromkeys((Kind.FAMILY, Kind.SOCIAL), 0.0)
    named = Kind.TREATMENT if one is not None and section is Section.PLAN else one
    leaning = dict.fromkeys(_OF_SECTION[section] if named is None else (named,), 0.0)
    if not closes or section is Section.PLAN or part.heading.lower() in _NEVER_LEFT:
        return leaning
    against = _CLOSED_BY_NOTHING[section] if named in {None, Kind.HISTORY, Kind.EXAM} else _AFTER_ONE_THING
    for after in _ORDER[_ORDER.index(section) + 1 :]:
        if after in headed:
            break
        leaning |= dict.fromkeys(_OF_SECTION[after], against)
        against += _SKIPPED
    return leaning
