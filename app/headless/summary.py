"""`zimu sessions summary`: what a chat server makes of a session. It says what goes where first."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from app.core.endpoint import host_of, shown
from app.core.errors import ErrorCode, ZimuError
from app.core.problem_text import english
from app.core.summary import chat_address, citations, cited_times, matter_of, prompt_for
from app.headless.interrupts import interrupts_go_to
from app.headless.output import EXIT_PROBLEM, give_up
from app.headless.sessions import transcript_in
from app.net.chat import ANSWER_TIMEOUT_S, ChatQuestion, ask
from app.net.https import Https
from app.net.links import Cancel
from app.session.network import net_options
from app.storage.library import catalogue, schema
from app.storage.library.journal import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.export import Transcript
    from app.core.settings import NetworkSettings
    from app.core.summary import Matter
    from app.engine.keys import Keys

EXIT_OK: Final = 0
EXIT_CANCELLED: Final = 130


@dataclass(frozen=True, slots=True)
class SummaryCommand:
    """One run of it."""

    session: str  # the beginning of its id
    url: str
    model: str
    network: NetworkSettings
    prompt_file: Path | None = None
    is_shown_only: bool = False  # what would be sent
    is_agreed: bool = False
    cancel: Cancel = field(default_factory=Cancel)


def summarize(
    command: SummaryCommand, library: Path, keys: Keys, say: Callable[[str], None]
) -> int:
    """Do it; return the exit code. The summary goes to standard output as it is written."""
    try:
        transcript = _transcript(command.session, library)
        prompt = _prompt(command, transcript)
        matter = matter_of(transcript)
        if command.is_shown_only:
            sys.stdout.write(f"{prompt}\n\n{matter.text}")
            sys.stdout.flush()
            return EXIT_OK
        if not _is_agreed(command, matter, say):
            return EXIT_PROBLEM
        with interrupts_go_to(command.cancel.cancel):
            return _ask(command, keys, _Sent(prompt, matter), say)
    except schema.TROUBLES as exc:
        if isinstance(exc, OSError) and exc.filename is None:
            return give_up(exc, say)
        say(english(problem_of(exc, library, ErrorCode.LIBRARY_UNREADABLE)))
        return EXIT_PROBLEM


@dataclass(frozen=True, slots=True)
class _Sent:
    prompt: str
    matter: Matter


def _transcript(session: str, library: Path) -> Transcript:
    if not library.exists():
        raise ZimuError(ErrorCode.SESSION_UNKNOWN, session=session)
    with closing(schema.connect(library)) as connection:
        return transcript_in(connection, catalogue.find(connection, session).id)


def _prompt(command: SummaryCommand, transcript: Transcript) -> str:
    if command.prompt_file is None:
        return prompt_for(transcript.captions.entries)
    try:
        return command.prompt_file.read_text("utf-8-sig").strip()
    except (OSError, UnicodeError) as exc:
        reason = (isinstance(exc, OSError) and exc.strerror) or "it is no text in UTF-8"
        path = str(command.prompt_file)
        raise ZimuError(ErrorCode.FILE_NOT_OPENED, path=path, reason=reason) from exc


def _is_agreed(command: SummaryCommand, matter: Matter, say: Callable[[str], None]) -> bool:
    """Say what goes where, and ask unless that was agreed to. Raises ZimuError CHAT_UNSAFE."""
    host = host_of(chat_address(command.url))
    if not host:
        raise ZimuError(ErrorCode.CHAT_UNSAFE, url=shown(command.url))
    if not matter.lines:
        say("There is nothing to summarize in it.")
        return False
    lines = "1 line goes" if matter.lines == 1 else f"{matter.lines:,} lines go"
    say(f"{lines} to {host}, with times and names. Feelings and audio are not sent.")
    if matter.left_out:
        say(f"The last {matter.left_out:,} lines are too many for it and are left out.")
    if command.is_agreed:
        return True
    if not sys.stdin.isatty():
        say("Add --yes to send them, or --show to read what would be sent.")
        return False
    sys.stderr.write("Send? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _ask(
    command: SummaryCommand,
    keys: Keys,
    sent: _Sent,
    say: Callable[[str], None],
) -> int:
    key = keys.chat_key(command.url)
    asked = ChatQuestion(command.url, command.model, sent.prompt, sent.matter.text, key)
    told: list[str] = []

    def tell(words: str) -> None:
        told.append(words)
        sys.stdout.write(_safe(words))
        sys.stdout.flush()

    try:
        with Https(net_options(command.network, keys), read_timeout_s=ANSWER_TIMEOUT_S) as https:
            answer = ask(asked, https, command.cancel, tell)
    finally:
        if told:
            sys.stdout.write("\n")
            sys.stdout.flush()
    if answer is None:
        return EXIT_CANCELLED
    if answer.is_cut:
        say("The model had more to say than its server lets it.")
    text = "".join(told)
    made_up = cited_times(text) - len(citations(text, sent.matter))
    if made_up:
        say(f"Times in it at which no line begins: {made_up}.")
    return EXIT_OK


def _safe(words: str) -> str:
    """Return `words` without what a terminal would act on."""
    return "".join(char for char in words if char.isprintable() or char in "\n\t")
