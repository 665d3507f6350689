"""The versions that a pipeline file carries."""

__version__ = "0.1.0"
FORMAT = 1
"""Of a pipeline file; a file of another format is refused."""
