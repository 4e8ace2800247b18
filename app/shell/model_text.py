"""What a speech model can do and where it is, in the user's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import QCoreApplication, QLocale

from app.core.models import Commercial
from app.models.sealing import Progress, Stage
from app.models.store import Condition
from app.shell.i18n import SIMPLIFIED_CHINESE, language_name

if TYPE_CHECKING:
    from app.core.advice import Speed
    from app.core.models import Licence, ModelInfo
    from app.models.store import ModelState

NAMED_LANGUAGES = 5

translate = QCoreApplication.translate


def language_names(codes: tuple[str, ...]) -> list[str]:
    """Name the first languages, and count the rest."""
    names = [language_name(code) for code in codes[:NAMED_LANGUAGES]]
    more = len(codes) - NAMED_LANGUAGES
    if more > 0:
        names.append(translate("Model", "{count} more languages").format(count=more))
    return names


def languages_text(codes: tuple[str, ...]) -> str:
    """Say the same in words."""
    return QLocale().createSeparatedList(language_names(codes))


def abilities_text(model: ModelInfo) -> str:
    """Say what it can do beside writing down words."""
    told = []
    if model.is_streaming:
        told.append(translate("Model", "words as they are spoken"))
    if model.has_punctuation:
        told.append(translate("Model", "punctuation"))
    if model.has_emotion:
        told.append(translate("Model", "the feeling in the voice"))
    if model.detects_language:
        told.append(translate("Model", "automatic language"))
    if model.takes_terms:
        told.append(translate("Model", "expects your terms"))
    return " · ".join(told)


def size_text(model: ModelInfo) -> str:
    """Say what it takes on the disk and in memory, as far as that is known."""
    told = []
    if model.size_bytes is not None:
        told.append(bytes_text(model.size_bytes))
    if model.ram_bytes is not None:
        memory = bytes_text(model.ram_bytes)
        told.append(translate("Model", "{size} of memory").format(size=memory))
    return " · ".join(told)


def speed_text(speed: Speed | None) -> str:
    """Say whether it keeps up here, and how much of the time it then works."""
    if speed is None:
        return ""
    share = f"{speed.busy:.0%}"
    if speed.keeps_up:
        return translate("Model", "fast enough here: {share} of a core").format(share=share)
    return translate("Model", "too slow here: {share} of a core").format(share=share)


def licence_text(licence: Licence) -> str:
    """Say whether a business may use it."""
    match licence.commercial:
        case Commercial.YES:
            allowed = translate("Model", "businesses may use it")
        case Commercial.NO:
            allowed = translate("Model", "not for businesses")
        case Commercial.UNCLEAR:
            allowed = translate("Model", "not clear whether businesses may use it")
        case _:
            assert_never(licence.commercial)
    return translate("Model", "{licence}: {allowed}").format(licence=licence.name, allowed=allowed)


def note_text(model: ModelInfo) -> str:
    """Return what the catalogue says besides."""
    is_chinese = QLocale().name() == SIMPLIFIED_CHINESE
    return (is_chinese and model.note_zh) or model.note


def condition_text(state: ModelState) -> str:
    """Say where the model is; nothing if it is nowhere."""
    match state.condition:
        case Condition.INSTALLED:
            return translate("Model", "Installed")
        case Condition.CARRIED | Condition.IN_PARTS:
            return translate("Model", "Installed with Zimu")
        case Condition.DAMAGED:
            return translate("Model", "Damaged")
        case Condition.BEGUN:
            here = bytes_text(state.begun_bytes)
            return translate("Model", "Paused at {size}").format(size=here)
        case Condition.ABSENT:
            return ""
        case _:
            assert_never(state.condition)


def progress_text(progress: Progress | None) -> str:
    """Say what is being done, and how far it is."""
    if progress is None:
        return translate("Model", "One moment…")
    match progress.stage:
        case Stage.DOWNLOADING:
            doing = translate("Model", "Downloading")
        case Stage.UNPACKING:
            doing = translate("Model", "Unpacking")
        case Stage.COPYING:
            doing = translate("Model", "Copying")
        case Stage.CHECKING:
            doing = translate("Model", "Checking")
        case _:
            assert_never(progress.stage)
    done = bytes_text(progress.done_bytes)
    if not progress.total_bytes:
        return translate("Model", "{doing}: {done}").format(doing=doing, done=done)
    total = bytes_text(progress.total_bytes)
    told = translate("Model", "{doing}: {done} of {total}")
    return told.format(doing=doing, done=done, total=total)


def bytes_text(count: int) -> str:
    """Return a size as people read it: 148 MB."""
    si = QLocale.DataSizeFormat.DataSizeSIFormat
    return QLocale().formattedDataSize(count, 1 if count >= 10**9 else 0, si)
