"""The pure heart: what happened, what is said, which rows show it. No Qt, socket, file, thread or clock."""
