"""What a clinic's own template file may hold, and how it joins the specialties that ship."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from desktop.domain.specialty import Identifier, Line, Specialty, Template, Term

MOST_EXPECTED_TERMS = 120
"""As many as `Specialty.expect_to_hear` takes."""

FOLDER_SENTENCE = (
    "Each .toml file here either defines a new specialty (id, label, role and templates, of which the first has "
    'the id "standard"), or, when its id is that of a specialty that ships with Soapstone, adds its templates to '
    "that specialty; a template whose id is already there replaces that one."
)
"""For people: what the templates folder of a clinic is for."""


class ClinicFile(BaseModel):
    """A clinic's file for a specialty that ships with Soapstone: like a specialty, but only id and templates are needed.

    label and role replace the shipped ones; aliases, conventions and expect_to_hear are added to them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Identifier
    label: Line | None = None
    aliases: tuple[Identifier, ...] = ()
    role: Line | None = None
    conventions: tuple[Line, ...] = ()
    expect_to_hear: tuple[Term, ...] = Field(default=(), max_length=MOST_EXPECTED_TERMS)
    templates: tuple[Template, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _template_ids_are_unique(self) -> ClinicFile:
        ids = [template.id for template in self.templates]
        twice = {identifier for identifier in ids if ids.count(identifier) > 1}
        if twice:
            raise ValueError(f"template id {min(twice)!r} is used twice")
        return self

    def joined_to(self, shipped: Specialty) -> Specialty:
        """The shipped specialty with this file's templates in it.

        Templates keep their place, new ones follow. The clinic's expected words come first, since at
        most MOST_EXPECTED_TERMS are kept.
        """
        templates = {template.id: template for template in (*shipped.templates, *self.templates)}
        expected = dict.fromkeys((*self.expect_to_hear, *shipped.expect_to_hear))
        return shipped.model_copy(
            update={
                "label": self.label or shipped.label,
                "role": self.role or shipped.role,
                "aliases": tuple(dict.fromkeys((*shipped.aliases, *self.aliases))),
                "conventions": tuple(dict.fromkeys((*shipped.conventions, *self.conventions))),
                "expect_to_hear": tuple(expected)[:MOST_EXPECTED_TERMS],
                "templates": tuple(templates.values()),
            }
        )
