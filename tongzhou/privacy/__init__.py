"""Sealing of personal data, who looked, restrictions by two persons, retention and erasure."""
