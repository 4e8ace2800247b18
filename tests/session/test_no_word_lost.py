"""Whatever happens to the link: every sample of speech is captioned exactly once, or in a gap."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.captions import GapLine, Line, LineStatus
from app.core.events import EngineState
from app.engine.catalog import LOCAL, custom
from app.protocol.config import WireConfig
from app.session.plan import Fallback, Plan
from app.session.session import Session
from tests.helpers.hearing_server import BLOCK_MS, STARTED_AFTER, HearingServer, Score, read_blocks
from tests.helpers.session_fakes import FakeDialer, FakeSource, ManualClock, RecordingSink

ELSEWHERE = custom("wss://captions.example")
TICK_MS = 50


@dataclass
class Outage:
    """The link is cut at `at_ms`; nothing connects for `for_ms`.

    Sends fail at once; that there is no link any more is read `told_after_ms` later.
    """

    at_ms: int
    for_ms: int
    told_after_ms: int = 0


@dataclass
class Room:
    """A speaker, a session, and a network between it and servers that hear."""

    score: Score
    outages: list[Outage] = field(default_factory=list)
    switches_ms: list[int] = field(default_factory=list)
    latency_s: float = 0.0
    pace: float | None = None
    limit_s: float | None = None
    fallback_after_s: float | None = None
    chance: float = 0.5
    commits_ms: list[int] | None = None  # in manual mode: where the speaker ends a line
    talks_ms: list[tuple[int, int]] = field(default_factory=list)  # when a key is held
    plugs_ms: list[int] = field(default_factory=list)  # when another microphone is chosen

    def __post_init__(self) -> None:
        self.clock, self.sink, self.source = ManualClock(), RecordingSink(), FakeSource()
        self.dialers = [FakeDialer(), FakeDialer()]
        self.servers: list[HearingServer] = []
        config = WireConfig() if self.commits_ms is None else WireConfig(vad=None)
        main, spare = (Plan(ELSEWHERE, config, self.dialers[0]), self._spare())
        self.session = Session(
            main,
            self.source,
            self.sink,
            self.clock,
            chance=lambda: self.chance,
            fallback=spare,
        )

    def _spare(self) -> Fallback | None:
        if self.fallback_after_s is None:
            return None
        return Fallback(Plan(LOCAL, WireConfig(), self.dialers[1]), self.fallback_after_s)

    def run(self) -> None:
        """Speak everything, wait until it is captioned and no outage is to come, stop."""
        if self.talks_ms:
            self.session.talk(is_talking=False)
        self.session.begin()
        now_ms = 0
        quiet_ms = self.score.end_ms + 3000 + round(2000 * self.latency_s)
        # Who stops in an outage gets no link in time: then the last words may well be lost.
        overs_ms = [out.at_ms + out.for_ms + out.told_after_ms for out in self.outages]
        quiet_ms = max([quiet_ms, *(over_ms + 1000 for over_ms in overs_ms)])
        while now_ms < quiet_ms or self._is_behind:
            assert self.source.outlet is not None
            for at_ms in range(now_ms, now_ms + TICK_MS, 10):
                self.source.outlet.write(self.score.pcm(at_ms, 10))
            self._tick(now_ms)
            now_ms += TICK_MS
            assert now_ms < self.score.end_ms + 300_000
        self.session.stop()
        while not self.session.state.is_over:
            self._tick(now_ms)
            now_ms += TICK_MS

    @property
    def _is_behind(self) -> bool:
        cursors = self.session._ring.cursors
        return (
            self.session.state is not EngineState.LISTENING
            or cursors.written - cursors.sent >= 40 * 16
            or any(line.status is LineStatus.OPEN for line in self.lines)
        )

    def _tick(self, now_ms: int) -> None:
        for out in self.outages:
            if _is_now(out.at_ms, now_ms):
                self._cut(self.clock() + out.told_after_ms / 1000)
        self._order(now_ms)
        self._connect(is_out=any(0 <= now_ms - out.at_ms < out.for_ms for out in self.outages))
        self.clock.move(TICK_MS / 1000)
        for server in self.servers:
            server.deliver(self.clock())
        if not self.session.state.is_over:
            self.session.step()
        for server in self.servers:
            server.listen(self.clock())

    def _cut(self, ends_s: float) -> None:
        for server in self.servers:
            if server.link.is_open and not server.is_local:
                server.cut(ends_s)

    def _order(self, now_ms: int) -> None:
        if any(_is_now(at_ms, now_ms) for at_ms in self.commits_ms or ()):
            self.session.commit()
        for begin_ms, end_ms in self.talks_ms:
            if _is_now(begin_ms, now_ms) or _is_now(end_ms, now_ms):
                self.session.talk(is_talking=_is_now(begin_ms, now_ms))
        if any(_is_now(at_ms, now_ms) for at_ms in self.plugs_ms):
            self.source = FakeSource()
            self.session.replace_source(self.source)
        if any(_is_now(at_ms, now_ms) for at_ms in self.switches_ms):
            config = WireConfig(language=["en", "zh"][len(self.servers) % 2])
            self.session.switch(Plan(ELSEWHERE, config, self.dialers[0]))

    def _connect(self, *, is_out: bool) -> None:
        for is_local, dialer in enumerate(self.dialers):
            if dialer.is_called and (is_local or not is_out):
                limits = {} if is_local else {"max_pace": self.pace, "max_session_s": self.limit_s}
                link = dialer.connect(LOCAL.model if is_local else ELSEWHERE.model, **limits)
                server = HearingServer(link, self.latency_s, is_local=bool(is_local))
                self.servers.append(server)
                server.open(self.clock())

    @property
    def lines(self) -> list[Line]:
        return [entry for entry in self.sink.captions.entries if isinstance(entry, Line)]

    @property
    def gaps(self) -> list[GapLine]:
        return [entry for entry in self.sink.captions.entries if isinstance(entry, GapLine)]

    def heard(self) -> Counter[int]:
        """How often each block of speech is in a finished line."""
        final = [line for line in self.lines if line.status is LineStatus.FINAL]
        return Counter(block for line in final for block in read_blocks(line.text))

    def assert_sound(self, *, has_times: bool = True) -> None:
        """Every block once, in order, at the time when it was spoken; no line left open."""
        heard = self.heard()
        failed = {block for line in self.lines for block in read_blocks(line.text)}
        in_gaps = {b for b in self.score.blocks if self._is_in_gap(b)}
        lost = sorted(self.score.blocks - set(heard) - failed - in_gaps)
        assert not lost, f"lost {lost}"
        # Where one server goes on for another, a block may be cut in two.
        doubled = sorted(block for block, times in heard.items() if times > 1)
        assert len(doubled) <= len(self.switches_ms) + len(self.servers), f"doubled {doubled}"
        assert not [line for line in self.lines if line.status is LineStatus.OPEN]
        order = [block for line in self.lines for block in read_blocks(line.text)]
        assert order == sorted(order)
        for line in self.lines if has_times else ():
            first, last = read_blocks(line.text)[0], read_blocks(line.text)[-1]
            assert line.begin_ms is not None
            assert abs(line.begin_ms - first * BLOCK_MS) <= 300
            assert line.end_ms is None or abs(line.end_ms - (last + 1) * BLOCK_MS) <= 300

    def _is_in_gap(self, block: int) -> bool:
        """What a server was sent and had not told yet when it was lost lies before a gap."""
        untold_ms = STARTED_AFTER * BLOCK_MS + 2 * TICK_MS + round(1000 * self.latency_s)
        return any(gap.begin_ms - untold_ms <= block * BLOCK_MS <= gap.end_ms for gap in self.gaps)


def _is_now(at_ms: int, now_ms: int) -> bool:
    return 0 <= now_ms - at_ms < TICK_MS


SCORES = st.lists(
    st.tuples(
        st.sampled_from([0, 20, 400, 900, 3000, 9000]), st.integers(1, 500).map(lambda n: n * 10)
    ),
    min_size=1,
    max_size=8,
).map(Score.of)
OUTAGES = st.lists(
    st.builds(
        Outage,
        st.integers(0, 40_000),
        st.integers(TICK_MS, 15_000),
        st.sampled_from([0, 300, 1200]),
    ),
    max_size=4,
)
LATENCIES = st.sampled_from([0.0, 0.3, 1.5])


@settings(max_examples=120, deadline=None)
@given(
    score=SCORES,
    outages=OUTAGES,
    latency_s=LATENCIES,
    pace=st.sampled_from([None, 20.0]),
    chance=st.floats(0.0, 1.0),
)
def test_every_word_is_captioned_once_whatever_the_outages(
    score: Score, outages: list[Outage], latency_s: float, pace: float | None, chance: float
) -> None:
    room = Room(score, outages, latency_s=latency_s, pace=pace, chance=chance)
    with _quiet():
        room.run()
    assert not room.gaps
    room.assert_sound()
    assert all(line.status is LineStatus.FINAL for line in room.lines)


@settings(max_examples=120, deadline=None)
@given(
    score=SCORES,
    outages=OUTAGES,
    switches_ms=st.lists(st.integers(0, 40_000), max_size=4),
    latency_s=LATENCIES,
    limit_s=st.sampled_from([None, 10.0, 25.0]),
    fallback_after_s=st.sampled_from([None, 0.5, 5.0]),
)
def test_every_word_is_captioned_once_whatever_takes_over(
    score: Score,
    outages: list[Outage],
    switches_ms: list[int],
    latency_s: float,
    limit_s: float | None,
    fallback_after_s: float | None,
) -> None:
    room = Room(
        score,
        outages,
        switches_ms,
        latency_s=latency_s,
        limit_s=limit_s,
        fallback_after_s=fallback_after_s,
    )
    with _quiet():
        room.run()
    assert not room.gaps
    room.assert_sound()


@settings(max_examples=60, deadline=None)
@given(
    score=SCORES,
    outages=OUTAGES,
    commits_ms=st.lists(st.integers(100, 40_000), max_size=8),
    latency_s=LATENCIES,
)
def test_every_word_is_captioned_once_in_lines_that_the_speaker_ends(
    score: Score, outages: list[Outage], commits_ms: list[int], latency_s: float
) -> None:
    room = Room(score, outages, latency_s=latency_s, commits_ms=[*commits_ms, score.end_ms + 100])
    with _quiet():
        room.run()
    assert not room.gaps
    room.assert_sound(has_times=False)


@settings(max_examples=60, deadline=None)
@given(
    talks=st.lists(
        st.tuples(st.integers(10, 160), st.integers(8, 300)), min_size=1, max_size=5
    ),  # ticks of pause and speech
    outages=OUTAGES,
    latency_s=LATENCIES,
    is_replugged=st.booleans(),
)
def test_every_word_is_captioned_once_that_is_said_with_the_key_held(
    talks: list[tuple[int, int]], outages: list[Outage], latency_s: float, is_replugged: bool
) -> None:
    score = Score.of([(pause * TICK_MS, speech * TICK_MS) for pause, speech in talks])
    ends = list(accumulate(TICK_MS * ticks for talk in talks for ticks in talk))
    talks_ms = list(zip(ends[::2], ends[1::2], strict=True))
    room = Room(score, outages, latency_s=latency_s, commits_ms=[], talks_ms=talks_ms)
    if is_replugged:
        room.plugs_ms = [begin_ms - 6 * TICK_MS for begin_ms, _ in talks_ms]
    with _quiet():
        room.run()
    assert not room.gaps
    room.assert_sound(has_times=False)
    assert all(line.status is LineStatus.FINAL for line in room.lines)


@pytest.mark.parametrize("cut_ms", [700, 2_500, 5_150, 9_990])
def test_of_an_outage_longer_than_the_ring_the_beginning_is_one_gap(cut_ms: int) -> None:
    score = Score.of([(500, 4000), (1000, 5000), *[(700, 3300)] * 60])
    room = Room(score, [Outage(cut_ms, 180_000)], latency_s=0.1, chance=0.1)
    with _quiet():
        room.run()
    (gap,) = room.gaps
    assert abs(gap.begin_ms - cut_ms) <= 200
    assert abs(gap.end_ms - gap.begin_ms - 60_000) <= 3500
    room.assert_sound()


@contextmanager
def _quiet() -> Iterator[None]:
    """Whatever happens is what the session warns of, so its warnings say nothing here."""
    log = logging.getLogger("app.session")
    level = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(level)
