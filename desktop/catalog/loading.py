"""Loads the specialties that ship with Soapstone, then a clinic's own templates from its folder."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from desktop.catalog.catalog import Catalog, names_of, spelling
from desktop.catalog.clinic import ClinicFile
from desktop.catalog.reading import broken, check, read_toml, tidied
from desktop.domain.errors import FileUnreadable
from desktop.domain.specialty import Specialty

SHIPPED_IDS: tuple[str, ...] = (
    "nurse_practitioner",
    "physician",
    "psychiatrist",
    "psychotherapist",
    "physical_therapy",
    "occupational_therapy",
    "chiropractor",
    "dentist",
    "acupuncture",
    "social_worker",
    "registered_nurse",
    "slp",
    "veterinary",
    "massage_therapy",
    "pharmacy",
    "podiatrist",
    "dietitian_nutritionist",
    "athletic_trainer",
    "aroma_therapy",
    "exercise_therapy",
    "ems",
    "paramedic",
    "genetic_counselling",
    "generic",
)
"""The specialties that ship, in the order they are offered; each is specialties/ID.toml."""


def load_catalog(clinic_folder: Path | None = None) -> Catalog:
    """Every specialty: those that ship, then a clinic's own, by file name.

    clinic_folder: the clinic's templates folder; it need not exist. `FOLDER_SENTENCE` in
    desktop.catalog.clinic says what its files may hold. Never raises: a broken file is left out and
    becomes one sentence of the catalogue's problems, and a file with a clash is left out whole.
    """
    loading = _Loading()
    for identifier in SHIPPED_IDS:
        loading.add_shipped(identifier)
    if clinic_folder is not None:
        loading.add_folder(clinic_folder)
    return Catalog(tuple(loading.specialties.values()), tuple(loading.problems))


class _Loading:
    """The catalogue as it grows, file by file."""

    def __init__(self) -> None:
        self.specialties: dict[str, Specialty] = {}
        self.problems: list[str] = []
        self._owner: dict[str, str] = {}  # a name that is taken -> the id of the specialty that has it
        self._clinic_file_of: dict[tuple[str, str], str] = {}  # (specialty, template) -> the clinic's file

    def add_shipped(self, identifier: str) -> None:
        file = resources.files("specialties") / f"{identifier}.toml"
        try:
            self._keep(check(Specialty, read_toml(file), file))
        except FileUnreadable as problem:
            self.problems.append(problem.sentence)

    def add_folder(self, folder: Path) -> None:
        """Every .toml file but hidden ones, which editors and file systems leave behind."""
        try:
            names = sorted(entry.name for entry in folder.iterdir())
        except FileNotFoundError:
            return
        except OSError as error:
            reason = error.strerror or "unknown reason"
            self.problems.append(f"The folder of this clinic's templates cannot be read ({reason}).")
            return
        for name in names:
            if name.lower().endswith(".toml") and not name.startswith("."):
                try:
                    self._add_clinic_file(folder / name)
                except FileUnreadable as problem:
                    self.problems.append(problem.sentence)

    def _add_clinic_file(self, file: Path) -> None:
        data = tidied(read_toml(file))
        shipped = self.specialties.get(str(data.get("id"))) if data.get("id") in SHIPPED_IDS else None
        if shipped is not None:
            addition = check(ClinicFile, data, file)
            self._refuse_taken_templates(addition, file)
            joined = addition.joined_to(shipped)
            self._refuse_taken_names(joined, file)
            templates = addition.templates
        else:
            joined = check(Specialty, data, file)
            if joined.id in self.specialties:
                raise broken(file, f"another file of this clinic already defines {joined.id}", "id")
            self._refuse_taken_names(joined, file)
            templates = joined.templates
        self._keep(joined)
        self._clinic_file_of.update({(joined.id, template.id): file.name for template in templates})

    def _refuse_taken_templates(self, addition: ClinicFile, file: Path) -> None:
        for number, template in enumerate(addition.templates, start=1):
            if (addition.id, template.id) in self._clinic_file_of:
                raise broken(
                    file,
                    f"another file of this clinic already gives {addition.id} a template {template.id}",
                    f"templates.{number}.id",
                )

    def _refuse_taken_names(self, specialty: Specialty, file: Path) -> None:
        for name in (specialty.id, *specialty.aliases):
            owner = self._owner.get(spelling(name), specialty.id)
            if owner != specialty.id:
                field = "id" if name == specialty.id else "aliases"
                raise broken(file, f"{name} is already a name of the specialty {owner}", field)

    def _keep(self, specialty: Specialty) -> None:
        self.specialties[specialty.id] = specialty
        for name in names_of(specialty):
            self._owner.setdefault(name, specialty.id)
