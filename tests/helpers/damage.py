"""Files that are damaged at random, in the same way each time."""

from __future__ import annotations

import random


def damaged(data: bytes, seed: int, *, at_head: bool = True) -> bytes:
    """Return `data` with bytes changed, most of them in its head, and perhaps cut off."""
    chance, spoilt = random.Random(seed), bytearray(data)
    for _ in range(chance.randint(1, 30)):
        reach = chance.choice([64, 1024, len(spoilt)]) if at_head else len(spoilt)
        spoilt[chance.randrange(min(reach, len(spoilt)))] = chance.randrange(256)
    del spoilt[chance.choice([len(spoilt), chance.randrange(len(spoilt))]) :]
    return bytes(spoilt)
