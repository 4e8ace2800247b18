"""The real window with a long transcript, measured from the mailbox to the paint; prints JSON.

`python -m tests.perf.transcript_program LINES SECONDS`, with a display of whatever kind.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from typing import TYPE_CHECKING, Final

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from app.core import captions as core
from app.core.captions import Captions
from app.core.emotion import Emotion
from app.core.events import Final as FinalEvent
from app.core.events import Interim, LineEvent, SpeechStarted, SpeechStopped
from app.core.settings import EmotionSettings, Settings
from app.session.sink import Stamp
from app.shell.wardrobe import Wardrobe
from tests.helpers.stage import Stage
from tests.perf.heartbeat import Heartbeat
from tests.perf.report import percentile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.shell.widgets.transcript_search import TranscriptSearch

SPOKEN: Final = (
    "Retention is up four points, the best month we have had since the spring of last year.",
    "算进去了。Bulge Bracket 客户先动，然后是 Boutique、Middle Market 和国内券商。",
    "Wait, four points? Including the trial accounts?",
    "坏消息是柏林团队这个月要走两个人，八月份我们就说过会这样，可是没有人管。",
    "So what I would suggest is that we move the review to Thursday and ask the Berlin team first, "
    "because nobody else has the numbers, and the launch cannot wait until the end of the month.",
    "好的。",
)
EMOTIONS: Final = (Emotion.NEUTRAL, Emotion.HAPPY, Emotion.SAD, Emotion.ANGRY)
QUERIES: Final = ("e", "four points", "四个", "柏林团队", "nowhere at all")
UPDATES_A_LINE: Final = 8
LINE_MS: Final = 4000
FILLED_AT_ONCE: Final = 20  # lines; nothing is measured meanwhile
EVENTS: Final = 400
RATE_HZ: Final = 10


class Speech:
    """Talk without end: each line grows, is final, and the next one begins."""

    def __init__(self) -> None:
        self.captions = Captions()
        self.line = 0
        self._events = self._talk()

    def next(self) -> LineEvent:
        """Let the transcript move on by one event, and return that."""
        event = next(self._events)
        self.captions = core.reduce(self.captions, event)
        return event

    def next_line(self) -> LineEvent:
        """Let a whole line be said at once."""
        line, self.line = self.line, self.line + 1
        event = FinalEvent(line, _words(line), emotion=EMOTIONS[line % len(EMOTIONS)])
        for each in (*_place(line), event):
            self.captions = core.reduce(self.captions, each)
        return event

    def _talk(self) -> Iterator[LineEvent]:
        while True:
            line, text = self.line, _words(self.line)
            for each in _place(line):
                self.captions = core.reduce(self.captions, each)
            for end in sorted({1 + len(text) * heard // UPDATES_A_LINE for heard in range(7)}):
                yield Interim(line, text[: end * 2 // 3], text[end * 2 // 3 : end])
            self.line += 1
            yield FinalEvent(line, text, emotion=EMOTIONS[line % len(EMOTIONS)])


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own."""
        self.count += event.type() is QEvent.Type.Paint
        return False


def main(lines: int, seconds: float) -> dict[str, float]:
    """Fill the window, measure, and return the figures."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    settings = Settings(emotion=EmotionSettings(is_explained=True))
    wardrobe = Wardrobe(application)
    wardrobe.dress(settings)
    stage = Stage(settings=settings)
    try:
        stage.window.apply_look(wardrobe.look)
        stage.window.resize(1120, 720)
        stage.window.show()
        return _measured(stage, lines, seconds)
    finally:
        stage.take_down()


def _measured(stage: Stage, lines: int, seconds: float) -> dict[str, float]:
    speech, paints = Speech(), Paints()
    pane = stage.window.pane
    pane.viewport().installEventFilter(paints)
    for _ in range(60):
        _tell(stage, speech, speech.next_line())
    _spin(1.0)
    before_mb = _rss_mb()
    while len(speech.captions.entries) < lines:
        for _ in range(FILLED_AT_ONCE - 1):
            speech.next_line()
        _tell(stage, speech, speech.next_line())
    _spin(0.5)
    figures = {"grown_mb": _rss_mb() - before_mb}
    bar = pane.verticalScrollBar()

    def follow() -> None:
        """Nothing but what comes."""

    def scroll() -> None:
        bar.setValue(max(bar.value() - 37, 0))

    for name, act in (("follow", follow), ("scroll", scroll)):
        pane.jump_to_latest()
        figures |= _costs(stage, speech, paints, name, act)
    pane.jump_to_latest()
    figures["find_ms"] = max(_find_ms(pane.search, query) for query in QUERIES)
    pane.search.stop()
    for name, act in (("stall", follow), ("scroll_stall", scroll)):
        pane.jump_to_latest()
        stalls_ms = _stalls_ms(stage, speech, seconds, act)
        figures[f"{name}_p99"] = percentile(stalls_ms, 0.99)
        figures[f"{name}_worst"] = max(stalls_ms)
    return figures


def _costs(
    stage: Stage, speech: Speech, paints: Paints, name: str, act: Callable[[], None]
) -> dict[str, float]:
    """Return how long the GUI thread is busy with one event."""
    times_ms: dict[type, list[float]] = {FinalEvent: [], Interim: []}
    busy_ms: dict[type, list[float]] = {FinalEvent: [], Interim: []}
    for _ in range(EVENTS):
        event = speech.next()
        seen, begin_s, busy_s = paints.count, time.perf_counter(), time.thread_time()
        act()
        _tell(stage, speech, event)
        busy_ms[type(event)].append((time.thread_time() - busy_s) * 1000)
        times_ms[type(event)].append((time.perf_counter() - begin_s) * 1000)
        assert paints.count > seen, "nothing was painted"
    figures = {}
    for kind, event_type in (("append", FinalEvent), ("update", Interim)):
        figures[f"{name}_{kind}_p95"] = percentile(times_ms[event_type], 0.95)
        figures[f"{name}_{kind}_p99"] = percentile(times_ms[event_type], 0.99)
        figures[f"{name}_{kind}_median"] = percentile(times_ms[event_type], 0.5)
        figures[f"{name}_{kind}_busy"] = percentile(busy_ms[event_type], 0.5)
        figures[f"{name}_{kind}_busy_p95"] = percentile(busy_ms[event_type], 0.95)
    return figures


def _tell(stage: Stage, speech: Speech, event: LineEvent) -> None:
    """Leave `event` in the mailbox, and let Qt deliver and paint all that comes of it."""
    stamp = Stamp(time.perf_counter(), speech.line * LINE_MS)
    stage.mailbox.happened(event, speech.captions, stamp)
    QCoreApplication.sendPostedEvents()
    # Qt would paint with the next frame of the screen: that wait is none of ours.
    QCoreApplication.sendEvent(stage.window, QEvent(QEvent.Type.UpdateRequest))


def _stalls_ms(
    stage: Stage, speech: Speech, seconds: float, act: Callable[[], None]
) -> list[float]:
    """Let another thread speak in real time while the window lives; return what its heart felt."""
    heart, over = Heartbeat(round(seconds * 1000)), threading.Event()

    def talk() -> None:
        for _ in range(round(seconds * RATE_HZ)):
            event = speech.next()
            stamp = Stamp(time.perf_counter(), speech.line * LINE_MS)
            stage.mailbox.happened(event, speech.captions, stamp)
            over.wait(1 / RATE_HZ)

    scrolling = QTimer(heart, interval=16)
    scrolling.timeout.connect(act)
    scrolling.start()
    talker = threading.Thread(target=talk, name="talker")
    heart.start()
    talker.start()
    _spin(seconds)
    talker.join()
    return heart.stalls_ms.plain()


def _find_ms(search: TranscriptSearch, query: str) -> float:
    search.look_for("")
    begin_s = time.perf_counter()
    search.look_for(query)
    return (time.perf_counter() - begin_s) * 1000


def _spin(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _rss_mb() -> float:
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 2**20


def _place(line: int) -> tuple[LineEvent, ...]:
    begin_ms = line * LINE_MS
    return SpeechStarted(line, begin_ms), SpeechStopped(line, begin_ms + LINE_MS - 500)


def _words(line: int) -> str:
    """No two lines are the same, or one string would do for all."""
    return f"{SPOKEN[line % len(SPOKEN)]} {line}"


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), float(sys.argv[2]))))
