"""Documents of the user, read without trust: what is in them as plain text."""
