"""Keys and passwords in the system's keychain, never in a file."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final, TypeVar

from app.core.errors import ErrorCode, Problem, ZimuError

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

_T = TypeVar("_T")

SERVICE: Final = "zimu"
# What keeps secrets encrypted and asks the user. Others exist that write them to plain files.
SAFE_BACKENDS: Final = frozenset(
    {
        "keyring.backends.SecretService",
        "keyring.backends.libsecret",
        "keyring.backends.kwallet",
        "keyring.backends.macOS",
        "keyring.backends.Windows",
    }
)


def system_backend() -> KeyringBackend | None:
    """Return the keychain that the system and its user chose; None: there is none that is safe.

    May raise anything that a backend raises.
    """
    import keyring  # noqa: PLC0415  a tenth of a second that no other command has to spend
    from keyring.backends.chainer import ChainerBackend  # noqa: PLC0415

    chosen = keyring.get_keyring()
    backends = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    return next((one for one in backends if type(one).__module__ in SAFE_BACKENDS), None)


class SystemKeychain:
    """An engine.keys.Keychain. Where the system has no keychain it lasts for this run.

    Any thread; it blocks for as long as the system asks its user.
    """

    def __init__(self, open_backend: Callable[[], KeyringBackend | None] = system_backend) -> None:
        self._open_backend = open_backend
        self._lock = threading.Lock()
        self._of_this_run: dict[str, str] = {}

    def read(self, account: str) -> str:
        with self._lock:
            backend = self._backend()
            if backend is None:
                return self._of_this_run.get(account, "")
            return self._try(lambda: backend.get_password(SERVICE, account)) or ""

    def write(self, account: str, secret: str) -> Problem | None:
        with self._lock:
            backend = self._backend()
            if backend is not None:
                self._try(lambda: backend.set_password(SERVICE, account, secret))
                return None
            self._of_this_run[account] = secret
            return Problem(ErrorCode.KEY_NOT_KEPT)

    def delete(self, account: str) -> None:
        with self._lock:
            backend = self._backend()
            if backend is None:
                self._of_this_run.pop(account, None)
            elif self._try(lambda: backend.get_password(SERVICE, account)) is not None:
                self._try(lambda: backend.delete_password(SERVICE, account))

    def _backend(self) -> KeyringBackend | None:
        return self._try(self._open_backend)

    def _try(self, action: Callable[[], _T]) -> _T:
        """Return what `action` returns. ZimuError KEYCHAIN_FAILED."""
        try:
            return action()
        except Exception as exc:  # noqa: BLE001  a backend raises whatever its libraries do
            # Its text may quote what was to be kept: neither shown nor chained.
            log.warning("the keychain failed: %s", type(exc).__name__)
            raise ZimuError(ErrorCode.KEYCHAIN_FAILED) from None
