"""``python -m augrepro apply``: a folder of images and their labels, augmented into another folder."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ..engine.declare.files import replace_file
from .folder.layout import check_places, format_of, images_in, places, tasks_of
from .folder.left import left_over, prune, standing
from .folder.manifest import FORMAT, MOST, Manifest, sweep
from .folder.pool import outcomes
from .folder.versions import machine, versions
from .folder.work import Changed, Setting
from .images import SUFFIXES, digest
from .labels.base import Format, LabelError
from .labels.coco import Coco
from .pipelines import Unusable, described, digest_of_pipeline, pipeline_of, seeded
from .progress import Progress

DESCRIPTION = """Augment a folder of images, and the labels beside them, into another folder.

Each result is drawn for the key (number, file name) and the seed: the same file gives the same bits whatever the
workers, the order and the other files, and in your own code
  transform(image=..., sample_key=(0, "cats/one.jpg"))
OUT gets manifest.jsonl with plan and digests of every result. A run that was stopped, at whatever moment, goes on where
it was when the same command is given again; results whose image or labels changed since are made anew."""
EPILOG = """labels: FILE.json is COCO (boxes, keypoints, regions); a folder of .txt files is YOLO (boxes), of .xml files
Pascal VOC (boxes), of .png files masks; yolo:DIR, voc:DIR, masks:DIR and coco:FILE say it outright. They are written in
the same format: a COCO file to OUT, beside the images; a folder beside IN to OUT/LABELS, and then the images to OUT/IN,
so give OUT, not OUT/IN; a folder in IN to the same place in OUT.
PIPELINE is FILE.json, FILE.yaml, or FILE.py:NAME, which runs that file.
exit status: 0 when all is done; 1 if files could not be read or augmented, or results of files that are gone stay in
OUT, all of which are named; 2 for wrong usage"""


def options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("pipeline", metavar="PIPELINE", help="FILE.json, FILE.yaml or FILE.py:NAME")
    parser.add_argument("folder", type=Path, metavar="IN", help=f"a folder of images ({' '.join(SUFFIXES)})")
    parser.add_argument("out", type=Path, metavar="OUT", help="a folder that is not there yet, or of an earlier run")
    parser.add_argument("--seed", type=int, help="names the draws; left out, the pipeline's own")
    parser.add_argument("--n", type=int, default=1, metavar="K", help="results of each image (1)")
    parser.add_argument("--labels", metavar="LABELS", help="see below")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes; 0 for this one (2)")
    parser.add_argument("--format", choices=("png", "jpg", "webp", "tif"), help="of the results; that of each image")
    parser.add_argument("--prune", action="store_true", help="remove results of files that are no longer in IN")
    parser.add_argument("--drop-alpha", action="store_true", help="leave alpha channels out")


def run(given: argparse.Namespace) -> int:
    """Do it; the exit status."""
    try:
        return _apply(given)
    except (Unusable, LabelError, Changed, OSError) as error:
        print(f"augrepro apply: {error}", file=sys.stderr)
        return 2


def _apply(given: argparse.Namespace) -> int:
    if not 1 <= given.n <= MOST or not 0 <= given.workers <= MOST:
        raise Unusable(f"--n must be from 1 to {MOST} and --workers from 0 to {MOST}")
    check_places(given.folder, given.out)
    labels = format_of(given.labels)
    if isinstance(labels, Coco):
        _ = labels.images  # a broken file is told before anything is written
    pipeline = seeded(pipeline_of(given.pipeline), given.seed)
    suffix = f".{given.format}" if given.format else None
    images, bad = images_in(given.folder, labels, given.out)
    tasks = tasks_of(images, given.folder, labels, given.n, suffix)
    name = digest_of_pipeline(pipeline, given.pipeline)
    setting = Setting(
        given.pipeline, name, pipeline.seed, str(given.folder), str(given.out), given.labels, not given.drop_alpha
    )
    header = {
        "manifest": FORMAT,
        "versions": versions(),
        "platform": machine(),
        "results": len(tasks),
        "seed": pipeline.seed,
        "n": given.n,
        "labels": "" if labels is None else labels.name,
        "suffix": suffix or "",
        "alpha": not given.drop_alpha,
        "pipeline_digest": name,
        "pipeline": described(pipeline),
        "pipeline_file": given.pipeline,
        "inputs": str(given.folder.resolve()),
        "all_labels": [],
        "label_inputs": "" if labels is None else str(labels.place.resolve()),
    }
    manifest = Manifest(given.out, header)
    try:
        return _run(given, setting, tasks, manifest, labels, bad)
    except KeyboardInterrupt:
        print(f"\nstopped; {len(manifest.records)} of {len(tasks)} are done: the same command goes on", file=sys.stderr)
        return 130
    finally:
        manifest.close()


def _run(
    given: argparse.Namespace,
    setting: Setting,
    tasks: list[Any],
    manifest: Manifest,
    labels: Any,
    bad: dict[str, str],
) -> int:
    sweep(given.out)
    manifest.expect(len(tasks) + len(left_over(given.out, manifest.before, tasks)))
    progress = Progress(len(tasks))
    for task, record, why in outcomes(setting, tasks, manifest.before, given.workers):
        if record is None:
            bad.setdefault(task.file, why)
        else:
            manifest.add(record)
        progress.step(failed=record is None)
    progress.end()
    gone = left_over(given.out, manifest.before, tasks)
    if given.prune:
        prune(given.out, gone)
    kept = standing(given.out, {p: row for p, row in manifest.before.items() if p not in manifest.records}, tasks)
    manifest.header["results"] = len({*kept, *((task.file, task.k) for task in tasks)})
    if isinstance(labels, Coco):
        manifest.header["all_labels"] = _write_coco(given.out, labels, manifest)
    manifest.finish(kept)
    print(f"{len(manifest.records)} of {len(tasks)} results in {_told(given, labels, manifest.path.name)}")
    if bad:
        print(f"{len(bad)} file{'s' * (len(bad) > 1)} could not be done:", file=sys.stderr)
        for file in sorted(bad):
            print(f"  {file}: {bad[file]}", file=sys.stderr)
    if gone and not given.prune:
        what = "1 result of a file" if len(gone) == 1 else f"{len(gone)} results of files"
        print(f"{given.out} still has {what} no longer in {given.folder}, which --prune removes:", file=sys.stderr)
        for row in gone.values():
            print(f"  {row['output']} (of {row['file']})", file=sys.stderr)
    return int(bool(bad or (gone and not given.prune)))


def _told(given: argparse.Namespace, labels: Format | None, manifest: str) -> str:
    """Where results, labels and manifest are."""
    images, beside = (given.out / place for place in places(given.folder, labels))
    if isinstance(labels, Coco):
        return f"{images}, {labels.place.name} and {manifest} beside them"
    if images == beside:
        return f"{images}, {manifest} beside them"
    return f"{images}, labels in {beside}, {manifest} in {given.out}"


def _write_coco(out: Path, labels: Format, manifest: Manifest) -> list[str]:
    """The file's name below OUT and its digest."""
    assert isinstance(labels, Coco)
    rows = {row["output"]: (row["file"], *row["size"], row["annotations"] or []) for row in manifest.records.values()}
    raw = json.dumps(labels.joined(rows)).encode()
    replace_file(out / labels.place.name, raw)
    return [labels.place.name, digest(raw)]
