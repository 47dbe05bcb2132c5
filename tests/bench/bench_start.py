"""Cold start to a usable unlock window, against a bare PySide6 window, each in processes of its own, in turn."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 9

BARE = """
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
from PySide6.QtCore import QTimer
app = QApplication([])
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
OURS = """
import sys
from pathlib import Path
from desktop.app import build
application = build(Path(sys.argv[1]))
application.window.show()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
QTimer.singleShot(0, QApplication.instance().quit)
QApplication.instance().exec()
application.close()
"""


def main() -> None:
    """Print both medians and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _make_records(home)
        bare, ours = [], []
        for run in range(RUNS + 1):
            bare_s, ours_s = _seconds(BARE), _seconds(OURS, str(home))
            if run:  # the first pair warms the file cache
                bare.append(bare_s)
                ours.append(ours_s)
    print(
        f"bare PySide6 window       {statistics.median(bare) * 1000:7.0f} ms (process start to event loop, median of {RUNS})"
    )
    print(f"unlock window             {statistics.median(ours) * 1000:7.0f} ms")
    print(
        f"ratio                     {statistics.median(o / b for o, b in zip(ours, bare, strict=True)):7.2f}"
    )


def _make_records(home: Path) -> None:
    from desktop.domain.user import NewUser
    from desktop.records.records import create_records

    records, _ = create_records(home, "four unrelated garden words", NewUser("owner", "Sample Owner"))
    records.close()


def _seconds(program: str, *arguments: str) -> float:
    import time

    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    begun = time.perf_counter()
    subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", program, *arguments],
        check=True,
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
