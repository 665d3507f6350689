"""A project that keeps albumentations 2.0.8, and tests it with the plugin alone."""
