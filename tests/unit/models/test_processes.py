"""Real processes that get the same model at once, or are killed while they do."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.models import ArchiveSource, FilesSource, ModelInfo
from app.models.sealing import Progress
from app.models.store import Condition, Store
from app.net.links import Cancel
from tests.helpers.file_server import FileServer
from tests.helpers.model_files import FILES, content_of, manager, record, tar_of

DEADLINE_S = 30.0
ROOT = Path(__file__).parents[3]
# What a process does: it gets the model, and says how it went in its exit code.
GET = """
import sys
from pathlib import Path
from app.core.errors import ErrorCode, ZimuError
from app.core.models import ArchiveSource, FilesSource
from app.net.links import Cancel
from tests.helpers.model_files import manager, record

folder, kind, url = sys.argv[1:]
source = FilesSource(url) if kind == "files" else ArchiveSource(url, "tiny")
model = record(source)
try:
    manager(Path(folder), model).get(model, Cancel(), lambda progress: None)
except ZimuError as exc:
    sys.exit(3 if exc.problem.code is ErrorCode.MODEL_BUSY else 4)
"""
BUSY = 3


@pytest.fixture
def server() -> Iterator[FileServer]:
    files = {f"tiny/{name}": content for name, content in FILES.items()}
    with FileServer({**files, "tiny.tar.bz2": tar_of(FILES)}) as server:
        yield server


def getting(folder: Path, server: FileServer, kind: str) -> subprocess.Popen[bytes]:
    url = server.url("tiny/" if kind == "files" else "tiny.tar.bz2")
    command = [sys.executable, "-c", GET, str(folder), kind, url]
    return subprocess.Popen(command, cwd=ROOT)


def of_kind(kind: str, server: FileServer) -> ModelInfo:
    if kind == "files":
        return record(FilesSource(server.url("tiny/")))
    return record(ArchiveSource(server.url("tiny.tar.bz2"), "tiny"))


def ignore(progress: Progress) -> None:
    """Nobody looks."""


@pytest.mark.parametrize("kind", ["files", "archive"])
def test_two_downloads_at_once_do_not_spoil_each_other(
    server: FileServer, tmp_path: Path, kind: str
) -> None:
    server.stall_after = 50_000
    first = getting(tmp_path, server, kind)
    assert server.stalled.wait(DEADLINE_S)
    second = getting(tmp_path, server, kind)
    assert second.wait(DEADLINE_S) == BUSY
    server.go_on.set()
    assert first.wait(DEADLINE_S) == 0
    model = of_kind(kind, server)
    assert manager(tmp_path, model).verify(model, Cancel(), ignore).is_at_hand


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("kind", ["files", "archive"])
def test_who_is_killed_leaves_nothing_that_is_used(
    server: FileServer, tmp_path: Path, kind: str
) -> None:
    server.stall_after = 50_000
    killed = getting(tmp_path, server, kind)
    assert server.stalled.wait(DEADLINE_S)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait(DEADLINE_S) == -signal.SIGKILL
    model = of_kind(kind, server)
    store = Store(tmp_path, (model,))
    assert not (tmp_path / model.id).exists()
    assert not store.state(model).is_at_hand
    server.go_on.set()
    of = manager(tmp_path, model)
    assert of.get(model, Cancel(), ignore).condition is Condition.INSTALLED
    of.verify(model, Cancel(), ignore)


KILL_SOON = """
import os, signal, sys
from pathlib import Path
from tests.helpers.model_files import FILES, manager, record, written
from app.net.links import Cancel

folder, source, left = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
model = record()
of = manager(folder, model)


def count(event, arguments):
    global left
    if event in ("open", "os.rename", "os.mkdir", "os.rmdir", "os.remove"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(count)
of.import_from(source, model, Cancel(), lambda progress: None)
of.remove(model)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_at_any_step_of_installing_or_removing_a_model_is_whole_or_not_there(
    tmp_path: Path,
) -> None:
    source = tmp_path / "source"
    for name, content in FILES.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(content)
    seen: set[bool] = set()
    for step in range(1, 200, 3):
        folder = tmp_path / f"models-{step}"
        command = [sys.executable, "-c", KILL_SOON, str(folder), str(source), str(step)]
        ended = subprocess.run(command, cwd=ROOT, timeout=DEADLINE_S, check=False)
        model = record()
        of = manager(folder, model)
        is_there = of.store.state(model).is_at_hand
        seen.add(is_there)
        if is_there:
            held = content_of(folder / model.id)
            assert {name: held[name] for name in FILES} == FILES
        assert of.import_from(source, model, Cancel(), ignore).is_at_hand
        if ended.returncode == 0:
            break
    else:
        pytest.fail("it never came to its end")
    assert seen == {True, False}
