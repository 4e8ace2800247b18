"""What was found in a document, before it becomes a context pack."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.core.corpus import LIMIT_TOKENS, estimate_tokens, fitting_chars
from app.core.gleaning import Reason, as_text
from app.core.packs import NAME_CHARS
from app.shell.widgets.basics import restyle, text_label
from app.shell.widgets.form import Field
from app.shell.widgets.pack_text import PackText
from app.shell.widgets.token_meter import token_facts, token_sentence

if TYPE_CHECKING:
    from app.documents.imported import Imported
    from app.shell.look import Look

BEYOND_CHARS = 4000  # of what does not fit, so many are shown


class PackImport(QFrame):
    """A choice between the names and terms of a document and its whole text."""

    accepted = Signal(str, str, str)  # name, text, language
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._found: Imported | None = None
        self._fitting = ""
        self._name = QLineEdit()
        self._name.setMaxLength(NAME_CHARS)
        self._name_field = Field(self._name)
        self._caption = text_label("caption")
        self.terms, self.whole = QRadioButton(), QRadioButton()
        self._reasons = text_label("hint")
        self.text = PackText(is_editable=False)
        self._caption.setBuddy(self.terms)
        self.make, self.cancel = QPushButton(), QPushButton()
        restyle(self.make, "role", "primary")
        self._choice = QHBoxLayout()
        self._choice.addWidget(self.terms)
        self._choice.addWidget(self.whole)
        self._choice.addStretch(1)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.make)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._name_field)
        self._column.addWidget(self._caption)
        self._column.addLayout(self._choice)
        self._column.addWidget(self._reasons)
        self._column.addWidget(self.text, 1)
        self._column.addLayout(self._foot)
        self.terms.toggled.connect(self._show_choice)
        self.make.clicked.connect(self._on_make)
        self.cancel.clicked.connect(self.dismissed)
        self._name.returnPressed.connect(self._on_make)

    def show_found(self, found: Imported) -> None:
        """Offer what was found: its terms, if there are any."""
        self._found = found
        self._name.setText(found.name)
        self.terms.setEnabled(bool(found.finds))
        (self.terms if found.finds else self.whole).setChecked(True)
        self._refresh()
        self._name.setFocus()
        self._name.selectAll()

    def apply_look(self, look: Look) -> None:
        """Take spacing from `look`."""
        margin = look.px(24)
        self._column.setContentsMargins(margin, look.px(8), margin, look.px(16))
        self._column.setSpacing(look.px(8))
        self._choice.setSpacing(look.px(18))
        self._foot.setSpacing(look.px(8))
        self._name_field.apply_look(look)
        self.text.apply_look(look)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._name_field.name(self.tr("Name"))
        self._caption.setText(self.tr("What to take from the document"))
        self.text.editor.setAccessibleName(self.tr("Preview"))
        self.make.setText(self.tr("Make a pack"))
        self.cancel.setText(self.tr("Cancel"))
        self._refresh()

    def _refresh(self) -> None:
        found = self._found
        if found is None:
            return
        count = f"{len(found.finds):,}"
        self.terms.setText(self.tr("Names and terms ({count})").format(count=count))
        self.whole.setText(self.tr("The whole text"))
        self._reasons.setText(self._explained(found))
        self._reasons.setVisible(bool(found.finds))
        self._show_choice()

    def _explained(self, found: Imported) -> str:
        """Say why so many terms were taken."""
        counts = Counter(find.reason for find in found.finds)
        kinds = {
            Reason.LISTED: self.tr("listed: {count}"),
            Reason.NAME: self.tr("names: {count}"),
            Reason.ACRONYM: self.tr("acronyms: {count}"),
            Reason.QUOTED: self.tr("in quotation marks: {count}"),
            Reason.OFTEN: self.tr("rare words that come often: {count}"),
            Reason.HEADING: self.tr("headings: {count}"),
        }
        said = (
            text.format(count=f"{counts[reason]:,}")
            for reason, text in kinds.items()
            if counts[reason]
        )
        return " · ".join(said)

    @Slot()
    def _show_choice(self) -> None:
        found = self._found
        if found is None:
            return
        text, tokens = found.text, found.tokens
        if self.terms.isChecked():
            text = as_text(found.finds)
            tokens = estimate_tokens(text)
        self._fitting = text[: fitting_chars(text)].rstrip()
        self.text.show_text(text[: len(self._fitting) + BEYOND_CHARS])
        self.text.say(
            self._sentence(found, tokens), tone="warning" if tokens > LIMIT_TOKENS else ""
        )

    def _sentence(self, found: Imported, tokens: int) -> str:
        if tokens > LIMIT_TOKENS:
            text = self.tr("{over} tokens are too many: the first {limit} are kept.")
        elif found.is_cut:
            text = self.tr(
                "{count} of {limit} tokens. Only the beginning of the document was read."
            )
        else:
            return token_sentence(tokens)
        return text.format(**token_facts(tokens))

    @Slot()
    def _on_make(self) -> None:
        if self._found is not None:
            name = self._name.text().strip() or self._found.name
            self.accepted.emit(name, self._fitting, self._found.language)
