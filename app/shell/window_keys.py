"""Which keys do something in a window, as its buttons and actions say themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from PySide6.QtWidgets import QWidget


def window_keys(window: QWidget, besides: Collection[QAction] = ()) -> dict[str, str]:
    """Return every shortcut in `window`, as QKeySequence writes it, with what it does.

    Those of the actions `besides` are left out.
    A QShortcut says what it does by its whatsThis.
    """
    return {
        sequence.toString(QKeySequence.SequenceFormat.PortableText): words
        for sequence, words in _found(window, besides)
        if not sequence.isEmpty()
    }


def _found(window: QWidget, besides: Collection[QAction]) -> Iterator[tuple[QKeySequence, str]]:
    for button in window.findChildren(QAbstractButton):
        yield button.shortcut(), button.accessibleName() or button.text()
    for action in window.findChildren(QAction):
        for sequence in () if action in besides else action.shortcuts():
            yield sequence, action.text()
    for shortcut in window.findChildren(QShortcut):
        for sequence in shortcut.keys():  # noqa: SIM118  Qt's method, not a mapping's
            yield sequence, shortcut.whatsThis()
