"""The command line, and that no command loads more than it needs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import main
from app.arguments.exports import export_options
from app.arguments.parser import parse
from app.core.export import EmotionMarks, ExportFormat, ExportOptions, Wording, usual
from app.main import serve_command


def test_no_command_is_the_window() -> None:
    assert parse([]).command == "run"
    options = parse(["--data-dir", "d"])
    assert (options.command, options.data_dir) == ("run", Path("d"))


def test_exports_may_be_given_together_or_one_by_one() -> None:
    options = parse(["caption", "x.wav", "--export", "a.srt", "b.txt", "--export", "c.VTT"])
    assert options.export == [Path("a.srt"), Path("b.txt"), Path("c.VTT")]
    assert options.files == ["x.wav"]


def test_what_is_in_an_export_is_usual_for_it_unless_something_else_is_said() -> None:
    plain = parse(["caption", "x.wav"])
    assert export_options(plain, ".TXT") == usual(ExportFormat.TXT)
    assert export_options(plain, ".md") == usual(ExportFormat.MARKDOWN)
    how = [
        "--times",
        "--no-paragraphs",
        "--emotions",
        "class",
        "--wording",
        "zh",
        "--heard",
        "--excel",
    ]
    which = ["--starred", "--from", "2:03", "--to", "1:00:00"]
    options = parse(["caption", "x.wav", "-o", "a.txt", *how, *which])
    assert export_options(options, ".txt") == ExportOptions(
        ExportFormat.TXT,
        emotions=EmotionMarks.CLASS,
        has_bom=True,
        has_heard=True,
        starred_only=True,
        begin_ms=123_000,
        end_ms=3_600_000,
        wording=Wording.CHINESE,
    )
    assert not export_options(parse(["caption", "--no-times"]), ".docx").has_times


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["caption", "--export", "a.pdf"], "choose from .txt, .srt, .vtt"),
        (["caption", "-o", "a.srt", "--from", "soon"], "must be a time of the session"),
        (["caption", "-o", "a.srt", "--to", "1:2:3:4"], "must be a time of the session"),
        (["caption", "-o", "a.srt", "--from", "2:00", "--to", "2:00"], "later than --from"),
        (["sessions", "export", "ab", "--to", "0"], "later than --from"),
        (["caption", "--silence-ms", "100"], "must be a whole number from 200 to 6000"),
        (["caption", "--silence-ms", "soon"], "must be a whole number from 200 to 6000"),
        (["caption", "talk.wav", "--device", "mic"], "not allowed with"),
        (["serve", "--port", "99999"], "must be a whole number from 0 to 65535"),
        (["run", "--source", "a.wav", "--device", "mic"], "not allowed with"),
        (["run", "--quit-after", "nan"], "must be 0 to"),
        (["sing"], "invalid choice"),
    ],
)
def test_a_mistake_is_a_sentence_and_exit_code_2(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        parse(arguments)
    assert caught.value.code == 2
    assert complaint in capsys.readouterr().err


def test_the_window_does_not_open_for_a_pack_that_is_none(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "--data-dir", str(tmp_path), "run", "--pack", "Nobody"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("zimu: There is no context pack Nobody. There are: ")


def test_where_no_log_can_be_written_one_sentence_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    command = [sys.executable, "-m", "app", "--data-dir", str(tmp_path / "file"), "packs", "list"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0
    first, *others = done.stderr.splitlines()
    assert first == "zimu: the log cannot be written: Not a directory"
    assert all(line.startswith("zimu: ") for line in others)


def test_a_log_that_cannot_be_written_does_not_cost_the_other(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "log.jsonl"
    command = [
        *(sys.executable, "-m", "app", "--data-dir", str(tmp_path), "--log-json", str(nowhere)),
        *("caption", "--no-keep", str(tmp_path / "absent.wav")),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr.startswith("zimu: the log cannot be written: No such file or directory\n")
    assert (tmp_path / "logs" / "caption.log").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
def test_the_folder_of_data_has_a_name_that_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--data-dir", os.fsdecode(b"caf\xe9")])
    assert "its name is not text" in capsys.readouterr().err


def test_a_language_may_be_written_in_any_case() -> None:
    assert parse(["caption", "--language", "EN"]).language == "en"


def test_ctrl_c_while_the_program_starts_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "_run", interrupted)
    assert main.run() == 130


@pytest.mark.skipif(sys.platform == "win32", reason="Windows is asked otherwise")
@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"LANG": "zh_TW.UTF-8"}, "zh_TW.UTF-8"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN.UTF-8"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "de_DE"}, "de_DE"),
        ({"LANG": "zh_TW", "LC_ALL": ""}, "zh_TW"),
        ({}, ""),
    ],
)
def test_the_system_says_what_its_user_reads(
    environ: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert main.system_locale() == expected


def test_the_engine_is_this_program_wherever_it_is_started(tmp_path: Path) -> None:
    command = serve_command(tmp_path)
    assert command[0] == sys.executable
    assert command[1:4] == ("-P", "-m", "app")
    assert command[4:] == ("--data-dir", str(tmp_path), "serve", "--parent-pipe")


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("app.main", ("PySide6", "numpy", "sherpa_onnx", "websocket", "websockets")),
        ("app.headless.caption", ("PySide6", "sherpa_onnx", "websockets")),
        ("app.recognizer.server", ("PySide6", "sounddevice", "websocket")),
    ],
)
def test_a_command_loads_nothing_of_the_others(module: str, unwanted: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*[name for name in {unwanted!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_several_files_may_be_captioned() -> None:
    assert parse(["caption", "--pace", "fast", "a.wav", "b.mp3"]).files == ["a.wav", "b.mp3"]
    assert parse(["caption", "a.wav", "b.mp3", "--pace", "fast", "--resume"]).resume
    assert parse(["caption"]).files == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["-", "a.wav"],
        ["a.wav", "b.wav", "--export", "c.srt"],
        ["--resume"],
        ["-", "--resume"],
        ["a.wav", "--resume", "--no-keep"],
        ["a.wav", "--device", "Yeti"],
    ],
)
def test_what_does_not_go_together_is_a_mistake(arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["caption", *arguments])
