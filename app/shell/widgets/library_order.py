"""What comes first in the library: of all sessions, or of those in which something was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.sessions import HitOrder, SessionOrder
from app.shell.widgets.basics import ChoiceBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class OrderBox(ChoiceBox):
    """Offers what makes sense for what is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_search = False

    @property
    def order(self) -> SessionOrder:
        """The order of sessions."""
        chosen = self.currentData()  # Qt keeps the value alone
        return SessionOrder.NEWEST if self._is_search or not chosen else SessionOrder(chosen)

    @property
    def hit_order(self) -> HitOrder:
        """The order of what is found."""
        chosen = self.currentData()
        return HitOrder(chosen) if self._is_search and chosen else HitOrder.NEWEST

    def offer_for(self, *, is_search: bool) -> None:
        """Offer the orders of what is found, or those of all sessions."""
        if is_search is not self._is_search:
            self._is_search = is_search
            self._fill()

    def retranslate(self) -> None:
        """Set every text again; the language changed."""
        self.setAccessibleName(self.tr("Order"))
        self._fill()

    def _fill(self) -> None:
        chosen = self.currentData()
        self.clear()
        for order, name in self._names().items():
            self.addItem(name, order)
        self.setCurrentIndex(max(self.findData(chosen), 0))

    def _names(self) -> dict[HitOrder, str] | dict[SessionOrder, str]:
        if self._is_search:
            return {
                HitOrder.NEWEST: self.tr("Newest first"),
                HitOrder.BEST: self.tr("Most hits first"),
            }
        return {
            SessionOrder.NEWEST: self.tr("Newest first"),
            SessionOrder.OLDEST: self.tr("Oldest first"),
            SessionOrder.NAME: self.tr("By name"),
            SessionOrder.LONGEST: self.tr("Longest first"),
            SessionOrder.LARGEST: self.tr("Largest first"),
            SessionOrder.DEAREST: self.tr("Dearest first"),
        }
