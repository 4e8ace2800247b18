"""`zimu serve` as a process: how it starts, what it prints, when it ends."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from tests.helpers.children import end
from tests.helpers.serving import client, serving, spawn

if TYPE_CHECKING:
    from pathlib import Path

DEADLINE_S = 20.0


def refusal(folder: Path, *options: str, **variables: str) -> tuple[int, str, str]:
    """Return the exit code, stdout and stderr of a server that does not start."""
    process = spawn(folder, *options, variables=variables)
    try:
        output, _ = process.communicate(timeout=DEADLINE_S)
    finally:
        end(process)
    return process.returncode, output, (folder / "stderr").read_text()


def test_the_ready_line_is_all_of_stdout(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        with client(server) as connection:
            connection.update()
        server.process.terminate()
        rest, _ = server.process.communicate(timeout=DEADLINE_S)
    ready = server.ready
    assert rest == ""
    assert ready["type"] == "ready"
    assert ready["url"] == f"ws://127.0.0.1:{ready['port']}/api-ws/v1/realtime"
    assert ready["pid"] == server.process.pid
    assert (ready["model"], ready["languages"]) == ("moonshine-tiny-en", ["en"])
    assert len(ready["token"]) >= 32
    assert server.process.returncode == 0


def test_a_token_from_outside_is_used_and_not_printed(tmp_path: Path) -> None:
    with serving(tmp_path, variables={"ZIMU_SERVE_TOKEN": "from-outside"}) as server:
        assert "token" not in server.ready
        with client(server, Authorization="Bearer from-outside") as connection:
            assert connection.update()["type"] == "session.updated"
    assert "from-outside" not in server.stderr.read_text()


def test_no_token_means_authorization_is_ignored(tmp_path: Path) -> None:
    with serving(tmp_path, "--no-token") as server, client(server) as connection:
        assert "token" not in server.ready
        assert connection.update()["type"] == "session.updated"


def test_it_does_not_outlive_its_parent(tmp_path: Path) -> None:
    with serving(tmp_path, "--parent-pipe") as server, client(server):
        assert server.process.stdin is not None
        server.process.stdin.close()
        assert server.process.wait(3) == 0


def test_without_the_parent_pipe_stdin_means_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        assert server.process.stdin is not None
        server.process.stdin.close()
        with client(server) as connection:
            assert connection.update()["type"] == "session.updated"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("options", [(), ("--parent-pipe",)])
def test_a_signal_ends_it_politely(
    tmp_path: Path, number: signal.Signals, options: tuple[str, ...]
) -> None:
    with serving(tmp_path, *options) as server:
        server.process.send_signal(number)
        assert server.process.wait(3) == 0
        assert "Fatal" not in server.stderr.read_text()


def test_no_token_is_for_this_computer_only(tmp_path: Path) -> None:
    code, output, complaint = refusal(tmp_path, "--no-token", "--host", "0.0.0.0")  # noqa: S104
    assert (code, output) == (2, "")
    assert "--no-token" in complaint


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    with serving(tmp_path) as server:
        port = str(server.ready["port"])
        code, output, complaint = refusal(tmp_path / "second", "--port", port)
    assert (code, output) == (1, "")
    assert port in complaint
    assert complaint.count("\n") == 1


def test_without_weights_it_says_what_to_install(tmp_path: Path) -> None:
    hollow = tmp_path / "hollow" / "moonshine_voice"
    hollow.mkdir(parents=True)
    (hollow / "__init__.py").touch()
    code, output, complaint = refusal(
        tmp_path, "--model", "moonshine-tiny-en", PYTHONPATH=str(hollow.parent)
    )
    assert (code, output) == (3, "")
    assert "zimu models get moonshine-tiny-en" in complaint
    assert complaint.count("\n") == 1


def test_damaged_weights_are_not_loaded(tmp_path: Path) -> None:
    weights = tmp_path / "damaged" / "moonshine_voice" / "assets" / "tiny-en"
    weights.mkdir(parents=True)
    (weights.parents[1] / "__init__.py").touch()
    for name in ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin"):
        (weights / name).write_bytes(b"not it")
    code, output, complaint = refusal(tmp_path, PYTHONPATH=str(weights.parents[2]))
    assert (code, output) == (4, "")
    assert complaint.count("\n") == 1
