"""The words by which names are told: titles, relations, introductions, and what people do."""

from __future__ import annotations


def words_of(text: str) -> frozenset[str]:
    """The words of a text that lists them, parted by space."""
    return frozenset(text.split())


TITLES = words_of("""
    mr mrs ms mx miss mister missus dr doctor prof professor nurse reverend rev pastor rabbi officer sergeant captain judge madam
    coach imam father
    """)
FAMILY_TITLES = words_of("aunt auntie uncle grandma grandpa granny nana sister brother cousin sir doc")
RELATIONS = words_of("""
    wife husband spouse partner fiance fiancee fiancé fiancée girlfriend boyfriend son daughter mother father mom mum dad brother
    sister stepson stepdaughter stepmother stepfather stepbrother stepsister grandson granddaughter grandmother grandfather
    grandchild grandchildren grandkids grandkid niece nephew nieces nephews cousin cousins friend friends neighbor neighbour
    roommate flatmate caregiver carer aide aunt uncle boss supervisor manager coworker co-worker colleague therapist counselor
    dog cat baby kid kids child children twin twins guardian sons daughters sisters brothers girl boy lady guy pastor teacher
    sister-in-law brother-in-law mother-in-law father-in-law son-in-law daughter-in-law ex-wife ex-husband ex surgeon
    cardiologist physician pediatrician neurologist dentist psychiatrist psychologist dermatologist oncologist urologist
    gynecologist orthopedist podiatrist ophthalmologist specialist trainer lawyer landlord assistant midwife dietitian
    chiropractor obstetrician endocrinologist rheumatologist gastroenterologist pulmonologist nephrologist hygienist
    """)
OWNERS = words_of("my his her their your our the a this another whose mine's patient's")
INTRODUCTIONS = words_of("i'm i-am this's it's that's she's he's hi hello hey thanks bye goodbye welcome cc") | frozenset(
    [
        "i am", "it is", "thank you", "good morning", "good afternoon", "good evening", "hi there", "hello there",
        "call me", "call him", "call her", "goes by", "spoke to", "spoke with", "speaking with", "talking to", "talked to",
        "talk to", "seen by", "signed by", "dictated by", "referred by", "refer to", "referred to", "you to", "followed by",
        "accompanied by", "here with", "brought by", "in by", "care of", "under dr", "named after", "married to", "copy to",
        "referral to", "referral from", "came from", "sent by", "done by", "performed by", "operated by", "email from",
        "letter from", "call from", "met with", "appointment with", "visit with", "girl called", "remember",
    ]
)  # fmt: skip
"""Words, or pairs of words, before a name."""

DESCRIBES = words_of("i'm it's that's she's he's am is")
"""Introductions behind which an adjective is as likely as a name."""

PREPOSITIONS_OF_PEOPLE = words_of(
    "with called told asked remember saw see met know married visited thank by call text phoned"
)
PERSON_VERBS = words_of("""
    says said tells told thinks thought keeps kept wants wanted brought drove drives takes noticed called calls asked asks helps helped
    left died passed lives lived knows knew goes went came comes gave gives made makes saw feels felt believes worries worried
    insists insisted suggested recommended picked dropped found stays stayed works worked got gets cooks cooked moved cried never always
    """)
LABELS = words_of("name contact kin spouse cc")
"""Words before a colon and a name."""

BELONGINGS = words_of("birthday house place office name wedding car number funeral")
"""What, besides relations, words for people have."""

JOINS_SPEAKER = words_of("i me myself we")
MODALS = words_of("may will can might mark bill hope grant chase sue")
"""Names that are verbs as well: the word behind them decides."""

GIVEN_TOO = words_of("""
    art ash august austin autumn bill brook candy carter chance chase clay crystal dale dawn dean dee drew earl eve faith frank gene
    ginger glen grace grant guy harmony heath holly honey hope hunter iris jack jade jay jewel joy june april lane mark mason may mercy
    myrtle nick olive opal pat patience pearl penny porter ray reed rex robin rose rosemary ruby rusty sage sandy sierra summer sunny
    terry tucker vance violet virginia wade will willow georgia carolina dakota madison paris trinity victoria harry dick
    """)
"""Given names that are ordinary words as well."""

SPEECH_VERBS = words_of(
    "says said told tells thinks thought keeps kept insists insisted asked asks suggested drove drives"
)
"""What only people do, so that a word before them that can be a name is one."""

MEETINGS = frozenset(
    [
        "talked to",
        "talk to",
        "talking to",
        "spoke to",
        "spoke with",
        "speak to",
        "talked with",
        "was with",
        "here with",
        "remember ,",
    ]
)
"""What is done with people; a word that can be a name is one behind it."""

DEGREES = frozenset(
    ["md", "do", "np", "pa", "pa-c", "rn", "phd", "lcsw", "dpt", "dds", "do", "fnp", "nurse practitioner", "physician assistant", "medical assistant", "the nurse"]
)  # fmt: skip
NOT_A_NAME = words_of("""
    a an and any are as at be been before but by come could did do does for from get gets go going gonna got had has have he her
    here him his how i if in is it its just know let like look looks me more my need no not now of off on one or our out over
    please really right said say see she should so some still take than that the their them then there these they this those to
    too up us very want wanted wants was we well were what when where which who why with would yes you your gave told asked
    thinks thought feels feel wrote ordered prescribed recommended called office visit appointment today tomorrow yesterday about
    after again because since until while during doctor nurse patient provider mr mrs ms miss dr mister okay ok um uh hmm mm-hmm
    uh-huh yeah yep nope huh oh ah alright wanna gotta kinda sorta lemme cuz 'cause mhm mmm hm thanks bye hi hello hey january
    february march april june july september october november december monday tuesday wednesday thursday friday saturday sunday
    i'm i've i'll i'd it's that's he's she's n't 't 's there's you're we're they're don't doesn't didn't can't won't isn't aren't wasn't what's let's
    nah eh dey okey uhm yessir dang pardon ouch nope both all each every half only other good long-term short-term follow-up
    """) - {"june", "april"}
