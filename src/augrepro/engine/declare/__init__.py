"""Checked fields: kinds, parsing, the registry of names, files and errors."""
