"""What is left when the program is killed while it captions."""

import random
from pathlib import Path

import pytest

from app.storage.library.recovery import unclosed
from tests.helpers.caption_server import CaptionServer
from tests.helpers.killing import kill_at_final, talk, write_silence


@pytest.mark.parametrize("count", [1, 40, 400])
def test_a_killed_program_has_lost_no_final_that_it_had_shown(tmp_path: Path, count: int) -> None:
    recording = write_silence(tmp_path / "silence.wav", 60)
    with CaptionServer(talk(f"run{count}", 2000)) as server:
        killed = kill_at_final(count, random.Random(count), tmp_path, recording, server.url)
    assert len(killed.reported) >= count
    assert not killed.lost
    assert killed.is_sound
    [session] = unclosed(tmp_path / "data" / "library.db")
    assert session.line_count >= count
