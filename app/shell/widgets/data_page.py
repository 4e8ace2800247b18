"""Settings: what is kept on this computer, for how long, taken along, deleted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from app.core.sessions import KeptFor
from app.shell.errors_text import problem_text
from app.shell.file_dialog import open_in
from app.shell.session_text import sessions_text, size_text
from app.shell.widgets.basics import ChoiceBox
from app.shell.widgets.form import Page, offer
from app.shell.widgets.message_bar import Action, MessageBar, Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from app.core.errors import Problem
    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.data_desk import DataDesk
    from app.shell.look import Look
    from app.storage.library.everything import KeptFile

_TERMS = tuple(KeptFor)


class DataPage(Page):
    """Where everything is, and what can be done with all of it."""

    def __init__(self, choices: Choices, desk: DataDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices, self._desk = choices, desk
        self._kept: tuple[KeptFile, ...] = ()
        self.message = MessageBar()
        self.add(self.message)
        self._sentence = self.add_words("sentence")
        self._sizes = self.add_words()
        self._folder = QPushButton()
        self.add(self._folder, is_wide=False)
        self._keeps = self.add_switch()
        self._text, self._audio = ChoiceBox(), ChoiceBox()
        self._text_field, self._audio_field = (
            self.add_field(self._text),
            self.add_field(self._audio),
        )
        self._export, self._empty, self._delete = QPushButton(), QPushButton(), QPushButton()
        for button in (self._export, self._empty, self._delete):
            self.add(button, is_wide=False)
        self._note = self.add_words()
        self._connect()

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        self._keeps.box.setChecked(settings.keeps_sessions)
        names = self._names()
        for box, term in (
            (self._text, settings.retention.text),
            (self._audio, settings.retention.audio),
        ):
            offer(box, names, _TERMS.index(term))

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self._sentence.setText(
            self.tr(
                "What is captioned is kept on this computer and nowhere else, readable to your "
                "account only."
            )
        )
        self._folder.setText(self.tr("Open the folder"))
        self._folder.setToolTip(str(self._desk.paths.library.parent))
        self._keeps.box.setText(self.tr("Keep what is captioned"))
        self._keeps.say(
            self.tr(
                "Switched off, nothing of the next session is stored, neither words nor audio, and"
                " the window says so. You can still export it before you close."
            )
        )
        self._text_field.name(self.tr("Keep sessions"))
        self._text_field.say(self.tr("Older ones go by themselves. A session with a star stays."))
        self._audio_field.name(self.tr("Keep their audio"))
        self._audio_field.say(
            self.tr("Audio is recorded only if that is switched on, under Transcript.")
        )
        self._export.setText(self.tr("Export everything…"))
        self._empty.setText(self.tr("Delete all sessions"))
        self._delete.setText(self.tr("Delete everything…"))
        self._note.setText(
            self.tr(
                "An export is one zip file: sessions as JSON Lines, audio, packs and settings. "
                "Keys are in the system’s keychain and never in a file: see the page Key."
            )
        )
        self.message.retranslate()
        self._show_sizes()
        self.show_settings(self._choices.settings)

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        self.message.apply_look(look)

    def showEvent(self, event: QShowEvent) -> None:
        """Look how much there is now."""
        super().showEvent(event)
        self._desk.measure()

    def _connect(self) -> None:
        desk = self._desk
        desk.measured.connect(self._on_measured)
        desk.exported.connect(self._on_exported)
        desk.emptied.connect(self._on_emptied)
        desk.failed.connect(self._on_failed)
        self._folder.clicked.connect(self._open_folder)
        self._keeps.box.clicked.connect(self._on_keeps_clicked)
        self._text.activated.connect(self._on_chosen)
        self._audio.activated.connect(self._on_chosen)
        self._export.clicked.connect(self._ask_for_file)
        self._empty.clicked.connect(desk.empty)
        self._delete.clicked.connect(self._ask_to_delete)

    def _names(self) -> list[str]:
        names = {
            KeptFor.EVER: self.tr("Until I delete them"),
            KeptFor.DAYS_7: self.tr("7 days"),
            KeptFor.DAYS_30: self.tr("30 days"),
            KeptFor.DAYS_90: self.tr("90 days"),
        }
        return [names[term] for term in _TERMS]

    def _show_sizes(self) -> None:
        names = {
            "sessions": self.tr("Sessions"),
            "audio": self.tr("Audio"),
            "packs": self.tr("Context packs"),
            "models": self.tr("Speech models"),
            "settings": self.tr("Settings"),
            "logs": self.tr("Logs"),
        }
        sizes = [
            f"{names.get(each.what, each.what)} {size_text(each.bytes)}"
            for each in self._kept
            if each.bytes
        ]
        self._sizes.setText(f"{self._desk.paths.library.parent}\n{' · '.join(sizes)}")

    @Slot(object)
    def _on_measured(self, kept: tuple[KeptFile, ...]) -> None:
        self._kept = kept
        self._show_sizes()

    @Slot(bool)
    def _on_keeps_clicked(self, is_on: bool) -> None:
        self._choices.change(replace(self._choices.settings, keeps_sessions=is_on))

    @Slot()
    def _on_chosen(self) -> None:
        retention = replace(
            self._choices.settings.retention,
            text=_TERMS[self._text.currentIndex()],
            audio=_TERMS[self._audio.currentIndex()],
        )
        self._choices.change(replace(self._choices.settings, retention=retention))

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.paths.library.parent)))

    @Slot()
    def _ask_for_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Export everything"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("*.zip")
        dialog.setDefaultSuffix("zip")
        dialog.selectFile("zimu.zip")
        dialog.fileSelected.connect(self._on_file_selected)
        open_in(None, dialog)

    @Slot(str)
    def _on_file_selected(self, name: str) -> None:
        self.message.say(Tone.INFO, self.tr("Exporting…"))
        self._desk.export(Path(name))

    @Slot()
    def _ask_to_delete(self) -> None:
        text = self.tr(
            "Zimu closes and deletes sessions, audio, packs, settings and logs. There is no undo."
        )
        keep = Action(self.tr("Keep everything"), self._delete.setFocus)
        delete = Action(self.tr("Delete and close"), self._desk.delete_everything)
        self.message.say(Tone.WARNING, text, (keep, delete))
        self.ensureWidgetVisible(self.message)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self.message.say(Tone.INFO, self.tr("Saved as {name}.").format(name=path.name))

    @Slot(object)
    def _on_emptied(self, ids: list[str]) -> None:
        text = self.tr("{sessions} moved to the trash, where they stay for 30 days.")
        undo = Action(self.tr("Undo"), lambda: self._desk.restore(ids))
        said = text.format(sessions=sessions_text(len(ids)))
        self.message.say(Tone.INFO, said, (undo,) if ids else ())
        self.ensureWidgetVisible(self.message)
        self._desk.measure()

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        self.message.say(Tone.PROBLEM, problem_text(problem))
