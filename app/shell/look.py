"""One theme at one size, handed to every widget that paints or shows an icon."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.shell import style
from app.storage.paths import resource

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QIcon

    from app.shell.style import Tokens


@dataclass(frozen=True, slots=True)
class Look:
    """Replaced whole when theme, font size or motion change."""

    tokens: Tokens
    scale: float  # how much larger than drawn: follows the system's font and what was chosen
    ratio: float = 1.0  # pixels of the screen per pixel of Qt
    moves: bool = True  # False: what changes is there at once
    _icons: dict[tuple[str, str, float], QIcon] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def px(self, drawn: float) -> int:
        """Return a length of the drawing in pixels of Qt."""
        return round(drawn * self.scale)

    def color(self, token: str) -> QColor:
        """Return a colour of the theme."""
        return self.tokens.color(token)

    def icon(self, name: str, token: str, drawn: float = 20) -> QIcon:
        """Return icons/NAME.svg in a colour of the theme, disabled in that of what is so.

        It is read and drawn once: many buttons ask again whenever something about them changes.
        """
        known = self._icons.get((name, token, drawn))
        if known is None:
            path, tokens = resource(f"icons/{name}.svg"), self.tokens
            color = getattr(tokens, token)
            known = style.icon(path, color, self.px(drawn), self.ratio, tokens.disabled)
            self._icons[name, token, drawn] = known
        return known
