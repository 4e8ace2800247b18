"""Running pytest inside a test, to see the harness fail what it must fail."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[2]


def complaints(source: str, folder: Path) -> dict[str, str]:
    """Run the tests in `source` under our conftest in a process of its own.

    Return for each test what was wrong with it, set-up and tear-down included; "" if nothing.
    """
    file = folder / "test_nested.py"
    file.write_text(source, encoding="utf-8")
    report = folder / "report.xml"
    options = ("-p", "tests.conftest", "-p", "no:cacheprovider", f"--junitxml={report}")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-c", str(ROOT / "pyproject.toml"), str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert report.is_file(), done.stdout + done.stderr
    found: dict[str, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):
        words = "".join(
            "".join(part.itertext()) for part in case if part.tag in {"failure", "error"}
        )
        name = case.get("name", "")
        found[name] = found.get(name, "") + words
    return found
