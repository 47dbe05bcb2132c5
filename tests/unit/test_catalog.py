"""Choosing from the catalogue: forgiving about spelling, helpful about what is not there."""

from __future__ import annotations

import pytest

from desktop.catalog import Catalog, load_catalog
from desktop.domain.errors import UnknownChoice


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def test_a_misspelled_specialty_is_answered_with_close_ones(catalog: Catalog) -> None:
    """Someone who mistypes is told what was probably meant."""
    with pytest.raises(UnknownChoice, match=r'no specialty "phisician".*Did you mean physician') as caught:
        catalog.specialty("phisician")
    assert caught.value.sentence.endswith("?")


def test_a_specialty_like_nothing_is_answered_with_all_there_are(catalog: Catalog) -> None:
    """Someone far off sees the whole list."""
    with pytest.raises(UnknownChoice) as caught:
        catalog.specialty("zzzz")
    for specialty in catalog.specialties:
        assert specialty.id in caught.value.sentence


def test_an_unknown_template_is_answered_with_those_of_the_specialty(catalog: Catalog) -> None:
    """Only templates of the chosen specialty are suggested."""
    dentist = catalog.specialty("dentist")
    with pytest.raises(UnknownChoice, match="Did you mean procedure") as caught:
        catalog.template(dentist, "procedures_")
    assert "procedure_note" not in caught.value.sentence
    with pytest.raises(UnknownChoice, match="Choose one of: standard, comprehensive_exam, procedure"):
        catalog.template(dentist, "qqq")


def test_a_template_is_found_by_id_or_label_in_any_spelling(catalog: Catalog) -> None:
    """Template names are as forgiving as those of specialties."""
    physician = catalog.specialty("physician")
    assert catalog.template(physician, "History and Physical").id == "history_and_physical"
    assert catalog.template(physician, "FOLLOW-UP").id == "follow_up"


def test_what_was_asked_for_is_echoed_short_and_without_control_characters(catalog: Catalog) -> None:
    """A name from outside cannot fill the screen or reverse its text."""
    with pytest.raises(UnknownChoice) as caught:
        catalog.specialty("\u202e\x1b[31m" + "x" * 5000)
    echoed = caught.value.sentence.partition("Choose")[0]
    assert len(echoed) < 120
    assert echoed.strip().isprintable()
    for empty in ("", "   "):
        with pytest.raises(UnknownChoice):
            catalog.specialty(empty)
