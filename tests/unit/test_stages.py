"""`make test` leaves no test out."""

from pathlib import Path

from tests.run import ROOT, STAGES

TESTS = ROOT / "tests"


def test_every_file_with_tests_belongs_to_a_stage() -> None:
    run = [ROOT / word for stage in STAGES for word in stage.command if word.startswith("tests/")]
    files = list(TESTS.rglob("test_*.py"))
    assert len(files) > 50, "the files were not found"
    assert [path for path in files if not belongs(path, run)] == []


def belongs(file: Path, run: list[Path]) -> bool:
    return any(file == path or path in file.parents for path in run)
