"""The model that `zimu serve` runs when none is named."""

import importlib.util
from pathlib import Path

import pytest

from app.arguments.models import DEFAULT_MODEL
from app.net.links import Cancel
from app.net.options import NetOptions
from app.speech_models import manager_of, store_in, usual_model
from tests.helpers.model_files import written
from tests.helpers.models import model

UNPINNED = model("zipformer-zh")  # any bytes will do


def test_without_the_usual_model_it_is_the_best_that_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)  # no package carries one
    root = tmp_path / "models"
    assert usual_model(root) == DEFAULT_MODEL
    manager = manager_of(store_in(root), NetOptions)
    manager.licences.accept(UNPINNED)
    source = written({file.name: b"weights" for file in UNPINNED.files}, tmp_path / "source")
    manager.import_from(source, UNPINNED, Cancel(), lambda progress: None)
    assert usual_model(root) == UNPINNED.id
