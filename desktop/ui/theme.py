"""Colours, fonts and the style sheet, in light and dark, following the system unless told otherwise.

Text on its background has a contrast of at least 4.5 : 1 in both themes (WCAG 2.2, 1.4.3, level AA);
tests compute it from the tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.review_style import review_rules


class Appearance(StrEnum):
    """What the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One theme's colours, as #RRGGBB. A name ending in _weak is a background for its colour."""

    background: str
    surface: str
    border: str
    control_border: str
    text: str
    secondary: str
    accent: str
    accent_hover: str
    accent_weak: str
    on_accent: str
    record: str
    on_record: str
    warning: str
    warning_weak: str
    information: str
    information_weak: str
    selection: str
    lit: str
    subjective: str
    objective: str
    assessment: str
    plan: str
    on_badge: str


LIGHT = Tokens(
    background="#F4F6F8",
    surface="#FFFFFF",
    border="#E3E6EB",
    control_border="#C9CFD8",
    text="#1B2430",
    secondary="#5B6675",
    accent="#0F766E",
    accent_hover="#0B5F59",
    accent_weak="#E6F4F1",
    on_accent="#FFFFFF",
    record="#D92D20",
    on_record="#FFFFFF",
    warning="#B54708",
    warning_weak="#FFF4E0",
    information="#1D4ED8",
    information_weak="#E8F0FE",
    selection="#BFE3DD",
    lit="#FDF1C4",
    subjective="#2563EB",
    objective="#7C3AED",
    assessment="#B45309",
    plan="#0F766E",
    on_badge="#FFFFFF",
)
DARK = Tokens(
    background="#12171E",
    surface="#1A212A",
    border="#2B3541",
    control_border="#465363",
    text="#E7ECF2",
    secondary="#A3AFBE",
    accent="#4FC3B5",
    accent_hover="#6FD3C7",
    accent_weak="#17352F",
    on_accent="#06211D",
    record="#FF7A70",
    on_record="#2B0A07",
    warning="#F5B14C",
    warning_weak="#3A2A12",
    information="#8FB4FF",
    information_weak="#1B2B4A",
    selection="#23564E",
    lit="#4B3F17",
    subjective="#2563EB",
    objective="#7C3AED",
    assessment="#B45309",
    plan="#0F766E",
    on_badge="#FFFFFF",
)


def _rules(t: Tokens) -> str:
    """The style sheet. Widgets are chosen by class and by the dynamic property "kind"."""
    return f"""
* {{ font-size: 13px; color: {t.text}; }}
QMainWindow, QDialog, QStackedWidget, QWidget[kind="page"] {{ background: {t.background}; }}
QWidget[kind="surface"], QWidget[kind="rail"] {{ background: {t.surface}; }}
QWidget[kind="rail"] {{ border-right: 1px solid {t.border}; }}
QWidget[kind="header"] {{ background: {t.surface}; border-bottom: 1px solid {t.border}; }}
QWidget[kind="footer"] {{ background: {t.surface}; border-top: 1px solid {t.border}; }}
QWidget[kind="side"] {{ background: {t.surface}; border-right: 1px solid {t.border}; }}
QFrame[kind="card"] {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 8px; }}
QFrame[kind="card"][focused="true"] {{ border-color: {t.accent}; }}
QFrame[kind="line"] {{ background: {t.border}; border: none; max-height: 1px; min-height: 1px; }}
QLabel {{ background: transparent; }}
QLabel[kind="title"] {{ font-size: 17px; font-weight: 600; }}
QLabel[kind="display"] {{ font-size: 21px; font-weight: 600; }}
QLabel[kind="heading"] {{ font-size: 15px; font-weight: 600; }}
QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="secondary"] {{ color: {t.secondary}; }}
QLabel[kind="error"] {{ color: {t.record}; }}
QLabel[kind="recording"] {{ font-weight: 600; color: {t.record}; }}
QLabel[kind="key"] {{ font-family: monospace; font-size: 17px; letter-spacing: 1px; padding: 12px;
  background: {t.background}; border: 1px solid {t.border}; border-radius: 8px; }}
QLabel[kind="chip"] {{ border-radius: 9px; padding: 3px 10px; font-size: 12px;
  background: {t.accent_weak}; color: {t.accent}; }}
QLabel[kind="chip"][tone="information"] {{ background: {t.information_weak}; color: {t.information}; }}
QLabel[kind="chip"][tone="warning"] {{ background: {t.warning_weak}; color: {t.warning}; }}
QLabel[kind="chip"][tone="quiet"] {{ background: transparent; color: {t.secondary}; padding: 3px 2px; }}
QLabel[kind="badge"] {{ color: {t.on_badge}; border-radius: 4px; font-size: 12px; font-weight: 700; }}
QLabel[kind="badge"][section="subjective"] {{ background: {t.subjective}; }}
QLabel[kind="badge"][section="objective"] {{ background: {t.objective}; }}
QLabel[kind="badge"][section="assessment"] {{ background: {t.assessment}; }}
QLabel[kind="badge"][section="plan"] {{ background: {t.plan}; }}
QFrame[kind="banner"] {{ background: {t.warning_weak}; border: none; border-bottom: 1px solid {t.border}; }}
QFrame[kind="banner"] QLabel {{ color: {t.warning}; }}
QFrame[kind="banner"][tone="information"] {{ background: {t.information_weak}; }}
QFrame[kind="banner"] QLabel[tone="information"] {{ color: {t.information}; }}
QPushButton {{ background: {t.surface}; border: 1px solid {t.control_border}; border-radius: 6px;
  padding: 6px 14px; font-weight: 600; min-height: 16px; }}
QPushButton:hover {{ border-color: {t.secondary}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {t.secondary}; border-color: {t.border}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border-color: {t.accent}; }}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.border}; color: {t.secondary}; border-color: {t.border}; }}
QPushButton[kind="record"] {{ background: {t.record}; color: {t.on_record}; border-color: {t.record}; border-radius: 14px; }}
QPushButton[kind="record"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="record"]:disabled {{ background: {t.border}; color: {t.secondary}; border-color: {t.border}; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; padding: 2px 6px;
  color: {t.secondary}; font-weight: 400; font-size: 12px; }}
QPushButton[kind="link"]:disabled {{ color: {t.control_border}; }}
QPushButton[kind="link"]:hover {{ color: {t.accent}; text-decoration: underline; }}
QPushButton[kind="link"]:focus {{ border: 1px solid {t.accent}; border-radius: 4px; color: {t.accent}; }}
QPushButton[kind="name"] {{ background: transparent; border: 1px solid transparent; padding: 0 2px; text-align: left;
  font-size: 17px; font-weight: 600; }}
QPushButton[kind="name"]:disabled {{ color: {t.text}; }}
QPushButton[kind="name"]:hover:enabled {{ color: {t.accent}; text-decoration: underline; }}
QPushButton[kind="name"]:focus {{ border-color: {t.accent}; }}
QPushButton[kind="chip"] {{ background: {t.accent_weak}; color: {t.accent}; border: 1px solid transparent; border-radius: 9px;
  padding: 1px 7px; min-height: 14px; font-size: 11px; font-weight: 400; }}
QPushButton[kind="chip"]:hover, QPushButton[kind="chip"]:focus {{ border-color: {t.accent}; }}
QToolButton[kind="rail"] {{ border: 1px solid transparent; border-radius: 8px; padding: 8px 2px; font-size: 11px;
  color: {t.secondary}; background: transparent; min-width: 56px; }}
QToolButton[kind="rail"]:hover {{ background: {t.background}; }}
QToolButton[kind="rail"]:focus {{ border-color: {t.accent}; }}
QToolButton[kind="rail"]:checked {{ background: {t.accent_weak}; color: {t.accent}; font-weight: 600; }}
QToolButton[kind="initials"] {{ background: {t.accent_weak}; color: {t.accent}; border: 1px solid transparent; border-radius: 17px;
  font-weight: 600; font-size: 12px; }}
QToolButton[kind="initials"]:focus {{ border-color: {t.accent}; }}
QLabel[kind="logo"] {{ background: {t.accent}; color: {t.on_accent}; border-radius: 8px; font-weight: 700; font-size: 14px; }}
QLineEdit, QPlainTextEdit[kind="field"], QComboBox, QDateEdit, QSpinBox {{ background: {t.surface};
  border: 1px solid {t.control_border}; border-radius: 6px; padding: 5px 8px; min-height: 18px;
  selection-background-color: {t.selection}; selection-color: {t.text}; }}
QLineEdit:focus, QPlainTextEdit[kind="field"]:focus, QComboBox:focus, QDateEdit:focus {{ border: 2px solid {t.accent}; padding: 4px 7px; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QSpinBox {{ min-width: 90px; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QComboBox {{ padding-right: 22px; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox::down-arrow {{ image: url(icon:chevron-{"dark" if t is DARK else "light"}.svg); width: 10px; height: 10px; }}
QComboBox QAbstractItemView {{ background: {t.surface}; border: 1px solid {t.control_border};
  selection-background-color: {t.accent_weak}; selection-color: {t.text}; outline: none; }}
QPlainTextEdit {{ background: {t.surface}; border: none; selection-background-color: {t.selection};
  selection-color: {t.text}; }}
QPlainTextEdit[incomplete="true"] {{ color: {t.secondary}; }}
QScrollArea {{ border: none; background: {t.background}; }}
QListView {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 8px; outline: none; }}
QTableView {{ background: {t.surface}; border: none; outline: none; gridline-color: {t.border};
  selection-background-color: {t.accent_weak}; selection-color: {t.text}; alternate-background-color: {t.surface}; }}
QTableView::item {{ padding: 4px 8px; border-bottom: 1px solid {t.border}; }}
QHeaderView::section {{ background: {t.surface}; color: {t.secondary}; border: none;
  border-bottom: 1px solid {t.border}; padding: 8px; font-size: 12px; }}
QCheckBox, QRadioButton {{ spacing: 8px; background: transparent; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {t.secondary};
  background: {t.surface}; }}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent};
  image: url(icon:check-{"dark" if t is DARK else "light"}.svg); }}
QRadioButton::indicator:checked {{ border: 5px solid {t.accent}; width: 6px; height: 6px; }}
QCheckBox:focus, QRadioButton:focus {{ color: {t.accent}; text-decoration: underline; }}
QMenu {{ background: {t.surface}; border: 1px solid {t.control_border}; padding: 4px; }}
QMenu::item {{ padding: 6px 20px; border-radius: 4px; }}
QMenu::item:selected {{ background: {t.accent_weak}; }}
QToolTip {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.control_border}; padding: 4px; }}
QProgressBar {{ background: {t.background}; border: 1px solid {t.border}; border-radius: 4px; max-height: 8px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
QSplitter::handle {{ background: {t.border}; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t.control_border}; border-radius: 5px; min-height: 28px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {t.control_border}; border-radius: 5px; min-width: 28px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none; border: none; width: 0; height: 0; }}
{review_rules(t)}"""


class Theme(QObject):
    """The theme of the whole application; ``changed`` follows every switch, also the system's own."""

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._appearance = Appearance.SYSTEM
        self.tokens = LIGHT
        self._applied: Tokens | None = None
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    def choose(self, appearance: Appearance) -> None:
        """Follow the system, or stay light or dark."""
        self._appearance = appearance
        hints = self._application.styleHints()
        if appearance is Appearance.SYSTEM:
            hints.unsetColorScheme()
        else:
            hints.setColorScheme(
                Qt.ColorScheme.Dark if appearance is Appearance.DARK else Qt.ColorScheme.Light
            )
        self._apply()

    def _apply(self) -> None:
        # Not every platform takes on the colour scheme that is asked for, so what was chosen decides.
        system_is_dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        follows = self._appearance is Appearance.SYSTEM
        dark = system_is_dark if follows else self._appearance is Appearance.DARK
        t = DARK if dark else LIGHT
        if t is self._applied:
            return  # setting the style sheet styles every widget anew
        self.tokens = self._applied = t
        palette = QPalette()
        for role, colour in (
            (QPalette.ColorRole.Window, t.background),
            (QPalette.ColorRole.WindowText, t.text),
            (QPalette.ColorRole.Base, t.surface),
            (QPalette.ColorRole.AlternateBase, t.background),
            (QPalette.ColorRole.Text, t.text),
            (QPalette.ColorRole.PlaceholderText, t.secondary),
            (QPalette.ColorRole.Button, t.surface),
            (QPalette.ColorRole.ButtonText, t.text),
            (QPalette.ColorRole.Highlight, t.selection),
            (QPalette.ColorRole.HighlightedText, t.text),
            (QPalette.ColorRole.Link, t.accent),
            (QPalette.ColorRole.ToolTipBase, t.surface),
            (QPalette.ColorRole.ToolTipText, t.text),
        ):
            palette.setColor(role, QColor(colour))
        self._application.setPalette(palette)
        self._application.setStyleSheet(_rules(t))
        self.changed.emit()
