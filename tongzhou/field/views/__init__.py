"""Pages of the room, the app's shell, and what the app asks for."""
