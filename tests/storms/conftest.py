"""Projects for the storms, of the same kind as those of the plugin's tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "plugin"))

from plugin_project import project, runs_of

__all__ = ["project", "runs_of"]
