"""Contracts and laws: pure functions of what was read."""
