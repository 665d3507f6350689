"""What a transform takes beside the OpenCV or NumPy lines that it stands for: ``python -m benchmarks.bounds``.

Of those that Albumentations, or another library, runs as fast or faster; docs/benchmarks.md holds the table.
"""

from __future__ import annotations

import sys
from typing import Any

from .__main__ import write_photographs
from .peers import BUILD, Figure, Peer, albumentations_python, interleaved
from .table import number, short_repr

SIZES = ("256", "512")
SECONDS = 0.02
CALL, DRAW = "the call", "the call, the draw"
REST = {
    "HorizontalFlip": CALL,
    "VerticalFlip": CALL,
    "RandomCrop": DRAW,
    "InvertImg": CALL,
    "PadIfNeeded": CALL,
    "Resize": CALL,
    "RandomScale": DRAW,
    "RandomResizedCrop": "the call, the draw of area, ratio and place, two ops",
    "RandomSizedCrop": "the call, the draw of height and place, two ops",
    "CropAndPad": "the call, the draw of four sides, two ops",
    "Downscale": DRAW,
    "Blur": DRAW,
    "GaussianBlur": DRAW,
    "Sharpen": "the call, the draw, the weights rounded so that sums are exact",
    "Emboss": "the call, the draw, the weights rounded so that sums are exact",
    "UnsharpMask": "the blur to 128ths of a level, where the plain lines have whole levels",
    "Morphological": DRAW,
    "ToSepia": CALL,
    "Normalize min_max": "the call, the extremes, found once more since 0.0001 is added to their distance",
    "TimeMasking": DRAW,
    "FrequencyMasking": DRAW,
}
"""By case what the time beside the plain lines goes to, as profiles have it."""
HEADER = "| us | " + " | ".join(f"{who}, {size}" for size in SIZES for who in ("augrepro", "plain", "Albumentations"))


def row(name: str, figures: list[dict[str, Figure | str]]) -> str:
    """A line of the table: the least of the turns, by size and library, and what the rest is."""
    cells = [cell(figure) for each in figures for figure in each.values()]
    return f"| {' | '.join([name, *cells, REST[name]])} |"


def cell(figure: Figure | str) -> str:
    return number(figure.least) if isinstance(figure, Figure) else short_repr(figure)


def main() -> None:
    folder, python = BUILD / "bench", albumentations_python()
    if python is None:
        raise SystemExit("there is nothing to compare with")
    write_photographs(folder)
    runners: dict[str, tuple[Peer, dict[str, Any]]] = {
        "augrepro": (Peer("augrepro", folder), {}),
        "plain": (Peer("primitives", folder), {}),
        "albumentations": (Peer("albumentations", folder, python), {}),
    }
    print(f"{HEADER} | the rest |\n|---{'|---' * (3 * len(SIZES) + 1)}|", flush=True)
    for name in sys.argv[1:] or REST:
        print(row(name, [interleaved(runners, f"op/{name}/{size}", SECONDS) for size in SIZES]), flush=True)
    for peer, _ in runners.values():
        peer.close()


if __name__ == "__main__":
    main()
