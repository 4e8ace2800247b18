"""Which licences count as accepted."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from app.core.errors import ErrorCode, ZimuError
from app.core.models import Commercial, Licence
from app.models.licences import Licences
from tests.helpers.model_files import record


def licences(folder: Path) -> Licences:
    return Licences(folder / "licences.json", lambda: datetime(2026, 1, 2, tzinfo=UTC))


def test_what_was_accepted_stays_accepted_for_that_model(tmp_path: Path) -> None:
    licences(tmp_path).accept(record())
    assert licences(tmp_path).is_accepted(record())
    assert not licences(tmp_path).is_accepted(record(model_id="other"))
    assert '"at": "2026-01-02T00:00:00+00:00"' in (tmp_path / "licences.json").read_text("utf-8")


def test_another_licence_has_to_be_accepted_anew(tmp_path: Path) -> None:
    licences(tmp_path).accept(record())
    changed = Licence("Other", "https://example.org/other", Commercial.NO)
    model = msgspec.structs.replace(record(), licence=changed)
    with pytest.raises(ZimuError) as caught:
        licences(tmp_path).require(model)
    assert caught.value.problem.code is ErrorCode.LICENCE_NOT_ACCEPTED


@pytest.mark.expects_log("accepted licences cannot be read")
def test_what_cannot_be_read_is_asked_once_more(tmp_path: Path) -> None:
    (tmp_path / "licences.json").write_text("{", encoding="utf-8")
    assert not licences(tmp_path).is_accepted(record())
    licences(tmp_path).accept(record())
    assert licences(tmp_path).is_accepted(record())


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ZimuError) as caught:
        licences(tmp_path / "file").accept(record())
    assert caught.value.problem.code is ErrorCode.EXPORT_FAILED
