"""Answers for ``albumentations`` where a program asks for it by name; nothing here acts before it is installed."""
