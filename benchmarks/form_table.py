"""Floats and images of many channels beside Albumentations: ``python -m benchmarks.form_table``."""

from __future__ import annotations

from math import prod
from typing import Any

from .__main__ import write_photographs
from .forms import FORMS, OPS, RGB, SIZE
from .peers import BUILD, Figure, Peer, albumentations_python, interleaved

SECONDS = 0.01
TURNS = 5


def cell(mine: object, other: object) -> tuple[str, float | None]:
    """How many times faster the first is, as the table has it, and as a number; who raises where one does."""
    if isinstance(mine, Figure) and isinstance(other, Figure):
        gain = other.median / mine.median
        return f"{gain:.2f}", gain
    if isinstance(mine, Figure):
        return "error there", None
    return ("-" if isinstance(other, str) else "error here"), None


def main() -> None:
    folder, python = BUILD / "bench", albumentations_python()
    if python is None:
        raise SystemExit("there is nothing to compare with")
    write_photographs(folder)
    runners: dict[str, tuple[Peer, dict[str, Any]]] = {
        "augrepro": (Peer("augrepro", folder), {}),
        "albumentations": (Peer("albumentations", folder, python), {}),
    }
    print(f"| {SIZE} x {SIZE} | {' | '.join(FORMS)} |\n|---{'|---' * len(FORMS)}|", flush=True)
    gains: dict[str, list[float]] = {form: [] for form in FORMS}
    for name in OPS:
        row = []
        for form in FORMS:
            if name in RGB and not form.endswith(" 3"):
                row.append("-")
                continue
            figures = interleaved(runners, f"form/{form}/{name}", SECONDS, TURNS)
            text, gain = cell(figures["augrepro"], figures["albumentations"])
            row.append(text)
            gains[form] += [] if gain is None else [gain]
        print(f"| {name} | {' | '.join(row)} |", flush=True)
    means = [f"{prod(ratios) ** (1 / max(len(ratios), 1)):.2f}" for ratios in gains.values()]
    print(f"| geometric mean | {' | '.join(means)} |")
    for peer, _ in runners.values():
        peer.close()


if __name__ == "__main__":
    main()
