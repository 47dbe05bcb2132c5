"""The records with 1,000, 10,000 and 100,000 made-up visits: encrypted against plain SQLite, in one run.

Plain means the same library opened without a key, with the same schema, safeguards, data and queries.
Cold means on a connection that was just opened; the operating system may still have the file in its cache.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from made_clinic import made_patients, made_visits
from sqlcipher3 import dbapi2

from desktop.domain.history import VisitFilter
from desktop.domain.note import Section
from desktop.domain.patient import Patient
from desktop.domain.user import NewUser
from desktop.domain.working_note import WorkingSection
from desktop.records import database as database_module
from desktop.records import times
from desktop.records.access import Access
from desktop.records.database import Database
from desktop.records.history import History
from desktop.records.notes import Notes
from desktop.records.patients import Patients, insert_patient
from desktop.records.records import make_file
from desktop.records.search import Search
from desktop.records.search_schema import SEARCH_STEP
from desktop.records.transcripts import Transcripts
from desktop.records.visits import Visits

SIZES = (1_000, 10_000, 100_000)
TYPED = ("patient", "hypertension metf", "sarcoidosis", "knee stiffness lisinopril", "pheo", "128", "zzz")
AIMS_MS = {"search": 300.0, "patient list": 100.0, "unlock": 2000.0}
WARM_RUNS = 15
KEY = bytes(range(32))
OWNER = NewUser("owner", "Sample Owner")
PASSWORD = "four unrelated garden words"


class Home:
    """One records file, with a key or without, and the stores on it."""

    def __init__(self, path: Path, *, is_plain: bool) -> None:
        self.path, self.is_plain = path, is_plain
        self.name = "plain" if is_plain else "encrypted"
        with self._opening():
            self.user_id = make_file(path, KEY, OWNER).id
        self.open()

    def open(self) -> None:
        """Open the file anew, with empty caches of its own."""
        with self._opening():
            self.database = Database(self.path, KEY)

    def stores(self) -> dict[str, Any]:
        """The stores as the program makes them, in the name of a provider."""
        access = Access(self.database, self.user_id)
        return {
            store.__name__: store(self.database, access)
            for store in (Patients, Visits, History, Search, Notes, Transcripts)
        }

    def reopen(self) -> None:
        """Close the file and open it again."""
        self.database.close()
        self.open()

    @contextmanager
    def _opening(self) -> Iterator[None]:
        if not self.is_plain:
            yield
            return
        with (
            patch.object(database_module, "connect", _connect_plain),
            patch.object(database_module, "check_file", lambda _: None),
        ):
            yield


def _connect_plain(
    path: Path, data_key: bytes, *, create: bool = False, busy_timeout_ms: int = 10_000
) -> Any:
    mode = "rwc" if create else "rw"
    connection = dbapi2.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA busy_timeout = {busy_timeout_ms:d}")
    if create:
        connection.execute(database_module._BEFORE_FIRST_TABLE)
    database_module._set_safeguards(connection)
    return connection


def fill(home: Home, visits: int) -> float:
    """Store a made-up clinic in one transaction; returns the seconds it took. The indices are built at the end."""
    begun = time.perf_counter()
    with home.database.transaction() as connection:
        triggers = [each for each in SEARCH_STEP if each.startswith("CREATE TRIGGER")]
        for trigger in triggers:
            connection.execute(f"DROP TRIGGER {trigger.split()[2]}")
        ids = []
        for made in made_patients(visits):
            stored = insert_patient(
                connection, Patient(None, made.family_name, made.given_name, made.birth_date, mrn=made.mrn)
            )
            ids.append(stored.id)
        for visit_id, visit in enumerate(made_visits(visits), 1):
            started = times.to_columns(visit.started_at)
            connection.execute(
                "INSERT INTO visits (id, patient_id, started_utc_us, started_offset_min, specialty_id, template_id,"
                " status) VALUES (?, ?, ?, ?, 'generic', 'standard', 'draft')",
                (visit_id, ids[visit.patient], *started),
            )
            connection.executemany(
                "INSERT INTO working_sections VALUES (?, ?, ?, 0, 'offline', '[]')",
                [
                    (visit_id, section.value, text)
                    for section, text in zip(Section, visit.sections, strict=True)
                ],
            )
            connection.execute(
                "INSERT INTO note_versions (visit_id, saved_utc_us, saved_offset_min, origin, subjective, objective,"
                " assessment, plan, statements, not_placed, edited) VALUES (?, ?, ?, 'offline', ?, ?, ?, ?, '[]', '[]', '[]')",
                (visit_id, *started, *visit.sections),
            )
            if visit.turns:
                words = "\n".join(visit.turns)
                connection.execute("INSERT INTO transcripts VALUES (?, ?, ?)", (visit_id, words, words))
                connection.executemany(
                    "INSERT INTO segments VALUES (?, ?, 'unknown', ?, NULL, NULL)",
                    [(visit_id, position, turn) for position, turn in enumerate(visit.turns)],
                )
        for index in ("note_words", "version_words", "transcript_words"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608 - constants
        for trigger in triggers:
            connection.execute(trigger)
    return time.perf_counter() - begun


def measure(home: Home, visits: int) -> dict[str, list[float]]:
    """Milliseconds of each thing a person waits for, by name."""
    taken: dict[str, list[float]] = {}

    def timed(name: str, action: Callable[[], object]) -> None:
        begun = time.perf_counter()
        action()
        taken.setdefault(name, []).append((time.perf_counter() - begun) * 1000)

    for text in TYPED:
        home.reopen()
        stores = home.stores()
        timed("search, cold", lambda text=text, stores=stores: stores["Search"].find(text))
    timed("open the file", home.reopen)
    stores = home.stores()
    patients, history, search = stores["Patients"], stores["History"], stores["Search"]
    notes, transcripts = stores["Notes"], stores["Transcripts"]
    step = max(1, visits // WARM_RUNS)
    for run in range(WARM_RUNS + 2):
        if run == 2:
            taken = {
                name: values for name, values in taken.items() if name in {"search, cold", "open the file"}
            }
        for text in TYPED:
            timed("search, whole words typed", lambda text=text: search.find(text))
        for length in range(1, 12):
            typed = "hypertension"[:length]
            timed("search, each letter typed", lambda typed=typed: search.find(typed))
        visit = stores["Visits"].get(1 + (run * step) % visits)
        only = VisitFilter(patient_id=visit.patient_id)
        timed("search in one patient", lambda only=only: search.find("patient", only))
        timed("patient list, all", lambda: patients.search("", 50))
        timed("patient list, typed", lambda: patients.search("ba k", 50))
        timed("open a patient", lambda only=only: (history.page(only), patients.get(only.patient_id)))
        timed(
            "visits of a day",
            lambda visit=visit: history.page(
                VisitFilter(first_day=visit.started_at.date(), last_day=visit.started_at.date())
            ),
        )
        timed("newest visits", history.page)
        for which in ("open a visit, first time", "open a visit, again"):
            timed(which, lambda visit=visit: (notes.working(visit.id), transcripts.load(visit.id)))
        words = f"Continues as planned, {run} weeks to go. Return sooner for worsening symptoms."
        timed(
            "save a section",
            lambda visit=visit, words=words: notes.save_working(
                visit.id, [WorkingSection(Section.PLAN, words)]
            ),
        )
    return taken


def unlock_ms(visits: int, folder: Path) -> float:
    """From password to open records, with Argon2id: on an empty home, to which "open the file" adds the rest."""
    from desktop.workflow.session import begin, enter

    home = folder / f"unlock-{visits}"
    home.mkdir()
    session, *_ = begin(home, PASSWORD, OWNER)
    session.close()
    begun = time.perf_counter()
    enter(home, OWNER.sign_in_name, PASSWORD).close()
    return (time.perf_counter() - begun) * 1000


def main() -> None:
    """Print medians, the worst, the ratio to plain, and the growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, nargs="+", default=list(SIZES))
    chosen = parser.parse_args()
    medians: dict[tuple[str, int], float] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(
            f"unlock an empty home (Argon2id and opening) {unlock_ms(0, folder):8.0f} ms, aim under {AIMS_MS['unlock']:.0f}"
        )
        for visits in chosen.visits:
            homes = [Home(folder / f"{visits}-{plain}.db", is_plain=plain) for plain in (False, True)]
            seconds = [fill(home, visits) for home in homes]
            size_mb = homes[0].path.stat().st_size / 1e6
            print(
                f"\n{visits:,} visits: {size_mb:,.0f} MB, made in {seconds[0]:.0f} s (plain {seconds[1]:.0f} s)"
            )
            print(f"{'':28}{'median':>10}{'worst':>10}{'plain':>10}{'ratio':>8}   ms")
            encrypted, plain = (measure(home, visits) for home in homes)
            for what, values in encrypted.items():
                ours, theirs = statistics.median(values), statistics.median(plain[what])
                medians[what, visits] = ours
                print(f"{what:28}{ours:10.2f}{max(values):10.2f}{theirs:10.2f}{ours / theirs:8.2f}")
            for home in homes:
                home.database.close()
                home.path.unlink()
    first, last = chosen.visits[0], chosen.visits[-1]
    if first != last:
        print(f"\ngrowth of the median from {first:,} to {last:,} visits")
        for what in {name: None for name, _ in medians}:
            print(f"{what:28}{medians[what, last] / medians[what, first]:8.1f} times")


if __name__ == "__main__":
    main()
