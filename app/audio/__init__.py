"""The ear: devices, capture, file sources and the ring. 16 kHz mono comes out."""
