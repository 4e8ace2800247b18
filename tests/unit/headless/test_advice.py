"""Advice about models in words, for the terminal."""

from dataclasses import replace

import msgspec
import pytest

from app.core.advice import Gain, Merit, Need, Speed, ThisComputer, advise
from app.core.models import ModelInfo
from app.headless.advice import GAINS, REASONS, in_words, megabytes
from tests.helpers.models import CATALOGUE, EMPTY, MOONSHINE, SENSE_VOICE, WHISPER

CHINESE = Need("zh")


def here(*installed: ModelInfo, speeds: tuple[Speed, ...] = ()) -> ThisComputer:
    return ThisComputer(CATALOGUE, installed, speeds)


@pytest.mark.parametrize(
    ("computer", "chosen", "first", "last"),
    [
        (
            here(MOONSHINE),
            "",
            "Moonshine tiny has no Chinese.",
            "zimu models get sense-voice-small",
        ),
        (EMPTY, "", "No speech model is installed.", "zimu models get sense-voice-small"),
        (
            here(WHISPER, SENSE_VOICE),
            WHISPER.id,
            "SenseVoice small, which is installed, would bring Cantonese",
            "Say --model sense-voice-small.",
        ),
        (
            here(WHISPER, speeds=(Speed(WHISPER.id, 1.4, keeps_up=False),)),
            "",
            "Whisper base does not keep up with speech on this computer",
            "zimu models get sense-voice-small",
        ),
        (ThisComputer(), "", "No speech model is installed.", "No speech model is installed."),
    ],
)
def test_it_says_what_captions_and_what_to_get(
    computer: ThisComputer, chosen: str, first: str, last: str
) -> None:
    sentences = in_words(advise(CHINESE, computer, chosen))
    assert sentences[0].startswith(first)
    assert sentences[-1].endswith(last)


@pytest.mark.parametrize("computer", [EMPTY, here(MOONSHINE), here(MOONSHINE, WHISPER)])
@pytest.mark.parametrize("need", [CHINESE, Need("en"), Need("", reads="zh"), Need("ja"), Need()])
def test_every_advice_is_whole_sentences(computer: ThisComputer, need: Need) -> None:
    for sentence in in_words(advise(need, computer)):
        assert sentence[0].isupper()
        assert "{" not in sentence
        assert "?" not in sentence


def test_every_merit_and_every_gain_has_its_words() -> None:
    assert set(REASONS) == set(Merit)
    assert set(GAINS) == set(Gain)


def test_many_languages_are_counted_and_a_size_that_nobody_knows_is_left_out() -> None:
    files = tuple(msgspec.structs.replace(file, size_bytes=None) for file in WHISPER.files)
    unsized = msgspec.structs.replace(WHISPER, files=files, about_bytes=None)
    sentence = in_words(advise(Need("fi"), replace(here(MOONSHINE), catalogue=(unsized,))))[-1]
    assert "Finnish, Chinese, Japanese and 22 more languages" in sentence
    assert "MB" not in sentence


def test_sizes_are_told_in_megabytes() -> None:
    assert [megabytes(size) for size in (1, 239_233_841, 1_200_000_000)] == [
        "1 MB",
        "239 MB",
        "1,200 MB",
    ]
