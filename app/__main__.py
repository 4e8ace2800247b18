"""`python -m app` is `zimu`."""

import sys

from app.main import run

sys.exit(run())
