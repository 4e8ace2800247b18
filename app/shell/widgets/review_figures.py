"""A session in figures: what was felt how often, the longest bad stretch, who talked how long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.core.emotion import Emotion
from app.core.review import WATCHED
from app.shell.caption_text import caption_font
from app.shell.emotion_style import STYLES, emotion_shape, emotion_word
from app.shell.look import Look
from app.shell.session_text import length_text
from app.shell.style import DARK
from app.shell.widgets.basics import text_label
from app.shell.widgets.transcript_content import session_clock

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent

    from app.core.review import ChannelFigures

ROW_HEIGHT: Final = 22
SMALL_SIZE: Final = 12
SHAPE_SIZE: Final = 9
WORD_LEFT: Final = 18
BAR_LEFT: Final = 92
BAR_HEIGHT: Final = 6
COUNT_WIDTH: Final = 78


class ShareBars(QWidget):
    """A bar for each feeling: its shape and word, its share of the time, and how many lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look(DARK, 1.0)
        self._figures: ChannelFigures | None = None
        self._rows: tuple[Emotion, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_figures(self, figures: ChannelFigures) -> None:
        """Show the feelings of one channel, those that are most of the time first."""
        self._figures = figures
        self._rows = tuple(sorted(figures.counts, key=figures.share, reverse=True))
        spoken = [f"{emotion_word(each)} {self._figure(each)}" for each in self._rows]
        self.setAccessibleName(self.tr("Share of each feeling"))
        self.setAccessibleDescription(", ".join(spoken))
        self.updateGeometry()
        self.update()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(self._look.px(240), self._look.px(ROW_HEIGHT) * len(self._rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = caption_font(self._look.px(SMALL_SIZE))
        font.setFeature(QFont.Tag("tnum"), 1)
        painter.setFont(font)
        for number, emotion in enumerate(self._rows):
            self._paint_row(painter, emotion, number * self._look.px(ROW_HEIGHT))
        painter.end()

    def _figure(self, emotion: Emotion) -> str:
        if self._figures is None:
            return ""
        percent = round(self._figures.share(emotion) * 100)
        return f"{percent} % · {self._figures.counts.get(emotion, 0)}"

    def _paint_row(self, painter: QPainter, emotion: Emotion, top: float) -> None:
        if self._figures is None:
            return
        look, style = self._look, STYLES.get(emotion)
        color = look.color("edge") if style is None else style.color(look.tokens)
        middle = top + look.px(ROW_HEIGHT) / 2
        metrics = QFontMetricsF(painter.font())
        baseline = middle + metrics.capHeight() / 2
        size = look.px(SHAPE_SIZE)
        box = QRectF(0, middle - size / 2, size, size)
        painter.fillPath(emotion_shape(emotion, box), color)
        painter.setPen(look.color("text"))
        painter.drawText(QPointF(look.px(WORD_LEFT), baseline), emotion_word(emotion))
        figure = self._figure(emotion)
        painter.setPen(look.color("secondary"))
        width = metrics.horizontalAdvance(figure)
        painter.drawText(QPointF(self.width() - width, baseline), figure)
        height = look.px(BAR_HEIGHT)
        room = self.width() - look.px(BAR_LEFT + COUNT_WIDTH)
        bar = QRectF(look.px(BAR_LEFT), middle - height / 2, max(room, 0), height)
        _fill(painter, bar, look.color("line"))
        bar.setWidth(bar.width() * self._figures.share(emotion))
        _fill(painter, bar, color)


class ChannelCard(QWidget):
    """All figures of one channel."""

    line_chosen = Signal(object)  # int: the id of a line to go to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._talk = text_label("quiet")
        self._bars = ShareBars()
        self._links: list[QPushButton] = []
        self._turns: tuple[int, ...] = ()  # lines
        self._next_turn = 0
        self._turn = _link()
        self._turn.clicked.connect(self._on_turn)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._talk)
        self._column.addWidget(self._bars)
        for _ in WATCHED:
            link = _link()
            link.clicked.connect(self._on_link)
            self._links.append(link)
            self._column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignLeft)

    def show_figures(self, figures: ChannelFigures) -> None:
        """Show one channel."""
        self._bars.show_figures(figures)
        talk = self.tr("Talked for {length}").format(length=length_text(figures.talk_ms))
        self._talk.setText(talk)
        words = {
            Emotion.ANGRY: self.tr("Longest angry stretch: {length}, at {time}"),
            Emotion.FEARFUL: self.tr("Longest fearful stretch: {length}, at {time}"),
        }
        for emotion, link in zip(WATCHED, self._links, strict=True):
            stretch = figures.longest.get(emotion)
            link.setVisible(stretch is not None)
            if stretch is not None:
                text = words[emotion].format(
                    length=length_text(stretch.length_ms), time=session_clock(stretch.begin_ms)
                )
                link.setText(text)
                link.setProperty("line", stretch.line)
        self._turns = tuple(turn.line for turn in figures.turns if turn.after.is_shown)
        self._next_turn = 0
        self._turn.setVisible(bool(self._turns))
        turned = self.tr("Go to where it turned ({count})").format(count=len(self._turns))
        self._turn.setText(turned)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._column.setSpacing(look.px(6))
        self._bars.apply_look(look)

    def _on_link(self) -> None:
        self.line_chosen.emit(self.sender().property("line"))

    def _on_turn(self) -> None:
        """Go from turn to turn; from the last to the first."""
        self.line_chosen.emit(self._turns[self._next_turn % len(self._turns)])
        self._next_turn += 1


def _link() -> QPushButton:
    button = QPushButton()
    button.setObjectName("link")
    button.setAutoDefault(False)
    button.hide()
    return button


def _fill(painter: QPainter, bar: QRectF, color: QColor) -> None:
    path = QPainterPath()
    path.addRoundedRect(bar, bar.height() / 2, bar.height() / 2)
    painter.fillPath(path, color)
