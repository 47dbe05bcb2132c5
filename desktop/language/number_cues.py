"""Words around a spoken number that decide how it is read."""

from __future__ import annotations

from desktop.language.number_words import word_set

RANGE = frozenset({"to", "through", "thru"})
GRADED = word_set("type grade stage class category tooth op operative gravida para scale")
GRADED_ONE = GRADED - {"scale"}
ONE_STAYS = word_set("day night time second minute step foot")
SMALL_STAYS_AFTER = word_set("the these those them other or between both all in oh o")
PEOPLE = word_set("you us we")
PLUS_BEFORE = word_set(
    "edema pitting nonpitting non pulse pulses reflex reflexes dp pt pedal radial lower bilateral "
    "bilaterally tonsils throughout and"
)
STRENGTH = word_set("strength murmur murmurs grade graded reflex reflexes muscle motor power systolic pain")
MURMUR = word_set("systolic diastolic murmur ejection holosystolic")
SCORED_OUT_OF = frozenset({4, 5, 6, 10, 15, 21, 24, 27, 28, 30, 56, 63, 100})
"""Denominators of scales in daily use: strength, murmurs, pain, coma, mood and memory scores."""
PROPORTION_OF = word_set("people patients women men children kids times days weeks months doctors cases")
ANGLES = word_set(
    "flexion extension rotation abduction adduction dorsiflexion plantarflexion plantar inversion "
    "eversion pronation supination valgus varus deviation bending range rom motion angle raise cobb "
    "curve lordosis kyphosis scoliosis temperature temp fever febrile fahrenheit celsius thermometer"
)
ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th"})
PRONOUN_ONE_AFTER = word_set(
    "no this that the any some each another other which first second last next same right left new old "
    "big small little whole round white blue pink yellow only every good bad"
)
"""After these words "one" may stand for a thing: "the white one", "no one"."""

NOT_A_DECIMAL_AFTER = word_set("this that some any one what which my your whatever trigger")
MEASURED = word_set(
    "temperature temp fever a1c hemoglobin creatinine potassium sodium calcium glucose sugar sugars "
    "pressure pressures rate pulse weight weigh weighs weighed bmi tsh psa inr gfr hematocrit level "
    "levels systolic diastolic reading saturation sat sats count counts cholesterol ldl hdl platelets bp "
    "hr score"
)
TIME_OF_DAY_AFTER = word_set("at by until till before after since around about")
VISION = word_set("vision acuity eye eyes od os ou snellen")
SNELLEN = frozenset((10, 15, 20, 25, 30, 40, 50, 60, 70, 80, 100, 200, 400))
YEAR_AFTER = word_set(
    "in since of from until till by year spring summer fall autumn winter early late mid before after "
    "through january february march april may june july august september october november december"
)
AGES = word_set("age aged ages")
CODE = word_set("code extension room zip mrn dial dialed call called phone id account record ending pin")
COUNTS_HOLDING_DOSES = word_set("tablet pill capsule patch vial dose drop puff")
ENDS_SENTENCE_START = word_set("them us you those these my his her their our your the which whom")
DECIMAL_CONTINUES = word_set("which so today or but right now")
"""After "six . seven" these go on with the same sentence."""
MEASURED_DECIMAL_CONTINUES = word_set(
    "and that that's i it it's you you're your he he's she she's we they is was on in at the this okay last when "
    "compared up down from with as by to for if let me because if although heart blood pulse respirations oxygen sodium "
    "potassium your temperature weight"
)
"""The same where a vital sign or laboratory value was named before."""
LEADING_POINT_AFTER = word_set(
    "a an about approximately around of is was by the measuring measures roughly to than only at with "
    "and on take takes taking"
)
UNCOUNTABLE_SCALES = word_set(
    "hundreds thousands hundred thousand dozen dozens twenties thirties forties fifties sixties "
    "seventies eighties nineties"
)
