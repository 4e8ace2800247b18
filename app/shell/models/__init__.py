"""Qt item models: rows of the transcript, devices, engines."""
