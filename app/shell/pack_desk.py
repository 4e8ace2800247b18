"""The context packs as the window sees them: which there are, what was typed, which one is used.

The text of the pack in use is the settings' context, so that a session follows what is typed; what
is typed into others waits here, and in a file of drafts. The disk is asked on a thread of its own.
GUI thread.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.core.packs import (
    Pack,
    free_name,
    in_order,
    pack_in_use,
    tidy_name,
    tidy_text,
    with_pack,
)
from app.core.packs_form import render_pack
from app.shell.pack_drafts import PackDrafts
from app.shell.pack_files import Change, PackFiles
from app.shell.pack_reading import PackReading

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.errors import Problem
    from app.core.settings import Settings
    from app.documents.apart import DocumentReader
    from app.shell.choices import Choices
    from app.shell.jobs import Jobs
    from app.storage.packs import Packs, PackStore, Removed


@dataclass(frozen=True, slots=True)
class _Taken:
    """A pack that was removed, what was typed into it, and whether it was in use."""

    removed: Removed
    typed: str
    was_used: bool


class PackDesk(QObject):
    """Choosing takes effect at once; what changes a file is told when that is done."""

    changed = Signal()  # the packs, or whether one was edited
    made = Signal(object)  # Pack: it is new, and its maker wants to see it
    removed = Signal(object)  # Pack; `undo_remove` brings it back
    exported = Signal(object)  # Path
    failed = Signal(object)  # Problem

    def __init__(
        self,
        choices: Choices,
        store: PackStore,
        reader: DocumentReader,
        jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._choices = choices
        self._files = PackFiles(store, jobs, self)
        self._files.failed.connect(self.failed)
        self.reading = PackReading(reader, self)
        self._packs: tuple[Pack, ...] | None = None  # not looked for yet
        self._drafts = PackDrafts(self)
        self._drafts.keep_wanted.connect(self._files.keep_drafts)
        self._removed: list[_Taken] = []
        self._before: Settings | None = None
        self._adopting: set[str] = set()  # words that are becoming a pack

    @property
    def is_known(self) -> bool:
        """Whether the packs were looked for."""
        return self._packs is not None

    @property
    def packs(self) -> tuple[Pack, ...]:
        """Every pack: the user's own, then the examples."""
        return self._packs or ()

    @property
    def in_use(self) -> Pack | None:
        """The pack that the context was taken from."""
        return pack_in_use(self._choices.settings, self.packs)

    def find(self, pack_id: str) -> Pack | None:
        """Return the pack with that id."""
        return next((pack for pack in self.packs if pack.id == pack_id), None)

    def is_used(self, pack: Pack) -> bool:
        """Whether it is the pack that the context was taken from."""
        return self._choices.settings.pack == pack.id

    def text_of(self, pack: Pack) -> str:
        """Return what stands in `pack` now, saved or not."""
        if self.is_used(pack):
            return self._choices.settings.context
        return self._drafts.text_of(pack)

    def is_changed(self, pack: Pack) -> bool:
        """Whether something was typed into `pack` that is not in its file."""
        return self.text_of(pack) != pack.text

    def load(self) -> None:
        """Look for the packs, also for those that came since."""
        self._files.load(self._on_loaded)

    def rescue(self, settings: Settings) -> None:
        """Keep the words of `settings`, which others took the place of, as soon as packs are known.

        What was typed into a pack goes back there, what is in none becomes one.
        """
        self._before = settings

    def choose(self, pack_id: str) -> None:
        """Use that pack for captions; empty: none. What was typed into another one waits."""
        settings, before, pack = self._choices.settings, self.in_use, self.find(pack_id)
        if settings.pack == pack_id:
            return
        if before is not None:
            self._drafts.write(before, settings.context)
        else:
            self._adopt(settings)
        chosen = pack and replace(pack, text=self.text_of(pack))
        self._drafts.forget(pack_id)
        self._choices.change(with_pack(settings, chosen))
        self.changed.emit()

    def write(self, pack: Pack, text: str) -> None:
        """Take over what was typed into `pack`."""
        text = tidy_text(text)
        if self.is_used(pack):
            self._choices.write_context(text)
        else:
            self._drafts.write(pack, text)
        self.changed.emit()

    def save(self, pack: Pack) -> None:
        """Keep what was typed into `pack`; into an example: in a copy of it."""
        self._write(Change(self._to_save(pack), pack))

    def save_as_new(self, pack: Pack) -> None:
        """Keep what was typed in a new pack, and leave `pack` as it was saved."""
        self._write(Change(self._copy_of(pack), pack))

    def revert(self, pack: Pack) -> None:
        """Forget what was typed into `pack` since it was saved."""
        self.write(pack, pack.text)

    def rename(self, pack: Pack, name: str) -> None:
        """Call `pack` something else; of an example, a copy."""
        name = tidy_name(name)
        if not name or name == pack.name:
            self.changed.emit()  # so that who asked shows the name again
        elif pack.is_example:
            self._write(Change(replace(self._copy_of(pack), name=name), pack))
        else:
            self._write(Change(replace(self._files.newest(pack), name=name)))

    def set_language(self, pack: Pack, language: str) -> None:
        """Let `pack` bring that language; empty: none. Of an example, a copy."""
        if pack.is_example:
            self._write(Change(replace(self._copy_of(pack), language=language), pack))
        else:
            self._write(Change(replace(self._files.newest(pack), language=language)))
        if language and self.is_used(pack):
            self._choices.choose_language(language)

    def create(self, name: str, text: str = "", language: str = "") -> None:
        """Make a new pack."""
        pack = Pack("", free_name(tidy_name(name), self.packs), text, language)
        self._write(Change(pack), is_made=True)

    def duplicate(self, pack: Pack) -> None:
        """Make a second pack of what stands in `pack` now."""
        self._write(Change(self._copy_of(pack)), is_made=True)

    def remove(self, pack: Pack) -> None:
        """Take `pack`, one of the user's own, away; `undo_remove` brings it back."""

        def done(removed: Removed) -> None:
            was_used = self.is_used(pack)
            self._removed.append(_Taken(removed, self.text_of(pack), was_used))
            self._drafts.forget(pack.id)
            self._packs = tuple(one for one in self.packs if one.id != pack.id)
            if was_used:
                self._choices.change(with_pack(self._choices.settings, None))
            self.changed.emit()
            self.removed.emit(pack)

        self._files.remove(pack, done)

    def undo_remove(self) -> None:
        """Bring back what was removed last, with what was typed into it."""
        if not self._removed:
            return
        taken = self._removed.pop()

        def done(pack: Pack) -> None:
            self._take_in(pack)
            self._drafts.write(pack, taken.typed)
            if taken.was_used and not self._choices.settings.pack:
                self.choose(pack.id)
            self.changed.emit()
            self.made.emit(pack)

        def failed(problem: Problem) -> None:
            self._removed.append(taken)  # it can be tried again
            self.failed.emit(problem)

        self._files.restore(taken.removed, done, failed)

    def export(self, pack: Pack, path: Path) -> None:
        """Write what stands in `pack` to `path`, in the form that its suffix names."""
        content = render_pack(replace(pack, text=self.text_of(pack)), path.suffix.lower())
        self._files.export(path, content, lambda _: self.exported.emit(path))

    def flush(self) -> None:
        """Keep every draft: what was typed must not depend on remembering to save it."""
        self._drafts.flush()
        typed = (pack for pack in self.packs if pack in self._drafts)
        self._write(*(Change(self._to_save(pack), pack) for pack in typed))

    def stop(self) -> bool:
        """Keep what was typed, and end the thread; False if it would not end."""
        self.flush()
        return self.reading.stop()

    def _to_save(self, pack: Pack) -> Pack:
        if pack.is_example:
            return self._copy_of(pack)
        return replace(self._files.newest(pack), text=self.text_of(pack))

    def _copy_of(self, pack: Pack) -> Pack:
        own = [one for one in self.packs if not one.is_example]
        return Pack("", free_name(pack.name, own), self.text_of(pack), pack.language)

    def _write(self, *changes: Change, is_made: bool = False) -> None:
        """Write the packs; `is_made`: they are new because somebody asked for new ones."""

        def done(saved: list[tuple[Change, Pack]]) -> None:
            for change, pack in saved:
                self._take_in(pack)
                if change.origin is not None:
                    self._hand_over(change.origin, pack, change.pack.text)
            self.changed.emit()
            for change, pack in saved:
                if is_made or (change.origin is not None and change.origin.id != pack.id):
                    self.made.emit(pack)

        self._files.save(changes, done)

    def _hand_over(self, origin: Pack, saved: Pack, text: str) -> None:
        """Let `saved` be used if `origin` was; what was typed since is typed into it."""
        typed = self._drafts.text_of(origin) if origin in self._drafts else text
        self._drafts.forget(origin.id)
        if self.is_used(origin):
            self._choices.change(replace(self._choices.settings, pack=saved.id))
        elif typed != text:
            self._drafts.write(saved, typed)

    def _take_in(self, saved: Pack) -> None:
        others = (pack for pack in self.packs if pack.id != saved.id)
        self._packs = in_order([*others, saved])

    def _on_loaded(self, found: Packs) -> None:
        is_first = self._packs is None
        self._packs = found.packs
        if is_first:
            for pack in found.packs:
                if not self.is_used(pack):
                    self._drafts.write(pack, found.drafts.get(pack.id, pack.text))
            self._take_back()
        self._adopt(self._choices.settings)
        self.changed.emit()
        for problem in found.problems:
            self.failed.emit(problem)

    def _take_back(self) -> None:
        """Keep the words of settings that are not used in this run."""
        before, self._before = self._before, None
        if before is None or before.pack == self._choices.settings.pack:
            return
        pack = pack_in_use(before, self.packs)
        if pack is not None:
            self._drafts.write(pack, before.context)
        else:
            self._adopt(before)

    def _adopt(self, settings: Settings) -> None:
        """Let a context that is in no pack, or in none any more, be one of its own."""
        context = settings.context
        is_known = pack_in_use(settings, self.packs) is not None
        if not context or is_known or context in self._adopting:
            return
        self._adopting.add(context)

        def failed(problem: Problem) -> None:
            self._adopting.discard(context)
            self.failed.emit(problem)

        def done(saved: list[tuple[Change, Pack]]) -> None:
            self._adopting.discard(context)
            [(_, pack)] = saved
            self._take_in(pack)
            if self._choices.settings.context == context and self.in_use is None:
                self._choices.change(replace(self._choices.settings, pack=pack.id))
            self.changed.emit()

        pack = Pack("", free_name(self.tr("My words"), self.packs), context)
        self._files.save([Change(pack)], done, failed)
