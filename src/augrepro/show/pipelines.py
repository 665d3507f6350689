"""The pipeline that a command names: a saved file, or an object in a Python file that the user asks to run."""

from __future__ import annotations

import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from ..engine.chance.seeding import checked_seed
from ..engine.declare.errors import nearest, short_repr
from ..engine.node import Node
from ..pipeline.compose import Compose
from ..pipeline.serialize import load
from .images import digest
from .labels.base import Format


class Unusable(ValueError):
    """A command's argument that cannot be used: what is wrong, and what to write instead."""


def pipeline_of(spec: str) -> Compose:
    """The pipeline of ``FILE.json``, ``FILE.yaml`` or ``FILE.py:NAME``; Unusable for anything else."""
    file, _, name = spec.rpartition(":")
    try:
        if file.endswith(".py") and name:
            found = _of_module(Path(file), name)
        elif spec.lower().endswith((".json", ".yaml", ".yml")):
            if not Path(spec).is_file():
                raise Unusable(f"there is no file {spec}")
            found = load(spec)
        else:
            raise Unusable(f"a pipeline is FILE.json, FILE.yaml or FILE.py:NAME, got {spec!r}")
    except (ValueError, TypeError, OSError, ImportError) as error:
        raise error if isinstance(error, Unusable) else Unusable(f"{spec}: {error}") from error
    if not isinstance(found, Node):
        raise Unusable(f"{spec} must be a pipeline or a function that makes one, got {short_repr(found)}")
    return found if isinstance(found, Compose) else Compose([found])


def _of_module(file: Path, name: str) -> Any:
    """The object of that name after the file has run, and what it returns if it is a function."""
    if not file.is_file():
        raise Unusable(f"there is no file {file}")
    spec = spec_from_file_location(f"augrepro_pipeline_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise Unusable(f"{file} is no Python file")
    sys.path.insert(0, str(file.resolve().parent))
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    unwritten, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
        if not hasattr(module, name):
            raise Unusable(f"{file} has no {name}{nearest(name, vars(module))}")
        found = getattr(module, name)
        return found() if callable(found) and not isinstance(found, Node) else found
    except Unusable:
        raise
    except (Exception, SystemExit) as error:
        raise Unusable(f"{file}:{name} raised {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = unwritten


def seeded(pipeline: Compose, seed: int | None) -> Compose:
    """The pipeline with the seed of the command, or its own; Unusable where there is neither."""
    if seed is not None:
        try:
            pipeline.set_random_seed(checked_seed(seed, "--seed"))
        except ValueError as error:
            raise Unusable(str(error).replace("--seed.seed", "--seed")) from None
    if pipeline.seed is None:
        raise Unusable("the pipeline has no seed, without which no run would repeat another: pass --seed 137")
    return pipeline


def reading(pipeline: Compose, labels: Format | None) -> Any:
    """The same pipeline, draws included, reading the labels that there are; its own rules for boxes stay."""
    if labels is None:
        return pipeline
    arguments = pipeline.arguments()
    if labels.boxes:
        rules = {**(arguments["bbox_params"] or {}), "format": "pascal_voc", "label_fields": ["labels", "rows"]}
        arguments["bbox_params"] = rules
    if labels.points:
        rules = {**(arguments["keypoint_params"] or {}), "format": "xy", "label_fields": ["point_rows"]}
        arguments["keypoint_params"] = {**rules, "remove_invisible": False}
    return type(pipeline)(pipeline.transforms, **arguments)


def described(pipeline: Compose) -> dict[str, Any] | None:
    """The pipeline as JSON has it, without its seed; None where no file can hold it."""
    try:
        found = pipeline.to_dict()
    except (NotImplementedError, ValueError):
        return None
    return {**found, "transform": {**found["transform"], "seed": None}}


def digest_of_pipeline(pipeline: Compose, spec: str) -> str:
    """What names a pipeline: its settings, or the file that makes it where settings cannot be written."""
    found = described(pipeline)
    file = spec.rpartition(":")[0]
    if found is not None:  # whatever release wrote it
        return digest(json.dumps({**found, "__version__": ""}, sort_keys=True).encode())
    return digest(Path(file).read_bytes())
