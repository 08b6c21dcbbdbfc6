"""What one can ask of the desk."""
