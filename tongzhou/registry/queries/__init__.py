"""Reads of the registry, by theme."""
