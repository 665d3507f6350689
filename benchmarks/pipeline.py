"""Whole pipelines with rewriting on and off, and single ops beside the plain OpenCV or numpy lines they stand for."""

from __future__ import annotations

from math import prod

from .cases import OPS, PIPELINES
from .peers import Figure, Peer, interleaved
from .table import print_table, ratio

SECONDS = 0.1
OP_SECONDS = 0.03


def run_pipelines(ours: Peer, theirs: Peer | None) -> list[dict[str, object]]:
    """Print the table of pipelines and return its rows."""
    runners = {"augrepro": (ours, {}), "augrepro, rewriting off": (ours, {"optimize": False})}
    if theirs:
        runners["albumentations"] = (theirs, {})
    table, results = [], []
    for name, (size, _) in PIPELINES.items():
        figures = interleaved(runners, f"pipeline/{name}", SECONDS)
        mine, off, other = figures["augrepro"], figures["augrepro, rewriting off"], figures.get("albumentations")
        table.append([f"{name}, {size} px", mine, off, other, ratio(off, mine), ratio(other, mine)])
        results.append({"case": f"pipeline/{name}", "size": size, "us": figures})
    header = ["us a call", "augrepro", "rewriting off", "Albumentations 2.0.8", "rewriting gains", "faster"]
    print_table("Pipelines on a uint8 photograph, to a contiguous float32 tensor", header, table)
    return results


def run_ops(ours: Peer, theirs: Peer | None, plain: Peer) -> list[dict[str, object]]:
    """Print the table of single ops and return its rows."""
    runners = {"augrepro": (ours, {}), "primitive": (plain, {})}
    if theirs:
        runners["albumentations"] = (theirs, {})
    table, results, gains = [], [], []
    for name in OPS:
        figures = interleaved(runners, f"op/{name}", OP_SECONDS)
        mine, raw, other = figures["augrepro"], figures["primitive"], figures.get("albumentations")
        table.append([name, mine, raw, other, ratio(raw, mine), ratio(other, mine)])
        results.append({"case": f"op/{name}", "size": 512, "us": figures})
        if isinstance(mine, Figure) and isinstance(other, Figure):
            gains.append(other.median / mine.median)
    header = ["us a call", "augrepro", "plain cv2/numpy", "Albumentations 2.0.8", "over plain", "faster"]
    print_table("Single ops in a Compose on a 512x512x3 uint8 photograph", header, table)
    if gains:
        mean = prod(gains) ** (1 / len(gains))
        ahead = sum(gain > 1 for gain in gains)
        print(f"  faster than Albumentations in {ahead} of {len(gains)}, {mean:.2f}x in the geometric mean")
    return results
