"""The fictional visits that come with the program: to try it with, and for its pictures."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

from desktop.domain.errors import MissingPart


@dataclass(frozen=True, slots=True)
class SampleVisit:
    """One fictional visit. label: how a screen offers it. file: its transcript, with a speaker tag on each line."""

    label: str
    file: str
    specialty_id: str
    template_id: str = "standard"

    def text(self) -> str:
        """The transcript as a person would type or paste it. Raises MissingPart when the file is not installed."""
        try:
            return (resources.files("resources") / "samples" / self.file).read_text(encoding="utf-8")
        except OSError as error:
            raise MissingPart(f"The sample visit {self.file} is missing: install Soapstone again.") from error


SAMPLE_VISITS: tuple[SampleVisit, ...] = (
    SampleVisit("Fictional sample: low back pain", "fictional-low-back-pain.visit.txt", "nurse_practitioner"),
    SampleVisit(
        "Fictional sample: diabetes and blood pressure",
        "fictional-diabetes-follow-up.visit.txt",
        "physician",
        "follow_up",
    ),
)
"""In the order in which they are offered."""
