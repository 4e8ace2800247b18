"""What is asked about sessions that were cut off, one after another. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale, QObject, Slot

from app.shell.controller import Phase

if TYPE_CHECKING:
    from app.shell.studio import Studio
    from app.shell.widgets.recovery_bar import RecoveryBar
    from app.storage.library.recovery import Unclosed

_MINUTE_MS: Final = 60_000
_NAME_CHARS: Final = 48


class Recovering(QObject):
    """Between the library and the bar above the transcript."""

    def __init__(self, bar: RecoveryBar, studio: Studio) -> None:
        super().__init__(bar)
        self._bar = bar
        self._journal = studio.journal
        bar.continue_wanted.connect(self._on_continue)
        bar.keep_wanted.connect(self._on_keep)
        bar.keep_all_wanted.connect(self._on_keep_all)
        bar.discard_wanted.connect(self._on_discard)
        self._journal.found.connect(self._on_found)
        studio.controller.phase_changed.connect(self._on_phase_changed)

    def retranslate(self) -> None:
        """Ask again in the language of now."""
        self._on_found(self._journal.unclosed)

    @Slot(object)
    def _on_found(self, sessions: tuple[Unclosed, ...]) -> None:
        if not sessions:
            self._bar.hide()
            return
        count = len(sessions)
        title = self.tr("A session was cut off. Nothing that was said is lost.")
        if count > 1:
            title = self.tr("{count} sessions were cut off. Nothing that was said is lost.")
            title = title.format(count=count)
        self._bar.show_session(title, self._words(sessions[0]), is_last=count == 1)

    @Slot(object)
    def _on_phase_changed(self, phase: Phase) -> None:
        self._bar.allow_continuing(is_allowed=phase is Phase.IDLE)

    @Slot()
    def _on_continue(self) -> None:
        if self._journal.unclosed:
            self._journal.resume(self._journal.unclosed[0])

    @Slot()
    def _on_keep(self) -> None:
        self._journal.keep(self._journal.unclosed[:1])

    @Slot()
    def _on_keep_all(self) -> None:
        self._journal.keep(self._journal.unclosed)

    @Slot()
    def _on_discard(self) -> None:
        if self._journal.unclosed:
            self._journal.discard(self._journal.unclosed[0])

    def _words(self, session: Unclosed) -> str:
        """Return what tells it from others: its name, when it began, how long it is."""
        moment = QDateTime.fromMSecsSinceEpoch(round(session.begun_s * 1000))
        begun = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        length = self.tr("1 line")
        if session.line_count != 1:
            length = self.tr("{count} lines").format(count=session.line_count)
        minutes = session.audio_ms // _MINUTE_MS
        if minutes:
            length = self.tr("{minutes} min, {lines}").format(minutes=minutes, lines=length)
        name = session.title or session.first_words
        if len(name) > _NAME_CHARS:
            name = f"{name[: _NAME_CHARS - 1].rstrip()}…"
        if not name:
            return self.tr("{begun} · {length}").format(begun=begun, length=length)
        return self.tr("“{name}” · {begun} · {length}").format(
            name=name, begun=begun, length=length
        )
