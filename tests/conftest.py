"""The checks around every test, and one configuration for environments with and without Qt."""

import importlib.util
import os

import hypothesis
import pytest

HAS_QT = importlib.util.find_spec("PySide6") is not None

# It is no test file by its name, and what its assertions say matters most of all in the cloud.
pytest.register_assert_rewrite("tests.conformance.suite")

pytest_plugins = ["tests.helpers.canary", "tests.helpers.checks"]
if HAS_QT:
    pytest_plugins.append("tests.helpers.qt_checks")

# A busy machine must not fail a property: what may take how long is asserted where it matters.
hypothesis.settings.register_profile("zimu", deadline=None)
hypothesis.settings.register_profile("nightly", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "zimu"))

# No test, and no program that one starts, may open the keychain of whoever runs the tests.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

# Tests in this process need no display; those that do start the program on a virtual desk.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare pytest-qt's options where it is not installed, so that one configuration serves."""
    if not HAS_QT:
        for name in ("qt_api", "qt_log_level_fail"):
            parser.addini(name, "an option of pytest-qt, not installed here")
