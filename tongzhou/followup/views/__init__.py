"""Pages of the room, by theme."""
