"""Which cells there are, which a run gets, and which it must have."""
