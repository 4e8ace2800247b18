"""A bare client of the protocol: pushes audio as fast as the server takes it, counts words."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from websockets.asyncio.client import ClientConnection, connect

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHUNK_BYTES = 3200  # 100 ms


@dataclass(frozen=True, slots=True)
class Heard:
    """What a server made of some audio: every text it showed and every final."""

    interims: tuple[str, ...]
    finals: tuple[str, ...]

    @property
    def words(self) -> int:
        """Words shown: those of the finals, or of the longest interim if no final has any."""
        in_finals = sum(len(text.split()) for text in self.finals)
        return in_finals or max((len(text.split()) for text in self.interims), default=0)


async def hear(url: str, token: str, pcm: bytes, *, silence_ms: int = 400) -> Heard:
    """Send `pcm` (16 kHz mono s16le) in one wire session and return all texts that came back."""
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(f"{url}?model=zimu", additional_headers=headers, max_size=None) as link:
        await link.send(json.dumps(_update(silence_ms)))
        await _expect(link, "session.updated")
        texts = asyncio.create_task(_collect(link))
        for begin in range(0, len(pcm), CHUNK_BYTES):
            audio = base64.b64encode(pcm[begin : begin + CHUNK_BYTES]).decode()
            await link.send(json.dumps({"type": "input_audio_buffer.append", "audio": audio}))
        await link.send(json.dumps({"type": "session.finish"}))
        return await texts


def _update(silence_ms: int) -> dict[str, Any]:
    detection = {"type": "server_vad", "threshold": 0.0, "silence_duration_ms": silence_ms}
    session = {"input_audio_format": "pcm", "sample_rate": 16000, "turn_detection": detection}
    return {"event_id": "event_1", "type": "session.update", "session": session}


async def _expect(link: ClientConnection, wanted: str) -> None:
    async for event in _events(link):
        assert event["type"] != "error", event
        if event["type"] == wanted:
            return


async def _collect(link: ClientConnection) -> Heard:
    interims: list[str] = []
    finals: list[str] = []
    async for event in _events(link):
        match event["type"].rpartition(".")[2]:
            case "text":
                interims.append(event["text"] + event["stash"])
            case "completed":
                finals.append(event["transcript"])
            case "finished":
                break
            case "error":
                raise AssertionError(event)
    return Heard(tuple(interims), tuple(finals))


async def _events(link: ClientConnection) -> AsyncIterator[dict[str, Any]]:
    async for message in link:
        yield json.loads(message)
