"""Our subtitle files as another program reads them."""

from html import unescape

import pysubs2
import pytest

from app.core.captions import Captions, GapLine, Line, LineStatus
from app.core.export import render

CAPTIONS = Captions(
    (
        Line(1, LineStatus.FINAL, "It was the best of times,", begin_ms=480, end_ms=2100),
        GapLine(2100, 4500),
        Line(2, LineStatus.FINAL, "这是最坏的时代。", begin_ms=4500),
        Line(3, LineStatus.FINAL, "a --> b & c", begin_ms=3_600_000, end_ms=3_601_999),
    )
)


@pytest.mark.parametrize(("suffix", "arrow"), [(".srt", "→"), (".vtt", "-->")])
def test_another_program_reads_the_same_times_and_words(suffix: str, arrow: str) -> None:
    read = pysubs2.SSAFile.from_string(render(CAPTIONS, suffix), format_=suffix[1:])
    # pysubs2 leaves WebVTT's escapes as they are; players do not.
    assert [(line.start, line.end, unescape(line.plaintext)) for line in read] == [
        (480, 2100, "It was the best of times,"),
        (2100, 4500, "[2.4 s not captioned]"),
        (4500, 5500, "这是最坏的时代。"),
        (3_600_000, 3_601_999, f"a {arrow} b & c"),
    ]
