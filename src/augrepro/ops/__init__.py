"""Meaning: frozen values that say what happens, and the exact rules by which neighbors combine."""

from . import former
