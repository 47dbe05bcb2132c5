"""What a sentence names: problems, medicines, tests and services, one look-up per word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from desktop.language.clinical_cues import DRUG_NAME_ENDINGS
from desktop.language.lexicon import Topic, lexicon
from desktop.summaries.problem_table import known_problems


class Kind(StrEnum):
    """What is named."""

    PROBLEM = "problem"
    DISEASE = "disease"
    DRUG = "drug"
    DRUG_CLASS = "drug_class"
    TEST = "test"
    SERVICE = "service"


class Named(NamedTuple):
    """Words [start, end) of a sentence name something; key: the same for every way to name it."""

    start: int
    end: int
    kind: Kind
    key: str


_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_DRUG_ENDING = re.compile(rf"[a-z]{{3,}}(?:{'|'.join(DRUG_NAME_ENDINGS.split())})")
_NO_DRUGS = frozenset(
    [
        "april",
        "cocaine",
        "romaine",
        "ukraine",
        "amab",
        "oxygen",
        "glucose",
        "insulin-pump",
        "normal",
        "saline",
        "dextrose",
        "lavender",
        "chamomile",
        "nitrous",
        "iron",
        "creatine",
        "determine",
        "medicine",
        "urine",
    ]
) | {"nitrous oxide", "normal saline", "lactated ringer's", "botox"}

_BRANDS = """
acetaminophen: tylenol, paracetamol | albuterol: salbutamol, ventolin, proair | amlodipine: norvasc | apixaban: eliquis
atorvastatin: lipitor | amoxicillin clavulanate: augmentin, co-amoxiclav | azithromycin: z-pak | bupropion: wellbutrin
aripiprazole: abilify | buspirone: buspar | carvedilol: coreg | celecoxib: celebrex | cephalexin: keflex
cetirizine: zyrtec | ciprofloxacin: cipro | citalopram: celexa | clonazepam: klonopin | clopidogrel: plavix
cyclobenzaprine: flexeril | dapagliflozin: farxiga | diclofenac: voltaren | diphenhydramine: benadryl
dulaglutide: trulicity | duloxetine: cymbalta | empagliflozin: jardiance | escitalopram: lexapro | esomeprazole: nexium
famotidine: pepcid | fluoxetine: prozac | fluticasone: flonase, flovent | furosemide: lasix, frusemide
gabapentin: neurontin | hydrochlorothiazide: hctz | hydroxyzine: vistaril, atarax | ibuprofen: advil, motrin
insulin glargine: lantus | insulin lispro: humalog | insulin aspart: novolog | lamotrigine: lamictal
levothyroxine: synthroid | lisdexamfetamine: vyvanse | lisinopril: zestril, prinivil | loratadine: claritin
lorazepam: ativan | losartan: cozaar | meloxicam: mobic | metformin: glucophage | methylphenidate: ritalin, concerta
metoprolol: lopressor, toprol | mirtazapine: remeron | montelukast: singulair | naproxen: aleve, naprosyn
olanzapine: zyprexa | omeprazole: prilosec | ondansetron: zofran | pantoprazole: protonix | paroxetine: paxil
pregabalin: lyrica | quetiapine: seroquel | risperidone: risperdal | rivaroxaban: xarelto | rosuvastatin: crestor
semaglutide: ozempic, wegovy | sertraline: zoloft | simvastatin: zocor | sitagliptin: januvia
spironolactone: aldactone | tamsulosin: flomax | tirzepatide: mounjaro | tiotropium: spiriva | topiramate: topamax
tramadol: ultram | trimethoprim sulfamethoxazole: bactrim, septra, co-trimoxazole | venlafaxine: effexor
warfarin: coumadin | zolpidem: ambien | bisoprolol: | gliclazide: | ticagrelor: brilinta | liraglutide: victoza
salmeterol: | formoterol: | guanfacine: intuniv | febuxostat: | risedronate: | canagliflozin: | mirabegron:
ferrous sulfate: ferrous sulphate | ceftriaxone: rocephin | ketorolac: toradol | prednisone: | vitamin d: vitamin d3, cholecalciferol
"""

_TESTS = """
A1c: hba1c, hb a1c, hemoglobin a1c, haemoglobin a1c, a1c, glycated hemoglobin | lipid panel: lipids, lipid profile, fasting lipids
kidney function: renal function, bmp, basic metabolic panel, creatinine, egfr, u&e, u&es, renal panel
CMP: comprehensive metabolic panel, metabolic panel | CBC: complete blood count, fbc, full blood count
TSH: thyroid function, thyroid panel, tfts, thyroid labs | urine albumin: microalbumin, urine microalbumin, uacr, urine acr, albumin creatinine ratio
chest X-ray: cxr, chest xray, chest radiograph, chest x ray | X-ray: xray, x-rays, xrays, radiograph, radiographs, x ray
MRI: mris | CT: ct scan | ultrasound: sonogram | echocardiogram: echo | ECG: ekg, electrocardiogram
colonoscopy: | mammogram: mammography | DEXA: dexa scan, bone density | Pap smear: pap, cervical smear, pap test
spirometry: pulmonary function test, pulmonary function tests, pfts | sleep study: polysomnography | stress test:
Holter: holter monitor, event monitor | EEG: | EMG: nerve conduction study | endoscopy: egd | biopsy:
urinalysis: ua, urine dip | urine culture: | throat culture: | blood cultures: | PSA: | INR: | ferritin: iron studies
vitamin B12: b12 | vitamin D level: 25-oh vitamin d | liver function: lfts, liver enzymes, liver function tests, alt, ast
lithium level: | hearing test: audiogram | eye exam: eye examination, retinal screening, dilated eye exam, diabetic eye exam, retinal exam, annual eye exam
foot exam: foot check | PHQ-9: phq9 | GAD-7: gad7 | blood work: labs, bloods, blood tests, laboratory tests, bloodwork | hemoglobin: haemoglobin, hgb
peak flow: | uric acid: urate | electrolytes: potassium, sodium | D-dimer: | troponin: | glucose: fasting glucose, blood sugar
"""

_SERVICES = """
cardiology: cardiologist | ophthalmology: ophthalmologist, eye doctor, optometry, optometrist | podiatry: podiatrist | dermatology: dermatologist
endocrinology: endocrinologist, endocrine | gastroenterology: gastroenterologist, gi | neurology: neurologist | nephrology: nephrologist
orthopedics: orthopaedics, orthopedic surgery, orthopedist, orthopedic surgeon, ortho | physical therapy: pt, physiotherapy, physiotherapist, physical therapist
occupational therapy: ot | speech therapy: slt, speech and language therapy, speech language pathology | psychiatry: psychiatrist | psychology: psychologist
psychotherapy: therapy, therapist, cbt, cognitive behavioral therapy, cognitive behavioural therapy, talking therapy, counseling, counselling | pulmonology: pulmonologist, respiratory clinic, pulmonary
rheumatology: rheumatologist | urology: urologist | oncology: oncologist | hematology: haematology, hematologist | ENT: otolaryngology, otolaryngologist
dietitian: nutritionist, dietician, nutrition | gynecology: gynaecology, gynecologist, obgyn, ob gyn | general surgery: surgeon, surgical clinic
pain clinic: pain management, pain specialist | diabetes education: diabetes educator, desmond | smoking cessation: stop smoking service | social work: social worker | home health: district nurse | audiology: audiologist | allergy clinic: allergist, immunology
"""


def pieces_of(text: str) -> tuple[str, ...]:
    """A name as the words that sentences are read in: "X-ray" is x, ray."""
    return tuple(match.group() for match in _PIECE.finditer(text.lower()))


def _entries(table: str) -> Iterator[tuple[str, str]]:
    for entry in table.replace("\n", "|").split("|"):
        key, colon, names = entry.strip().partition(":")
        if colon:
            yield key, key
            yield from ((key, name.strip()) for name in names.split(",") if name.strip())


def _lexicon_names() -> Iterator[tuple[str, Kind]]:
    """The lexicon's medicines and diseases in lower case, but for what no medicine list has."""
    topics = {Topic.DRUG: Kind.DRUG, Topic.DRUG_CLASS: Kind.DRUG_CLASS, Topic.DISEASE: Kind.DISEASE}
    for entries in lexicon().entries.values():
        for phrase, named in entries:
            for topic, name in named:
                if topic in topics and " ".join(phrase) not in _NO_DRUGS:
                    yield name.lower(), topics[topic]


@cache
def _table() -> dict[str, list[tuple[tuple[str, ...], Kind, str]]]:
    phrases: dict[tuple[tuple[str, ...], Kind], str] = {}
    for problem in known_problems().values():
        for name in problem.names:
            phrases.setdefault((pieces_of(name), Kind.PROBLEM), problem.key)
    for kind, table in ((Kind.DRUG, _BRANDS), (Kind.TEST, _TESTS), (Kind.SERVICE, _SERVICES)):
        for key, name in _entries(table):
            phrases.setdefault((pieces_of(name), kind), key)
    for name, kind in _lexicon_names():
        phrases.setdefault((pieces_of(name), kind), name)
    by_first: dict[str, list[tuple[tuple[str, ...], Kind, str]]] = {}
    for (phrase, kind), key in phrases.items():
        if phrase:
            by_first.setdefault(phrase[0], []).append((phrase, kind, key))
    for found in by_first.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return by_first


def named_in(words: Sequence[str]) -> tuple[Named, ...]:
    """Everything that the lower-case words name: the longest name at each place, one of each kind."""
    table = _table()
    found: list[Named] = []
    taken: dict[Kind, int] = {}
    for at, word in enumerate(words):
        entries = table.get(word)
        if entries is None:
            if len(word) > 6 and _DRUG_ENDING.fullmatch(word) and word not in _NO_DRUGS:
                found.append(Named(at, at + 1, Kind.DRUG, word))
            continue
        for phrase, kind, key in entries:
            size = len(phrase)
            if taken.get(kind, 0) <= at and (size == 1 or tuple(words[at : at + size]) == phrase):
                found.append(Named(at, at + size, kind, key))
                taken[kind] = at + size
    return tuple(found)
