"""Complete in Chinese, changed while it is open, and nothing cut off in a longer language."""

import re
import runpy
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import ErrorCode, Problem
from app.core.events import EngineChanged, EngineState, Final
from app.core.problem_text import ENGLISH
from app.core.settings import FallbackSettings, NetworkSettings, ProxyMode, Settings
from app.session.checkup import Verdict
from app.shell import style
from app.shell.i18n import Translations, language_for, language_name
from app.shell.look import Look
from app.shell.style import DARK
from app.shell.widgets.settings_pages import Section
from app.storage.paths import resource
from tests.helpers.pseudo import PseudoTranslator, pseudo
from tests.helpers.settings_stage import SettingsStage
from tests.helpers.stage import Stage, final

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "resources" / "translations" / "zimu_zh_CN.ts"
# Rooms without Qt that hold sentences for the shell to translate.
ELSEWHERE = ("app/core/problem_text.py", "app/core/languages.py", "app/engine/residency.py")
QT_TOOLS = Path(PySide6.__file__).parent
SLOT = re.compile(r"\{[a-z]+\}")
HAN = re.compile(r"[\u4e00-\u9fff]")
# Names, which are the same in every language, as are signs without a letter.
UNTRANSLATABLE = {"Zimu 字幕", "{what} (Ctrl+B)"}
FILE_KIND = re.compile(r"(Markdown|JSON Lines) \(.+\)")
LETTER = re.compile("[A-Za-z]")


def messages() -> list[tuple[str, str, str]]:
    """Return source, translation and state of every message."""
    found = []
    for message in ET.parse(SOURCE).getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        state = translation.get("type", "finished")
        text = translation.findtext("numerusform") or translation.text or ""
        found.append((message.findtext("source", ""), text, state))
    return found


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    """A folder with the .qm of the source as it is now."""
    target = tmp_path / "zimu_zh_CN.qm"
    subprocess.run(
        [QT_TOOLS / "lrelease", "-silent", SOURCE, "-qm", target], check=True, capture_output=True
    )
    return tmp_path


@pytest.fixture
def chinese(compiled: Path, qapp: QApplication) -> Iterator[Translations]:
    translations = Translations(compiled)
    yield translations
    translations.use("en")


def test_every_message_is_translated_and_keeps_its_slots() -> None:
    found = messages()
    assert len(found) > 90, "the file was not read"
    for source, translation, state in found:
        assert state == "finished", source
        is_a_name = source in UNTRANSLATABLE or FILE_KIND.fullmatch(source)
        has_words = LETTER.search(SLOT.sub("", source)) and not is_a_name
        assert HAN.search(translation) or not has_words, source
        assert sorted(SLOT.findall(source)) == sorted(SLOT.findall(translation)), source
        assert "!" not in translation
        assert "！" not in translation


def test_the_source_code_has_no_string_that_the_file_lacks(tmp_path: Path) -> None:
    updated = tmp_path / "updated.ts"
    shutil.copy(SOURCE, updated)
    files = [*sorted((ROOT / "app" / "shell").rglob("*.py")), *(ROOT / name for name in ELSEWHERE)]
    options = ["-locations", "none", "-no-obsolete", "-ts"]
    command = [str(part) for part in (QT_TOOLS / "lupdate", *files, *options, updated)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    counts = re.search(r"Found (\d+) source text\(s\) \((\d+) new", said)
    assert counts is not None, said
    assert int(counts[1]) == len(messages())
    assert int(counts[2]) == 0, said


def test_every_problem_has_a_chinese_sentence(chinese: Translations) -> None:
    chinese.use("zh_CN")
    for code in ErrorCode:
        assert HAN.search(QCoreApplication.translate("Problem", ENGLISH[code])), code


def test_the_language_changes_while_the_window_is_open(
    stage: Stage, chinese: Translations, qtbot: QtBot
) -> None:
    stage.window.show()
    stage.messages.show_problem(Problem(ErrorCode.NO_DEVICE))
    chinese.use("zh_CN")
    qtbot.waitUntil(lambda: stage.window.sidebar.start.text() == "开始")
    assert HAN.search(stage.window.message.text)
    texts = {label.text() for label in stage.window.findChildren(QLabel) if label.isVisible()}
    assert {"声音来源", "识别引擎", "语言", "上下文", "音频留在本机"} <= texts
    chinese.use("en")
    qtbot.waitUntil(lambda: stage.window.sidebar.start.text() == "Start")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_language_changes_while_the_settings_are_open(
    chinese: Translations, qtbot: QtBot
) -> None:
    stage = SettingsStage(Settings(engine_id="cloud-cn"), {})
    try:
        stage.dialog.open_at(Section.RECOGNITION)
        chinese.use("zh_CN")
        qtbot.waitUntil(lambda: stage.dialog.windowTitle() == "设置")
        texts = shown_texts(stage.dialog)
        assert {"断句", "静音 0.4 秒后断句，定稿最快。", "音频格式", "关闭"} <= set(texts)
    finally:
        chinese.use("en")
        stage.take_down()


def test_traditional_chinese_is_the_simplified_one_in_its_own_words(
    tmp_path: Path, qapp: object
) -> None:
    build = runpy.run_path(str(ROOT / "packaging" / "hatch_build.py"))
    build["compile_traditional"](SOURCE, tmp_path)
    translations = Translations(tmp_path)
    try:
        translations.use("zh_TW")
        assert QCoreApplication.translate("SettingsDialog", "Settings") == "設定"
        assert QCoreApplication.translate("SettingsDialog", "Network") == "網路"
    finally:
        translations.use("en")


@pytest.mark.parametrize(
    ("wanted", "system", "language"),
    [
        ("", "zh_CN", "zh_CN"),
        ("", "zh_TW", "zh_TW"),
        ("", "zh_HK", "zh_TW"),
        ("", "de_DE", "en"),
        ("en", "zh_CN", "en"),
        ("zh_CN", "en_US", "zh_CN"),
        ("tlh", "en_US", "en"),
    ],
)
def test_the_systems_language_is_spoken_unless_another_is_chosen(
    wanted: str, system: str, language: str
) -> None:
    assert language_for(wanted, QLocale(system)) == language


@pytest.mark.expects_log("the translation zimu_zh_CN is missing")
def test_a_missing_translation_is_said_and_survived(tmp_path: Path, qapp: object) -> None:
    translations = Translations(tmp_path)
    translations.use("zh_CN")
    assert translations.language == "zh_CN"
    translations.use("en")


def clipped(window: QWidget) -> list[str]:
    """Return the texts that do not fit into their label or button."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            fits = widget.heightForWidth(widget.width()) <= widget.height()
        else:
            hint = widget.minimumSizeHint() if isinstance(widget, QLabel) else widget.sizeHint()
            fits = hint.width() <= widget.width() and hint.height() <= widget.height()
        if not fits:
            found.append(f"{widget.text()} in {widget.size().toTuple()}")
    return found


def shown_texts(window: QWidget) -> list[str]:
    widgets = window.findChildren(QLabel) + window.findChildren(QAbstractButton)
    return [widget.text() for widget in widgets if widget.isVisible() and widget.text()]


@pytest.fixture
def dress(qapp: QApplication) -> Iterator[Callable[[float], None]]:
    """Put the real style sheet and font on, at a scale."""
    before = qapp.font()
    template = resource("resources/style.qss").read_text(encoding="utf-8")

    def put_on(scale: float) -> None:
        qapp.setFont(style.application_font(scale))
        qapp.setStyleSheet(style.style_sheet(template, DARK, scale))

    yield put_on
    qapp.setStyleSheet("")
    qapp.setFont(before)


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("engine_id", ["local", "cloud-intl", "custom"])
def test_nothing_is_cut_off_in_a_language_40_percent_longer(
    scale: float,
    engine_id: str,
    make_stage: Callable[..., Stage],
    dress: Callable[[float], None],
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    dress(scale)
    try:
        missing = Problem(ErrorCode.KEY_MISSING, {"host": "dashscope-intl.aliyuncs.com"})
        stage = make_stage(
            settings=Settings(engine_id=engine_id, custom_url="wss://captions.example.org"),
            problem_with=lambda engine: missing if engine.needs_key else None,
        )
        stage.window.apply_look(Look(DARK, scale))
        stage.window.resize(round(1120 * scale), round(720 * scale))
        stage.window.show()
        stage.messages.ask_to_save(lambda: None, lambda: None)
        stage.controller.start()
        line = final(1, "Hello.")
        stage.tell(Final(1, "Hello."), line, t_ms=2000)
        stage.tell(EngineChanged(EngineState.LISTENING), line)
        qtbot.waitUntil(lambda: not stage.document.is_empty)
        qtbot.waitUntil(lambda: stage.window.width() >= round(1120 * scale))
        qtbot.waitExposed(stage.window)
        texts = shown_texts(stage.window)
        assert pseudo("Recognise with") in texts
        assert clipped(stage.window) == []
    finally:
        qapp.removeTranslator(translator)


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off_in_the_settings(
    scale: float, dress: Callable[[float], None], qapp: QApplication, qtbot: QtBot
) -> None:
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    dress(scale)
    network = NetworkSettings(proxy=ProxyMode.URL, proxy_url="http://anna@proxy.example.org")
    settings = Settings(
        engine_id="workspace-cn",
        workspace_cn="llm-42",
        push_to_talk=True,
        vad_threshold=0.3,
        budget_cny=20.0,
        network=network,
        fallback=FallbackSettings(is_enabled=True),
    )
    stage = SettingsStage(settings, {})
    try:
        stage.dialog.apply_look(Look(DARK, scale))
        stage.verdict = Verdict(stage.choices.engine, None, 0.84)
        stage.dialog.engine.checkup.wanted.emit()
        for section in Section:
            stage.dialog.open_at(section)
            qtbot.waitExposed(stage.dialog)
            qtbot.waitUntil(stage.dialog.pages[section.value].isVisible)
            qtbot.waitUntil(lambda: clipped(stage.dialog) == [])  # once it is laid out
        known = {"qwen3-asr-flash-realtime"}
        untranslated = [text for text in shown_texts(stage.dialog) if "·" not in text]
        assert set(untranslated) <= known
    finally:
        stage.take_down()
        qapp.removeTranslator(translator)


def test_the_ruler_sees_what_is_cut_off(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    label = QLabel("far too long for where it is", window)
    label.setFixedWidth(20)
    window.show()
    assert len(clipped(window)) == 1
    window.hide()


def test_every_visible_text_goes_through_translation(
    stage: Stage, qapp: QApplication, qtbot: QtBot
) -> None:
    translator = PseudoTranslator()
    qapp.installTranslator(translator)
    try:
        stage.window.show()
        qtbot.waitUntil(lambda: stage.window.sidebar.start.text() == pseudo("Start"))
        untranslated = [text for text in shown_texts(stage.window) if "·" not in text]
        assert sorted(untranslated) == ["Zimu 字幕", "moonshine-tiny-en"]
    finally:
        qapp.removeTranslator(translator)


def test_languages_are_named_in_the_windows_own(qapp: QApplication) -> None:
    translations = Translations()
    assert language_name("en") == "English"
    translations.use("zh_CN")
    assert language_name("en") == "英语"
    assert language_name("xx") == "xx"
    translations.use("en")
    assert language_name("zh") == "Chinese"
