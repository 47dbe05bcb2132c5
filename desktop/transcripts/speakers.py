"""Which speaker a label names: "Dr. Smith", "patient_guest", "Mother", "SPEAKER_00"."""

from __future__ import annotations

import re

from desktop.domain.transcript import Speaker


def _labels(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


_PROVIDER = _labels(
    "doctor|doc|dr|physician|provider|clinician|guest clinician|nurse|nurse practitioner|np|rn|lpn|pa|md|"
    "physician assistant|therapist|counselor|counsellor|psychologist|psychiatrist|psychotherapist|dentist|hygienist|"
    "veterinarian|vet|pharmacist|dietitian|nutritionist|chiropractor|podiatrist|optometrist|acupuncturist|midwife|"
    "paramedic|emt|medic|medical assistant|ma|social worker|case manager|surgeon|resident|attending|examiner|"
    "interviewer|physical therapist|occupational therapist|speech therapist|massage therapist|genetic counselor|"
    "practitioner|caregiver provider|audiologist|technician|rph|pharmd|sw|lcsw|lmft|rd|rdn|dvm|lmt|cgc|dpm|dds|dmd|slp|crna|cna|lpc"
)
_PATIENT = _labels("patient|pt|client")
_OTHER = _labels(
    "other|guest|guest family|patient guest|family member|mom|mum|mama|papa|mother|dad|father|parent|wife|husband|spouse|"
    "partner|son|daughter|brother|sister|grandmother|grandfather|grandma|grandpa|aunt|uncle|guardian|caregiver|"
    "caretaker|carer|interpreter|translator|owner|friend|aide|teacher|bystander|relative|companion"
)
_UNKNOWN = _labels("speaker|voice|unknown|unknown speaker|unidentified speaker")
_ROLES = (
    dict.fromkeys(_PROVIDER, Speaker.PROVIDER)
    | dict.fromkeys(_PATIENT, Speaker.PATIENT)
    | dict.fromkeys(_OTHER, Speaker.OTHER)
    | dict.fromkeys(_UNKNOWN, Speaker.UNKNOWN)
)
_LETTERS = {"d": Speaker.PROVIDER, "p": Speaker.PATIENT}
"""Said for doctor and patient; the same letters head the parts of SOAP, DAP and BIRP notes."""

_TITLES = frozenset({"dr", "doctor", "nurse", "np", "pa", "rn", "therapist"})
_NUMBERED = re.compile(r"[\s_]*(?:#\s*)?\d{1,3}$")
_LONGEST_NAME_WORDS = 3


def speaker_of(label: str) -> Speaker | None:
    """The speaker that a label of at least two letters names, or None when it names nobody known.

    A trailing number or letter tells voices apart ("Doctor_2", "SPEAKER_00", "Speaker A") and is dropped.
    """
    words = _NUMBERED.sub("", label.strip()).replace("_", " ").replace(".", " ").split()
    if not words:
        return None
    low = [word.lower() for word in words]
    found = _ROLES.get(" ".join(low))
    if found is not None:
        return found
    if low[0] in {"speaker", "voice"} and len(low) == 2 and len(low[1]) == 1:
        return Speaker.UNKNOWN
    if (
        low[0] in _TITLES
        and len(low) <= _LONGEST_NAME_WORDS + 1
        and all(word[0].isupper() for word in words[1:])
    ):
        return Speaker.PROVIDER
    if low[0] in {"patient's", "patient’s", "pt's", "client's", "child's", "pet"} and low[-1] in _OTHER:
        return Speaker.OTHER
    return None


def speaker_of_letter(letter: str) -> Speaker | None:
    """D for the doctor and P for the patient, where the text shows that they are no headings."""
    return _LETTERS.get(letter.lower())
