"""How Zimu looks: colour tokens, sizes that grow with the system's font, the style sheet, icons.

GUI thread. A theme change replaces the tokens whole; nothing here is touched per tick.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from string import Template
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.core.color import over, parse
from app.core.settings import Theme

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
    hover: str  # of what can be pressed, under the mouse
    pressed: str
    disabled: str  # text of what cannot be used now
    focus: str  # the ring around what has the keyboard
    selected: str  # of a list
    on_selected: str

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
    hover="#2C343F",
    pressed="#37414E",
    disabled="#768191",
    focus="#4CC2A8",
    selected="#232932",
    on_selected="#4CC2A8",
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
    hover="#E7E9E3",
    pressed="#D9DCD4",
    disabled="#7C817A",
    focus="#0B7F69",
    selected="#E6EFEB",
    on_selected="#075E4D",
)
HIGH_CONTRAST = Tokens(
    is_dark=True,
    background="#000000",
    surface="#000000",
    raised="#000000",
    line="#FFFFFF",
    edge="#FFFFFF",
    text="#FFFFFF",
    secondary="#FFFFFF",
    accent="#FFE600",
    on_accent="#000000",
    stop="#FF9AA2",
    on_stop="#000000",
    warning="#FFE600",
    hover="#333333",
    pressed="#5C5C5C",
    disabled="#A6A6A6",
    focus="#00E5FF",
    selected="#4A4200",
    on_selected="#FFE600",
)

# Qt draws 9 pt at 96 dpi as 12 px: that is the size the layout's numbers were drawn for.
REFERENCE_FONT_PX = 12
MIN_SCALE, MAX_SCALE = 1.0, 2.5
LARGEST_SCALE = 4.0  # with what was chosen on top

LATIN_FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Ubuntu", "DejaVu Sans")
# Named one by one: left to itself, fontconfig may choose Japanese shapes for Chinese text.
SIMPLIFIED_CHINESE_FAMILIES = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
FAMILIES = (*LATIN_FAMILIES, *SIMPLIFIED_CHINESE_FAMILIES)

_LENGTH = re.compile(r"\b(\d+)dp\b")


def scale_of(system_font: QFont) -> float:
    """Return how much larger than drawn everything must be for the system's font size."""
    wanted = QFontInfo(system_font).pixelSize() / REFERENCE_FONT_PX
    return min(MAX_SCALE, max(MIN_SCALE, wanted))


def scaled_by(scale: float, percent: int) -> float:
    """Return the scale at which text is `percent` of what the system asks for."""
    return min(LARGEST_SCALE, scale * percent / 100)


def application_font(scale: float) -> QFont:
    """Return the font of the whole window: 14 px of it at scale 1."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(round(14 * scale))
    return font


def tokens_for(theme: Theme, scheme: Qt.ColorScheme, *, wants_contrast: bool = False) -> Tokens:
    """Return the colours for `theme`; SYSTEM is dark where the system says nothing."""
    match theme:
        case Theme.DARK:
            return DARK
        case Theme.LIGHT:
            return LIGHT
        case Theme.HIGH_CONTRAST:
            return HIGH_CONTRAST
        case Theme.SYSTEM if wants_contrast:
            return HIGH_CONTRAST
        case Theme.SYSTEM:
            return LIGHT if scheme is Qt.ColorScheme.Light else DARK
        case _:
            assert_never(theme)


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette for whatever Qt draws itself."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: tokens.background,
        QPalette.ColorRole.Base: tokens.raised,
        QPalette.ColorRole.AlternateBase: tokens.surface,
        QPalette.ColorRole.Button: tokens.raised,
        QPalette.ColorRole.ToolTipBase: tokens.raised,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.secondary,
        QPalette.ColorRole.Highlight: tokens.accent,
        QPalette.ColorRole.HighlightedText: tokens.on_accent,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Link: tokens.accent,
    }
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    disabled = QPalette.ColorGroup.Disabled
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text):
        palette.setColor(disabled, role, QColor(tokens.disabled))
    palette.setColor(disabled, QPalette.ColorRole.ButtonText, QColor(tokens.disabled))
    return palette


def style_sheet(template: str, tokens: Tokens, scale: float) -> str:
    """Fill `template`: $token is a colour, 12dp a length. Raises KeyError for an unknown token.

    Of $accent and $stop there are $accent_hover, $stop_pressed and so on, for what they fill;
    $quiet_edge is seen only where surfaces do not differ from what they lie on, $disabled_edge is
    that of what cannot be used now.
    """
    is_flat = tokens.raised == tokens.background
    quiet = {
        "quiet_edge": tokens.line if is_flat else tokens.raised,
        "disabled_edge": tokens.disabled if is_flat else tokens.line,
    }
    colored = Template(template).substitute(asdict(tokens) | _filled(tokens) | quiet)
    return _LENGTH.sub(lambda match: f"{round(int(match[1]) * scale)}px", colored)


def _filled(tokens: Tokens) -> dict[str, str]:
    """Return the colours of filled buttons under the mouse: towards that of their words' ground."""
    return {
        f"{fill}_{state}": over(parse(tokens.text), share, parse(getattr(tokens, fill))).text
        for fill in ("accent", "stop")
        for state, share in (("hover", 0.12), ("pressed", 0.24))
    }


def icon(path: Path, color: str, size_px: int, ratio: float, disabled: str = "") -> QIcon:
    """Draw the SVG at `path` in one colour, where it is disabled in another if that is given.

    Its strokes say currentColor.
    """
    source = path.read_text(encoding="utf-8")
    drawn = QIcon(_drawn(source, color, size_px, ratio))
    if disabled:
        drawn.addPixmap(_drawn(source, disabled, size_px, ratio), QIcon.Mode.Disabled)
    return drawn


def _drawn(source: str, color: str, size_px: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
    pixmap = QPixmap(QSize(size_px, size_px) * ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(pixmap.rect()))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
