"""What the overlay's rows look like: as chosen, and readable whatever was chosen."""

from collections import Counter
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QTransform
from pytestqt.qtbot import QtBot

from app.core.contrast import readable, tentative_color
from app.core.emotion import Emotion
from app.core.overlay_presets import PRESETS, OverlayPreset
from app.core.overlay_settings import Alignment, OverlayLook
from app.core.rollup import Row
from app.shell.caption_text import caption_font
from app.shell.overlay_link import OverlayLink
from app.shell.widgets.overlay_rows import MARGIN_PX, OverlayRows
from tests.helpers.stage import Stage

WORDS = Row(0, "Boutique and Middle Market", 26)
ARABIC = Row(0, "مرحبا بكم", 9, is_right_to_left=True)
LOOK = OverlayLook(font_px=28, box_opacity=1.0)
CHROMA = PRESETS[OverlayPreset.CHROMA_KEY]

pytestmark = pytest.mark.usefixtures("qapp")


def painted(look: OverlayLook, *rows: Row, shows_emotion: bool = False) -> QImage:
    """Return the box with `rows`, 40 characters wide."""
    setter = OverlayRows(look, shows_emotion=shows_emotion)
    width = setter.box_width_px(40)
    image = QImage(
        width, setter.box_height_px(len(rows)), QImage.Format.Format_ARGB32_Premultiplied
    )
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    setter.paint_box(painter, image.rect(), 0)
    setter.paint(painter, rows, width)
    painter.end()
    return image


def colors(image: QImage, area: QRect | None = None) -> Counter[str]:
    """Count the pixels of each colour."""
    area = area or image.rect()
    return Counter(
        image.pixelColor(x, y).name().upper()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    )


def mirrored(image: QImage) -> QImage:
    """Return the image as seen in a mirror beside it."""
    return image.transformed(QTransform.fromScale(-1, 1))


def ink_left(image: QImage, color: str) -> int:
    """Return how far at the left a colour begins."""
    columns = range(image.width())
    return next(
        x
        for x in columns
        if any(image.pixelColor(x, y).name().upper() == color for y in range(image.height()))
    )


@pytest.mark.parametrize("preset", OverlayPreset)
def test_words_and_box_have_the_chosen_colors(preset: OverlayPreset) -> None:
    look = replace(PRESETS[preset], box_opacity=1.0)
    found = colors(painted(look, WORDS))
    assert found[look.text_color] > 100
    assert found[look.box_color] > 1000


def test_a_box_may_be_clear_but_can_still_be_clicked() -> None:
    setter = OverlayRows(replace(CHROMA, box_opacity=0.0))
    image = QImage(20, 20, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(0, 0, 0, 0))
    painter = QPainter(image)
    setter.paint_box(painter, image.rect(), 0)
    painter.end()
    assert image.pixelColor(10, 10).alpha() == 1


def test_an_outline_lies_around_the_words() -> None:
    plain = painted(replace(CHROMA, outline_px=0, text_color="#000000"), WORDS)
    outlined = colors(painted(CHROMA, WORDS))
    assert colors(plain)["#FFFFFF"] == 0
    assert outlined["#000000"] > 500
    assert outlined["#FFFFFF"] > 300


def test_a_shadow_darkens_the_box_below_the_words_and_leaves_them() -> None:
    grey = replace(LOOK, box_color="#606060")
    flat, raised = painted(grey, WORDS), painted(replace(grey, has_shadow=True), WORDS)
    assert colors(raised)["#FFFFFF"] == pytest.approx(colors(flat)["#FFFFFF"], rel=0.05)
    darkest = min(QColor(name).lightness() for name in colors(raised))
    assert darkest < 40 < min(QColor(name).lightness() for name in colors(flat))


def test_outlines_are_drawn_anew_for_a_screen_of_another_scale() -> None:
    setter = OverlayRows(CHROMA)

    def drawn(setter: OverlayRows, ratio: int) -> bytes:
        size = QSize(setter.box_width_px(12), setter.box_height_px(1)) * ratio
        image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(QColor("#00FF00"))
        painter = QPainter(image)
        setter.paint(painter, [WORDS], setter.box_width_px(12))
        painter.end()
        return bytes(image.constBits())

    drawn(setter, 1)
    pairs = zip(drawn(setter, 2), drawn(OverlayRows(CHROMA), 2), strict=True)
    assert max(abs(one - other) for one, other in pairs) < 40  # edges differ a little each time


def test_heavier_words_take_more_ink() -> None:
    light, bold = painted(LOOK, WORDS), painted(replace(LOOK, weight=700), WORDS)
    assert colors(bold)["#FFFFFF"] > 1.3 * colors(light)["#FFFFFF"]


def test_the_chosen_family_comes_first_and_chinese_ones_still_follow() -> None:
    families = caption_font(28, "DejaVu Serif").families()
    assert families[0] == "DejaVu Serif"
    assert "Noto Sans CJK SC" in families
    assert caption_font(28).families() == families[1:]


def test_rows_begin_at_their_side_or_stand_in_the_middle() -> None:
    start, right = painted(LOOK, WORDS), painted(LOOK, ARABIC)
    centred = painted(replace(LOOK, alignment=Alignment.CENTRE), WORDS)
    assert MARGIN_PX.width() <= ink_left(start, "#FFFFFF") < MARGIN_PX.width() + 6
    assert ink_left(right, "#FFFFFF") > right.width() / 2
    left = ink_left(centred, "#FFFFFF")
    assert left == pytest.approx(ink_left(mirrored(centred), "#FFFFFF"), abs=4)


def test_what_cannot_be_read_is_painted_as_the_nearest_that_can() -> None:
    faint = replace(LOOK, text_color="#303030")
    found = colors(painted(faint, WORDS))
    assert found["#303030"] == 0
    assert found[readable(faint).text_color] > 100


def test_tentative_words_are_fainter_and_as_readable() -> None:
    found = colors(painted(LOOK, replace(WORDS, settled=8)))
    assert found["#FFFFFF"] > 50
    assert found[tentative_color(LOOK).text] > 50


def rails(image: QImage, color: str) -> list[int]:
    """Return where in the left margin `color` is, from top to bottom."""
    return [y for y in range(image.height()) if image.pixelColor(7, y).name().upper() == color]


def test_emotion_is_a_rail_and_a_shape_only_when_switched_on() -> None:
    row = replace(WORDS, emotion=Emotion.ANGRY)
    assert painted(LOOK, row) == painted(LOOK, WORDS)
    image = painted(LOOK, row, shows_emotion=True)
    assert len(rails(image, "#CA6C80")) > 20
    shape = QRect(12, 0, 11, image.height())
    assert colors(image, shape)["#CA6C80"] > 20
    words = QRect(MARGIN_PX.width(), 0, image.width() - MARGIN_PX.width(), image.height())
    assert image.copy(words) == painted(LOOK, WORDS).copy(words)


def test_emotion_is_seen_on_anything_where_the_outline_alone_makes_words_readable() -> None:
    look = replace(CHROMA, box_opacity=0.0)
    row = replace(WORDS, emotion=Emotion.ANGRY)
    image = painted(look, row, row, shows_emotion=True)
    color, margin = "#CA6C80", QRect(0, 0, MARGIN_PX.width() - 2, image.height())
    rail = rails(image, color)
    assert rail == list(range(rail[0], rail[-1] + 1))  # no outline between rows of a line
    assert colors(image, margin)[color] > 40
    beside = [image.pixelColor(x, rail[len(rail) // 2]).name() for x in (3, 4, 9, 10)]
    assert beside == [look.outline_color] * 4


def test_the_rows_of_a_line_share_a_rail() -> None:
    angry, happy = (replace(WORDS, emotion=each) for each in (Emotion.ANGRY, Emotion.HAPPY))
    image = painted(LOOK, angry, angry, replace(happy, line=1), shows_emotion=True)
    rail = rails(image, "#CA6C80")
    assert rail == list(range(rail[0], rail[-1] + 1))
    assert len(rail) > 1.7 * len(rails(image, "#A2A93D"))


def test_rails_of_right_to_left_rows_are_at_the_right() -> None:
    row = replace(ARABIC, emotion=Emotion.SAD)
    image = painted(LOOK, row, shows_emotion=True)
    assert rails(image, "#8FB7DA") == []
    assert len(rails(mirrored(image), "#8FB7DA")) > 20


@pytest.mark.parametrize("hint", ["Captions appear here", "ستظهر الترجمة هنا في هذا المكان"])
def test_a_hint_is_as_large_as_there_is_room_for(hint: str) -> None:
    setter = OverlayRows(replace(LOOK, font_px=96))
    size = setter.box_width_px(12), setter.box_height_px(1)
    image = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    setter.paint_hint(painter, hint, image.width())
    painter.end()
    for each in (image, mirrored(image)):
        margin = QRect(0, 0, MARGIN_PX.width() - 2, image.height())
        assert set(colors(each, margin)) == {"#000000"}
    assert colors(image)[tentative_color(LOOK).text] > 100


def test_a_note_is_inside_the_narrowest_box_and_where_it_says() -> None:
    setter = OverlayRows(replace(LOOK, font_px=12))
    image = QImage(setter.box_width_px(12), 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor("#000000"))
    painter = QPainter(image)
    setter.paint_note(painter, "Reconnecting… 12 s of speech kept", image.width())
    painter.end()
    area = setter.note_area(image.width())
    drawn = [
        QPoint(x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y) != QColor("#000000")
    ]
    assert all(map(area.contains, drawn))
    assert (
        min(point.x() for point in drawn) >= image.width() - max(point.x() for point in drawn) - 2
    )


def test_neutral_voices_are_not_marked() -> None:
    row = replace(WORDS, emotion=Emotion.NEUTRAL)
    assert painted(LOOK, row, shows_emotion=True) == painted(LOOK, WORDS)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_overlay_wears_what_was_chosen_at_once(stage: Stage, qtbot: QtBot) -> None:
    link = OverlayLink(stage.studio)
    qtbot.addWidget(link.overlay)
    link.open()
    settings = stage.choices.settings
    height_px = link.overlay.height()
    overlay = replace(settings.overlay, look=replace(CHROMA, font_px=48), rows=3)
    stage.choices.change(replace(settings, overlay=overlay))
    assert colors(link.overlay.grab().toImage())["#00FF00"] > 1000
    assert link.overlay.height() > 1.5 * height_px
    link.overlay.hide()
