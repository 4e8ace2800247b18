"""How a session and a found line are drawn in the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTextLayout
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.shell.caption_text import caption_font, on_one_row, to_qt
from app.shell.emotion_style import STYLES
from app.shell.look import Look
from app.shell.session_text import (
    date_text,
    facts_text,
    lines_text,
    session_name,
    state_text,
)
from app.shell.style import DARK
from app.shell.widgets.library_model import (
    FEELINGS_ROLE,
    ROW_ROLE,
    Feelings,
    HitRow,
    LibraryRow,
    SessionRow,
)
from app.shell.widgets.transcript_content import session_clock
from app.shell.widgets.transcript_marks import Highlight, HighlightKind, star_shape, tint

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.sessions import SearchHit, SessionInfo

# Lengths of the drawing; Look.px makes pixels of them.
SESSION_HEIGHT: Final = 64
HIT_HEIGHT: Final = 34
MARGIN: Final = 12  # left and right, inside the row
HIT_LEFT: Final = 30
TIME_WIDTH: Final = 62
TITLE_SIZE: Final = 15
TEXT_SIZE: Final = 14
SMALL_SIZE: Final = 12
TITLE_BASELINE: Final = 25
FACTS_BASELINE: Final = 46
TAG_HEIGHT: Final = 18
GAP: Final = 8
FEELINGS_WIDTH: Final = 72
FEELINGS_HEIGHT: Final = 5
STAR_SIZE: Final = 12
_TITLE_SHARE: Final = 0.55  # of the row, at least, if it needs so much
_AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Fonts:
    title: QFont
    text: QFont
    small: QFont


class LibraryRows(QStyledItemDelegate):
    """Draws what the model has; a row that is not here yet is a quiet bar."""

    edited = Signal()

    def __init__(self, wall_s: Callable[[], float], parent: QWidget) -> None:
        super().__init__(parent)
        self._wall_s = wall_s
        self._look = Look(DARK, 1.0)
        self._fonts = _fonts(self._look)

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        self._look = look
        self._fonts = _fonts(look)

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:  # noqa: ARG002
        """Qt's own."""
        row: LibraryRow | None = index.data(ROW_ROLE)
        drawn = HIT_HEIGHT if isinstance(row, HitRow) else SESSION_HEIGHT
        return QSize(self._look.px(240), self._look.px(drawn))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Qt's own."""
        row: LibraryRow | None = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        self._paint_ground(painter, box, state)
        margin = self._look.px(MARGIN)
        area = box.adjusted(margin, 0, -margin, 0)
        match row:
            case SessionRow():
                self._paint_session(painter, area, row, index.data(FEELINGS_ROLE))
            case HitRow():
                self._paint_hit(painter, area, row.hit)
            case None:
                self._paint_waiting(painter, area)
        painter.restore()

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: _AnyIndex,
    ) -> QWidget:
        """Qt's own: a field over the name."""
        editor = QLineEdit(str(index.data()), parent)
        editor.setObjectName("rowEditor")
        editor.setAccessibleName(self.tr("Name of the session"))
        return editor

    def setEditorData(self, editor: QWidget, index: _AnyIndex) -> None:
        """Qt's own, whenever the list was read again: what is being typed stays."""

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: _AnyIndex,  # noqa: ARG002
    ) -> None:
        """Qt's own."""
        box: QRect = option.rect
        px = self._look.px
        editor.setGeometry(
            box.left() + px(5), box.top() + px(5), round(box.width() * _TITLE_SHARE), px(30)
        )

    def _paint_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        look = self._look
        inner = box.adjusted(1, 1, -1, -2)
        radius = look.px(8)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(look.color("selected"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(inner, radius, radius)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(look.color("hover"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(inner, radius, radius)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Active:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.color("focus"), 2))
            painter.drawRoundedRect(inner.adjusted(1, 1, -1, -1), radius, radius)

    def _paint_waiting(self, painter: QPainter, area: QRectF) -> None:
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("raised"))
        for top, share in ((TITLE_BASELINE - 11, 0.35), (FACTS_BASELINE - 9, 0.55)):
            bar = QRectF(area.left(), area.top() + look.px(top), area.width() * share, look.px(9))
            painter.drawRoundedRect(bar, look.px(4), look.px(4))

    def _paint_session(
        self, painter: QPainter, area: QRectF, row: SessionRow, felt: Feelings | None
    ) -> None:
        look, session = self._look, row.session
        title_y, facts_y = (
            area.top() + look.px(TITLE_BASELINE),
            area.top() + look.px(FACTS_BASELINE),
        )
        painter.setFont(self._fonts.small)
        painter.setPen(look.color("secondary"))
        when = date_text(session.begun_s, self._wall_s())
        right = area.right() - self._small.horizontalAdvance(when)
        painter.drawText(QPointF(right, title_y), when)
        right = self._paint_star(painter, right, title_y, session)
        self._paint_title(painter, area.left(), title_y, right, session)
        right = self._paint_feelings(painter, area, facts_y, felt)
        right = self._paint_tags(painter, area, right, facts_y, session)
        painter.setFont(self._fonts.small)
        left = area.left()
        if state := state_text(session):
            painter.setPen(look.color("warning"))
            painter.drawText(QPointF(left, facts_y), state)
            left += self._small.horizontalAdvance(state) + look.px(GAP)
        painter.setPen(look.color("secondary"))
        room = right - left - look.px(GAP)
        words = self._small.elidedText(self._facts(row), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, facts_y), words)

    def _facts(self, row: SessionRow) -> str:
        words = facts_text(row.session)
        if row.hit_count is None:
            return words
        found = self.tr("found in {lines}").format(lines=lines_text(row.hit_count))
        return f"{found} · {words}"

    def _paint_title(
        self, painter: QPainter, left: float, y: float, right: float, session: SessionInfo
    ) -> None:
        look = self._look
        metrics = QFontMetricsF(self._fonts.title)
        room = right - left - look.px(GAP)
        name = on_one_row(session_name(session))
        painter.setFont(self._fonts.title)
        painter.setPen(look.color("text" if session.name else "secondary"))
        text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(left, y), text)

    def _paint_star(self, painter: QPainter, right: float, y: float, session: SessionInfo) -> float:
        """Draw how many lines have a star; return where what is on the left has to end."""
        if not session.star_count:
            return right
        look = self._look
        count = str(session.star_count)
        left = right - look.px(14) - self._small.horizontalAdvance(count)
        painter.drawText(QPointF(left, y), count)
        size = look.px(STAR_SIZE)
        left -= size + look.px(4)
        top = y - (self._small.capHeight() + size) / 2
        painter.fillPath(star_shape(QRectF(left, top, size, size)), look.color("warning"))
        return left

    def _paint_tags(
        self, painter: QPainter, area: QRectF, right: float, y: float, session: SessionInfo
    ) -> float:
        """Draw the tags from the right; return where what is on the left has to end."""
        look = self._look
        painter.setFont(self._fonts.small)
        height = look.px(TAG_HEIGHT)
        top = y - (self._small.capHeight() + height) / 2
        for tag in reversed(session.tags):
            width = self._small.horizontalAdvance(tag) + 2 * look.px(GAP)
            if right - width < area.left() + area.width() * _TITLE_SHARE:
                break
            box = QRectF(right - width, top, width, height)
            painter.setPen(QPen(look.color("edge"), 1))
            painter.setBrush(look.color("raised"))
            painter.drawRoundedRect(box, height / 2, height / 2)
            painter.setPen(look.color("text"))
            painter.drawText(QPointF(box.left() + look.px(GAP), y), tag)
            right = box.left() - look.px(6)
        return right

    def _paint_feelings(
        self, painter: QPainter, area: QRectF, y: float, felt: Feelings | None
    ) -> float:
        """Draw a small bar of what was felt; return where what is on the left has to end."""
        total = sum(felt.values()) if felt else 0
        if felt is None or not total:
            return area.right()
        look = self._look
        height, width = look.px(FEELINGS_HEIGHT), look.px(FEELINGS_WIDTH)
        top = y - (self._small.capHeight() + height) / 2
        bar = QRectF(area.right() - width, top, width, height)
        clip = QPainterPath()
        clip.addRoundedRect(bar, height / 2, height / 2)
        painter.setClipPath(clip)
        painter.fillRect(bar, look.color("line"))
        left = bar.left()
        for emotion, style in STYLES.items():
            part = width * felt.get(emotion, 0) / total
            painter.fillRect(QRectF(left, top, part, height), style.color(look.tokens))
            left += part
        painter.setClipping(False)
        return bar.left() - look.px(GAP)

    def _paint_hit(self, painter: QPainter, area: QRectF, hit: SearchHit) -> None:
        look = self._look
        left = area.left() + look.px(HIT_LEFT - MARGIN)
        baseline = area.center().y() + self._small.capHeight() / 2
        painter.setFont(self._fonts.small)
        painter.setPen(look.color("secondary"))
        time = "" if hit.begin_ms is None else session_clock(hit.begin_ms)
        painter.drawText(QPointF(left, baseline), time)
        text = f"{'…' if hit.is_cut_before else ''}{hit.text}{'…' if hit.is_cut_behind else ''}"
        shift = 1 if hit.is_cut_before else 0
        left += look.px(TIME_WIDTH)
        room = area.right() - left
        metrics = QFontMetricsF(self._fonts.text)
        text = metrics.elidedText(on_one_row(text), Qt.TextElideMode.ElideRight, room)
        layout = QTextLayout(text, self._fonts.text)
        layout.beginLayout()
        line = layout.createLine()
        line.setNumColumns(to_qt(text, len(text)))
        layout.endLayout()
        top = baseline - line.ascent()
        painter.setPen(look.color("text"))
        places = (
            Highlight(begin + shift, min(end + shift, len(text)), HighlightKind.HIT)
            for begin, end in hit.spans
            if begin + shift < len(text)
        )
        layout.draw(painter, QPointF(left, top), [tint(place, text, look) for place in places])

    @property
    def _small(self) -> QFontMetricsF:
        return QFontMetricsF(self._fonts.small)


def _fonts(look: Look) -> _Fonts:
    title = caption_font(look.px(TITLE_SIZE), weight=650)
    small = caption_font(look.px(SMALL_SIZE))
    small.setFeature(QFont.Tag("tnum"), 1)
    return _Fonts(title, caption_font(look.px(TEXT_SIZE)), small)
