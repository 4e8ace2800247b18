"""Build hook: compile the translations and put resources/ and icons/ inside the package.

Traditional Chinese is made of the Simplified one, words as well as characters, by OpenCC.

A wheel carries them as app/_data/; an editable install reads them from the checkout.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import PySide6
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from opencc import OpenCC

DATA_FOLDERS = ("resources", "icons")
SIMPLIFIED, TRADITIONAL = "zh_CN", "zh_TW"


def compile_translations(root: Path) -> list[Path]:
    """Write NAME.qm beside every NAME.ts. Raises CalledProcessError when lrelease refuses one."""
    compiled = []
    for source in sorted((root / "resources" / "translations").glob("*.ts")):
        compiled.append(compile_translation(source, source.with_suffix(".qm")))
        if source.stem.endswith(SIMPLIFIED):
            compiled.append(compile_traditional(source, source.parent))
    return compiled


def compile_translation(source: Path, target: Path) -> Path:
    """Write `source` as `target`."""
    suffix = ".exe" if sys.platform == "win32" else ""
    lrelease = Path(PySide6.__file__).parent / f"lrelease{suffix}"
    subprocess.run([str(lrelease), "-silent", str(source), "-qm", str(target)], check=True)
    return target


def compile_traditional(source: Path, folder: Path) -> Path:
    """Write the Chinese of `source` as it is written in Taiwan into `folder`."""
    tree = ET.parse(source)  # noqa: S314  ours
    tree.getroot().set("language", TRADITIONAL)
    converter = OpenCC("s2twp")
    for message in tree.getroot().iter("message"):
        for translation in message.iter():
            if translation.tag in ("translation", "numerusform") and translation.text:
                translation.text = converter.convert(translation.text)
    name = source.stem.replace(SIMPLIFIED, TRADITIONAL)
    with tempfile.TemporaryDirectory() as work:
        converted = Path(work) / f"{name}.ts"
        tree.write(converted, encoding="utf-8", xml_declaration=True)
        return compile_translation(converted, folder / f"{name}.qm")


class DataHook(BuildHookInterface[Any]):
    """Hatchling finds this class by its base; `version` tells a wheel from an editable install."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before each build."""
        if self.target_name != "wheel":
            return
        root = Path(self.root)
        compile_translations(root)
        if version == "editable":
            return
        for folder in DATA_FOLDERS:
            for file in sorted((root / folder).rglob("*")):
                if file.is_file():
                    target = f"app/_data/{file.relative_to(root).as_posix()}"
                    build_data["force_include"][str(file)] = target


if __name__ == "__main__":
    for path in compile_translations(Path(__file__).resolve().parent.parent):
        print(path)
