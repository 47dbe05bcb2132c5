"""The level of a visit by decisions and by time, psychotherapy and timed units, against the published tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.coding.psychotherapy import crisis_codes, family_code, psychotherapy_code
from desktop.coding.timed_units import eight_minute_rule, midpoint_rule, units_of
from desktop.coding.visit_level import data_level, problems_level, risk_level, visit_level
from desktop.domain.visit_level import (
    Data,
    Level,
    Problems,
    Risk,
    Setting,
    TimedService,
    VisitAnswers,
)

S, L, M, H = Level


@pytest.mark.parametrize(
    ("problems", "level"),
    [
        (Problems(minor=1), S),
        (Problems(minor=2), L),
        (Problems(stable_chronic=1), L),
        (Problems(acute_uncomplicated=1), L),
        (Problems(stable_acute=1), L),
        (Problems(stable_chronic=2), M),
        (Problems(worse_chronic=1), M),
        (Problems(undiagnosed_new=1), M),
        (Problems(acute_systemic=1), M),
        (Problems(complicated_injury=1), M),
        (Problems(severe_chronic=1), H),
        (Problems(threat_to_life=1, minor=3), H),
    ],
)
def test_problems_reach_the_level_of_the_table(problems: Problems, level: Level) -> None:
    """Each kind and number of problems stands in its row of the table."""
    assert problems_level(problems)[0] is level


@pytest.mark.parametrize(
    ("data", "level"),
    [
        (Data(), S),
        (Data(orders=1), S),
        (Data(orders=1, results=1), L),
        (Data(independent_historian=True), L),
        (Data(orders=2, independent_historian=True), M),
        (Data(orders=3), M),
        (Data(independent_interpretation=True), M),
        (Data(discussion_with_external=True), M),
        (Data(results=3, independent_interpretation=True), H),
        (Data(independent_interpretation=True, discussion_with_external=True), H),
    ],
)
def test_data_reach_the_level_of_the_table(data: Data, level: Level) -> None:
    """One group of data is moderate, two groups are extensive."""
    assert data_level(data)[0] is level


def test_every_risk_has_its_level() -> None:
    """Prescription drug management is moderate, hospitalization high; nothing counted is straightforward."""
    assert risk_level(frozenset())[0] is S
    assert risk_level(frozenset({Risk.OVER_THE_COUNTER}))[0] is L
    assert risk_level(frozenset({Risk.OVER_THE_COUNTER, Risk.PRESCRIPTION}))[0] is M
    assert risk_level(frozenset({Risk.PRESCRIPTION, Risk.HOSPITALIZATION}))[0] is H
    assert all(risk_level(frozenset({risk}))[0] > S for risk in Risk)


@pytest.mark.parametrize(
    ("setting", "codes"),
    [
        (Setting.OFFICE_NEW, ["99202", "99203", "99204", "99205"]),
        (Setting.OFFICE_ESTABLISHED, ["99212", "99213", "99214", "99215"]),
        (Setting.HOSPITAL_FIRST, ["99221", "99221", "99222", "99223"]),
        (Setting.EMERGENCY, ["99282", "99283", "99284", "99285"]),
    ],
)
def test_two_of_three_elements_make_the_level(setting: Setting, codes: list[str]) -> None:
    """The middle one of problems, data and risk decides, whatever the highest is."""
    problems = [
        Problems(minor=1),
        Problems(stable_chronic=1),
        Problems(stable_chronic=2),
        Problems(threat_to_life=1),
    ]
    risks = [frozenset[Risk](), {Risk.OVER_THE_COUNTER}, {Risk.PRESCRIPTION}, {Risk.HOSPITALIZATION}]
    for code, problem, risk in zip(codes, problems, risks, strict=True):
        level = visit_level(VisitAnswers(setting=setting, problems=problem, risks=frozenset(risk)))
        assert level.by_decisions is not None
        assert level.by_decisions.code == code
    lone = visit_level(
        VisitAnswers(setting=setting, problems=Problems(minor=1), risks=frozenset({Risk.HOSPITALIZATION}))
    )
    assert lone.by_decisions is not None
    assert lone.by_decisions.code == codes[0]


@pytest.mark.parametrize(
    ("setting", "minutes", "code"),
    [
        (Setting.OFFICE_NEW, 14, None),
        (Setting.OFFICE_NEW, 15, "99202"),
        (Setting.OFFICE_NEW, 44, "99203"),
        (Setting.OFFICE_NEW, 60, "99205"),
        (Setting.OFFICE_ESTABLISHED, 9, None),
        (Setting.OFFICE_ESTABLISHED, 29, "99213"),
        (Setting.OFFICE_ESTABLISHED, 30, "99214"),
        (Setting.OFFICE_ESTABLISHED, 40, "99215"),
        (Setting.EMERGENCY, 120, None),
    ],
)
def test_the_minimum_time_must_be_met(setting: Setting, minutes: int, code: str | None) -> None:
    """A minute less gives the level below; emergency visits have no time."""
    level = visit_level(VisitAnswers(setting=setting, minutes=minutes))
    assert (level.by_time.code if level.by_time else None) == code


@pytest.mark.parametrize(
    ("setting", "minutes", "medicare", "units"),
    [
        (Setting.OFFICE_ESTABLISHED, 54, False, 0),
        (Setting.OFFICE_ESTABLISHED, 55, False, 1),
        (Setting.OFFICE_ESTABLISHED, 70, False, 2),
        (Setting.OFFICE_NEW, 75, False, 1),
        (Setting.OFFICE_ESTABLISHED, 68, True, 0),
        (Setting.OFFICE_ESTABLISHED, 69, True, 1),
        (Setting.OFFICE_NEW, 89, True, 1),
        (Setting.OFFICE_NEW, 104, True, 2),
    ],
)
def test_prolonged_visits(setting: Setting, minutes: int, *, medicare: bool, units: int) -> None:
    """Further quarters of an hour count from another minute for Medicare than for other payers."""
    level = visit_level(VisitAnswers(setting=setting, minutes=minutes, medicare=medicare))
    extra = [offer for offer in level.codes if offer.code in {"99417", "G2212"}]
    assert sum(offer.units for offer in extra) == units
    assert {offer.code for offer in extra} <= {"G2212" if medicare else "99417"}


def test_the_higher_way_is_taken_and_every_element_has_its_line() -> None:
    """A short visit with hard decisions goes by decisions, a long one with easy decisions by time."""
    hard = VisitAnswers(problems=Problems(stable_chronic=2), risks=frozenset({Risk.PRESCRIPTION}), minutes=12)
    easy = VisitAnswers(problems=Problems(minor=1), minutes=35)
    assert [offer.code for offer in visit_level(hard).codes] == ["99214"]
    assert [offer.code for offer in visit_level(easy).codes] == ["99214"]
    assert [reason.about for reason in visit_level(hard).reasons] == [
        "Problems", "Data", "Risk", "Decision making", "Time", "Result",
    ]  # fmt: skip


def test_psychotherapy_takes_the_time_away_from_the_visit() -> None:
    """With psychotherapy on the same day the visit goes by decisions, and the minutes give the added code."""
    answers = VisitAnswers(
        problems=Problems(stable_chronic=2),
        risks=frozenset({Risk.PRESCRIPTION}),
        minutes=70,
        psychotherapy_minutes=40,
    )
    assert [offer.code for offer in visit_level(answers).codes] == ["99214", "90836"]


@pytest.mark.parametrize(
    ("minutes", "alone", "added"),
    [
        (15, None, None),
        (16, "90832", "90833"),
        (37, "90832", "90833"),
        (38, "90834", "90836"),
        (52, "90834", "90836"),
        (53, "90837", "90838"),
    ],
)
def test_psychotherapy_by_minutes(minutes: int, alone: str | None, added: str | None) -> None:
    """The ranges of the three lengths, alone and with a visit."""
    offers = [psychotherapy_code(minutes, with_visit=with_visit)[0] for with_visit in (False, True)]
    assert [offer.code if offer else None for offer in offers] == [alone, added]


def test_what_is_not_checked_says_so() -> None:
    """Figures without a published source behind them are marked, and their sentences say it."""
    crisis, crisis_why = crisis_codes(105)
    family, family_why = family_code(30, patient_present=True)
    home = visit_level(VisitAnswers(setting=Setting.HOME_NEW, minutes=60))
    assert [(offer.code, offer.units, offer.verified) for offer in crisis] == [
        ("90839", 1, False),
        ("90840", 2, False),
    ]
    assert family is not None
    assert not family.verified
    assert home.by_time is not None
    assert not home.by_time.verified
    assert all("not been checked" in why for why in (crisis_why, family_why))
    assert any("not been checked" in reason.sentence for reason in home.reasons)


@pytest.mark.parametrize(
    ("minutes", "units"),
    [
        (7, 0),
        (8, 1),
        (22, 1),
        (23, 2),
        (37, 2),
        (38, 3),
        (52, 3),
        (53, 4),
        (67, 4),
        (68, 5),
        (83, 6),
        (97, 6),
    ],
)
def test_eight_minutes_begin_a_unit(minutes: int, units: int) -> None:
    """The published spans of Medicare's rule."""
    assert units_of(minutes) == units
    assert dict(eight_minute_rule([TimedService("97110", minutes)]).units)["97110"] == units


@pytest.mark.parametrize(
    ("services", "medicare", "midpoint"),
    [
        ([("97112", 24), ("97110", 23)], [2, 1], [2, 2]),
        ([("97112", 20), ("97110", 20)], [2, 1], [1, 1]),
        ([("97110", 33), ("97140", 7)], [2, 1], [2, 0]),
        ([("97112", 18), ("97110", 13), ("97116", 10), ("97140", 8)], [1, 1, 1, 0], [1, 1, 1, 1]),
        ([("97112", 7), ("97110", 7), ("97140", 7)], [1, 0, 0], [0, 0, 0]),
    ],
)
def test_units_are_shared_out(
    services: list[tuple[str, int]], medicare: list[int], midpoint: list[int]
) -> None:
    """The manual's examples: total minutes first, then the largest remainders; the midpoint rule counts each alone."""
    timed = [TimedService(code, minutes) for code, minutes in services]
    assert [units for _, units in eight_minute_rule(timed).units] == medicare
    assert [units for _, units in midpoint_rule(timed).units] == midpoint


@given(
    st.lists(
        st.tuples(st.sampled_from(["97110", "97112", "97140", "97530"]), st.integers(0, 120)), max_size=6
    )
)
def test_no_more_units_than_the_day_allows(services: list[tuple[str, int]]) -> None:
    """Whatever the services, the units add up to what the day's minutes give, and untimed ones change nothing."""
    timed = [TimedService(code, minutes) for code, minutes in services]
    total = sum(minutes for _, minutes in services)
    shared = eight_minute_rule([*timed, TimedService("97161", 45)])
    assert sum(units for _, units in shared.units) == units_of(total)
    assert "97161" not in dict(shared.units)
