"""The suite over the scripted server of the tests and over `zimu serve`.

What the one gets away with and the other does not would be a test double that has drifted.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.core.endpoint import Endpoint
from tests.conformance.suite import Place, ServerSuite
from tests.helpers.caption_script import Script
from tests.helpers.caption_server import CaptionServer
from tests.helpers.serving import serving

MODEL = "qwen3-asr-flash-realtime"
KEY = "a-key-of-the-tests"
DEADLINE_S = 20.0


class Scripted:
    """A server for each test."""

    pace = None
    deadline_s = DEADLINE_S

    @contextmanager
    def open(self, script: Script) -> Iterator[Endpoint]:
        with CaptionServer(script, token=KEY) as server:
            yield Endpoint(server.url, MODEL, KEY)


class Served:
    """One engine for all tests, which listens instead of following a script."""

    pace = 2.0  # faster than that it has no need of interims
    deadline_s = DEADLINE_S

    def __init__(self, url: str) -> None:
        self._url = url

    @contextmanager
    def open(self, script: Script) -> Iterator[Endpoint]:
        yield Endpoint(self._url, MODEL, KEY)


class TestScripted(ServerSuite):
    @pytest.fixture(scope="class")
    @classmethod
    def place(cls) -> Place:
        return Scripted()


class TestServed(ServerSuite):
    @pytest.fixture(scope="class")
    @classmethod
    def place(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
        folder = tmp_path_factory.mktemp("served")
        with serving(folder, variables={"ZIMU_SERVE_TOKEN": KEY}) as server:
            yield Served(server.url)
