"""Build hook: compile the translations and put resources/ and icons/ inside the package.

A wheel carries them as app/_data/; an editable install reads them from the checkout.
"""

import subprocess
import sys
from pathlib import Path
from typing import Any

import PySide6
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DATA_FOLDERS = ("resources", "icons")


def compile_translations(root: Path) -> list[Path]:
    """Write NAME.qm beside every NAME.ts. Raises CalledProcessError when lrelease refuses one."""
    suffix = ".exe" if sys.platform == "win32" else ""
    lrelease = Path(PySide6.__file__).parent / f"lrelease{suffix}"
    compiled = []
    for source in sorted((root / "resources" / "translations").glob("*.ts")):
        target = source.with_suffix(".qm")
        command = [str(lrelease), "-silent", str(source), "-qm", str(target)]
        subprocess.run(command, check=True)
        compiled.append(target)
    return compiled


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
