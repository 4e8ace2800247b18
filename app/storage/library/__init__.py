"""All sessions, in one SQLite file: `schema` what is in it, `journal` who writes it down."""
