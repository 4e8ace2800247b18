"""Beside the transcript that is reviewed: figures, names, and what the user writes about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.shell.widgets.basics import text_label
from app.shell.widgets.review_figures import ChannelCard

if TYPE_CHECKING:
    from app.core.review import ChannelFigures, Review
    from app.shell.look import Look

NOTES_PAUSE_MS = 800
NOTES_HEIGHT = 120


class _Channel(QWidget):
    """One channel: a field with its name, and its figures."""

    named = Signal(int, str)
    line_chosen = Signal(object)

    def __init__(self, channel: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.channel = channel
        self.name = QLineEdit()
        self.card = ChannelCard()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.name)
        self.column.addWidget(self.card)
        self.name.editingFinished.connect(self.finish)
        self.card.line_chosen.connect(self.line_chosen)

    @Slot()
    def finish(self) -> None:
        """Tell what was typed."""
        self.named.emit(self.channel, self.name.text())


class ReviewSide(QScrollArea):
    """Follows the session that is reviewed."""

    named = Signal(int, str)  # channel, its name
    notes_written = Signal(str)
    line_chosen = Signal(object)  # int: the id of a line to go to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._channels: list[_Channel] = []
        self._is_single = True
        self._feelings = text_label("noticeTitle", wraps=False)
        self._nothing = text_label("hint")
        self._notes_caption = text_label("noticeTitle", wraps=False)
        self.notes = QPlainTextEdit()
        self.notes.setTabChangesFocus(True)
        self._notes_caption.setBuddy(self.notes)
        self._inner = QFrame()
        self._inner.setObjectName("page")
        self._column = QVBoxLayout(self._inner)
        for part in (self._feelings, self._nothing, self._notes_caption, self.notes):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pause = QTimer(self, singleShot=True, interval=NOTES_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.notes.textChanged.connect(self._pause.start)

    def show_review(
        self, review: Review, found: tuple[ChannelFigures, ...], *, is_felt: bool
    ) -> None:
        """Show figures and names; what is being typed stays."""
        self._nothing.setVisible(not is_felt)
        self._is_single = len(found) == 1
        while len(self._channels) > len(found):
            gone = self._channels.pop()
            gone.hide()
            gone.deleteLater()
        for number, one in enumerate(found):
            self._channel(number).channel = one.channel
            self._show_channel(self._channel(number), one, review)

    def show_notes(self, notes: str, *, can_change: bool) -> None:
        """Show what was written about another session."""
        before = self.notes.blockSignals(True)
        self.notes.setPlainText(notes)
        self.notes.blockSignals(before)
        self.notes.setEnabled(can_change)
        self._pause.stop()

    @Slot()
    def flush(self) -> None:
        """Tell at once of what was typed."""
        if self._pause.isActive() or self.sender() is self._pause:
            self._pause.stop()
            self.notes_written.emit(self.notes.toPlainText())

    def finish(self) -> None:
        """Tell at once of all that was typed, names included."""
        self.flush()
        for channel in self._channels:
            channel.finish()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._look = look
        self._column.setContentsMargins(look.px(18), look.px(12), look.px(18), look.px(18))
        self._column.setSpacing(look.px(8))
        self.notes.setFixedHeight(look.px(NOTES_HEIGHT))
        for channel in self._channels:
            self._dress(channel, look)

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._feelings.setText(self.tr("Feelings and voices"))
        self._nothing.setText(
            self.tr(
                "No feelings were kept of this session. Whether they are is a choice in the "
                "settings, under Transcript."
            )
        )
        self._notes_caption.setText(self.tr("Notes"))
        self.notes.setAccessibleName(self.tr("Notes"))
        self.notes.setPlaceholderText(self.tr("What you want to remember of it"))
        for channel in self._channels:
            self._name(channel)

    def _channel(self, number: int) -> _Channel:
        if number < len(self._channels):
            return self._channels[number]
        channel = _Channel(number)
        channel.named.connect(self.named)
        channel.line_chosen.connect(self.line_chosen)
        self._column.insertWidget(2 + number, channel)
        self._channels.append(channel)
        self._name(channel)
        if self._look is not None:
            self._dress(channel, self._look)
        return channel

    def _show_channel(self, shown: _Channel, one: ChannelFigures, review: Review) -> None:
        if not shown.name.hasFocus():
            shown.name.setText(review.names.get(one.channel, ""))
        shown.name.setEnabled(review.can_change)
        self._name(shown)
        shown.card.show_figures(one)

    def _name(self, channel: _Channel) -> None:
        if self._is_single:
            text = self.tr("Name of who is heard")
        else:
            text = self.tr("Name of channel {number}").format(number=channel.channel + 1)
        channel.name.setPlaceholderText(text)
        channel.name.setAccessibleName(text)

    def _dress(self, channel: _Channel, look: Look) -> None:
        channel.column.setSpacing(look.px(8))
        channel.column.setContentsMargins(0, 0, 0, look.px(12))
        channel.card.apply_look(look)
