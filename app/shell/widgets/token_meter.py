"""How much of what an engine takes as context is used: a thin bar and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.core.corpus import LIMIT_TOKENS

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.shell.look import Look

NEARLY_FULL = 0.9


class TokenMeter(QWidget):
    """Decoration: the sentence beside it says the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tokens(self, tokens: int) -> None:
        """Show `tokens` of the limit."""
        self._share = tokens / LIMIT_TOKENS
        self.update()

    def apply_look(self, look: Look) -> None:
        """Take size and colours from `look`."""
        self._look = look
        self.setFixedHeight(look.px(4))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the bar."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(self.rect())
        radius = bar.height() / 2
        painter.setBrush(self._look.color("pressed"))
        painter.drawRoundedRect(bar, radius, radius)
        if self._share > 0:
            width = max(bar.height(), bar.width() * min(1.0, self._share))
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                bar.setLeft(bar.right() - width)
            else:
                bar.setWidth(width)
            painter.setBrush(
                self._look.color(tone_of(round(self._share * LIMIT_TOKENS)) or "accent")
            )
            painter.drawRoundedRect(bar, radius, radius)
        painter.end()


def tone_of(tokens: int) -> str:
    """Return how urgent so many tokens are, in the style sheet's words."""
    if tokens > LIMIT_TOKENS:
        return "stop"
    return "warning" if tokens >= NEARLY_FULL * LIMIT_TOKENS else ""


def token_sentence(tokens: int) -> str:
    """Say how many tokens of the limit are used."""
    if tokens > LIMIT_TOKENS:
        text = QCoreApplication.translate(
            "TokenMeter", "{count} of {limit} tokens: {over} too many. Shorten it to use it."
        )
    elif tone_of(tokens):
        text = QCoreApplication.translate("TokenMeter", "{count} of {limit} tokens: nearly full")
    else:
        text = QCoreApplication.translate("TokenMeter", "{count} of {limit} tokens")
    return text.format(**token_facts(tokens))


def token_facts(tokens: int) -> dict[str, str]:
    """Return what sentences about so many tokens are filled with."""
    return {
        "count": f"{tokens:,}",
        "limit": f"{LIMIT_TOKENS:,}",
        "over": f"{tokens - LIMIT_TOKENS:,}",
    }
