"""How the offline drafter files clinicians' own note texts when they are dictated, headings said, written or left out.

    python tests/bench/measure_dictation.py MTS_CSV ACI_CSV [--half 0|1] [--show FORM]

The texts and their true headings: see packaging/dictated_texts.py. Half 0 was developed on, half 1 is for reporting.
Snippets of MTS-Dialog are joined into dictations in the order of a note. Each dictation is given in the forms of FORMS.
Verbatim: the sentence stands in the note word for word, spoken numbers read as figures on both sides.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "packaging"))
from dictated_texts import Told, notes, snippets

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.errors import NothingClinical
from desktop.domain.jobs import finish
from desktop.domain.note import Section
from desktop.domain.transcript import Segment, Transcript
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.drafting.offline.kinds import Kind
from desktop.language.headings import SECTION_OF
from desktop.language.numbers import spoken_to_figures

SEED = 7
DICTATIONS = 24
"""So many dictations are joined from the snippets of a half."""
_ORDER = (("CC", 1), ("GENHX", 1), ("PASTMEDICALHX", 1), ("PASTSURGICAL", 1), ("MEDICATIONS", 1), ("ALLERGY", 1), ("FAM/SOCHX", 2),
          ("ROS", 1), ("EXAM", 1), ("LABS", 1), ("IMAGING", 1), ("ASSESSMENT", 1), ("DIAGNOSIS", 1), ("PLAN", 1), ("DISPOSITION", 1))  # fmt: skip
_HEADINGS: dict[str, tuple[str, ...]] = {
    "CC": ("CHIEF COMPLAINT:", "Chief complaint:", "CC:", "REASON FOR VISIT:", "Presenting complaint:"),
    "GENHX": ("HISTORY OF PRESENT ILLNESS:", "HPI:", "History of present illness:", "SUBJECTIVE:", "HISTORY:", "PRESENT ILLNESS:", "S:"),
    "ROS": ("REVIEW OF SYSTEMS:", "ROS:", "Review of systems:"),
    "PASTMEDICALHX": ("PAST MEDICAL HISTORY:", "PMH:", "Past medical history:", "PMHx:", "MEDICAL HISTORY:", "PAST HISTORY:", "SIGNIFICANT PAST MEDICAL HISTORY:"),
    "PASTSURGICAL": ("PAST SURGICAL HISTORY:", "PSH:", "Surgical history:", "PAST SURGERIES:", "SURGICAL HISTORY:", "OPERATIONS:"),
    "MEDICATIONS": ("MEDICATIONS:", "CURRENT MEDICATIONS:", "Meds:", "Medications:", "HOME MEDICATIONS:", "MEDICINES:"),
    "ALLERGY": ("ALLERGIES:", "Allergies:", "DRUG ALLERGIES:", "ALLERGIES TO MEDICINES:", "ALLERGIES TO MEDICATIONS:", "MEDICATION ALLERGIES:"),
    "FAM/SOCHX": ("FAMILY HISTORY:", "SOCIAL HISTORY:", "FAMILY AND SOCIAL HISTORY:", "SH:", "FH:", "PERSONAL HISTORY:"),
    "VITALS": ("VITALS:", "VITAL SIGNS:", "Vitals:"),
    "EXAM": ("PHYSICAL EXAMINATION:", "PE:", "Physical exam:", "EXAM:", "O:", "OBJECTIVE:", "EXAMINATION:"),
    "LABS": ("LABORATORY DATA:", "LABS:", "Labs:", "LAB STUDIES:", "DIAGNOSTIC DATA:"),
    "IMAGING": ("RESULTS:", "Imaging:", "IMAGING STUDIES:", "RADIOLOGY:", "X-RAYS:"),
    "ASSESSMENT": ("ASSESSMENT:", "IMPRESSION:", "Assessment:", "A:"),
    "DIAGNOSIS": ("DIAGNOSES:", "DIAGNOSIS:", "FINAL DIAGNOSES:", "Diagnosis:", "DISCHARGE DIAGNOSIS:"),
    "PLAN": ("PLAN:", "Plan:", "RECOMMENDATIONS:", "TREATMENT PLAN:", "P:"),
    "DISPOSITION": ("DISPOSITION:", "Disposition:"),
    "A/P": ("ASSESSMENT AND PLAN:", "A/P:", "IMPRESSION AND PLAN:", "Assessment & Plan:", "ASSESSMENT/PLAN:", "A&P:"),
}  # fmt: skip
_FIT = {
    Kind.COMPLAINT: r"chief|history of present",
    Kind.HISTORY: r"history of present|chief",
    Kind.SYMPTOM_REVIEW: r"review of systems|history of present",
    Kind.PAST: r"past|surgical|medical|gyn",
    Kind.MEDICATION: r"medic|meds",
    Kind.ALLERGY: r"allerg",
    Kind.FAMILY: r"family|social",
    Kind.SOCIAL: r"family|social",
    Kind.VITALS: r"vital|exam",
    Kind.EXAM: r"exam|general|mental",
    Kind.RESULT: r"result|lab|imag|data|studies|radiol|x-ray",
}
_LOOSE = {Kind.HISTORY: r"|review|past|medic|social|family|surg", Kind.PAST: r"|history of present", Kind.SYMPTOM_REVIEW: r"|past"}  # fmt: skip
"""Without a heading, what the history tells may also stand under the heading of its subject."""
_NEGATIONS = frozenset(
    ["no", "not", "denies", "denied", "deny", "without", "negative", "never", "none", "nor", "neither", "cannot", "absent", "unremarkable"]
)  # fmt: skip
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[a-z]+")
CATALOG = load_catalog()
GENERIC = CATALOG.specialty("generic")


def tokens(text: str) -> list[str]:
    """The words of a text for comparing."""
    return _WORD.findall(spoken_to_figures(text.lower().replace("’", "'")).lower())


def joined(texts: list[list[Told]]) -> list[list[Told]]:
    """Snippets joined into dictations in the order of a note."""
    by_header: dict[str, list[list[Told]]] = {}
    for text in texts:
        if text:
            by_header.setdefault(text[0].header, []).append(text)
    out: list[list[Told]] = []
    for n in range(DICTATIONS):
        dictation: list[Told] = []
        for header, count in _ORDER:
            of_header = by_header.get(header, [])
            if not of_header or (len(of_header) < DICTATIONS // 2 and n % DICTATIONS >= len(of_header) * 2):
                continue
            for k in range(count):
                dictation += of_header[(n * count + k) % len(of_header)]
        out.append(dictation)
    return out


def _blocks(told: Sequence[Told], rng: random.Random) -> list[tuple[str, list[str]]]:
    blocks: list[tuple[str, list[str]]] = []
    last = ""
    for sentence in told:
        if sentence.header != last:
            names = _HEADINGS[sentence.header]
            heading = rng.choice(names)
            if sentence.header == "FAM/SOCHX":
                heading = names[0] if sentence.kind is Kind.FAMILY else names[1]
            if len(heading) == 2 and not {s.section for s in told} >= {Section.SUBJECTIVE, Section.OBJECTIVE}:
                heading = names[0]
            blocks.append((heading, []))
            last = sentence.header
        text = sentence.text if sentence.text[-1] in ".?!:" else sentence.text + "."
        blocks[-1][1].append(text)
    return blocks


def written(told: Sequence[Told], rng: random.Random) -> str:
    """Each heading begins a line."""
    return "\n".join(f"{heading} {' '.join(texts)}" for heading, texts in _blocks(told, rng))


def run_on(told: Sequence[Told], rng: random.Random) -> str:
    """One paragraph with written headings."""
    return " ".join(f"{heading} {' '.join(texts)}" for heading, texts in _blocks(told, rng))


def capitals(told: Sequence[Told], rng: random.Random) -> str:
    """Capitals throughout."""
    return written(told, rng).upper()


def listed(told: Sequence[Told], rng: random.Random) -> str:
    """Diagnoses and plan numbered, headings on lines of their own."""
    out = []
    for heading, texts in _blocks(told, rng):
        numbered = heading.lower().startswith(("assess", "impress", "diag", "a/p", "a&p", "plan"))
        body = "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1)) if numbered else " ".join(texts)
        out.append(f"{heading}\n{body}")
    return "\n\n".join(out)


def spoken(told: Sequence[Told], rng: random.Random) -> str:
    """As a recogniser without punctuation writes a dictation: lower case, marks said."""
    out = []
    for heading, texts in _blocks(told, rng):
        full = {"S:": "subjective", "O:": "objective", "A:": "assessment", "P:": "plan"}
        name = full.get(heading, heading.rstrip(":").lower())
        said = re.sub(r"[.?!](?=\s|$)", " period", re.sub(r",(?=\s)", " comma", " ".join(texts).lower()))
        out.append(f"{rng.choice(('next paragraph', 'new paragraph', 'new line'))} {name} colon {said}")
    return " ".join(out)


def said_headings(told: Sequence[Told], rng: random.Random) -> str:
    """As a recogniser with punctuation writes headings that were said: "Past medical history. ..."."""
    out = []
    for heading, texts in _blocks(told, rng):
        full = {"S:": "Subjective", "O:": "Objective", "A:": "Assessment", "P:": "Plan"}
        name = full.get(heading, heading.rstrip(":"))
        name = name if len(name) < 4 else name.capitalize()
        out.append(f"{name}{rng.choice(('.', ':', '.'))} {' '.join(texts)}")
    return " ".join(out)


def free(told: Sequence[Told], rng: random.Random) -> str:
    """No headings; bare words that only a heading explains ("None.", "Asthma.") left out."""
    return " ".join(text for s in told if _stands(s) for text in _blocks([s], rng)[0][1])


def _bare(text: str) -> str:
    return re.sub(r"[.,;:?!](?=\s|$)", "", text.lower())


def unstopped(told: Sequence[Told], rng: random.Random) -> str:
    """As a recogniser without punctuation writes a dictation whose headings are said and whose marks are not."""
    return _bare(said_headings(told, rng))


def unstopped_free(told: Sequence[Told], rng: random.Random) -> str:
    """The same without headings."""
    return _bare(free(told, rng))


def _stands(told: Told) -> bool:
    return len(told.text.split()) >= 4


FORMS: dict[str, Callable[[Sequence[Told], random.Random], str]] = {
    "written": written, "run_on": run_on, "capitals": capitals, "listed": listed, "spoken": spoken,
    "said_headings": said_headings, "unstopped": unstopped, "free": free, "unstopped_free": unstopped_free,
}  # fmt: skip
_SHOWN = {part.heading.lower() for section in Section for part in GENERIC.templates[0].parts(section)} | set(SECTION_OF) | {
    name.rstrip(":").lower() for names in _HEADINGS.values() for name in names
}  # fmt: skip


class Tally(Counter[str]):
    """What was counted."""

    def share(self, what: str, of: str) -> str:
        """A share in percent."""
        return f"{100 * self[what] / max(1, self[of]):5.1f}"


def _lines(text: str) -> list[tuple[str, list[str]]]:
    out = []
    for line in text.split("\n"):
        head, colon, rest = line.partition(": ")
        named = bool(colon) and head.lower() in _SHOWN
        out.append((head if named else "", tokens(line if not named else f"{head} {rest}")))
    return out


def _contains(line: list[str], wanted: list[str]) -> bool:
    text, part = f" {' '.join(line)} ", f" {' '.join(wanted)} "
    return part in text


def measure(told: Sequence[Told], form: str, tally: Tally, *, show: bool) -> None:
    """Draft one dictation in one form and count."""
    rng = random.Random(SEED + len(told))  # noqa: S311 (chooses headings, the same each time)
    said = FORMS[form](told, rng)
    kept = [s for s in told if "free" not in form or _stands(s)]
    request = DraftRequest(Transcript((Segment(said),)), GENERIC, GENERIC.templates[0], VisitContext())
    try:
        note = finish(OfflineDrafter().draft(request))
    except NothingClinical:
        return
    lines = {section: _lines(note[section]) for section in Section}
    for s in kept:
        wanted = tokens(s.text)
        places = [(sec, head) for sec in Section for head, line in lines[sec] if _contains(line, wanted)]
        tally["sentences"] += 1
        tally["verbatim"] += bool(places)
        if not places:  # changed or split: where most of its words stand together
            scored = [
                (_shared(line, wanted), n, sec, head)
                for n, sec in enumerate(Section)
                for head, line in lines[sec]
            ]
            best = max(scored, key=lambda found: (found[0], -found[1]), default=None)
            places = [(best[2], best[3])] if best is not None and best[0] > 0.5 else []
        in_section = [head for sec, head in places if sec is s.section]
        pattern = _FIT.get(s.kind, "") + (_LOOSE.get(s.kind, "") if "free" in form else "")
        fits = any(re.search(pattern, head.lower()) or not head for head in in_section)
        tally["in section"] += bool(in_section)
        tally["fits"] += fits
        tally["lost"] += not places
        tally[f"{s.kind.value}"] += 1
        tally[f"{s.kind.value} ok"] += fits
        if show and not fits:
            where = "; ".join(f"{sec.value}/{head}" for sec, head in places) or "LOST"
            print(f"  {s.header:14} -> {where:45} | {s.text[:150]}")
    ours, theirs = (
        Counter(tokens("\n".join(note[s] for s in Section))),
        Counter(tokens("\n".join(s.text for s in kept))),
    )
    tally["words"] += sum(theirs.values())
    tally["words kept"] += sum((ours & theirs).values())
    numbers = Counter({w: c for w, c in theirs.items() if w[0].isdigit()})
    tally["numbers"] += sum(numbers.values())
    tally["numbers kept"] += sum((numbers & ours).values())
    denied = Counter({w: c for w, c in theirs.items() if w in _NEGATIONS})
    tally["negations"] += sum(denied.values())
    tally["negations kept"] += sum((denied & ours).values())
    if show:
        for w, c in (denied - ours).items():
            print(f"  negation lost: {w} {c}")


def _shared(line: list[str], wanted: list[str]) -> float:
    pairs = set(itertools.pairwise(wanted))
    return len(pairs & set(itertools.pairwise(line))) / max(1, len(pairs))


def main() -> None:
    """Print a row per form and kind of text."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0] if __doc__ else "")
    parser.add_argument("mts", type=Path)
    parser.add_argument("aci", type=Path)
    parser.add_argument("--half", type=int, default=1)
    parser.add_argument("--show")
    args = parser.parse_args()
    sources = {"MTS": joined(snippets(args.mts, args.half)), "ACI": notes(args.aci, args.half)}
    print("source form            sent.  section  fits  verbatim  lost  words  numbers negations")
    for source, dictations in sources.items():
        for form in FORMS:
            tally = Tally()
            for told in dictations:
                measure(told, form, tally, show=args.show == form)
            print(
                f"{source:6} {form:14} {tally['sentences']:6}   {tally.share('in section', 'sentences')}  {tally.share('fits', 'sentences')}  "
                f"{tally.share('verbatim', 'sentences')}  {tally.share('lost', 'sentences')}  {tally.share('words kept', 'words')}  "
                f"{tally.share('numbers kept', 'numbers')}  {tally.share('negations kept', 'negations')}"
            )
            if "free" in form:
                print(
                    "      ",
                    {k.value: f"{tally[k.value + ' ok']}/{tally[k.value]}" for k in Kind if tally[k.value]},
                )


if __name__ == "__main__":
    main()
