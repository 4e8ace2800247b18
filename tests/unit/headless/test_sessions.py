"""`zimu sessions` and `zimu data` in the terminal."""

from __future__ import annotations

import io
import json
import sys
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from app.arguments.parser import parse
from app.arguments.sessions import session_query
from app.core.sessions import SessionOrder, SessionQuery
from app.kept import manage_data, manage_sessions
from app.storage.library import reviewing, schema
from app.storage.library.upkeep import presence
from app.storage.locks import locked
from app.storage.paths import Paths, paths_under
from tests.helpers.library import put_session

if TYPE_CHECKING:
    from pathlib import Path

MONDAY_S = datetime(2026, 11, 23, 9, 30).timestamp()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = paths_under(tmp_path / "home")
    with closing(schema.connect(paths.library)) as connection:
        put_session(
            connection,
            "aabbccddeeff0011",
            ["Good morning.", "green tea"],
            begun_s=MONDAY_S,
            title="Weekly",
            cost_cny=0.25,
            tags=["work"],
            starred=[2],
        )
        put_session(connection, "aacc000000000000", ["今天天气很好"], begun_s=MONDAY_S + 60)
        put_session(connection, "bb00000000000000", ["tea"], begun_s=MONDAY_S + 90, state="open")
    return paths


def run(paths: Paths, *arguments: str) -> tuple[int, list[str]]:
    said: list[str] = []
    return manage_sessions(parse(["sessions", *arguments]), paths, said.append), said


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def objects(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines(capsys)]


def test_sessions_are_listed_the_newest_first(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(paths) == (0, [])
    assert lines(capsys) == [
        "bb000000  2026-11-23 09:31  0:00:01  tea (en, local, 3 bytes, not closed)",
        "aacc0000  2026-11-23 09:31  0:00:01  今天天气很好 (en, local, 18 bytes)",
        "aabbccdd  2026-11-23 09:30  0:00:02  Weekly (en, local, ¥0.25, 22 bytes, ★ 1, #work)",
    ]


def test_sessions_are_listed_as_json(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    run(paths, "list", "--json", "--tag", "work")
    [session] = objects(capsys)
    assert session["type"] == "session"
    assert session["id"] == "aabbccddeeff0011"
    assert session["name"] == "Weekly"
    assert session["line_count"] == 2


def test_minutes_list_what_was_marked(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(schema.connect(paths.library)) as connection:
        connection.execute("UPDATE lines SET marked = 'decision' WHERE text = 'Good morning.'")
    run(paths, "export", "aabb", "--minutes", "--participants", "Anna and Bo")
    written = capsys.readouterr().out
    assert "Participants: Anna and Bo\n" in written
    assert "## Decisions\n\n- `00:00:00` Good morning.\n" in written
    assert "## Starred\n\n- `00:00:01` green tea\n" in written


def test_a_list_that_is_cut_says_so(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(paths, "list", "--limit", "1") == (0, ["2 more: use --limit, or --since."])
    assert len(lines(capsys)) == 1


def test_filters_and_orders_are_understood(paths: Paths) -> None:
    told = "list --since 2026-11-23T09:31 --until 2026-12-01 --tag a --tag b --order longest"
    query = session_query(parse(["sessions", *told.split(), "--starred", "--language", "ZH"]))
    assert query == SessionQuery(
        since_s=MONDAY_S + 60,
        until_s=datetime(2026, 12, 1).timestamp(),
        tags=("a", "b"),
        language="zh",
        has_stars=True,
        order=SessionOrder.LONGEST,
    )
    assert run(paths, "list", "--since", "1d", "--tag", "none")[1] == ["There is no such session."]


@pytest.mark.parametrize("when", ["yesterday", "2026-13-01", "-1d", "d", "99999d0"])
def test_a_time_that_is_none_is_a_mistake(when: str) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["sessions", "list", "--since", when])
    assert ended.value.code == 2


def test_what_was_found_is_shown_under_its_session(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(paths, "search", "天气") == (0, [])
    assert lines(capsys)[1] == "    0:00:00  今天天气很好"
    run(paths, "search", "tea", "green", "--json")
    session, hit = objects(capsys)
    assert (session["id"], session["hit_count"]) == ("aabbccddeeff0011", 1)
    assert (hit["type"], hit["line"], hit["text"]) == ("hit", 2, "green tea")
    assert hit["spans"] == [[0, 5], [6, 9]]
    assert run(paths, "search", "coffee") == (0, ["Nothing was found."])


def test_a_session_is_read_by_the_beginning_of_its_id(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(paths, "show", "aab") == (0, [])
    shown = lines(capsys)
    assert shown[0].startswith("aabbccdd  2026-11-23 09:30")
    assert shown[-1] == "[00:00:01] ★ green tea"
    run(paths, "show", "aab", "--json")
    assert [each["type"] for each in objects(capsys)] == ["session", "transcript", "line", "line"]


@pytest.mark.parametrize(
    ("beginning", "sentence"),
    [
        ("zz", "There is no session zz in the library."),
        (
            "aa",
            "“aa” may be any of these sessions: aabbccddeeff0011, aacc000000000000."
            " Give more of the id.",
        ),
    ],
)
def test_an_id_that_means_no_session_is_said(paths: Paths, beginning: str, sentence: str) -> None:
    assert run(paths, "show", beginning) == (1, [sentence])


def test_a_session_is_exported(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(paths, "export", "aab", "--format", "srt")[0] == 0
    assert "00:00:00,000 --> 00:00:01,000\nGood morning." in capsys.readouterr().out
    files = [tmp_path / name for name in ("a.vtt", "a.docx")]
    assert run(paths, "export", "aab", "-o", *map(str, files)) == (0, [])
    assert files[0].read_text(encoding="utf-8").startswith("WEBVTT")
    assert files[1].read_bytes().startswith(b"PK")
    (tmp_path / "file").write_bytes(b"")
    code, said = run(paths, "export", "aab", "-o", str(tmp_path / "file" / "a.txt"))
    assert code == 1
    assert "a.txt" in said[0]


def test_the_users_words_labels_and_names_are_exported(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(schema.connect(paths.library)) as connection:
        reviewing.name_channel(connection, "aabbccddeeff0011", 0, "Ada")
        connection.execute("UPDATE lines SET edited = 'black tea', label_edited = 'happy'")
    run(paths, "export", "aab", "--format", "jsonl", "--emotions", "word")
    last = objects(capsys)[-1]
    assert (last["speaker"], last["text"], last["emotion"]) == ("Ada", "black tea", "happy")


def test_nothing_is_deleted_unasked(
    paths: Paths, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    code, said = run(paths, "delete", "aab")
    assert code == 1
    assert said[-1] == "Add --yes to delete what is listed above."
    run(paths)
    assert len(lines(capsys)) == 3


def test_what_is_deleted_can_be_restored(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(paths, "delete", "aab", "aacc", "--yes")
    assert code == 0
    assert said == [
        "2 sessions were moved to the trash, for 30 days. "
        "zimu sessions restore aabbccdd brings one back."
    ]
    run(paths, "list", "--trash")
    assert len(lines(capsys)) == 2
    assert run(paths, "restore", "aab") == (0, ["1 session was taken out of the trash."])
    run(paths, "list", "--json", "--tag", "work")
    assert objects(capsys)[0]["deleted_s"] is None


def test_a_session_is_deleted_for_good(paths: Paths) -> None:
    assert run(paths, "delete", "aab", "--yes", "--for-good") == (
        0,
        ["1 session was deleted for good."],
    )
    assert run(paths, "restore", "aab")[0] == 1
    assert b"green tea" not in paths.library.read_bytes()


def test_a_session_whose_program_died_can_be_deleted_but_none_that_goes_on(paths: Paths) -> None:
    with closing(schema.connect(paths.library)) as connection:
        connection.execute("UPDATE sessions SET owner = 'me' WHERE state = 'open'")
    with locked(presence(paths.library, "me")):
        code, said = run(paths, "delete", "bb", "--yes")
    assert (code, said) == (1, ["The session bb000000 is still going on. Stop it first."])
    assert run(paths, "delete", "bb", "--yes")[0] == 0


def test_a_title_and_tags_are_changed(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    run(paths, "rename", "aacc", "天气预报")
    run(paths, "tag", "aacc", "家人", "#home")
    assert "天气预报" in (last := lines(capsys)[-1])
    assert last.endswith("#home #家人)")


def test_where_nothing_was_kept_that_is_said(tmp_path: Path) -> None:
    paths = paths_under(tmp_path / "none")
    assert run(paths) == (0, ["Nothing was kept yet."])
    assert run(paths, "show", "aa") == (1, ["There is no session aa in the library."])
    assert not paths.library.exists()


def test_a_library_that_cannot_be_read_is_said(paths: Paths) -> None:
    paths.library.write_bytes(b"no database" * 1_000)
    code, said = run(paths)
    assert code == 1
    assert said[0].startswith(f"The library {paths.library} cannot be read now")


def test_a_name_cannot_move_the_cursor(paths: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    run(paths, "rename", "aacc", "a\x1b[2Jb")
    assert "\x1b" not in capsys.readouterr().out


def data(paths: Paths, *arguments: str) -> tuple[int, list[str]]:
    said: list[str] = []
    return manage_data(parse(["data", *arguments]), paths, said.append), said


def test_everything_is_exported_and_deleted(
    paths: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert data(paths)[0] == 0
    assert lines(capsys)[0].startswith(f"sessions: {paths.library} (")
    code, said = data(paths, "export", str(tmp_path / "all.zip"))
    assert code == 0
    assert "keychain" in said[0]
    assert data(paths, "delete")[0] == 1
    assert paths.library.exists()
    assert data(paths, "delete", "--yes")[0] == 0
    assert not paths.library.exists()


def test_what_is_kept_is_listed_one_object_a_line(
    paths: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    assert data(paths, "list", "--json")[0] == 0
    found = {each["what"]: each for each in objects(capsys)}
    assert set(found) == {"sessions", "audio", "packs", "models", "settings", "logs"}
    assert found["sessions"]["path"] == str(paths.library)
    assert found["sessions"]["bytes"] == paths.library.stat().st_size
    assert found["packs"]["bytes"] == 0


def test_an_export_that_cannot_be_written_is_said(paths: Paths, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    code, said = data(paths, "export", str(tmp_path / "file" / "all.zip"))
    assert code == 1
    assert "all.zip" in said[0]


def test_a_recording_that_was_cut_off_before_a_word_can_be_deleted(paths: Paths) -> None:
    with closing(schema.connect(paths.library)) as connection:
        put_session(connection, "cc00000000000000", [], title="interview", state="open")
    code, said = run(paths, "delete", "--yes", "cc")
    assert (code, said[0].split(",")[0]) == (0, "1 session was moved to the trash")
