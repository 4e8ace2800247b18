"""Which model captions, and which other one would be better."""

import pytest

from app.core.advice import (
    Gain,
    Merit,
    Need,
    Proposal,
    Speed,
    ThisComputer,
    advise,
    best,
    language_of,
)
from app.core.models import ModelInfo
from tests.helpers.models import CATALOGUE, EMPTY, MOONSHINE, SENSE_VOICE, WHISPER, model

CHINESE = Need("zh")
ENGLISH = Need("en")
AUTOMATIC = Need("", reads="zh")


def here(*installed: ModelInfo, speeds: tuple[Speed, ...] = ()) -> ThisComputer:
    return ThisComputer(CATALOGUE, installed, speeds)


def proposal(need: Need, computer: ThisComputer, chosen: str = "") -> Proposal:
    found = advise(need, computer, chosen).proposal
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("need", "installed", "expected", "reason"),
    [
        (CHINESE, (MOONSHINE, WHISPER), WHISPER, Merit.LANGUAGE),
        (CHINESE, (WHISPER, SENSE_VOICE), SENSE_VOICE, Merit.FOCUS),
        (CHINESE, (SENSE_VOICE, model("zipformer-zh")), SENSE_VOICE, Merit.PUNCTUATION),
        (ENGLISH, (WHISPER, MOONSHINE), MOONSHINE, Merit.FOCUS),
        (ENGLISH, (SENSE_VOICE, MOONSHINE), MOONSHINE, Merit.DEVOTION),
        (ENGLISH, CATALOGUE, model("moonshine-base-en"), Merit.SIZE),
        (Need("de"), CATALOGUE, model("nemotron-streaming-0.6b"), Merit.FLOW),
        (Need("yue"), CATALOGUE, SENSE_VOICE, Merit.FOCUS),
        (AUTOMATIC, (model("zipformer-zh"), WHISPER), WHISPER, Merit.DETECTION),
        (AUTOMATIC, (WHISPER, SENSE_VOICE), SENSE_VOICE, Merit.FOCUS),
        (Need(""), (MOONSHINE, WHISPER), WHISPER, Merit.DETECTION),
        (Need("", reads="fr"), (WHISPER, SENSE_VOICE), WHISPER, Merit.LANGUAGE),
        (Need("en", wants_emotion=True), CATALOGUE, SENSE_VOICE, Merit.EMOTION),
        (CHINESE, (MOONSHINE,), MOONSHINE, None),
    ],
)
def test_the_best_of_the_installed_models_captions(
    need: Need, installed: tuple[ModelInfo, ...], expected: ModelInfo, reason: Merit | None
) -> None:
    advice = advise(need, here(*installed))
    assert (advice.model, advice.reason) == (expected, reason)


def test_the_order_in_which_models_were_installed_does_not_matter() -> None:
    assert best(ENGLISH, here(*CATALOGUE)) == best(ENGLISH, here(*reversed(CATALOGUE)))


def test_a_model_that_does_not_keep_up_stands_back_for_one_that_does() -> None:
    slow = (Speed(SENSE_VOICE.id, 1.4, keeps_up=False),)
    advice = advise(CHINESE, here(SENSE_VOICE, WHISPER, speeds=slow))
    assert (advice.model, advice.reason) == (WHISPER, Merit.SPEED)
    assert advice.proposal is None or advice.proposal.model is not SENSE_VOICE


def test_a_slow_model_is_better_than_one_of_another_language_and_that_is_known() -> None:
    computer = here(MOONSHINE, WHISPER, speeds=(Speed(WHISPER.id, 1.4, keeps_up=False),))
    advice = advise(CHINESE, computer)
    assert (advice.model, advice.keeps_up) == (WHISPER, False)


def test_where_all_are_too_slow_the_smallest_is_tried() -> None:
    speeds = tuple(Speed(one.id, 2.0, keeps_up=False) for one in CATALOGUE)
    advice = advise(ENGLISH, here(*CATALOGUE, speeds=speeds))
    assert (advice.model, advice.reason) == (MOONSHINE, None)


def test_that_a_larger_model_is_faster_is_claimed_only_of_one_that_was_measured() -> None:
    slow = Speed(WHISPER.id, 1.4, keeps_up=False)
    fast = Speed(SENSE_VOICE.id, 0.5, keeps_up=True)
    assert Gain.SPEED not in proposal(CHINESE, here(WHISPER, speeds=(slow,))).gains
    assert Gain.SPEED in proposal(CHINESE, here(WHISPER, speeds=(slow, fast))).gains


def test_a_larger_model_of_which_nothing_is_known_is_no_way_out_of_slowness() -> None:
    slow = Speed(MOONSHINE.id, 1.4, keeps_up=False)
    catalogue = (MOONSHINE, model("moonshine-base-en"))
    assert advise(ENGLISH, ThisComputer(catalogue, (MOONSHINE,), (slow,))).proposal is None


def test_a_better_model_is_proposed_with_what_it_would_bring() -> None:
    found = proposal(CHINESE, here(MOONSHINE, WHISPER))
    assert found.model is SENSE_VOICE
    assert found.languages == ("yue",)
    assert set(found.gains) == {Gain.LANGUAGES, Gain.EMOTION, Gain.ACCURACY}
    assert not found.is_installed


def test_a_reader_of_chinese_is_told_what_the_english_model_cannot() -> None:
    advice = advise(AUTOMATIC, here(MOONSHINE))
    assert not advice.has_language
    assert advice.proposal is not None
    assert advice.proposal.languages[0] == "zh"


def test_with_the_best_model_there_is_nothing_to_propose() -> None:
    assert advise(CHINESE, here(MOONSHINE, SENSE_VOICE)).proposal is None


def test_the_model_that_was_chosen_captions_and_the_better_installed_one_is_named() -> None:
    computer = here(MOONSHINE, WHISPER, SENSE_VOICE)
    advice = advise(CHINESE, computer, WHISPER.id)
    assert (advice.model, advice.reason) == (WHISPER, None)
    found = proposal(CHINESE, computer, WHISPER.id)
    assert (found.model, found.is_installed) == (SENSE_VOICE, True)


def test_a_chosen_model_that_is_no_longer_installed_is_replaced_by_the_best() -> None:
    assert advise(CHINESE, here(MOONSHINE, WHISPER), SENSE_VOICE.id).model is WHISPER


@pytest.mark.parametrize("need", [CHINESE, ENGLISH, AUTOMATIC, Need("de"), Need("is"), Need("tlh")])
def test_where_nothing_is_installed_there_is_always_something_to_get(need: Need) -> None:
    advice = advise(need, EMPTY)
    assert advice.model is None
    assert advice.proposal is not None
    assert not advice.proposal.is_installed


def test_a_computer_without_a_catalogue_gets_no_advice() -> None:
    advice = advise(CHINESE, ThisComputer())
    assert (advice.model, advice.proposal) == (None, None)


@pytest.mark.parametrize(
    ("locale", "code"),
    [
        ("zh_TW.UTF-8", "zh"),
        ("zh-Hans-CN", "zh"),
        ("nb_NO", "no"),
        ("de", "de"),
        ("C.UTF-8", ""),
        ("", ""),
    ],
)
def test_a_locale_names_the_language_that_is_read(locale: str, code: str) -> None:
    assert language_of(locale) == code
