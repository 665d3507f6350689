"""Pipelines as files: dicts, JSON and YAML, with the seed; read by look-up in the registry, never by import."""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from inspect import Parameter, signature
from typing import IO, Any, Literal

from ..engine.chance.rng import KEY_VERSION
from ..engine.declare.declared import Declared
from ..engine.declare.errors import CountWarning, PlanError, RangeWarning, nearest, short_repr, warn
from ..engine.declare.files import (
    MAX_BYTES,
    check_depth,
    check_size,
    parse_json,
    plain,
    read_bounded,
    text_of,
    write_atomic,
)
from ..engine.declare.refusals import checked
from ..engine.declare.registry import LATER, TRANSFORMS, look_up
from ..engine.declare.yaml_text import parse_yaml, to_yaml
from ..engine.node import Node
from ..engine.protocol.basic import BasicTransform
from ..engine.version import FORMAT
from .base import BaseCompose

AnyTransform = BasicTransform | BaseCompose
PathOrBuffer = str | os.PathLike[str] | IO[Any]
DataFormat = Literal["json", "yaml"]
_MANY = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)


def to_dict(transform: AnyTransform, on_not_implemented_error: Literal["raise", "warn"] = "raise") -> dict[str, Any]:
    """The pipeline as JSON has it: classes by name, constructor arguments, the seed.

    A transform that cannot be written (a Lambda without a name, a foreign object) raises NotImplementedError; with
    ``on_not_implemented_error="warn"`` the dict has None in its place and a warning says why. A class without
    ``@A.register`` is written by its Python name, for logs to hold: ``save`` refuses it, as nothing could load it.
    """
    if not isinstance(transform, Node):
        raise TypeError(f"to_dict takes a transform or a pipeline, got {short_repr(transform)}")
    return transform.to_dict(on_not_implemented_error)


def from_dict(
    transform_dict: Mapping[str, Any],
    nonserializable: Mapping[str, AnyTransform] | None = None,
    *,
    where: str = "pipeline",
) -> AnyTransform:
    """The pipeline that ``to_dict`` described; PlanError says what cannot be read and where.

    ``nonserializable`` gives, by name, what a file can only name: ``{"mine": A.Lambda(..., name="mine")}``.
    """
    check_depth(transform_dict, where)
    data = plain(transform_dict)
    if not isinstance(data, Mapping) or not isinstance(data.get("transform"), Mapping):
        raise PlanError(f"{where}: a pipeline is an object with a 'transform' object in it, got {short_repr(data)}")
    if data.get("format", FORMAT) != FORMAT or data.get("key_version", KEY_VERSION) != KEY_VERSION:
        found = f"pipeline format {short_repr(data.get('format'))}, key version {short_repr(data.get('key_version'))}"
        raise PlanError(f"{where}: {found} are not known here ({FORMAT} and {KEY_VERSION} are)")
    tree = data["transform"]
    if "format" not in data and "__version__" in data:  # Albumentations saved it: our files name their format
        from .earlier import todays  # with the table of its releases, which few programs need

        tree = todays(data, where)
    try:
        node = _node(tree, nonserializable or {}, where)
        if "format" not in data and "__version__" not in data:
            _tell_of_p(tree, node)
        return node
    except PlanError as error:
        if "has no argument" not in str(error) or "__version__" in data:
            raise
        cure = '(the file names no version; of Albumentations 1, it needs "__version__": "1.3.1" beside "transform")'
        raise PlanError(f"{error} {cure}") from None


def _node(data: Mapping[str, Any], named: Mapping[str, AnyTransform], where: str) -> AnyTransform:
    fullname = data.get("__class_fullname__")
    text = fullname if isinstance(fullname, str) else ""
    package, _, last = text.rpartition(".")
    if data.get("__type__") == "Lambda" or last == "Lambda":
        return _named(data.get("__name__"), named, where)
    ours = text not in TRANSFORMS and package.partition(".")[0] in ("albumentations", "augrepro")
    name = last if ours else fullname
    try:
        cls = look_up(TRANSFORMS, name, "class")
    except PlanError as error:
        known = any(word in str(error) for word in ("did you mean", "Albumentations", "augrepro[torch]"))
        hint = "" if known else " (a class of your own needs @augrepro.register)"
        raise PlanError(f"{where}: {error}{hint}") from None
    arguments = {key: value for key, value in data.items() if key != "__class_fullname__"}
    if not issubclass(cls, Declared):
        _fit(cls, arguments, f"{where}: {name}")
    if issubclass(cls, BaseCompose) and "transforms" in arguments:
        arguments["transforms"] = _children(arguments["transforms"], named, f"{where}: {name}")
    try:
        if "defaults_of" in arguments and hasattr(cls, "check_defaults"):
            cls.check_defaults(arguments.pop("defaults_of"))
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            warnings.simplefilter("always", RangeWarning)
            warnings.simplefilter("always", CountWarning)
            node: AnyTransform = cls(**arguments)
    except (TypeError, ValueError, UserWarning) as error:
        raise PlanError(f"{where}: {error}") from None
    return node


def _tell_of_p(data: Mapping[str, Any], node: AnyTransform) -> None:
    """A warning for each transform whose p a file without a version leaves open: defaults have moved."""
    if isinstance(node, BaseCompose):
        for child, made in zip(data.get("transforms", ()), node.transforms, strict=False):
            _tell_of_p(child, made)
    elif isinstance(node, Declared) and "p" not in data:
        warn(f"Transform {type(node).__name__} has no 'p' parameter in the file: it gets today's default, {node.p}")


def _fit(cls: type, arguments: dict[str, Any], where: str) -> None:
    """PlanError for arguments that a constructor written by hand lacks or has not."""
    names: dict[str, Parameter] = {}
    for base in cls.__mro__:
        rows = signature(base).parameters.values()
        names.update({row.name: row for row in rows if row.kind not in _MANY and row.name not in names})
        if not any(row.kind is row.VAR_KEYWORD for row in rows):
            break
        if not base.__module__.startswith("augrepro."):
            return  # it knows best what it takes; ours hand further ones on to the next base
    for argument in arguments:
        if argument not in names:
            raise PlanError(f"{where} has no argument {short_repr(argument)}{nearest(argument, names)}")
    missing = [name for name, row in names.items() if row.default is row.empty and name not in arguments]
    if missing:
        raise PlanError(f"{where} needs {', '.join(missing)}")


def _named(name: Any, named: Mapping[str, AnyTransform], where: str) -> AnyTransform:
    if isinstance(name, str) and name in named:
        return named[name]
    raise PlanError(
        f"{where}: the file names the Lambda {short_repr(name)}, whose functions no file can hold: pass "
        f"nonserializable={{{short_repr(name)}: A.Lambda(...)}}"
    )


def _children(data: Any, named: Mapping[str, AnyTransform], where: str) -> list[AnyTransform]:
    if not isinstance(data, (list, tuple)) or not all(isinstance(child, Mapping) for child in data):
        raise PlanError(f"{where}.transforms must be a list of objects, got {short_repr(data)}")
    return [_node(child, named, f"{where}[{i}]") for i, child in enumerate(data)]


def save(
    transform: AnyTransform,
    filepath_or_buffer: PathOrBuffer,
    data_format: DataFormat | None = None,
    on_not_implemented_error: Literal["raise", "warn"] = "raise",
) -> None:
    """Write a pipeline, its seed included, as JSON or YAML: all of the file or nothing of it.

    The format follows from the file's suffix (``.yaml`` and ``.yml`` are YAML) where it is not said.

    Raises:
        OSError: where the file cannot be written
        NotImplementedError: for a child that no file can hold: a Lambda without a name, a foreign object
    """
    import json  # few programs write pipelines

    data = to_dict(transform, on_not_implemented_error)
    form = _format(filepath_or_buffer, data_format, "save")
    try:
        _check_names(data["transform"] or {})
    except NotImplementedError as error:
        if on_not_implemented_error == "raise":
            raise
        warnings.warn(str(error), stacklevel=2)
    try:
        check_depth(data, "save")
    except PlanError as error:
        raise ValueError(f"{error}, as no file that is loaded may be: at most 19 groups lie in each other") from None
    text = to_yaml(data) if form == "yaml" else json.dumps(data, indent=2, allow_nan=False) + "\n"
    if isinstance(filepath_or_buffer, (str, os.PathLike)):
        write_atomic(filepath_or_buffer, text)
    else:
        check_size(text, "save")
        try:
            filepath_or_buffer.write(text)
        except TypeError:  # it was opened in binary mode
            filepath_or_buffer.write(text.encode())


def _check_names(data: Mapping[str, Any]) -> None:
    """NotImplementedError for a class whose name no load would find."""
    name = data.get("__class_fullname__")
    if name is not None and name not in TRANSFORMS and name not in LATER:
        last = str(name).rpartition(".")[2]
        raise NotImplementedError(
            f"{name} cannot be saved, since no file that names it could be loaded: write "
            f'@augrepro.register("yours.{last}") above the class'
        )
    for child in data.get("transforms", ()):
        _check_names(child)


def load(
    filepath_or_buffer: PathOrBuffer,
    data_format: DataFormat | None = None,
    nonserializable: Mapping[str, AnyTransform] | None = None,
) -> AnyTransform:
    """The pipeline in a file that ``save`` (or Albumentations) wrote; the format follows from the suffix.

    Raises:
        OSError: where the file cannot be read
        PlanError: a ValueError that names the file, and what in it cannot be read, and where
    """
    form = _format(filepath_or_buffer, data_format, "load")
    if isinstance(filepath_or_buffer, (str, os.PathLike)):
        where, text = str(filepath_or_buffer), read_bounded(filepath_or_buffer)
    else:
        where, raw = "pipeline", filepath_or_buffer.read(MAX_BYTES + 1)
        text = text_of(raw.encode() if isinstance(raw, str) else raw, where)
    parse = parse_yaml if form == "yaml" else parse_json
    return from_dict(parse(text, where), nonserializable, where=where)


def _format(place: PathOrBuffer, data_format: Any, who: str) -> str:
    """JSON or YAML; an error for a place that is neither a path nor a buffer."""
    if data_format is not None:
        found: str = checked(data_format, DataFormat, f"{who}: data_format")
        return found
    if isinstance(place, (str, os.PathLike)):
        from pathlib import Path  # few programs read or write pipelines

        return "yaml" if Path(place).suffix.lower() in (".yaml", ".yml") else "json"
    if not hasattr(place, "write" if who == "save" else "read"):
        raise TypeError(f"{who}: filepath_or_buffer must be a path or an open file, got {short_repr(place)}")
    return "json"
