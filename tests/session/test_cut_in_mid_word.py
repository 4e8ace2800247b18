"""Real speech, a real server, and a link that is reset in the middle of a word."""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import jiwer
import pytest

from app.audio.file_source import FileSource, Pace
from app.core.captions import GapLine, Line, LineStatus
from app.core.events import EngineState
from app.engine.catalog import custom
from app.engine.keys import Keys, NoKeychain
from app.engine.local_process import LocalEngine
from app.protocol.config import Vad, WireConfig
from app.session.dialer import EngineDialer
from app.session.plan import Plan
from app.session.session import Session
from tests.helpers.fault_proxy import FaultProxy
from tests.helpers.readtext import words
from tests.helpers.recordings import recording
from tests.helpers.serving import Server, serving
from tests.helpers.session_fakes import RecordingSink

RATE_HZ = 16_000
DEADLINE_S = 40.0
OVERLAP_MS = 200
MORE_ERRORS = 0.02
WITHIN_MS = 300
TEXT = json.loads(
    (Path(__file__).parents[1] / "data" / "words" / "two_cities.words.json").read_text()
)
CUTS_S = (7.4, 21.7, 30.0)  # within "foolishness", "everything" and "period"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("serve"), "--no-token") as running:
        yield running


class captioned:  # reads as what it is
    """What a session made of the whole recording, fed as fast as it was taken."""

    def __init__(self, url: str) -> None:
        engine = custom(url)
        self.sink = RecordingSink()
        never = LocalEngine(("never-started",), Path("never-written"))
        session = Session(
            Plan(
                engine,
                WireConfig(vad=Vad(0.0, 400)),
                EngineDialer(engine, never, Keys({}, NoKeychain())),
            ),
            FileSource(recording("two_cities.wav"), Pace.FAST),
            self.sink,
            time.perf_counter,
        )
        thread = threading.Thread(target=session.run, name="session")
        thread.start()
        thread.join(DEADLINE_S)
        session.abort()
        thread.join()
        assert self.sink.states[-1] is EngineState.STOPPED

    @property
    def lines(self) -> list[Line]:
        return [entry for entry in self.sink.captions.entries if isinstance(entry, Line)]

    @property
    def word_errors(self) -> float:
        said = " ".join(words(" ".join(line.text for line in self.lines)))
        return float(jiwer.wer(" ".join(word for word, _, _ in TEXT), said))

    @property
    def has_gaps(self) -> bool:
        return any(isinstance(entry, GapLine) for entry in self.sink.captions.entries)


@pytest.mark.expects_log("calls its model")
def test_speech_through_a_cut_link_is_captioned_once_and_whole(server: Server) -> None:
    uncut = captioned(server.url)
    begins = [line.begin_ms for line in uncut.lines]
    errors = []
    for cut_s in CUTS_S:
        with FaultProxy(server.url) as proxy:
            proxy.cut_at(round(cut_s * RATE_HZ), outage_s=1.0)
            cut = captioned(proxy.url)
        assert EngineState.RECONNECTING in cut.sink.states
        assert not cut.has_gaps
        assert all(line.status is LineStatus.FINAL for line in cut.lines)
        for before, after in itertools.pairwise(cut.lines):
            assert before.end_ms is not None
            assert after.begin_ms is not None
            assert before.end_ms - after.begin_ms <= OVERLAP_MS
        off_ms = [nearest(line, begins) for line in cut.lines]
        assert sorted(off_ms)[-2] <= WITHIN_MS, (cut_s, off_ms)
        errors.append(cut.word_errors)
    assert sum(errors) / len(errors) <= uncut.word_errors + MORE_ERRORS, (uncut.word_errors, errors)


def nearest(line: Line, begins_ms: list[int | None]) -> int:
    """Return how far off the start of `line` is from the next one of `begins_ms`."""
    assert line.begin_ms is not None
    return min(abs(line.begin_ms - begin_ms) for begin_ms in begins_ms if begin_ms is not None)
