"""Which room of a package may import what; reads the source as syntax and runs none of it.

The checker serves every package of this repository. What is allowed stands in a table of its own for each:
``rooms_library.py`` and ``rooms_plugin.py``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

DRAWING = {"default_rng", "rand", "randn", "randint", "seed", "shuffle", "choice", "normal", "uniform", "random"}
PYTHON_DRAWING = {"random", "randint", "uniform", "seed", "choice", "shuffle", "getrandbits", "gauss", "sample"}
OPENCV_DRAWING = {"setRNGSeed", "randu", "randn", "randShuffle"}
Places = tuple[str, ...]
"""Files, and folders with a slash at their end, from the package's folder."""


@dataclass(frozen=True)
class Rooms:
    """What one package allows."""

    package: str
    arrows: Mapping[str, set[str]]
    """Rooms and the rooms they may import. A room is a folder (``engine``), a folder in it (``engine/chance``, then no
    part of ``engine``) or a module at the top by its name; ``""`` is the package's face."""
    face: Places = ("__init__.py",)
    """The modules at the top that are no room of their own."""
    foreign: Mapping[str, Places] = field(default_factory=dict)
    """Outside modules that only some places may import."""
    banned: Mapping[str, set[str]] = field(default_factory=dict)
    """Rooms and the outside modules that they may not import."""
    hidden: Mapping[str, tuple[Places, str]] = field(default_factory=dict)
    """Rooms, places that they may not see though their arrows allow it, and why."""
    late: Mapping[str, str] = field(default_factory=dict)
    """Files that import something of ours, or by name, only when it is needed, each with its reason."""
    once: Mapping[str, str] = field(default_factory=dict)
    """Calls that stand in one file alone, because what they do is written once."""
    drawing: Places = ()
    """Places that may draw from, seed or make generators of their own."""
    ours: Places = ("augrepro", "pytest_augrepro")
    """All packages of this repository: an import of one of them is never hidden by accident."""
    max_lines: int = 320
    reasons: bool = False
    """Whether a mark that silences a checker says why, on its line."""


@dataclass(frozen=True)
class Import:
    """One import: of what, by which node, and whether by a call of ``import_module``."""

    dotted: str
    node: ast.AST
    by_name: bool = False

    @property
    def outermost(self) -> str:
        return self.dotted.partition(".")[0]


def complaints(root: Path, rooms: Rooms) -> list[str]:
    """Everything under ``root`` (the package folder) that breaks a rule, one sentence each."""
    texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in sorted(root.rglob("*.py"))}
    trees = {name: ast.parse(text) for name, text in texts.items()}
    found, graph = [], {}
    for name, tree in trees.items():
        imported = list(imports(rooms, name, tree))
        graph[name] = set(inner(rooms, imported, trees))
        found += wrong_arrows(rooms, name, graph[name])
        found += late_imports(rooms, name, tree, imported)
        found += wrong_imports(rooms, name, imported)
        found += global_draws(rooms, name, tree)
        found += written_again(rooms, name, tree)
        found += marks_without_reason(name, texts[name]) if rooms.reasons else []
        lines = len(texts[name].splitlines())
        if lines > rooms.max_lines:
            found.append(f"{name}: {lines} lines are more than {rooms.max_lines}")
    listed = [f"{name}: the table lists a file that is not there" for name in (*rooms.face, *rooms.late)]
    return found + cycles(graph) + [words for words in listed if words.partition(":")[0] not in trees]


MARK = re.compile(r"# (type: ignore|noqa|pragma)\b")
MARK_WITH_REASON = re.compile(r"# (type: ignore\[[\w, -]+\]  # \w|noqa: \w+ - \w)")


def marks_without_reason(name: str, text: str) -> Iterator[str]:
    """Marks for type checkers, linters and coverage with no word on why they are needed."""
    for number, line in enumerate(text.splitlines(), 1):
        if MARK.search(line) and not MARK_WITH_REASON.search(line):
            yield f"{name}: line {number} silences a checker and does not say why"


def room(rooms: Rooms, name: str) -> str:
    """The room of a file: the innermost of its folders that is one, or the module itself at the top."""
    if name in rooms.face:
        return ""
    parts = name.removesuffix(".py").split("/")
    known = ("/".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((place for place in known if place in rooms.arrows), parts[0])


def imports(rooms: Rooms, name: str, tree: ast.Module) -> Iterator[Import]:
    """What a file imports, by absolute dotted name; imports for types alone and by name as text are included."""
    here = [rooms.package, *name.removesuffix(".py").split("/")]
    folder = here[:-1]  # of a package's __init__, too
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from (Import(f"{stem}.{alias.name}", node) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
            "import_module",
            "importlib.import_module",
            "__import__",
        ):
            text = node.args[0] if node.args else None
            yield Import(text.value if isinstance(text, ast.Constant) else "*", node, by_name=True)


def inner(rooms: Rooms, imported: list[Import], trees: Mapping[str, ast.Module]) -> Iterator[str]:
    """The files of the package that a file imports."""
    for each in imported:
        parts = each.dotted.split(".")
        if parts[0] != rooms.package:
            continue
        for end in range(len(parts), 0, -1):
            stem = "/".join(parts[1:end])
            match = next((p for p in (f"{stem}.py", f"{stem}/__init__.py".lstrip("/")) if p in trees), None)
            if match is not None:
                yield match
                break


def wrong_arrows(rooms: Rooms, name: str, targets: set[str]) -> Iterator[str]:
    here = room(rooms, name)
    if here not in rooms.arrows:
        yield f"{name}: there is no room {here!r}"
        return
    places, reason = rooms.hidden.get(here, ((), ""))
    for target in sorted(targets):
        there = room(rooms, target)
        if there != here and there not in rooms.arrows[here]:
            yield f"{name}: {here or 'the face'} may not import {there or 'the face'} ({target})"
        elif places and within(target, places):
            yield f"{name}: {reason}, so not {target}"


def late_imports(rooms: Rooms, name: str, tree: ast.Module, imported: list[Import]) -> Iterator[str]:
    """Imports of ours inside a function or block, and imports by name, in files that the table does not list."""
    types_only = {
        node
        for block in tree.body
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for node in ast.walk(block)
    }
    late = [
        each
        for each in imported
        if each.by_name or (each.outermost in rooms.ours and each.node.col_offset and each.node not in types_only)
    ]
    if name in rooms.late:
        if not late:
            yield f"{name}: the table lists late imports, and there are none"
        return
    for each in late:
        verb = "imports by name" if each.by_name else "hides an import of"
        yield f"{name}: line {each.node.lineno} {verb} {each.dotted}"


def wrong_imports(rooms: Rooms, name: str, imported: list[Import]) -> Iterator[str]:
    here = room(rooms, name)
    for each in imported:
        outside = each.outermost
        places = rooms.foreign.get(outside)
        if places is not None and not within(name, places):
            yield f"{name}: {outside} is imported in {', '.join(places)} alone"
        if outside in rooms.banned.get(here, ()):
            yield f"{name}: {here} is pure, so not {outside}"


def within(name: str, places: Places) -> bool:
    return any(name == place or (place[-1] == "/" and name.startswith(place)) for place in places)


def calls(tree: ast.Module) -> Iterator[tuple[str, int]]:
    return ((ast.unparse(node.func), node.lineno) for node in ast.walk(tree) if isinstance(node, ast.Call))


def global_draws(rooms: Rooms, name: str, tree: ast.Module) -> Iterator[str]:
    """Calls of ``random.x(...)`` and ``np.random.x(...)`` that draw from, or make, a generator of their own."""
    if within(name, rooms.drawing):
        return
    for called, line in calls(tree):
        head, _, last = called.rpartition(".")
        if (head in ("np.random", "numpy.random") and last in DRAWING) or (head == "random" and last in PYTHON_DRAWING):
            yield f"{name}: line {line} draws from a global generator ({called})"
        if head == "cv2" and last in OPENCV_DRAWING:
            yield f"{name}: line {line} draws from OpenCV's generator ({called})"


def written_again(rooms: Rooms, name: str, tree: ast.Module) -> Iterator[str]:
    for called, line in calls(tree):
        place = rooms.once.get(called)
        if place is not None and name != place:
            yield f"{name}: line {line} calls {called}, which stands in {place} alone"


def cycles(graph: dict[str, set[str]]) -> list[str]:
    """One complaint for each file that reaches itself."""
    reached = {name: set(targets) for name, targets in graph.items()}
    known, found = -1, 0
    while known < found:
        known = found
        for targets in reached.values():
            targets.update(*(reached[target] for target in list(targets)))
        found = sum(map(len, reached.values()))
    return [f"{name}: imports itself by way of others" for name, targets in reached.items() if name in targets]
