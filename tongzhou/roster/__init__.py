"""Roster: who comes forward to stand duty, and where somebody is needed."""
