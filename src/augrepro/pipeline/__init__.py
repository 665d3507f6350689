"""Pipelines: how nodes are put together, called, replayed, saved; and Albumentations' custom-transform protocol."""
