"""Settings: what captions cost, and how much they may."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from app.core.cost import NEAR
from app.core.settings import BUDGET_CNY
from app.shell.money import HOUR_S, price_text
from app.shell.place_text import engine_title
from app.shell.widgets.form import CheckBox, NumberBox, Page

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.cost import Price
    from app.core.settings import Settings
    from app.shell.choices import Choices
    from app.shell.costs import Costs
    from app.shell.look import Look

FIRST_BUDGET_CNY = 20.0


class CostPage(Page):
    """Price, session, month, budget."""

    def __init__(self, choices: Choices, costs: Costs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices = choices
        self._costs = costs
        self._price = self.add_words("sentence")
        self._free = self.add_words()
        self._session = self.add_words("sentence")
        self._month = self.add_words("sentence")
        self._has_budget = CheckBox()
        self.add(self._has_budget, is_wide=False)
        self._budget = NumberBox(BUDGET_CNY, 5.0, 2)
        self._budget.setPrefix("¥")
        self._budget_field = self.add_field(self._budget)
        self._has_budget.clicked.connect(self._on_budget_clicked)
        self._budget.valueChanged.connect(self._on_budget_changed)
        costs.changed.connect(self._refresh)

    def show_settings(self, settings: Settings) -> None:
        """Follow the settings."""
        has_budget = settings.budget_cny is not None
        self._has_budget.setChecked(has_budget)
        self._budget_field.setVisible(has_budget)
        self._budget.show_value(settings.budget_cny or FIRST_BUDGET_CNY)
        self._refresh()

    def apply_look(self, look: Look) -> None:
        """Take sizes from `look`."""
        super().apply_look(look)
        self._budget_field.setContentsMargins(look.px(26), 0, 0, 0)

    def retranslate(self) -> None:
        """Set the texts again."""
        self._has_budget.setText(self.tr("Stop when the month’s budget is spent"))
        self._budget_field.name(self.tr("Budget for a month, in yuan"))
        told = self.tr(
            "Zimu says so at {share} %, and stops captioning at the whole of it. A "
            "session that runs keeps the budget it began with."
        )
        self._budget_field.say(told.format(share=round(NEAR * 100)))
        self.show_settings(self._choices.settings)

    @Slot()
    def _refresh(self) -> None:
        engine = self._choices.engine
        self._price.setText(self._price_words(engine_title(engine), engine.price))
        free = self._free_words(engine.price)
        self._free.setText(free)
        self._free.setVisible(bool(free))
        self._session.setText(self._session_words())
        month_cny = self._costs.month_cny
        known = "…" if month_cny is None else price_text(month_cny)
        self._month.setText(self.tr("This month: {cost}").format(cost=known))

    def _price_words(self, engine: str, price: Price) -> str:
        if not price.cny_per_s:
            return self.tr("{engine} costs nothing, as far as Zimu knows.").format(engine=engine)
        text = self.tr("{engine} costs {price} an hour of audio.")
        return text.format(engine=engine, price=price_text(price.cny_per_s * HOUR_S))

    def _free_words(self, price: Price) -> str:
        if not price.free_s:
            return ""
        text = self.tr(
            "New accounts have {hours} hours free in their first {days} days. Zimu cannot see "
            "how much of that is left, and counts everything."
        )
        return text.format(hours=price.free_s // HOUR_S, days=price.free_days)

    def _session_words(self) -> str:
        cost_cny = self._costs.session_cny
        if cost_cny is None:
            return self.tr("This session: nothing")
        if self._costs.is_reported:
            text = self.tr("This session: {cost}, as the server counts")
        else:
            text = self.tr("This session: about {cost}, by the audio that was sent")
        return text.format(cost=price_text(cost_cny))

    @Slot(bool)
    def _on_budget_clicked(self, is_on: bool) -> None:
        self._change(FIRST_BUDGET_CNY if is_on else None)

    @Slot(float)
    def _on_budget_changed(self, budget_cny: float) -> None:
        self._change(budget_cny)

    def _change(self, budget_cny: float | None) -> None:
        self._choices.change(replace(self._choices.settings, budget_cny=budget_cny))
