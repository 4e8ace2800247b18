"""How what a model wrote is told to one client: in the script and with the terms it asked for.

Every model can be helped so, whatever it can be told itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from app.core.script import ChineseScript
from app.core.terms.correction import correct
from app.core.terms.listing import listed_terms
from app.recognizer.chinese import in_script
from app.recognizer.decoder import Wish
from app.recognizer.events import LineClosed, LineHeard, LineOpened, LineWritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.protocol.config import WireConfig
    from app.recognizer.decoder import Heard
    from app.recognizer.events import LineEvent


def converts_script(languages: Iterable[str]) -> bool:
    """Whether one of the languages can be written in either Chinese script here."""
    return any(
        in_script("汉", language, ChineseScript.TRADITIONAL) != "汉" for language in languages
    )


class Wording:
    """The wishes of one client about its words."""

    def __init__(self, config: WireConfig) -> None:
        self._script = config.script
        self._language = config.language
        self._terms = listed_terms(config.context)
        self._corrected = self._terms if config.corrects_terms else ()

    @property
    def wish(self) -> Wish:
        """What the model is asked for; a script only if one is wanted."""
        wish = Wish(self._language, self._terms)
        is_left = self._script is ChineseScript.AS_HEARD
        return wish if is_left else replace(wish, script=self._script)

    def prepare(self) -> None:
        """Make the first correction as quick as the others; any thread."""
        if self._corrected:
            correct("", self._corrected)

    def heard(self, heard: Heard) -> Heard:
        """Return what a model heard in the script that is wanted."""
        if self._script is ChineseScript.AS_HEARD:
            return heard
        text = in_script(heard.text, heard.language or self._language, self._script)
        return heard if text == heard.text else replace(heard, text=text)

    def told(self, event: LineEvent) -> LineEvent:
        """Return what is told with terms in place of what sounds like them.

        Settled words still only grow; they may be a few fewer, which then are tentative.
        """
        if not self._corrected:
            return event
        match event:
            case LineHeard(settled=settled, tentative=tentative):
                whole = correct(settled + tentative, self._corrected, settled_chars=len(settled))
                split = whole.settled_chars
                return replace(event, settled=whole.text[:split], tentative=whole.text[split:])
            case LineWritten(text=text):
                return replace(event, text=correct(text, self._corrected).text)
            case LineOpened() | LineClosed():
                return event
            case _:
                assert_never(event)
