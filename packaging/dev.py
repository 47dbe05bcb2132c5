#!/usr/bin/env python3
"""Set up, run, test and measure Soapstone from a checkout, with nothing but a stock Python 3.11 or newer.

    python3 packaging/dev.py run [-- ARGUMENTS]   open the window; without a display, show the main job in the terminal
    python3 packaging/dev.py test [PYTEST ARGS]   lint, types, import contracts and every test
    python3 packaging/dev.py bench                the measurements in tests/bench

The first call makes .venv, installs the pinned libraries and, on Debian and Ubuntu, the system libraries that are
missing. Later calls find all that done and start at once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OUT = ROOT / "out"
SAMPLE = ROOT / "resources" / "samples" / "fictional-low-back-pain.visit.txt"
SAMPLE_SPECIALTY = "nurse_practitioner"
OLDEST_PYTHON = (3, 11)

# What Qt's libraries and its xcb, wayland and offscreen platforms link to, a font to draw with, and PortAudio for
# the microphone.
WINDOW_PACKAGES = (
    "fonts-dejavu-core",
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libportaudio2",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
    "libxkbcommon0",
)
# A display of the tests' own, a window manager on it, and something that types and clicks.
DISPLAY_PACKAGES = ("openbox", "xdotool", "xvfb")
# A sound system of the tests' own, with a microphone that hears what is played.
SOUND_PACKAGES = ("libasound2-plugins", "pulseaudio", "pulseaudio-utils")
# A font with Chinese, Japanese and Korean characters: PDFs of names in them are read back.
FONT_PACKAGES = ("fonts-droid-fallback",)
# A second reader of FHIR runs in Node; a Node that came another way is as good.
NODE_PROGRAMS = {"node": "nodejs", "npm": "npm"}
NODE_TESTS = ROOT / "tests" / "node"
SYSTEM_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")


class Failed(Exception):
    """A step that cannot go on, in one sentence: what failed and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says and return the exit code; a failure is one sentence on stderr."""
    command, *rest = arguments or ["--help"]
    commands = {"run": run, "test": test, "bench": bench}
    if command in {"-h", "--help", "help"}:
        print(__doc__)
        return 0
    if command not in commands:
        print(f"dev.py: there is no command {command!r}; use one of: {', '.join(commands)}.", file=sys.stderr)
        return 2
    if sys.version_info < OLDEST_PYTHON:
        found = f"{sys.version_info.major}.{sys.version_info.minor}"
        print(
            f"dev.py: Soapstone needs Python 3.11 or newer, this is {found}: call it with a newer one.",
            file=sys.stderr,
        )
        return 1
    try:
        return commands[command](rest)
    except Failed as failure:
        print(f"dev.py: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


# ---------------------------------------------------------------------------------------------- the three commands


def run(arguments: list[str]) -> int:
    """Open the window (or do what the arguments say); without a display, show the main job in the terminal."""
    if arguments[:1] == ["--"]:
        arguments = arguments[1:]
    install_system_packages(WINDOW_PACKAGES)
    python = prepare_environment(extras="")
    if arguments or has_display(sys.platform, os.environ):
        return call([python, "-m", "desktop", *arguments])
    return show_without_display(python)


def test(arguments: list[str]) -> int:
    """Run every check, to the end even when one fails; 1 if any failed. Arguments go to pytest."""
    install_system_packages(
        WINDOW_PACKAGES + DISPLAY_PACKAGES + SOUND_PACKAGES + FONT_PACKAGES + missing_node(shutil.which)
    )
    python = prepare_environment(extras="dev")
    prepare_node()
    scripts = Path(python).parent
    # A file stays on one worker: the tests of one file share a server or a display. In the order of the folders, so that
    # the quick ones in tests/unit come last and neither worker ends with a slow file alone.
    workers = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"] if (os.cpu_count() or 1) > 1 else []
    checks: dict[str, list[Path | str]] = {
        "ruff check": [scripts / "ruff", "check", "."],
        "ruff format": [scripts / "ruff", "format", "--check", "."],
        "mypy": [scripts / "mypy"],
        "import contracts": [scripts / "lint-imports"],
        "pytest": [python, "-m", "pytest", *workers, *arguments],
    }
    environment = test_environment(os.environ)
    results = []
    last_line = ""
    for name, command in checks.items():
        say(f"{name} ...")
        started = time.monotonic()
        code, lines = stream([str(part) for part in command], shown=lambda _: True, environment=environment)
        results.append((name, code == 0, time.monotonic() - started))
        last_line = next((line for line in reversed(lines) if line.strip()), "")
    print()
    for name, passed, took_s in results:
        print(f"{'passed' if passed else 'FAILED':<7} {name} ({took_s:.0f} s)")
    print(last_line, flush=True)
    return 0 if all(passed for _, passed, _ in results) else 1


def bench(arguments: list[str]) -> int:
    """Run each script tests/bench/bench_*.py; 1 if any fails."""
    install_system_packages(WINDOW_PACKAGES + DISPLAY_PACKAGES + SOUND_PACKAGES)
    python = prepare_environment(extras="dev")
    scripts = sorted((ROOT / "tests" / "bench").glob("bench_*.py"))
    if not scripts:
        raise Failed("tests/bench holds no bench_*.py: check out the whole repository.")
    codes = []
    for script in scripts:
        say(script.name)
        module = f"tests.bench.{script.stem}"
        codes.append(call([python, "-m", module, *arguments], test_environment(os.environ)))
    return 1 if any(codes) else 0


def show_without_display(python: str) -> int:
    """Draft the bundled sample visit in the terminal and save the note and a picture of the window in out/."""
    say("There is no display here: drafting the bundled, fictional sample visit in this terminal instead.\n")
    OUT.mkdir(exist_ok=True)
    text, structured, picture = OUT / "note.txt", OUT / "note.json", OUT / "window.png"
    with tempfile.TemporaryDirectory(prefix="soapstone-") as home:
        desktop = [python, "-m", "desktop"]
        note = [*desktop, "note", str(SAMPLE), "--specialty", SAMPLE_SPECIALTY, "--home", home]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
        code, lines = stream(
            [*note, "--format", "text"], shown=lambda _: True, environment=environment, stderr=None
        )
        if code:
            raise Failed("the sample note could not be written: see the lines above, or call dev.py test.")
        text.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        with structured.open("wb") as file:
            code = subprocess.run([*note, "--format", "json"], cwd=ROOT, stdout=file, check=False).returncode
        if code:
            raise Failed(
                "the sample note could not be written as JSON: see the lines above, or call dev.py test."
            )
        if call([*desktop, "--picture", str(picture), "--home", home], environment):
            raise Failed("the note is in out/, but no picture of the window could be made: call dev.py test.")
    say(f"\nThe note:                {text.relative_to(ROOT)} and {structured.relative_to(ROOT)}")
    say(f"A picture of the window: {picture.relative_to(ROOT)}")
    say("On a machine with a display the same command opens the window.")
    return 0


# ------------------------------------------------------------------------------------------- Python environment


def prepare_environment(extras: str) -> str:
    """Make .venv and install the pinned libraries unless that is done already; return its interpreter's path."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = VENV / f"installed-{extras or 'run'}"
    wanted = fingerprint((ROOT / "pyproject.toml", ROOT / "packaging" / "constraints.txt"))
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted and is_current(python):
        return str(python)
    if not is_current(python):
        make_environment()
    target = f".[{extras}]" if extras else "."
    say(f"Installing the pinned libraries into {VENV.name} (about 250 MB to fetch the first time) ...")
    pip = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    code, lines = stream(
        [*pip, "-c", "packaging/constraints.txt", "-e", target],
        shown=lambda line: line.strip().startswith(("Downloading ", "WARNING: Retrying")),
    )
    if code:
        print(*lines[-12:], sep="\n", file=sys.stderr)
        raise Failed(
            "the libraries could not be installed (pip's last words are above): check the network and pip's "
            "index settings, then call dev.py again."
        )
    stamp.write_text(wanted, encoding="ascii")
    return str(python)


def is_current(python: Path) -> bool:
    """True when the environment's interpreter starts and has the version of the one that runs this file."""
    version = "import sys; print(*sys.version_info[:3])"
    try:
        answer = subprocess.run([python, "-c", version], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.split() == [str(part) for part in sys.version_info[:3]]


def make_environment() -> None:
    """Make an empty .venv with pip in it."""
    say(f"Making {VENV.name} with Python {sys.version.split()[0]} ...")
    if importlib.util.find_spec("ensurepip") is None:  # Debian and Ubuntu keep it in a package of its own
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not install_system_packages((package,)):
            raise Failed(
                f"this Python cannot make virtual environments: install {package}, then call dev.py again."
            )
    code, lines = stream([sys.executable, "-m", "venv", "--clear", str(VENV)], shown=lambda _: False)
    if code:
        print(*lines[-12:], sep="\n", file=sys.stderr)
        raise Failed(f"{VENV} could not be made: see the lines above, mend that and call dev.py again.")


def missing_node(which: Callable[[str], str | None]) -> tuple[str, ...]:
    """The packages of those of Node's programs that are not on the PATH."""
    return tuple(package for program, package in NODE_PROGRAMS.items() if which(program) is None)


def prepare_node() -> None:
    """Install the pinned FHIR validator for Node into tests/node unless that is done already.

    Where its registry cannot be reached, the tests that ask it say so and are not run; all others are.
    """
    modules = NODE_TESTS / "node_modules"
    stamp = modules / "installed"
    wanted = fingerprint((NODE_TESTS / "package-lock.json",))
    if modules.is_dir() and stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    npm = shutil.which("npm")
    if npm is None:
        say("npm is missing: install Node, so that FHIR is also checked by its validator.")
        return
    say("Installing the FHIR validator for Node ...")
    if (
        SYSTEM_CERTIFICATES.is_file()
    ):  # Node has certificates of its own and knows nothing of a clinic's or a proxy's
        os.environ.setdefault("NODE_EXTRA_CA_CERTS", str(SYSTEM_CERTIFICATES))
    command = [npm, "ci", "--prefix", str(NODE_TESTS), "--no-audit", "--no-fund", "--ignore-scripts"]
    code, lines = stream(command, shown=lambda _: False)
    if code:
        print(*lines[-12:], sep="\n", file=sys.stderr)
        say("The FHIR validator for Node could not be installed (npm's last words are above).")
        shutil.rmtree(modules, ignore_errors=True)
        return
    stamp.write_text(wanted, encoding="ascii")


def fingerprint(files: Iterable[Path]) -> str:
    """What an installation depends on, as a hash: the pins, this Python, and where the checkout is."""
    digest = hashlib.sha256(f"{sys.version}\n{ROOT}\n".encode())
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def test_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment for tests: widgets on no display, and nothing of the developer's own records or keys."""
    kept = {name: value for name, value in environment.items() if not name.startswith("SOAPSTONE_")}
    return {"QT_QPA_PLATFORM": "offscreen", "PYTHONUNBUFFERED": "1"} | kept


# --------------------------------------------------------------------------------------------- system libraries


def install_system_packages(wanted: Sequence[str]) -> bool:
    """Install those of the Debian or Ubuntu packages that are missing; True when all are there.

    Without the right to install, or when that fails, say the one command that does it and go on: much works
    without them. Other systems need none.
    """
    if not (sys.platform == "linux" and shutil.which("dpkg-query") and shutil.which("apt-get")):
        return True
    missing = missing_packages(wanted, installed_packages())
    if not missing:
        return True
    by_hand = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {' '.join(missing)}"
    prefix = administrator_prefix()
    if prefix is None:
        say(f"These system libraries are missing and need an administrator: {by_hand}")
        return False
    say(f"Installing system libraries: {' '.join(missing)} ...")
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]
    stream(
        [*apt, "update"], shown=lambda _: False
    )  # a list that fails to load need not be one that is needed
    code, lines = stream([*apt, "install", "-y", "--no-install-recommends", *missing], shown=lambda _: False)
    if code:
        print(*lines[-6:], sep="\n", file=sys.stderr)
        say(f"They could not be installed (the reason is above). By hand: {by_hand}")
    return code == 0


def installed_packages() -> set[str]:
    """The names of the installed packages and of what they provide (libglib2.0-0t64 provides libglib2.0-0)."""
    form = "${db:Status-Status}\t${Package}, ${Provides}\n"
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=False
    ).stdout
    names = (line.partition("\t")[2] for line in listing.splitlines() if line.startswith("installed\t"))
    return {name.split()[0] for line in names for name in line.split(",") if name.strip()}


def missing_packages(wanted: Iterable[str], installed: set[str]) -> list[str]:
    """Those wanted that are not installed, in alphabetical order."""
    return sorted(set(wanted) - installed)


def administrator_prefix() -> list[str] | None:
    """What to put before a command so that it may install packages; None when that needs a password."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


# ------------------------------------------------------------------------------------------------------ processes


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """True when a window can be opened: always on Windows and macOS, elsewhere when a display server is named."""
    if platform in {"win32", "darwin"}:
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def call(command: Sequence[str], environment: dict[str, str] | None = None) -> int:
    """Run a command on this terminal, in the checkout, and return its exit code (1 if a signal ended it)."""
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    return code if code >= 0 else 1


def stream(
    command: Sequence[str],
    shown: Callable[[str], bool],
    environment: dict[str, str] | None = None,
    stderr: int | None = subprocess.STDOUT,
) -> tuple[int, list[str]]:
    """Run a command in the checkout, print those lines of its output that are to be shown, and keep the last 500.

    Its errors are part of that output; stderr=None leaves them to the terminal.
    """
    lines: deque[str] = deque(maxlen=500)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if shown(line):
                say(lines[-1])
    return process.returncode, list(lines)


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
