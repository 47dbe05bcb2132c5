"""The table of diagnosis codes and its search, measured on phrases that the search was tuned on and on phrases it was not."""

from __future__ import annotations

import shutil
import stat
from importlib import resources
from pathlib import Path

import pytest

from desktop.coding.history import all_codes
from desktop.coding.search import search
from desktop.coding.table import Table, icd10cm, written
from desktop.domain.coding import CodeNoteKind, Existence
from desktop.domain.errors import MissingPart

HERE = Path(__file__).parent


def phrases(name: str) -> list[tuple[str, set[str]]]:
    lines = (HERE / f"coding_phrases_{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [
        (line.split("\t")[0], set(line.split("\t")[1].split())) for line in lines if not line.startswith("#")
    ]


def shares(name: str) -> tuple[float, float, list[str]]:
    """The share found first and among the first three, and what was not found first."""
    first = third = 0
    missed = []
    told = phrases(name)
    for phrase, accepted in told:
        codes = [found.entry.code for found in search(phrase, 3, typing=False)]
        first += codes[:1] != [] and codes[0] in accepted
        third += bool(accepted & set(codes))
        if not codes or codes[0] not in accepted:
            missed.append(f"{phrase}: {codes}")
    return first / len(told), third / len(told), missed


@pytest.mark.parametrize(
    ("name", "first_floor", "third_floor"),
    [
        ("development", 0.97, 0.98),
        ("sealed", 0.93, 0.95),
        ("mixed_develop", 0.92, 0.96),
        ("mixed_test", 0.91, 0.95),
    ],
)
def test_phrases_lead_to_their_codes(name: str, first_floor: float, third_floor: float) -> None:
    """Most phrases of an assessment lead to an accepted code first, nearly all within the first three."""
    first, third, missed = shares(name)
    assert first >= first_floor, missed
    assert third >= third_floor, missed


def test_every_code_of_the_phrases_and_of_the_lay_words_exists() -> None:
    """No phrase set and no line of our own table names a code that the classification does not have."""
    table = icd10cm()
    lay = (resources.files("resources") / "codes" / "lay_words.tsv").read_text(encoding="utf-8").splitlines()
    named = {line.split("\t")[0] for line in lay if not line.startswith("#")}
    assert len(named) > 500
    assert [code for code in sorted(named) if table.find(code) is None] == []
    assert [code for code in all_codes() if (entry := table.entry(code)) is None or not entry.billable] == []
    for name in ("development", "sealed", "mixed_develop", "mixed_test"):
        for phrase, accepted in phrases(name):
            assert any(table.entry(code) for code in accepted), phrase


def test_results_can_be_billed_and_exist() -> None:
    """Words give billable codes alone, each of them in the table."""
    for phrase in (
        "left knee pain",
        "broken wrist",
        "diabetes",
        "burn of hand",
        "xyzzy plugh",
        "ankle sprain follow-up",
    ):
        for found in search(phrase):
            assert found.entry.billable
            assert icd10cm().validate(found.entry.code).existence is Existence.BILLABLE


def test_typing_narrows_from_the_first_letters_on() -> None:
    """An unfinished last word already finds, and a misspelled one still does."""
    assert "M54.2" in [found.entry.code for found in search("neck pa")]
    assert "E03.9" in [found.entry.code for found in search("hypothyr")]
    assert search("fibromyalgea", typing=False)[0].entry.code == "M79.7"
    assert search("") == []
    assert search("   ") == []


def test_side_and_episode_follow_the_words() -> None:
    """The side said is the side coded, both sides included, and a later visit takes another 7th character."""
    assert search("pain in right knee")[0].entry.code == "M25.561"
    assert search("bilateral hip osteoarthritis", typing=False)[0].entry.code == "M16.0"
    assert search("left ankle sprain", typing=False)[0].entry.code == "S93.402A"
    assert search("left ankle sprain follow-up", typing=False)[0].entry.code == "S93.402D"
    both = {found.entry.code for found in search("patellofemoral pain syndrome, bilateral", typing=False)[:2]}
    assert both == {"M22.2X1", "M22.2X2"}


def test_whose_it_is_and_when_decides_the_code() -> None:
    """A relative's condition and one that is over are never coded as the patient's own; a lasting one said as history is."""
    for phrase, code in (
        ("Her older brother died of pancreatic cancer", "Z80.0"),
        ("Paternal grandfather with glaucoma", "Z83.511"),
        ("History of shingles", "Z86.19"),
        ("Pneumonia two years ago", "Z87.01"),
        ("Remote history of bladder cancer", "Z85.51"),
        ("History of hypertension", "I10"),
        ("Conflict with her mother", "Z62.820"),
    ):
        assert search(phrase, typing=False)[0].entry.code == code, phrase


def test_what_says_when_and_of_whom_changes_nothing() -> None:
    """Durations, dates, ages and "the patient has" around a diagnosis do not lead away from it."""
    for phrase in (
        "chest pain for 3 days",
        "The patient has had chest pain since 2019",
        "Chest pain in a 54-year-old man",
    ):
        assert search(phrase, typing=False)[0].entry.code == "R07.9", phrase


@pytest.mark.parametrize(
    ("typed", "first"), [("m54.5", "M54.5"), ("M5450", "M54.50"), ("e11.", "E11"), ("S93.401D", "S93.401D")]
)
def test_the_beginning_of_a_code_finds_the_codes_that_begin_so(typed: str, first: str) -> None:
    """However it is typed: small letters, without the point, with a 7th character."""
    found = search(typed)
    assert found[0].entry.code == first
    assert all(one.entry.code.startswith(first) for one in found)


def test_an_old_code_is_answered_with_its_leaves() -> None:
    """M54.5 was billable once; now it is not, and the codes in its place are offered."""
    validity = icd10cm().validate("M54.5")
    assert validity.existence is Existence.NEEDS_MORE
    assert [entry.code for entry in validity.leaves] == ["M54.50", "M54.51", "M54.59"]
    assert all(entry.billable for entry in validity.leaves)


@pytest.mark.parametrize(
    "code", ["", "X", "M54.55", "S93.401", "S93.401Z", "ZZZ", "I10.9", "99213", "M54.2A", "'; DROP", "Ⅿ54.2"]
)
def test_what_is_not_in_the_table_is_never_valid(code: str) -> None:
    """Neither an unknown code nor one that still needs a 7th character is billable."""
    assert icd10cm().validate(code).existence is not Existence.BILLABLE


def test_seventh_characters_with_their_placeholders() -> None:
    """A short code is filled with X before its 7th character, and only its own letters are accepted."""
    table = icd10cm()
    assert table.validate("T78.2XXA").existence is Existence.BILLABLE
    assert table.validate("T782XXA").code == "T78.2XXA"
    assert table.validate("T78.2A").existence is Existence.UNKNOWN
    assert [entry.code for entry in table.validate("T78.2").leaves] == ["T78.2XXA", "T78.2XXD", "T78.2XXS"]
    entry = table.entry("S52.502B")
    assert entry is not None
    assert "open fracture" in entry.description


def test_details_have_what_the_tabular_list_says() -> None:
    """Excludes notes, companions and 7th characters are inherited from above; inclusion terms are not."""
    details = icd10cm().details("E11.9")
    assert details is not None
    assert details.parents[-1].code == "E11"
    kinds = {note.kind for note in details.notes}
    assert {CodeNoteKind.EXCLUDES1, CodeNoteKind.USE_ADDITIONAL} <= kinds
    sprain = icd10cm().details("S93.401A")
    assert sprain is not None
    assert sorted(sprain.seventh) == ["A", "D", "S"]


def test_the_release_is_shown_as_the_data_state_it() -> None:
    """The edition and the date of the file that the table was built from."""
    assert icd10cm().release == "ICD-10-CM 2026 (release of April 1, 2026)"


def test_the_table_was_built_with_the_reading_that_searches_it() -> None:
    """Every hundredth leaf's own description finds it among the first results."""
    table = icd10cm()
    rows = [row for row in table.rows(range(300, 47_000, 467)) if not row.children and row.seventh is None]
    lost = [
        row.code
        for row in rows
        if row.code not in [found.entry.code for found in search(row.description, 10, typing=False)]
    ]
    assert len(rows) > 40
    assert len(lost) <= len(rows) // 20, lost


def test_a_folder_that_nobody_may_write_to_is_enough(tmp_path: Path) -> None:
    """The table opens from a read-only installation and leaves no file beside itself."""
    folder = tmp_path / "installed"
    folder.mkdir()
    copy = folder / "icd10cm.sqlite"
    shutil.copy(str(resources.files("resources") / "codes" / "icd10cm.sqlite"), copy)
    copy.chmod(stat.S_IRUSR)
    folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        table = Table(copy)
        assert table.entry("I10") is not None
        table.close()
        assert [file.name for file in folder.iterdir()] == ["icd10cm.sqlite"]
    finally:
        folder.chmod(stat.S_IRWXU)


def test_a_missing_or_damaged_table_is_said_in_one_sentence(tmp_path: Path) -> None:
    """Not a driver's exception: a sentence with what to do."""
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"no database" * 1000)
    for file in (tmp_path / "missing.sqlite", damaged):
        with pytest.raises(MissingPart, match="Install the program again"):
            Table(file)


def test_codes_are_written_one_way() -> None:
    """Spaces, small letters and a missing point make no other code."""
    assert [written(code) for code in (" m54 50", "M54.50", "m5450", "i10")] == [
        "M54.50",
        "M54.50",
        "M54.50",
        "I10",
    ]
