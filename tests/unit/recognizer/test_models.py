"""The weights are checked before they are used, and every trouble has its code."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from app.core.errors import ErrorCode, ZimuError
from app.recognizer.models import installed_folder, prepare, vocabulary_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_package_that_is_not_installed_is_missing() -> None:
    with pytest.raises(ZimuError) as caught:
        installed_folder("no_such_package")
    assert caught.value.problem.code is ErrorCode.WEIGHTS_MISSING


def test_another_file_under_the_name_is_damage_and_is_named(tmp_path: Path) -> None:
    for file in installed_folder().iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / "tokenizer.bin").unlink()
    (tmp_path / "tokenizer.bin").write_bytes(b"\x01a")
    with pytest.raises(ZimuError) as caught:
        prepare(tmp_path, tmp_path / "cache")
    assert caught.value.problem.code is ErrorCode.WEIGHTS_DAMAGED
    assert caught.value.problem.facts["file"].endswith("tokenizer.bin")
    assert not (tmp_path / "cache").exists()


def test_a_file_that_is_gone_is_damage(tmp_path: Path) -> None:
    with pytest.raises(ZimuError) as caught:
        prepare(tmp_path, tmp_path)
    assert caught.value.problem.code is ErrorCode.WEIGHTS_DAMAGED


def test_the_vocabulary_is_built_once_and_repaired(tmp_path: Path) -> None:
    tokens = prepare(installed_folder(), tmp_path).tokens
    whole = tokens.read_bytes()
    assert whole.count(b"\n") == 32_768
    tokens.write_bytes(whole[:100])
    prepare(installed_folder(), tmp_path)
    assert tokens.read_bytes() == whole
    assert [path.name for path in tmp_path.iterdir()] == [tokens.name]


def test_long_tokens_have_two_bytes_of_length() -> None:
    token = b"x" * 300
    packed = b"\x01a" + bytes([300 % 128 + 128, 300 // 128]) + token + b"\x00"
    encoded = base64.b64encode(token)
    assert vocabulary_text(packed) == b"YQ== 0\n" + encoded + b" 1\n 2\n"
