"""What people might say in two million lines: words as often as in a text, in no order.

English words come as often as in the reference manual that comes with Python, and the rarer words
of both languages as Zipf's law has it: the n-th of them 1/n times as often as the first.
"""

from __future__ import annotations

import pydoc_data.topics
import re
from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
from pypinyin.constants import PHRASES_DICT

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGLISH_WORDS: Final = (3, 22)  # of one line, from and to
CHINESE_WORDS: Final = (3, 14)
_BATCH: Final = 20_000
_RARE: Final = 60_000
_RARE_SHARE: Final = 0.25

# What half of any Chinese text consists of, in the order of how often.
_COMMON: Final = (  # noqa: SIM905  # eighty words of one letter or two
    "的 是 了 我们 在 这个 就是 也 有 不 你 他 会 要 说 都 和 一个 那 然后 现在 可以 因为 所以 "
    "他们 什么 没有 自己 时候 大家 问题 知道 觉得 如果 但是 还是 今天 明天 天气 项目 时间 工作 "
    "公司 客户 产品 市场 计划 需要 可能 应该 已经 开始 看到 一下 比较 非常 这样 那么 这些 里面 "
    "数据 系统 用户 会议 老师 学生 同学 课程 作业 考试 中国 北京 上海 经济 发展 技术 方面 情况"
).split()


def lines(count: int, *, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Yield language and text of `count` lines, two English ones to three Chinese ones."""
    random = np.random.default_rng(seed)
    english, chinese = _English(), _Chinese()
    done = 0
    while done < count:
        size = min(_BATCH, count - done)
        en, zh = iter(english.lines(random, size)), iter(chinese.lines(random, size))
        for is_english in random.random(size) < 0.4:
            yield ("en", next(en)) if is_english else ("zh", next(zh))
        done += size


class _Words:
    def __init__(self, words: list[str], weights: list[float]) -> None:
        self._words = np.array(words, dtype=object)
        self._upto = np.cumsum(weights) / np.sum(weights)

    def some(self, random: np.random.Generator, count: int) -> list[str]:
        at = np.searchsorted(self._upto, random.random(count), side="right")
        found: list[str] = self._words[np.minimum(at, len(self._words) - 1)].tolist()
        return found


class _English:
    def __init__(self) -> None:
        text = " ".join(pydoc_data.topics.topics.values()).lower()
        counted = Counter(re.findall("[a-z]{1,20}", text))
        common = sum(counted.values())
        rare = [f"{one}{two}" for one in list(counted)[:300] for two in list(counted)[300:500]]
        words = [*counted, *rare[:_RARE]]
        weights = [*map(float, counted.values()), *_rare_weights(len(words) - len(counted), common)]
        self._words = _Words(words, weights)

    def lines(self, random: np.random.Generator, count: int) -> Iterator[str]:
        sizes = random.integers(*ENGLISH_WORDS, count)
        words = self._words.some(random, int(sizes.sum()))
        at = 0
        for size in sizes.tolist():
            yield " ".join(words[at : at + size]).capitalize() + "."
            at += size


class _Chinese:
    def __init__(self) -> None:
        rare = [word for word in sorted(PHRASES_DICT) if 2 <= len(word) <= 4][::2]
        np.random.default_rng(2).shuffle(rare)
        common = [1 / rank for rank in range(1, len(_COMMON) + 1)]
        weights = [*common, *_rare_weights(len(rare), sum(common))]
        self._words = _Words([*_COMMON, *rare], weights)

    def lines(self, random: np.random.Generator, count: int) -> Iterator[str]:
        sizes = random.integers(*CHINESE_WORDS, count)
        words = self._words.some(random, int(sizes.sum()))
        at = 0
        for size in sizes.tolist():
            middle = at + size // 2
            yield f"{''.join(words[at:middle])}，{''.join(words[middle : at + size])}。"
            at += size


def _rare_weights(count: int, common: float) -> list[float]:
    weights = 1 / np.arange(1, count + 1)
    scaled: list[float] = (weights * common * _RARE_SHARE / weights.sum()).tolist()
    return scaled
