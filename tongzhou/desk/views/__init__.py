"""Pages of the desk: get, call, render."""
