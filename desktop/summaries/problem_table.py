"""Common problems: how notes name them, whether they last, and which medicines and measures belong to them.

Written from general knowledge; not a terminology. A problem that is not here keeps the words of its note.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_DRUGS = {
    "pressure": "lisinopril enalapril ramipril benazepril captopril quinapril losartan valsartan irbesartan candesartan "
    "olmesartan telmisartan amlodipine nifedipine diltiazem verapamil hydrochlorothiazide chlorthalidone indapamide "
    "atenolol metoprolol bisoprolol carvedilol labetalol nebivolol spironolactone doxazosin clonidine hydralazine",
    "sugar": "metformin glipizide glimepiride glyburide gliclazide sitagliptin linagliptin saxagliptin empagliflozin "
    "dapagliflozin canagliflozin semaglutide dulaglutide liraglutide tirzepatide pioglitazone insulin",
    "lipid": "atorvastatin rosuvastatin simvastatin pravastatin ezetimibe fenofibrate gemfibrozil",
    "mood": "sertraline fluoxetine citalopram escitalopram paroxetine venlafaxine desvenlafaxine duloxetine bupropion "
    "mirtazapine trazodone amitriptyline nortriptyline vortioxetine",
    "calm": "buspirone hydroxyzine lorazepam clonazepam alprazolam diazepam propranolol",
    "airway": "albuterol budesonide fluticasone tiotropium montelukast ipratropium salmeterol formoterol beclomethasone "
    "prednisone prednisolone",
    "heart": "furosemide bumetanide torsemide spironolactone sacubitril carvedilol metoprolol bisoprolol lisinopril "
    "enalapril losartan valsartan empagliflozin dapagliflozin",
    "rhythm": "apixaban rivaroxaban warfarin dabigatran edoxaban metoprolol diltiazem digoxin amiodarone bisoprolol",
    "coronary": "aspirin clopidogrel ticagrelor prasugrel atorvastatin rosuvastatin metoprolol nitroglycerin "
    "isosorbide",
    "acid": "omeprazole pantoprazole esomeprazole lansoprazole famotidine rabeprazole",
    "pain": "ibuprofen naproxen acetaminophen meloxicam diclofenac celecoxib cyclobenzaprine methocarbamol baclofen "
    "tizanidine tramadol ketorolac",
    "infection": "amoxicillin azithromycin doxycycline cephalexin nitrofurantoin trimethoprim sulfamethoxazole "
    "ciprofloxacin levofloxacin cefdinir clarithromycin penicillin flucloxacillin",
    "nerve": "gabapentin pregabalin duloxetine amitriptyline",
    "mania": "lithium lamotrigine quetiapine olanzapine aripiprazole valproate risperidone lurasidone",
    "focus": "methylphenidate lisdexamfetamine amphetamine atomoxetine guanfacine",
    "migraine": "sumatriptan rizatriptan topiramate propranolol",
    "thyroid": "levothyroxine",
    "overactive": "methimazole",
    "gout": "allopurinol colchicine febuxostat",
    "bone": "alendronate denosumab risedronate",
    "iron": "iron ferrous",
    "allergy": "cetirizine loratadine fexofenadine fluticasone montelukast",
    "prostate": "tamsulosin finasteride",
    "none": "",
}

_TABLE = """
type 2 diabetes|c|t2dm, t2d, dm2, dm 2, dm type 2, dm ii, type 2 dm, type ii dm, type ii diabetes, type two diabetes, diabetes type 2, diabetes mellitus type 2, diabetes mellitus type ii, type 2 diabetes mellitus, niddm|sugar|a1c glucose
type 1 diabetes|c|t1dm, t1d, type 1 dm, type i diabetes, type one diabetes, diabetes type 1, diabetes mellitus type 1, type 1 diabetes mellitus, iddm|sugar|a1c glucose
diabetes|c|dm, diabetes mellitus, diabetic|sugar|a1c glucose
gestational diabetes|s|gdm|sugar|a1c glucose
prediabetes|c|pre diabetes, impaired fasting glucose, impaired glucose tolerance|sugar|a1c glucose weight
hypertension|c|htn, high blood pressure, essential hypertension, primary hypertension, arterial hypertension|pressure|bp
elevated blood pressure|s|elevated bp, elevated blood pressure reading, raised blood pressure|none|bp
hyperlipidemia|c|hyperlipidaemia, hld, dyslipidemia, dyslipidaemia, high cholesterol, hypercholesterolemia, hypercholesterolaemia, elevated cholesterol, raised cholesterol|lipid|ldl cholesterol
depression|c|mdd, major depressive disorder, major depression, depressive disorder, depressive episode, major depressive episode, depressive symptoms, low mood, postpartum depression|mood|phq9
anxiety|c|gad, generalized anxiety disorder, generalised anxiety disorder, anxiety disorder, generalized anxiety, generalised anxiety|mood calm|gad7
panic disorder|c|panic attacks|mood calm|gad7
bipolar disorder|c|bipolar i disorder, bipolar ii disorder, bipolar|mania|phq9
ptsd|c|post traumatic stress disorder, posttraumatic stress disorder|mood|
adhd|c|attention deficit hyperactivity disorder, attention deficit disorder|focus|
insomnia|c|sleep disturbance, difficulty sleeping|none|
asthma|c|asthma exacerbation, exacerbation of asthma, reactive airway disease|airway|peakflow spo2
copd|c|chronic obstructive pulmonary disease, copd exacerbation, exacerbation of copd, acute exacerbation of copd, emphysema|airway|spo2
heart failure|c|chf, hf, hfref, hfpef, congestive heart failure|heart|weight ef
atrial fibrillation|c|afib, a fib, af, paroxysmal atrial fibrillation|rhythm|pulse inr
coronary artery disease|c|cad, chd, coronary heart disease, ischemic heart disease, ischaemic heart disease|coronary|ldl
chronic kidney disease|c|ckd, chronic renal insufficiency, chronic renal failure|none|egfr creatinine
gerd|c|gastroesophageal reflux disease, gastro oesophageal reflux disease, gord, acid reflux, reflux, reflux disease|acid|
hypothyroidism|c|underactive thyroid|thyroid|tsh
hyperthyroidism|c|graves disease, overactive thyroid|overactive|tsh
obesity|c|obese, morbid obesity, class i obesity, class ii obesity, class iii obesity|none|weight bmi
overweight|c||none|weight bmi
osteoarthritis|c|oa, degenerative joint disease, degenerative arthritis|pain|pain
rheumatoid arthritis|c|ra|none|
gout|c|gouty arthritis|gout|urate
osteoporosis|c||bone|
anemia|c|anaemia, iron deficiency anemia, iron deficiency anaemia|iron|hemoglobin
migraine|c|migraines, migraine headache, migraine headaches|migraine|pain
epilepsy|c|seizure disorder|none|
sleep apnea|c|osa, obstructive sleep apnea, obstructive sleep apnoea, sleep apnoea|none|
neuropathy|c|peripheral neuropathy, diabetic neuropathy, diabetic peripheral neuropathy|nerve|
allergic rhinitis|c|hay fever, seasonal allergies|allergy|
eczema|c|atopic dermatitis|none|
psoriasis|c||none|
benign prostatic hyperplasia|c|bph, enlarged prostate|prostate|
irritable bowel syndrome|c|ibs|none|
stroke|c|cva, cerebrovascular accident|none|
alcohol use disorder|c|aud, alcohol dependence, alcohol abuse|none|
opioid use disorder|c|oud|none|
tobacco use|c|tobacco use disorder, nicotine dependence, tobacco dependence|none|
vitamin d deficiency|c||none|
dementia|c|alzheimer's disease, alzheimers disease|none|
bronchitis|a|acute bronchitis, viral bronchitis, acute viral bronchitis|infection|spo2
pneumonia|a|community acquired pneumonia, cap|infection|spo2 temperature
upper respiratory infection|a|acute upper respiratory infection, uri, urti, viral uri, viral upper respiratory infection, upper respiratory tract infection, common cold|none|temperature
sinusitis|a|acute sinusitis, bacterial sinusitis|infection|temperature
pharyngitis|a|strep throat, strep pharyngitis, streptococcal pharyngitis, viral pharyngitis, acute pharyngitis|infection|temperature
tonsillitis|a|acute tonsillitis|infection|temperature
otitis media|a|acute otitis media, aom, ear infection|infection|temperature
otitis externa|a||none|
urinary tract infection|a|uti, cystitis, acute cystitis|infection|temperature
gastroenteritis|a|viral gastroenteritis, acute gastroenteritis|none|
influenza|a|flu|none|temperature
covid-19|a|covid, covid 19 infection|none|spo2 temperature
cellulitis|a||infection|temperature
conjunctivitis|a||none|
low back pain|s|lbp, mechanical low back pain, acute low back pain, lower back pain, lumbar strain, lumbago, back pain, lumbar back pain, mechanical back pain|pain|pain
neck pain|s|cervicalgia, cervical strain|pain|pain
headache|s|tension headache, tension type headache, headaches|pain|pain
constipation|s||none|
ankle sprain|a||pain|pain
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """A known problem. names: every way to write it, lower case. lasts: chronic; passes: acute and self-limited."""

    key: str
    names: tuple[str, ...]
    lasts: bool
    passes: bool
    drugs: frozenset[str]
    measures: tuple[str, ...]

    @property
    def label(self) -> str:
        """As a summary writes it: "Type 2 diabetes", "COPD"."""
        if self.key in _CAPITALS:
            return self.key.upper()
        return self.key[:1].upper() + self.key[1:].replace("vitamin d", "vitamin D")


_CAPITALS = frozenset({"copd", "gerd", "ptsd", "adhd", "covid-19"})

BROADER = {
    "diabetes": ("type 2 diabetes", "type 1 diabetes", "gestational diabetes"),
}
"""A general name and the problems it may stand for, when one of them is named elsewhere."""


@cache
def known_problems() -> dict[str, Problem]:
    """The table, by key."""
    found: dict[str, Problem] = {}
    for line in _TABLE.strip().splitlines():
        key, kind, names, groups, measures = line.split("|")
        found[key] = Problem(
            key,
            (key, *(name.strip() for name in names.split(",") if name.strip())),
            kind == "c",
            kind == "a",
            frozenset(drug for group in groups.split() for drug in _DRUGS[group].split()),
            tuple(measures.split()),
        )
    return found
