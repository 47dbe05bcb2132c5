"""`soapstone codes`: diagnosis codes for a phrase, a check of one code, or the codes that a note suggests."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from desktop.cli.codes_json import billing_codes, entry_object
from desktop.domain.coding import REVIEW_SENTENCE, Existence
from desktop.domain.errors import FileUnreadable
from desktop.domain.note import Note, Section
from desktop.language.plain_text import clean_text
from desktop.workflow.code import check_code, code_details, release, search_codes

LARGEST_FILE_BYTES = 4 * 1024 * 1024
_CODE = re.compile(r"\s*[A-Za-z]\d[0-9A-Za-z](?:\.?[0-9A-Za-z]{1,4})?\s*")
_LINE_BREAK = "\n"


def write_codes(chosen: argparse.Namespace) -> int:
    """Print what was asked for. A file holds a note as JSON, or the words of an assessment. Raises SoapstoneError."""
    asked: str = chosen.what
    if _is_file(asked):
        result = billing_codes(_note(Path(asked)))
    elif _CODE.fullmatch(asked):
        result = _checked(asked)
    elif _LINE_BREAK in asked:
        result = billing_codes(Note({Section.ASSESSMENT: clean_text(asked)}))
    else:
        result = _searched(asked)
    if chosen.format == "json":
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        print(codes_text(result), end="")
    return 0


def _is_file(asked: str) -> bool:
    try:
        return Path(asked).is_file()
    except OSError:  # longer than a name may be
        return False


def _note(file: Path) -> Note:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE_BYTES + 1)
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise FileUnreadable(f"{file.name} cannot be read ({error.strerror or 'unknown reason'}).") from error
    except UnicodeDecodeError as error:
        raise FileUnreadable(f"{file.name} is not UTF-8 text; convert it and try again.") from error
    if len(content) > LARGEST_FILE_BYTES:
        raise FileUnreadable(
            f"{file.name} is larger than {LARGEST_FILE_BYTES // 1024 // 1024} MB; give one note."
        )
    if file.suffix.lower() != ".json":
        return Note({Section.ASSESSMENT: clean_text(text)})
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileUnreadable(
            f"{file.name} is not a note in JSON, as soapstone note --format json writes it."
        ) from error
    sections = {section: data.get(section.value, "") for section in Section} if isinstance(data, dict) else {}
    if (
        not sections
        or not all(isinstance(words, str) for words in sections.values())
        or not any(sections.values())
    ):
        raise FileUnreadable(f"{file.name} is not a note in JSON, as soapstone note --format json writes it.")
    return Note({section: clean_text(words) for section, words in sections.items()})


def _searched(phrase: str) -> dict[str, Any]:
    found = search_codes(clean_text(phrase) + " ", 10)
    return {
        "release": release(),
        "review": REVIEW_SENTENCE,
        "phrase": phrase,
        "codes": [{**entry_object(one.entry), "score": one.score} for one in found],
    }


def _checked(code: str) -> dict[str, Any]:
    validity = check_code(code)
    details = code_details(validity.code) if validity.existence is not Existence.UNKNOWN else None
    return {
        "release": release(),
        "review": REVIEW_SENTENCE,
        "code": validity.code,
        "existence": validity.existence.value,
        "description": validity.entry.description if validity.entry else None,
        "sentence": validity.sentence,
        "leaves": [entry_object(entry) for entry in validity.leaves],
        "notes": [
            {"kind": note.kind.value, "text": note.text, "at": note.code}
            for note in (details.notes if details else ())
        ],
    }


def codes_text(result: dict[str, Any]) -> str:
    """The same result for reading."""
    lines: list[str] = []
    if "sentence" in result:
        lines.append(result["sentence"])
        lines.extend([result["description"]] if result["description"] else [])
        lines.extend(f"  {entry['code']:8}  {entry['description']}" for entry in result["leaves"])
        lines.extend(f"  {note['kind']}: {note['text']} (at {note['at']})" for note in result["notes"])
    elif "codes" in result:
        lines.extend(f"{entry['code']:8}  {entry['description']}" for entry in result["codes"])
        lines.extend(
            [] if result["codes"] else ["No code fits these words; try others, or the beginning of a code."]
        )
    else:
        lines.extend(_suggested(result))
    return "\n".join([*lines, "", f"{result['release']}. {REVIEW_SENTENCE}", ""])


def _suggested(result: dict[str, Any]) -> list[str]:
    lines: list[str] = []
    for one in result["icd10"]:
        lines.append(f"{one['rank']}. {one['code']:8}  {one['description']}")
        lines.append(f"     from “{one['words']['text']}” ({one['words']['section']})")
        for advice in one["advice"]:
            codes = ", ".join(entry["code"] for entry in advice["codes"])
            lines.append(f"     {advice['kind']}: {advice['sentence']}{f' ({codes})' if codes else ''}")
    if not result["icd10"]:
        lines.append("No diagnosis code is suggested.")
    lines.extend(f"-  not coded: “{one['words']['text']}”. {one['reason']}" for one in result["not_coded"])
    lines.extend(
        f"{offer['code']} x {offer['units']}  {offer['description']} (confirm)"
        for offer in (*result["cpt"], *result["hcpcs"])
    )
    lines.extend(
        f"     {reason['about']}: {reason['sentence']}" for reason in result["visit_level"]["reasons"]
    )
    return lines
