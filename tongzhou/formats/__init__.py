"""File formats, pure: bytes in, plain values out. No Django, no clock, no network."""
