"""Speech models on this computer: where they are, and how they come and go."""
