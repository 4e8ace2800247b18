"""The wire protocol, sans-I/O: typed events and both session machines. Pure."""
