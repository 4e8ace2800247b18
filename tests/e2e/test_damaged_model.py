"""A model whose files end the process that loads them: the session must not start it for ever."""

import json
import subprocess
import sys
from pathlib import Path

import onnx
import pytest

from app.core.models import Role
from tests.helpers import tiny_models
from tests.helpers.models import model
from tests.helpers.speech import write_opening

DEADLINE_S = 60.0
MODEL = model("zipformer-zh")  # of which any files are taken: nobody knows the right ones


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where that model is installed, with an encoder that does not say what it must."""
    weights = tmp_path / "weights"
    weights.mkdir()
    tiny = tiny_models.zipformer(weights)
    for file in MODEL.files:
        name = tiny.named(file.role)
        assert name is not None
        (weights / name).rename(weights / file.name)
    encoder = weights / str(MODEL.named(Role.ENCODER))
    graph = onnx.load(encoder)
    del graph.metadata_props[:]
    onnx.save(graph, encoder)
    done = run(tmp_path / "data", "models", "import", MODEL.id, str(weights), "--accept-licence")
    assert done.returncode == 0, done.stderr
    return tmp_path / "data"


def run(data_dir: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-P", "-m", "app", "--data-dir", str(data_dir), *arguments),
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


def test_a_model_that_ends_its_process_again_and_again_ends_the_session(data_dir: Path) -> None:
    opening = write_opening(data_dir / "opening.wav")
    done = run(data_dir, "caption", str(opening), "--model", MODEL.id, "--json")
    assert done.returncode == 1
    last = json.loads(done.stdout.splitlines()[-1])
    assert (last["type"], last["code"]) in (
        ("error", "weights_damaged"),  # it was ready for a moment
        ("error", "engine_died"),  # it was not even that, and the first failure is enough
    )
    assert not [line for line in done.stdout.splitlines() if '"final"' in line]
