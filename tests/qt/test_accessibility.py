"""Everything by keyboard, everything with a name."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.captions import Captions
from app.core.settings import NetworkSettings, ProxyMode, Settings
from app.session.sink import Stamp
from app.shell.controller import Phase
from app.shell.widgets.settings_pages import Section
from tests.helpers.settings_stage import SettingsStage
from tests.helpers.stage import Stage, final

MakeStage = Callable[..., Stage]


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


def spoken(widget: QWidget) -> str:
    """Return what a screen reader would call `widget`."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface.text(QAccessible.Text.Name)


def audit(window: QWidget) -> list[str]:
    """Return the controls without a name."""
    return [
        f"{type(widget).__name__} {widget.objectName()}"
        for widget in focusable(window)
        if not (widget.accessibleName() or spoken(widget))
    ]


@pytest.fixture
def window(make_stage: MakeStage, qtbot: QtBot) -> QWidget:
    """A window in which everything can be used: an engine that takes languages and context."""
    stage = make_stage(settings=Settings(engine_id="custom", custom_url="wss://example.org"))
    stage.messages.ask_to_save(lambda: None, lambda: None)
    stage.window.show()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    return stage.window


def test_every_control_has_a_name(window: QWidget) -> None:
    assert len(focusable(window)) >= 12
    assert audit(window) == []


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_control_of_the_settings_has_a_name_and_is_reached(qtbot: QtBot) -> None:
    network = NetworkSettings(proxy=ProxyMode.URL, proxy_url="http://anna@proxy.example.org")
    settings = Settings(engine_id="cloud-cn", push_to_talk=True, network=network, budget_cny=5.0)
    stage = SettingsStage(settings, {})
    try:
        for section in Section:
            stage.dialog.open_at(section)
            qtbot.waitUntil(stage.dialog.isActiveWindow)
            assert audit(stage.dialog) == []
            expected = set(focusable(stage.dialog))
            reached = {_focused()}
            for _ in range(3 * len(expected)):
                QTest.keyClick(_focused(), Qt.Key.Key_Tab)
                reached.add(_focused())
            unreached = {type(widget).__name__ for widget in expected - reached}
            assert unreached <= {"QRadioButton", "PresetTile"}, (
                section
            )  # the arrows lead to the others
    finally:
        stage.take_down()


def test_the_audit_finds_what_has_no_name(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    nameless = QWidget(window)
    nameless.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.show()
    assert audit(window) == ["QWidget "]
    window.hide()


def test_captions_of_controls_belong_to_them(window: QWidget) -> None:
    captions = [label for label in window.findChildren(QLabel) if label.objectName() == "caption"]
    assert len(captions) == 4
    assert all(label.buddy() is not None for label in captions)


def test_tab_reaches_every_control_and_comes_back(window: QWidget) -> None:
    expected = set(focusable(window))
    first = _focused()
    reached = {first}
    for _ in range(3 * len(expected)):
        QTest.keyClick(_focused(), Qt.Key.Key_Tab)
        reached.add(_focused())
        if _focused() is first:
            break
    assert {type(widget).__name__ for widget in expected - reached} == set()
    assert _focused() is first


def test_tab_goes_down_the_set_up_as_a_person_thinks(window: QWidget) -> None:
    order = [widget for widget in _tab_chain(window) if widget.isVisible()]
    parts = _parts(window)
    places = [
        min(order.index(widget) for widget in order if part.isAncestorOf(widget)) for part in parts
    ]
    assert places == sorted(places)


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _tab_chain(window: QWidget) -> list[QWidget]:
    chain, widget = [], window.nextInFocusChain()
    while widget is not None and widget is not window:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    return chain


def _parts(window: QWidget) -> list[QWidget]:
    names = ("DevicePicker", "EngineCard", "LanguageSelector", "PackPicker")
    found = {type(widget).__name__: widget for widget in window.findChildren(QWidget)}
    return [found[name] for name in names]


def test_a_session_is_started_and_stopped_by_keyboard(stage: Stage, qtbot: QtBot) -> None:
    stage.window.show()
    stage.window.activateWindow()
    qtbot.waitUntil(stage.window.isActiveWindow)
    assert QApplication.focusWidget() is stage.window.sidebar.start
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(stage.window, Qt.Key.Key_Return, control)
    qtbot.waitUntil(lambda: stage.controller.phase is Phase.RUNNING)
    QTest.keyClick(stage.window, Qt.Key.Key_Return, control)
    qtbot.waitUntil(lambda: stage.controller.phase is Phase.IDLE)


def test_enter_presses_the_button_that_has_the_focus(stage: Stage, qtbot: QtBot) -> None:
    stage.window.show()
    QTest.keyClick(stage.window.sidebar.start, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stage.controller.phase is Phase.RUNNING)


def test_the_empty_transcript_tells_what_to_do_and_then_its_newest_words(stage: Stage) -> None:
    pane = stage.window.pane
    told = [pane.accessibleDescription()]
    stage.document.receive(Captions((final(1, "Hello."),), 1), Stamp(0.0, 0))
    told.append(pane.accessibleDescription())
    stage.document.clear()
    told.append(pane.accessibleDescription())
    hint = "Press Start and speak. What is said appears here."
    assert told == [hint, "Hello.", hint]


def test_the_big_button_says_what_it_does_now(stage: Stage, qtbot: QtBot) -> None:
    button = stage.window.sidebar.start
    assert spoken(button) == "Start"
    stage.controller.start()
    assert spoken(button) == "Stop"
    assert button.accessibleDescription() == "Stop captioning; the last words still come"
    stage.controller.stop()
    qtbot.waitUntil(lambda: spoken(button) == "Start")
