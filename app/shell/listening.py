"""What can be listened to."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from app.core.settings import DeviceRef

Listening: TypeAlias = DeviceRef | Path | None  # None: the system's default microphone
