"""Checks a note against a visit: the transcript is read once, and a section again only when its text has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desktop.domain.context import Sex, VisitContext
from desktop.domain.finding import Finding, FindingKind, NoteCheck, SentenceEvidence, Severity
from desktop.domain.note import Note, Section
from desktop.domain.transcript import Transcript
from desktop.evidence.alignment import align, evidence_of
from desktop.evidence.check_allergies import NotTolerated, allergies_not_heeded
from desktop.evidence.check_amounts import amounts_not_said, same_number_twice
from desktop.evidence.check_dates import dates_and_names_not_said
from desktop.evidence.check_drugs import drugs_not_said, names_put_in_place
from desktop.evidence.check_frequencies import frequencies_not_said
from desktop.evidence.check_negation import polarity_not_said
from desktop.evidence.check_person import names_of_others, person_not_said, sex_of_patient
from desktop.evidence.check_sides import contradicting_itself, sides_not_said
from desktop.evidence.check_wording import contradictions, language_of, leftovers, other_language, repeats
from desktop.evidence.clinical_terms import is_clinical, is_order, is_symptom, is_telling
from desktop.evidence.heard import Heard
from desktop.evidence.meaning import Term, red_flags
from desktop.evidence.omissions import omissions_of
from desktop.evidence.polarity import Polarity
from desktop.evidence.raising import INFORMATION, LOOK, MUST, found, key_of
from desktop.evidence.sentence import Sentence, sentences_in
from desktop.language.number_words import word_set

HARDLY_ANY = 0.25
"""Below this share of its content a sentence is taken for not said at all."""
_REPORTS = word_set("reports endorses reported endorsed complains complaining admits positive c/o")
_REPORT_REACH = 4
_MOST_KEPT = 600
_NOT_COMPARED = Finding(
    FindingKind.NOT_COMPARED,
    INFORMATION,
    None,
    0,
    0,
    "",
    "There is no transcript, so nothing was compared with what was said.",
    key_of("no transcript"),
)


@dataclass(frozen=True, slots=True)
class _Checked:
    evidence: SentenceEvidence
    findings: tuple[Finding, ...]


class NoteChecker:
    """Checks any number of notes, or one while it is typed, against one visit.

    other_patients: full names of other patients of the records, which no note of this visit may hold.
    check() is pure in its arguments and keeps what it knows of sentences that have not changed; it may be called
    from one thread at a time.
    """

    def __init__(
        self, transcript: Transcript, context: VisitContext | None = None, other_patients: Sequence[str] = ()
    ) -> None:
        self.heard = Heard(transcript, context)
        self._not_tolerated = NotTolerated(self.heard)
        self._others = tuple(other_patients)
        self._spoken = language_of(transcript.text)
        self._known: dict[tuple[Section, str, Sex], _Checked] = {}

    def check(self, note: Note) -> NoteCheck:
        """Everything there is to say of the note as it stands."""
        by_section = {section: sentences_in(section, note[section]) for section in Section if note[section]}
        sentences = [sentence for each in by_section.values() for sentence in each]
        sex = sex_of_patient(self.heard, [word.lower for sentence in sentences for word in sentence.words])
        evidence: list[SentenceEvidence] = []
        findings: list[Finding] = []
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        for section, each in by_section.items():
            for sentence in each:
                checked = self._sentence(sentence, sex)
                evidence.append(checked.evidence)
                findings += checked.findings
            findings += leftovers(section, note[section])
            findings += other_language(section, each, self._spoken)
            findings += names_of_others(section, note[section], self._others, self.heard.context.name)
        findings += repeats(sentences) + contradictions(sentences)
        findings += allergies_not_heeded(sentences, self._not_tolerated)
        if not self.heard.has_words and sentences:
            findings.append(_NOT_COMPARED)
        order = list(Section)
        findings.sort(
            key=lambda finding: (order.index(finding.section) if finding.section else -1, finding.start)
        )
        return NoteCheck(
            tuple(evidence),
            (*self._instructions(), *_one_each(findings)),
            omissions_of(self.heard, sentences, note.not_placed) if self.heard.has_words else (),
            self.heard.has_words,
        )

    def _sentence(self, sentence: Sentence, sex: Sex) -> _Checked:
        key = (sentence.section, sentence.text, sex)
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._look(
                Sentence(sentence.section, 0, len(sentence.text), sentence.text), sex
            )
        return _moved(known, sentence.start)

    def _look(self, sentence: Sentence, sex: Sex) -> _Checked:
        alignment = align(sentence, self.heard)
        if not self.heard.has_words:
            findings = [
                *contradicting_itself(sentence),
                *same_number_twice(sentence),
                *person_not_said(sentence, self.heard, sex),
            ]
            return _Checked(evidence_of(sentence, alignment, self.heard), tuple(findings))
        findings = [
            *amounts_not_said(sentence, alignment, self.heard),
            *dates_and_names_not_said(sentence, self.heard),
            *frequencies_not_said(sentence, self.heard),
            *sides_not_said(sentence, self.heard),
            *drugs_not_said(sentence, self.heard),
            *names_put_in_place(sentence, alignment, self.heard),
            *person_not_said(sentence, self.heard, sex),
            *polarity_not_said(sentence, alignment, self.heard),
        ]
        if not alignment.is_supported:
            numbers = len(sentence.amounts) > 1 and not any(
                each.kind is FindingKind.NUMBER for each in findings
            )
            findings.append(self._unsupported(sentence, alignment.support, are_numbers_said=numbers))
        else:
            findings += self._words_not_said(sentence)
        return _Checked(evidence_of(sentence, alignment, self.heard), tuple(findings))

    def _unsupported(self, sentence: Sentence, support: float, *, are_numbers_said: bool) -> Finding:
        span = (0, len(sentence.text))
        if _is_heading(sentence):
            return found(
                FindingKind.UNSUPPORTED, INFORMATION, sentence, span, "This was not said as it stands."
            )
        claims = self._claims_something(sentence) if support < HARDLY_ANY else self._states_unsaid(sentence)
        severity = MUST if claims and not are_numbers_said else LOOK
        reason = (
            "Nothing in the transcript or the chart says this."
            if support < HARDLY_ANY
            else "Only a part of this was said."
        )
        return found(FindingKind.UNSUPPORTED, severity, sentence, span, reason)

    def _claims_something(self, sentence: Sentence) -> bool:
        """Whether a sentence states something clinical, or a telling word, that was never said."""
        return any(
            is_clinical(term) or is_order(term) or is_telling(term, sentence.words[term.start].lower)
            for term in self.heard.said_terms(sentence)
            if not self.heard.is_said(term.name)
            and term.start >= sentence.label_words
            and sentence.polarity[term.start] is Polarity.STATED
        )

    def _states_unsaid(self, sentence: Sentence) -> bool:
        """Whether most of what a sentence states was never said, something clinical with it, or a symptom that it reports."""
        told = [
            term
            for term in self.heard.said_terms(sentence)
            if term.start >= sentence.label_words
            and (is_clinical(term) or is_order(term) or is_telling(term, sentence.words[term.start].lower))
            and sentence.polarity[term.start] is Polarity.STATED
        ]
        unsaid = [term for term in told if not self.heard.is_said(term.name)]
        if any(_is_reported(term, sentence) for term in unsaid):
            return True
        return 2 * len(unsaid) > len(told) and any(is_clinical(term) or is_order(term) for term in unsaid)

    def _words_not_said(self, sentence: Sentence) -> list[Finding]:
        return [
            found(
                FindingKind.UNSUPPORTED,
                MUST if _is_reported(term, sentence) else LOOK,
                sentence,
                sentence.span(term),
                f"“{sentence.text[slice(*sentence.span(term))]}” was not said.",
            )
            for term in self.heard.said_terms(sentence)
            if is_clinical(term)
            and not term.is_drug
            and not self.heard.is_said(term.name)
            and term.start >= sentence.label_words
        ]

    def _instructions(self) -> list[Finding]:
        findings = []
        for source in self.heard.instructions:
            words = self.heard.transcript.segments[source.segment].text[source.start : source.end]
            reason = (
                "These words of the transcript instruct whoever writes the note. Nothing in the note may rest on them: "
                "check that it does not follow them."
            )
            key = key_of(FindingKind.INSTRUCTION.value, words)
            findings.append(
                Finding(FindingKind.INSTRUCTION, MUST, None, 0, 0, words, reason, key, None, (source,))
            )
        return findings


def _is_reported(term: Term, sentence: Sentence) -> bool:
    """Whether the patient is said to report what a term means: "reports dysphagia", "positive for wheezing"."""
    before = {word.lower for word in sentence.words[max(0, term.start - _REPORT_REACH) : term.start]}
    return (
        bool(before & _REPORTS)
        and sentence.polarity[term.start] is Polarity.STATED
        and (is_symptom(term) or term.name in red_flags())
    )


def _is_heading(sentence: Sentence) -> bool:
    text = sentence.text
    return len(sentence.words) <= 4 and (text.endswith(":") or text.isupper()) and not sentence.drugs


def _moved(checked: _Checked, by: int) -> _Checked:
    if not by:
        return checked
    evidence = replace(checked.evidence, start=checked.evidence.start + by, end=checked.evidence.end + by)
    findings = tuple(
        replace(
            finding,
            start=finding.start + by,
            end=finding.end + by,
            fix=replace(finding.fix, start=finding.fix.start + by, end=finding.fix.end + by)
            if finding.fix
            else None,
        )
        for finding in checked.findings
    )
    return _Checked(evidence, findings)


def _one_each(findings: Sequence[Finding]) -> list[Finding]:
    """The findings with each key once per place, the gravest of several kinds at the same words first."""
    rank = list(Severity)
    kept: dict[tuple[Section | None, int, int, FindingKind], Finding] = {}
    for finding in findings:
        place = (finding.section, finding.start, finding.end, finding.kind)
        known = kept.get(place)
        if known is None or rank.index(finding.severity) < rank.index(known.severity):
            kept[place] = finding
    return list(kept.values())
