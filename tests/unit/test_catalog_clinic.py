"""A clinic's own template files: added, merged, or named with file, field and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.catalog import Catalog, load_catalog
from desktop.catalog.reading import LARGEST_FILE_BYTES

SHIPPED = load_catalog()

PARTS = """
[[templates.subjective]]
heading = "Story"
holds = "What the patient tells."
cues = ["Tells Me"]
[[templates.objective]]
heading = "Findings"
holds = "What was seen."
[[templates.assessment]]
heading = "Opinion"
holds = "What it is."
[[templates.plan]]
heading = "Next"
holds = "What is done."
"""


def template(identifier: str) -> str:
    return f'[[templates]]\nid = "{identifier}"\nlabel = "Own {identifier}"\npurpose = "A test."\n{PARTS}'


def specialty(identifier: str, *templates: str, extra: str = "") -> str:
    bodies = "".join(template(each) for each in templates or ("standard",))
    return f'id = "{identifier}"\nlabel = "Label of {identifier}"\nrole = "a tester"\n{extra}\n{bodies}'


def loaded(folder: Path, **files: str | bytes) -> Catalog:
    """The catalogue with these files, named without .toml, in the clinic's folder."""
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / f"{name}.toml").write_bytes(data)
    return load_catalog(folder)


def test_a_clinic_without_a_folder_has_the_shipped_specialties(tmp_path: Path) -> None:
    """The templates folder need not exist."""
    assert load_catalog(tmp_path / "none") == SHIPPED


def test_a_new_specialty_follows_the_shipped_ones(tmp_path: Path) -> None:
    """A clinic's own specialty is offered last and found by id, alias and label."""
    catalog = loaded(tmp_path, ours=specialty("sleep_clinic", extra='aliases = ["snoring"]'))
    assert catalog.problems == ()
    assert catalog.specialties[-1].id == "sleep_clinic"
    assert catalog.specialties[:-1] == SHIPPED.specialties
    assert catalog.specialty("Snoring").id == catalog.specialty("label of sleep clinic").id == "sleep_clinic"


def test_a_file_with_a_shipped_id_adds_and_replaces_templates(tmp_path: Path) -> None:
    """To add to a shipped specialty, id and templates are enough; what is not replaced stays as it was."""
    before = SHIPPED.specialty("dentist")
    files = 'id = "dentist"\nconventions = ["Ours."]\n' + template("sedation") + template("procedure")
    catalog = loaded(tmp_path, dent=files)
    after = catalog.specialty("dentist")
    assert catalog.problems == ()
    assert [t.id for t in after.templates] == ["standard", "comprehensive_exam", "procedure", "sedation"]
    assert after.templates[:2] == before.templates[:2]
    assert after.templates[2].label == "Own procedure"
    assert (after.label, after.role) == (before.label, before.role)
    assert after.conventions == (*before.conventions, "Ours.")
    assert [s.id for s in catalog.specialties] == [s.id for s in SHIPPED.specialties]


def test_expected_words_of_the_clinic_come_before_the_shipped_ones(tmp_path: Path) -> None:
    """The recognizer takes a limited number of words; a clinic's own are not the ones that fall off."""
    catalog = loaded(tmp_path, d='id = "dentist"\nexpect_to_hear = ["Zirkolith"]\n' + template("own"))
    words = catalog.specialty("dentist").expect_to_hear
    assert words[0] == "Zirkolith"
    assert len(words) <= 120


def test_cues_may_be_written_as_one_text(tmp_path: Path) -> None:
    """Phrases with semicolons between them, over several lines, are the same as a list of phrases."""
    cues = "'''\ntells me; i've\n had it ;\n'''"
    catalog = loaded(tmp_path, ours=specialty("ours").replace('["Tells Me"]', cues))
    assert catalog.problems == ()
    assert catalog.specialty("ours").templates[0].subjective[0].cues == ("tells me", "i've had it")


def test_what_a_person_types_is_tidied(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends, line breaks in a text and capitals in cues are no mistakes."""
    text = specialty("ours").replace('"What was seen."', '"""What\nwas  seen."""').replace("\n", "\r\n")
    catalog = loaded(tmp_path, ours=b"\xef\xbb\xbf" + text.encode())
    assert catalog.problems == ()
    standard = catalog.specialty("ours").templates[0]
    assert standard.objective[0].holds == "What was seen."
    assert standard.subjective[0].cues == ("tells me",)


@pytest.mark.parametrize(
    ("content", "field", "reason"),
    [
        pytest.param('id = "ours"\nlabel = \n', "", "at line 2", id="toml"),
        pytest.param('id = "ours"\nrole = "open', "", "at line 2", id="toml at the end"),
        pytest.param("id = " + "[" * 20_000, "", "nested too deeply", id="deep nesting"),
        pytest.param("id = " + "9" * 20_000, "", "not valid TOML", id="endless number"),
        pytest.param(specialty("ours").replace('role = "a tester"\n', ""), "role", "missing", id="missing"),
        pytest.param(
            specialty("ours").replace('heading = "Findings"\n', ""),
            "templates.1.objective.1.heading",
            "missing",
            id="missing deep inside",
        ),
        pytest.param(
            specialty("ours").replace('["Tells Me"]', "7"),
            "templates.1.subjective.1.cues",
            "list in square brackets",
            id="number for a list",
        ),
        pytest.param(
            specialty("ours", extra="conventions = [3]"), "conventions.1", "text", id="number for text"
        ),
        pytest.param(
            specialty("ours", extra='colour = "red"'), "colour", "no field of this name", id="unknown"
        ),
        pytest.param(specialty("Ours-1"), "id", "a-z, 0-9 and _", id="identifier"),
        pytest.param(specialty("ours", "first"), "templates", "standard", id="no standard"),
        pytest.param(
            specialty("ours", "standard", "x1", "x1"), "templates", "used twice", id="same template twice"
        ),
        pytest.param(
            'id = "dentist"\n' + template("x1") * 2, "templates", "used twice", id="twice in an addition"
        ),
        pytest.param('id = "dentist"\n', "templates", "missing", id="addition without templates"),
        pytest.param(
            specialty("ours").replace('purpose = "A test."', 'purpose = "A test."\nformat = "DAP"'),
            "templates.1",
            "needs section_names",
            id="format without names",
        ),
        pytest.param(
            specialty("ours").replace('"A test."', '"A test."\nsection_names = {summary = "Sum"}'),
            "templates.1.section_names.summary",
            "one of subjective",
            id="unknown section",
        ),
        pytest.param(
            specialty("nutritionist"), "id", "already a name of the specialty dietitian", id="taken id"
        ),
        pytest.param(
            specialty("ours", extra='aliases = ["doc", "dentist"]'),
            "aliases",
            "specialty dentist",
            id="taken alias",
        ),
        pytest.param(b'id = "ours"\nlabel = "caf\xe9"\n', "", "line 2 is not UTF-8", id="latin-1"),
        pytest.param(specialty("ours").encode("utf-16"), "", "not UTF-8", id="utf-16"),
        pytest.param("# " + "x" * LARGEST_FILE_BYTES, "", "larger than 256 KB", id="too large"),
        pytest.param("", "id", "missing", id="empty"),
    ],
)
def test_a_broken_file_is_named_with_field_and_reason_and_the_rest_load(
    tmp_path: Path, content: str | bytes, field: str, reason: str
) -> None:
    """One sentence tells which file, which field and what to mend; every other specialty is there."""
    catalog = loaded(tmp_path, broken=content, good=specialty("good_one"))
    (problem,) = catalog.problems
    assert "broken.toml" in problem
    assert reason in problem
    if field:
        assert f"field {field}" in problem
    assert problem.endswith(".")
    assert "\n" not in problem
    assert catalog.specialties[:-1] == SHIPPED.specialties
    assert catalog.specialties[-1].id == "good_one"


def test_several_wrong_fields_of_one_file_are_one_problem(tmp_path: Path) -> None:
    """The first field is named and the number of others said, so that the list stays one line a file."""
    catalog = loaded(tmp_path, broken='id = "ours"\n' + template("standard"))
    (problem,) = catalog.problems
    assert "field label" in problem
    assert "1 more" in problem


def test_two_files_that_define_the_same_thing_are_told_apart(tmp_path: Path) -> None:
    """The first file by name counts; the second is named, whole specialty or single template alike."""
    addition = 'id = "dentist"\n' + template("own")
    catalog = loaded(tmp_path, a=specialty("ours"), b=specialty("ours"), c=addition, d=addition)
    same_specialty, same_template = catalog.problems
    assert "b.toml" in same_specialty
    assert "field id" in same_specialty
    assert "d.toml" in same_template
    assert "field templates.1.id" in same_template
    assert catalog.specialty("ours").label == "Label of ours"
    assert [t.id for t in catalog.specialty("dentist").templates].count("own") == 1


def test_only_visible_toml_files_are_read(tmp_path: Path) -> None:
    """Notes, editors' leftovers and other files in the folder are no problem; a folder named like a file is."""
    (tmp_path / "README.txt").write_text("not a template")
    (tmp_path / ".#ours.toml").write_text("half written")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "UPPER.TOML").write_text(specialty("upper"))
    catalog = load_catalog(tmp_path)
    assert catalog.specialties[-1].id == "upper"
    (problem,) = catalog.problems
    assert "folder.toml" in problem


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    """Something else in the place of the folder does not keep the program from starting."""
    path = tmp_path / "templates"
    path.write_text("oops")
    catalog = load_catalog(path)
    (problem,) = catalog.problems
    assert "folder of this clinic's templates" in problem
    assert len(catalog.specialties) == 24


def test_a_file_name_cannot_reverse_the_sentence(tmp_path: Path) -> None:
    """Control characters of a file's name are not repeated."""
    (tmp_path / "a\u202eb.toml").write_text("?")
    (problem,) = load_catalog(tmp_path).problems
    assert problem.isprintable()
    assert "ab.toml" in problem
