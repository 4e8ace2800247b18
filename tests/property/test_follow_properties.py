"""A stream that is followed: what it says depends on the audio, not on how it comes or waits."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.recognizer.decoder import Follower, Wish
from app.recognizer.events import LineClosed, LineEvent, LineHeard, LineOpened, LineWritten
from app.recognizer.follow import FollowStream
from app.recognizer.lines import Rules
from app.recognizer.models import recogniser
from tests.helpers.following import LoudIsSpeech, work
from tests.helpers.tiny_graphs import silence, tone
from tests.helpers.tiny_models import zipformer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.recognizer.audio import Samples

RULES = Rules.of(silence_ms=400, speech_probability=0.5)
PIECES = st.lists(st.integers(1, 20_000), min_size=1, max_size=20)
SPEECH = st.lists(
    st.one_of(
        st.integers(0, 7).map(lambda number: tone(number, 0.4)),
        st.floats(0.05, 1.2).map(silence),
    ),
    min_size=1,
    max_size=25,
)


@cache
def model() -> Follower:
    """Return a Zipformer; its files are needed only to load it."""
    with TemporaryDirectory() as folder:
        record = zipformer(Path(folder))
        follower: Follower = recogniser(record, Path(folder), Path(folder)).load()  # type: ignore[assignment]  # no decoder
    return follower


def cut(audio: Samples, sizes: Sequence[int]) -> Iterator[Samples]:
    at = turn = 0
    while at < len(audio):
        size = sizes[turn % len(sizes)]
        yield audio[at : at + size]
        at += size
        turn += 1


def events_of(
    audio: Samples, sizes: Sequence[int], patience: Sequence[int], *, revises: bool = False
) -> list[LineEvent]:
    """Feed the audio in pieces; after a piece the model does as many jobs as `patience` says."""
    stream = FollowStream(LoudIsSpeech(), RULES, revises=revises)
    events: list[LineEvent] = []
    for turn, piece in enumerate(cut(audio, sizes)):
        events += stream.feed(piece)
        for _ in range(patience[turn % len(patience)]):
            if (job := stream.take_job()) is not None:
                events += stream.done(job.perform(model()), cost_s=0.01)
    events += stream.flush()
    events += work(stream, model())
    assert stream.is_idle
    assert stream.backlog_s == 0
    return events


@settings(max_examples=40, deadline=None)
@given(SPEECH, PIECES, st.lists(st.integers(0, 3), min_size=1, max_size=5))
def test_finals_do_not_depend_on_how_the_audio_comes_or_waits(
    speech: list[Samples], sizes: list[int], patience: list[int]
) -> None:
    audio = np.concatenate(speech)
    hurried = events_of(audio, [512], [9])
    any_how = events_of(audio, sizes, patience)
    written = [event for event in any_how if isinstance(event, LineWritten)]
    assert written == [event for event in hurried if isinstance(event, LineWritten)]
    edges = [event for event in any_how if isinstance(event, LineOpened | LineClosed)]
    assert edges == [event for event in hurried if isinstance(event, LineOpened | LineClosed)]


@settings(max_examples=40, deadline=None)
@given(SPEECH, PIECES, st.lists(st.integers(0, 3), min_size=1, max_size=5), st.booleans())
def test_settled_words_are_only_added_to_and_every_line_has_one_final(
    speech: list[Samples], sizes: list[int], patience: list[int], revises: bool
) -> None:
    events = events_of(np.concatenate(speech), sizes, patience, revises=revises)
    opened = [event.line for event in events if isinstance(event, LineOpened)]
    assert opened == list(range(1, len(opened) + 1))
    for number in opened:
        own = [event for event in events if event.line == number]
        assert isinstance(own[0], LineOpened)
        assert [type(event) for event in own[-2:]] == [LineClosed, LineWritten]
        settled = ""
        for event in own[1:-2]:
            assert isinstance(event, LineHeard)
            assert event.settled.startswith(settled)
            settled = event.settled
        final = own[-1]
        assert isinstance(final, LineWritten)
        assert final.text.startswith(settled)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 7), min_size=45, max_size=60), PIECES)
def test_no_word_is_lost_where_a_line_is_divided(tones: list[int], sizes: list[int]) -> None:
    audio = np.concatenate([tone(number, 0.4) for number in tones])
    events = events_of(audio, sizes, [3])
    texts = [event.text for event in events if isinstance(event, LineWritten)]
    assert len(texts) > 1
    hearing = model().open(Wish())
    hearing.feed(audio)
    whole = hearing.finish().text
    assert "".join(texts).replace(" ", "") == whole.replace(" ", "")
