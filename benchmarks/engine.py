"""What the engine costs: ten transforms on an 8x8 image, where pixel work is next to nothing."""

from __future__ import annotations

from .peers import Figure, Peer, interleaved
from .table import print_table, ratio, verdict

SECONDS = 0.05
ROWS = [
    ("image", "small/ten/image", 10, 6.0),
    ("image, mask, boxes, keypoints", "small/ten/all", 10, 20.0),
    ("image, ten NoOp", "small/ten NoOp/image", 10, None),
    ("image, empty pipeline (a call)", "small/empty/image", 1, None),
]


def run(ours: Peer, theirs: Peer | None) -> list[dict[str, object]]:
    """Print the table and return its rows."""
    runners = {"augrepro": (ours, {}), "augrepro, rewriting off": (ours, {"optimize": False})}
    if theirs:
        runners["albumentations"] = (theirs, {})
    table, results = [], []
    for title, case, transforms, goal in ROWS:
        each = {name: shared(figure, transforms) for name, figure in interleaved(runners, case, SECONDS).items()}
        mine, other = each["augrepro"], each.get("albumentations")
        judged = verdict(mine.median, goal) if goal and isinstance(mine, Figure) else "-"
        expected = f"<= {goal:.0f}" if goal else "-"
        table.append([title, mine, each["augrepro, rewriting off"], other, ratio(other, mine), expected, judged])
        results.append({"case": case, "goal_us": goal, "verdict": judged, "us_per_transform": each})
    header = ["us per transform", "augrepro", "rewriting off", "Albumentations 2.0.8", "faster", "goal", "verdict"]
    print_table("Engine: ten transforms on 8x8x3 uint8, all of them firing", header, table)
    return results


def shared(figure: Figure | str, transforms: int) -> Figure | str:
    if isinstance(figure, str):
        return figure
    return Figure(figure.median / transforms, figure.least / transforms, figure.greatest / transforms)
