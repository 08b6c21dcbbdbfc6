"""The closure model answered by trying everything; knows the data of a problem, not its solver."""
