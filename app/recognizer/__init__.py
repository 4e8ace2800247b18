"""The embedded engine: a server of the wire protocol, run in its own process."""
