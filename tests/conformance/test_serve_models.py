"""`zimu serve` with an imported model that streams, and whose one language is not English.

Its weights are random: lines and events are looked at, not words.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.models.catalogue import shipped
from tests.helpers import tiny_models
from tests.helpers.children import end
from tests.helpers.serving import DEADLINE_S, ROOT, Server, client, serving, spawn, speech

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MODEL = "zipformer-zh"  # of which any files are taken: nobody knows the right ones for certain


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("models")
    weights = folder / "weights"
    weights.mkdir()
    tiny = tiny_models.zipformer(weights)
    [model] = [one for one in shipped() if one.id == MODEL]
    for file in model.files:
        name = tiny.named(file.role)
        assert name is not None
        (weights / name).rename(weights / file.name)
    command = [sys.executable, "-P", "-m", "app", "--data-dir", str(folder / "data"), "models"]
    subprocess.run(
        [*command, "import", MODEL, str(weights), "--accept-licence"],
        env={"PYTHONPATH": str(ROOT)},
        check=True,
        timeout=DEADLINE_S,
    )
    with serving(folder, "--model", MODEL) as running:
        yield running


def test_it_says_which_model_it_is_and_what_that_can_do(server: Server) -> None:
    assert (server.ready["model"], server.ready["languages"]) == (MODEL, ["zh"])
    with client(server) as peer:
        session = peer.events[0]["session"]
    assert session["model"] == MODEL
    assert session["x_zimu"]["languages"] == ["zh"]
    assert "corrects_terms" in session["x_zimu"]["takes"]


def test_its_language_is_taken_and_no_other(server: Server) -> None:
    with client(server) as peer:
        refused = peer.update(input_audio_transcription={"language": "en"})
        assert refused["error"]["param"] == "session.input_audio_transcription.language"
        assert refused["error"]["message"].endswith("Available: zh.")
        taken = peer.update(input_audio_transcription={"language": "zh"})
        assert taken["session"]["input_audio_transcription"]["language"] == "zh"


@pytest.mark.parametrize("silence_ms", [400, None], ids=["vad", "manual"])
def test_what_it_follows_becomes_lines_that_end(server: Server, silence_ms: int | None) -> None:
    with client(server) as peer:
        peer.update(silence_ms=silence_ms)
        peer.say(speech())
        finals = peer.finish()
        assert len(finals) == 1 if silence_ms is None else len(finals) >= 3
        opened = {event["item_id"] for event in peer.events if "item_id" in event}
        closed = [event["item_id"] for event in peer.events if "transcript" in event]
    assert opened == set(closed)
    assert len(closed) == len(set(closed))


def test_a_model_that_is_not_installed_is_one_clear_line(tmp_path: Path) -> None:
    process = spawn(tmp_path, "--model", "paraformer-zh-en")
    try:
        output, _ = process.communicate(timeout=DEADLINE_S)
    finally:
        end(process)
    complaint = (tmp_path / "stderr").read_text()
    assert (process.returncode, output) == (3, "")
    assert "zimu models get paraformer-zh-en" in complaint
    assert complaint.count("\n") == 1


def test_a_model_that_nobody_knows_is_one_clear_line(tmp_path: Path) -> None:
    process = spawn(tmp_path, "--model", "nonsense")
    try:
        output, _ = process.communicate(timeout=DEADLINE_S)
    finally:
        end(process)
    complaint = (tmp_path / "stderr").read_text()
    assert (process.returncode, output) == (1, "")
    assert "There is no model “nonsense”" in complaint
    assert complaint.count("\n") == 1
