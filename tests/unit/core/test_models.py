"""The catalogue of models, and what is wrong with a record that is wrong."""

import re
from typing import NamedTuple

import pytest

from app.core.models import (
    ArchiveSource,
    Commercial,
    FilesSource,
    PackageSource,
    Role,
    Runtime,
    parse,
)
from app.storage.paths import resource

RECORD = """
[[model]]
id = "tiny"
title = "Tiny"
languages = ["en", "zh"]
runtime = "online-transducer"
licence = { name = "MIT", url = "https://example.org/licence", commercial = "yes" }
options = { model_type = "zipformer2", num = 3 }
files = [
    { role = "encoder", name = "encoder.onnx", size_bytes = 10 },
    { role = "decoder", name = "decoder.onnx", size_bytes = 20 },
    { role = "joiner", name = "joiner.onnx", size_bytes = 30 },
    { role = "tokens", name = "tokens.txt", size_bytes = 40 },
]

[[model.sources]]
kind = "archive"
url = "https://example.org/tiny.tar.bz2"
folder = "tiny"

[[model.sources]]
kind = "files"
url = "https://example.org/tiny/"
"""


def test_a_record_says_what_a_model_is() -> None:
    (model,) = parse(RECORD)
    assert (model.id, model.languages) == ("tiny", ("en", "zh"))
    assert model.runtime is Runtime.ONLINE_TRANSDUCER
    assert model.is_streaming
    assert model.options == {"model_type": "zipformer2", "num": 3}
    assert model.licence.commercial is Commercial.YES
    assert model.named(Role.JOINER) == "joiner.onnx"
    assert model.named(Role.CONFIG) is None
    assert model.sources == (
        ArchiveSource("https://example.org/tiny.tar.bz2", "tiny"),
        FilesSource("https://example.org/tiny/"),
    )


def test_the_size_is_that_of_the_files_or_about_it() -> None:
    (exact,) = parse(RECORD)
    (about,) = parse(
        RECORD.replace(", size_bytes = 10", "").replace("title", "about_bytes=9\ntitle")
    )
    (unknown,) = parse(RECORD.replace(", size_bytes = 10", ""))
    assert (exact.size_bytes, about.size_bytes, unknown.size_bytes) == (100, 9, None)


class Mistake(NamedTuple):
    """One wrong record: what is replaced in the good one, by what, and what is then said."""

    old: str
    new: str
    said: str


MISTAKES = [
    Mistake("title", "titel", "unknown field `titel`"),
    Mistake('runtime = "online-transducer"', 'runtime = "magic"', "$.model[0].runtime"),
    Mistake('runtime = "online-transducer"', 'runtime = "whisper"', "tiny: whisper needs a file"),
    Mistake('["en", "zh"]', '["en", "xx"]', "tiny: the wire protocol has no language xx"),
    Mistake('["en", "zh"]', "[]", "$.model[0].languages"),
    Mistake('"joiner.onnx"', '"../joiner.onnx"', "$.model[0].files[2].name"),
    Mistake('"joiner.onnx"', '"/joiner.onnx"', "$.model[0].files[2].name"),
    Mistake('"joiner.onnx"', '"C:joiner.onnx"', "$.model[0].files[2].name"),
    Mistake('"joiner.onnx"', '"a/./joiner.onnx"', "$.model[0].files[2].name"),
    Mistake('"joiner.onnx"', '"installed.json"', "tiny: installed.json is a name of our own"),
    Mistake('"joiner.onnx"', '"Encoder.onnx"', "tiny: two files have the same name"),
    Mistake("size_bytes = 30", "size_bytes = 0", "$.model[0].files[2].size_bytes"),
    Mistake("size_bytes = 30", 'sha256 = "ab"', "$.model[0].files[2].sha256"),
    Mistake("https://example.org/tiny/", "http://example.org/tiny/", "$.model[0].sources[1].url"),
    Mistake("https://example.org/tiny/", "https://example.org/tiny", "$.model[0].sources[1].url"),
    Mistake("tiny.tar.bz2", "tiny.rar", "tiny: https://example.org/tiny.rar is no archive"),
    Mistake('kind = "files"', 'kind = "tape"', "$.model[0].sources[1]"),
    Mistake(RECORD, RECORD + RECORD, "more than one record is called tiny"),
    Mistake("[[model]]", "[[model", "line 2"),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.said)
def test_a_wrong_record_is_refused_and_named(mistake: Mistake) -> None:
    assert mistake.old in RECORD
    with pytest.raises(ValueError, match=re.escape(mistake.said)):
        parse(RECORD.replace(mistake.old, mistake.new))


def test_a_package_must_have_every_file() -> None:
    package = """
[[model.sources]]
kind = "package"
requirements = ["tiny==1"]
paths = { "encoder.onnx" = ["tiny/encoder.onnx"] }
"""
    with pytest.raises(ValueError, match="a path for every file"):
        parse(RECORD + package)


def test_plain_http_reaches_this_computer_only() -> None:
    (model,) = parse(RECORD.replace("https://example.org/tiny/", "http://127.0.0.1:8080/tiny/"))
    assert model.sources[1] == FilesSource("http://127.0.0.1:8080/tiny/")


def test_the_shipped_catalogue_is_right() -> None:
    models = parse(resource("resources/models.toml").read_text("utf-8"))
    assert {model.runtime for model in models} == set(Runtime)
    assert all(model.size_bytes for model in models)


def test_what_is_shipped_in_packages_can_be_checked_in_full() -> None:
    models = parse(resource("resources/models.toml").read_text("utf-8"))
    carried = [one for one in models if isinstance(one.sources[0], PackageSource)]
    assert {model.id for model in carried} == {"moonshine-tiny-en", "whisper-base"}
    assert all(file.sha256 for model in carried for file in model.files)
