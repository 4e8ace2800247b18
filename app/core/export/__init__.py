"""A transcript as SRT, VTT or plain text. Pure."""
