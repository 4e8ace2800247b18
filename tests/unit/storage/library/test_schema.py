"""The library opened several times at once, by this program and by others."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from app.storage.library import schema

ADD = "INSERT INTO sessions (id, begun_s) VALUES (?, 0)"
ANOTHER_PROGRAM = """
import sys
from pathlib import Path
from app.storage.library import schema
connection = schema.connect(Path(sys.argv[1]))
if len(sys.argv) > 2:
    connection.execute("INSERT INTO sessions (id, begun_s) VALUES (?, 0)", sys.argv[2:])
print(*(row[0] for row in connection.execute("SELECT id FROM sessions ORDER BY id")))
connection.close()
"""


def elsewhere(library: Path, *added: str) -> list[str]:
    """Let another program open the library and leave it; return the sessions that it saw."""
    command = (sys.executable, "-c", ANOTHER_PROGRAM, str(library), *added)
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def test_nothing_is_lost_when_another_program_leaves_a_library_that_was_opened_twice_here(
    tmp_path: Path,
) -> None:
    library = tmp_path / "library.db"
    with closing(schema.connect(library)) as journal, closing(schema.connect(library)):
        journal.execute(ADD, ("a",))
        assert elsewhere(library, "b") == ["a", "b"]
        journal.execute(ADD, ("c",))
        assert elsewhere(library) == ["a", "b", "c"]


def test_nothing_is_lost_when_one_of_two_connections_is_closed(tmp_path: Path) -> None:
    library = tmp_path / "library.db"
    with closing(schema.connect(library)) as journal:
        schema.connect(library).close()
        assert elsewhere(library, "b") == ["b"]
        journal.execute(ADD, ("c",))
        assert elsewhere(library) == ["b", "c"]


def test_some_who_make_the_library_at_the_same_moment_all_find_it_made(tmp_path: Path) -> None:
    def opened(path: Path, together: threading.Barrier) -> int:
        together.wait()
        with closing(schema.connect(path, busy_ms=2000)) as connection:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])

    with ThreadPoolExecutor(3) as pool:
        for number in range(100):
            path, together = tmp_path / str(number) / "library.db", threading.Barrier(3)
            found = [pool.submit(opened, path, together) for _ in range(3)]
            assert [each.result() for each in found] == [schema.SCHEMA_VERSION] * 3
