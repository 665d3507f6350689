"""``python -m augrepro verify``: does a manifest still hold."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..engine.declare.errors import PlanError
from ..engine.op import Grade
from ..engine.plan import Plan
from ..engine.plan_changes import plan_changes
from ..pipeline.compose import Compose
from ..pipeline.serialize import from_dict
from .folder.layout import FOLDERS, MANIFEST
from .folder.manifest import Header, Record, changed_lines, header_changed, read
from .folder.versions import machine, versions
from .folder.whole import gaps
from .folder.work import augmented, pixels
from .folder.work import read as read_input
from .folder.work import told as reason
from .images import digest, digest_of
from .labels.base import Format
from .labels.coco import Coco
from .pipelines import Unusable, digest_of_pipeline, pipeline_of, reading, seeded
from .progress import Progress

DESCRIPTION = """Compute every result of a manifest again and compare inputs, labels, plans, pixels and files.

The first result that differs is named, and why: an input changed, the pipeline or the library draws otherwise, the same
plan gives other pixels, or a file in OUT is no longer what was written. A manifest that is unfinished or damaged (lines
are missing, cut off or there twice) is told, and so are images and labels in OUT without a line."""
EPILOG = """No Python file is run unless --pipeline names it (FILE.py:NAME); custom classes and Lambdas need it.
exit status: 0 when all holds; 1 if a result differs, or has no line in the manifest; 2 for wrong usage"""
AGAIN = "the same apply command again makes what is missing; files in no line after it are of no image in IN"
HEADER_CHANGED = (
    "apply does not go on from a first line that was changed: bring back manifest.jsonl as it was written, or run the "
    "same apply command with another folder for OUT"
)
MOST_TOLD = 6


def options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("manifest", type=Path, metavar="MANIFEST", help="OUT/manifest.jsonl, or OUT")
    parser.add_argument("--inputs", type=Path, metavar="IN", help="where the images are now")
    parser.add_argument("--labels", type=Path, metavar="LABELS", help="where the labels are now")
    parser.add_argument("--pipeline", metavar="PIPELINE", help="the pipeline of today, in place of the manifest's")
    parser.add_argument("--all", action="store_true", help="name every result that differs, not the first alone")


def run(given: argparse.Namespace) -> int:
    """Do it; the exit status."""
    try:
        manifest = given.manifest / MANIFEST if given.manifest.is_dir() else given.manifest
        header, records = read(manifest)
        check = Check(header, manifest.parent, given)
        told, torn = 0, list(gaps(manifest, header, records, check.inputs, check.labels))
        for gap in torn:
            print(f"{manifest}: {gap}")
        progress = Progress(len(records))
        for record in records:
            why = next(check.faults(record), None)
            progress.step(failed=why is not None)
            if why is not None:
                told += 1
                print(f"{record['output']} (of {record['file']}): {why}")
                if not given.all:
                    break
        progress.end()
    except Unusable as error:
        print(f"augrepro verify: {error}", file=sys.stderr)
        return 2
    for line in check.notes if told else ():
        print(line)
    if not told and not torn:
        old = "; its lines have no digests of their own, as in older manifests" * (changed_lines(manifest) is None)
        print(f"{len(records)} results hold: inputs, plans, pixels and files{old}")
    elif given.all or not told:
        known = len({(record["file"], record["k"]) for record in records})
        print(f"{told} of {known} results{' with a line' * bool(torn)} differ")
    if torn:
        print(HEADER_CHANGED if header_changed(manifest) else AGAIN)
    return int(bool(told or torn))


class Check:
    """Compares records with what is computed now."""

    def __init__(self, header: Header, out: Path, given: argparse.Namespace) -> None:
        self.out = out
        self.inputs = given.inputs or Path(header["inputs"])
        if not self.inputs.is_dir():
            raise Unusable(f"there is no folder {self.inputs}: --inputs says where the images are")
        self.alpha = bool(header["alpha"])
        self.labels = _labels(header, given.labels)
        then, now = f"{_told(header['versions'])} on {header['platform']}", f"{_told(versions())} on {machine()}"
        self.notes = [f"made with {then}" + ("; the same is here" if then == now else f"; here are {now}")]
        self.pipeline = reading(self._pipeline(header, given.pipeline), self.labels)

    def _pipeline(self, header: Header, spec: str | None) -> Compose:
        made_by = header["pipeline_file"]
        cure = f"pass --pipeline {made_by}, which runs that file" if ".py:" in made_by else "--pipeline names one"
        if spec is None and header.get("pipeline") is None:
            raise Unusable(f"no file can hold the pipeline that the results were made with: {cure}")
        if spec is not None:
            found = pipeline_of(spec)
            if digest_of_pipeline(found, spec) != header["pipeline_digest"]:
                self.notes.append(f"{spec} is not the pipeline that the results were made with")
            return seeded(found, header["seed"])
        try:
            saved: Any = from_dict(header["pipeline"], where="the manifest's pipeline")
        except PlanError as error:
            raise Unusable(f"{error}: {cure}") from None
        return seeded(saved, header["seed"])

    def faults(self, record: Record) -> Iterator[str]:
        """Why a result differs, the first cause first."""
        try:
            raw = (self.inputs / record["file"]).read_bytes()
        except OSError as error:
            yield f"the input cannot be read ({error.strerror})"
            return
        if digest(raw) != record["input"]:
            yield "the input changed"
            return
        try:
            found = self._differences(raw, record)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # sys.exit() in a transform, too
            found = [f"it cannot be computed again: {reason(error)}"]
        yield from found

    def _differences(self, raw: bytes, record: Record) -> list[str]:
        given = read_input(raw, record["file"], self.labels, self.alpha)
        if digest_of(given.image) != record["image"]:
            return ["the input is the same file and is decoded to other pixels here: that is OpenCV's codec"]
        if given.labels.digest != record["label_input"]:
            return ["the input's labels changed"]
        stored = Plan.from_dict(record["plan"], "the manifest's plan")
        plan, result = augmented(self.pipeline, given, self.labels, (record["k"], record["file"]))
        found = [*self._of_plan(stored, plan)]
        if pixels(result) != record["pixels"]:
            found.append(f"the pixels differ, and the plan is the same ({_grade(plan, result)})")
        written = self.labels and self.labels.write(given.labels, result, record["output"])
        return [*found, *self._of_files(record, written)]

    def _of_plan(self, old: Plan, new: Plan) -> Iterator[str]:
        changes = plan_changes(old, new, now="draws", before="the manifest has")
        if changes:
            more = [f"and {len(changes) - MOST_TOLD} more"] if len(changes) > MOST_TOLD else []
            rows = "".join(f"\n  {line}" for line in [*changes[:MOST_TOLD], *more])
            yield f"the plan differs: the pipeline changed, or the library draws otherwise{rows}"

    def _of_files(self, record: Record, written: Any) -> Iterator[str]:
        if isinstance(written, bytes) and digest(written) != record["label_file"]:
            yield "its labels come out otherwise, and the pixels are the same"
        if isinstance(written, list) and written != record["annotations"]:
            yield "its annotations come out otherwise, and the pixels are the same"
        for name, wanted in ((record["output"], record["output_file"]), (record["labels"], record["label_file"])):
            if not name:
                continue
            try:
                found = (self.out / name).read_bytes()
            except FileNotFoundError:
                yield f"{name} is missing: apply, run again as it was, writes it anew"
                return
            except OSError as error:
                yield f"{name} cannot be read ({error.strerror})"
                return
            if digest(found) != wanted:
                yield f"{name} is no longer what was written"


def _labels(header: Header, place: Path | None) -> Format | None:
    name = header["labels"]
    if not name:
        return None
    found = place or Path(header["label_inputs"])
    if not found.exists():
        raise Unusable(f"there is no {found}: --labels says where the labels are")
    return FOLDERS.get(name, Coco)(found)


def _grade(plan: Plan, result: Any) -> str:
    """What may be expected of the plan's ops on another machine."""
    grade = plan.grade(result["image"].dtype)
    if grade is Grade.EXACT:
        return "all its ops are exact everywhere: this is a fault, please report it"
    return f"its ops are {grade} at the weakest: another machine or build may differ, docs/exactness.md says where"


def _told(found: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in found.items())
