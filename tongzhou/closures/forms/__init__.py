"""Forms of the room, by theme."""
