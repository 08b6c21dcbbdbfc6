"""Writes of the registry, by theme."""
