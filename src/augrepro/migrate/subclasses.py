"""Custom transforms of a project: what they hand to their base, and methods that nothing calls any more."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..engine.declare.former_names import CLASSES, METHODS, STILL_CALLED
from ..engine.declare.rules import Release
from ..engine.protocol.overridden import PARAMETERS
from .calls import rewrite
from .edits import Edit
from .findings import Finding, Kind, Problem
from .local_classes import below_a_built_in, local_calls
from .names import parts_of
from .source import Source, walk
from .translate import BASES, class_of

BASE_ARGUMENTS = ("always_apply", "p")
"""What the bases took by position before 2.0."""
GLOBALS = ("random", "numpy.random")
"""Modules whose functions draw from a generator of the whole process."""
NO_DRAW = frozenset(("default_rng", "seed", "getstate", "setstate", "get_state", "set_state"))


def former_line(source: Source) -> int | None:
    """The line of a custom transform that is written as the bases before 2.0 wanted it."""
    for node in walk(source.module):
        if not isinstance(node, cst.ClassDef) or not any(source.imported(base.value) for base in node.bases):
            continue
        methods = [
            each for each in node.body.body if isinstance(each, cst.FunctionDef) and each.name.value in STILL_CALLED
        ]
        calls = [
            call
            for call, skipped in _base_inits(node, source)
            if len([arg for arg in call.args[skipped:] if arg.keyword is None and not arg.star]) == 2
            or any(arg.keyword is not None and arg.keyword.value == "always_apply" for arg in call.args)
        ]
        if methods or calls:
            return min(source.line(each) for each in (*methods, *calls))
    return None


class Subclasses:
    """The classes of a file that derive from a transform, and what changes in them."""

    def __init__(self, source: Source, release: Release) -> None:
        self.source, self.release = source, release
        self.edits: list[Edit] = []
        self.findings: list[Finding] = []
        self.notes: list[Finding] = []
        """What is said whatever the project moves to."""
        self.on_compat: dict[int, tuple[str, str]] = {}
        """Bases that must be those of ``augrepro.compat``, by the id of their node: what for, and the cure."""
        roots: dict[str, list[cst.BaseExpression]] = {}
        for node in walk(source.module):
            if not isinstance(node, cst.ClassDef):
                continue
            own = [base.value for base in node.bases if _is_base(self._public(base.value) or "")]
            names = [base.value.value for base in node.bases if isinstance(base.value, cst.Name)]
            inherited = [root for name in names for root in roots.get(name, ())]
            if not own and not inherited:
                continue
            roots[node.name.value] = own + inherited
            self._methods(node, own + inherited)
            self._read_params(node, own + inherited)
            self._draws(node)
            self.notes += below_a_built_in(
                source, node, [self._public(root) or "" for root in own + inherited], release
            )
            for call, skipped in _base_inits(node, source) if own else ():
                self._init(node, self._public(own[0]) or "", call, skipped)
        on_compat = {name for name, found in roots.items() if any(id(root) in self.on_compat for root in found)}
        bases = {name: self._public(found[0]) or "" for name, found in roots.items() if name not in on_compat}
        self.findings += local_calls(source, bases, release)

    def _draws(self, node: cst.ClassDef) -> None:
        """Calls that no seed of a pipeline reaches, a note a line."""
        lines: dict[int, list[str]] = {}
        for each in walk(node.body, lambda inner: isinstance(inner, cst.ClassDef)):
            full = self.source.from_import(each.func) if isinstance(each, cst.Call) else None
            module, _, name = (full or "").rpartition(".")
            if isinstance(each, cst.Call) and module in GLOBALS and name not in NO_DRAW and not name[0].isupper():
                lines.setdefault(self.source.line(each), []).append(self.source.code(each.func))
        for line, calls in lines.items():
            names = list(dict.fromkeys(calls))
            draw = "draws" if len(names) == 1 else "draw"
            words = f"{node.name.value}: {', '.join(names)} {draw} from the global generator: no seed reaches it"
            self.notes.append(Finding(line, Kind.NOTE, words, "use self.py_random or self.random_generator"))

    def _public(self, node: cst.BaseExpression) -> str | None:
        dotted = self.source.imported(node)
        return parts_of(dotted)[1] if dotted else None

    def _methods(self, node: cst.ClassDef, roots: list[cst.BaseExpression]) -> None:
        """Methods that today's bases never call; most of them those of ``augrepro.compat`` do."""
        former = [
            each.name for each in node.body.body if isinstance(each, cst.FunctionDef) and each.name.value in METHODS
        ]
        names = [name.value for name in former]
        if former and all(name in STILL_CALLED for name in names):
            words = f"{node.name.value}: today {' and '.join(names)} would never be called"
            cure = "; ".join(METHODS[name] for name in names)
            self.on_compat.update({id(root): (words, cure) for root in roots})
            return
        for name in former:
            words = f"{node.name.value}.{name.value} is never called"
            self.findings.append(Finding(self.source.line(name), Kind.LOOK, words, METHODS[name.value]))

    def _read_params(self, node: cst.ClassDef, roots: list[cst.BaseExpression]) -> None:
        """Methods that read what the releases draw for the built-in below which the class is, a look a method."""
        drawn = {name for root in roots for name in PARAMETERS.get(self._public(root) or "", ())}
        for each in node.body.body if drawn else ():
            if not isinstance(each, cst.FunctionDef) or not each.name.value.startswith("apply"):
                continue
            rows = (*each.params.params, *each.params.kwonly_params)
            if read := [row.name.value for row in rows if row.name.value in drawn]:
                words = f"{node.name.value}.{each.name.value} reads {', '.join(read)}, as Albumentations draws it"
                cure = (
                    "what augrepro draws under that name is handed over; what it does not is refused in the first call"
                )
                self.findings.append(Finding(self.source.line(each), Kind.LOOK, words, cure))

    def _init(self, node: cst.ClassDef, base: str, call: cst.Call, skipped: int) -> None:
        positions = [arg for arg in call.args[skipped:] if arg.keyword is None]
        former = self.release < (2, 0, 0) or len(positions) == 2
        first = BASE_ARGUMENTS if base in BASES and former else None
        if any(arg.star for arg in call.args):
            return  # what it hands on is what its own caller gave, and the base refuses what it does not know
        try:
            found = rewrite(self.source, call, base, self.release, first=first, skipped=skipped, inside=True)
        except Problem as problem:
            words = f"{node.name.value}: {problem.what}"
            self.findings.append(Finding(self.source.line(call), Kind.LOOK, words, problem.cure))
            return
        self.edits += found.edits
        if found.what:
            words = f"{node.name.value}: super().__init__: {found.what}"
            self.findings.append(Finding(self.source.line(call), Kind.MOVES, words))


def _is_base(name: str) -> bool:
    """Whether it is a transform, or was one."""
    return class_of(name) is not None or name in CLASSES


def _base_inits(node: cst.ClassDef, source: Source) -> Iterator[tuple[cst.Call, int]]:
    """Calls of the base's ``__init__`` in a class, and how many of their arguments are ``self``."""
    for each in walk(node.body, lambda inner: isinstance(inner, cst.ClassDef)):
        if not isinstance(each, cst.Call) or not isinstance(each.func, cst.Attribute):
            continue
        if each.func.attr.value != "__init__":
            continue
        owner = each.func.value
        if isinstance(owner, cst.Call) and isinstance(owner.func, cst.Name) and owner.func.value == "super":
            yield each, 0
        elif source.imported(owner) is not None and each.args:
            yield each, 1
