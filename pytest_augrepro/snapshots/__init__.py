"""Comparing results with their stored snapshots."""
