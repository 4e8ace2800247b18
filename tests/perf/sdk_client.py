"""The official SDK as its documentation uses it: a file at the pace of speech, finals printed.

`python -m tests.perf.sdk_client URL FILE` (16 kHz mono WAV). Writes `ready` before the first audio.
"""

from __future__ import annotations

import base64
import os
import sys
import time
import wave
from typing import Any

from dashscope.audio import qwen_omni as omni
from dashscope.audio.qwen_omni import omni_realtime

MODEL = "qwen3-asr-flash-realtime"
CHUNK_FRAMES = 1600  # 100 ms: what the documentation sends at a time
END_TIMEOUT_S = 20


class Printer(omni.OmniRealtimeCallback):
    """Prints what is heard."""

    def on_event(self, message: Any) -> None:  # the SDK says str, and hands on a dict
        match message["type"].rpartition(".")[2]:
            case "text":
                print(message["text"], message["stash"], flush=True)
            case "completed":
                print(message["transcript"], flush=True)


def main(url: str, path: str) -> None:
    conversation = omni.OmniRealtimeConversation(
        model=MODEL, api_key=os.environ["ZIMU_ENGINE_KEY"], callback=Printer(), url=url
    )
    conversation.connect()
    conversation.update_session(
        output_modalities=[omni.MultiModality.TEXT],
        enable_turn_detection=True,
        turn_detection_threshold=0.0,
        turn_detection_silence_duration_ms=400,
        transcription_params=omni_realtime.TranscriptionParams(
            sample_rate=16_000, input_audio_format="pcm"
        ),
    )
    print("ready", flush=True)
    begin_s = time.monotonic()
    with wave.open(path) as source:
        sent = 0
        while pcm := source.readframes(CHUNK_FRAMES):
            conversation.append_audio(base64.b64encode(pcm).decode())
            sent += len(pcm) // 2
            # Its samples sleep 100 ms after each piece, and so fall behind; this keeps the pace.
            time.sleep(max(0.0, begin_s + sent / 16_000 - time.monotonic()))  # noqa: TID251
    conversation.end_session(timeout=END_TIMEOUT_S)
    conversation.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
