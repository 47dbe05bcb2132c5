"""The part of the style sheet that belongs to the review of a note: findings, codes, the summary for the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.theme import Tokens


def review_rules(t: Tokens) -> str:
    """Rules for widgets of the review panel and for what it shows in the note."""
    return f"""
QWidget[kind="panel"] {{ background: {t.surface}; border-left: 1px solid {t.border}; }}
QWidget[kind="plain"], QScrollArea[kind="plain"] {{ background: {t.surface}; border: none; }}
QTabBar[kind="review"] {{ background: {t.surface}; }}
QTabBar[kind="review"]::tab {{ background: transparent; color: {t.secondary}; border: none;
  border-bottom: 2px solid transparent; padding: 8px 4px; margin-right: 12px; }}
QTabBar[kind="review"]::tab:selected {{ color: {t.accent}; border-bottom-color: {t.accent}; font-weight: 600; }}
QTabBar[kind="review"]::tab:focus {{ border: 1px solid {t.accent}; border-bottom: 2px solid {t.accent}; }}
QFrame[kind="finding"] {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 8px; }}
QFrame[kind="finding"][tone="must"] {{ background: {t.warning_weak}; border-color: {t.warning}; }}
QFrame[kind="finding"][current="true"] {{ border: 2px solid {t.accent}; }}
QFrame[kind="finding"] QLabel[kind="reason"] {{ color: {t.text}; }}
QFrame[kind="finding"] QLabel[kind="reason"][struck="true"] {{ color: {t.secondary}; text-decoration: line-through; }}
QLabel[kind="code"] {{ font-size: 15px; font-weight: 600; }}
QLabel[kind="problem"] {{ color: {t.warning}; font-size: 12px; }}
QPushButton[kind="small"] {{ padding: 3px 10px; font-weight: 600; }}
QPushButton[kind="small"]:focus {{ padding: 2px 9px; }}
QPushButton[kind="quiet"] {{ padding: 3px 10px; font-weight: 400; color: {t.secondary}; }}
QPushButton[kind="quiet"]:focus {{ padding: 2px 9px; }}
QPushButton[kind="fix"] {{ padding: 3px 10px; font-weight: 600; color: {t.accent}; background: {t.surface}; }}
QPushButton[kind="fix"]:focus {{ padding: 2px 9px; }}
QListWidget[kind="found"] {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 6px; outline: none; }}
QListWidget[kind="found"]::item {{ padding: 4px 6px; color: {t.text}; }}
QListWidget[kind="found"]::item:selected {{ background: {t.accent_weak}; color: {t.text}; }}
"""
