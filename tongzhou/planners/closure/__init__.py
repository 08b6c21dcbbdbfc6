"""Closed management: which alleys to close, which gates to keep, and the proof."""
