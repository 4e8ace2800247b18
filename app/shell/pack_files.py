"""The files of context packs: what is on its way there and back, on a thread of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.core.errors import ErrorCode, Problem
from app.storage.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from app.core.packs import Pack
    from app.shell.jobs import Jobs
    from app.storage.packs import Packs, PackStore, Removed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """A pack to write, and the one into which its words were typed, if they were."""

    pack: Pack
    origin: Pack | None = None


class PackFiles(QObject):
    """Every order returns at once and is carried out after those before it. GUI thread."""

    failed = Signal(object)  # Problem

    def __init__(self, store: PackStore, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._jobs = store, jobs
        self._sent: dict[str, Pack] = {}  # packs as their files will be, until they are
        self._leaving: set[str] = set()  # packs that go, and examples of which a copy comes

    def newest(self, pack: Pack) -> Pack:
        """Return `pack` as its file is going to be."""
        return self._sent.get(pack.id, pack)

    def load(self, done: Callable[[Packs], None]) -> None:
        """Look for every pack."""
        self._submit(self._store.load, done)

    def save(
        self,
        changes: Sequence[Change],
        done: Callable[[list[tuple[Change, Pack]]], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        """Write the packs; then what was typed into their origins is no draft any more.

        Of an example no second copy is made meanwhile, and what goes is not written. `done` is
        given what was written with how it is now; `failed` None: `failed` is emitted.
        """
        wanted = [one for one in changes if one.origin is None or not self._leaves(one.origin)]
        if not wanted:
            return
        origins = [one.origin for one in wanted if one.origin is not None]
        self._sent.update({one.pack.id: one.pack for one in wanted if one.pack.id})
        examples = {origin.id for origin in origins if origin.is_example}
        self._leaving |= examples

        def work() -> list[Pack]:
            saved = [self._store.save(one.pack) for one in wanted]
            self._store.forget_drafts([origin.id for origin in origins])
            return saved

        def arrived() -> None:
            self._leaving -= examples
            for one in wanted:
                if self._sent.get(one.pack.id) is one.pack:
                    del self._sent[one.pack.id]

        def told(saved: list[Pack]) -> None:
            arrived()
            done(list(zip(wanted, saved, strict=True)))

        def refused(problem: Problem) -> None:
            arrived()
            (failed or self.failed.emit)(problem)

        self._submit(work, told, refused)

    def remove(self, pack: Pack, done: Callable[[Removed], None]) -> None:
        """Take away the file of `pack`; `restore` brings it back."""

        def told(removed: Removed) -> None:
            self._leaving.discard(pack.id)
            done(removed)

        def refused(problem: Problem) -> None:
            self._leaving.discard(pack.id)
            self.failed.emit(problem)

        self._leaving.add(pack.id)
        self._submit(lambda: self._store.remove(pack), told, refused)

    def restore(
        self, removed: Removed, done: Callable[[Pack], None], failed: Callable[[Problem], None]
    ) -> None:
        """Bring back what was removed."""
        self._submit(lambda: self._store.restore(removed), done, failed)

    def export(self, path: Path, content: str, done: Callable[[None], None]) -> None:
        """Write a file outside the packs' folder."""
        self._submit(lambda: write_atomically(path, content), done)

    @Slot(object)
    def keep_drafts(self, drafts: Mapping[str, str]) -> None:
        """Keep what was typed and is in no pack's file."""
        self._submit(lambda: self._store.keep_drafts(drafts), lambda _: None)

    def _leaves(self, pack: Pack) -> bool:
        return pack.id in self._leaving

    def _submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Problem], None] | None = None,
    ) -> None:
        failed = failed or self.failed.emit
        if not self._jobs.submit(work, done, failed):
            failed(Problem(ErrorCode.INTERNAL))
