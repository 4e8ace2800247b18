"""What is mended in a text, and what is left alone."""

from typing import NamedTuple

import pytest

from app.recognizer.tidy import ends_sentence, tidy


class Case(NamedTuple):
    """A text as decoded and as shown."""

    name: str
    text: str
    begins_sentence: bool
    expected: str


CASES = (
    Case("a doubled comma", "In short,, the period", True, "In short, the period"),
    Case("an ellipsis stays", "Well... no", True, "Well... no"),
    Case("a sentence inside", "of times. it was", True, "Of times. It was"),
    Case("a question inside", "was it? yes", True, "Was it? Yes"),
    Case("an abbreviation", "with Mr. jones, e.g. today", False, "with Mr. jones, e.g. today"),
    Case("a first word in mid-sentence", "that was", False, "that was"),
    Case("nothing", "", True, ""),
    Case(
        "narrow marks", "大规模感染,目前下降超50%, 是吗?", True, "大规模感染，目前下降超50%，是吗？"
    ),
    Case("a narrow full stop", "你好. 再见.", True, "你好。再见。"),
    Case("a doubled wide comma", "你好，，再见", True, "你好，再见"),
    Case("a space for a comma", "天地玄黄 宇宙洪荒", True, "天地玄黄，宇宙洪荒"),
    Case("one in Japanese", "いろは にほへと", True, "いろは、にほへと"),
    Case("a space beside Latin", "用 ChatGPT 写代码", True, "用 ChatGPT 写代码"),
    Case("what is left of the line before", "，1234", True, "1234"),
    Case("the same in English", ", and so it was", False, "and so it was"),
    Case("a number below one", ".5 percent", False, ".5 percent"),
    Case("a time of the day", "在3:20分,见", True, "在3:20分，见"),
    Case("Korean", "안녕하세요, 세계?", True, "안녕하세요, 세계?"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_text_is_mended_without_changing_its_words(case: Case) -> None:
    tidied = tidy(case.text, begins_sentence=case.begins_sentence)
    assert tidied == case.expected
    assert tidy(tidied, begins_sentence=case.begins_sentence) == tidied


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It was.", True),
        ("Was it?", True),
        ('"It was."', True),
        ("belief,", False),
        ("你好。", True),
        ("「是吗？」", True),
        ("你好，", False),
    ],
)
def test_a_sentence_ends_at_its_mark(text: str, *, ends: bool) -> None:
    assert ends_sentence(text) is ends
