"""A summary of a session by a chat server: what is sent and where, and the answer as it comes."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.core.endpoint import host_of
from app.core.summary import MAX_CHARS, chat_address, citations
from app.shell.errors_text import problem_text
from app.shell.session_text import lines_text
from app.shell.summary_desk import Wish
from app.shell.widgets.basics import restyle, text_label
from app.shell.widgets.dialog import CalmDialog
from app.shell.widgets.field_row import FieldRow
from app.shell.widgets.form import Field
from app.shell.widgets.message_bar import MessageBar, Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from app.core.errors import Problem
    from app.core.summary import Matter, Topic
    from app.shell.look import Look
    from app.shell.summary_desk import SummaryDesk

SIZE_PX: Final = (680, 720)
PROMPT_PX: Final = 136
_EXAMPLE: Final = "http://localhost:11434/v1"


class SummaryWindow(CalmDialog):
    """Not modal. Nothing is sent before its button is pressed, above which stands what goes."""

    line_chosen = Signal(object)  # the id of a line that the answer cites

    def __init__(self, desk: SummaryDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._matter: Matter | None = None
        self._text = ""
        self.message = MessageBar()
        self.address, self.model, self.key = QLineEdit(), QLineEdit(), QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.address.setPlaceholderText(_EXAMPLE)
        self.prompt = QPlainTextEdit()
        self.prompt.setTabChangesFocus(True)
        self.prompt.document().setDocumentMargin(0)
        self._address, self._model = Field(self.address), Field(self.model)
        self._key, self._prompt = Field(self.key), Field(self.prompt)
        self._server = FieldRow(self._model, self._key)
        self.what_goes = text_label("hint")
        self._caption = text_label("caption")
        self.answer = QTextBrowser()
        self.answer.setOpenLinks(False)
        self.answer.document().setDocumentMargin(0)
        self._caption.setBuddy(self.answer)
        self.send, self.stop = QPushButton(), QPushButton()
        restyle(self.send, "role", "primary")
        self._lay_out()
        self.calm()  # Enter in a field must send nothing
        self.address.textChanged.connect(self._refresh)
        self.model.textChanged.connect(self._refresh)
        self.send.clicked.connect(self._on_send)
        self.stop.clicked.connect(self._on_stop)
        self.answer.anchorClicked.connect(self._on_link)
        desk.grew.connect(self._on_grew)
        desk.finished.connect(self._on_finished)
        desk.failed.connect(self._on_failed)
        desk.key_told.connect(self._on_key_told, Qt.ConnectionType.QueuedConnection)

    def open_for(self, topic: Topic) -> None:
        """Come up in front for a session; nothing is sent yet."""
        self._desk.give_up()
        self._matter = topic.matter
        self._text = ""
        self.message.dismiss()
        self.answer.clear()
        self.key.clear()
        self.address.setText(self._desk.address)
        self.model.setText(self._desk.model)
        self.prompt.setPlainText(topic.prompt)
        self._refresh()
        self.show()
        self.raise_()
        self.activateWindow()
        self.address.setFocus()

    def apply_look(self, look: Look) -> None:
        """Take sizes and colours from `look`."""
        if not self.isVisible():
            self.fit(look, SIZE_PX)
        self._column.setContentsMargins(look.px(24), look.px(24), look.px(24), look.px(18))
        self._column.setSpacing(look.px(12))
        self._foot.setSpacing(look.px(8))
        self.prompt.setFixedHeight(look.px(PROMPT_PX))
        for part in (self.message, self._address, self._server, self._prompt):
            part.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self.setWindowTitle(self.tr("Summary"))
        self._address.name(self.tr("Address of a chat server, OpenAI-compatible"))
        self._model.name(self.tr("Model"))
        self._key.name(self.tr("API key"))
        self.key.setPlaceholderText(self.tr("As it is kept, if there is one"))
        self._prompt.name(self.tr("What is asked"))
        self._caption.setText(self.tr("Summary"))
        self.answer.setAccessibleName(self.tr("Summary"))
        self.send.setText(self.tr("Send"))
        self.stop.setText(self.tr("Stop"))
        self.message.retranslate()
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Want no answer that nobody reads."""
        super().hideEvent(event)
        self._on_stop()
        self.key.clear()

    def _lay_out(self) -> None:
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.what_goes, 1)
        self._foot.addWidget(self.stop)
        self._foot.addWidget(self.send)
        self._column = QVBoxLayout(self)
        for widget in (self.message, self._address, self._server, self._prompt):
            self._column.addWidget(widget)
        self._column.addLayout(self._foot)
        self._column.addWidget(self._caption)
        self._column.addWidget(self.answer, 1)

    @Slot()
    def _refresh(self) -> None:
        host = host_of(chat_address(self.address.text()))
        lines = self._matter.lines if self._matter else 0
        is_ready = bool(host and lines and self.model.text().strip())
        self.send.setEnabled(is_ready and not self._desk.is_busy)
        self.stop.setVisible(self._desk.is_busy)
        self.what_goes.setText(self._what_goes(host))

    def _what_goes(self, host: str) -> str:
        matter = self._matter
        if matter is None or not matter.lines:
            return self.tr("There is nothing to summarize.")
        if not host:
            return self.tr("Nothing is sent yet. https://, or http:// for this computer.")
        said = self.tr(
            "Sends {lines} to {host}, with times and names. Feelings and audio are not sent."
        )
        if matter.left_out:
            said = self.tr(
                "Sends {lines} to {host}, with times and names, {limit} characters at most: the "
                "end is left out ({left}). Feelings and audio are not sent."
            )
        return said.format(
            lines=lines_text(matter.lines),
            host=host,
            limit=QLocale().toString(MAX_CHARS),
            left=lines_text(matter.left_out),
        )

    @Slot()
    def _on_send(self) -> None:
        if self._matter is None or self._desk.is_busy:
            return
        self.message.dismiss()
        self._text = ""
        self.answer.clear()
        address, model = self.address.text().strip(), self.model.text().strip()
        prompt, key = self.prompt.toPlainText(), self.key.text().strip()
        self._desk.begin(Wish(address, model, prompt, self._matter.text, key))
        self.key.clear()
        self._refresh()

    @Slot()
    def _on_stop(self) -> None:
        self._desk.give_up()
        self._show_links()
        self._refresh()

    @Slot(str)
    def _on_grew(self, words: str) -> None:
        self._text += words
        cursor = self.answer.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(words)

    @Slot(bool)
    def _on_finished(self, is_cut: bool) -> None:
        self._show_links()
        if is_cut:
            text = self.tr("The model had more to say than its server lets it.")
            self.message.say(Tone.WARNING, text)
        self._refresh()

    @Slot(object)
    def _on_key_told(self, problem: Problem) -> None:
        self.message.say(Tone.WARNING, problem_text(problem))

    @Slot(object)
    def _on_failed(self, problem: Problem) -> None:
        self._show_links()
        self.message.say(Tone.PROBLEM, problem_text(problem))
        self._refresh()

    def _show_links(self) -> None:
        """Let the times in the answer that lines have lead to these lines."""
        if self._matter is None or not self._text:
            return
        parts, at = [], 0
        for each in citations(self._text, self._matter):
            parts.append(html.escape(self._text[at : each.begin]))
            cited = html.escape(self._text[each.begin : each.end])
            parts.append(f'<a href="line:{each.line}">{cited}</a>')
            at = each.end
        parts.append(html.escape(self._text[at:]))
        self.answer.setHtml(f'<div style="white-space: pre-wrap">{"".join(parts)}</div>')

    @Slot(QUrl)
    def _on_link(self, url: QUrl) -> None:
        if url.scheme() == "line":
            self.line_chosen.emit(int(url.path()))
