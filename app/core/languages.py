"""The languages of the wire protocol, each as its speakers, the English and the Chinese call it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.problem_text import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Language:
    """One language; `covers` names the varieties that the code includes, in the language itself."""

    code: str
    own_name: str
    english_name: str
    chinese_name: str
    covers: str = ""


# In the order of the protocol's documentation.
LANGUAGES: Final = (
    Language("zh", "中文", "Chinese", "中文", covers="普通话、四川话、闽南语、吴语"),
    Language("yue", "粵語", "Cantonese", "粤语"),
    Language("en", "English", "English", "英语"),
    Language("ja", "日本語", "Japanese", "日语"),
    Language("de", "Deutsch", "German", "德语"),
    Language("ko", "한국어", "Korean", "韩语"),
    Language("ru", "Русский", "Russian", "俄语"),
    Language("fr", "Français", "French", "法语"),
    Language("pt", "Português", "Portuguese", "葡萄牙语"),
    Language("ar", "العربية", "Arabic", "阿拉伯语"),
    Language("it", "Italiano", "Italian", "意大利语"),
    Language("es", "Español", "Spanish", "西班牙语"),
    Language("hi", "हिन्दी", "Hindi", "印地语"),
    Language("id", "Bahasa Indonesia", "Indonesian", "印度尼西亚语"),
    Language("th", "ไทย", "Thai", "泰语"),
    Language("tr", "Türkçe", "Turkish", "土耳其语"),
    Language("uk", "Українська", "Ukrainian", "乌克兰语"),
    Language("vi", "Tiếng Việt", "Vietnamese", "越南语"),
    Language("cs", "Čeština", "Czech", "捷克语"),
    Language("da", "Dansk", "Danish", "丹麦语"),
    Language("fil", "Filipino", "Filipino", "菲律宾语"),
    Language("fi", "Suomi", "Finnish", "芬兰语"),
    Language("is", "Íslenska", "Icelandic", "冰岛语"),
    Language("ms", "Bahasa Melayu", "Malay", "马来语"),
    Language("no", "Norsk", "Norwegian", "挪威语"),
    Language("pl", "Polski", "Polish", "波兰语"),
    Language("sv", "Svenska", "Swedish", "瑞典语"),
)
FIXED_LANGUAGE_WARNING: Final = QT_TRANSLATE_NOOP(
    "Language",
    "Choose a language only if nothing else is spoken: the engine may translate what it hears in "
    "another one instead of writing it down.",
)
CODES: Final = tuple(language.code for language in LANGUAGES)
_BY_CODE: Final[Mapping[str, Language]] = MappingProxyType(
    {language.code: language for language in LANGUAGES}
)


def find(code: str) -> Language | None:
    """Return the language with this code; None: a server knows one that we do not."""
    return _BY_CODE.get(code)


def own_name(code: str) -> str:
    """Return what speakers call the language; a code that is not known stands for itself."""
    language = find(code)
    return language.own_name if language else code
