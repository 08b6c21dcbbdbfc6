"""What is read for the pages of this room."""
