"""Names and technical words that a listener listed beforehand, and how they help recognition."""
