"""Residents' service requests and errands."""
