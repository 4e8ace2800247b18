"""Finds the settings by their words: whatever stands on a page, in the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel

from app.shell.widgets.basics import restyle
from app.shell.widgets.form import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget

    from app.shell.widgets.form import Page


def is_found(query: str, text: str) -> bool:
    """Whether every word of `query` is in `text`; Chinese, which parts none, is one word."""
    folded = text.casefold()
    return all(word in folded for word in query.casefold().split())


def found_on(page: Page, query: str) -> list[QWidget]:
    """Return what on `page` is called that, from top to bottom; else what speaks of it."""
    if not query.strip():
        return []
    for texts in (_names(page), _words(page)):
        found = [widget for widget, text in texts if is_found(query, text)]
        if found:
            return [widget for widget in found if widget.isVisibleTo(page)] or found
    return []


def mark(page: Page, found: list[QWidget]) -> None:
    """Let the style sheet point out what was found, and nothing else."""
    for widget in page.findChildren(QLabel) + page.findChildren(QAbstractButton):
        restyle(widget, "found", "true" if widget in found else "")


def _names(page: Page) -> Iterator[tuple[QWidget, str]]:
    for field in page.findChildren(Field):
        yield field.caption, field.caption.text()
    for button in page.findChildren(QAbstractButton):
        if button.text():  # a picture cannot be underlined
            yield button, f"{button.text()} {button.accessibleName()}"


def _words(page: Page) -> Iterator[tuple[QWidget, str]]:
    for field in page.findChildren(Field):
        boxes = field.findChildren(QComboBox)
        offered = [box.itemText(at) for box in boxes for at in range(box.count())]
        yield field.caption, " ".join((field.caption.text(), field.hint, *offered))
    for label in page.findChildren(QLabel):
        if not isinstance(label.parentWidget(), Field):
            yield label, label.text()
