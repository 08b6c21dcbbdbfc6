"""Who stands at which post in which shift: planned, repaired, checked, explained."""
