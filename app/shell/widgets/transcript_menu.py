"""What can be done with a line of the transcript and with what is selected, as a menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu

from app.core.captions import GapLine
from app.core.marks import LineMark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from app.core.captions import Entry
    from app.shell.widgets.transcript_pane import TranscriptPane

translate = QCoreApplication.translate


def menu_for(pane: TranscriptPane, entry: Entry | None) -> QMenu:
    """Return the menu at `entry`; None: there is no line there."""
    menu = QMenu(pane)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if entry is not None and not isinstance(entry, GapLine):
        marks = pane.telling.marks
        star = (
            translate("TranscriptMenu", "Remove the star")
            if marks.is_starred(entry)
            else translate("TranscriptMenu", "Star this line")
        )
        _add(menu, star, "S", pane.toggle_star)
        for kind, text, key in _kinds():
            toggle = _add(menu, text, key, partial(pane.toggle_kind, kind))
            toggle.setCheckable(True)
            toggle.setChecked(marks.kind_of(entry) is kind)
        edit = _add(menu, translate("TranscriptMenu", "Edit…"), "F2", pane.edit_current)
        edit.setEnabled(pane.can_edit(entry))
        if marks.is_edited(entry):
            text = translate("TranscriptMenu", "Bring back what was heard")
            _add(menu, text, "", pane.restore_current).setToolTip(entry.text)
            menu.setToolTipsVisible(True)
        menu.addSeparator()
    copy = _add(menu, translate("TranscriptMenu", "Copy"), "Ctrl+C", pane.copy)
    timed = _add(menu, translate("TranscriptMenu", "Copy with times"), "", pane.copy_with_times)
    text = translate("TranscriptMenu", "Export selection…")
    export = _add(menu, text, "", pane.export_wanted.emit)
    export.setEnabled(bool(pane.selected_lines))
    for action in (copy, timed):
        action.setEnabled(pane.can_copy)
    menu.addSeparator()
    every = _add(menu, translate("TranscriptMenu", "Copy all"), "Ctrl+Shift+C", pane.copy_all)
    text = translate("TranscriptMenu", "Copy all with times")
    all_timed = _add(menu, text, "", pane.copy_all_with_times)
    select = _add(menu, translate("TranscriptMenu", "Select all"), "Ctrl+A", pane.select_all)
    for action in (every, all_timed, select):
        action.setEnabled(bool(len(pane.shown)))
    return menu


def _kinds() -> tuple[tuple[LineMark, str, str], ...]:
    return (
        (LineMark.DECISION, translate("TranscriptMenu", "Decision"), "D"),
        (LineMark.TODO, translate("TranscriptMenu", "To-do"), "T"),
    )


def _add(menu: QMenu, text: str, keys: str, slot: Callable[[], None]) -> QAction:
    action = menu.addAction(text)
    action.setShortcut(keys)
    action.setShortcutVisibleInContextMenu(True)
    action.triggered.connect(slot)
    return action
