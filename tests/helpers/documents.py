"""Documents made on the spot: what Word, PowerPoint and PDF files look like to who reads them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pptx
from pptx.util import Inches


def word(path: Path, *paragraphs: str, heading: str = "", cells: tuple[str, ...] = ()) -> Path:
    """Write a .docx with a heading, paragraphs and a table."""
    document = docx.Document()
    if heading:
        document.add_heading(heading, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if cells:
        row = document.add_table(rows=1, cols=len(cells)).rows[0]
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def slides(path: Path, *pages: tuple[str, str, str]) -> Path:
    """Write a .pptx: a title, a text box and the notes of each page."""
    presentation = pptx.Presentation()
    for title, body, notes in pages:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        assert slide.shapes.title is not None
        slide.shapes.title.text = title
        box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(4), Inches(2))
        box.text_frame.text = body
        frame = slide.notes_slide.notes_text_frame
        assert frame is not None
        frame.text = notes
    presentation.save(str(path))
    return path


def pdf(path: Path, *pages: tuple[str, ...]) -> Path:
    """Write a PDF by hand: each page a few lines of Latin letters."""
    numbers = [4 + 2 * at for at in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    }
    for number, lines in zip(numbers, pages, strict=True):
        shown = " ".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET"
        objects[number] = (
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {number + 1} 0 R >>"
        )
        objects[number + 1] = f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream"
    content, places = "%PDF-1.4\n", []
    for number, body in sorted(objects.items()):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    content += f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    start = content.index("xref\n")
    content += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(content.encode("latin-1"))
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """Put `content` in the place of one part of the archive `path`, or beside the others."""
    with zipfile.ZipFile(path) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts[name] = content
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, what in parts.items():
            archive.writestr(each, what)
    return path
