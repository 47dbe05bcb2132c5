"""The catalogue: every specialty there is to choose from, found by whatever a person calls it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.domain.errors import UnknownChoice
from desktop.domain.specialty import Specialty, Template

MOST_SUGGESTIONS = 3
LONGEST_ECHO = 60
"""Characters of an unknown name that are repeated to the person who asked for it."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The specialties in the order they are offered, and what is wrong with files that were left out.

    problems: one sentence per broken file, with its name, the field and the reason.
    """

    specialties: tuple[Specialty, ...]
    problems: tuple[str, ...] = ()

    def specialty(self, id_or_alias: str) -> Specialty:
        """The specialty of an id, alias or label; case, spaces, hyphens and slashes do not matter.

        Raises UnknownChoice, naming the closest specialties there are.
        """
        known: dict[str, Specialty] = {}
        for specialty in self.specialties:
            for name in names_of(specialty):
                known.setdefault(name, specialty)
        found = known.get(spelling(id_or_alias))
        if found is None:
            ids = {name: specialty.id for name, specialty in known.items()}
            raise UnknownChoice(
                f"There is no specialty {_echo(id_or_alias)}. {_suggestion(id_or_alias, ids)}"
            )
        return found

    def template(self, specialty: Specialty, template_id: str) -> Template:
        """The specialty's template of an id or label, as forgiving as `specialty`.

        Raises UnknownChoice, naming the closest templates of that specialty.
        """
        known: dict[str, Template] = {spelling(template.id): template for template in specialty.templates}
        for template in specialty.templates:
            known.setdefault(spelling(template.label), template)
        found = known.get(spelling(template_id))
        if found is None:
            ids = {name: template.id for name, template in known.items()}
            raise UnknownChoice(
                f"{specialty.label} has no template {_echo(template_id)}. {_suggestion(template_id, ids)}"
            )
        return found


def spelling(name: str) -> str:
    """A name as names are compared: "Physical-Therapy" and "physical therapy" are physical_therapy."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def names_of(specialty: Specialty) -> tuple[str, ...]:
    """Everything a specialty answers to, its id first, as `spelling` writes it."""
    return tuple(spelling(name) for name in (specialty.id, *specialty.aliases, specialty.label))


def _echo(name: str) -> str:
    shown = "".join(character for character in name if character.isprintable())
    return f'"{shown[:LONGEST_ECHO]}{"…" if len(shown) > LONGEST_ECHO else ""}"'


def _suggestion(asked: str, ids: Mapping[str, str]) -> str:
    close = difflib.get_close_matches(spelling(asked)[:LONGEST_ECHO], ids, n=2 * MOST_SUGGESTIONS)
    if close:
        nearest = _without_repeats(ids[name] for name in close)[:MOST_SUGGESTIONS]
        return f"Did you mean {' or '.join(nearest)}?"
    return f"Choose one of: {', '.join(_without_repeats(ids.values()))}."


def _without_repeats(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
