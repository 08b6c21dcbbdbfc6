"""Field: phones that work without a network, their shifts, and what they record."""
