"""`zimu models`: what a person is told, asked and shown, and which exit code a script gets."""

import io
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.arguments.parser import parse
from app.core.models import FilesSource, ModelInfo, PackageSource
from app.headless.check import EXIT_INTERRUPTED, EXIT_NETWORK
from app.headless.models import ModelsCommand, models
from app.headless.output import EXIT_PROBLEM
from app.models.licences import Licences
from app.models.manager import Manager
from app.models.store import Condition, Store
from app.net.options import NetOptions
from tests.helpers.file_server import FileServer
from tests.helpers.model_files import FILES, SIZE_BYTES, manager, record, written

DEADLINE_S = 30.0
ROOT = Path(__file__).parents[3]


class Terminal(io.StringIO):
    """Standard input or error of a person who sits there."""

    def isatty(self) -> bool:
        return True


class Desk:
    """Runs commands on one model in one folder."""

    def __init__(self, folder: Path, model: ModelInfo) -> None:
        licences = Licences(folder / "licences.json", lambda: datetime(2026, 1, 2, tzinfo=UTC))
        self.manager = Manager(Store(folder, (model,)), licences, NetOptions)
        self.model = model
        self.said: list[str] = []

    def run(self, command: ModelsCommand) -> int:
        self.said.clear()
        return models(command, self.manager, self.said.append)

    def condition(self) -> Condition:
        return self.manager.store.state(self.model).condition


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[FileServer]:
    with FileServer({f"tiny/{name}": content for name, content in FILES.items()}) as server:
        yield server


@pytest.fixture
def desk(tmp_path: Path, server: FileServer) -> Desk:
    return Desk(tmp_path / "models", record(FilesSource(server.url("tiny/"))))


GET = ModelsCommand("get", "tiny", accepts_licence=True)


def test_the_list_marks_what_can_be_used(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert desk.run(ModelsCommand("list")) == 0
    assert capsys.readouterr().out.startswith("  tiny  Tiny: en; 0 MB; MIT (")
    desk.run(GET)
    capsys.readouterr()
    desk.run(ModelsCommand("list"))
    assert capsys.readouterr().out.startswith("* tiny  Tiny: installed; en;")


def test_the_list_as_json_is_an_object_a_line(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.run(ModelsCommand("list", as_json=True))
    (line,) = capsys.readouterr().out.splitlines()
    found = json.loads(line)
    assert (found["type"], found["id"], found["state"]) == ("model", "tiny", "absent")
    assert (found["size_bytes"], found["folder"]) == (SIZE_BYTES, None)
    assert found["licence"]["commercial"] == "yes"


def test_getting_shows_the_licence_and_installs(desk: Desk) -> None:
    assert desk.run(GET) == 0
    assert "https://example.org/licence" in desk.said[0]
    assert desk.condition() is Condition.INSTALLED


def test_who_is_not_there_to_accept_the_licence_gets_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert desk.run(ModelsCommand("get", "tiny")) == EXIT_PROBLEM
    assert any("--accept-licence" in sentence for sentence in desk.said)
    assert desk.condition() is Condition.ABSENT


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("y\n", Condition.INSTALLED), ("\n", Condition.ABSENT), ("", Condition.ABSENT)],
)
def test_a_person_is_asked_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: str, expected: Condition
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    desk.run(ModelsCommand("get", "tiny"))
    assert desk.condition() is expected
    if expected is Condition.INSTALLED:
        desk.run(ModelsCommand("remove", "tiny"))
        assert desk.run(ModelsCommand("get", "tiny")) == 0


def test_a_terminal_shows_how_far_it_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    desk.run(GET)
    assert "Downloading: 0 MB of 0 MB" in shown.getvalue()
    assert shown.getvalue().endswith("\r\x1b[2K")


def test_progress_as_json_ends_with_the_model(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.run(ModelsCommand("get", "tiny", accepts_licence=True, as_json=True))
    objects = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {found["type"] for found in objects[:-1]} == {"progress"}
    assert objects[-1]["state"] == "installed"


def test_what_goes_wrong_is_a_sentence_an_object_and_a_code(
    desk: Desk, server: FileServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.files.clear()
    command = ModelsCommand("get", "tiny", accepts_licence=True, as_json=True)
    assert desk.run(command) == EXIT_PROBLEM
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["code"] == "download_refused"
    assert desk.said[-1] == json.loads(line)["message"]


def test_an_unreachable_host_has_the_code_of_the_network(tmp_path: Path) -> None:
    with FileServer({}) as gone:
        url = gone.url("tiny/")
    assert Desk(tmp_path, record(FilesSource(url))).run(GET) == EXIT_NETWORK


def test_a_host_that_is_none_of_its_sources_is_refused(desk: Desk) -> None:
    command = ModelsCommand("get", "tiny", host="files.example", accepts_licence=True)
    assert desk.run(command) == EXIT_PROBLEM
    assert "127.0.0.1" in desk.said[-1]


def test_an_unknown_model_is_answered_with_those_there_are(desk: Desk) -> None:
    assert desk.run(ModelsCommand("get", "huge")) == EXIT_PROBLEM
    assert desk.said == ["There is no model “huge”. There are: tiny."]


def test_verifying_all_says_which_one_is_damaged(desk: Desk) -> None:
    assert desk.run(ModelsCommand("verify")) == 0
    assert desk.said == []
    desk.run(GET)
    assert desk.run(ModelsCommand("verify")) == 0
    assert desk.said == ["Tiny is whole."]
    path = desk.manager.store.folder(desk.model) / "model.onnx"
    path.write_bytes(bytes(len(FILES["model.onnx"])))
    assert desk.run(ModelsCommand("verify")) == EXIT_PROBLEM
    assert "model.onnx" in desk.said[-1]


def test_verifying_all_goes_on_after_one_that_is_damaged(tmp_path: Path) -> None:
    one, two = record(model_id="one"), record(model_id="two")
    source = written(FILES, tmp_path / "source")
    both = manager(tmp_path / "models", one, two)
    said: list[str] = []
    for model in (one, two):
        command = ModelsCommand("import", model.id, path=source)
        assert models(command, both, said.append) == 0
    (both.store.folder(one) / "model.onnx").unlink()
    assert models(ModelsCommand("verify"), both, said.append) == EXIT_PROBLEM
    assert len(said) == 2
    assert "one is damaged" in said[0]
    assert said[1] == "Tiny is whole."


@pytest.mark.parametrize("host", ["", "127.0.0.1"])
def test_packages_that_do_not_give_the_model_leave_it_to_a_download(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    written({"__init__.py": b"", "bad": b"bad"}, tmp_path / "zimu_bad_parts")
    bad = ("zimu_bad_parts/bad", "zimu_bad_parts/bad")
    parts: dict[str, tuple[str, ...]] = dict.fromkeys(FILES, bad)
    package = PackageSource(("zimu-bad-parts==1",), parts)
    desk = Desk(tmp_path / "models", record(package, FilesSource(server.url("tiny/"))))
    assert desk.condition() is Condition.IN_PARTS
    command = ModelsCommand("get", "tiny", host=host, accepts_licence=True)
    assert desk.run(command) == 0
    assert desk.condition() is Condition.INSTALLED


def test_importing_and_removing(desk: Desk, tmp_path: Path) -> None:
    source = written(FILES, tmp_path / "source")
    command = ModelsCommand("import", "tiny", path=source, accepts_licence=True)
    assert desk.run(command) == 0
    assert desk.condition() is Condition.INSTALLED
    assert desk.run(ModelsCommand("remove", "tiny")) == 0
    assert desk.condition() is Condition.ABSENT


CHILD = """
import sys
from pathlib import Path
from app.core.models import FilesSource
from app.headless.models import ModelsCommand, models
from tests.helpers.model_files import manager, record

model = record(FilesSource(sys.argv[2]))
command = ModelsCommand("get", "tiny", as_json=True)
sys.exit(models(command, manager(Path(sys.argv[1]), model), print))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C cannot be sent to one process")
def test_ctrl_c_pauses_and_the_same_command_goes_on(
    desk: Desk, server: FileServer, tmp_path: Path
) -> None:
    server.stall_after = 100_000
    command = [sys.executable, "-c", CHILD, str(tmp_path / "models"), server.url("tiny/")]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    assert child.stdout is not None
    assert b"progress" in child.stdout.readline()
    child.send_signal(signal.SIGINT)
    said, _ = child.communicate(timeout=DEADLINE_S)
    assert child.returncode == EXIT_INTERRUPTED
    assert b"goes on with it" in said
    assert desk.condition() is Condition.BEGUN
    server.go_on.set()
    assert desk.run(GET) == 0
    path, begin_bytes = server.asked[1]
    assert path == "tiny/model.onnx"
    assert 0 < begin_bytes <= 100_000


def test_without_an_action_the_models_are_listed() -> None:
    assert parse(["models"]).action == "list"
    options = parse(["models", "get", "tiny", "--source", "h", "--proxy", "none", "--json"])
    assert (options.action, options.model, options.source) == ("get", "tiny", "h")
    assert (options.proxy, options.json, options.accept_licence) == ("none", True, False)
    assert parse(["models", "verify"]).model == ""
    assert parse(["models", "import", "tiny", "x.zip"]).path == Path("x.zip")
