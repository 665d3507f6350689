"""A project's classes below a transform: what cannot be vouched for in their bodies and in their calls, for a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import libcst as cst

from ..engine.declare.former_names import CLASSES
from ..engine.declare.rules import Release
from ..engine.targets.table import TARGETS
from .calls import rewrite
from .findings import Finding, Kind, Problem
from .names import parts_of, source_of
from .source import Source, dotted_text, walk
from .translate import BASES, class_of

DRAWS = ("get_params", "get_params_dependent_on_data", "get_params_dependent_on_targets")


def below_a_built_in(source: Source, node: cst.ClassDef, bases: Sequence[str], release: Release) -> Iterator[Finding]:
    """What a class names or overrides that acts otherwise on ``augrepro.compat``, too."""
    name = node.name.value
    for base in dict.fromkeys(bases):
        if _is_another(base, release):
            today = CLASSES.get(base, "Affine")
            cure = f"derive from {today}" if today else "write it as a custom transform"
            words = f"{name} derives from {base}, which is another class today; calls may be refused"
            yield Finding(source.line(node), Kind.LOOK, words, cure)
    built_in = next((base for base in bases if base not in BASES and class_of(base)), None)
    for each in node.body.body:
        if not isinstance(each, cst.FunctionDef):
            continue
        method = each.name.value
        if built_in and method in DRAWS:
            words = f"{name}.{method} draws in place of {built_in}, whose parameters have other names and units here"
            cure = f"call it once: what {built_in} does not know is refused; or derive from A.DualTransform"
            yield Finding(source.line(each), Kind.LOOK, words, cure)
        own = [key for key in _keys(each) if key not in TARGETS] if method == "targets" else []
        if own:
            words = f"{name}.targets names {', '.join(own)}, and keys of a call that are no targets have no method here"
            cure = "read them in get_params_dependent_on_data(self, params, data), or name them in additional_targets"
            yield Finding(source.line(each), Kind.LOOK, words, cure)


def local_calls(source: Source, bases: Mapping[str, str], release: Release) -> Iterator[Finding]:
    """Calls of local classes that take the arguments of their base, where today those are other ones."""
    own = {node.name.value for node in walk(source.module) if isinstance(node, cst.ClassDef) and _has_init(node)}
    for node in walk(source.module) if bases else ():
        if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Name):
            continue
        name = node.func.value
        base = bases.get(name, "")
        if name in own or not base or base in BASES or _is_another(base, release):
            continue
        try:
            found = rewrite(source, node, base, release)
        except Problem as problem:
            yield Finding(source.line(node), Kind.LOOK, f"{name}, a {base}: {problem.what}", problem.cure)
            continue
        if found.edits or found.name != base:
            words = f"{name} takes the arguments of {base}, and here they are others: {found.what or found.name}"
            cure = f"write them so, or derive {name} from augrepro.compat.{base}"
            yield Finding(source.line(node), Kind.LOOK, words, cure)


def as_their_base(source: Source) -> dict[str, str]:
    """The classes of a file that take the arguments of a built-in, having no ``__init__`` of their own."""
    found: dict[str, str] = {}
    for node in walk(source.module):
        if not isinstance(node, cst.ClassDef):
            continue
        names = [source.imported(base.value) or "" for base in node.bases]
        bases = [parts_of(name)[1] for name in names if name]
        bases += [found.get(base.value.value, "") for base in node.bases if isinstance(base.value, cst.Name)]
        base = next((each for each in bases if each and each not in BASES and class_of(each)), "")
        if base and not _has_init(node):
            found[node.name.value] = base
    return found


def from_elsewhere(source: Source, classes: Mapping[str, str]) -> dict[str, str]:
    """Those of a project's classes that a file imports, by the names that it gives them."""
    found: dict[str, str] = {}
    for node in walk(source.module):
        if isinstance(node, cst.ImportFrom) and not isinstance(node.names, cst.ImportStar):
            for alias in node.names:
                if alias.evaluated_name in classes and not source_of(dotted_text(node.module)):
                    found[alias.evaluated_alias or alias.evaluated_name] = classes[alias.evaluated_name]
    return found


def _has_init(node: cst.ClassDef) -> bool:
    return any(isinstance(each, cst.FunctionDef) and each.name.value == "__init__" for each in node.body.body)


def _is_another(name: str, release: Release) -> bool:
    """Whether a class is gone, or had calls that are another class's today."""
    return name in CLASSES or (name == "ShiftScaleRotate" and release < (2, 0, 0))


def _keys(method: cst.FunctionDef) -> list[str]:
    """The texts that are keys of dicts in a method."""
    found = [each.key for each in walk(method.body) if isinstance(each, cst.DictElement)]
    return [str(key.evaluated_value) for key in found if isinstance(key, cst.SimpleString)]
