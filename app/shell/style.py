"""How Zimu looks: colour tokens, sizes that grow with the system's font, the style sheet, icons.

GUI thread. A theme change replaces the tokens whole; nothing here is touched per tick.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, as #RRGGBB."""

    is_dark: bool
    background: str
    surface: str
    raised: str
    line: str  # decorative edges
    edge: str  # edges that tell where a control is: 3:1 against what is around it
    text: str
    secondary: str
    accent: str
    on_accent: str
    stop: str
    on_stop: str
    warning: str

    def color(self, name: str) -> QColor:
        """Return the token called `name`; raises AttributeError for another name."""
        return QColor(getattr(self, name))


DARK = Tokens(
    is_dark=True,
    background="#14171C",
    surface="#1A1E24",
    raised="#232932",
    line="#2E3540",
    edge="#6B7686",
    text="#ECEFF4",
    secondary="#A3AEBD",
    accent="#4CC2A8",
    on_accent="#08221C",
    stop="#E5616A",
    on_stop="#1F0507",
    warning="#F2B84B",
)
LIGHT = Tokens(
    is_dark=False,
    background="#F6F6F3",
    surface="#FFFFFF",
    raised="#F0F1ED",
    line="#DFE1DB",
    edge="#868B84",
    text="#1B1E23",
    secondary="#5A6270",
    accent="#0B7F69",
    on_accent="#FFFFFF",
    stop="#C7343E",
    on_stop="#FFFFFF",
    warning="#8A5C00",
)
