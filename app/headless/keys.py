"""`zimu key`: what is in the keychain, without ever showing it."""

from __future__ import annotations

import getpass
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, assert_never

from app.core.advice import ThisComputer
from app.core.endpoint import shown
from app.core.errors import ErrorCode, ZimuError
from app.core.problem_text import english
from app.engine.catalog import chosen, engines
from app.engine.keys import KeySource, proxy_account
from app.headless.output import EXIT_PROBLEM, give_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.errors import Problem
    from app.core.settings import Settings
    from app.engine.catalog import EngineInfo
    from app.engine.keys import Keys

EXIT_OK: Final = 0
_HERE: Final = ThisComputer()  # whatever models it has: they need no keys
_NO_KEY: Final = "The engine on this computer needs no key."
_NOTHING: Final = "Nothing was entered, so nothing was changed."
_NO_USER: Final = "A password needs the name of a user: http://USER@HOST:PORT"
_WORDS: Final = {
    KeySource.NOWHERE: "no {what}",
    KeySource.ENVIRONMENT: "{what} in the environment",
    KeySource.KEYCHAIN: "{what} in the keychain",
}


@dataclass(frozen=True, slots=True)
class KeyCommand:
    """One run of `zimu key`: for the chosen engine, or for a proxy if one is named."""

    action: Literal["set", "delete", "list"]
    settings: Settings
    proxy_url: str = ""
    chat_url: str = ""  # of a server that writes summaries


def change_keys(command: KeyCommand, keys: Keys, say: Callable[[str], None]) -> int:
    """Do it; return the exit code. `say` takes sentences for the person at the terminal."""
    if command.proxy_url and not proxy_account(command.proxy_url):
        say(_NO_USER)
        return EXIT_PROBLEM
    try:
        match command.action:
            case "set":
                trouble = _set(command, keys)
            case "delete":
                trouble = _delete(command, keys)
            case "list":
                _list(command, keys)
                return EXIT_OK
            case _:
                assert_never(command.action)
    except ZimuError as exc:
        say(english(exc.problem))
        return EXIT_PROBLEM
    except OSError as exc:
        return give_up(exc, say)
    say(trouble or "Done.")
    return EXIT_OK if trouble is None else EXIT_PROBLEM


def _set(command: KeyCommand, keys: Keys) -> str | None:
    """Read the secret and keep it; return what went wrong."""
    if command.chat_url:
        return _set_chat(command.chat_url, keys)
    proxy = command.proxy_url
    engine = chosen(command.settings, _HERE)
    if not proxy and not engine.takes_key:
        return _NO_KEY
    if not proxy:
        _require_host(engine)
    secret = _read_secret("Password: " if proxy else f"API key for {engine.host}: ")
    if not secret:
        return _NOTHING
    problem = keys.put_proxy_password(proxy, secret) if proxy else keys.put(engine, secret)
    return _not_kept(problem)


def _set_chat(url: str, keys: Keys) -> str | None:
    keys.chat_key(url)  # refuses before anything is typed
    secret = _read_secret(f"API key for {shown(url)}: ")
    if not secret:
        return _NOTHING
    return _not_kept(keys.put_chat_key(url, secret))


def _delete(command: KeyCommand, keys: Keys) -> str | None:
    if command.chat_url:
        keys.put_chat_key(command.chat_url, "")
        return None
    if command.proxy_url:
        keys.put_proxy_password(command.proxy_url, "")
        return None
    engine = chosen(command.settings, _HERE)
    if not engine.takes_key:
        return _NO_KEY
    _require_host(engine)
    keys.delete(engine)
    return None


def _list(command: KeyCommand, keys: Keys) -> None:
    proxy = command.proxy_url
    if command.chat_url:
        where = "a key" if keys.chat_key(command.chat_url) else "no key"
        sys.stdout.write(f"{shown(command.chat_url)}: {where}\n")
    if proxy:
        where = _WORDS[keys.proxy_source(proxy)].format(what="password")
        sys.stdout.write(f"{proxy_account(proxy)}: {where}\n")
    for engine in () if proxy or command.chat_url else engines(command.settings, _HERE):
        if engine.takes_key and engine.host:
            where = _WORDS[keys.source(engine)].format(what="key")
            sys.stdout.write(f"{engine.id}  {engine.host}: {where}\n")
    sys.stdout.flush()


def _require_host(engine: EngineInfo) -> None:
    """Raise ZimuError if there is no host whose key this could be."""
    if engine.needs_workspace and not engine.host:
        raise ZimuError(ErrorCode.WORKSPACE_MISSING)
    if not engine.host:
        raise ZimuError(ErrorCode.UNSAFE_URL, url=shown(engine.url))


def _read_secret(prompt: str) -> str:
    """Ask without an echo on a terminal; otherwise take the first line of standard input.

    Empty: nothing was entered.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    try:
        return getpass.getpass(prompt).strip()
    except EOFError:  # Ctrl+D
        sys.stderr.write("\n")
        return ""


def _not_kept(problem: Problem | None) -> str | None:
    """For a command that ends here, what is kept for this run is not kept."""
    if problem is None:
        return None
    return (
        "This computer has no keychain that Zimu can use, so nothing was kept. Set "
        "DASHSCOPE_API_KEY, ZIMU_ENGINE_KEY, ZIMU_CHAT_KEY or ZIMU_PROXY_PASSWORD in the "
        "environment instead."
    )
