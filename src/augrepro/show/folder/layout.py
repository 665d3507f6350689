"""What is to be done: which images, under which keys, to which files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..images import SUFFIXES, UNREAD
from ..labels.base import Format
from ..labels.coco import Coco
from ..labels.masks import Masks
from ..labels.voc import Voc
from ..labels.yolo import Yolo
from ..pipelines import Unusable

MANIFEST = "manifest.jsonl"
FOLDERS = {each.name: each for each in (Yolo, Voc, Masks)}


class Task(NamedTuple):
    """One result: the image below IN, the how-many-th of it, and the files below OUT."""

    file: str
    k: int
    output: str
    labels: str

    @property
    def key(self) -> tuple[int, str]:
        """The sample key of the draws: they depend on the seed, this and the image's size alone."""
        return self.k, self.file


def format_of(given: str | None) -> Format | None:
    """The labels at a place: ``FILE.json``, ``yolo:DIR``, ``voc:DIR``, ``masks:DIR``, or a folder that shows it."""
    if given is None:
        return None
    name, _, rest = given.partition(":")
    if name in (*FOLDERS, "coco") and rest:
        return _existing(FOLDERS.get(name, Coco), Path(rest))
    place = Path(given)
    if place.suffix.lower() == ".json":
        return _existing(Coco, place)
    if not place.is_dir():
        raise Unusable(f"--labels: there is no {given}")
    found = {kind for kind, cls in FOLDERS.items() if next(place.rglob(f"*{cls.suffix}"), None)}
    if len(found) != 1:
        raise Unusable(
            f"--labels: {given} holds {'no labels' if not found else ' and '.join(sorted(found))}: say which, as in "
            f"yolo:{given}, voc:{given} or masks:{given}"
        )
    return _existing(FOLDERS[found.pop()], place)


def _existing(cls: type[Format], place: Path) -> Format:
    if not place.exists():
        raise Unusable(f"--labels: there is no {place}")
    if place.is_dir() == (cls is Coco):
        raise Unusable(f"--labels: {cls.name} needs a {'file' if cls is Coco else 'folder'}, got {place}")
    return cls(place)


def images_in(folder: Path, labels: Format | None, out: Path | None = None) -> tuple[list[str], dict[str, str]]:
    """The images below a folder, by their path in it with slashes, sorted, and what is not read, with the reason.

    Masks among them are no images. Linked folders are followed unless the link leads back to a folder that it lies in,
    or to a place that holds ``out`` or lies in it.
    """
    skipped = labels.place.resolve() if labels is not None and labels.mask else None
    if skipped == folder.resolve():
        raise Unusable("--labels: masks need a folder of their own, beside the images or in it")
    found: list[str] = []
    unread: dict[str, str] = {}

    def unlisted(error: OSError) -> None:
        unread[Path(error.filename).relative_to(folder).as_posix()] = f"cannot be listed ({error.strerror})"

    for root, folders, files in os.walk(folder, onerror=unlisted, followlinks=True):
        here = Path(root)
        kept = []
        for name in sorted(folders):
            if name.startswith(".") or (here / name).resolve() == skipped:
                continue
            why = _unfollowed(here / name, folder, out) if (here / name).is_symlink() else ""
            if why:
                unread[(here / name).relative_to(folder).as_posix()] = why
            else:
                kept.append(name)
        folders[:] = kept
        found += [(here / name).relative_to(folder).as_posix() for name in files if not name.startswith(".")]
    images = sorted(name for name in found if Path(name).suffix.lower() in SUFFIXES)
    if not images:
        raise Unusable(f"there are no images in {folder} ({', '.join(SUFFIXES)})")
    for name in found:
        if Path(name).suffix.lower() in UNREAD:
            unread[name] = f"{Path(name).suffix} files are not read: convert them to .png"
    return images, unread


def _unfollowed(link: Path, folder: Path, out: Path | None) -> str:
    """Why a linked folder is not followed, empty where it is."""
    target = link.resolve()
    above = {each.resolve() for each in (folder, *(each for each in link.parents if folder in each.parents))}
    if target in above or any(target in each.parents for each in above):
        return "is a link to a folder that it lies in: not followed"
    there = None if out is None else out.resolve()
    if there is not None and (target == there or target in there.parents or there in target.parents):
        return f"is a link to {target}, which holds OUT or lies in it: not followed"
    return ""


def inside(out: Path, name: str) -> bool:
    """Whether a file of that name below ``out`` lies in it, links followed."""
    return Path(os.path.realpath(out)) in Path(os.path.realpath(out / name)).parents


def tasks_of(files: Sequence[str], folder: Path, labels: Format | None, n: int, suffix: str | None) -> list[Task]:
    """Every result; Unusable where two would be one file."""
    prefix, beside = places(folder, labels)
    tasks, taken = [], {MANIFEST: "the manifest"}
    for file in files:
        for k in range(n):
            stem, own = os.path.splitext(file)
            numbered = stem if n == 1 else f"{stem}_{k}"
            output = f"{prefix}{numbered}{suffix or own}"
            label = f"{beside}{numbered}{labels.suffix}" if labels is not None and labels.suffix else ""
            for name in filter(None, (output, label)):
                if name.lower() in taken:
                    other = taken[name.lower()]
                    case = other != file and other.lower() == file.lower()
                    why = " where a disk does not tell upper from lower case, as on macOS and Windows" if case else ""
                    raise Unusable(f"{file} and {other} would both be written to {name}{why}: rename one")
                taken[name.lower()] = file
            tasks.append(Task(file, k, output, label))
    return tasks


def places(folder: Path, labels: Format | None) -> tuple[str, str]:
    """Where images and labels go below OUT: as they lie to each other."""
    if labels is None or not labels.suffix:
        return "", ""
    images, place = folder.resolve(), labels.place.resolve()
    if place == images or images in place.parents:
        inside = place.relative_to(images).as_posix()
        return "", "" if inside == "." else f"{inside}/"
    return f"{images.name}/", f"{place.name}/"


def check_places(folder: Path, out: Path) -> None:
    """Unusable where IN is no folder, or one of IN and OUT lies in the other."""
    if not folder.is_dir():
        raise Unusable(f"there is no folder {folder}")
    here, there = folder.resolve(), out.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise Unusable(f"IN and OUT must lie beside each other, and {out} and {folder} lie in one another")
    if out.exists() and not out.is_dir():
        raise Unusable(f"{out} is no folder")
