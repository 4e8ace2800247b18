"""What is said of a kept session, in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.core.sessions import SessionState
from app.engine.catalog import CATALOG, LOCAL
from app.shell.i18n import language_name
from app.shell.money import price_text
from app.shell.place_text import engine_title

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.sessions import SessionInfo

translate = QCoreApplication.translate

_TITLED: Final = {engine.id: engine for engine in (LOCAL, *CATALOG)}
_LANGUAGES_NAMED: Final = 3
_SEPARATOR: Final = " · "


def session_name(session: SessionInfo) -> str:
    """Return what to call it."""
    return session.name or translate("Session", "Without words")


def length_text(ms: int) -> str:
    """Return 1 h 02 min, 12 min 5 s or 48 s."""
    seconds = round(ms / 1000)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if hours:
        text = translate("Session", "{hours} h {minutes} min")
        return text.format(hours=hours, minutes=f"{minutes:02}")
    if minutes:
        text = translate("Session", "{minutes} min {seconds} s")
        return text.format(minutes=minutes, seconds=seconds % 60)
    return translate("Session", "{seconds} s").format(seconds=seconds)


def size_text(octets: int) -> str:
    """Return 3.4 MB, as people count."""
    return QLocale().formattedDataSize(octets, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def date_text(begun_s: float, now_s: float) -> str:
    """Return when it was: today and yesterday by name, then the day, then with its year."""
    begun = QDateTime.fromSecsSinceEpoch(int(begun_s))
    now = QDateTime.fromSecsSinceEpoch(int(now_s))
    locale = QLocale()
    time = locale.toString(begun.time(), QLocale.FormatType.ShortFormat)
    days = begun.date().daysTo(now.date())
    if days == 0:
        return translate("Session", "Today {time}").format(time=time)
    if days == 1:
        return translate("Session", "Yesterday {time}").format(time=time)
    is_this_year = begun.date().year() == now.date().year()
    pattern = translate("Session", "d MMM") if is_this_year else translate("Session", "d MMM yyyy")
    return f"{locale.toString(begun.date(), pattern)} {time}"


def engine_name(engine_id: str) -> str:
    """Return what people call the engine with that id."""
    engine = _TITLED.get(engine_id)
    if engine is not None:
        return engine_title(engine)
    return translate("Session", "Another server")


def lines_text(count: int) -> str:
    """Return 1 line or 12 lines."""
    return _counted(count, translate("Session", "1 line"), translate("Session", "{count} lines"))


def sessions_text(count: int) -> str:
    """Return 1 session or 1,284 sessions."""
    return _counted(
        count, translate("Session", "1 session"), translate("Session", "{count} sessions")
    )


def written_text(paths: tuple[Path, ...]) -> str:
    """Return which files were written."""
    if not paths:
        return translate("Session", "Nothing was written.")
    if len(paths) == 1:
        return translate("Session", "Saved as {name}.").format(name=paths[0].name)
    text = translate("Session", "{count} files were saved in {folder}.")
    return text.format(count=len(paths), folder=paths[0].parent.name)


def state_text(session: SessionInfo) -> str:
    """Return what is unusual about it, if anything is."""
    if session.state is SessionState.OPEN:
        return translate("Session", "not closed yet")
    return ""


def _counted(count: int, one: str, many: str) -> str:
    return one if count == 1 else many.format(count=QLocale().toString(count))


def facts(session: SessionInfo) -> tuple[str, ...]:
    """Return what there is to say of it beside name and date, what matters most first."""
    named = [language_name(code) for code in session.languages[:_LANGUAGES_NAMED]]
    engines = dict.fromkeys(engine_name(each) for each in session.engine_ids)
    parts = (
        length_text(session.audio_ms),
        lines_text(session.line_count),
        translate("Session", ", ").join(named),
        translate("Session", ", ").join(engines),
        price_text(session.cost_cny) if session.cost_cny else "",
        _sizes(session),
    )
    return tuple(filter(None, parts))


def facts_text(session: SessionInfo) -> str:
    """Return the same in one row."""
    return _SEPARATOR.join(facts(session))


def _sizes(session: SessionInfo) -> str:
    text = size_text(session.text_bytes + session.audio_bytes)
    if not session.audio_bytes:
        return text
    return translate("Session", "{size} with audio").format(size=text)


def spoken_session(session: SessionInfo, now_s: float) -> str:
    """Return the session as a screen reader says it."""
    stars = _counted(
        session.star_count,
        translate("Session", "1 star"),
        translate("Session", "{count} stars"),
    )
    said = (
        session_name(session),
        date_text(session.begun_s, now_s),
        state_text(session),
        *facts(session),
        stars if session.star_count else "",
        *session.tags,
    )
    return ", ".join(filter(None, said))
