"""Finds the spoken commands in dictated text, and leaves the same words alone where they mean something."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from desktop.language.headings import SECTION_OF
from desktop.language.number_words import NUMBER_WORDS, word_set


class Kind(Enum):
    """What a command does."""

    MARK = "mark"
    HYPHEN = "hyphen"
    OPEN = "open"
    CLOSE = "close"
    LINE = "line"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    TAKE_BACK = "take back"


class Command(NamedTuple):
    """A command at characters [start, end), with the marks that the recogniser wrote after it."""

    start: int
    end: int
    kind: Kind
    written: str


_SAID = {
    "period": (Kind.MARK, "."),
    "full stop": (Kind.MARK, "."),
    "comma": (Kind.MARK, ","),
    "colon": (Kind.MARK, ":"),
    "semicolon": (Kind.MARK, ";"),
    "semi colon": (Kind.MARK, ";"),
    "semi-colon": (Kind.MARK, ";"),
    "question mark": (Kind.MARK, "?"),
    "exclamation point": (Kind.MARK, "!"),
    "exclamation mark": (Kind.MARK, "!"),
    "hyphen": (Kind.HYPHEN, "-"),
    "new line": (Kind.LINE, "\n"),
    "newline": (Kind.LINE, "\n"),
    "next line": (Kind.LINE, "\n"),
    "new paragraph": (Kind.PARAGRAPH, "\n\n"),
    "next paragraph": (Kind.PARAGRAPH, "\n\n"),
    "scratch that": (Kind.TAKE_BACK, ""),
    "delete that": (Kind.TAKE_BACK, ""),
    "strike that": (Kind.TAKE_BACK, ""),
    "open quote": (Kind.OPEN, '"'),
    "close quote": (Kind.CLOSE, '"'),
    "end quote": (Kind.CLOSE, '"'),
} | {
    f"{side} {name}": (kind, written)
    for side, kind, written in (
        ("open", Kind.OPEN, "("),
        ("left", Kind.OPEN, "("),
        ("close", Kind.CLOSE, ")"),
        ("right", Kind.CLOSE, ")"),
    )
    for name in ("paren", "parenthesis", "parentheses")
}

_SECTION_NAMES = ("subjective", "objective", "assessment and plan", "assessment", "plan")


def _alternatives(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, the longest first, with blanks of any width."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "|".join("[ \t]+".join(map(re.escape, phrase.split())) for phrase in longest_first)


_HEADINGS = _alternatives(SECTION_OF)
_COMMAND = re.compile(
    rf"(?<![\w'’-])(?:"
    rf"(?:(?:next|new)[ \t]+)?heading[ \t]+(?P<headed>{_HEADINGS})(?:[ \t]+colon)?"
    rf"|(?P<before_colon>{_HEADINGS}),?[ \t]+colon"
    rf"|(?P<section>{_alternatives(_SECTION_NAMES)})"
    rf"|(?P<said>{_alternatives(_SAID)})"
    rf")(?![\w'’-])",
    re.IGNORECASE,
)
_MARKS_AFTER = re.compile(r"[.,;:?!]+")
_WORD_BEFORE = re.compile(r"([\w'’-]+)[ \t]+$")
_WORD_AFTER = re.compile(r"[ \t]+([\w'’-]+)")
_BOUNDARY_BEFORE = re.compile(r"(?:^|[.?!\n])[ \t]*$")

_A_NOUN_FOLLOWS = word_set(
    "a an the my your his her their our its this that these those any each every no one another first second last next "
    "same whole entire single"
)
_KINDS_OF_PERIOD = word_set(
    "menstrual latent incubation refractory luteal grace washout neonatal perinatal on of"
)
_ALSO_ENDS_A_SENTENCE = word_set(
    "missed heavy light late early irregular regular normal monthly painful long short brief extended prolonged "
    "postpartum recovery rest observation waiting trial follow-up postoperative post-operative perioperative preoperative healing "
    "study window training testing induction quarantine"
)
"""Before "period" these make a noun only after an article: "a normal period", but "exam normal period"."""
_BEGINS_A_LIST = word_set("line paragraph colon number plan")
_SPANS = word_set("day night week month year hour minute second")
_AFTER_A_PERIOD_OF = word_set("of is was lasts lasted tracker flow")
_PERIOD_PAIN = word_set("pain pains cramp cramps cramping bleeding")
_HAS_PERIOD_PAIN = word_set("has have had with of severe and or for no bad denies reports get gets painful")
_COLON_AFTER = word_set(
    "follows following include includes including are note diagnosis diagnoses recommendations findings instructions "
    "pressure pulse rate temperature weight height date time name medications number saturation "
    "general constitutional heent eyes ears nose throat neck chest lungs respiratory heart cardiovascular abdomen "
    "gastrointestinal genitourinary musculoskeletal extremities back skin neurologic neurological neuro psychiatric "
    "psych endocrine vascular gait speech mood affect"
)
_ABOUT_THE_BOWEL = word_set(
    "cancer cancers polyp polyps resection carcinoma mass surgery screening wall problem problems issues prep "
    "adenoma tumor biopsy and is was has had were which with in that to from or cleanse perforation obstruction "
    "inflammation"
)
_NEW_LINE_OF = word_set(
    "of treatment therapy agent was is chemotherapy placed inserted started antibiotic item"
)
_LINES = word_set("iv central picc arterial")
_SOMEONE_SCRATCHES = word_set(
    "to you i we they he she not don't didn't do can could will would should never dont cannot can't won't and please"
)
_WHAT_IS_SCRATCHED = word_set(
    "itch itchy area spot up off from part balance knee medication medicine entry rash skin bite wound file one message"
)
_NOT_A_HEADING_BEFORE = {
    "subjective": word_set(
        "feeling feelings fever fevers complaint complaints symptom symptoms sense report reports weakness numbness "
        "improvement experience units and well-being swelling tightness dyspnea visual"
    ),
    "objective": word_set(
        "finding findings data evidence measure measures sign signs was is of and weakness for to"
    ),
    "assessment": word_set("of is was shows showed tool scale today for by with and will completed in"),
    "plan": word_set(
        "is was to for on of with b a includes will discussed and that remains as we has would at in"
    ),
}


class _Around(NamedTuple):
    before: str
    after: str
    at_boundary: bool


def commands_in(text: str) -> list[Command]:
    """The commands in order, without overlaps; none where the words mean what they say."""
    certain: list[Command] = []
    names: list[tuple[Command, _Around]] = []
    end_of_last = 0
    for match in _COMMAND.finditer(text):
        around = _around(text, match, end_of_last)
        command = _command(text, match, around)
        if command is None:
            continue
        if match["section"]:
            names.append((command, around))
        else:
            certain.append(command)
        end_of_last = command.end
    return sorted(certain + _section_names(certain, names))


def _around(text: str, match: re.Match[str], end_of_last: int) -> _Around:
    before = text[max(0, match.start() - 40) : match.start()]
    after = _WORD_AFTER.match(text, match.end(), match.end() + 40)
    word = _WORD_BEFORE.search(before)
    boundary = _BOUNDARY_BEFORE.search(before) if before.strip() or match.start() > 40 else True
    follows_command = end_of_last > 0 and not text[end_of_last : match.start()].strip()
    return _Around(
        "" if word is None or follows_command else word[1].lower(),
        after[1].lower() if after else "",
        bool(boundary) or follows_command,
    )


def _command(text: str, match: re.Match[str], around: _Around) -> Command | None:
    marks = _MARKS_AFTER.match(text, match.end())
    end = marks.end() if marks else match.end()
    heading = match["headed"] or match["before_colon"]
    if heading:
        is_colon = not match["headed"]
        if is_colon and (around.after in _ABOUT_THE_BOWEL or around.before in {"of", "the", "my", "your"}):
            return None
        return Command(match.start(), end, Kind.HEADING, heading)
    if match["section"]:
        return (
            None if _is_laid_out(text, match) else Command(match.start(), end, Kind.HEADING, match["section"])
        )
    said = " ".join(match["said"].lower().split())
    if not _is_command(said, around, text[max(0, match.start() - 40) : match.start()]):
        return None
    kind, written = _SAID[said]
    return Command(match.start(), end, kind, written)


def _is_laid_out(text: str, match: re.Match[str]) -> bool:
    """True for a heading as it is typed: before a colon, or alone on its line."""
    after = text[match.end() : match.end() + 2].lstrip(" *_")
    line_before = text[max(0, match.start() - 40) : match.start()].rpartition("\n")[2]
    is_alone = "\n" in text and not line_before.strip(" #*_\t") and after[:1] in {"", "\n"}
    return after.startswith(":") or is_alone


def _is_command(said: str, around: _Around, before: str) -> bool:
    if said == "period":
        return _is_full_stop(around, before)
    if said == "full stop":
        return around.before not in {"a", "to", "complete", "the"}
    if said == "colon":
        is_listed = around.before in NUMBER_WORDS and before.lower().split()[-2:-1] == ["number"]
        return (is_listed or around.before in _COLON_AFTER) and around.after not in _ABOUT_THE_BOWEL
    if said in {"comma", "hyphen"}:
        return (
            bool(around.before or before.strip())
            and around.before not in {"a", "the"}
            and around.after != "shaped"
        )
    if said in {"new line", "newline", "next line"}:
        is_noun = around.before in _A_NOUN_FOLLOWS | _LINES
        return not is_noun and around.after not in _NEW_LINE_OF
    if said.endswith(" that"):
        return around.before not in _SOMEONE_SCRATCHES and around.after not in _WHAT_IS_SCRATCHED
    return around.before not in {"a", "an", "the", "this"}


def _is_full_stop(around: _Around, before: str) -> bool:
    if not before.strip():
        return False
    words = before.lower().split()
    two_before = words[-2] if len(words) > 1 else ""
    three_before = words[-3] if len(words) > 2 else ""
    if _is_number(around.before) and _is_number(around.after):
        return False  # it may be a decimal point
    if around.before in NUMBER_WORDS and two_before in _BEGINS_A_LIST:
        return True
    if around.before in _A_NOUN_FOLLOWS | _KINDS_OF_PERIOD or around.after in _AFTER_A_PERIOD_OF:
        return False
    if around.before in _ALSO_ENDS_A_SENTENCE:
        return two_before not in _A_NOUN_FOLLOWS | _SPANS | {"have", "has", "had", "get", "gets"}
    if around.before == "time":
        return three_before == "at" or two_before == "first"
    if around.after in _PERIOD_PAIN and around.before in _HAS_PERIOD_PAIN:
        return False
    if around.before in _SPANS:
        is_rate = two_before in {"per", "a", "each", "every", "this", "last", "next", "that", "same", "one"}
        return is_rate and not (two_before == "one" and three_before in _A_NOUN_FOLLOWS)
    return True


def _is_number(word: str) -> bool:
    return word in NUMBER_WORDS or word.isdecimal()


def _section_names(certain: list[Command], names: list[tuple[Command, _Around]]) -> list[Command]:
    """The names of sections said without "colon" that are headings.

    Either they begin sentences in text that has other commands or at least two of them; or the text
    begins with "subjective" and the others follow in order, as in dictation without any marks.
    """
    meant = [
        (c, a) for c, a in names if a.after not in _NOT_A_HEADING_BEFORE[_name(c).split()[0]] or _has_mark(c)
    ]
    at_boundary = [command for command, around in meant if around.at_boundary]
    in_order = _in_order(meant)
    if len(in_order) > len(at_boundary):
        return in_order
    if certain or len({_name(command) for command in at_boundary}) > 1:
        return at_boundary
    return []


def _name(command: Command) -> str:
    return " ".join(command.written.lower().split())


def _has_mark(command: Command) -> bool:
    return command.end - command.start > len(command.written)


def _in_order(names: list[tuple[Command, _Around]]) -> list[Command]:
    order = ("subjective", "objective", "assessment", "plan")
    found: list[Command] = []
    for command, around in names:
        name = _name(command)
        expected = order[len(found)] if len(found) < len(order) else ""
        first = not found and (command.start == 0 or around.at_boundary)
        if (
            name == expected
            and (found or first)
            and around.before not in _A_NOUN_FOLLOWS | {"and", "treatment", "care"}
        ):
            found.append(command)
    return found if len(found) == len(order) else []
