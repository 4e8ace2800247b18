"""What a language model is asked for a summary, and what of its answer is a citation. Pure.

Only times, names and words go into it: no feeling that was heard is ever sent.
"""

from __future__ import annotations

import re
import urllib.parse
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.captions import Line
from app.core.endpoint import is_loopback
from app.core.export.options import ExportFormat, ExportOptions
from app.core.export.passages import led, passages_of, printable
from app.core.export.wording import clock, speaker_words
from app.core.languages import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.core.captions import Entry
    from app.core.export.transcript import Transcript

MAX_CHARS: Final = 60_000  # of the transcript: about three hours of talk, and what models take
_PROMPT: Final = (
    "Summarize the transcript of a meeting that follows, in {language}. Begin with two or three "
    "sentences that say what it was about. Then list what was decided, what is to be done and by "
    "whom, and which questions stayed open; leave out what there is none of. After each statement "
    "cite the line that it rests on by its time, exactly as it stands in the transcript, such as "
    "[00:12:31]. Add nothing that was not said."
)
_CHINESE_PROMPT: Final = (
    "请用中文总结下面的会议记录。先用两三句话说明会议谈了什么，再依次列出作出的决定、待办事项及其负责人、"
    "尚未解决的问题；没有的就不列。每条之后注明它依据的那一行的时间，写法与记录中完全一致，例如 "
    "[00:12:31]。不要添加没有说过的内容。"
)
_SAME_LANGUAGE: Final = "the language of the transcript"
_TIME: Final = re.compile(r"\d{2,}:\d\d:\d\d")
_BETWEEN: Final = r"\s*[-\u2013\u2014~\uff5e,;\uff0c\u3001\uff1b]\s*"
# Asked for [00:12:31], models also write [00:12:31, 00:12:40], [00:12:31-00:12:40], wide brackets.
_CITED: Final = re.compile(
    rf"[\[\uff3b\u3010]{_TIME.pattern}(?:{_BETWEEN}{_TIME.pattern})*[\]\uff3d\u3011]"
)
_PATH: Final = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Matter:
    """The lines of a transcript as they are sent."""

    text: str
    lines: int  # in `text`
    left_out: int  # lines at the end that there was no room for
    places: Mapping[str, int]  # the ids of the lines in `text`, by the times that stand there


@dataclass(frozen=True, slots=True)
class Topic:
    """What is asked of a session if the user asks nothing else."""

    prompt: str
    matter: Matter


@dataclass(frozen=True, slots=True)
class Citation:
    """Characters of an answer that name a line."""

    begin: int
    end: int
    line: int  # its id


def matter_of(transcript: Transcript, *, max_chars: int = MAX_CHARS) -> Matter:
    """Return the lines from the first one on, each with its time, as far as there is room."""
    options = ExportOptions(ExportFormat.TXT)
    rows: list[str] = []
    places: dict[str, int] = {}
    room = max_chars
    passages = [each for each in passages_of(transcript, options) if not each.is_gap]
    for passage in passages:
        name = speaker_words(passage.speaker, options.wording) if passage.speaker else ""
        time = clock(passage.begin_ms)
        row = f"[{time}] {led(name, passage.text)}\n"
        if len(row) > room:
            break
        if isinstance(passage.entry, Line):
            places.setdefault(time, passage.entry.line)
        room -= len(row)
        rows.append(row)
    left_out = len(passages) - len(rows)
    return Matter("".join(rows), len(rows), left_out, MappingProxyType(places))


def topic_of(transcript: Transcript) -> Topic:
    """Return what is sent of `transcript`, and the prompt for it. Takes long for a long one."""
    return Topic(prompt_for(transcript.captions.entries), matter_of(transcript))


def prompt_for(entries: Iterable[Entry]) -> str:
    """Return what is asked if the user asks nothing else: a summary in the language most was said
    in. Chinese is asked for in Chinese.
    """
    spoken: Counter[str] = Counter()
    for entry in entries:
        if isinstance(entry, Line):
            spoken[entry.language] += len(entry.text)
    language = find(spoken.most_common(1)[0][0]) if spoken else None
    if language is None:
        return _PROMPT.format(language=_SAME_LANGUAGE)
    if language.code == "zh":
        return _CHINESE_PROMPT
    name = language.english_name
    is_other = language.own_name != name
    return _PROMPT.format(language=f"{name} ({language.own_name})" if is_other else name)


def citations(answer: str, matter: Matter) -> tuple[Citation, ...]:
    """Return the times in `answer` that lines of `matter` have. One that was made up is none."""
    return tuple(
        Citation(found.start(), found.end(), matter.places[found[0]])
        for found in _times(answer)
        if found[0] in matter.places
    )


def cited_times(answer: str) -> int:
    """Return how many times `answer` cites, made up or not."""
    return len(list(_times(answer)))


def _times(answer: str) -> Iterator[re.Match[str]]:
    """Yield the times that stand in brackets, alone or with others."""
    for cited in _CITED.finditer(answer):
        yield from _TIME.finditer(answer, cited.start(), cited.end())


def chat_address(url: str) -> str:
    """Return where a chat server at `url` is asked; empty: nothing may be sent there.

    It must be https, or http on this computer, and name no user: keys have a place of their own.
    """
    try:
        parts = urllib.parse.urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return ""
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host))
    if not host or not is_safe or "@" in parts.netloc or printable(url.strip()) != url.strip():
        return ""
    path = parts.path.rstrip("/")
    path = path if path.endswith(_PATH) else f"{path}{_PATH}"
    return urllib.parse.urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
