"""Documents of every kind are read, and hostile ones are refused with a reason."""

from __future__ import annotations

import os
import zipfile
from typing import TYPE_CHECKING

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import ErrorCode, ZimuError
from app.documents.content import CHARS_MAX, Content, gathered
from app.documents.imported import look_into
from app.documents.pdf import flowing
from app.documents.plain import decode
from app.documents.reading import SUFFIXES, read_document
from tests.helpers.documents import pdf, slides, with_part, word

if TYPE_CHECKING:
    from pathlib import Path

BOMB_XML = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:body><w:p><w:r><w:t>&e;&e;&e;</w:t></w:r></w:p></w:body></w:document>"""


def refused(path: Path) -> ErrorCode:
    with pytest.raises(ZimuError) as caught:
        read_document(path)
    assert "/" not in caught.value.problem.facts["path"]
    return caught.value.problem.code


def test_a_word_document_gives_paragraphs_tables_and_headings(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", "Ada 见了 Grace。", heading="Agenda", cells=("EBITDA", "IPO"))
    content = read_document(path)
    assert content.text == "Agenda\nAda 见了 Grace。\nEBITDA\nIPO"
    assert content.headings == ("Agenda",)
    assert not content.is_cut


def test_slides_give_titles_boxes_and_notes(tmp_path: Path) -> None:
    path = slides(tmp_path / "a.pptx", ("发布计划", "Kubernetes", "mention Istio"), ("Q&A", "", ""))
    content = read_document(path)
    assert content.text == "发布计划\nKubernetes\nmention Istio\nQ&A"
    assert content.headings == ("发布计划", "Q&A")


def test_a_pdf_gives_its_pages(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a.pdf", ("Bulge Bracket", "Boutique"), ("Lazard",))
    assert read_document(path).text == "Bulge Bracket\nBoutique\nLazard"


def test_markdown_gives_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "a.MD"
    path.write_text("# Plan\ntext\n## 第二步 ##\n", "utf-8")
    assert read_document(path).headings == ("Plan", "第二步")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *(("Ada 与 Grace", name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32")),
        ("Ada and Grace", "utf-16-le"),
        ("Ada and Grace", "utf-16-be"),
        ("投行分类：国内券商、高盛。", "gb18030"),
        ("Team: 张伟, 李娜", "gbk"),
        ("naïve café, Zoë Müller, Málaga", "cp1252"),
        ("", "utf-8"),
    ],
)
def test_the_encoding_is_found_out(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_none(content: bytes) -> None:
    text = decode(content)
    assert text is None or isinstance(text, str)


@given(st.text(max_size=100))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    content = text.encode("utf-8", errors="ignore")
    if b"\0" not in content and not content.startswith(b"\xef\xbb\xbf"):
        assert decode(content) == content.decode()


def test_a_character_cut_at_the_end_is_left_out() -> None:
    assert decode("高盛".encode()[:-1]) == "高"


def test_lines_of_a_page_flow_together() -> None:
    page = (
        "The embedded engine is a small server process of our own recog-\nnition and ﬁnance\nend."
    )
    assert "own recognition and finance" in flowing(page)
    long = "this line is long enough to have been wrapped by Bulge\nBracket and others.\nNext"
    assert "Bulge Bracket and others.\nNext" in flowing(long)
    torn = "投⾏分类\nBulge\tBracket\n、\nBoutique\n。"
    assert flowing(torn) == "投行分类\nBulge Bracket、Boutique。"
    assert flowing("投行 \n \n 。Boutique 。") == "投行。Boutique 。"
    assert flowing("Agenda  \nSpeakers") == "Agenda\nSpeakers"


def test_a_page_of_blank_lines_takes_no_time_to_speak_of() -> None:
    blank = "\n" * 10_000  # what goes through every way to divide them takes hours
    assert flowing(f"a{blank}b") == f"a{blank}b"
    assert flowing(f"投{blank}。") == "投。"


def test_a_heading_ends_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("#\n\nNo heading\n# C# #\n# One  two\u3000\n####### seven\n#tag\n", "utf-8")
    assert read_document(path).headings == ("C#", "One two")


def test_a_heading_of_blanks_takes_no_time_to_speak_of(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"# a{' ' * 500_000}b", "utf-8")
    assert read_document(path).headings == ("a b",)


def test_headings_have_nothing_that_cannot_be_seen() -> None:
    found = gathered(Content("text", ("Plan\0 \ud800B", "\x07")))
    assert found.headings == ("Plan B",)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name")
@pytest.mark.parametrize("suffix", [".txt", ".toml"])
def test_what_would_never_end_is_not_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    os.mkfifo(path)
    with pytest.raises(ZimuError) as caught:
        look_into(path)
    assert caught.value.problem.code is ErrorCode.DOCUMENT_UNREADABLE


def test_what_is_missing_or_of_another_kind_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.txt") is ErrorCode.FILE_NOT_FOUND
    assert refused(tmp_path / "picture.png") is ErrorCode.DOCUMENT_UNKNOWN
    (tmp_path / "folder.txt").mkdir()
    assert refused(tmp_path / "folder.txt") is ErrorCode.DOCUMENT_UNREADABLE


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_document_without_text_is_said(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    match suffix:
        case ".docx":
            word(path)
        case ".pptx":
            slides(path)
        case ".pdf":
            pdf(path, ())
        case _:
            path.write_text("  \n", "utf-8")
    assert refused(path) is ErrorCode.DOCUMENT_EMPTY


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_another_kind_of_file_under_the_name_is_said(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a.txt", "hello")
    for content in (other.read_bytes(), b"\x89PNG\r\n" + os.urandom(2000), b"%PDF-1.7\n%%EOF"):
        path.write_bytes(content)
        assert refused(path) is ErrorCode.DOCUMENT_UNREADABLE


@pytest.mark.parametrize("suffix", [".docx", ".pptx", ".pdf"])
def test_a_file_that_was_cut_off_is_said(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    whole = {".docx": word(tmp_path / "w.docx", "a"), ".pptx": slides(tmp_path / "s.pptx")}
    whole[".pdf"] = pdf(tmp_path / "p.pdf", ("a",))
    path.write_bytes(whole[suffix].read_bytes()[:300])
    assert refused(path) is ErrorCode.DOCUMENT_UNREADABLE


def test_an_archive_that_grows_is_not_unpacked(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", "a")
    with_part(path, "word/media/big.bin", bytes(310_000_000))
    assert path.stat().st_size < 1_000_000
    assert refused(path) is ErrorCode.DOCUMENT_TOO_LARGE


def test_xml_that_grows_is_not_unpacked(tmp_path: Path) -> None:
    path = with_part(word(tmp_path / "a.docx", "a"), "word/document.xml", bytes(61_000_000))
    assert refused(path) is ErrorCode.DOCUMENT_TOO_LARGE


def test_entities_that_grow_are_not_expanded(tmp_path: Path) -> None:
    path = with_part(word(tmp_path / "a.docx", "a"), "word/document.xml", BOMB_XML)
    assert refused(path) in (ErrorCode.DOCUMENT_EMPTY, ErrorCode.DOCUMENT_UNREADABLE)


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    with path.open("wb") as file:
        file.truncate(101_000_000)
    assert refused(path) is ErrorCode.DOCUMENT_TOO_LARGE


def test_of_a_long_text_the_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("EBITDA " * 300_000, "utf-8")
    content = read_document(path)
    assert content.is_cut
    assert len(content.text) <= CHARS_MAX


@pytest.mark.parametrize(("password", "code"), [("secret", ErrorCode.DOCUMENT_LOCKED), ("", None)])
def test_a_pdf_with_a_password_is_said(
    tmp_path: Path, password: str, code: ErrorCode | None
) -> None:
    writer = pypdf.PdfWriter(clone_from=pdf(tmp_path / "open.pdf", ("Lazard",)))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")  # noqa: S106
    path = tmp_path / "locked.pdf"
    writer.write(path)
    if code is None:
        assert read_document(path).text == "Lazard"
    else:
        assert refused(path) is code


def test_an_office_document_with_a_password_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + name + bytes(500))
    assert refused(path) is ErrorCode.DOCUMENT_LOCKED
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000))
    assert refused(path) is ErrorCode.DOCUMENT_UNREADABLE
