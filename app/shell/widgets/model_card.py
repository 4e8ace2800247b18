"""One speech model: what it can do, where it is, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
)

from app.models.store import Condition
from app.shell.errors_text import problem_text
from app.shell.model_text import (
    abilities_text,
    condition_text,
    languages_text,
    licence_text,
    note_text,
    progress_text,
    size_text,
    speed_text,
)
from app.shell.widgets.basics import Badge, set_tone, text_label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.advice import Speed
    from app.core.errors import Problem
    from app.models.store import ModelState
    from app.shell.look import Look
    from app.shell.model_desk import Work

STEPS = 1000


class ModelCard(QFrame):
    """Follows what it is shown. Tells what is wanted, for which model is for the page to know."""

    wanted = Signal()
    paused = Signal()
    removed = Signal()
    checked = Signal()
    measured = Signal()
    imported = Signal(bool)  # from a folder, not an archive

    def __init__(self, state: ModelState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._state = state
        self._speed: Speed | None = None
        self._is_accepted = False
        self._title = text_label("sentence", wraps=False)
        self._badge = Badge(has_dot=True)
        self._languages, self._about, self._note = (text_label("hint") for _ in range(3))
        self._licence = QLabel()
        self._licence.setObjectName("hint")
        self._licence.setWordWrap(True)
        self._licence.setTextFormat(Qt.TextFormat.RichText)
        self._licence.setOpenExternalLinks(True)
        self._licence.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByKeyboard)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._told = text_label("hint")
        self._get, self._pause, self._import = QPushButton(), QPushButton(), QPushButton()
        self._check, self._measure, self._remove = QPushButton(), QPushButton(), QPushButton()
        self._quiet = (self._import, self._check, self._measure, self._remove)
        self._is_sure = False
        self._ways = QMenu(self)
        self._import.setMenu(self._ways)
        self._column = QVBoxLayout(self)
        self._head, self._buttons = QHBoxLayout(), QHBoxLayout()
        self._lay_out()
        self._get.clicked.connect(self.wanted)
        self._pause.clicked.connect(self.paused)
        self._check.clicked.connect(self.checked)
        self._measure.clicked.connect(self.measured)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._archive = self._ways.addAction("", partial(self.imported.emit, False))
        self._folder = self._ways.addAction("", partial(self.imported.emit, True))

    @property
    def state(self) -> ModelState:
        """The model that is shown, and where it is."""
        return self._state

    @property
    def speed(self) -> Speed | None:
        """How fast it was here."""
        return self._speed

    @property
    def is_accepted(self) -> bool:
        """Whether its licence was accepted before."""
        return self._is_accepted

    def show_state(self, state: ModelState, speed: Speed | None, *, is_accepted: bool) -> None:
        """Follow the model. `is_accepted`: its licence was accepted before."""
        self._state, self._speed, self._is_accepted = state, speed, is_accepted
        self._is_sure = False
        self.retranslate()

    def show_work(self, work: Work | None, problem: Problem | None) -> None:
        """Follow what is being done, with this model or another one, and what went wrong."""
        is_here = work is not None and work.model_id == self._state.model.id
        self._show_progress(work if is_here else None)
        if not is_here:
            set_tone(self._told, "problem")
            self._told.setText("" if problem is None else problem_text(problem))
            self._told.setVisible(problem is not None)
        self._show_buttons(is_busy=is_here)
        for button in (self._get, *self._quiet):
            button.setEnabled(work is None)
        self._pause.setEnabled(work is not None and not work.is_ending)

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        self._column.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self._column.setSpacing(look.px(4))
        self._buttons.setContentsMargins(0, look.px(8), 0, 0)
        self._buttons.setSpacing(look.px(8))
        self._bar.setFixedHeight(look.px(6))
        self._badge.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        state = self._state
        model = state.model
        self._title.setText(model.title)
        self._badge.set_text(condition_text(state), "accent" if state.is_at_hand else "warning")
        self._languages.setText(languages_text(model.languages))
        told = (abilities_text(model), size_text(model), speed_text(self._speed))
        self._about.setText(" · ".join(text for text in told if text))
        words = self.tr("Read it")
        link = f'<a href="{model.licence.url}">{words}</a>'
        self._licence.setText(f"{licence_text(model.licence)} · {link}")
        self._note.setText(note_text(model))
        self._note.setVisible(bool(note_text(model)))
        self._name_buttons()

    def _name_buttons(self) -> None:
        if self._state.condition is Condition.BEGUN:
            get = self.tr("Go on")
        elif self._is_accepted:
            get = self.tr("Download")
        else:
            get = self.tr("Accept licence and download")
        texts = {
            self._get: get,
            self._pause: self.tr("Pause"),
            self._import: self.tr("Import…"),
            self._check: self.tr("Check files"),
            self._measure: self.tr("Measure speed"),
            self._remove: self.tr("Really remove?") if self._is_sure else self.tr("Remove"),
        }
        for button, text in texts.items():
            button.setText(text)
            button.setAccessibleName(f"{text}: {self._state.model.title}")
        self._measure.setToolTip(self.tr("Takes about fifteen seconds"))
        self._import.setToolTip(self.tr("For computers without internet"))
        if self._is_accepted:
            self._archive.setText(self.tr("From an archive…"))
            self._folder.setText(self.tr("From a folder…"))
        else:
            self._archive.setText(self.tr("Accept licence and import from an archive…"))
            self._folder.setText(self.tr("Accept licence and import from a folder…"))

    @Slot()
    def _on_remove_clicked(self) -> None:
        """Ask once, in the button itself; what is gone takes a while to come again."""
        if self._is_sure:
            self.removed.emit()
        self._is_sure = not self._is_sure
        self._name_buttons()

    def _show_progress(self, work: Work | None) -> None:
        self._bar.setVisible(work is not None)
        if work is None:
            return
        progress = work.progress
        total = progress.total_bytes if progress is not None else None
        self._bar.setRange(0, STEPS if total else 0)  # 0 to 0: nobody knows how far it is
        if progress is not None and total:
            self._bar.setValue(min(STEPS, progress.done_bytes * STEPS // total))
        set_tone(self._told, "")
        self._told.setText(progress_text(progress))
        self._told.show()

    def _show_buttons(self, *, is_busy: bool) -> None:
        condition = self._state.condition
        is_absent = condition in (Condition.ABSENT, Condition.BEGUN, Condition.DAMAGED)
        self._pause.setVisible(is_busy)
        self._get.setVisible(is_absent and not is_busy)
        self._import.setVisible(is_absent and not is_busy)
        self._check.setVisible(
            condition in (Condition.INSTALLED, Condition.CARRIED) and not is_busy
        )
        self._measure.setVisible(self._state.is_at_hand and not is_busy)
        is_ours = condition in (Condition.INSTALLED, Condition.BEGUN, Condition.DAMAGED)
        self._remove.setVisible(is_ours and not is_busy)

    def _lay_out(self) -> None:
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._badge)
        self._column.addLayout(self._head)
        for part in (
            self._languages,
            self._about,
            self._licence,
            self._note,
            self._bar,
            self._told,
        ):
            self._column.addWidget(part)
        for button in (
            self._get,
            self._pause,
            self._import,
            self._check,
            self._measure,
            self._remove,
        ):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._column.addLayout(self._buttons)
