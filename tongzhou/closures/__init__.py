"""Closed management: maps of the streets, and plans of what to close and what to keep."""
