"""Rows of the room as the planner's problem, and what the planner says of them."""
