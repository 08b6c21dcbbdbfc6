"""Deeds that need two rooms."""
