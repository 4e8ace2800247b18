"""`zimu caption` and `zimu devices` as a person runs them, with the real engine."""

import json
import subprocess
from pathlib import Path

import docx
import soundfile
import soxr

from app.core.export import SUFFIXES
from tests.helpers.program import PROGRAM, Program, program
from tests.helpers.pulse import Microphones
from tests.helpers.readtext import words
from tests.helpers.speech import OPENING_S, assert_heard
from tests.helpers.waiting import until

FAST = ("--pace", "fast")
# Whatever else is installed: so the small English model captions.
ENGLISH = ("--language", "en")


def objects(running: Program, kind: str) -> list[dict[str, object]]:
    """The objects of this type on standard output, which must hold nothing but objects."""
    parsed = [json.loads(line) for line in running.stdout.lines()]
    return [found for found in parsed if found["type"] == kind]


def spoken(running: Program) -> list[str]:
    """All words of all finals."""
    return words(" ".join(str(final["text"]) for final in objects(running, "final")))


def test_a_file_becomes_captions_on_the_terminal_and_in_files(
    opening: Path, tmp_path: Path
) -> None:
    exports = [tmp_path / f"captions{suffix}" for suffix in SUFFIXES]
    arguments = ("caption", str(opening), *ENGLISH, *FAST, "--json", "--export", *map(str, exports))
    with program(*arguments, data_dir=tmp_path) as running:
        assert running.wait() == 0
    assert_heard(spoken(running))
    for final in objects(running, "final"):
        assert 0 <= int(str(final["begin_ms"])) < int(str(final["end_ms"])) <= OPENING_S * 1000
    for path in exports:
        if path.suffix == ".docx":
            text = " ".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)
        else:
            text = path.read_text(encoding="utf-8")
        assert "best of times" in " ".join(text.lower().split())


def test_what_a_pipe_brings_is_captioned_as_it_comes(opening: Path, tmp_path: Path) -> None:
    samples, rate_hz = soundfile.read(opening, dtype="int16")
    pcm = soxr.resample(samples, rate_hz, 16_000).tobytes()
    command = (*PROGRAM, "--data-dir", str(tmp_path), "caption", "-", *ENGLISH, "--json")
    done = subprocess.run(command, input=pcm, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    finals = [json.loads(line) for line in done.stdout.splitlines()]
    assert_heard(words(" ".join(found.get("text", "") for found in finals)))


def test_a_microphone_is_captioned_by_its_name(
    opening: Path, tmp_path: Path, microphones: Microphones
) -> None:
    arguments = ("caption", "--device", "mic_1", *ENGLISH, "--json")
    environment = microphones.environment
    with program(*arguments, data_dir=tmp_path, environment=environment) as running:
        running.wait_for_output('"listening"')
        microphones.play(opening)
        running.wait_for_output(r"(?i)foolishness.*final|final.*foolishness")
        running.process.send_signal(2)
        assert running.wait() == 0
    assert_heard(spoken(running))


def test_a_proxy_that_is_set_does_not_come_between_the_app_and_its_engine(
    opening: Path, tmp_path: Path, microphones: Microphones
) -> None:
    dead = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "all_proxy"), dead)
    arguments = ("caption", str(opening), *ENGLISH, *FAST, "--json")
    environment = microphones.environment | proxies
    with program(*arguments, data_dir=tmp_path, environment=environment) as running:
        assert running.wait() == 0
    assert_heard(spoken(running))


def test_the_devices_are_listed_by_name(tmp_path: Path, microphones: Microphones) -> None:
    with program("devices", data_dir=tmp_path, environment=microphones.environment) as running:
        assert running.wait() == 0
    assert {"mic_1", "mic_2"} <= set(words(" ".join(running.stdout.lines())))


def test_a_file_that_is_not_there_is_a_sentence_and_an_exit_code(tmp_path: Path) -> None:
    with program("caption", "missing.wav", data_dir=tmp_path) as running:
        running.expect_warning(r"missing\.wav")
        assert running.wait() != 0


def test_nothing_is_stored_outside_the_data_folder(opening: Path, tmp_path: Path) -> None:
    home, data = tmp_path / "home", tmp_path / "data"
    home.mkdir()
    data.mkdir()
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    arguments = ("caption", str(opening), *ENGLISH, *FAST, "--json")
    with program(*arguments, data_dir=data, environment=environment) as running:
        assert running.wait() == 0
    assert list(home.rglob("*")) == []
    assert any(path.is_file() for path in data.rglob("*.log"))


def test_no_log_holds_what_was_said(opening: Path, tmp_path: Path) -> None:
    with program("caption", str(opening), *ENGLISH, *FAST, "--json", data_dir=tmp_path) as running:
        assert running.wait() == 0
    assert_heard(spoken(running))
    logs = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.log*")]
    assert len(logs) >= 2  # ours and the engine's
    told = words(" ".join([*logs, *running.log.lines()]))
    assert "line" in told
    assert not {"wisdom", "foolishness", "worst"} & set(told)


def test_the_engine_does_not_outlive_an_app_that_is_killed(opening: Path, tmp_path: Path) -> None:
    arguments = ("caption", str(opening), *ENGLISH, "--json", "--pace", "realtime")
    with program(*arguments, data_dir=tmp_path) as running:
        pid = int(str(running.wait_for("engine.ready").fields["pid"]))
        assert is_alive(pid)
        running.process.kill()
        running.wait()
        until(lambda: not is_alive(pid), "the end of the engine")


def is_alive(pid: int) -> bool:
    """Whether the process runs; one that has ended may still wait for its parent to ask."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return "State:\tZ" not in status
