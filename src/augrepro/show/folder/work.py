"""One result: an image and its labels read, augmented under the key of its name, and written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ...engine.declare.files import replace_file
from ...engine.plan import Plan
from ..images import Array, decode, digest, digest_of, encode
from ..labels.base import Format, Labels
from ..pipelines import digest_of_pipeline, pipeline_of, reading, seeded
from .layout import Task, format_of, inside


class Setting(NamedTuple):
    """What all results of a run share, small enough to be sent to every worker."""

    spec: str
    pipeline_digest: str
    seed: int | None
    folder: str
    out: str
    labels: str | None
    alpha: bool


class Input(NamedTuple):
    """An image as it was read, with its labels and what names both."""

    image: Array
    labels: Labels
    image_digest: str


class Changed(RuntimeError):
    """The pipeline's file is no longer what the run began with."""


class Work:
    """Does tasks, one after the other, with one pipeline."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.labels: Format | None = format_of(setting.labels)
        plain = pipeline_of(setting.spec)
        if digest_of_pipeline(plain, setting.spec) != setting.pipeline_digest:
            raise Changed(f"{setting.spec} changed while the run was going on")
        self.pipeline = reading(seeded(plain, setting.seed), self.labels)

    def do(self, task: Task, before: Mapping[str, Any] | None) -> dict[str, Any]:
        """The record of a result, which is written unless ``before`` says that it stands there as it should."""
        out = Path(self.setting.out)
        for name in filter(None, (task.output, task.labels)):
            if not inside(out, name):
                raise ValueError(f"{out / name} leads out of {out} by a link, and nothing is written there: remove it")
        raw = (Path(self.setting.folder) / task.file).read_bytes()
        given = read(raw, task.file, self.labels, self.setting.alpha)
        if before is not None and self._stands(task, given, before):
            return dict(before)
        plan, result = augmented(self.pipeline, given, self.labels, task.key)
        return self._write(task, given, plan, result)

    def _stands(self, task: Task, given: Input, before: Mapping[str, Any]) -> bool:
        told = [before[name] for name in ("input", "label_input", "output", "labels")]
        if told != [given.image_digest, given.labels.digest, task.output, task.labels]:
            return False
        if isinstance(before["annotations"], list) and digest(packed(before["annotations"])) != before["label_file"]:
            return False
        files = [(task.output, before["output_file"])] + ([(task.labels, before["label_file"])] if task.labels else [])
        paths = [(Path(self.setting.out) / name, found) for name, found in files]
        return all(path.is_file() and digest(path.read_bytes()) == found for path, found in paths)

    def _write(self, task: Task, given: Input, plan: Plan, result: dict[str, Any]) -> dict[str, Any]:
        image = encode(result["image"], Path(task.output).suffix)
        written = None if self.labels is None else self.labels.write(given.labels, result, task.output)
        out = Path(self.setting.out)
        for name, content in ((task.output, image), (task.labels, written)):
            if name and isinstance(content, bytes):
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                replace_file(out / name, content)
        return {
            "file": task.file,
            "k": task.k,
            "output": task.output,
            "labels": task.labels,
            "size": [*result["image"].shape[:2]],
            "input": given.image_digest,
            "image": digest_of(given.image),
            "label_input": given.labels.digest,
            "pixels": pixels(result),
            "output_file": digest(image),
            "label_file": "" if written is None else digest(written if isinstance(written, bytes) else packed(written)),
            "annotations": written if isinstance(written, list) else None,
            "plan": plan.to_dict(),
        }


def packed(rows: list[Any]) -> bytes:
    """Annotations as the bytes that name them."""
    return json.dumps(rows).encode()


def read(raw: bytes, file: str, labels: Format | None, alpha: bool) -> Input:
    """The image in a file's bytes and its labels; ValueError for what cannot be read."""
    image = decode(raw, alpha)
    found = Labels() if labels is None else labels.read(file, *image.shape[:2])
    return Input(image, found, digest(raw))


def told(error: BaseException) -> str:
    """What went wrong with one result, in one line."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    text = " ".join(str(error).split())
    if isinstance(error, (ValueError, TypeError, OSError)) and text:
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def augmented(pipeline: Any, given: Input, labels: Format | None, key: tuple[int, str]) -> tuple[Plan, dict[str, Any]]:
    """The plan of a key and what it makes of the input."""
    call = {"image": given.image, **({} if labels is None else labels.given(given.labels))}
    plan = pipeline.draw_plan(**call, sample_key=key)
    return plan, pipeline.apply_plan(plan, **call)


def pixels(result: Mapping[str, Any]) -> str:
    """A name for the pixels of a result, its masks included."""
    masks = [np.asarray(mask) for mask in result.get("masks", ())]
    mask = [np.asarray(result["mask"])] if result.get("mask") is not None else []
    return digest_of(np.asarray(result["image"]), *mask, *masks)
