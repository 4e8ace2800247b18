"""Which troubles of a source are the end where nobody can choose another one."""

from __future__ import annotations

from typing import Final

from app.core.errors import ErrorCode

# The source gives nothing more after one of these.
FINAL_TROUBLES: Final = frozenset(
    {
        ErrorCode.AUDIO_UNAVAILABLE,
        ErrorCode.NO_DEVICE,
        ErrorCode.DEVICE_NOT_FOUND,
        ErrorCode.DEVICE_GONE,
        ErrorCode.DEVICE_REFUSED,
        ErrorCode.FILE_NOT_FOUND,
        ErrorCode.FILE_NOT_OPENED,
        ErrorCode.FILE_UNREADABLE,
        ErrorCode.MEDIA_UNAVAILABLE,
        ErrorCode.INTERNAL,
    }
)
