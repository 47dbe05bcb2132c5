"""The text of a file that another program wrote, whatever encoding it chose."""

from __future__ import annotations

import codecs
from pathlib import Path

from desktop.domain.errors import FileUnreadable

LARGEST_FILE_BYTES = 50_000_000

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LOOKED_AT_BYTES = 4096


def content_of(path: Path) -> bytes:
    """The bytes of a file. Raises FileUnreadable when it is missing, no file, not readable, empty or too large."""
    try:
        if not path.is_file():
            raise FileUnreadable("There is no such file. Check the name and the folder.")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise FileUnreadable(
            "The file could not be read. Check the disk and whether you may read it."
        ) from error
    if len(content) > LARGEST_FILE_BYTES:
        raise FileUnreadable(
            f"The file is larger than {LARGEST_FILE_BYTES // 1_000_000} MB. Split it and import the parts."
        )
    if not content.strip():
        raise FileUnreadable("The file is empty. Choose another one.")
    return content


def decoded(content: bytes) -> str:
    """The text: by its byte order mark, as UTF-16 without one, as UTF-8, or else as Windows-1252.

    Raises FileUnreadable for what is no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    start = content[:_LOOKED_AT_BYTES]
    if b"\0" in start:
        for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
            if zeros.count(0) > len(zeros) // 2:
                return content.decode(encoding, "replace")
        raise FileUnreadable("The file is not text. Export it again as CSV, JSON or plain text.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
