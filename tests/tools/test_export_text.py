"""A document as text to paste, as a text file and as Markdown: the same words, numbers and units everywhere."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from desktop.domain.note import Section
from desktop.export.markdown import document_markdown
from desktop.export.plain_characters import ascii_only, plain_symbols
from desktop.export.text import EHR, Characters, LineEnd, TextOptions, document_text, section_text
from desktop.language.plain_text import clean_text
from tests.servers.documents import (
    PATIENT,
    SECTIONS,
    amended_note,
    draft_note,
    handout,
    referral_letter,
    signed_note,
)

MEANINGS = {
    "temperature 37.5 °C": "temperature 37.5 deg C",
    "37.5°C, 99.5 °F": "37.5 deg C, 99.5 deg F",
    "flexion 40°, then 90 °": "flexion 40 deg, then 90 deg",
    "50 µg daily": "50 mcg daily",
    "50μg": "50mcg",
    "250 µL, 3 µmol/L, 5 µm, 12 µU/mL": "250 mcL, 3 micromol/L, 5 microm, 12 microU/mL",
    "μ-opioid": "mu-opioid",
    "β-blocker, α1": "beta-blocker, alpha1",
    "SpO₂ ≥ 92 %, A1c ≤7, ≠ ±": "SpO2 >= 92 %, A1c <=7, != +/-",
    "1½ tablets, ½ tablet, 2 ¼": "1 1/2 tablets, 1/2 tablet, 2 1/4",
    "½–1 tablet": "1/2-1 tablet",
    "3⅓5": "3 1/3 5",
    "10⁹/L, 10⁻³, 28 kg/m², cm³, s⁻¹": "10^9/L, 10^-3, 28 kg/m2, cm3, s^-1",
    "Na⁺, Ca²⁺": "Na+, Ca2+",
    "A&O×3, 2 × 500 mg": "A&Ox3, 2 x 500 mg",
    "L3–L5, −2.5, 3—4": "L3-L5, -2.5, 3 - 4",
    "pain—sharp—worse": "pain - sharp - worse",
    "“quoted” ‘words’ and the patient’s…": "\"quoted\" 'words' and the patient's...",
    "BP↑ ↓Na → admit": "BP (up) (down) Na -> admit",
    "0·5 mg": "0.5 mg",
    "10\u202f000, 5\u00a0mg": "10 000, 5 mg",
    "• one\n◦ two\n— three": "- one\n- two\n- three",
    "㎎ and ㎍": "mg and mcg",
    "5′ 10″": "5' 10\"",
}


@pytest.mark.parametrize("written", MEANINGS)
def test_signs_become_plain_with_the_same_meaning(written):
    """No number, unit or comparison reads differently in a system that knows only ASCII."""
    assert plain_symbols(written) == MEANINGS[written]
    assert ascii_only(written) == MEANINGS[written]


def test_letters_of_names_are_kept_unless_ascii_is_asked_for():
    """Accents stay by default; in ASCII nothing is dropped silently and no figure grows."""
    assert plain_symbols("Zoë Müller, 山田") == "Zoë Müller, 山田"
    assert ascii_only("Zoë Müßig Ångström Łódź") == "Zoe Mussig Angstrom Lodz"
    assert ascii_only("山") == "[U+5C71]"
    assert ascii_only("∅ edema, Ⅳ, 10①, ٥٫٥") == "[empty set] edema, (IV), 10(1), 5.5"


@given(st.text().map(clean_text))
def test_ascii_is_ascii_whatever_was_written(text):
    """Also of scripts and signs nobody thought of; what is ASCII already is left alone."""
    plain = ascii_only(text)
    assert plain.isascii()
    assert ascii_only(plain) == plain
    assert plain.count("\n") >= text.count("\n")


@given(st.text(alphabet="0123456789.,/ -–−—×≥≤±°CFµgmLlk“”…→\n", max_size=60))
def test_figures_stand_in_the_same_order(text):
    """Whatever signs stand between them, every run of figures is the same afterwards."""
    assert re.findall(r"\d+", ascii_only(text)) == re.findall(r"\d+", text)


def test_the_whole_note_for_an_ehr():
    """Sections in order under their headings with CRLF, codes, signature; no patient block, no bare line feed."""
    text = document_text(signed_note(cosigned=True), EHR)
    assert text.replace("\r\n", "").count("\n") == 0
    assert [line for line in text.split("\r\n") if line in {"Subjective", "Objective", "Assessment", "Plan"}] == [
        "Subjective", "Objective", "Assessment", "Plan",
    ]  # fmt: skip
    assert "Levothyroxine 50 mcg, 1 1/2 tablets daily." in text
    assert "M54.59 Other low back pain (ICD-10-CM, primary)" in text
    assert "Electronically signed by Avery Fictional, NP, 2 Mar 2026, 10:00 (UTC-05:00)" in text
    assert "Co-signed by Morgan Invented, MD" in text
    assert "Sampleton" not in text
    assert "DRAFT" not in text


def test_options_leave_out_what_they_say():
    """Each part can be left out but the draft mark."""
    bare = TextOptions(
        header=False, headings=False, codes=False, addenda=False, signature=False, summary=False
    )
    text = document_text(replace(amended_note(), patient_summary="You have back pain."), bare)
    assert text == plain_symbols("\n\n".join(SECTIONS.values())) + "\n"
    assert document_text(draft_note(), bare).startswith("DRAFT - not signed\n")


def test_one_section_alone():
    """Section by section, the words are the section's; a draft says so each time; what is not stated is empty."""
    bare = replace(EHR, headings=False, characters=Characters.UNICODE, line_end=LineEnd.LF)
    for section, words in SECTIONS.items():
        assert section_text(signed_note(), section, bare) == words
    assert section_text(signed_note(), Section.PLAN).startswith("Plan\r\n- Ibuprofen")
    assert section_text(draft_note(), Section.PLAN).startswith("DRAFT - not signed\r\nPlan\r\n")
    assert section_text(replace(signed_note(), sections={}), Section.PLAN) == ""


def test_an_addendum_stands_below_the_signature():
    """What was signed and what was added later cannot be mistaken for each other."""
    text = document_text(amended_note())
    assert text.index("Electronically signed") < text.index("Addendum") < text.index("pain is now 3/10")


def test_letters_and_handouts():
    """Recipient, paragraphs, headings and bullets in their order."""
    text = document_text(referral_letter())
    places = [
        text.index(words)
        for words in (
            "Referral to physical",
            "Fictional Physical",
            "Dear",
            "Thank",
            "Reason",
            "- Pain for 3",
            "- No red",
        )
    ]
    assert places == sorted(places)
    assert "Call us at once if\n- your legs feel weak or numb" in document_text(handout())


def _markdown_words(markdown):
    """What a reader of the rendered Markdown sees, by an independent parser."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inline = [child for token in tokens for child in token.children or ()]
    kinds = {token.type for token in [*tokens, *inline]}
    words = ["\n" if each.type in {"softbreak", "hardbreak"} else each.content for each in inline]
    return "".join(words), kinds, tokens


HOSTILE = "<img src=file:///etc/passwd> ![](http://x) [a](javascript:x) `code` *no* _no_ # no > no | no & &amp; ~~no~~"


def test_markdown_reads_back_as_the_note():
    """Headings are headings, lists are lists with their numbers, and the words are the note's."""
    words, _, tokens = _markdown_words(document_markdown(signed_note()))
    headings = [
        tokens[index + 1].content for index, token in enumerate(tokens) if token.type == "heading_open"
    ]
    assert headings == ["Visit note", "Subjective", "Objective", "Assessment", "Plan", "Codes"]
    assert [token.info for token in tokens if token.type == "list_item_open" and token.info] == ["1", "2"]
    for text in SECTIONS.values():
        for line in text.split("\n"):
            assert re.sub(r"^(-|\d\.) ", "", line) in words


@given(
    st.lists(
        st.sampled_from([HOSTILE, "- item", "  - deeper", "7. seventh", "", "plain", "=== x", "+ x", "2) x"])
    )
)
def test_markdown_of_any_lines_holds_no_markup_of_theirs(lines):
    """No link, picture, HTML or code comes out of a note's words, whatever stands next to what."""
    document = replace(signed_note(), sections={Section.PLAN: "\n".join(lines)})
    words, kinds, _ = _markdown_words(document_markdown(document))
    assert not kinds & {
        "link_open",
        "image",
        "html_inline",
        "html_block",
        "code_inline",
        "code_block",
        "fence",
        "em_open",
    }
    assert words.count(HOSTILE) == lines.count(HOSTILE)


def test_characters_nobody_sees_are_gone():
    """Control characters, overrides of direction and lone surrogates reach no text."""
    document = replace(
        signed_note(),
        patient=replace(PATIENT, family_name="Sam\u202eple\x00ton\nX"),
        sections={Section.PLAN: "a\x07b\ud800c\uffffd"},
    )
    text = document_text(document)
    assert "Patient: Sampleton X, Jordan" in text
    assert "ab\ufffdc\ufffdd" in document_text(document, TextOptions(characters=Characters.UNICODE))
