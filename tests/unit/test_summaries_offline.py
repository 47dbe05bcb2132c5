"""Summaries over visits, written by rules: fictional series whose facts a clinician can check by eye."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.summary import BlockKind, NotePart, Purpose, Summary, VisitNotes
from desktop.summaries.formats import as_object, as_text
from desktop.summaries.offline import carried_forward, measure_series, summarize_offline


def visit(when: str, **texts: str) -> VisitNotes:
    """A fictional visit whose id is its date."""
    return VisitNotes(
        when, date.fromisoformat(when), "Dr Example", {NotePart(part): text for part, text in texts.items()}
    )


DIABETES = (
    visit(
        "2026-01-15",
        subjective="Annual visit. Takes metformin 500 mg BID. Allergies: penicillin (rash). Father had a stroke.",
        objective="BP 152/94, HR 82, Wt 92.3 kg, BMI 30.1. A1c 7.9 %.",
        assessment="1. Type 2 diabetes mellitus, above goal.\n2. Elevated blood pressure, recheck.",
        plan="Increase metformin to 1000 mg BID. Refer to ophthalmology for annual eye exam. Order lipid panel.",
    ),
    visit(
        "2026-02-20",
        subjective="Taking metformin 1000 mg BID.",
        objective="BP 156/96.",
        assessment="1. Diabetes with hyperglycaemia.\n2. Hypertension, uncontrolled.",
        plan="Start lisinopril 10 mg daily. Continue metformin 1000 mg BID. Check BMP in 2 weeks. Return in 3 months.",
    ),
    visit(
        "2026-03-18",
        subjective="Cough for 5 days. NKDA.",
        objective="BP 144/90. SpO2 97 % on RA. Chest X-ray clear.",
        assessment="Acute bronchitis. No evidence of pneumonia.",
        plan="Benzonatate 100 mg TID for 7 days. Avoid ibuprofen. Return if worse.",
    ),
    visit(
        "2026-06-11",
        objective="BP 142/88, Wt 90.1 kg. A1c down from 7.9 % to 7.2 %. Creatinine 1.0 mg/dL.",
        assessment="1. T2DM, improving.\n2. HTN, not at goal.",
        plan="Increase lisinopril from 10 mg to 20 mg daily. Continue metformin. Goal A1c below 7 %.",
    ),
    visit(
        "2026-09-02",
        objective="BP 130/80, A1c 6.8 %.",
        assessment="1. Type 2 diabetes, at goal.\n2. Hypertension, well controlled.",
        plan="Continue metformin 1000 mg BID and lisinopril 20 mg daily. Repeat A1c in 3 months.",
    ),
    visit(
        "2026-11-20",
        subjective="Low back pain for three weeks.",
        objective="BP 128/78. Pain 6/10.",
        assessment="Mechanical low back pain.",
        plan="Ibuprofen 400 mg TID as needed. Refer to physical therapy. Follow up in 4 weeks.",
    ),
)
PSYCHIATRY = (
    visit(
        "2026-01-10",
        subjective="Low mood for 3 months. PHQ-9 score 18. GAD-7 14. Denies suicidal ideation.",
        objective="Affect constricted.",
        assessment="Major depressive disorder, single episode, moderate. Generalized anxiety disorder.",
        plan="Start sertraline 50 mg daily. Refer to psychotherapy for CBT. Follow up in 4 weeks.",
    ),
    visit(
        "2026-02-09",
        subjective="PHQ-9 score 13. Started therapy last week.",
        assessment="MDD, improving. GAD, stable.",
        plan="Increase sertraline to 100 mg daily. Check TSH. Return in 6 weeks.",
    ),
    visit(
        "2026-03-23",
        subjective="PHQ-9: 9, GAD-7: 8.",
        assessment="1. Depression, improving\n2. Anxiety, improving",
        plan="Switch from sertraline 100 mg to bupropion XL 150 mg daily because of sexual side effects.",
    ),
)
CHILD = (
    visit(
        "2026-01-05",
        subjective="Mother reports fever and ear pain for 2 days. Brother has asthma. No known drug allergies.",
        objective="Temp 38.9 C, weight 12.4 kg.",
        assessment="Acute otitis media, right.",
        plan="Amoxicillin 400 mg/5 mL, 5 mL BID for 10 days. Ibuprofen as needed.",
    ),
    visit(
        "2026-01-12",
        subjective="Rash on day 6 of amoxicillin.",
        objective="T 37.0 C. Weight 12.5 kg.",
        assessment="1. Drug rash, likely amoxicillin.\n2. Otitis media, improving.",
        plan="Stop amoxicillin due to rash. Amoxicillin allergy (rash) added to chart.",
    ),
    visit(
        "2026-07-15",
        objective="Weight 13.8 kg, height 90 cm.",
        assessment="Otitis media resolved.",
        plan="Hearing test ordered. Return in 6 months.",
    ),
)
AFTER_SURGERY = (
    visit(
        "2026-03-02",
        subjective="2 weeks status post right total knee replacement. Pain 6/10.",
        assessment="Status post right total knee arthroplasty, healing well. No evidence of DVT or infection.",
        plan="Wean oxycodone. Start acetaminophen 1000 mg TID. Refer to physical therapy. X-ray at next visit.",
    ),
    visit(
        "2026-03-30",
        subjective="Pain 3/10. Stopped oxycodone two weeks ago. PT twice a week is going well.",
        objective="X-ray shows well-aligned prosthesis.",
        assessment="S/p right TKA, progressing well.",
        plan="Continue PT. Follow up in 6 weeks.",
    ),
)
CONTRADICTORY = (
    visit("2026-01-01", assessment="Hypertension.", plan="Start lisinopril 10 mg daily."),
    visit(
        "2026-02-01",
        subjective="Allergic to sulfa (hives). Taking lisinopril 20 mg daily.",
        assessment="Hypertension, not controlled.",
        plan="Continue lisinopril 20 mg daily.",
    ),
    visit(
        "2026-03-01",
        subjective="No known drug allergies.",
        assessment="HTN uncontrolled.",
        plan="Stop lisinopril because of cough. Start losartan 50 mg daily. Start Bactrim DS BID for 3 days.",
    ),
    visit("2026-04-01", assessment="HTN controlled.", plan="Continue lisinopril 10 mg daily."),
)
BRITISH = (
    visit(
        "2026-02-03",
        subjective="c/o fatigue. PMH: T2DM, HTN. FHx: father MI.",
        objective="BP 148/92, pulse 76 reg, wt 98 kg. HbA1c 64 mmol/mol, eGFR 71.",
        assessment="T2DM - suboptimally controlled. HTN above target.",
        plan="Metformin 500 mg OD increased to 500 mg BD. Start ramipril 2.5 mg OD. U&Es in 2/52. Refer retinal screening.",
    ),
    visit(
        "2026-05-06",
        subjective="Has not attended retinal screening.",
        objective="BP 136/84. HbA1c 56 mmol/mol. U&Es normal.",
        assessment="T2DM improving. HTN controlled.",
        plan="Continue metformin 500 mg BD, ramipril 2.5 mg OD. Repeat HbA1c 3/12.",
    ),
)
SERIES = (DIABETES, PSYCHIATRY, CHILD, AFTER_SURGERY, CONTRADICTORY, BRITISH)


def lines(summary: Summary, kind: BlockKind) -> list[str]:
    """The statements of a block."""
    return [each.text for block in summary.blocks if block.kind is kind for each in block.statements]


def line(summary: Summary, kind: BlockKind, start: str) -> str:
    """The one statement of a block that begins so."""
    found = [text for text in lines(summary, kind) if text.startswith(start)]
    assert len(found) == 1, (start, lines(summary, kind))
    return found[0]


def test_a_problem_shows_how_its_values_words_and_medicines_moved() -> None:
    """Diabetes has its A1c with dates, what was said of it and its medicine; hypertension likewise."""
    summary = summarize_offline(DIABETES)
    diabetes = line(summary, BlockKind.ACTIVE_PROBLEMS, "Type 2 diabetes")
    assert "A1c 7.9 % (15 Jan 2026) → 7.2 % (11 Jun 2026) → 6.8 % (2 Sep 2026)" in diabetes
    assert "above goal (15 Jan 2026) → improving (11 Jun 2026) → at goal (2 Sep 2026)" in diabetes
    assert "metformin increased from 500 mg to 1000 mg BID (15 Jan 2026)" in diabetes
    hypertension = line(summary, BlockKind.ACTIVE_PROBLEMS, "Hypertension")
    assert "lisinopril started 10 mg daily (20 Feb 2026), increased from 10 mg to 20 mg daily" in hypertension
    assert "128/78 (20 Nov 2026)" in hypertension


def test_what_is_no_longer_mentioned_is_not_called_resolved() -> None:
    """An acute illness that no later visit names is said to be not mentioned; only what notes call resolved is."""
    past = lines(summarize_offline(DIABETES), BlockKind.PAST_PROBLEMS)
    assert "Acute bronchitis: not mentioned since 18 Mar 2026" in past
    assert not any("resolved" in text for text in past)
    assert lines(summarize_offline(CHILD), BlockKind.PAST_PROBLEMS)[0].startswith(
        "Otitis media: stated resolved (15 Jul 2026)"
    )


def test_denied_and_family_problems_are_nobodys() -> None:
    """Pneumonia that was ruled out, a father's stroke and a brother's asthma are not the patient's problems."""
    for series in SERIES:
        problems = " ".join(
            [
                *lines(summarize_offline(series), BlockKind.ACTIVE_PROBLEMS),
                *lines(summarize_offline(series), BlockKind.PAST_PROBLEMS),
            ]
        ).lower()
        assert not re.search("pneumonia|stroke|asthma|dvt|infection", problems)


def test_open_loops_have_due_dates_and_closed_ones_are_gone() -> None:
    """What was ordered and never seen again stays, with the day it is due; what came back does not."""
    loops = lines(summarize_offline(DIABETES), BlockKind.OPEN_LOOPS)
    assert "Ophthalmology: referred (15 Jan 2026); no result in these visits" in loops
    assert "Lipid panel: ordered (15 Jan 2026); no result in these visits" in loops
    assert any(text.startswith("Repeat A1c: ordered (2 Sep 2026), due about 2 Dec 2026") for text in loops)
    assert any(text.startswith("Follow-up visit: due about 18 Dec 2026") for text in loops)
    assert not any("kidney" in text.lower() or "BMP" in text for text in loops)  # creatinine came on 11 June
    british = lines(summarize_offline(BRITISH), BlockKind.OPEN_LOOPS)
    assert any("Retinal screening" in text and "not done by 6 May 2026" in text for text in british)
    assert any("due about 6 Aug 2026" in text for text in british)
    after = " ".join(lines(summarize_offline(AFTER_SURGERY), BlockKind.OPEN_LOOPS))
    assert "X-ray" not in after
    assert "Physical therapy" not in after


def test_medication_changes_have_direction_doses_and_dates() -> None:
    """Started, increased, stopped with its reason, switched, and a weaning that the patient finished."""
    psychiatry = lines(summarize_offline(PSYCHIATRY), BlockKind.MEDICATION_CHANGES)
    assert (
        "Sertraline: started 50 mg daily (10 Jan 2026); increased to 100 mg daily (9 Feb 2026); stopped because of sexual side effects (23 Mar 2026)"
        in psychiatry
    )
    assert "Bupropion: started 150 mg daily (23 Mar 2026)" in psychiatry
    surgery = lines(summarize_offline(AFTER_SURGERY), BlockKind.MEDICATION_CHANGES)
    assert "Oxycodone: decreased (2 Mar 2026); stopped, reported (30 Mar 2026)" in surgery
    british = lines(summarize_offline(BRITISH), BlockKind.MEDICATION_CHANGES)
    assert "Metformin: increased from 500 mg OD to 500 mg BD (3 Feb 2026)" in british
    child = lines(summarize_offline(CHILD), BlockKind.MEDICATION_CHANGES)
    assert (
        child[0]
        == "Amoxicillin: 400 mg/5 mL, 5 mL BID for 10 days (5 Jan 2026); stopped due to rash (12 Jan 2026)"
    )


def test_medicines_are_carried_forward_and_stopped_or_finished_ones_are_not() -> None:
    """The list ends with what is taken: not what was stopped, avoided, finished or an allergen."""
    medicines, allergies = carried_forward(DIABETES)
    assert [medicine.name for medicine in medicines] == ["Metformin", "Lisinopril", "Ibuprofen"]
    assert medicines[1].detail == "20 mg daily"
    assert (medicines[1].first, medicines[1].last) == (date(2026, 2, 20), date(2026, 9, 2))
    assert [(allergy.name, allergy.detail) for allergy in allergies] == [("Penicillin", "rash")]
    assert [medicine.name for medicine in carried_forward(PSYCHIATRY)[0]] == ["Bupropion"]


def test_what_visits_contradict_is_shown() -> None:
    """Two doses without a change, a stopped medicine that goes on, and "no allergies" after an allergy are all listed."""
    differences = " | ".join(lines(summarize_offline(CONTRADICTORY), BlockKind.DIFFERENCES))
    assert "Lisinopril: 10 mg (1 Jan 2026) and 20 mg (1 Feb 2026); no change is described" in differences
    assert "Lisinopril: stopped (1 Mar 2026), but written as taken again (1 Apr 2026)" in differences
    assert "Sulfa: an allergy is recorded (1 Feb 2026), but no known allergies on 1 Mar 2026" in differences
    assert "Bactrim: named as a medicine (1 Mar 2026), while an allergy to sulfa is recorded" in differences


def test_an_allergy_found_during_a_treatment_is_no_contradiction() -> None:
    """Amoxicillin was given before its allergy was known, so nothing differs."""
    assert not lines(summarize_offline(CHILD), BlockKind.DIFFERENCES)


def test_series_for_plotting_have_numbers_in_one_unit() -> None:
    """A blood pressure has two numbers; weights in kg and lb are plotted in the unit that most of them have."""
    series = {each.key: each for each in measure_series(DIABETES)}
    assert [point.values for point in series["bp"].points][:2] == [(152.0, 94.0), (156.0, 96.0)]
    assert [point.written for point in series["a1c"].points] == ["7.9", "7.2", "6.8"]
    mixed = measure_series(
        (
            visit("2026-01-01", objective="Weight 80 kg."),
            visit("2026-02-01", objective="Weight 176.4 lb."),
            visit("2026-03-01", objective="Weight 79 kg."),
        )
    )
    assert (mixed[0].unit, [point.values for point in mixed[0].points]) == (
        "kg",
        [(80.0,), (80.01,), (79.0,)],
    )


def test_a_focus_keeps_only_what_belongs_to_it() -> None:
    """Diabetes brings its medicine, values and loops, and not the blood pressure, the cough or the back."""
    text = as_text(summarize_offline(DIABETES, focus="diabetes management"))
    for expected in ("Type 2 diabetes", "metformin", "A1c", "Ophthalmology"):
        assert expected in text
    for other in ("Hypertension", "isinopril", "bronchitis", "back pain", "144/90"):
        assert other not in text
    heart = as_text(summarize_offline(DIABETES, focus="blood pressure"))
    assert "Hypertension" in heart
    assert "A1c" not in heart


def test_a_focus_without_facts_quotes_or_says_so() -> None:
    """A word that only stands in a sentence brings the sentence; one that stands nowhere brings a plain notice."""
    quoted = summarize_offline(DIABETES, focus="cough")
    assert quoted.blocks[0].statements[0].text == "18 Mar 2026, subjective: “Cough for 5 days.”"
    nothing = summarize_offline(DIABETES, focus="appendicitis")
    assert not nothing.blocks
    assert "Nothing in these visits" in nothing.notices[0]


@pytest.mark.parametrize("purpose", list(Purpose))
def test_each_purpose_begins_with_what_its_reader_needs(purpose: Purpose) -> None:
    """A timeline begins with visits and every other purpose with the problems; the header asks for a review."""
    summary = summarize_offline(DIABETES, purpose=purpose)
    first = BlockKind.VISITS if purpose is Purpose.TIMELINE else BlockKind.ACTIVE_PROBLEMS
    assert summary.blocks[0].kind is first
    assert "6 visits from 15 Jan 2026 to 20 Nov 2026" in summary.header
    assert "a person reviews it" in summary.header
    if purpose is Purpose.TIMELINE:
        assert len(summary.blocks[0].statements) == len(DIABETES)


def test_letters_are_sentences() -> None:
    """A referral letter tells the course in sentences with dates."""
    text = line(
        summarize_offline(DIABETES, purpose=Purpose.REFERRAL), BlockKind.ACTIVE_PROBLEMS, "Hypertension"
    )
    assert "Hypertension, noted from 20 Feb 2026 to 2 Sep 2026." in text
    assert (
        "Lisinopril was started at 10 mg daily on 20 Feb 2026 and increased to 20 mg daily on 11 Jun 2026."
        in text
        or (
            "Lisinopril was started at 10 mg daily on 20 Feb 2026 and increased from 10 mg to 20 mg daily on 11 Jun 2026."
            in text
        )
    )


_DATE = re.compile(r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4}\b")
_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


def assert_rests_on_its_visits(summary: Summary, visits: tuple[VisitNotes, ...]) -> None:
    """Every number of a statement, its dates apart, stands in the visits it names, and its spans lie in their texts."""
    by_id = {each.id: each for each in visits}
    for block in summary.blocks:
        for statement in block.statements:
            assert statement.spans, statement.text
            cited = " ".join(text for name in statement.visit_ids for text in by_id[name].texts.values())
            known = set(_NUMBER.findall(f"{cited} PHQ-9 GAD-7 SpO2 A1c COVID-19 1.73 /10")) | {
                "2"
            }  # m²: its label
            for number in _NUMBER.findall(_DATE.sub("", statement.text).replace("Dr Example", "")):
                assert number in known, (number, statement.text)
            for span in statement.spans:
                assert by_id[span.visit_id].date == span.date
                assert 0 <= span.start <= span.end <= len(by_id[span.visit_id][span.part])


@pytest.mark.parametrize(
    "series", SERIES, ids=("diabetes", "psychiatry", "child", "surgery", "contradictory", "british")
)
@pytest.mark.parametrize("purpose", list(Purpose))
def test_no_number_is_invented(series: tuple[VisitNotes, ...], purpose: Purpose) -> None:
    """Whatever the purpose, each number stands in a visit that its statement names."""
    assert_rests_on_its_visits(summarize_offline(series, purpose=purpose), series)


_SENTENCES = st.sampled_from(
    [sentence for series in SERIES for each in series for text in each.texts.values() for sentence in re.split(r"(?<=\.) |\n", text)]
    + ["BP 12/200.", "A1c 6.", "Weight 1e9 kg", "Start 5 mg.", "Follow up in 99 years.", "1. 2. 3.", "()", "Allergies:", "- ", "→ 5 mg to 10 mg", "ALLERGIES\n- x", "Étude 3 mg; ß", "Return in 12 days"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(2020, 1, 1), date(2026, 12, 31)),
            st.dictionaries(
                st.sampled_from(list(NotePart)), st.lists(_SENTENCES, max_size=4).map(" ".join), max_size=5
            ),
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
    st.sampled_from(list(Purpose)),
    st.sampled_from(["", "diabetes", "lisinopril", "pain"]),
)
def test_any_notes_give_the_same_supported_words_in_any_order(visits, random, purpose, focus) -> None:  # type: ignore[no-untyped-def]
    """Sentences thrown together: no failure, no number from nowhere, and the order of the input does not matter."""
    notes = tuple(VisitNotes(str(number), when, "", texts) for number, (when, texts) in enumerate(visits))
    summary = summarize_offline(notes, purpose=purpose, focus=focus)
    assert_rests_on_its_visits(summary, notes)
    shuffled = list(notes)
    random.shuffle(shuffled)
    assert as_object(summarize_offline(shuffled, purpose=purpose, focus=focus)) == as_object(summary)


def test_edges_are_told_and_not_guessed() -> None:
    """No visits, an empty one, two on one day, and a language that the rules cannot read."""
    assert summarize_offline(()).header == "There are no visits to summarize."
    empty = summarize_offline((VisitNotes("1", date(2026, 1, 1)), *DIABETES))
    assert empty.notices == ("Without any text: 1 Jan 2026.",)
    same_day = (
        VisitNotes("a", date(2026, 1, 1), "Dr A", {NotePart.OBJECTIVE: "BP 150/90"}),
        VisitNotes("b", date(2026, 1, 1), "Dr B", {NotePart.OBJECTIVE: "BP 140/84"}),
    )
    assert [point.span.visit_id for point in measure_series(same_day)[0].points] == ["a", "b"]
    spanish = visit(
        "2026-01-01",
        subjective="El paciente refiere dolor de cabeza desde hace tres días, sin fiebre. Toma paracetamol con alivio.",
    )
    assert "English" in summarize_offline((spanish,)).notices[0]
    assert not any(summarize_offline(series).notices for series in SERIES)


def test_text_marks_dates_that_a_statement_does_not_write() -> None:
    """Text output names every visit of a statement, in its words or in brackets behind them."""
    summary = summarize_offline(DIABETES)
    shown = as_text(summary).splitlines()
    for block in summary.blocks:
        for statement in block.statements:
            row = next(row for row in shown if row.startswith(f"- {statement.text}"))
            for when in statement.dates:
                assert f"{when.day} {when:%b} {when.year}" in row
