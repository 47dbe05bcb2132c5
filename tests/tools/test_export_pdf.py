"""A document as PDF: read back by an independent reader, and its pages looked at."""

import io
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from PySide6.QtGui import QImage

import desktop.export
from desktop.domain.errors import FileUnreadable
from desktop.domain.note import Section
from desktop.export.outline import outline
from desktop.export.page_size import PageSize
from desktop.export.pages import pages_for_preview
from desktop.export.pdf import document_pdf
from tests.servers.documents import (
    LETTERHEAD,
    PATIENT,
    SECTIONS,
    amended_note,
    draft_note,
    handout,
    png,
    referral_letter,
    signed_note,
)

pytestmark = pytest.mark.usefixtures("qapp")

PICTURES = Path(__file__).resolve().parents[2] / "resources" / "pictures"
HEBREW_NAME = replace(PATIENT, family_name="כהן", given_name="דנה")
JAPANESE_NAME = replace(PATIENT, family_name="山田", given_name="太郎")
ARABIC_LINES = "المريض يعاني من ألم أسفل الظهر منذ 3 أسابيع\n- ألم عند الجلوس\n  2. لا خدر"
HOSTILE = "<img src=file:///etc/passwd> <b>bold</b> &amp; <script>x</script>"


def _read(document, page_size=PageSize.LETTER):
    return PdfReader(io.BytesIO(document_pdf(document, page_size).content))


def _squeezed(text):
    return "".join(unicodedata.normalize("NFKC", text).split())


def _long(lines):
    return {
        section: "\n".join(f"{section.label} line {n} of many." for n in range(lines)) for section in Section
    }


@pytest.mark.parametrize("page_size", PageSize)
@pytest.mark.parametrize(
    "document", [draft_note(), signed_note(cosigned=True), amended_note(), referral_letter(), handout()]
)
def test_every_word_reads_back_in_order(document, page_size):
    """Letterhead, patient, sections, codes, signature and addenda, as selectable text on the right paper."""
    reader = _read(document, page_size)
    read = _squeezed("".join(page.extract_text() for page in reader.pages))
    laid_out = outline(document)
    wanted = [*laid_out.letterhead, laid_out.heading, *(f"{label}{value}" for label, value in laid_out.facts)]
    wanted += laid_out.recipient
    for part in laid_out.signed_parts:
        wanted += [part.heading, *(line.marker + line.text for line in part.lines)]
    wanted += laid_out.signature
    for part in laid_out.addenda:
        wanted += [part.heading, *(line.text for line in part.lines)]
    place = 0
    for words in wanted:
        place = read.index(_squeezed(words), place) + len(_squeezed(words))
    box = reader.pages[0].mediabox
    sizes_mm = (float(box.width) / 72 * 25.4, float(box.height) / 72 * 25.4)
    assert sizes_mm == pytest.approx(page_size.size_mm, abs=0.4)


def test_every_page_names_patient_and_page_and_the_draft():
    """A page that falls out of a pile says whose it is, which one it is, and that nobody signed it."""
    reader = _read(replace(draft_note(), sections=_long(40)))
    assert len(reader.pages) > 2
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        for words in (
            "Sampleton, Jordan",
            "MRN FICT-0042",
            f"Page {number} of {len(reader.pages)}",
            "DRAFT - not signed",
        ):
            assert words in text
    assert "DRAFT" not in "".join(page.extract_text() for page in _read(signed_note()).pages)


@pytest.mark.parametrize("lines", range(1, 22, 2))
def test_no_heading_stands_alone_and_no_line_is_printed_twice(lines):
    """Wherever the pages break, a heading has lines of its section below it, and each line stands on one page."""
    document = replace(signed_note(), sections=_long(lines))
    pages = [page.extract_text().splitlines() for page in _read(document).pages]
    headings = {section.label for section in Section} | {"Codes"}
    for page in pages:
        body = [
            line.strip() for line in page if line.strip() and "Page " not in line and "MRN FICT" not in line
        ]
        assert body[-1] not in headings
    everything = [line.strip() for page in pages for line in page]
    for section in Section:
        assert everything.count(section.label) == 1
        for number in range(lines):
            assert everything.count(f"{section.label} line {number} of many.") == 1


def test_user_text_is_never_markup(tmp_path):
    """Tags and entities in a note are printed as they were typed, and no picture is fetched for them."""
    reader = _read(replace(signed_note(), sections={Section.PLAN: HOSTILE}))
    assert HOSTILE in "".join(page.extract_text() for page in reader.pages)
    assert [image for page in reader.pages for image in page.images] == []


def test_properties_name_no_patient():
    """Title, author and metadata stream hold nothing of the visit; fonts travel with the file."""
    content = document_pdf(signed_note()).content
    reader = PdfReader(io.BytesIO(content))
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author, reader.metadata.creator) == (
        "Visit note",
        "",
        "Soapstone",
    )
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert not [words for words in ("Sampleton", "Jordan", "FICT", "Fictional") if words in xmp]
    fonts = reader.pages[0]["/Resources"]["/Font"].values()
    for font in fonts:
        (descendant,) = font.get_object()["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"].get_object()
        assert "/ToUnicode" in font.get_object()


def test_names_and_text_of_other_scripts():
    """Hebrew, Arabic and Japanese are drawn with fonts and read back, in the footer too."""
    hebrew = document_pdf(replace(signed_note(), patient=HEBREW_NAME, sections={Section.PLAN: ARABIC_LINES}))
    japanese = document_pdf(
        replace(signed_note(), patient=JAPANESE_NAME, sections={Section.PLAN: "腰痛がある。"})
    )
    assert hebrew.undrawn == japanese.undrawn == frozenset()
    text = PdfReader(io.BytesIO(hebrew.content)).pages[0].extract_text()
    assert text.count("כהן") + text.count("כהן"[::-1]) == 2
    read = sorted(letter for letter in _squeezed(text) if "ARABIC" in unicodedata.name(letter, ""))
    assert read == sorted(
        letter for letter in _squeezed(ARABIC_LINES) if "ARABIC" in unicodedata.name(letter, "")
    )
    text = _squeezed(PdfReader(io.BytesIO(japanese.content)).pages[0].extract_text())
    assert text.count("山田,太郎") == 2
    assert "腰痛がある。" in text


def test_characters_without_a_font_are_told():
    """What can only be printed as an empty box is named, so that somebody can be told."""
    nobody_has = "\U0001f9ff\U0001f9ec𞤀"
    pdf = document_pdf(replace(signed_note(), sections={Section.PLAN: f"Plan: {nobody_has} done"}))
    assert pdf.undrawn
    assert pdf.undrawn <= set(nobody_has)
    assert "done" in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()


LINES = st.lists(
    st.sampled_from(
        [
            ARABIC_LINES,
            *SECTIONS.values(),
            "- " + "very " * 40,
            "    3. " + "x" * 300,
            "דנה " * 60,
            "",
            "腰痛" * 90,
        ]
    ),
    max_size=12,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_no_line_reaches_beyond_the_page(lines):
    """Text is cut off at the page's margin, so none may begin or end outside of it, in either direction."""
    document = replace(signed_note(), sections={Section.PLAN: "\n".join(lines)})
    pages = pages_for_preview(document, PageSize.LETTER)
    width, few_dots = pages._content.width(), 6  # half a millimetre, well inside the margin
    block = pages._text.begin()
    while block.isValid():
        layout = block.layout()
        for number in range(layout.lineCount()):
            line = layout.lineAt(number).naturalTextRect().translated(layout.position())
            assert -few_dots <= line.left() <= line.right() <= width + few_dots
        block = block.next()


def _ink(picture, left, top, width, height):
    return {
        picture.pixelColor(x, y).name()
        for x in range(left, left + width, 2)
        for y in range(top, top + height, 2)
    }  # fmt: skip


def test_the_preview_is_the_printed_page():
    """As many pages as the PDF; the logo at the top right; the pale mark across a draft and across no signed note."""
    logo = replace(LETTERHEAD, logo=png())
    signed = replace(signed_note(), letterhead=logo, sections=_long(30))
    pages = pages_for_preview(signed, PageSize.A4)
    assert pages.count == document_pdf(signed, PageSize.A4).pages
    picture = pages.picture(0, 840)
    assert picture.width() == 840
    assert "#1f4e5f" in _ink(picture, 560, 80, 200, 60)
    rows = [y for y in range(1100, 1180) if _ink(picture, 80, y, 200, 1) != {"#ffffff"}]
    assert 8 <= max(rows) - min(rows) <= 14  # the footer in its full size
    mark = {"#eeeeee"}
    assert not mark & _ink(picture, 300, 400, 300, 300)
    assert mark <= _ink(pages_for_preview(draft_note(), PageSize.A4).picture(0, 840), 300, 400, 300, 300)


@pytest.mark.parametrize("logo", [b"GIF89a", b"\x89PNG\r\n\x1a\ncut", b"", png() + b"\0" * 2_000_001])
def test_a_logo_that_is_none_is_refused(logo):
    """One sentence instead of a page without a letterhead."""
    with pytest.raises(FileUnreadable, match="logo"):
        document_pdf(replace(signed_note(), letterhead=replace(LETTERHEAD, logo=logo)))


def test_only_the_page_layout_knows_qt():
    """Four files of the package use QtGui and QtCore; the other formats and the rest of the house need no Qt."""
    found = {
        (path.name, module)
        for path in Path(desktop.export.__file__).parent.glob("*.py")
        for module in re.findall(
            r"^\s*(?:from|import) (PySide6\S*)", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert {module for _, module in found} == {"PySide6.QtCore", "PySide6.QtGui"}
    assert {name for name, _ in found} == {"offscreen.py", "pages.py", "pdf.py", "text_document.py"}


@pytest.mark.parametrize(
    ("name", "document", "page_size"),
    [
        ("export-draft-letter", draft_note(), PageSize.LETTER),
        ("export-signed-a4", amended_note(), PageSize.A4),
    ],
)
def test_pictures_of_the_pages_for_the_documentation(name, document, page_size):
    """Taken at each run, so that they cannot go stale: a draft on Letter, a signed note with an addendum on A4."""
    document = replace(document, letterhead=replace(LETTERHEAD, logo=png()))
    picture = pages_for_preview(document, page_size).picture(0, 840)
    file = PICTURES / f"{name}.png"
    assert picture.save(str(file), "PNG")
    assert QImage(str(file)).width() == 840
