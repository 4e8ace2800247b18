"""The window and the overlay. The only room that imports Qt."""
