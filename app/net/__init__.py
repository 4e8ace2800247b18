"""The transport: one WebSocket connection, its reader thread, proxies and TLS."""
