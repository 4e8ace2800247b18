"""Which language the window speaks, and the change from one to another while it is open."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from app.core.languages import find
from app.storage.paths import resource

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

ENGLISH = "en"
SIMPLIFIED_CHINESE = "zh_CN"
TRADITIONAL_CHINESE = "zh_TW"
# Each by its own name, so that it can be found by who needs it.
UI_LANGUAGES = {
    ENGLISH: "English",
    SIMPLIFIED_CHINESE: "简体中文",
    TRADITIONAL_CHINESE: "繁體中文",
}


def language_for(wanted: str, system: QLocale) -> str:
    """Return the language of the window; `wanted` "" asks for the system's."""
    if wanted in UI_LANGUAGES:
        return wanted
    if system.language() != QLocale.Language.Chinese:
        return ENGLISH
    is_traditional = system.script() == QLocale.Script.TraditionalChineseScript
    return TRADITIONAL_CHINESE if is_traditional else SIMPLIFIED_CHINESE


class Translations:
    """The translators that are installed now. GUI thread."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._installed: list[QTranslator] = []
        self._language = ENGLISH

    @property
    def language(self) -> str:
        """What the window speaks."""
        return self._language

    def use(self, language: str) -> None:
        """Speak `language`; every widget gets a LanguageChange event if that is new."""
        if language == self._language:
            return
        self._language = language
        for translator in self._installed:
            QCoreApplication.removeTranslator(translator)
        self._installed = []
        QLocale.setDefault(QLocale(language))
        if language == ENGLISH:
            return
        folder = self._folder or resource("resources/translations")
        self._install(f"zimu_{language}", str(folder))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        self._install(f"qtbase_{language}", qt_folder)

    def _install(self, name: str, folder: str) -> None:
        translator = QTranslator()
        if not translator.load(name, folder):
            log.warning("the translation %s is missing", name)
            return
        QCoreApplication.installTranslator(translator)
        self._installed.append(translator)


def language_name(code: str) -> str:
    """Return what the window's language calls the language `code`."""
    language = find(code)
    if language is None:
        return code
    if QLocale().language() is not QLocale.Language.Chinese:
        return language.english_name
    is_traditional = QLocale().script() is QLocale.Script.TraditionalChineseScript
    return language.own_name if is_traditional else language.chinese_name
