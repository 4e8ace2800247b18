"""Tags of several sessions at once, as one row of words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BETWEEN: Final = re.compile(r"[,，、;；\n]")


def shared_tags(tags: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the tags that all of some sessions have, as the first one has them."""
    if not tags:
        return ()
    common = set(tags[0]).intersection(*tags[1:])
    return tuple(tag for tag in tags[0] if tag in common)


def written_tags(text: str) -> tuple[str, ...]:
    """Return the tags in `text`, which commas part, none twice."""
    words = (" ".join(part.split()).lstrip("#").strip() for part in _BETWEEN.split(text))
    return tuple(dict.fromkeys(filter(None, words)))


def retagged(
    tags: Mapping[str, tuple[str, ...]], written: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return the tags of sessions, by their ids, after `written` replaced those they share.

    Tags that only some of them have stay with these. Sessions that keep theirs are left out.
    """
    gone = set(shared_tags(list(tags.values()))) - set(written)
    found: dict[str, tuple[str, ...]] = {}
    for session, before in tags.items():
        kept = [tag for tag in before if tag not in gone]
        after = tuple(dict.fromkeys((*kept, *written)))
        if set(after) != set(before):
            found[session] = after
    return found
