"""Pipelines as files: dicts, JSON and YAML, with the seed; read by look-up in the registry, never by import."""

from __future__ import annotations

import json
import os
import warnings
from pathlib import Path
from typing import Any

from ..engine.chance.rng import KEY_VERSION
from ..engine.declare.errors import PlanError, short_repr
from ..engine.declare.files import check_depth, parse_json, read_bounded, write_atomic
from ..engine.declare.registry import TRANSFORMS, look_up
from ..engine.node import Node
from .groups import BaseCompose

__version__ = "0.1.0"
FORMAT = 1


def to_dict(transform: Node) -> dict[str, Any]:
    """The pipeline as JSON has it: classes by name, constructor arguments, the seed."""
    if not isinstance(transform, Node):
        raise TypeError(f"to_dict takes a transform or a pipeline, got {short_repr(transform)}")
    return {
        "__version__": __version__,
        "format": FORMAT,
        "key_version": KEY_VERSION,
        "transform": transform.to_dict_private(),
    }


def from_dict(data: dict[str, Any], where: str = "pipeline") -> Node:
    """The pipeline that ``to_dict`` described; PlanError says what cannot be read and where."""
    check_depth(data, where)
    if not isinstance(data, dict) or not isinstance(data.get("transform"), dict):
        raise PlanError(f"{where}: a pipeline is an object with a 'transform' object in it, got {short_repr(data)}")
    if data.get("format", FORMAT) != FORMAT or data.get("key_version", KEY_VERSION) != KEY_VERSION:
        found = data.get("format"), data.get("key_version")
        raise PlanError(f"{where}: pipeline format {found[0]}, key version {found[1]} are not known here (1 and 1 are)")
    return _node(data["transform"], where)


def _node(data: dict[str, Any], where: str) -> Node:
    fullname = data.get("__class_fullname__")
    name = fullname
    if isinstance(fullname, str) and fullname not in TRANSFORMS:
        package, _, last = fullname.rpartition(".")
        name = last if package.partition(".")[0] in ("albumentations", "augrepro") else fullname
    try:
        cls = look_up(TRANSFORMS, name, "class")
    except PlanError as error:
        hint = "" if "did you mean" in str(error) else " (a class of your own needs @augrepro.register)"
        raise PlanError(f"{where}: {error}{hint}") from None
    arguments = {key: value for key, value in data.items() if key != "__class_fullname__"}
    if issubclass(cls, BaseCompose) and "transforms" in arguments:
        arguments["transforms"] = _children(arguments["transforms"], f"{where}: {name}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            node: Node = cls(**arguments)
    except (TypeError, ValueError, UserWarning) as error:
        raise PlanError(f"{where}: {error}") from None
    return node


def _children(data: Any, where: str) -> list[Node]:
    if not isinstance(data, list) or not all(isinstance(child, dict) for child in data):
        raise PlanError(f"{where}.transforms must be a list of objects, got {short_repr(data)}")
    return [_node(child, f"{where}[{i}]") for i, child in enumerate(data)]


def save(transform: Node, filepath: str | os.PathLike[str], data_format: str = "json") -> None:
    """Write a pipeline, its seed included, as JSON or YAML: all of the file or nothing of it."""
    data = to_dict(transform)
    if data_format == "json":
        text = json.dumps(data, indent=2, allow_nan=False) + "\n"
    elif data_format == "yaml":
        text = _yaml().safe_dump(data, sort_keys=False)
    else:
        raise ValueError(f"save: data_format must be 'json' or 'yaml', got {short_repr(data_format)}")
    write_atomic(filepath, text)


def load(filepath: str | os.PathLike[str], data_format: str | None = None) -> Node:
    """The pipeline in a file that ``save`` (or Albumentations) wrote; the format follows from the name."""
    path = Path(filepath)
    data_format = data_format or ("yaml" if path.suffix in (".yaml", ".yml") else "json")
    text = read_bounded(path)
    if data_format == "json":
        return from_dict(parse_json(text, str(path)), str(path))
    if data_format != "yaml":
        raise ValueError(f"load: data_format must be 'json' or 'yaml', got {short_repr(data_format)}")
    yaml = _yaml()
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise PlanError(f"{path}: YAML aliases are not allowed in a pipeline file")
        return from_dict(yaml.safe_load(text), str(path))
    except (yaml.YAMLError, RecursionError) as error:
        raise PlanError(f"{path}: not YAML: {' '.join(str(error).split())}") from None


def _yaml() -> Any:
    try:
        import yaml
    except ImportError:
        raise ImportError("YAML files need PyYAML: pip install augrepro[yaml]") from None
    return yaml
