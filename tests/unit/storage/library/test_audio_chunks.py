"""Audio is recorded in whole files, and never at the expense of captions."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
import soundfile

from app.core.errors import ErrorCode, Problem
from app.storage.library import schema
from app.storage.library.audio_chunks import CHUNK_SAMPLES, MAX_WAITING, PART_SAMPLES, AudioChunks
from tests.helpers.kept_sessions import write_session
from tests.helpers.waiting import until

ROOT = Path(__file__).resolve().parents[4]
PIECE = 1600


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "library.db"
    write_session(path, "s", "One.")
    return path


def sound(samples: int) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    return np.random.default_rng(1).integers(-9000, 9000, samples).astype(np.int16)


def record(library: Path, *stretches: tuple[int, int]) -> list[Problem]:
    """Record stretches of sound, each from a sample on, and return what was told."""
    told: list[Problem] = []
    chunks = AudioChunks(library, "s", told.append)
    chunks.start()
    for begin, samples in stretches:
        pcm = sound(begin + samples)[begin:].tobytes()
        for at in range(0, len(pcm), 2 * PIECE):
            chunks.hear(begin + at // 2, pcm[at : at + 2 * PIECE])
    chunks.end()
    until(chunks.join, "all of it on the disk", deadline_s=30)
    return told


def rows(library: Path) -> list[tuple[int, int, str]]:
    with closing(schema.connect(library)) as connection:
        found = connection.execute("SELECT * FROM audio_chunks ORDER BY begin_ms").fetchall()
    assert all(row["bytes"] == (library.parent / row["path"]).stat().st_size for row in found)
    return [(row["begin_ms"], row["end_ms"], row["path"]) for row in found]


def test_what_was_heard_is_read_back_sample_by_sample(library: Path) -> None:
    assert record(library, (0, PART_SAMPLES * 2 + 800)) == []
    [(begin_ms, end_ms, path)] = rows(library)
    assert (begin_ms, end_ms, path) == (0, 3050, "audio/s/0000000000.flac")
    heard, rate_hz = soundfile.read(library.parent / path, dtype="int16")
    assert rate_hz == 16_000
    assert np.array_equal(heard, sound(len(heard)))
    assert [one.name for one in (library.parent / "audio" / "s").iterdir()] == ["0000000000.flac"]


def test_a_minute_is_a_file_and_so_is_what_follows_a_gap(library: Path) -> None:
    record(library, (0, CHUNK_SAMPLES + PIECE), (CHUNK_SAMPLES * 2, PIECE))
    assert [(begin, end) for begin, end, _ in rows(library)] == [
        (0, 60_000),
        (60_000, 60_100),
        (120_000, 120_100),
    ]


def test_the_newest_seconds_are_a_file_of_their_own_until_the_minute_is_full(
    library: Path,
) -> None:
    chunks = AudioChunks(library, "s", lambda problem: None)
    chunks.start()
    for number in range(PART_SAMPLES // PIECE):
        chunks.hear(number * PIECE, sound(PIECE).tobytes())
    until(lambda: bool(rows(library)), "a part")
    assert rows(library) == [(0, 1500, "audio/s/0000000000.part.flac")]
    chunks.end()
    until(chunks.join, "all of it on the disk", deadline_s=30)


def test_a_recording_that_ends_late_leaves_the_next_one_alone(library: Path) -> None:
    first, second = (AudioChunks(library, "s", lambda problem: None) for _ in range(2))
    for begin, chunks in ((0, first), (PART_SAMPLES * 2, second)):
        for at in range(begin, begin + PART_SAMPLES, PIECE):
            chunks.hear(at, bytes(2 * PIECE))
        chunks.start()
    until(lambda: len(rows(library)) == 2, "both parts")
    first.end()
    assert first.join()
    assert [begin for begin, _, _ in rows(library)] == [0, 3000]
    second.end()
    assert second.join()


LISTENER = """
import sys
from pathlib import Path
from app.storage.library.audio_chunks import AudioChunks
chunks = AudioChunks(Path(sys.argv[1]), "s", print)
chunks.start()
for number in range(74):
    chunks.hear(number * 1600, bytes(3200))
while sum(1 for _ in chunks.folder.glob("*")) < 4:
    pass
print("heard", flush=True)
sys.stdin.read()
"""


FILLER = """
import sys
from pathlib import Path
import numpy as np
from app.storage.library.audio_chunks import AudioChunks
chunks = AudioChunks(Path(sys.argv[1]), "s", lambda problem: print(problem.facts["reason"]))
chunks.start()
for number in range(100):
    noise = np.random.default_rng(number).integers(-9000, 9000, 1600).astype("<i2")
    chunks.hear(number * 1600, noise.tobytes())
chunks.end()
chunks.join()
"""


def test_a_killed_program_has_lost_less_than_two_seconds(library: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LISTENER, str(library)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        until(lambda: len(rows(library)) == 4, "four parts")
        program.kill()
    parts = [soundfile.info(library.parent / path).frames for _, _, path in rows(library)]
    assert 7.4 - sum(parts) / 16_000 < 2


@pytest.mark.expects_log("audio is no longer recorded")
def test_a_folder_that_cannot_be_written_is_told_and_ends_the_recording(library: Path) -> None:
    (library.parent / "audio").touch()
    [problem] = record(library, (0, PIECE))
    assert problem.code is ErrorCode.AUDIO_NOT_KEPT


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_full_disk_is_told_in_the_words_of_the_system(library: Path) -> None:
    done = subprocess.run(
        ("sh", "-c", 'ulimit -f 100; exec "$@"', "sh", sys.executable, "-c", FILLER, str(library)),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout == "File too large\n"


@pytest.mark.expects_log("audio is no longer recorded")
def test_a_disk_that_is_too_slow_holds_nobody_up(library: Path) -> None:
    told: list[Problem] = []
    chunks = AudioChunks(library, "s", told.append)
    for number in range(MAX_WAITING + 1):
        chunks.hear(number * PIECE, bytes(2 * PIECE))
    chunks.start()
    until(chunks.join, "all of it on the disk", deadline_s=30)
    assert [problem.facts["reason"] for problem in told] == ["the disk is too slow"]
    assert not chunks.is_on
