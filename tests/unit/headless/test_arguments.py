"""What the command line says, as settings."""

from pathlib import Path

import pytest

from app.arguments.meaning import caption_settings, key_settings, service_settings
from app.arguments.parser import parse
from app.core.script import ChineseScript
from app.core.settings import (
    AudioChoice,
    FallbackSettings,
    NetworkSettings,
    ProxyMode,
    Settings,
    VadPreset,
)


def settings(*arguments: str, context: str = "") -> Settings:
    return caption_settings(parse(["caption", *arguments]), context)


def test_nothing_said_is_nothing_changed() -> None:
    assert settings() == Settings()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--engine", "cloud-intl"], Settings(engine_id="cloud-intl")),
        (
            ["--engine", "ws://127.0.0.1:9"],
            Settings(engine_id="custom", custom_url="ws://127.0.0.1:9"),
        ),
        (
            ["--engine", "workspace-cn", "--workspace", "llm-1"],
            Settings(engine_id="workspace-cn", workspace_cn="llm-1"),
        ),
        (
            ["--engine", "workspace-intl", "--workspace", "llm-1"],
            Settings(engine_id="workspace-intl", workspace_intl="llm-1"),
        ),
        (
            ["--engine", "cloud-cn", "--model", "m"],
            Settings(engine_id="cloud-cn").with_model("cloud-cn", "m"),
        ),
        (["--vad", "patient"], Settings().with_vad(VadPreset.PATIENT)),
        (["--vad", "balanced", "--silence-ms", "900"], Settings(vad_threshold=0.2, silence_ms=900)),
        (["--threshold", "-0.5"], Settings(vad_threshold=-0.5)),
        (["--audio-format", "pcm8"], Settings(audio=AudioChoice.PCM8)),
        (["--proxy", "none"], Settings(network=NetworkSettings(ProxyMode.NONE))),
        (
            ["--proxy", "socks5h://me@proxy:1080"],
            Settings(network=NetworkSettings(ProxyMode.URL, "socks5h://me@proxy:1080")),
        ),
        (["--ca-file", "ca.pem"], Settings(network=NetworkSettings(ca_file="ca.pem"))),
        (["--budget", "12.5"], Settings(budget_cny=12.5)),
        (["--fallback", "local"], Settings(fallback=FallbackSettings(is_enabled=True))),
        (
            ["--fallback", "local", "--fallback-after", "60"],
            Settings(fallback=FallbackSettings(is_enabled=True, after_s=60)),
        ),
        (["--language", "ZH"], Settings(language="zh")),
        (["--model", "whisper-base"], Settings().with_model("local", "whisper-base")),
        (["--script", "traditional"], Settings(chinese_script=ChineseScript.TRADITIONAL)),
        (["--script", "as-heard"], Settings(chinese_script=ChineseScript.AS_HEARD)),
        (["--keep-terms"], Settings(corrects_terms=False)),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_said_is_what_is_set(arguments: list[str], expected: Settings) -> None:
    assert settings(*arguments) == expected


def test_the_context_is_what_the_file_says() -> None:
    assert settings("--context", "names.txt", context="字幕") == Settings(context="字幕")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["caption", "--threshold", "1.5"], "must be -1 to 1"),
        (["caption", "--threshold", "nan"], "must be -1 to 1"),
        (["caption", "--vad", "slow"], "invalid choice"),
        (["caption", "--script", "seal"], "invalid choice"),
        (["caption", "--budget", "0"], "must be 0.01 to"),
        (["caption", "--fallback", "cloud-cn"], "invalid choice"),
        (["caption", "--fallback-after", "1"], "whole number from 5 to 600"),
        (["caption", "--workspace", "llm-1"], "--workspace needs --engine workspace-cn or"),
        (["check", "--proxy", "http://me:secret@proxy"], "no password here"),
        (["key", "set", "--proxy", "me:secret@proxy"], "no password here"),
        (["key", "show"], "invalid choice"),
    ],
)
def test_a_mistake_is_a_sentence_and_exit_code_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(arguments)
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert complaint in said
    assert "secret" not in said


def test_a_check_is_for_beijing_unless_another_engine_is_named() -> None:
    assert service_settings(parse(["check"])) == Settings(engine_id="cloud-cn")


def test_keys_are_listed_for_what_was_set_up_in_the_window_too() -> None:
    stored = Settings(workspace_cn="llm-1", custom_url="wss://captions.example")
    chosen = key_settings(parse(["key", "list"]), stored)
    assert (chosen.workspace_cn, chosen.custom_url) == ("llm-1", "wss://captions.example")
    other = key_settings(
        parse(["key", "set", "--engine", "workspace-intl", "--workspace", "llm-2"]), stored
    )
    assert (other.engine_id, other.workspace_intl) == ("workspace-intl", "llm-2")


def test_a_path_is_a_path() -> None:
    assert parse(["caption", "--context", "a.txt"]).context == Path("a.txt")
