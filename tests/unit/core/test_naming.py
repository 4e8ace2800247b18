"""Titles as names of files."""

import pytest

from app.core.export.naming import MAX_BYTES, MAX_CHARS, file_stem

FAMILY = "👩‍👩‍👧"


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("", "captions"),
        ("Weekly: sync/2", "Weekly sync 2"),
        ("每周产品例会", "每周产品例会"),
        ("..", "captions"),
        ("Good morning. Today we", "Good morning. Today we"),
        ("a\x00b\x7f\x85c\u2028d\ud800e\tf\n", "a b c d e f"),
        ("invoice\u202efdp.exe", "invoice fdp.exe"),
        ("...hidden", "hidden"),
        ("nul", "nul_"),
        ("Con.sult", "Con_.sult"),
        ("COM7", "COM7_"),
        ("LPT¹", "LPT¹_"),
        ("Console", "Console"),
    ],
)
def test_a_title_becomes_a_file_name_that_every_system_takes(title: str, stem: str) -> None:
    assert file_stem(title) == stem


@pytest.mark.parametrize("char", ["a", "字", "𠮷", FAMILY])
def test_a_long_title_is_cut_between_characters(char: str) -> None:
    stem = file_stem(char * 300)
    assert len(stem) <= MAX_CHARS
    assert len(stem.encode()) <= MAX_BYTES
    assert stem == char * (len(stem) // len(char))
    longer = stem + char
    assert len(longer) > MAX_CHARS or len(longer.encode()) > MAX_BYTES
