"""Zimu: live captions for whatever the computer hears. `app.main` builds everything."""

__version__ = "0.1.0"
