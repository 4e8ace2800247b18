"""A language that does not exist: English, accented and 40 % longer."""

import math

from PySide6.QtCore import QTranslator

_ACCENTS = str.maketrans("aeiouAEIOU", "àéîõüÀÉÎÕÜ")


def pseudo(text: str) -> str:
    """Return `text` as the pseudo-language has it; {slots} stay as they are."""
    padding = "·" * math.ceil(len(text) * 0.4)
    parts = text.split("{")
    accented = [parts[0].translate(_ACCENTS)]
    for part in parts[1:]:
        slot, _, rest = part.partition("}")
        accented.append(f"{{{slot}}}{rest.translate(_ACCENTS)}")
    return "".join(accented) + padding


class PseudoTranslator(QTranslator):
    """Translates everything."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: str,
        source_text: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        return pseudo(source_text)
