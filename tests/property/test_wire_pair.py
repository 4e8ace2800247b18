"""Both ends of the wire against each other: whatever one may say, the other understands."""

import itertools

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
)

from app.core.captions import Line, LineStatus
from app.core.emotion import Emotion
from app.protocol.client import Counters, ServerFault, SessionFinished, WireState
from app.protocol.config import Vad, WireConfig
from app.protocol.server import Audio, Committed, Configured, Finish, Hangup
from tests.helpers.wire_pair import Pair

TEXT = st.text(max_size=8)
EMOTIONS = st.sampled_from(Emotion)
CONFIGS = st.builds(
    WireConfig,
    language=st.sampled_from(["", "en"]),
    context=TEXT,
    vad=st.none() | st.builds(Vad, st.floats(-1, 1), st.integers(200, 6000)),
)


class WirePair(RuleBasedStateMachine):
    """A client that does what it may and a server that builds what it may, in any order."""

    items = Bundle[str]("items")

    def __init__(self) -> None:
        super().__init__()
        self.clock = itertools.count(step=100)
        self.finals: list[str] = []
        self.sent = 0
        self.uncommitted = 0
        self.commits = 0

    @initialize(config=CONFIGS)
    def open(self, config: WireConfig) -> None:
        self.config = config
        self.pair = Pair(config)
        self.pair.open()
        assert self.pair.client.state is WireState.READY
        assert self.pair.actions == [Configured(config)]

    def is_ready(self) -> bool:
        return self.pair.client.state is WireState.READY

    @precondition(is_ready)
    @rule(samples=st.integers(1, 5))
    def append(self, samples: int) -> None:
        self.pair.to_server(self.pair.client.append(bytes(2 * samples)))
        self.sent += samples
        self.uncommitted += samples

    @precondition(lambda self: self.is_ready() and not self.config.vad and self.uncommitted)
    @rule()
    def commit(self) -> None:
        self.pair.to_server(self.pair.client.commit())
        self.uncommitted = 0
        self.commits += 1

    @precondition(is_ready)
    @rule()
    def finish(self) -> None:
        self.pair.to_server(self.pair.client.finish())
        assert self.pair.actions[-1] == Finish()

    @rule(target=items)
    def start_line(self) -> str:
        item, texts = self.pair.server.speech_started(next(self.clock))
        self.pair.to_client(texts)
        return item

    @rule(target=items)
    def start_manual_line(self) -> str:
        return self.pair.server.open_item()

    @rule(item=items, settled=TEXT, tentative=TEXT, emotion=EMOTIONS)
    def say(self, item: str, settled: str, tentative: str, emotion: Emotion) -> None:
        text = self.pair.server.interim(item, settled, tentative, language="en", emotion=emotion)
        self.pair.to_client([text])

    @rule(item=items)
    def stop_line(self, item: str) -> None:
        self.pair.to_client(self.pair.server.speech_stopped(item, next(self.clock)))

    @rule(item=consumes(items), transcript=TEXT, emotion=EMOTIONS)
    def complete(self, item: str, transcript: str, emotion: Emotion) -> None:
        text = self.pair.server.completed(
            item, transcript, language="en", emotion=emotion, duration_s=self.sent
        )
        self.pair.to_client([text])
        if transcript.strip():
            self.finals.append(transcript)

    @rule(item=consumes(items))
    def fail(self, item: str) -> None:
        self.pair.to_client([self.pair.server.failed(item, code="x", message="y")])

    @rule()
    def report_own_fault(self) -> None:
        self.pair.to_client([self.pair.server.fault("busy", "Too many sessions.")])

    @invariant()
    def all_is_understood(self) -> None:
        counters = self.pair.client.counters
        violations = counters.settled_violations  # the texts here are random
        assert counters == Counters(settled_violations=violations)

    @invariant()
    def nothing_is_refused(self) -> None:
        faults = [event for event in self.pair.events if isinstance(event, ServerFault)]
        assert {fault.type for fault in faults} <= {"server_error"}
        assert not [action for action in self.pair.actions if isinstance(action, Hangup)]

    @invariant()
    def audio_and_commits_arrive(self) -> None:
        audio = [action for action in self.pair.actions if isinstance(action, Audio)]
        assert sum(len(action.pcm) for action in audio) == 2 * self.sent
        commits = [action for action in self.pair.actions if isinstance(action, Committed)]
        assert len(commits) == self.commits

    @invariant()
    def every_final_is_read_once(self) -> None:
        lines = [entry for entry in self.pair.captions.entries if isinstance(entry, Line)]
        finals = [line.text for line in lines if line.status is LineStatus.FINAL]
        assert sorted(finals) == sorted(self.finals)

    def teardown(self) -> None:
        if not hasattr(self, "pair"):
            return
        self.pair.to_client([self.pair.server.finished()])
        assert self.pair.events[-1] == SessionFinished()


WirePair.TestCase.settings = settings(stateful_step_count=30)
TestWirePair = WirePair.TestCase
