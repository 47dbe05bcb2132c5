"""A document as a Word file, read back by python-docx."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.errors import FileUnreadable
from desktop.domain.note import Section
from desktop.export.docx import document_docx
from desktop.export.outline import outline
from desktop.export.page_size import PageSize
from tests.servers.documents import (
    LETTERHEAD,
    PATIENT,
    amended_note,
    draft_note,
    handout,
    png,
    referral_letter,
    signed_note,
)


def _read(document, page_size=PageSize.LETTER):
    return docx.Document(io.BytesIO(document_docx(document, page_size)))


def _lines(part):
    return [f"{line.marker}\t{line.text}" if line.marker else line.text for line in part.lines]


@pytest.mark.parametrize(
    "document", [draft_note(), signed_note(cosigned=True), amended_note(), referral_letter(), handout()]
)
def test_every_line_reads_back_in_order(document):
    """Each line is a paragraph of its own, with the numbers that were typed."""
    laid_out = outline(document)
    wanted = [
        *laid_out.letterhead,
        laid_out.heading,
        *(f"{label}\t{value}" for label, value in laid_out.facts),
    ]
    wanted += laid_out.recipient
    for part in laid_out.signed_parts:
        wanted += [part.heading, *_lines(part)]
    wanted += laid_out.signature
    for part in laid_out.addenda:
        wanted += [part.heading, *_lines(part)]
    read = [paragraph.text for paragraph in _read(document).paragraphs]
    assert [line for line in read if line] == [line for line in wanted if line]


def test_headings_are_headings():
    """Word's own styles, so that the navigation pane and screen readers find the sections."""
    styles = [
        (each.style.name, each.text)
        for each in _read(signed_note()).paragraphs
        if each.style.name != "Normal"
    ]
    assert styles == [
        ("Title", "Visit note"),
        *(("Heading 1", name) for name in ("Subjective", "Objective", "Assessment", "Plan", "Codes")),
    ]


def test_every_page_names_patient_and_page_and_the_draft():
    """The footer counts pages with fields; the header of a draft says that nobody signed it."""
    section = _read(draft_note(), PageSize.A4).sections[0]
    assert "DRAFT - not signed" in section.header.paragraphs[0].text
    footer = section.footer.paragraphs[0]
    assert "Sampleton, Jordan   MRN FICT-0042" in footer.text
    assert "PAGE" in footer._p.xml
    assert "NUMPAGES" in footer._p.xml
    assert section.page_width.mm == pytest.approx(210, abs=0.1)
    assert _read(signed_note()).sections[0].header.paragraphs[0].text == ""


def test_properties_name_no_patient_and_no_template_author():
    """Nothing of the visit, of this computer or of the library's own template stands in the file's properties."""
    about = _read(signed_note()).core_properties
    assert about.title == "Visit note"
    assert {about.author, about.last_modified_by, about.comments, about.subject, about.keywords} == {""}
    assert about.created.year > 2013


def test_a_right_to_left_line_is_marked_as_one():
    """Word sets such a line from the right; the line beside it stays."""
    document = replace(signed_note(), sections={Section.PLAN: "المريض يعاني\nleft to right"})
    paragraphs = {each.text: each._p.xml for each in _read(document).paragraphs}
    assert "<w:bidi/>" in paragraphs["المريض يعاني"]
    assert "<w:rtl/>" in paragraphs["المريض يعاني"]
    assert "bidi" not in paragraphs["left to right"]


def test_the_logo_is_in_the_file_and_a_broken_one_is_refused():
    """A PNG's bytes travel unchanged; what is none is one sentence."""
    content = document_docx(replace(signed_note(), letterhead=replace(LETTERHEAD, logo=png())))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert pictures == [png()]
    with pytest.raises(FileUnreadable, match="logo"):
        document_docx(replace(signed_note(), letterhead=replace(LETTERHEAD, logo=b"\x89PNG\r\n\x1a\ncut")))


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(), max_size=40), st.text(st.characters(), max_size=20))
def test_no_character_breaks_the_file(words, name):
    """Control characters, noncharacters and lone surrogates in any text leave a file that XML readers read."""
    document = replace(
        signed_note(), sections={Section.PLAN: words}, patient=replace(PATIENT, family_name=name)
    )
    with zipfile.ZipFile(io.BytesIO(document_docx(document))) as archive:
        for part in archive.namelist():
            if part.endswith(".xml"):
                ET.fromstring(archive.read(part))  # noqa: S314 - our own file
