"""What only this room's templates draw."""
