"""Forms of the desk; each carries one action."""
