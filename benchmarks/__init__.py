"""Measurements, each as a ratio to a baseline taken in the same run.

`benchmarks/NAME.py [FILE...] [--json]` prints one benchmark; `python -m benchmarks [NAME...]`
runs all of them (or those named) and prints one table.
"""
