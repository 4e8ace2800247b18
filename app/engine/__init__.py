"""Where recognition happens: the catalogue of engines and the local engine process."""
