"""Suggests diagnosis codes for a note: the problems its assessment names, each with the words it came from.

Outpatient rule (ICD-10-CM Official Guidelines for Coding and Reporting, section IV.H): what is called probable, suspected or to be
ruled out is not coded as if it were there; the sign or symptom is coded instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from desktop.coding.advice import advice_for, combinations, conflicts
from desktop.coding.lay_words import lay_words
from desktop.coding.phrases import Phrase, Standing, phrases_of, uncertain_from, without_doubt
from desktop.coding.query import SIDES, TIMES, names_something
from desktop.coding.search import search
from desktop.coding.table import Table, icd10cm
from desktop.coding.terms import Term, terms
from desktop.domain.coding import CodeSuggestion, CodeSuggestions, Found, NotCoded, NoteWords
from desktop.domain.context import Sex
from desktop.domain.note import Note, Section
from desktop.language.number_words import word_set
from desktop.language.words import words_of

_HEADING_SCORE = 0.58
_SCORE = 0.74
_PLAN_SCORE = 0.85
_JOINED_SCORE = 0.8
_KIN_SLACK = 0.12
_LONG_PHRASE_WORDS = 8
_REASON_FOR_VISIT = ("Z00", "Z01", "Z02", "Z09")
"""Codes that stand for a visit's reason: words like "exam" in running text do not ask for them."""
_MOST_SUGGESTIONS = 30
_MOST_OTHERS = 5
_NEAR = 0.6
_SEVERITY = word_set("mild moderate severe recurrent persistent intermittent stage type diabetic upper lower")
_TOO_GENERAL = frozenset(
    terms_word.word
    for terms_word in terms(
        "pain bleeding infection injury physical stress screening cold fall wound fit lump period reflux strain sprain allergies "
        "refill muscular trauma shock gas surgery counseling mood symptoms disease disorder illness weakness medication cancer "
        "colonoscopy mammogram pregnancy cutting nervous virus vaccine smoking stable condition issue swelling loss exercise "
        "hospital implant scar brace temperature drunk sugar burn burns nerves bed all add age rad si hi ms ed ak sk mi pe ra "
        "uc cap dm om af advice adhesions addict aftercare arrested articulation aspirated attacked betting blind blister bloated blushing "
        "booster braces bruise bullied bullying bypass choked cigars clot collapse collapsed compulsions congested consultation convicted "
        "crabs crackles crowding cut cyst deaf debt decay defiant desensitization disability dissociation drowsy edge exhausted expecting "
        "faint fat flashes flutter foggy frail frailty freckles gasping glasses globus growth hostile hungry hypersensitivity hypo "
        "impulsive inactive inattention injured inmate jab jail jerking limp limping lynch mass menopausal mourning muddled nits obsessions "
        "overheated overwhelmed pacs pale paperwork paralysis peg perfectionism persecution perspiration phlegm pigmentation pill pop poor poorly "
        "port prison probation pronation puffed punched reassurance refugee rehab rehabilitation retirement robbed sad sadness scarring scratch "
        "senile separated separation shakes shaky shelter shivering shots sleepiness smear smokes sneeze sober spasm spots spotting "
        "sputum squint stent sweats sweaty tearful temp temper thirst tinea trans trip tripped tumor twitch unhappy unsteady veteran violence "
        "viral weary whipple wind winded wobbly worms worry worrying attack breakup drooling jumpy lawsuit metastases insurance job friends "
        "home exercise teeth voice transport electricity heating hiccups burping pregnancy overweight implants crown"
    )
)
"""Words that name a condition at the head of a line, and anything or nothing inside running text."""
_BEGINS_PROSE = word_set("at this he she they the we i it there his her patient pt in on our my for to after")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "miss", "i", "a"})
_REASONS = {
    Standing.DENIED: "The note denies it or rules it out.",
    Standing.UNCERTAIN: "Stated as uncertain: an office visit codes the sign or symptom until it is confirmed.",
    Standing.RELATIVE: "It is a relative's condition.",
    Standing.RESOLVED: "The note calls it resolved.",
}


def suggest(note: Note, sex: Sex = Sex.UNKNOWN, age_years: int | None = None) -> CodeSuggestions:
    """The codes that the Assessment and the headings of the Plan name, in the order of the note, each checked.

    Nothing is certain here: every suggestion carries its score, other candidates and what to think of first.
    """
    table = icd10cm()
    found: dict[str, CodeSuggestion] = {}
    left: dict[str, NotCoded] = {}
    for section in (Section.ASSESSMENT, Section.PLAN):
        for _, sentence in groupby(phrases_of(section, note[section]), key=lambda phrase: phrase.sentence):
            for phrase in _joined(list(sentence), note[section]):
                _take(phrase, found, left)
    kept = _most_specific(list(found.values())[:_MOST_SUGGESTIONS], table)
    checked = advised(kept, sex, age_years)
    coded = {one.words.text.lower() for one in checked}
    not_coded = tuple(words for text, words in left.items() if text not in coded)
    return CodeSuggestions(table.release, checked, not_coded)


def advised(
    suggestions: Sequence[CodeSuggestion], sex: Sex, age_years: int | None
) -> tuple[CodeSuggestion, ...]:
    """The suggestions with what there is to think of, each by itself and all together."""
    table = icd10cm()
    entries = [one.entry for one in suggestions]
    clashes, joint = conflicts(entries, table), combinations(entries, table)
    return tuple(
        replace(
            one,
            advice=(
                *clashes.get(one.entry.code, ()),
                *joint.get(one.entry.code, ()),
                *advice_for(one.entry, table, sex, age_years),
            ),
        )
        for one in suggestions
    )


def _joined(parts: Sequence[Phrase], text: str) -> Iterator[Phrase]:
    """Parts of a sentence, put together again where together they name one thing: "nausea and vomiting"."""
    at = 0
    while at < len(parts):
        first = parts[at]
        whole, size = first, 1
        for count in range(len(parts) - at, 1, -1):
            last = parts[at + count - 1]
            if any(part.standing is not first.standing for part in parts[at : at + count]):
                continue
            words = text[first.start : last.end]
            best = _best(words) if len(terms(words)) <= _LONG_PHRASE_WORDS + 4 else []
            alone = [piece[0] for part in parts[at : at + count] if (piece := _best(part.text))]
            kin = any(best and piece.entry.code[:3] == best[0].entry.code[:3] for piece in alone)
            least = max((piece.score for piece in alone), default=0.0) - (_KIN_SLACK if kin else 0.0)
            if best and best[0].score >= max(_JOINED_SCORE, least):
                whole, size = replace(first, end=last.end, text=words), count
                break
        yield whole
        at += size


def _best(words: str) -> list[Found]:
    return search(words, _MOST_OTHERS + 1, typing=False, in_parts=False)


def _take(phrase: Phrase, found: dict[str, CodeSuggestion], left: dict[str, NotCoded]) -> None:
    if phrase.standing is Standing.UNCERTAIN:
        doubt = uncertain_from(phrase.text)
        if doubt < len(phrase.text):  # otherwise the doubt was said beside it, of all of it
            _suggest(replace(phrase, end=phrase.start + doubt, text=phrase.text[:doubt].rstrip()), found)
            phrase = replace(phrase, start=phrase.start + doubt, text=phrase.text[doubt:])
    if phrase.standing is Standing.CONFIRMED:
        _suggest(phrase, found)
        return
    named = without_doubt(phrase.text)
    best = _best(named) if len(terms(named)) <= _LONG_PHRASE_WORDS else []
    if (
        phrase.standing is Standing.RELATIVE
        and best
        and best[0].score >= _SCORE
        and best[0].entry.code.startswith("Z8")
    ):
        _keep(phrase, best, found)
    elif best and best[0].score >= _SCORE and not {term.word for term in terms(named)} <= _TOO_GENERAL:
        left.setdefault(phrase.text.lower(), NotCoded(_words(phrase), _REASONS[phrase.standing]))


def _suggest(phrase: Phrase, found: dict[str, CodeSuggestion]) -> None:
    said = terms(phrase.text)
    if all(term.word.isdigit() for term in said) or phrase.text.lower() in _TITLES:
        return
    if not names_something(said):
        return
    if len(said) == 1 and not phrase.heads and said[0].word in _TOO_GENERAL and not phrase.text.isupper():
        return
    is_heading = phrase.heads and phrase.text.split()[0].lower() not in _BEGINS_PROSE
    least = _PLAN_SCORE if phrase.section is Section.PLAN else _HEADING_SCORE if is_heading else _SCORE
    if len(said) <= _LONG_PHRASE_WORDS:
        best = _best(phrase.text)
        is_reason = is_heading or not best or not best[0].entry.code.startswith(_REASON_FOR_VISIT)
        if best and best[0].score >= least and is_reason:
            _keep(phrase, best, found)
            return
    if phrase.section is Section.PLAN:
        return
    for spotted in _spotted(phrase):
        best = _best(spotted.text) if names_something(terms(spotted.text)) else []
        if best and best[0].score >= _SCORE and not best[0].entry.code.startswith(_REASON_FOR_VISIT):
            _keep(spotted, best, found)


def _keep(phrase: Phrase, best: list[Found], found: dict[str, CodeSuggestion]) -> None:
    first = best[0]
    others = tuple(one.entry for one in best[1:] if one.score >= _NEAR * first.score)
    one = CodeSuggestion(first.entry, _words(phrase), phrase.problem, first.score, others)
    if first.entry.code not in found:
        found[first.entry.code] = one


def _words(phrase: Phrase) -> NoteWords:
    return NoteWords(phrase.section, phrase.start, phrase.end, phrase.text)


def _spotted(phrase: Phrase) -> Iterator[Phrase]:
    """The parts of a long phrase that our own table names, with the words of side, time and severity beside them."""
    placed: list[tuple[Term, int, int]] = []
    for word in words_of(phrase.text):
        placed.extend((term, word.start, word.end) for term in terms(word.text))
    names = [
        name
        for name in lay_words().within({term.word for term, _, _ in placed})
        if not any(term.denied for term in name.terms)
    ]
    taken: set[int] = set()
    for name in sorted(names, key=lambda name: -len(name.terms)):
        wanted = {term.word for term in name.terms}
        size = len(wanted)
        if size == 1 and (len(next(iter(wanted))) < 3 or wanted <= _TOO_GENERAL):
            continue
        for at in range(len(placed) - size + 1):
            window = range(at, at + size)
            if {placed[n][0].word for n in window} != wanted or taken & set(window):
                continue
            taken |= set(window)
            first, last = at, at + size - 1
            while first > 0 and placed[first - 1][0].word in SIDES | TIMES | _SEVERITY:
                first -= 1
            while last + 1 < len(placed) and placed[last + 1][0].word in SIDES:
                last += 1
            start, end = placed[first][1], placed[last][2]
            yield replace(
                phrase,
                start=phrase.start + start,
                end=phrase.start + end,
                text=phrase.text[start:end],
                heads=False,
            )
            break


def _most_specific(suggestions: list[CodeSuggestion], table: Table) -> list[CodeSuggestion]:
    """Without the vaguer of two codes of one category when the finer one was named too."""
    kept = []
    for one in suggestions:
        vague = (
            "unspecified" in one.entry.description.lower() or "without complication" in one.entry.description
        )
        finer = any(
            other.entry.code[:3] == one.entry.code[:3]
            and other is not one
            and other.score >= one.score - 0.2
            and {term.word for term in terms(one.words.text)}
            < {term.word for term in terms(other.words.text)}
            for other in suggestions
        )
        if not (vague and finer) and table.find(one.entry.code) is not None:
            kept.append(one)
    return kept
