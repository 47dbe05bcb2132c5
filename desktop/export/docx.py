"""A document as a Word file with real headings, and with the patient and the page number on every page."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from desktop.domain.document import Document
from desktop.export.direction import is_right_to_left
from desktop.export.logo import check_logo, unreadable_logo
from desktop.export.outline import Line, LineKind, Outline, Part, outline
from desktop.export.page_size import PageSize

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

_FONT = "Arial"
_BODY_PT = 10
_ITEM_PT = 20
_FACT_PT = 64
_LOGO_HEIGHT_PT = 48
_MARGIN_MM = 20
_ACCENT, _GREY, _WARNING = "1F4E5F", "5F6368", "A3221B"


def document_docx(document: Document, page_size: PageSize = PageSize.LETTER) -> bytes:
    """Write the document. Its properties name no patient and no computer. Raises FileUnreadable for a bad logo."""
    import docx  # noqa: PLC0415 - takes 0.2 s to load and is seldom needed

    word = docx.Document()
    laid_out = outline(document)
    _set_properties(word, document)
    _set_styles(word)
    _set_page(word, page_size)
    _write_header(word, laid_out)
    _write_footer(word, laid_out)
    if document.letterhead.logo is not None:
        _write_logo(word, document.letterhead.logo)
    _write_body(word, laid_out)
    content = io.BytesIO()
    word.save(content)
    return content.getvalue()


def _set_properties(word: WordDocument, document: Document) -> None:
    """The template that python-docx starts from names its own author, a comment and a day in 2013."""
    about = word.core_properties
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    about.author = about.last_modified_by = about.comments = about.keywords = about.subject = (
        about.category
    ) = ""
    about.title = document.kind.label
    about.created = about.modified = now
    about.revision = 1


def _set_styles(word: WordDocument) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - loaded with python-docx

    for name, size_pt, above_pt in (("Normal", _BODY_PT, 0), ("Title", 16, 8), ("Heading 1", 11.5, 12)):
        style: Any = word.styles[name]
        style.font.name = _FONT
        style.font.size = Pt(size_pt)
        # Each script has its own font entry; themes would win over the one that font.name sets.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for script in ("ascii", "hAnsi", "cs"):
            fonts.set(_w(script), _FONT)
        layout = style.paragraph_format
        layout.space_before, layout.space_after = Pt(above_pt), Pt(0 if name == "Normal" else 3)
        if name == "Heading 1":
            style.font.color.rgb = RGBColor.from_string(_ACCENT)
            layout.keep_with_next = True
        if name == "Title":
            style.font.color.rgb = RGBColor.from_string("111111")
            style.font.bold = True
            _remove_child(style.element.pPr, "pBdr")


def _set_page(word: WordDocument, page_size: PageSize) -> None:
    from docx.shared import Mm  # noqa: PLC0415 - loaded with python-docx

    section = word.sections[0]
    width_mm, height_mm = page_size.size_mm
    section.page_width, section.page_height = Mm(width_mm), Mm(height_mm)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def _write_header(word: WordDocument, laid_out: Outline) -> None:
    paragraph = word.sections[0].header.paragraphs[0]
    if laid_out.mark:
        _run(paragraph, laid_out.mark, bold=True, color=_WARNING)


def _write_footer(word: WordDocument, laid_out: Outline) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415 - loaded with python-docx

    section = word.sections[0]
    paragraph = section.footer.paragraphs[0]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]  # set above
    paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    mrn = f"MRN {laid_out.mrn}" if laid_out.mrn else ""
    _run(paragraph, "   ".join(part for part in (laid_out.patient_name, mrn) if part), color=_GREY)
    _run(paragraph, "\tPage ", color=_GREY)
    _field(paragraph, "PAGE")
    _run(paragraph, " of ", color=_GREY)
    _field(paragraph, "NUMPAGES")


def _write_logo(word: WordDocument, logo: bytes) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - loaded with python-docx
    from docx.image.exceptions import (  # noqa: PLC0415 - loaded with python-docx
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.shared import Pt  # noqa: PLC0415 - loaded with python-docx

    check_logo(logo)
    paragraph = word.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    try:
        paragraph.add_run().add_picture(io.BytesIO(logo), height=Pt(_LOGO_HEIGHT_PT))
    except (
        InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, ValueError, ZeroDivisionError,
    ) as error:  # fmt: skip
        raise unreadable_logo() from error


def _write_body(word: WordDocument, laid_out: Outline) -> None:
    for number, line in enumerate(laid_out.letterhead):
        _run(word.add_paragraph(), line, bold=number == 0, color=_ACCENT if number == 0 else _GREY)
    _run(word.add_paragraph(style="Title"), laid_out.heading)
    for label, value in laid_out.facts:
        paragraph = word.add_paragraph()
        _hang(paragraph, _FACT_PT, _FACT_PT)
        _run(paragraph, f"{label}\t", color=_GREY)
        _run(paragraph, value)
    for line in ("", *laid_out.recipient) if laid_out.recipient else ():
        _run(word.add_paragraph(), line)
    for part in laid_out.signed_parts:
        _write_part(word, part)
    for number, line in enumerate(("", *laid_out.signature)):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = number < len(laid_out.signature)
        _run(paragraph, line, bold=number == 1)
    for part in laid_out.addenda:
        _write_part(word, part)


def _write_part(word: WordDocument, part: Part) -> None:
    if part.heading:
        _run(word.add_paragraph(style="Heading 1"), part.heading)
    else:
        word.add_paragraph()
    for line in part.lines:
        _write_line(word.add_paragraph(), line)


def _write_line(paragraph: Paragraph, line: Line) -> None:
    """An item keeps the mark or number that was typed: Word's own numbering could count differently."""
    if line.kind is LineKind.ITEM:
        _hang(paragraph, _ITEM_PT * (line.level + 1), _ITEM_PT)
        _run(paragraph, f"{line.marker}\t{line.text}")
    else:
        _run(paragraph, line.text, color=_GREY if line.kind is LineKind.UNSTATED else "")


def _hang(paragraph: Paragraph, left_pt: float, first_line_pt: float) -> None:
    from docx.shared import Pt  # noqa: PLC0415 - loaded with python-docx

    layout = paragraph.paragraph_format
    layout.left_indent, layout.first_line_indent = Pt(left_pt), Pt(-first_line_pt)
    layout.tab_stops.add_tab_stop(Pt(left_pt))


def _run(paragraph: Paragraph, text: str, *, bold: bool = False, color: str = "") -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - loaded with python-docx
    from docx.shared import RGBColor  # noqa: PLC0415 - loaded with python-docx

    run = paragraph.add_run(text)
    run.bold = bold or None
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    if is_right_to_left(text):
        run.font.rtl = True
        if not paragraph.text.removesuffix(text):  # a line that begins so, and not a name after its label
            properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no other way to say it
            properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_BIDI)


_AFTER_BIDI = (
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
    "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:divId",
    "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange",
)  # fmt: skip
"""What the schema wants behind w:bidi in a paragraph's properties (ECMA-376, part 1, 17.3.1.26)."""


def _field(paragraph: Paragraph, code: str) -> None:
    """A number that Word counts."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - loaded with python-docx

    field = OxmlElement("w:fldSimple")
    field.set(_w("instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx knows no fields


def _remove_child(element: Any, tag: str) -> None:
    for child in element.findall(_w(tag)):
        element.remove(child)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
