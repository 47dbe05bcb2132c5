"""A dictated and a spoken visit of every specialty: every fact in its section, and the note as a reviewer read it."""

from pathlib import Path

import pytest

from desktop.catalog import load_catalog
from desktop.domain.note import Section
from desktop.drafting.offline.facts import facts_of
from desktop.language.lexicon import Topic
from desktop.language.numbers import numbers_in, spoken_to_figures
from tests.servers.offline_visits import FOLDER, sample, shown

FILES = sorted(FOLDER.glob("*.txt"))


def test_every_specialty_has_a_dictated_and_a_spoken_visit() -> None:
    """No specialty of the catalog goes untried."""
    tried = {path.name for path in FILES}

    for specialty in load_catalog().specialties:
        assert {f"{specialty.id}.dictated.txt", f"{specialty.id}.dialogue.txt"} <= tried


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_facts_stand_in_their_sections(path: Path) -> None:
    """What was said of weight stands in the section it belongs to, and what was taken back stands nowhere."""
    one = sample(path)
    note = one.note()
    text = {section.value: note[section].lower() for section in Section}

    missing = [
        (section, fact)
        for section, fact in one.facts
        if section != "never" and not any(said.lower() in text[section] for said in fact)
    ]
    taken_back = [
        said
        for section, fact in one.facts
        if section == "never"
        for said in fact
        if any(said.lower() in words for words in text.values())
    ]

    assert not missing
    assert not taken_back


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_note_is_the_one_that_was_read(path: Path) -> None:
    """A note changes only when somebody reads the new one (python -m tests.servers.offline_visits, then the diff)."""
    one = sample(path)

    assert shown(one.note()) == one.expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_in_the_note_is_invented(path: Path) -> None:
    """Every number, medicine and side of a note was said, and every statement points to words of the transcript."""
    one = sample(path)
    note = one.note()
    said = one.said.lower()
    values = {str(quantity.value) for quantity in numbers_in(spoken_to_figures(said))}
    said_drugs = {m.name.lower() for m in facts_of(said.replace(".", " ").replace(",", " ").split()).mentions}

    for statement in note.statements:
        text = note[statement.section][statement.start : statement.end]
        words = text.lower().replace(".", " ").replace(",", " ").replace(":", " ").replace('"', " ").split()
        drugs = {m.name.lower() for m in facts_of(words).mentions if m.topic is Topic.DRUG}
        assert statement.sources
        assert {str(quantity.value) for quantity in numbers_in(text)} <= values
        assert drugs <= said_drugs
        assert {"left", "right"} & set(words) <= set(said.replace(".", " ").replace(",", " ").split())
