"""The session loop: audio out, messages in, captions to a sink."""
