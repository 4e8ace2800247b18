"""What outlives a run: folders, settings, resources."""
