"""What the tab key reaches in a window, and what has no name there."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget


def focusable(window: QWidget) -> list[QWidget]:
    """Return what the tab key should reach; a field in another control hands the focus to it."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
    ]


def nameless(window: QWidget) -> list[str]:
    """Return the controls that a screen reader could only call a button, a field or a list."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in focusable(window)
        if not (widget.accessibleName() or getattr(widget, "text", str)())
    ]


def unreached(window: QWidget) -> set[QWidget]:
    """Return the controls that the tab key leaves out."""
    expected = set(focusable(window))
    reached: set[QWidget | None] = {QApplication.focusWidget()}
    for _ in range(2 * len(expected) + 2):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    return expected - reached
