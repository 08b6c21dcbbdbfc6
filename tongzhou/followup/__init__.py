"""Home observation: who stays in, how they are each day, what they need, when it ends."""
