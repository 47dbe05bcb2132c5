"""The closed classes of English speech that the offline drafter's rules are written in."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set: how these files list closed classes."""
    return frozenset(text.split())


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Phrases written as "go ahead and|first of all", each as its words."""
    return tuple(tuple(phrase.split()) for phrase in text.split("|"))


def by_first_word(listed: tuple[tuple[str, ...], ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Phrases by their first word, the longest first: most words of a visit begin none."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for said in sorted(listed, key=len, reverse=True):
        found.setdefault(said[0], []).append(said)
    return {first: tuple(said) for first, said in found.items()}


ENDS = word_set(". ? ! ; ... … ....")
PUNCTUATION = frozenset(".?!;,:-–—…()[]\"'*_") | {"...", "....", "“", "”", "…"}

FILLERS = word_set("um uh uhm umm uhh hmm hm hmmm mmm mm er erm ah eh huh mm-hmm mhm uh-huh mm-mm uh-uh")
"""Sounds. "no", "not", "right", "point" and every number are never fillers."""

ACKNOWLEDGEMENTS = word_set(
    "okay yeah yes yep yup sure right mm-hmm mhm uh-huh hmm great good perfect alright fine all uh um oh wow thanks "
    "thank you gotcha got it i see absolutely definitely exactly of course sounds cool awesome excellent nice correct "
    "true understood so and well ah hm hmmm mm mmm yea"
)

MARKERS = word_set(
    "okay so and but well now yeah yes oh all-right alright anyway anyways then hey also because plus or"
)
"""Words a speaker begins a clause with and that a note does not need."""

SUBJECTS = word_set(
    "i you we he she it they there this that these those everything nothing somebody everyone"
)
AUXILIARIES = word_set(
    "am is are was were be been do does did have has had can could will would should may might must shall"
)
MODALS = word_set("can could will would should may might must shall")
ADVERBS = word_set(
    "also just really still never always usually probably actually only ever already even currently mostly maybe "
    "definitely sometimes occasionally often kind sort of basically generally typically normally recently now "
    "obviously honestly certainly especially pretty mainly literally again barely rarely hardly finally initially not "
    "then about almost normally constantly"
)
NUMBER_WORDS = word_set(
    "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half point"
)
WH_WORDS = word_set("what where when how who which why whose")

KIN = word_set(
    "mother father mom dad mum mommy daddy brother sister wife husband son daughter aunt uncle grandmother "
    "grandfather grandma grandpa parents cousin kids children child girlfriend boyfriend partner spouse sibling "
    "siblings brothers sisters grandparents nephew niece grandson granddaughter mother's father's mom's dad's fiance"
)
RELATIVES = KIN - {"wife", "husband", "girlfriend", "boyfriend", "partner", "spouse", "fiance"}

BASE_VERBS = word_set(
    "have do take use get feel go eat drink smoke work live want need think know notice try see sleep walk run "
    "exercise play like love hate wake ache cough throw vomit pee urinate bleed check monitor measure keep make wear "
    "lift bend sit stand lie move start stop help drive cook stay watch worry cry hear remember forget believe guess "
    "understand mean come call give find turn touch push pull press reach climb travel care deal struggle tend seem "
    "suffer experience inject swim ride hike bike jog say tell ask plan hope wish look recall consider prefer enjoy "
    "miss rest stretch brush floss grind clench chew swallow talk speak stutter weigh vape skip rely require avoid "
    "spend teach attend manage own share breathe sweat itch scratch snore choke gag cramp fall lose gain pass faint "
    "panic shake nap snack binge log record track deny report describe agree follow return continue gargle sneeze "
    "limp stumble trip support rub train practice coach study isolate tolerate respond progress improve develop lean hurt swell burn throb tingle tingles pull pulls lock locks pop catch give gives bleed linger lingers kick roll mix suggest open pay buy crack click pinch choose decide carry clean cook dress wash bathe drop grab grip squat kneel jump hop land"
)
UNMARKED_PASTS = word_set("put cut hit hurt let set quit read")
"""Verbs whose past looks like the base form; "i hit my head" is nearly always past."""

IRREGULAR_PASTS = {
    "have": "had", "do": "did", "take": "took", "get": "got", "feel": "felt", "go": "went", "eat": "ate", "drink": "drank",
    "think": "thought", "know": "knew", "see": "saw", "sleep": "slept", "run": "ran", "wake": "woke", "throw": "threw",
    "bleed": "bled", "keep": "kept", "make": "made", "wear": "wore", "bend": "bent", "sit": "sat", "stand": "stood",
    "lie": "lay", "drive": "drove", "hear": "heard", "forget": "forgot", "come": "came", "give": "gave", "find": "found",
    "fall": "fell", "lose": "lost", "hit": "hit", "hurt": "hurt", "cut": "cut", "put": "put", "quit": "quit", "say": "said",
    "tell": "told", "swim": "swam", "ride": "rode", "begin": "began", "break": "broke", "speak": "spoke", "shake": "shook",
    "stop": "stopped", "trip": "tripped", "slip": "slipped", "twist": "twisted", "bring": "brought", "try": "tried",
    "carry": "carried", "understand": "understood", "spend": "spent", "teach": "taught",
}  # fmt: skip


PASTS = UNMARKED_PASTS | frozenset(IRREGULAR_PASTS.values())


def third_person(verb: str) -> str:
    """The third person singular of a base verb: take -> takes, have -> has, try -> tries."""
    if verb == "have":
        return "has"
    if verb in {"do", "go"} or verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def past_of(verb: str) -> str:
    """The past of a base verb: take -> took, notice -> noticed, try -> tried."""
    if verb in IRREGULAR_PASTS:
        return IRREGULAR_PASTS[verb]
    if verb.endswith("e"):
        return verb + "d"
    return verb + "ed"


def is_number(lower: str) -> bool:
    """True for a figure or a number word."""
    return (
        lower in NUMBER_WORDS
        or ("-" in lower and all(part in NUMBER_WORDS for part in lower.split("-")))
        or lower[:1].isdigit()
        or (lower[:1] == "." and lower[1:2].isdigit())
    )
