"""How the window looks and is named: contrast in both themes, names for every control, the Qt binding itself."""

import sys
from dataclasses import asdict

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.ui.theme import DARK, LIGHT, Appearance

PAIRS = [
    ("text", "background"),
    ("text", "surface"),
    ("secondary", "background"),
    ("secondary", "surface"),
    ("accent", "surface"),
    ("accent", "accent_weak"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("warning", "warning_weak"),
    ("information", "information_weak"),
    ("information", "surface"),
    ("record", "surface"),
    ("on_record", "record"),
    ("text", "selection"),
    ("text", "lit"),
    ("secondary", "lit"),
    ("accent", "lit"),
    ("information", "lit"),
    ("warning", "lit"),
    ("text", "warning_weak"),
    ("secondary", "warning_weak"),
    ("on_badge", "subjective"),
    ("on_badge", "objective"),
    ("on_badge", "assessment"),
    ("on_badge", "plan"),
]


def _luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_stands_out_from_its_background(tokens, front, back):
    """WCAG AA: at least 4.5 to 1 wherever text meets a background."""
    colours = asdict(tokens)
    lighter, darker = sorted((_luminance(colours[front]), _luminance(colours[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_every_control_has_a_name_for_a_screen_reader(person):
    """Each button, field and list says what it is."""
    person.starts_visit()
    workspace = person.workspace
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in workspace.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QPlainTextEdit)
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
        and not widget.objectName().startswith("qt_")
        and widget.isVisibleTo(workspace.pages.currentWidget())
    ]
    assert nameless == []


def test_the_theme_follows_what_was_chosen(person):
    """Dark is dark whatever the system says, and light is light."""
    theme = person.workspace._theme
    theme.choose(Appearance.DARK)
    assert theme.tokens is DARK
    theme.choose(Appearance.LIGHT)
    assert theme.tokens is LIGHT


def test_changing_the_theme_is_no_change_of_the_text(person):
    """Colouring the speakers anew does not make a visit look edited."""
    person.starts_visit("Provider: hello\nPatient: hello")
    person.is_stored()
    person.workspace._theme.choose(Appearance.DARK)
    assert not person.page.autosave.is_dirty


def test_the_qt_binding_keeps_the_count_of_none():
    """A binding that drops references to None ends the program after some thousand calls (PySide6 6.12.0 on 3.11)."""
    widget = QPlainTextEdit()
    before = sys.getrefcount(None)
    for _ in range(500):
        widget.insertPlainText("")
    assert sys.getrefcount(None) > before - 100
