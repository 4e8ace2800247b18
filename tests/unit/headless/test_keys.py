"""`zimu key` with a keychain: what is set is there, what is deleted is gone, nothing is shown."""

from __future__ import annotations

from io import StringIO
from typing import Literal

import pytest

from app.core.errors import ErrorCode, Problem, ZimuError
from app.core.settings import Settings
from app.engine.keys import PROXY_PASSWORD, Keys, KeySource
from app.headless.keys import KeyCommand, change_keys

BEIJING = Settings(engine_id="cloud-cn")


class Chain:
    """A keychain in memory that may be locked."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.is_locked = False

    def read(self, account: str) -> str:
        if self.is_locked:
            raise ZimuError(ErrorCode.KEYCHAIN_FAILED)
        return self.secrets.get(account, "")

    def write(self, account: str, secret: str) -> Problem | None:
        self.secrets[account] = secret
        return None

    def delete(self, account: str) -> None:
        self.secrets.pop(account, None)


class Keyboard(StringIO):
    """Standard input that says it is a terminal."""

    def isatty(self) -> bool:
        return True


class Desk:
    """Somebody at a terminal without a terminal: a line of standard input and what is said."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.chain = Chain()
        self.said: list[str] = []

    def run(
        self,
        action: Literal["set", "delete", "list"],
        settings: Settings = BEIJING,
        *,
        typed: str = "",
        proxy_url: str = "",
        is_terminal: bool = False,
    ) -> tuple[int, str]:
        """The exit code and standard output."""
        self._monkeypatch.setattr("sys.stdin", Keyboard(typed) if is_terminal else StringIO(typed))
        command = KeyCommand(action, settings, proxy_url)
        code = change_keys(command, Keys({}, self.chain), self.said.append)
        return code, self._capsys.readouterr().out


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(monkeypatch, capsys)


def test_a_key_is_kept_for_the_host_of_its_engine(desk: Desk) -> None:
    assert desk.run("set", typed=" sk-typed \nmore\n") == (0, "")
    assert desk.chain.secrets == {"dashscope.aliyuncs.com": "sk-typed"}
    assert desk.said == ["Done."]


def test_the_list_says_where_and_never_what(desk: Desk) -> None:
    desk.run("set", typed="sk-typed\n")
    code, listed = desk.run("list", Settings(workspace_cn="llm-1", custom_url="wss://a.example"))
    assert code == 0
    assert listed.splitlines() == [
        "cloud-cn  dashscope.aliyuncs.com: key in the keychain",
        "cloud-intl  dashscope-intl.aliyuncs.com: no key",
        "workspace-cn  llm-1.cn-beijing.maas.aliyuncs.com: no key",
        "custom  a.example: no key",
    ]


def test_a_key_that_is_deleted_is_gone(desk: Desk) -> None:
    desk.run("set", typed="sk-typed\n")
    assert desk.run("delete") == (0, "")
    assert desk.chain.secrets == {}


def test_the_password_of_a_proxy_is_kept_and_deleted_likewise(desk: Desk) -> None:
    proxy = "http://me@proxy.example:3128"
    assert desk.run("set", typed="secret\n", proxy_url=proxy) == (0, "")
    assert desk.chain.secrets == {"proxy me@proxy.example": "secret"}
    assert desk.run("delete", proxy_url=proxy) == (0, "")
    assert desk.chain.secrets == {}


def test_of_a_proxy_the_list_says_where_its_password_is(desk: Desk) -> None:
    proxy = "http://me@proxy.example:3128"
    assert desk.run("list", proxy_url=proxy) == (0, "proxy me@proxy.example: no password\n")
    desk.run("set", typed="secret\n", proxy_url=proxy)
    listed = "proxy me@proxy.example: password in the keychain\n"
    assert desk.run("list", proxy_url=proxy) == (0, listed)
    assert Keys({PROXY_PASSWORD: "x"}, desk.chain).proxy_source(proxy) is KeySource.ENVIRONMENT


@pytest.mark.parametrize("action", ["set", "delete", "list"])
def test_a_proxy_without_a_user_has_no_password(
    desk: Desk, action: Literal["set", "delete", "list"]
) -> None:
    assert desk.run(action, typed="secret\n", proxy_url="http://proxy.example") == (1, "")
    assert desk.said == ["A password needs the name of a user: http://USER@HOST:PORT"]


def test_who_enters_nothing_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def end_of_input(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", end_of_input)
    assert desk.run("set", is_terminal=True) == (1, "")
    assert desk.run("set", typed="\n") == (1, "")
    assert desk.said == ["Nothing was entered, so nothing was changed."] * 2


def test_a_locked_keychain_is_one_sentence(desk: Desk) -> None:
    desk.chain.is_locked = True
    assert desk.run("list") == (1, "")
    assert desk.said == ["The keychain cannot be used. Unlock it and try again."]
