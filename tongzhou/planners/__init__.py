"""Pure planners: a problem comes in, a checked plan goes out. No clock, no network, no database."""
