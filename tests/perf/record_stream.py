"""Record what `zimu serve` says of some speech, as tests/data/wire/overlay keeps it.

`python -m tests.perf.record_stream NAME TARGET`, NAME as below. Takes as long as the speech.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import soxr
from websockets.asyncio.client import ClientConnection, connect

from tests.perf import bench_languages, languages, material, programs

if TYPE_CHECKING:
    from tests.perf.material import Speech

CHUNK_MS = 100
AFTER_S = 1.5
FAST = 1.35
FAST_S = 45
SILENCE_MS = 400


@dataclass(frozen=True, slots=True)
class Recording:
    """Speech, and what `zimu serve` is told to hear it with."""

    speech: Speech
    about: str
    options: tuple[str, ...] = ()


def recording(name: str) -> Recording:
    """Return what is recorded under that name."""
    models = programs.ROOT / "build" / "bench" / "models"
    match name:
        case "english":
            return Recording(material.recorded("two_cities"), "two_cities, moonshine-tiny-en")
        case "fast":
            about = f"the beginning of fables (piper), {FAST} times as fast, moonshine-tiny-en"
            return Recording(_fast(material.synthetic("fables")), about)
        case "chinese":
            speech = languages.one_after_the_other(languages.chinese(None))
            about = "the Mandarin clips of pytest-audioeval, whisper-base"
            return Recording(speech, about, bench_languages.options(models))
        case _:
            raise ValueError(name)


def _fast(speech: Speech) -> Speech:
    samples = soxr.resample(speech.samples, material.RATE_HZ * FAST, material.RATE_HZ)
    return replace(speech, samples=samples[: FAST_S * material.RATE_HZ].astype(np.float32))


def main(name: str, target: str) -> None:
    """Speak at real-time pace; write every event with the ms since the first sample was sent."""
    chosen = recording(name)
    silence = np.zeros(int(AFTER_S * material.RATE_HZ), np.float32)
    samples = np.clip(np.concatenate((chosen.speech.samples, silence)), -1, 1)
    pcm = np.asarray(samples * 32767, "<i2").tobytes()
    work = programs.ROOT / "build" / "bench" / "streams-recorded"
    with programs.engine(work, *chosen.options) as engine:
        asyncio.run(_hear(engine, pcm[: 2 * material.RATE_HZ], chosen.speech.language))
        heard = asyncio.run(_hear(engine, pcm, chosen.speech.language))
    head = {"about": f"recorded from zimu serve: {chosen.about}; silence {SILENCE_MS} ms"}
    lines = (json.dumps(line, ensure_ascii=False) for line in (head, *heard))
    Path(target).write_text("\n".join(lines) + "\n", encoding="utf-8")


async def _hear(engine: programs.Engine, pcm: bytes, language: str) -> list[dict[str, Any]]:
    headers = {"Authorization": f"Bearer {engine.token}"}
    url = f"{engine.url}?model=zimu"
    async with connect(url, additional_headers=headers, max_size=None) as link:
        await link.send(json.dumps(_update(language)))
        heard = asyncio.create_task(_collect(link, begin_s := time.monotonic()))
        step = material.RATE_HZ * 2 * CHUNK_MS // 1000
        for number, at in enumerate(range(0, len(pcm), step), start=1):
            await asyncio.sleep(max(0.0, begin_s + number * CHUNK_MS / 1000 - time.monotonic()))
            audio = base64.b64encode(pcm[at : at + step]).decode()
            await link.send(json.dumps({"type": "input_audio_buffer.append", "audio": audio}))
        await link.send(json.dumps({"type": "session.finish"}))
        return await heard


def _update(language: str) -> dict[str, Any]:
    detection = {"type": "server_vad", "threshold": 0.0, "silence_duration_ms": SILENCE_MS}
    transcription = {"language": language}
    session = {
        "input_audio_format": "pcm",
        "sample_rate": material.RATE_HZ,
        "turn_detection": detection,
        "input_audio_transcription": transcription,
    }
    return {"type": "session.update", "session": session}


async def _collect(link: ClientConnection, begin_s: float) -> list[dict[str, Any]]:
    heard: list[dict[str, Any]] = []
    async for message in link:
        event = json.loads(message)
        ms = max(0, round((time.monotonic() - begin_s) * 1000))
        heard.append({"ms": ms, "from": "server", "event": event})
        if event["type"] == "session.finished":
            break
    return heard


if __name__ == "__main__":
    main(*sys.argv[1:])
