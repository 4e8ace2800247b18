"""Pages of a damaged library give what rows they have, and never an error."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from app.storage.library.carving import rows_in

VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.binary(max_size=60),
)


@given(st.binary(max_size=400))
@example(b"\xff" * 64)
def test_whatever_a_page_holds_nothing_is_raised(rest: bytes) -> None:
    list(rows_in(b"\x0d" + rest))
    list(rows_in(rest))


@given(st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=8))
def test_rows_are_read_as_sqlite_wrote_them(rows: list[tuple[object, ...]]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "some.db"
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("CREATE TABLE some (a, b, c)")
            connection.executemany("INSERT INTO some VALUES (?, ?, ?)", rows)
        page = path.read_bytes()[4096:8192]
    found = list(rows_in(page))
    assert [row for row, _ in found] == list(range(1, len(rows) + 1))
    assert [values for _, values in found] == rows
