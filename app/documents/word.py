"""A transcript as a Word document."""

# ruff: noqa: PLC0415  # the library takes a while to load, and few need it
from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Final

from app.core.emotion_colors import EMOTION_COLORS
from app.core.export.minutes import participants_of, sections_of
from app.core.export.options import EmotionMarks
from app.core.export.passages import led, passages_of, printable
from app.core.export.prose import facts_of, paragraphs_of
from app.core.export.wording import STAR, clock, title_of, transcript_title
from app.core.spacing import space_between
from app.core.textlayout import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as WordParagraph
    from docx.text.run import Run

    from app.core.export.options import ExportOptions
    from app.core.export.passages import Passage
    from app.core.export.prose import Paragraph, Piece
    from app.core.export.transcript import Transcript

_FONT: Final = ("Calibri", "Microsoft YaHei")  # of Latin and of Chinese characters
_INK: Final = "1B1E23"
_QUIET: Final = "5A6270"
_TIME: Final = "Time"  # our own styles
_WORDS: Final = "Words"
_BOX: Final = "☐"  # of what is to be done
_MARGIN_CM: Final = 1.9  # in which times stand


def word(transcript: Transcript, options: ExportOptions) -> bytes:
    """Return a document with a title, when it was, and the lines or paragraphs."""
    passages = passages_of(transcript, options)
    title = title_of(printable(transcript.title), options.wording)
    document = _empty(options)
    about_it = document.core_properties
    about_it.title, about_it.author, about_it.comments = title, "", ""
    about_it.created = about_it.modified = _moment(transcript.begun)
    document.add_paragraph(title, style="Title")
    if about := facts_of(transcript, passages):
        document.add_paragraph(about, style="Subtitle")
    if options.has_minutes:
        _write_minutes(document, passages, options)
    for paragraph in paragraphs_of(passages, options):
        _write(document, paragraph, options)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _empty(options: ExportOptions) -> Document:
    """Return a document without text, but with the styles for it."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, RGBColor

    document = docx.Document()
    styles = document.styles
    _dress(styles["Normal"], 11, _INK)
    _dress(styles["Title"], 22, _INK)
    _dress(styles["Subtitle"], 10, _QUIET)
    _dress(styles["Heading 1"], 15, _INK)
    words = styles.add_style(_WORDS, WD_STYLE_TYPE.PARAGRAPH)
    words.base_style = styles["Normal"]
    words.paragraph_format.line_spacing = 1.3
    if options.has_times:
        words.paragraph_format.left_indent = Cm(_MARGIN_CM)
        words.paragraph_format.first_line_indent = Cm(-_MARGIN_CM)
        words.paragraph_format.tab_stops.add_tab_stop(Cm(_MARGIN_CM))
    time = styles.add_style(_TIME, WD_STYLE_TYPE.CHARACTER)
    time.font.color.rgb = RGBColor.from_string(_QUIET)
    return document


def _write_minutes(document: Document, passages: Sequence[Passage], options: ExportOptions) -> None:
    """Write what stands before the transcript in minutes, and its heading."""
    if participants := participants_of(passages, options):
        document.add_paragraph(participants, style="Subtitle")
    for section in sections_of(passages, options):
        document.add_paragraph(section.title, style="Heading 1")
        for item in section.items:
            written = document.add_paragraph(style=_WORDS)
            between = "\t" if options.has_times else "  "
            written.add_run(f"{clock(item.begin_ms)}{between}", style=_TIME)
            written.add_run(f"{_BOX} {item.text}" if item.is_todo else item.text)
            if item.note:
                written.add_run().add_break()
                written.add_run(item.note).italic = True
            if is_right_to_left(item.text):
                _turn(written)
    if passages:
        document.add_paragraph(transcript_title(options.wording), style="Heading 1")


def _dress(style: ParagraphStyle, size_pt: int, color: str) -> None:
    """Take size and colours of our own, and nothing of the library's template."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = _FONT[0], Pt(size_pt)
    style.font.italic = style.font.bold = False
    style.font.color.rgb = RGBColor.from_string(color)
    style.paragraph_format.space_after = Pt(8)
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]  # it would count for more than the names
    fonts.set(qn("w:eastAsia"), _FONT[1])
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _moment(begun: str) -> datetime:
    """Return when the session began, or that of now if it is not known."""
    try:
        return datetime.fromisoformat(begun).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return datetime.now(UTC).replace(tzinfo=None)


def _write(document: Document, paragraph: Paragraph, options: ExportOptions) -> None:
    written = document.add_paragraph(style=_WORDS)
    if options.has_times:
        written.add_run(f"{clock(paragraph.begin_ms)}\t", style=_TIME)
    before = ""
    if paragraph.speaker:
        before = led(paragraph.speaker, "")
        written.add_run(before).bold = True
    for piece in paragraph.pieces:
        text = f"{STAR} {piece.text}" if piece.passage.is_starred else piece.text
        run = written.add_run(space_between(before, text) + text)
        _color(run, piece, options)
        before = text
    if is_right_to_left("".join(piece.text for piece in paragraph.pieces)):
        _turn(written)


def _color(run: Run, piece: Piece, options: ExportOptions) -> None:
    from docx.shared import RGBColor

    if piece.passage.is_gap:
        run.italic = True
    elif options.emotions is EmotionMarks.CLASS and piece.passage.emotion.is_shown:
        color = EMOTION_COLORS[piece.passage.emotion].light
        run.font.color.rgb = RGBColor.from_string(color.removeprefix("#"))


def _turn(paragraph: WordParagraph) -> None:
    """Set a paragraph from right to left."""
    from docx.oxml.ns import qn

    properties = paragraph._p.get_or_add_pPr()
    properties.append(properties.makeelement(qn("w:bidi"), {}))
    for run in paragraph.runs:
        run.font.rtl = True
