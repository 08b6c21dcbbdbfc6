"""The invented street: people, places and two weeks of work, to try and to measure with."""
