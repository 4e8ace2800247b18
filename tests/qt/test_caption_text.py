"""Places in a text as Python counts them and as Qt does."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.shell.caption_text import colored, from_qt, part_of, to_qt

TEXTS = st.text(alphabet="a 张\u0301\U0001f600\U00020bb7", max_size=20)


@given(TEXTS, st.integers(0, 20))
def test_a_place_comes_back_from_qt(text: str, at: int) -> None:
    at = min(at, len(text))
    assert to_qt(text, at) == len(text[:at].encode("utf-16-le")) // 2
    assert from_qt(text, to_qt(text, at)) == at


def test_the_middle_of_a_character_is_before_it() -> None:
    assert [from_qt("a\U0001f600b", at) for at in range(5)] == [0, 1, 1, 2, 3]


def test_a_part_behind_an_emoji_is_drawn_where_it_stands() -> None:
    part = part_of("\U0001f600 \U00020bb7野家", 2, 4)
    assert (part.start, part.length) == (3, 3)
    rest = colored("\U0001f600 to be", 2, QColor(Qt.GlobalColor.red))
    assert (rest.start, rest.length) == (3, 5)
