"""Patients: stored as given, and found however they are typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.context import Sex
from desktop.domain.errors import TextTooLong, UnknownChoice
from desktop.domain.patient import Patient
from desktop.records.records import Records
from tests.servers.clinic import make_records, open_records

DATA_KEY = bytes(range(32))


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    """Empty records, open."""
    make_records(tmp_path)
    with open_records(tmp_path) as opened:
        yield opened


def test_a_patient_reads_back_as_stored(records: Records) -> None:
    """Every field, and the fields that nobody filled in."""
    full = records.patients.add(Patient(None, "Sample", "Ada", date(1984, 2, 29), Sex.FEMALE, "MRN-0042"))
    bare = records.patients.add(Patient(family_name="Solo"))
    assert full.id is not None
    assert records.patients.get(full.id) == full
    assert bare.id is not None
    assert records.patients.get(bare.id) == bare
    assert full.id != bare.id


def test_a_corrected_name_is_found_and_the_old_one_no_longer(records: Records) -> None:
    """Search follows the correction."""
    patient = records.patients.add(Patient(family_name="Smaple", mrn="77"))
    corrected = records.patients.update(Patient(patient.id, "Sample", "Ada", mrn="78"))
    assert records.patients.search("sample") == [corrected]
    assert records.patients.search("78") == [corrected]
    assert records.patients.search("smaple") == []
    assert records.patients.search("77") == []


def test_an_unknown_patient_is_a_sentence(records: Records) -> None:
    """Neither read nor corrected nor given a visit."""
    with pytest.raises(UnknownChoice, match="not in the records"):
        records.patients.get(404)
    with pytest.raises(UnknownChoice, match="not in the records"):
        records.patients.update(Patient(id=404, family_name="Nobody"))


@pytest.mark.parametrize(
    ("family_name", "given_name", "typed"),
    [
        ("Núñez", "Zoë", "nunez"),
        ("Núñez", "Zoë", "ZOE nun"),
        ("Nunez", "Zoe", "Núñez"),
        ("O'Sample", "Ada", "osample"),
        ("O'Sample", "Ada", "o'sam"),
        ("O’Sample", "Ada", "o'sample"),
        ("O'Sample", "Ada", "sample"),
        ("Sample-Example", "Ada", "example"),
        ("Sample-Example", "Ada", "sample-ex"),
        ("Sample-Example", "Ada", "sampleexample"),
        ("Sample", "Ada", "Sample, Ada"),
        ("Großmann", "", "GROSSMANN"),
        ("Grossmann", "", "großmann"),
        ("Łukasz", "Søren", "lukasz soren"),
        ("İpek", "", "ipek"),
        ("Işık", "", "isik"),
        ("样本", "病人", "样"),
        ("عَيِّنة", "", "عينة"),
        ("Пример", "Анна", "пРИм"),
        ("🦊", "", "🦊"),
        ("X", "", "x"),
        ("", "Mononym", "mono"),
    ],
)
def test_a_name_is_found_without_its_accents_case_and_punctuation(
    records: Records, family_name: str, given_name: str, typed: str
) -> None:
    """Names of many languages, found as people type them, by the beginning of each word."""
    patient = records.patients.add(Patient(family_name=family_name, given_name=given_name))
    records.patients.add(Patient(family_name="Different", given_name="Entirely"))
    assert records.patients.get(patient.id or 0).family_name == family_name
    assert records.patients.search(typed) == [patient]


def test_composed_and_decomposed_names_are_one_match(records: Records) -> None:
    """NFC and NFD of the same name, stored and typed in all four ways."""
    for form in ("NFC", "NFD"):
        records.patients.add(Patient(family_name=unicodedata.normalize(form, "Ångström")))
    for form in ("NFC", "NFD"):
        assert len(records.patients.search(unicodedata.normalize(form, "Ångström"))) == 2


def test_every_typed_word_must_match_and_only_from_its_beginning(records: Records) -> None:
    """Two words narrow the list; the middle of a name finds nobody."""
    ada = records.patients.add(Patient(family_name="Sample", given_name="Ada"))
    records.patients.add(Patient(family_name="Sample", given_name="Ben"))
    assert records.patients.search("ada sample") == [ada]
    assert len(records.patients.search("sam")) == 2
    assert records.patients.search("ample") == []


def test_record_numbers_are_found_by_their_beginning_or_a_part(records: Records) -> None:
    """With and without the prefix and the dash."""
    patient = records.patients.add(Patient(family_name="Sample", mrn="MRN-0042"))
    for typed in ("MRN-0042", "mrn0042", "mrn-00", "0042"):
        assert records.patients.search(typed) == [patient]


def test_nothing_typed_lists_all_by_name(records: Records) -> None:
    """Sorted without regard to case and accents, up to the limit."""
    for name in ("zebra", "Äpfel", "apple", "Banana"):
        records.patients.add(Patient(family_name=name))
    assert [patient.family_name for patient in records.patients.search()] == [
        "Äpfel",
        "apple",
        "Banana",
        "zebra",
    ]
    assert len(records.patients.search("  ", limit=2)) == 2


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "NEAR(",
        "col:x",
        "-x",
        "'; DROP TABLE patients; --",
        "%",
        "_",
        "x" * 10_000,
        "a " * 5_000,
        "\0",
        "\ud800",
    ],
)
def test_no_typed_text_is_an_error(records: Records, typed: str) -> None:
    """Search characters of databases are letters like any other: nothing found, and nothing lost."""
    patient = records.patients.add(Patient(family_name="Sample"))
    assert records.patients.search(typed) == []
    assert records.patients.search("sample") == [patient]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(family_name=st.text(max_size=40), typed=st.text(max_size=60))
def test_any_name_can_be_stored_and_any_text_searched(records: Records, family_name: str, typed: str) -> None:
    """A name of letters is found by itself; no text at all is an error."""
    patient = records.patients.add(Patient(family_name=family_name))
    records.patients.search(typed)
    if any(char.isalpha() for char in family_name):
        assert patient in records.patients.search(family_name, limit=1000)


def test_what_cannot_be_stored_is_cleaned_away(records: Records) -> None:
    """A lone surrogate becomes the replacement character; NUL, controls and text-direction overrides go."""
    patient = records.patients.add(Patient(family_name="Sam\0ple\x07", given_name="A\ud800da\u202e"))
    assert records.patients.get(patient.id or 0) == patient
    assert (patient.family_name, patient.given_name) == ("Sample", "A\ufffdda")


def test_a_name_beyond_reason_is_refused_and_the_old_one_stays(records: Records) -> None:
    """10,000 characters in a name field: a sentence that names the field."""
    patient = records.patients.add(Patient(family_name="Sample"))
    with pytest.raises(TextTooLong, match="family name"):
        records.patients.update(Patient(patient.id, "x" * 10_000))
    assert records.patients.search("sample") == [patient]
