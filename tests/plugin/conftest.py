"""Projects for the plugin to run in; ``plugin_project.py`` says how."""

from plugin_project import project, runs_of

__all__ = ["project", "runs_of"]
