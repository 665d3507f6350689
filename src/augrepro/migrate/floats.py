"""Numbers of 1.x that meant one thing for images of bytes and another for float images: for which a call is read."""

from __future__ import annotations

import libcst as cst

from ..engine.declare.choices import meant_for_floats
from ..engine.declare.releases import modern
from ..engine.declare.rules import Arguments, Release
from .names import parts_of
from .source import Source, walk
from .values import code_of, known

TO_FLOATS = frozenset(("Normalize", "ToFloat"))
BACK = "FromFloat"


def shown(source: Source, call: cst.CSTNode) -> bool:
    """Whether a pipeline makes floats of its images in front of a call: by an earlier item of a list it stands in."""
    child, parent = call, source.parent(call)
    while parent is not None and not isinstance(parent, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
        if isinstance(parent, (cst.List, cst.Tuple)):
            for element in reversed(parent.elements[: list(parent.elements).index(child)]):  # type: ignore[arg-type]  # it is one of them
                names = {name_of(source, each) for each in walk(element)}
                if names & {*TO_FLOATS, BACK}:
                    return BACK not in names
        child, parent = parent, source.parent(parent)
    return False


def name_of(source: Source, node: cst.CSTNode) -> str:
    """The public name of the class that a call builds, or a dict with its type names; empty for what is none."""
    if not isinstance(node, cst.Call):
        return ""
    dotted = source.imported(node.func)
    if dotted is None and isinstance(node.func, cst.Name) and node.func.value == "dict":  # dict(type="ToFloat")
        types = [arg.value for arg in node.args if arg.keyword is not None and arg.keyword.value == "type"]
        return str(types[0].raw_value) if types and isinstance(types[0], cst.SimpleString) else ""
    return parts_of(dotted)[1] if dotted else ""


def readings(name: str, given: Arguments, release: Release, floats: bool | None) -> str:
    """What a call is read for, and what to write for the other; empty where all images have it alike.

    ``floats`` is the reading that was taken, None where it is left to the image.
    """
    written = {key: value for key, value in given.items() if known(value)}
    numbers = meant_for_floats(name, written, release)
    if not numbers:
        return ""
    on_floats, on_bytes = (modern(name, written, release, on_bytes=each)[1] for each in (False, True))
    differ = [key for key in on_floats if on_floats[key] != on_bytes.get(key)]
    first, second = (
        ", ".join(f"{key}={code_of(each[key])}" for key in differ if key in each) for each in (on_floats, on_bytes)
    )
    many = len(numbers) != 1
    which = {
        None: "read by the dtype of the image, as then",
        True: "read as of float images on [0, 1], which stand before it",
        False: "read as of images of bytes",
    }[floats]
    return (
        f"{name}: {', '.join(numbers)} up to 1 {'are' if many else 'is'} {which}. On bytes {'they' if many else 'it'} "
        f"changed next to nothing, today {second}; on float images {'they' if many else 'it'} showed, today {first}"
    )
