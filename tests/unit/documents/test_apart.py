"""A process of its own answers for a document, whatever becomes of that process."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.documents.apart import DocumentReader
from tests.helpers.documents import word

if TYPE_CHECKING:
    from pathlib import Path


def program(tmp_path: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "app", "--data-dir", str(tmp_path / "data"), "packs", "look")


def script(source: str) -> DocumentReader:
    return DocumentReader((sys.executable, "-c", source), os.environ)


def test_a_document_is_read_in_another_process(tmp_path: Path) -> None:
    path = word(tmp_path / "会议.docx", "by Ada Lovelace")
    found = DocumentReader(program(tmp_path), os.environ).look_into(path)
    assert (found.name, found.text) == ("会议", "by Ada Lovelace")
    assert [find.term for find in found.finds] == ["Ada Lovelace"]


def test_a_problem_comes_back_with_its_facts(tmp_path: Path) -> None:
    with pytest.raises(ZimuError) as caught:
        DocumentReader(program(tmp_path), os.environ).look_into(tmp_path / "none.txt")
    assert caught.value.problem.code is ErrorCode.FILE_NOT_FOUND
    assert caught.value.problem.facts == {"path": "none.txt"}


@pytest.mark.parametrize("source", ["import os; os.abort()", "print('nonsense')", "print('{}')"])
def test_a_process_that_dies_or_talks_nonsense_is_an_unreadable_document(
    tmp_path: Path, source: str
) -> None:
    with pytest.raises(ZimuError) as caught:
        script(source).look_into(tmp_path / "a.pdf")
    assert caught.value.problem.code is ErrorCode.DOCUMENT_UNREADABLE


def test_stop_ends_a_process_that_reads_for_ever(tmp_path: Path) -> None:
    reader = script(
        "import sys, pathlib; pathlib.Path(sys.argv[1]).touch(); input_ = None\n"
        "import threading; threading.Event().wait()"
    )
    path = tmp_path / "began.pdf"
    caught: list[ErrorCode] = []

    def look() -> None:
        try:
            reader.look_into(path)
        except ZimuError as exc:
            caught.append(exc.problem.code)

    thread = threading.Thread(target=look)
    thread.start()
    pause = threading.Event()
    for _ in range(500):
        if path.exists():
            break
        pause.wait(0.02)
    reader.stop()
    thread.join(10)
    assert caught == [ErrorCode.DOCUMENT_UNREADABLE]
    with pytest.raises(ZimuError):
        reader.look_into(path)
