"""Opens the library's window on a file, and prints as JSON how long that and what is done took."""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from app.core.settings import Settings
from app.shell.library_desk import LibraryDesk
from app.shell.wardrobe import Wardrobe

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.shell.widgets.library_model import LibraryModel

QUERIES = ("天气", "value", "th")
JUMPS = (0.3, 0.9, 0.5, 0.1)
DEADLINE_S = 30.0


def main(path: Path) -> dict[str, float]:
    """Return the figures, in ms."""
    application = QApplication([])
    wardrobe = Wardrobe(application)
    wardrobe.dress(Settings())
    desk = LibraryDesk(path, time.time)
    begin_s = time.perf_counter()
    # What the first opening has to load is part of it.
    from app.shell.widgets.library_window import LibraryWindow  # noqa: PLC0415

    window = LibraryWindow(desk)
    window.retranslate()
    window.apply_look(wardrobe.look)
    rows = window.list.rows
    window.open_in_front()
    _until(lambda: rows.rowCount() > 0 and rows.row(0) is not None)
    figures = {"open": _ms(begin_s), "sessions": float(rows.rowCount())}
    bar = window.list.verticalScrollBar()
    jumps = []
    for share in JUMPS:
        begin_s = time.perf_counter()
        bar.setValue(round(bar.maximum() * share))
        number = window.list.indexAt(window.list.viewport().rect().center()).row()
        _until(partial(_is_here, rows, number))
        jumps.append(_ms(begin_s))
    figures["jump"] = max(jumps)
    searches = []
    for words in QUERIES:
        found: list[object] = []
        connection = desk.found.connect(found.append)
        begin_s = time.perf_counter()
        window.search.field.setText(words)
        window.search.flush()
        _until(partial(bool, found))
        searches.append(_ms(begin_s))
        desk.found.disconnect(connection)
    figures["search"] = max(searches)
    window.close()
    desk.stop()
    return figures


def _is_here(rows: LibraryModel, number: int) -> bool:
    return rows.row(number) is not None


def _until(condition: Callable[[], bool]) -> None:
    """Let the window work until `condition` holds and is painted."""
    end_s = time.perf_counter() + DEADLINE_S
    while not condition():
        if time.perf_counter() > end_s:
            raise TimeoutError
        QCoreApplication.processEvents()  # noqa: TID251  this is the loop
    QCoreApplication.processEvents()  # noqa: TID251  see above


def _ms(begin_s: float) -> float:
    return (time.perf_counter() - begin_s) * 1000


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
