"""Widgets: they build, connect and show; they decide nothing about captions."""
