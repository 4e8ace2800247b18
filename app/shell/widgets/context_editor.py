"""Names and terms that the engine should expect, with a meter of how many fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from app.core.corpus import LIMIT_TOKENS, estimate_tokens
from app.shell.widgets.basics import set_tone, text_label

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.engine.catalog import EngineInfo
    from app.shell.look import Look

PAUSE_MS = 500  # after the last key, before the text is kept


class TokenMeter(QWidget):
    """A thin bar: how much of the limit is used."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """Show `share` of the limit; above 1 it is too much."""
        self._share = share
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
        painter.setBrush(self._look.color("line"))
        painter.drawRoundedRect(bar, 2, 2)
        if self._share > 0:
            bar.setWidth(max(bar.height(), bar.width() * min(1.0, self._share)))
            painter.setBrush(self._look.color("stop" if self._share > 1 else "accent"))
            painter.drawRoundedRect(bar, 2, 2)
        painter.end()


class ContextText(QPlainTextEdit):
    """Takes the room that is left, and little where there is none. Tab leaves it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(0)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def sizeHint(self) -> QSize:
        """Qt's own would make the set-up scroll."""
        return self.minimumSize()


class ContextEditor(QWidget):
    """Kept as it is typed; what does not fit is said, never cut."""

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_use = True
        self._caption = text_label("caption")
        self._text = ContextText()
        self._caption.setBuddy(self._text)
        self._meter = TokenMeter()
        self._hint = text_label("hint")
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._caption, self._text, self._meter, self._hint):
            self._column.addWidget(widget)
        self._column.addStretch(1)
        self._column.setStretchFactor(self._text, 1000)
        self._text.textChanged.connect(self._on_text_changed)
        self._pause.timeout.connect(self._hand_over)

    def show_context(self, engine: EngineInfo, context: str) -> None:
        """Show `context`, and whether `engine` can use it."""
        self._can_use = engine.supports_corpus
        if context != self._text.toPlainText() and not self._pause.isActive():
            self._text.setPlainText(context)
            self._pause.stop()
        self._refresh()

    @Slot()
    def flush(self) -> None:
        """Hand over what was typed, without waiting for a pause."""
        if self._pause.isActive():
            self._pause.stop()
            self._hand_over()

    def apply_look(self, look: Look) -> None:
        """Take spacing and colours from `look`."""
        self._column.setSpacing(look.px(6))
        self._text.setMinimumHeight(look.px(64))
        self._text.setMaximumHeight(look.px(160))
        self._meter.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._caption.setText(self.tr("Context"))
        self._text.setAccessibleName(self.tr("Context: names and terms to expect"))
        self._text.setPlaceholderText(self.tr("Names and terms that will come up"))
        self._refresh()

    def _refresh(self) -> None:
        self._text.setEnabled(self._can_use)
        self._meter.setVisible(self._can_use)
        if not self._can_use:
            self._say(self.tr("This engine cannot use names and terms. What you wrote is kept."))
            return
        tokens = estimate_tokens(self._text.toPlainText())
        self._meter.set_share(tokens / LIMIT_TOKENS)
        if tokens > LIMIT_TOKENS:
            text = self.tr("{count} of {limit} tokens: {over} too many. Shorten it to use it.")
            over = f"{tokens - LIMIT_TOKENS:,}"
            text = text.format(count=f"{tokens:,}", limit=f"{LIMIT_TOKENS:,}", over=over)
            self._say(text, tone="stop")
        else:
            text = self.tr("about {count} of {limit} tokens")
            self._say(text.format(count=f"{tokens:,}", limit=f"{LIMIT_TOKENS:,}"))

    def _say(self, text: str, *, tone: str = "") -> None:
        set_tone(self._hint, tone)
        self._hint.setText(text)
        self._text.setAccessibleDescription(text)

    @Slot()
    def _hand_over(self) -> None:
        self.edited.emit(self._text.toPlainText())

    @Slot()
    def _on_text_changed(self) -> None:
        self._pause.start()
        self._refresh()
