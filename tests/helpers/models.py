"""Speech models as the catalogue that is shipped describes them."""

from pathlib import Path
from typing import Final

from app.core.advice import ThisComputer
from app.core.models import ModelInfo, parse

CATALOGUE: Final = parse(
    (Path(__file__).parents[2] / "resources" / "models.toml").read_text("utf-8")
)


def model(model_id: str) -> ModelInfo:
    """Return the record of that name."""
    return next(one for one in CATALOGUE if one.id == model_id)


MOONSHINE: Final = model("moonshine-tiny-en")
WHISPER: Final = model("whisper-base")
SENSE_VOICE: Final = model("sense-voice-small")
HERE: Final = ThisComputer(CATALOGUE, (MOONSHINE,), locale="en_GB")
"""A computer with the English model alone."""
EMPTY: Final = ThisComputer(CATALOGUE, locale="en_GB")
