"""What the terminal says about keys, connections, costs and stand-ins, as whole programs."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
import soundfile
import soxr

from app.models.here import look_around
from app.storage.paths import paths_under
from tests.helpers.canary import CANARIES
from tests.helpers.caption_script import (
    AwaitAudio,
    AwaitEvent,
    Close,
    Script,
    Send,
    final,
    started,
)
from tests.helpers.caption_server import CaptionServer
from tests.helpers.program import PROGRAM
from tests.helpers.shipped import write_tone
from tests.helpers.speech import write_opening

DEADLINE_S = 40.0


def zimu(
    *arguments: str, folder: Path, stdin: str = "", without: tuple[str, ...] = tuple(CANARIES)
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end, with no key in its environment unless it is left there."""
    return subprocess.run(
        (*PROGRAM, "--data-dir", str(folder / "data"), *arguments),
        env={name: value for name, value in os.environ.items() if name not in without},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        cwd=folder,
        check=False,
    )


def test_a_check_of_a_good_server_is_one_sentence(tmp_path: Path) -> None:
    with CaptionServer(Script()) as server:
        done = zimu("check", "--engine", server.url, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.fullmatch(
        r"127\.0\.0\.1 lets Zimu caption with the model qwen3-asr-flash-realtime\. "
        r"It was ready after \d+\.\d s\.\n",
        done.stdout,
    )


@pytest.mark.parametrize(
    ("script", "code", "exit_code"),
    [
        (Script(handshake_status=401), "key_missing", 3),
        (Script(handshake_status=403), "access_refused", 4),
        (Script(handshake_status=429), "throttled", 5),
        (Script(handshake_status=404), "handshake_failed", 1),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_check_says_what_is_wrong_as_an_object_and_an_exit_code(
    script: Script, code: str, exit_code: int, tmp_path: Path
) -> None:
    with CaptionServer(script) as server:
        done = zimu("check", "--json", "--engine", server.url, folder=tmp_path)
    found = json.loads(done.stdout)
    assert (done.returncode, found["ok"], found["code"]) == (exit_code, False, code)
    assert found["message"]


@pytest.mark.parametrize(
    ("arguments", "sentence", "exit_code"),
    [
        (("--engine", "cloud-cn"), "dashscope.aliyuncs.com needs an API key", 3),
        (("--engine", "workspace-cn"), "needs the ID of your workspace", 1),
        (("--engine", "workspace-intl", "--workspace", "a/b"), "the ID of your workspace", 1),
        (("--engine", "ws://captions.example"), "ws://captions.example is not a safe address", 1),
        (
            ("--engine", "wss://captions.example", "--proxy", "http://127.0.0.1:9"),
            "The proxy cannot be reached|The proxy did not",
            6,
        ),
        (("--engine", "wss://127.0.0.1:9", "--ca-file", "no.pem"), "no.pem cannot be read", 7),
        (("--engine", "ws://127.0.0.1:9"), "127.0.0.1", 5),
    ],
)
def test_a_check_that_cannot_work_is_one_sentence(
    arguments: tuple[str, ...], sentence: str, exit_code: int, tmp_path: Path
) -> None:
    done = zimu("check", *arguments, folder=tmp_path)
    assert (done.returncode, done.stderr) == (exit_code, "")
    assert re.search(sentence, done.stdout)
    assert done.stdout.count("\n") == 1


def test_a_key_cannot_be_kept_where_there_is_no_keychain_and_that_is_said(tmp_path: Path) -> None:
    done = zimu("key", "set", folder=tmp_path, stdin="sk-typed-1234\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("zimu: This computer has no keychain")
    assert "sk-typed-1234" not in done.stderr


def test_the_list_of_keys_says_where_they_are_and_not_what(tmp_path: Path) -> None:
    done = zimu("key", "list", folder=tmp_path, without=())
    assert done.returncode == 0
    assert "cloud-cn  dashscope.aliyuncs.com: key in the environment\n" in done.stdout
    done = zimu("key", "list", folder=tmp_path)
    assert "cloud-intl  dashscope-intl.aliyuncs.com: no key\n" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        (("set",), "\n", "Nothing was entered"),
        (("set", "--engine", "local"), "k\n", "The engine on this computer needs no key"),
        (("set", "--engine", "ws://captions.example"), "k\n", "is not a safe address"),
        (("set", "--engine", "workspace-cn"), "k\n", "the ID of your workspace"),
        (("set", "--proxy", "http://proxy:3128"), "k\n", "needs the name of a user"),
        (("delete", "--engine", "workspace-cn"), "", "the ID of your workspace"),
    ],
)
def test_a_key_that_cannot_be_meant_is_one_sentence(
    arguments: tuple[str, ...], stdin: str, sentence: str, tmp_path: Path
) -> None:
    done = zimu("key", *arguments, folder=tmp_path, stdin=stdin)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(rf"zimu: .*{sentence}.*\n", done.stderr)


def test_every_line_says_which_engine_wrote_it_and_the_count_is_told(tmp_path: Path) -> None:
    script = Script(
        steps=(
            AwaitAudio(200),
            started("a", 100),
            AwaitEvent("session.finish"),
            final("a", "Hello.", duration_s=7),
        )
    )
    tone = write_tone(tmp_path / "tone.wav", 500)
    with CaptionServer(script) as server:
        done = zimu("caption", str(tone), "--json", "--engine", server.url, folder=tmp_path)
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    (line,) = [found for found in objects if found["type"] == "final"]
    assert line["engine"] == "custom"
    costs = [found for found in objects if found["type"] == "cost"]
    assert (costs[-1]["audio_s"], costs[-1]["cost_cny"]) == (7.0, 0.0)
    assert done.stderr == ""  # what costs nothing is not worth a word
    assert not (tmp_path / "data" / "data" / "ledger.json").exists()


def test_a_server_that_repeats_the_key_in_its_error_does_not_make_us_repeat_it(
    tmp_path: Path,
) -> None:
    key = CANARIES["ZIMU_ENGINE_KEY"]
    error = {"type": "server_error", "code": "InvalidApiKey", "message": f"{key} is no key"}
    tone = write_tone(tmp_path / "tone.wav", 500)
    with CaptionServer(Script(steps=(Send({"type": "error", "error": error}),))) as server:
        done = zimu("caption", str(tone), "--engine", server.url, folder=tmp_path, without=())
    assert done.returncode == 1
    assert "refused the API key" in done.stderr
    assert key not in done.stdout + done.stderr


def test_a_month_whose_budget_is_spent_begins_no_session(tmp_path: Path) -> None:
    ledger = tmp_path / "data" / "data" / "ledger.json"
    ledger.parent.mkdir(parents=True)
    month = datetime.now().astimezone().strftime("%Y-%m")
    spent = {"audio_s": 3000, "cost_cny": 0.99}
    ledger.write_text(json.dumps({"version": 1, "months": {month: {"cloud-cn": spent}}}), "utf-8")
    arguments = ("caption", "-", "--engine", "cloud-cn", "--budget", "0.99")
    done = zimu(*arguments, folder=tmp_path, without=())
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("zimu: The 0.99 yuan for this month are spent")


def test_a_ledger_that_is_damaged_is_said_before_a_budget_is_trusted(tmp_path: Path) -> None:
    ledger = tmp_path / "data" / "data" / "ledger.json"
    ledger.parent.mkdir(parents=True)
    ledger.write_text("{", "utf-8")
    tone = write_tone(tmp_path / "tone.wav", 300)
    with CaptionServer(Script()) as server:
        arguments = ("--engine", server.url, "--budget", "5")
        done = zimu("caption", str(tone), *arguments, folder=tmp_path)
    assert done.returncode == 0
    assert "The record of what was spent could not be read" in done.stderr


def test_who_stands_in_must_know_the_language(tmp_path: Path) -> None:
    arguments = ("caption", "-", "--engine", "ws://127.0.0.1:9", "--language", "tlh")
    done = zimu(*arguments, "--fallback", "local", folder=tmp_path)
    assert done.returncode == 1
    assert "no language “tlh”. It has: " in done.stderr


def test_the_engine_of_this_computer_says_which_model_it_runs_and_which_it_lacks(
    tmp_path: Path,
) -> None:
    done = zimu("check", "--engine", "local", "--language", "en", folder=tmp_path)
    assert done.returncode == 0
    assert "works with the model moonshine-tiny-en." in done.stdout
    assert "Moonshine base (141 MB) would bring fewer mistakes." in done.stderr
    done = zimu("check", "--engine", "local", "--model", "moonshine-base-en", folder=tmp_path)
    assert done.returncode == 1
    assert "zimu models get moonshine-base-en" in done.stdout


def test_what_a_benchmark_finds_is_remembered_on_this_computer(tmp_path: Path) -> None:
    done = zimu("models", "benchmark", "moonshine-tiny-en", "--json", folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads(done.stdout)
    (speed,) = look_around(paths_under(tmp_path / "data"), "").speeds
    assert speed.model == report["model"] == "moonshine-tiny-en"
    assert speed.busy == pytest.approx(report["partial_work"] + report["final_work"])


def test_a_recording_of_telephone_quality_is_captioned_as_such(tmp_path: Path) -> None:
    words, rate_hz = soundfile.read(write_opening(tmp_path / "opening.wav"))
    soundfile.write(tmp_path / "narrow.wav", soxr.resample(words, rate_hz, 8000), 8000)
    arguments = ("caption", str(tmp_path / "narrow.wav"), "--language", "en", "--pace", "fast")
    done = zimu(*arguments, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "best of times" in done.stdout.lower()


def test_what_was_said_of_pauses_and_models_reaches_the_server(tmp_path: Path) -> None:
    tone = write_tone(tmp_path / "tone.wav", 300)
    options = ("--vad", "patient", "--threshold", "-0.5", "--language", "yue", "--model", "m")
    with CaptionServer(Script(model="m")) as server:
        done = zimu("caption", str(tone), *options, "--engine", server.url, folder=tmp_path)
        (update,) = [event for event in server.received if event.type == "session.update"]
    assert (done.returncode, done.stderr) == (0, "")
    assert update.session is not None
    assert update.session["input_audio_transcription"]["language"] == "yue"
    detection = update.session["turn_detection"]
    assert (detection["threshold"], detection["silence_duration_ms"]) == (-0.5, 1200)


def test_the_engine_of_this_computer_stands_in_when_the_other_is_gone(tmp_path: Path) -> None:
    """The first connection works, then nobody answers any more."""
    script = Script(steps=(AwaitAudio(500), Close(1011)), then=Script(handshake_status=503))
    opening = write_opening(tmp_path / "opening.wav")
    arguments = ("caption", str(opening), "--language", "en", "--json", "--fallback", "local")
    with CaptionServer(script) as server:
        done = zimu(*arguments, "--fallback-after", "5", "--engine", server.url, folder=tmp_path)
    assert done.returncode == 0
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    finals = [found for found in objects if found["type"] == "final"]
    assert {found["engine"] for found in finals} == {"local"}
    assert "best of times" in " ".join(found["text"] for found in finals).lower()
    assert [found["code"] for found in objects if found["type"] == "error"] == ["handed_over"]
    assert not [found for found in objects if found["type"] == "gap"]
