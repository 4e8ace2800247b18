"""Which keys do something in a window, as its buttons and actions say themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QDialog

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget


def window_keys(window: QWidget, besides: Collection[QAction] = ()) -> dict[str, str]:
    """Return every shortcut in `window`, as QKeySequence writes it, with what it does.

    Those of the actions `besides` are left out.
    A QShortcut says what it does by its whatsThis.
    """
    found: dict[str, str] = {}
    for sequence, words in _found(window, besides):
        key = sequence.toString(QKeySequence.SequenceFormat.PortableText)
        if key:
            found[key] = found.get(key) or words
    return found


def _found(window: QWidget, besides: Collection[QAction]) -> Iterator[tuple[QKeySequence, str]]:
    for button in window.findChildren(QAbstractButton):
        if not _is_in_dialog(button, window):
            yield button.shortcut(), button.accessibleName() or button.text()
    for action in window.findChildren(QAction):
        if action in besides or _is_in_dialog(action, window):
            continue
        for sequence in action.shortcuts():
            yield sequence, action.text()
    for shortcut in window.findChildren(QShortcut):
        if _is_in_dialog(shortcut, window):
            continue
        for sequence in shortcut.keys():  # noqa: SIM118  Qt's method, not a mapping's
            yield sequence, shortcut.whatsThis()


def _is_in_dialog(part: QObject, window: QWidget) -> bool:
    """Whether `part` belongs to a dialog above the window."""
    above: QObject | None = part
    while above is not None and above is not window:
        if isinstance(above, QDialog):
            return True
        above = above.parent()
    return False
