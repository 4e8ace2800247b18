"""Reading the words in a picture with tesseract."""

import re
import subprocess
from pathlib import Path

# Text recognition wants large dark letters on light paper.
SCALE_PERCENT = 300


def read_text(
    picture: Path,
    *,
    language: str = "eng",
    dark: bool = True,
    scale_percent: int = SCALE_PERCENT,
) -> str:
    """The words in `picture`, spaces folded; `dark` says that the letters are the light part."""
    prepared = picture.with_suffix(".prepared.png")
    negate = ["-negate"] if dark else []
    subprocess.run(
        [
            "convert",
            str(picture),
            "-colorspace",
            "Gray",
            *negate,
            "-resize",
            f"{scale_percent}%",
            str(prepared),
        ],
        check=True,
        capture_output=True,
    )
    done = subprocess.run(
        ["tesseract", str(prepared), "-", "-l", language, "--psm", "6"],
        check=True,
        capture_output=True,
        text=True,
    )
    return " ".join(done.stdout.split())


def words(text: str) -> list[str]:
    """The words of `text` in lower case without punctuation, for comparing."""
    return re.findall(r"[\w']+", text.lower())
