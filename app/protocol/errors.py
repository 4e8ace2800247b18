"""Whose fault it is: the peer's or ours."""

from __future__ import annotations


class ProtocolError(Exception):
    """The peer sent something the protocol does not allow. Carries no text that was spoken.

    `field` is the dotted path of the offending field ("session.turn_detection.threshold"), empty
    when the message as a whole is at fault.
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field = field
        self.reason = reason


class InvalidState(Exception):
    """A caller of ours asked for something that its wire session cannot do now."""
