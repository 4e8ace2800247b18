"""Clusters, breaks, and where an offset goes when words are revised."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import pytest

from app.core.textlayout import (
    break_offsets,
    carry_offsets,
    cluster_starts,
    is_right_to_left,
    wrap,
)


def parts(text: str, offsets: list[int]) -> list[str]:
    edges = [0, *offsets, len(text)]
    return [text[begin:end] for begin, end in pairwise(edges)]


@pytest.mark.parametrize(
    "clusters",
    [
        ["a", "b"],
        ["e\u0301", "x"],
        ["👨\u200d👩\u200d👧", "!"],
        ["👍🏽", "👍"],
        ["🇨🇳", "🇺🇸"],
        ["각", "\u1112\u1161\u11ab", "글"],
        ["か\u3099", "な"],
        ["กำ", "น"],
        ["नि", "म"],
    ],
)
def test_what_a_reader_calls_one_character_stays_one(clusters: list[str]) -> None:
    text = "".join(clusters)
    assert parts(text, cluster_starts(text)[1:]) == clusters


class Breaks(NamedTuple):
    says: str
    parts: str  # divided by |


BREAKS = [
    Breaks("words break after their blanks", "one |two  |three"),
    Breaks("punctuation stays with its word", "Yes, |(two |words) |end."),
    Breaks("French marks stay though a blank stands before", "Quoi ? |Oui"),
    Breaks("a quoted word may start a row", 'said |"yes" |twice'),
    Breaks("an apostrophe may start a word", "the |’90s"),
    Breaks("non-breaking blanks do not break", "10\u00a0km |away"),
    Breaks("hyphens part words, not numbers", "well-|known |5-6 |-x"),
    Breaks("no break in numbers and addresses", "10,000.5 |a.b@c.de"),
    Breaks("Chinese breaks anywhere but at punctuation", "我|们|说，|好。|《书》|吧"),
    Breaks("Latin in Chinese breaks like a word", "是|Bulge |Bracket、|和|国|内"),
    Breaks("full-width marks never begin a row", "好！|真|的？|是：|对）"),
    Breaks("the Chinese dash and ellipsis stay whole", "等……|他——|来"),
    Breaks("curly quotes hold on to Chinese words", "他|说|“好|吧”|了"),
    Breaks("small kana and length marks never begin a row", "チャッ|ト|サー|ビ|ス"),
    Breaks("currency keeps its number", "约|$100|元|￥20"),
    Breaks("Korean breaks at its spaces", "안녕하세요 |여러분"),
    Breaks("emoji break like ideographs", "好|👍🏽|好"),
]


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.says)
def test_breaks(case: Breaks) -> None:
    text = case.parts.replace("|", "")
    assert "|".join(parts(text, break_offsets(text))) == case.parts


def columns(text: str) -> float:
    return float(len(text))


def wrapped(text: str, width: float) -> list[str]:
    return parts(text, wrap(text, 0, columns, width)[1:])


def test_word_wider_than_a_row_is_parted_between_clusters() -> None:
    assert wrapped("a Donaudampfschiff e\u0301e\u0301", 6) == [
        "a ",
        "Donaud",
        "ampfsc",
        "hiff ",
        "e\u0301e\u0301",
    ]


def test_cluster_wider_than_a_row_stands_alone() -> None:
    assert wrapped("👨\u200d👩\u200d👧x", 2) == ["👨\u200d👩\u200d👧", "x"]


def test_blanks_before_the_words_belong_to_no_row() -> None:
    assert wrap(" the cat", 0, columns, 3) == [1, 5]
    assert wrap("the cat", 3, columns, 3) == [4]
    assert wrap("  \u0301a", 0, columns, 9) == [1]
    assert wrap("  ", 0, columns, 1) == [0]


def test_blanks_never_make_a_row_of_their_own() -> None:
    assert wrapped("   Donaudampf", 6) == ["   Donaud", "ampf"]
    assert wrapped("a         b", 3) == ["a         ", "b"]


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("the cat |sat", "the cat sat down", "sat down"),
        ("the cat |sat", "the big cat sat", "sat"),
        ("the cat |sat", "The, cat! sat", "sat"),
        ("the cat |sat", "a dog sat", "sat"),
        ("the cat |sat", "the cat that sat", "that sat"),
        ("the cat |sat", "the", ""),
        ("the cat |sat", "", ""),
        ("我们先|看数据", "我们首先看数据", "看数据"),
        ("我们先|看", "我们先\u0301看", "先\u0301看"),
        ("the cat|", "a dog", ""),
        ("Donau|dampf", "Donkdampf", "ampf"),
        ("foo bar |baz", "foo barbecue", "barbecue"),
        ("the cat|", "the cat sat", " sat"),
    ],
)
def test_offset_finds_its_word_in_the_revision(old: str, new: str, after: str) -> None:
    [at] = carry_offsets(old.replace("|", ""), new, [old.index("|")])
    assert new[at:] == after


def test_direction_is_that_of_the_first_letter() -> None:
    assert is_right_to_left("“123 مرحبا hello")
    assert not is_right_to_left("hello مرحبا")
    assert not is_right_to_left("123 …")
