"""The suite over the service itself: opt in with `make test-cloud`, which costs money.

About half a minute of audio, a cent or two (0.00033 CNY a second in Beijing, 0.00066 in Singapore).
`DASHSCOPE_API_KEY` holds the key; `ZIMU_TEST_ENGINE` is `cloud-cn` (also when it is not set),
`cloud-intl`, or the base URL of any other server (its key is in `ZIMU_ENGINE_KEY`).
"""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.core.endpoint import Endpoint
from app.core.errors import ZimuError
from app.core.problem_text import english
from app.core.settings import Settings
from app.engine.catalog import EngineInfo, chosen, is_aliyun, with_engine
from app.engine.keys import Keys, NoKeychain
from tests.conformance.suite import TALK_MS, Place, ServerSuite, Talk, said
from tests.helpers.caption_script import Script
from tests.helpers.models import HERE
from tests.helpers.program import PROGRAM
from tests.helpers.serving import words

OPT_IN = "ZIMU_TEST_CLOUD"
DEADLINE_S = 30.0
PROGRAM_DEADLINE_S = 60.0

if not os.environ.get(OPT_IN):
    reason = "costs money: make test-cloud, with DASHSCOPE_API_KEY set"
    pytest.skip(reason, allow_module_level=True)


class Cloud:
    """The server that is met, whatever the script."""

    pace = 1.0  # faster than it was spoken the service may lose lines
    deadline_s = DEADLINE_S

    def __init__(self, engine: EngineInfo) -> None:
        try:
            self._endpoint = Endpoint(
                engine.url, engine.model, Keys(os.environ, NoKeychain()).key_for(engine)
            )
        except ZimuError as error:
            pytest.fail(english(error.problem))

    @contextmanager
    def open(self, script: Script) -> Iterator[Endpoint]:
        yield self._endpoint


def engine() -> EngineInfo:
    return chosen(with_engine(Settings(), os.environ.get("ZIMU_TEST_ENGINE") or "cloud-cn"), HERE)


class TestCloud(ServerSuite):
    @pytest.fixture(scope="class")
    @classmethod
    def place(cls) -> Place:
        return Cloud(engine())

    def test_the_model_is_the_one_that_was_asked_for(self, talk: Talk) -> None:
        got = talk.events[0]["session"]["model"]
        assert got.startswith(engine().model) or not is_aliyun(engine().host)


def test_the_shipped_program_finds_nothing_wrong(tmp_path: Path) -> None:
    done = zimu(tmp_path, "check")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_shipped_program_captions_with_it(tmp_path: Path) -> None:
    path = tmp_path / "beckett.wav"
    with soundfile.SoundFile(path, "w", 16_000, 1, "PCM_16") as target:
        target.write(np.frombuffer(said(TALK_MS), "<i2"))
    done = zimu(tmp_path, "caption", str(path), "--json")
    assert done.returncode == 0, done.stderr
    written = [json.loads(row) for row in done.stdout.splitlines()]
    finals = [row["text"] for row in written if row["type"] == "final"]
    assert words(finals)[:4] == ["ever", "tried", "ever", "failed"]
    assert written[-1]["state"] == "stopped"


def zimu(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run the program with the engine that is tested."""
    chosen = ("--engine", os.environ.get("ZIMU_TEST_ENGINE") or "cloud-cn")
    return subprocess.run(
        (*PROGRAM, "--data-dir", str(folder), *arguments, *chosen),
        capture_output=True,
        text=True,
        timeout=PROGRAM_DEADLINE_S,
        check=False,
    )
