"""Zimu without a window: captions in a terminal or as JSON lines, and the list of devices."""
