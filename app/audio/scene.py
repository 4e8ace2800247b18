"""What the system says of its microphones beside PortAudio, and what a change of it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

MONITOR_SUFFIX: Final = ".monitor"
"""How a Linux sound server calls what plays: it stands in where no microphone is left."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The sources, by names that only the system uses. What is empty the system does not say."""

    sources: frozenset[str] = frozenset()
    default: str = ""
    heard: str = ""  # by this process


class Change(Enum):
    """What became of the microphone that is listened to."""

    NONE = "none"
    GONE = "gone"
    REPLACED = "replaced"  # it has to be opened anew, as when the default is another one now


def judge(then: Scene, now: Scene, *, follows_default: bool) -> Change:
    """Say what happened to the microphone that was opened in the scene `then`.

    A sound server moves a stream in silence when its source goes: on purpose if whoever listens
    wants the default one, and else to the wrong microphone.
    """
    if not follows_default:
        is_there = not then.heard or then.heard in now.sources
        return Change.NONE if is_there else Change.GONE
    if now.heard:
        fell_back = _is_monitor(now.heard) and not _is_monitor(then.heard)
        return Change.GONE if fell_back else Change.NONE
    has_moved = bool(now.default) and now.default != then.default
    return Change.REPLACED if has_moved else Change.NONE


def may_open(lost: Scene, now: Scene, *, follows_default: bool) -> bool:
    """Whether to try to open what was lost in the scene `lost`: it is there, or nobody can tell."""
    if not now.sources:
        return not lost.sources
    if not follows_default:
        return not lost.heard or lost.heard in now.sources
    return not _is_monitor(now.default) or _is_monitor(lost.heard)


def _is_monitor(source: str) -> bool:
    return source.endswith(MONITOR_SUFFIX)
