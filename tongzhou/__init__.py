"""Tongzhou: carries a neighbourhood through an outbreak."""

__version__ = "0.1.0"
