"""``python -m augrepro preview``: what a pipeline does to photographs, as one picture."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, NamedTuple

from ..pipeline.plan_words import plan_words
from .folder.layout import FOLDERS, images_in
from .folder.work import Input
from .folder.work import read as read_input
from .labels.base import Format
from .labels.coco import Coco
from .pipelines import Unusable, pipeline_of, reading, seeded
from .preview import MOST, Preview, cells_of_calls, cells_of_steps
from .sheet import Cell, rows_of

DESCRIPTION = """Draw a sheet of what a pipeline makes of photographs: each beside its results, with what was drawn.

--steps shows one result step by step instead. The draws are those that apply makes for the same seed and file name."""
EPILOG = """PIPELINE is FILE.json, FILE.yaml, or FILE.py:NAME, which runs that file. LABELS are what apply takes: a COCO
file, or a folder of YOLO, Pascal VOC or mask files as yolo:DIR, voc:DIR, masks:DIR; or the one photograph's own file.
exit status: 0 when the sheet is written; 1 if a photograph could not be read or augmented; 2 for wrong usage"""
SUFFIXES = {cls.suffix: cls for cls in FOLDERS.values()}


def options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("pipeline", metavar="PIPELINE", help="FILE.json, FILE.yaml or FILE.py:NAME")
    parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO", help="an image file, or a folder of them")
    parser.add_argument("-o", "--out", type=Path, default=Path("sheet.png"), metavar="PNG", help="(sheet.png)")
    parser.add_argument("--n", type=int, default=7, metavar="K", help="results of each photograph (7)")
    parser.add_argument("--seed", type=int, help="names the draws; left out, the pipeline's own, or 137")
    parser.add_argument("--steps", action="store_true", help="one result of each photograph, step by step")
    parser.add_argument("--labels", metavar="LABELS", help="see below")
    parser.add_argument("--columns", type=int, default=4, help="pictures in a row (4)")
    parser.add_argument("--drop-alpha", action="store_true", help="leave alpha channels out")


def run(given: argparse.Namespace) -> int:
    """Do it; the exit status."""
    try:
        rows, bad = _rows(given)
        if rows:
            Preview(rows).save(given.out)
            print(f"{given.out} shows {sum(map(len, rows))} pictures")
    except (Unusable, OSError, ValueError) as error:
        print(f"augrepro preview: {error}", file=sys.stderr)
        return 2
    for line in bad:
        print(f"augrepro preview: {line}", file=sys.stderr)
    return int(bool(bad))


class _Photo(NamedTuple):
    """A file, and its name below the folder that ``apply`` would be given, which names its draws."""

    path: Path
    name: str


def _photos(named: Path) -> list[_Photo]:
    """The photograph of that name, or all that a folder holds."""
    if not named.is_dir():
        return [_Photo(named, named.name)]
    return [_Photo(named / name, name) for name in images_in(named, None)[0]]


def _rows(given: argparse.Namespace) -> tuple[list[list[Cell]], list[str]]:
    if not 1 <= given.n <= MOST or not 1 <= given.columns <= MOST:
        raise Unusable(f"--n and --columns must be from 1 to {MOST}")
    if given.out.suffix.lower() != ".png":
        raise Unusable(f"-o must end in .png, got {given.out}")
    plain = pipeline_of(given.pipeline)
    seed = given.seed if given.seed is not None or plain.seed is not None else 137
    photos = [photo for named in given.photos for photo in _photos(named)]
    labels = _format(given.labels, photos)
    if labels is not None and labels.mask:  # masks in the folder of images are none, as for apply
        photos = [photo for photo in photos if labels.place.resolve() not in photo.path.resolve().parents]
    if len(photos) > MOST:
        raise Unusable(f"a sheet shows at most {MOST} photographs, and these are {len(photos)}: name some of them")
    pipeline = reading(seeded(plain, seed), labels)
    rows: list[list[Cell]] = []
    bad = []
    for photo in photos:
        try:
            read = read_input(photo.path.read_bytes(), photo.name, labels, not given.drop_alpha)
            rows += rows_of(_cells(given, pipeline, photo.name, read, labels), given.columns)
        except OSError as error:
            bad.append(f"{photo.path}: {error.strerror}")
        except (ValueError, TypeError, RuntimeError) as error:
            bad.append(f"{photo.path}: {error}")
    return rows, bad


def _cells(given: argparse.Namespace, pipeline: Any, name: str, read: Input, labels: Format | None) -> list[Cell]:
    call = {"image": read.image, **({} if labels is None else labels.given(read.labels))}
    if given.steps:
        for line in plan_words(pipeline.draw_plan(**call, sample_key=(0, name)), pipeline):
            print(line)
        cells = cells_of_steps(pipeline, call, sample_key=(0, name))
    else:
        cells = cells_of_calls(pipeline, call, given.n, [(k, name) for k in range(given.n)])
    return [cells[0]._replace(caption=name), *cells[1:]]


def _format(given: str | None, photos: list[_Photo]) -> Format | None:
    """The labels, which may also be the one file of the one photograph."""
    name, _, rest = (given or "").partition(":")
    place = Path(rest if name in (*FOLDERS, "coco") and rest else given or "")
    if given is None:
        return None
    if place.is_file() and place.suffix.lower() in SUFFIXES:
        if len(photos) != 1 or place.stem != Path(photos[0].name).with_suffix("").as_posix():
            raise Unusable(f"--labels: {place} is of one photograph, {photos[0].path.stem}: name the folder of labels")
        return SUFFIXES[place.suffix.lower()](place.parent)
    if not place.exists():
        raise Unusable(f"--labels: there is no {place}")
    if place.is_file():
        return Coco(place)
    kinds = [cls for key, cls in FOLDERS.items() if key == name or (name not in FOLDERS and _holds(place, cls, photos))]
    if len(kinds) != 1:
        raise Unusable(f"--labels: say what {place} holds: yolo:{place}, voc:{place} or masks:{place}")
    return kinds[0](place)


def _holds(place: Path, cls: type[Format], photos: list[_Photo]) -> bool:
    return any(cls(place).path_of(photo.name).is_file() for photo in photos)
