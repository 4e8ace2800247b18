"""What a client is told, in its script and with its terms."""

from __future__ import annotations

import importlib.util
from itertools import pairwise

import pytest

from app.core.emotion import Emotion
from app.core.script import ChineseScript
from app.protocol.config import WireConfig
from app.recognizer.decoder import Wish
from app.recognizer.events import LineClosed, LineHeard, LineOpened, LineWritten
from app.recognizer.wording import Wording, converts_script

HAS_OPENCC = importlib.util.find_spec("opencc") is not None
CONTEXT = "Kubernetes, Grafana"
SPOKEN = ["the ", "cooper ", "netties ", "cluster ", "shows ", "in ", "gra ", "fana"]


def wording(*, corrects: bool = True) -> Wording:
    return Wording(WireConfig(context=CONTEXT, corrects_terms=corrects))


def test_the_model_is_asked_for_the_language_and_the_terms_of_the_context() -> None:
    words = Wording(WireConfig(language="en", context=CONTEXT))
    assert words.wish == Wish("en", ("Kubernetes", "Grafana"))


def test_a_model_that_knows_both_scripts_is_asked_for_one() -> None:
    assert Wording(WireConfig(script=ChineseScript.TRADITIONAL)).wish == Wish(
        script=ChineseScript.TRADITIONAL
    )
    assert Wording(WireConfig()).wish == Wish()


def test_terms_stand_where_something_like_them_was_heard() -> None:
    written = LineWritten(1, "The cooper netties cluster.", "en", Emotion.HAPPY)
    expected = LineWritten(1, "The Kubernetes cluster.", "en", Emotion.HAPPY)
    assert wording().told(written) == expected


def test_without_being_asked_for_nothing_is_corrected() -> None:
    written = LineWritten(1, "The cooper netties cluster.")
    assert wording(corrects=False).told(written) == written


def test_settled_words_only_grow_while_terms_are_put_in() -> None:
    words = wording()
    shown: list[LineHeard] = []
    for count in range(1, len(SPOKEN) + 1):
        settled, tentative = "".join(SPOKEN[: count - 1]), SPOKEN[count - 1]
        told = words.told(LineHeard(1, settled, tentative, "en"))
        assert isinstance(told, LineHeard)
        shown.append(told)
    for before, after in pairwise(shown):
        assert after.settled.startswith(before.settled)
    final = words.told(LineWritten(1, "".join(SPOKEN)))
    assert isinstance(final, LineWritten)
    assert final.text == "the Kubernetes cluster shows in Grafana"
    assert final.text.startswith(shown[-1].settled)
    assert "Kubernetes" in shown[-1].settled


def test_what_has_no_words_is_told_as_it_is() -> None:
    for event in (LineOpened(1, 0), LineClosed(1, 900)):
        assert wording().told(event) == event


@pytest.mark.skipif(not HAS_OPENCC, reason="OpenCC is an optional extra")
def test_chinese_is_written_in_the_script_that_was_asked_for() -> None:
    traditional = Wording(WireConfig(script=ChineseScript.TRADITIONAL))
    shown = traditional.told(LineHeard(1, "实时", "字幕", "zh", Emotion.SAD))
    assert shown == LineHeard(1, "實時", "字幕", "zh", Emotion.SAD)
    final = traditional.told(LineWritten(1, "实时字幕。", "zh"))
    assert final == LineWritten(1, "實時字幕。", "zh")
    assert traditional.told(LineWritten(2, "実時", "ja")) == LineWritten(2, "実時", "ja")


@pytest.mark.skipif(not HAS_OPENCC, reason="OpenCC is an optional extra")
def test_a_model_that_does_not_say_its_language_writes_the_one_that_was_chosen() -> None:
    chosen = Wording(WireConfig(language="zh", script=ChineseScript.TRADITIONAL))
    assert chosen.told(LineWritten(1, "实时")) == LineWritten(1, "實時")


@pytest.mark.skipif(not HAS_OPENCC, reason="OpenCC is an optional extra")
def test_settled_characters_stay_whatever_follows_makes_of_them() -> None:
    traditional = Wording(WireConfig(language="zh", script=ChineseScript.TRADITIONAL))
    text, settled = "皇后在后面理发，头发干了；吃一碗面条，树干松了。", ""
    for count in range(1, len(text)):
        told = traditional.told(LineHeard(1, text[:count], text[count : count + 2]))
        assert isinstance(told, LineHeard)
        assert told.settled.startswith(settled)
        assert len(told.settled + told.tentative) == len(text[: count + 2])
        settled = told.settled
    assert "後面理髮" in settled


@pytest.mark.skipif(not HAS_OPENCC, reason="OpenCC is an optional extra")
def test_a_character_that_is_another_one_alone_stays_what_it_was_told_as() -> None:
    traditional = Wording(WireConfig(language="zh", script=ChineseScript.TRADITIONAL))
    for settled, tentative in (("后", ""), ("后", "妃"), ("后妃", "")):
        told = traditional.told(LineHeard(1, settled, tentative))
        assert isinstance(told, LineHeard)
        assert told.settled[0] == "後"


def test_as_heard_nothing_is_converted() -> None:
    heard = LineHeard(1, "实时", "字幕", "zh")
    assert Wording(WireConfig()).told(heard) == heard


def test_scripts_are_for_chinese_only() -> None:
    assert converts_script(["en", "zh"]) is HAS_OPENCC
    assert not converts_script(["en", "ja"])
