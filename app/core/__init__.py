"""Captions and their rules. Pure: no Qt, socket, file, thread or clock."""
