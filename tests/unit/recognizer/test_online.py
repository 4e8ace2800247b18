"""Models that hear speech as it comes, run by sherpa-onnx on graphs of their shapes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pytest

from app.recognizer.decoder import Follower, Heard, Wish
from app.recognizer.models import recogniser
from app.recognizer.online import Vocabulary, lowered
from tests.helpers.tiny_graphs import silence, tone
from tests.helpers.tiny_models import old_zipformer, paraformer, spelling_zipformer, zipformer
from tests.helpers.tiny_nemo import nemotron

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.models import ModelInfo
    from app.recognizer.audio import Samples


class Make(Protocol):
    """What writes a model's files."""

    def __call__(self, folder: Path, **more: Any) -> ModelInfo: ...


WHOLE = {
    zipformer: "hello world你好 I see们",
    old_zipformer: "hello world你好 I see们",
    paraformer: "hello world 你好 I see 们",
    nemotron: "Hello world. I see you?",
}
KINDS = pytest.mark.parametrize("make", list(WHOLE))


ANYTHING = Wish()


def load(make: Make, folder: Path, **more: object) -> Follower:
    model: Follower = recogniser(make(folder, **more), folder, folder).load()  # type: ignore[assignment]  # no decoder
    return model


def said(*tones: int) -> Samples:
    return np.concatenate([silence(0.3), *(tone(number, 0.34) for number in tones), silence(0.16)])


def hear(
    model: Follower,
    samples: Samples,
    wish: Wish = ANYTHING,
    step: int = 1_600,
) -> list[Heard]:
    """Return the answers to pieces of audio, last the final."""
    hearing = model.open(wish)
    answers = [hearing.feed(samples[at : at + step]) for at in range(0, len(samples), step)]
    return [*answers, hearing.finish()]


@KINDS
def test_words_come_while_they_are_spoken(make: Make, tmp_path: Path) -> None:
    answers = hear(load(make, tmp_path), said(*range(8)))
    assert answers[-1].text == WHOLE[make]
    assert answers[len(answers) // 2].text


@KINDS
def test_the_end_brings_out_the_last_word(make: Make, tmp_path: Path) -> None:
    audio = np.concatenate([silence(0.3), tone(0, 0.34), tone(1, 0.34), tone(4, 0.15)])
    *_, before, final = hear(load(make, tmp_path), audio)
    assert final.text.startswith(before.text)
    assert len(final.text) > len(before.text)


@KINDS
def test_the_last_word_is_heard_wherever_in_a_chunk_it_ends(make: Make, tmp_path: Path) -> None:
    model = load(make, tmp_path)
    for pause_ms in range(0, 1_300, 70):
        audio = np.concatenate([silence(pause_ms / 1_000), tone(4, 0.2)])
        assert hear(model, audio)[-1].text, pause_ms


@KINDS
def test_what_was_said_is_only_added_to(make: Make, tmp_path: Path) -> None:
    answers = hear(load(make, tmp_path), said(*range(8)))
    for before, after in pairwise(answers):
        assert after.text.startswith(before.text)


@KINDS
@pytest.mark.parametrize("step", [160, 999, 16_000, 160_000])
def test_the_final_does_not_depend_on_how_the_audio_comes(
    make: Make, step: int, tmp_path: Path
) -> None:
    model = load(make, tmp_path)
    assert hear(model, said(*range(8)), step=step)[-1].text == WHOLE[make]


@KINDS
def test_a_line_knows_nothing_of_another_before_it_or_beside_it(make: Make, tmp_path: Path) -> None:
    model = load(make, tmp_path)
    alone = hear(model, said(3, 4))[-1]
    hear(model, said(0, 1, 2, 3))
    assert hear(model, said(3, 4))[-1] == alone
    first, second = model.open(Wish()), model.open(Wish())
    for piece in np.array_split(said(3, 4), 9):
        first.feed(piece)
        second.feed(piece[::-1] * 0)
    assert first.finish() == alone
    assert second.finish().text == ""


@KINDS
def test_silence_says_nothing(make: Make, tmp_path: Path) -> None:
    assert hear(load(make, tmp_path), silence(10))[-1] == Heard("")


@KINDS
def test_a_line_of_one_short_word_is_heard(make: Make, tmp_path: Path) -> None:
    assert hear(load(make, tmp_path), np.concatenate([tone(4, 0.34), silence(0.16)]))[-1].text


@KINDS
def test_the_language_asked_for_is_told_or_the_one_it_must_be(make: Make, tmp_path: Path) -> None:
    model = load(make, tmp_path)
    assert hear(model, said(0), Wish("zh"))[-1].language == "zh"
    assert hear(model, said(0), Wish("fr"))[-1].language == "en"
    assert hear(model, silence(1))[-1].language == ""
    english = load(make, tmp_path, languages=["en"])
    assert hear(english, said(0))[-1].language == "en"


def test_chinese_among_other_words_is_told_by_its_characters(tmp_path: Path) -> None:
    assert hear(load(zipformer, tmp_path), said(0, 1, 3))[-1] == Heard("hello你", "zh")


def test_nemotron_writes_the_language_it_was_asked_for(tmp_path: Path) -> None:
    model = load(nemotron, tmp_path)
    assert hear(model, said(*range(8)), Wish("zh"))[-1] == Heard("你好世界。我们？", "zh")
    assert hear(model, said(*range(8)), Wish("fr"))[-1].text == "Hello world. I see you?"


# Terms


def unclear() -> Samples:
    """Between "好" and "们", nearer to the first."""
    mixed = tone(4, 0.1) + np.float32(0.3) * tone(7, 0.1)
    return np.concatenate([silence(0.3), mixed, silence(0.5)])


def unclear_words() -> Samples:
    """Between "HEL" and "WORLD", nearer to the first."""
    mixed = tone(0, 0.1) + np.float32(0.2) * tone(2, 0.1)
    return np.concatenate([silence(0.3), mixed, silence(0.5)])


def test_chinese_terms_are_listened_for(tmp_path: Path) -> None:
    model = load(zipformer, tmp_path, takes_terms=True, options={"hotwords_score": 4.0})
    assert hear(model, unclear())[-1].text.startswith("好")
    assert hear(model, unclear(), Wish(terms=("们",)))[-1].text.startswith("们")
    assert hear(model, unclear())[-1].text.startswith("好")


def test_words_are_listened_for_if_it_is_known_what_they_are_put_together_of(
    tmp_path: Path,
) -> None:
    model = load(spelling_zipformer, tmp_path, options={"hotwords_score": 4.0})
    assert hear(model, unclear_words())[-1].text.startswith("hel")
    assert hear(model, unclear_words(), Wish(terms=("World",)))[-1].text.startswith("world")


def test_terms_that_cannot_be_written_are_left_out_and_never_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    model = load(zipformer, tmp_path, takes_terms=True, options={"hotwords_score": 4.0})
    capfd.readouterr()
    terms = ("您", "Zimu", "字/幕", ":2", "#1", "@x", "", " ", "a\nb", "们")
    assert hear(model, unclear(), Wish(terms=terms))[-1].text.startswith("们")
    assert capfd.readouterr().err == ""


def test_a_model_that_takes_no_terms_is_told_none(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    model = load(zipformer, tmp_path)
    assert hear(model, unclear(), Wish(terms=("们",)))[-1].text.startswith("好")
    assert "们" not in capfd.readouterr().err


def test_terms_are_written_as_the_model_writes() -> None:
    symbols = frozenset({"你", "好"})
    spelling = Vocabulary(symbols, spells=True, has_case=False)
    assert spelling.written(["Zimu app", "你好 Zimu", "您好", "x2"]) == "ZIMU APP/你好 ZIMU"
    assert Vocabulary(symbols, spells=True, has_case=True).written(["Zimu"]) == "Zimu"
    assert Vocabulary(symbols, spells=False, has_case=False).written(["Zimu", "你好"]) == "你好"


@pytest.mark.parametrize(
    ("capitals", "small"),
    [
        ("I SEE IT", "I see it"),
        ("I'M IN", "I'm in"),
        ("你好 HELLO", "你好 hello"),
        ("HI", "hi"),
        ("", ""),
    ],
)
def test_capitals_are_written_small_but_for_the_one_who_speaks(capitals: str, small: str) -> None:
    assert lowered(capitals) == small
