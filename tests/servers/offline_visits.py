"""The fictional visits in tests/unit/offline_visits: what was said, what the note must hold, and the note itself.

Run as a script (python -m tests.servers.offline_visits, from the project's folder) it writes the notes anew, for reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.catalog import load_catalog
from desktop.domain.context import VisitContext
from desktop.domain.drafting import DraftRequest
from desktop.domain.jobs import finish
from desktop.domain.note import Note, Section
from desktop.drafting.offline.drafter import OfflineDrafter
from desktop.transcripts import read_text

FOLDER = Path(__file__).parent.parent / "unit" / "offline_visits"


@dataclass(frozen=True)
class Sample:
    """One visit. facts: (section, alternatives of which one must stand in it); "never": in no section."""

    path: Path
    specialty: str
    said: str
    facts: list[tuple[str, list[str]]]
    expected: str

    def note(self) -> Note:
        """The note that the offline drafter writes, with the specialty's first template."""
        catalog = load_catalog()
        specialty = catalog.specialty(self.specialty)
        request = DraftRequest(read_text(self.said), specialty, specialty.templates[0], VisitContext())
        return finish(OfflineDrafter().draft(request))


def sample(path: Path) -> Sample:
    """The visit in a file."""
    head, rest = path.read_text(encoding="utf-8").split("\n== said\n")
    said, rest = rest.split("\n== holds\n")
    holds, expected = rest.split("\n== note\n")
    facts = [
        (section, fact.split("|"))
        for section, _, fact in (line.partition(": ") for line in holds.splitlines())
    ]
    return Sample(path, head.split(", ")[1], said, facts, expected.rstrip("\n"))


def shown(note: Note) -> str:
    """A note as the files show it."""
    parts = [f"{section.value.upper()}\n{note[section]}" for section in Section if note[section]]
    if note.not_placed:
        parts += ["NOT PLACED", *note.not_placed]
    return "\n".join(parts)


def main() -> None:
    """Write every note anew."""
    for path in sorted(FOLDER.glob("*.txt")):
        one = sample(path)
        before, _ = path.read_text(encoding="utf-8").split("\n== note\n")
        path.write_text(f"{before}\n== note\n{shown(one.note())}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
