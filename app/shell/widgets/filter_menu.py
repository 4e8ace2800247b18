"""Which lines of the transcript are shown: all, those with one feeling, those with a star."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QIcon, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from app.core.emotion import Emotion
from app.core.sieve import Filter, Tally
from app.shell.emotion_style import STYLES, emotion_shape, emotion_word
from app.shell.widgets.transcript_marks import star_shape

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor

    from app.shell.look import Look

SHAPE_SIZE = 10


class FilterMenu(QMenu):
    """A menu that counts when it opens."""

    chosen = Signal(object)  # Filter

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter = Filter()
        self._count: Callable[[], Tally] = Tally
        self._shows_emotions = True
        self._by_emotion: dict[Emotion | None, QAction] = {None: self._choice()}
        self._line = self.addSeparator()
        feelings = [emotion for emotion in Emotion if emotion.is_shown]
        self._by_emotion |= {emotion: self._choice() for emotion in feelings}
        group = QActionGroup(self)
        for action in self._by_emotion.values():
            group.addAction(action)
        self.addSeparator()
        self._starred = self._choice()
        self.aboutToShow.connect(self._refresh)
        self.triggered.connect(self._on_triggered)

    def set_count(self, count: Callable[[], Tally]) -> None:
        """Take the function that counts the lines there are."""
        self._count = count

    def show_emotions(self, *, is_shown: bool) -> None:
        """Offer feelings only where they are shown."""
        self._shows_emotions = is_shown
        if not is_shown and self._filter.emotion is not None:
            self.choose(replace(self._filter, emotion=None))

    def choose(self, wanted: Filter) -> None:
        """Show other lines."""
        if wanted != self._filter:
            self._filter = wanted
            self.chosen.emit(wanted)

    @property
    def words(self) -> str:
        """What is shown, in a word or two."""
        parts = [self.tr("Starred")] if self._filter.is_starred else []
        if self._filter.emotion is not None:
            parts.append(emotion_word(self._filter.emotion))
        every = self.tr("All feelings") if self._shows_emotions else self.tr("All lines")
        return " · ".join(parts) or every

    def apply_look(self, look: Look) -> None:
        """Draw the shapes in the theme's colours."""
        for emotion, action in self._by_emotion.items():
            if emotion is not None:
                box = QRectF(0, 0, look.px(SHAPE_SIZE), look.px(SHAPE_SIZE))
                color = STYLES[emotion].color(look.tokens)
                action.setIcon(_icon(emotion_shape(emotion, box), color, look))
        star = star_shape(QRectF(0, 0, look.px(SHAPE_SIZE + 2), look.px(SHAPE_SIZE + 2)))
        self._starred.setIcon(_icon(star, look.color("warning"), look))

    def _choice(self) -> QAction:
        action = self.addAction("")
        action.setCheckable(True)
        return action

    @Slot()
    def _refresh(self) -> None:
        """Say how many lines there are of each kind."""
        tally = self._count()
        every = self.tr("All feelings") if self._shows_emotions else self.tr("All lines")
        self._by_emotion[None].setText(_counted(every, tally.lines))
        for emotion, action in self._by_emotion.items():
            action.setChecked(emotion is self._filter.emotion)
            if emotion is not None:
                action.setText(_counted(emotion_word(emotion), tally.by_emotion.get(emotion, 0)))
                action.setVisible(self._shows_emotions)
        self._line.setVisible(self._shows_emotions)
        self._starred.setText(_counted(self.tr("Only with a star"), tally.starred))
        self._starred.setChecked(self._filter.is_starred)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        if action is self._starred:
            self.choose(replace(self._filter, is_starred=action.isChecked()))
            return
        emotion = next(each for each, one in self._by_emotion.items() if one is action)
        every = Filter() if emotion is None else replace(self._filter, emotion=emotion)
        self.choose(every)


def _counted(text: str, count: int) -> str:
    return f"{text}\t{count}"  # a menu sets what is behind the tab in a column of its own


def _icon(shape: QPainterPath, color: QColor, look: Look) -> QIcon:
    side = look.px(16)
    pixmap = QPixmap(QSize(side, side) * look.ratio)
    pixmap.setDevicePixelRatio(look.ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = shape.boundingRect()
    painter.translate(side / 2 - box.center().x(), side / 2 - box.center().y())
    painter.fillPath(shape, color)
    painter.end()
    return QIcon(pixmap)
