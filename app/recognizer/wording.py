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
from app.recognizer.events import LineClosed, LineFailed, LineHeard, LineOpened, LineWritten

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.protocol.config import WireConfig
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
        self._puts_in = self._terms if config.corrects_terms else ()
        self._settled: dict[int, str] = {}
        """What was told as settled of each open line, in the script."""

    @property
    def wish(self) -> Wish:
        """What the model is asked for; a script only if one is wanted."""
        wish = Wish(self._language, self._terms)
        is_left = self._script is ChineseScript.AS_HEARD
        return wish if is_left else replace(wish, script=self._script)

    def prepare(self) -> None:
        """Make the first correction as quick as the others; any thread."""
        if self._puts_in:
            correct("", self._puts_in)

    def told(self, event: LineEvent) -> LineEvent:
        """Return what is told in the script, and with the terms, that are wanted.

        Settled words still only grow. With terms they may be a few fewer: what may yet become one
        is tentative.
        """
        match event:
            case LineHeard():
                return self._corrected(self._scripted(event))
            case LineWritten(line=line, text=text, language=language):
                self._settled.pop(line, None)
                text = in_script(text, language or self._language, self._script)
                if self._puts_in:
                    text = correct(text, self._puts_in).text
                return replace(event, text=text)
            case LineFailed(line):
                self._settled.pop(line, None)
                return event
            case LineOpened() | LineClosed():
                return event
            case _:
                assert_never(event)

    def _scripted(self, event: LineHeard) -> LineHeard:
        if self._script is ChineseScript.AS_HEARD:
            return event
        text = event.settled + event.tentative
        written = in_script(text, event.language or self._language, self._script)
        # What follows may make another character of one that was told; and a conversion that does
        # not go character by character does not say how many are settled.
        told = self._settled.get(event.line, "")
        split = len(event.settled) if len(written) == len(text) else len(told)
        settled = self._settled[event.line] = told + written[len(told) : split]
        return replace(event, settled=settled, tentative=written[len(settled) :])

    def _corrected(self, event: LineHeard) -> LineHeard:
        if not self._puts_in:
            return event
        settled_chars = len(event.settled)
        whole = correct(event.settled + event.tentative, self._puts_in, settled_chars=settled_chars)
        split = whole.settled_chars
        return replace(event, settled=whole.text[:split], tentative=whole.text[split:])
