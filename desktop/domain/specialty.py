"""Specialties and their templates: how a note of each kind is laid out and what belongs in it."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from desktop.domain.note import Section

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,47}$")]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=400)]
Term = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Part(_Frozen):
    """One part of a section, in its place in the layout.

    heading: as it stands in the note ("Past medical history"). holds: what belongs there, one sentence
    for a drafter and a reader. cues: lower-case words or phrases that, said in the visit, mark a
    statement as belonging to this part.
    """

    heading: Line
    holds: Line
    cues: tuple[Term, ...] = ()


class Template(_Frozen):
    """One way to lay out a note of a specialty.

    format: SOAP, or the note format that the parts map onto the four sections (DAP, BIRP, SBAR, ADIME).
    section_names: what that format calls each section; empty for SOAP.
    conventions: rules of writing special to this template, one sentence each.
    terms: words of the field that the note uses when they were said.
    section_by_section: an endpoint is asked for each section on its own.
    """

    id: Identifier
    label: Line
    purpose: Line
    format: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3,8}$")] = "SOAP"
    section_names: dict[Section, Line] = Field(default_factory=dict)
    conventions: tuple[Line, ...] = ()
    terms: tuple[Term, ...] = ()
    section_by_section: bool = False
    subjective: tuple[Part, ...] = Field(min_length=1)
    objective: tuple[Part, ...] = Field(min_length=1)
    assessment: tuple[Part, ...] = Field(min_length=1)
    plan: tuple[Part, ...] = Field(min_length=1)

    def parts(self, section: Section) -> tuple[Part, ...]:
        """The parts of a section, in the order of the layout."""
        parts: tuple[Part, ...] = getattr(self, section.value)
        return parts

    @model_validator(mode="after")
    def _headings_are_unique(self) -> Template:
        for section in Section:
            headings = [part.heading.casefold() for part in self.parts(section)]
            twice = {heading for heading in headings if headings.count(heading) > 1}
            if twice:
                raise ValueError(f"{section.value} has the heading {min(twice)!r} twice")
        if self.format != "SOAP" and not self.section_names:
            raise ValueError(f"format {self.format} needs section_names")
        return self


class Specialty(_Frozen):
    """One of the specialties, or a clinic's own.

    role: who writes the note, as in "You write for a ...". conventions: rules of writing for every
    template of the specialty. expect_to_hear: words that speech recognition should expect.
    """

    id: Identifier
    label: Line
    aliases: tuple[Identifier, ...] = ()
    role: Line
    conventions: tuple[Line, ...] = ()
    expect_to_hear: tuple[Term, ...] = Field(default=(), max_length=120)
    templates: tuple[Template, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _standard_comes_first_and_ids_are_unique(self) -> Specialty:
        ids = [template.id for template in self.templates]
        if ids[0] != "standard":
            raise ValueError('the first template must have the id "standard"')
        twice = {identifier for identifier in ids if ids.count(identifier) > 1}
        if twice:
            raise ValueError(f"template id {min(twice)!r} is used twice")
        return self
