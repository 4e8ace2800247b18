"""Settings: the way out of this computer's network, and whom to trust beyond the system."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QWidget

from app.core.endpoint import password_in, without_password
from app.core.settings import ProxyMode
from app.engine.keys import proxy_account
from app.shell.errors_text import problem_text
from app.shell.file_dialog import open_in
from app.shell.widgets.basics import ChoiceBox
from app.shell.widgets.form import Page, offer
from app.shell.widgets.key_page import password_edit

if TYPE_CHECKING:
    from app.core.errors import Problem
    from app.core.settings import NetworkSettings, Settings
    from app.shell.choices import Choices
    from app.shell.key_desk import KeyDesk

MODES = (ProxyMode.SYSTEM, ProxyMode.NONE, ProxyMode.URL)


class NetworkPage(Page):
    """Proxy and CA file. There is no switch that would turn checks off."""

    def __init__(self, choices: Choices, keys: KeyDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._keys = keys
        self._mode = ChoiceBox()
        self._mode_field = self.add_field(self._mode)
        self._url = QLineEdit()
        self._url_field = self.add_field(self._url)
        self._password = password_edit()
        self._save = QPushButton()
        self._password_field = self.add_field(self._password, self._save)
        self._ca = QLineEdit()
        self._choose = QPushButton()
        self._ca_field = self.add_field(self._ca, self._choose)
        self._promise = self.add_words()
        self._mode.activated.connect(self._on_mode_chosen)
        self._url.editingFinished.connect(self.flush)
        self._password.returnPressed.connect(self._on_save_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._ca.editingFinished.connect(self.flush)
        self._choose.clicked.connect(self._on_choose_clicked)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        network = settings.network
        titles = [self._title(mode) for mode in MODES]
        offer(self._mode, titles, MODES.index(network.proxy))
        has_own = network.proxy is ProxyMode.URL
        self._url_field.setVisible(has_own)
        self._password_field.setVisible(has_own)
        self._password_field.setEnabled(bool(proxy_account(network.proxy_url)))
        for edit, text in ((self._url, network.proxy_url), (self._ca, network.ca_file)):
            if not edit.hasFocus():
                edit.setText(text)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._mode_field.name(self.tr("Proxy"))
        self._mode_field.say(self.tr("The engine on this computer is always reached without one."))
        self._url_field.name(self.tr("Address of the proxy"))
        self._url.setPlaceholderText("http://name@proxy.example.org:8080")
        self._url_field.say(
            self.tr(
                "http://, socks4://, socks5:// or socks5h://, with a name before an @ if it "
                "wants one."
            )
        )
        self._password_field.name(self.tr("Password for the proxy"))
        self._password_field.say(self.tr("It is kept in the keychain, not in the settings."))
        self._save.setText(self.tr("Save"))
        self._save.setAccessibleName(self.tr("Save the password"))
        self._ca_field.name(self.tr("CA certificates"))
        self._ca.setPlaceholderText(self.tr("Those of the system"))
        self._ca_field.say(
            self.tr("A file in PEM form instead of the system's, for a server that has its own CA.")
        )
        self._choose.setText(self.tr("Choose…"))
        self._choose.setAccessibleName(self.tr("Choose a file of CA certificates"))
        self._promise.setText(self.tr("Certificates are always checked."))
        self.show_settings(self._choices.settings)

    def forget(self) -> None:
        """Wipe what was typed and not saved."""
        self._password.clear()

    @Slot()
    def flush(self) -> None:
        """Take over what was typed. A password in the address goes where passwords are kept."""
        url = self._url.text().strip()
        clean = without_password(url)
        if clean != url:
            self._url.setText(clean)
            if proxy_account(clean) and (password := password_in(url)):
                self._keep(clean, password)
        self._change(
            replace(
                self._choices.settings.network, proxy_url=clean, ca_file=self._ca.text().strip()
            )
        )

    def _title(self, mode: ProxyMode) -> str:
        titles = {
            ProxyMode.SYSTEM: self.tr("As the system is set up"),
            ProxyMode.NONE: self.tr("None"),
            ProxyMode.URL: self.tr("This one:"),
        }
        return titles[mode]

    def _change(self, network: NetworkSettings) -> None:
        self._choices.change(replace(self._choices.settings, network=network))

    def _keep(self, url: str, password: str) -> None:
        kept = self.tr("The password is kept.") if password else self.tr("The password is deleted.")

        def done(problem: Problem | None) -> None:
            if problem is None:
                self._password_field.say(kept)
            else:
                self._password_field.say(problem_text(problem), tone="warning")

        self._keys.save_proxy_password(url, password, done)

    @Slot(int)
    def _on_mode_chosen(self, index: int) -> None:
        self._change(replace(self._choices.settings.network, proxy=MODES[index]))

    @Slot()
    def _on_save_clicked(self) -> None:
        password = self._password.text()
        self._password.clear()
        self.flush()
        self._keep(self._choices.settings.network.proxy_url, password)

    @Slot()
    def _on_choose_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("CA certificates"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(
            [self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")]
        )
        dialog.fileSelected.connect(self._on_file_selected)
        open_in(None, dialog)

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        self._ca.setText(path)
        self.flush()
