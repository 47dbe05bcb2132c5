"""The program's icons: line drawings in resources/icons, drawn in the theme's colours."""

from __future__ import annotations

from importlib import resources

from PySide6.QtCore import QByteArray, QDir, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

_SIDE_PX = 48  # drawn at twice the size it is shown at, for 200 % screens


def register_icon_folder() -> None:
    """Let the style sheet name an icon as "icon:NAME.svg"."""
    QDir.setSearchPaths("icon", [str(resources.files("resources") / "icons")])


def icon(name: str, colour: str, checked_colour: str | None = None) -> QIcon:
    """An icon in one colour, and in another for a checked button."""
    made = QIcon(_pixmap(name, colour))
    if checked_colour is not None:
        made.addPixmap(_pixmap(name, checked_colour), QIcon.Mode.Normal, QIcon.State.On)
    return made


def _pixmap(name: str, colour: str) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - the unlock window shows none of these

    drawing = (resources.files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    pixmap = QPixmap(QSize(_SIDE_PX, _SIDE_PX))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
