"""Albumentations' ``check_version``: versions compared; whether there is a newer one is asked of nobody."""

from itertools import takewhile

__all__ = ["check_for_updates", "compare_versions", "parse_version"]


def check_for_updates() -> None:
    """Do nothing: no version of augrepro ever asks the network."""


def parse_version(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with: ``"2.0.8rc1"`` gives (2, 0, 8)."""
    return tuple(int("".join(takewhile(str.isdigit, part)) or 0) for part in version.strip().lstrip("v").split("."))


def compare_versions(v1: tuple[int, ...], v2: tuple[int, ...]) -> bool:
    """True where the first is the newer one."""
    return v1 > v2
