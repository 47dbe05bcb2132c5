"""The word lists behind the rules for names, read once from resources/identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from desktop.language.lexicon import lexicon

EPONYMS = frozenset(
    [
        "achilles",
        "addison",
        "addisons",
        "alzheimer",
        "alzheimers",
        "apgar",
        "babinski",
        "baker",
        "bakers",
        "barrett",
        "barretts",
        "basedow",
        "bell",
        "bells",
        "bishop",
        "bouchard",
        "braden",
        "brudzinski",
        "buerger",
        "bunyan",
        "burkitt",
        "cheyne",
        "chiari",
        "child",
        "christmas",
        "cobb",
        "coombs",
        "crohn",
        "crohns",
        "cullen",
        "cushing",
        "cushings",
        "dequervain",
        "down",
        "downs",
        "dupuytren",
        "dupuytrens",
        "edwards",
        "ehlers",
        "danlos",
        "epley",
        "fabry",
        "fahrenheit",
        "fallot",
        "finkelstein",
        "foley",
        "fontan",
        "framingham",
        "glasgow",
        "gleason",
        "gram",
        "graves",
        "guillain",
        "barre",
        "hallpike",
        "hashimoto",
        "hashimotos",
        "hawkins",
        "heberden",
        "heimlich",
        "henoch",
        "hodgkin",
        "hodgkins",
        "homan",
        "homans",
        "horner",
        "huntington",
        "huntingtons",
        "kaposi",
        "kawasaki",
        "kegel",
        "kernig",
        "kleinfelter",
        "klinefelter",
        "kocher",
        "koplik",
        "korsakoff",
        "kussmaul",
        "lachman",
        "lasegue",
        "lhermitte",
        "likert",
        "lyme",
        "marfan",
        "mcburney",
        "mcmurray",
        "meckel",
        "menieres",
        "meniere",
        "mohs",
        "mallory",
        "weiss",
        "monro",
        "morton",
        "mortons",
        "murphy",
        "neer",
        "osgood",
        "schlatter",
        "paget",
        "pagets",
        "pap",
        "papanicolaou",
        "parkinson",
        "parkinsons",
        "patrick",
        "phalen",
        "phalens",
        "pott",
        "prader",
        "raynaud",
        "raynauds",
        "reiter",
        "reye",
        "rinne",
        "romberg",
        "rovsing",
        "schoenlein",
        "sjogren",
        "sjogrens",
        "snellen",
        "spurling",
        "stevens",
        "stokes",
        "tanner",
        "tinel",
        "tinels",
        "tourette",
        "tourettes",
        "trendelenburg",
        "turner",
        "valsalva",
        "virchow",
        "weber",
        "wells",
        "wernicke",
        "whipple",
        "willebrand",
        "wilson",
        "wilsons",
        "wolff",
        "wong",
        "zollinger",
        "ellison",
        "mallampati",
        "dix",
        "celsius",
        "doppler",
    ]
)
"""Names of people that stand in names of diseases, signs, scores, tests and devices."""

EPONYM_NOUNS = frozenset(
    [
        "disease",
        "syndrome",
        "sign",
        "signs",
        "score",
        "scores",
        "scale",
        "criteria",
        "test",
        "tests",
        "testing",
        "maneuver",
        "manoeuvre",
        "palsy",
        "phenomenon",
        "node",
        "nodes",
        "thyroiditis",
        "contracture",
        "cyst",
        "tendon",
        "esophagus",
        "lymphoma",
        "reflex",
        "stage",
        "staging",
        "index",
        "classification",
        "operation",
        "procedure",
        "repair",
        "fracture",
        "tumor",
        "tumour",
        "sarcoma",
        "anemia",
        "chorea",
        "encephalopathy",
        "catheter",
        "stain",
        "smear",
        "exercises",
        "exercise",
        "neuroma",
        "classes",
        "diverticulum",
        "spots",
        "position",
        "law",
        "point",
        "triad",
        "ulcer",
        "gait",
        "dementia",
        "hallpike",
        "chart",
        "lines",
        "formula",
        "wort",
    ]
)

_CALENDAR = """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december christmas thanksgiving easter halloween ramadan hanukkah passover diwali
    """
_PEOPLES = """
    american african asian hispanic latino latina caucasian black white english spanish french german italian chinese
    mandarin cantonese japanese korean vietnamese russian polish arabic hindi urdu portuguese greek turkish mexican indian
    filipino tagalog somali european british irish scottish canadian christian catholic muslim jewish hindu buddhist
    mediterranean medicare medicaid covid google internet zoom uber tylenol soapstone dax dragon
    """
_COMMON = """
    i i'm i've i'll i'd ok okay dr mr mrs ms miss yes no hi hello hey please thanks thank good bye um uh oh er ed icu
    subjective objective assessment plan history chief complaint present illness past medical surgical family social review
    systems allergies medications vitals vital signs physical exam examination results imaging labs laboratory diagnosis
    impression recommendations follow instructions patient provider doctor nurse procedure discussion general cardiovascular
    respiratory abdomen neurologic skin extremities constitutional heent musculoskeletal psychiatric gastrointestinal
    """

_WORDS_AND_NAMES = """
    abbott archer art ash august austin autumn baker ball banks barber bass beck bell berry best bill bishop black bond
    booth bowl bright brook brooks brown buck burn burns bush butler candy carpenter carter castle chance chase church
    clay colt cook cooper cotton crane cross crystal dale dawn day dean dee drew dusty earl eve faith fields fish fisher
    flowers flood foley ford forest foster fountain fox frank fry frost gay gene ginger glen good grace grant gray green
    guy hale hall hardy harmony heath hill holly honey hood hope hunt hunter iris jack jade jay jewel joy king knight
    lake lamb lane law lee little long love major mark marsh mason may mercy mile mills mint moon moss myrtle nick noble
    norm north olive opal page park parks pat patience pearl penny poole pope porter post potter powers precious price
    prince quick rain ray reed rich ridge river rivers robin rock rose rosemary rowe ruby rush rusty sage sales sandy
    savage sharp shore short sierra silver singer skinner small smart snow spring star stark steel stern stone stout
    strange street strong sue summer summers sunny sweet tanner terry tucker van vance violet virginia wade walker wall
    ward washington waters watts weaver west white will willow winter winters wise wolf wood woods worth young york rex
    georgia carolina dakota madison paris chase trinity victoria
    """

TITLES_AND_DEGREES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "doctor",
        "prof",
        "professor",
        "nurse",
        "miss",
        "md",
        "do",
        "phd",
        "rn",
        "np",
        "pa",
        "pa-c",
        "dds",
        "dvm",
        "pt",
        "ot",
        "lcsw",
    ]
)


@dataclass(frozen=True)
class WordLists:
    """given, surnames, occupations: as listed. ordinary: words that are no name by themselves, clinical words included.

    names_too: ordinary words that are names as well. months: with weekdays and feasts.
    """

    given: frozenset[str]
    surnames: frozenset[str]
    occupations: frozenset[str]
    ordinary: frozenset[str]
    names_too: frozenset[str]
    places: frozenset[str]
    months: frozenset[str]


def _lines(name: str) -> list[str]:
    text = files("resources").joinpath("identifiers", f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def word_lists() -> WordLists:
    """The lists, read once."""
    clinical = {
        word.strip("(),.").lower()
        for phrases in lexicon().entries.values()
        for phrase, _ in phrases
        for word in phrase
    } | set(lexicon().spelling)
    ordinary = " ".join(
        (
            *_lines("ordinary_words"),
            *_lines("more_words"),
            *_lines("brand_drugs"),
            _CALENDAR,
            _PEOPLES,
            _COMMON,
            _WORDS_AND_NAMES,
        )
    ).split()
    given, surnames = (frozenset(" ".join(_lines(name)).split()) for name in ("given_names", "surnames"))
    known = frozenset(ordinary) | clinical | EPONYMS
    return WordLists(
        given=given,
        surnames=surnames,
        occupations=frozenset(_lines("occupations")),
        ordinary=known,
        names_too=frozenset(_WORDS_AND_NAMES.split()) | (known & (given | surnames)),
        places=frozenset(place.strip() for line in _lines("places") for place in line.split(",")),
        months=frozenset(_CALENDAR.split()),
    )
