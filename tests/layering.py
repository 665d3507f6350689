"""Which room of the library may import what; reads the source as syntax and runs none of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

PACKAGE = "augrepro"
ALLOWED = {
    "engine": set(),
    "kernels": set(),
    "ops": {"engine", "kernels"},
    "transforms": {"engine", "ops"},
    "pipeline": {"engine", "ops"},
    "torch": {"engine", "ops", "kernels", "transforms", "pipeline"},
    "ray": {"engine", "pipeline"},
    "core": {"engine", "pipeline", "transforms"},
    "pytorch": {"torch"},
    "": {"core", "engine", "pipeline", "transforms", "ops", "torch", "pytorch"},
}
"""Rooms and the rooms their arrows may point at; ``""`` is the package's own ``__init__``."""
CHANCE = (
    "engine/chance/",
    "engine/frame.py",
    "engine/node.py",
    "engine/seeded.py",
    "engine/transform.py",
    "engine/protocol/",
    "engine/codec.py",
)
"""Modules of the engine that know chance; ops, which know none, may not see them."""
FOREIGN = {
    "cv2": ("kernels/",),
    "torch": ("torch/",),
    "ray": ("ray/",),
    "random": ("engine/chance/", "engine/seeded.py", "engine/protocol/basic.py"),
    "secrets": ("engine/chance/seeding.py",),
    "importlib": ("engine/declare/registry.py", "__init__.py"),
}
"""Outside modules that only some files may import; ``random`` outside the engine serves annotations alone."""
DRAWING = {"default_rng", "rand", "randn", "randint", "seed", "shuffle", "choice", "normal", "uniform", "random"}
PYTHON_DRAWING = {"random", "randint", "uniform", "seed", "choice", "shuffle", "getrandbits", "gauss", "sample"}
MAX_LINES = 320


def complaints(root: Path) -> list[str]:
    """Everything under ``root`` (the package folder) that breaks a rule, one sentence each."""
    files = sorted(root.rglob("*.py"))
    trees = {path.relative_to(root).as_posix(): ast.parse(path.read_text()) for path in files}
    found, graph = [], {}
    for name, tree in trees.items():
        graph[name] = set(inner(name, tree, trees))
        found += [*wrong_arrows(name, tree, graph[name]), *wrong_imports(name, tree), *global_draws(name, tree)]
        lines = len((root / name).read_text().splitlines())
        if lines > MAX_LINES:
            found.append(f"{name}: {lines} lines are more than {MAX_LINES}")
    return found + cycles(graph)


def room(name: str) -> str:
    """The room of a file: its folder, a facade's own name, or '' for the package itself."""
    return "" if name == "__init__.py" else name.removesuffix(".py").partition("/")[0]


def imports(name: str, tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Absolute dotted names of what a file imports, relative ones resolved, types-only ones included."""
    here = [PACKAGE, *name.removesuffix(".py").split("/")][: -1 if name.endswith("/__init__.py") else None]
    folder = here[:1] if name == "__init__.py" else here if name.endswith("/__init__.py") else here[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = folder[: len(folder) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((f"{stem}.{alias.name}", node) for alias in node.names)


def inner(name: str, tree: ast.Module, trees: dict[str, ast.Module]) -> Iterator[str]:
    """The files of the package that a file imports."""
    for dotted, _ in imports(name, tree):
        parts = dotted.split(".")
        if parts[0] != PACKAGE:
            continue
        for end in range(len(parts), 0, -1):
            stem = "/".join(parts[1:end])
            match = next((p for p in (f"{stem}.py", f"{stem}/__init__.py".lstrip("/")) if p in trees), None)
            if match is not None:
                yield match
                break


def wrong_arrows(name: str, tree: ast.Module, targets: set[str]) -> Iterator[str]:
    here = room(name)
    if here not in ALLOWED:
        yield f"{name}: there is no room {here!r}"
        return
    for target in sorted(targets):
        there = room(target)
        if there != here and there not in ALLOWED[here]:
            yield f"{name}: {here or 'the package'} may not import {there or 'the package'} ({target})"
        if here == "ops" and target.startswith(CHANCE):
            yield f"{name}: ops know no chance, so not {target}"
    for dotted, node in imports(name, tree):
        if dotted.split(".")[0] == PACKAGE and node.col_offset and not _types_only(tree, node):
            yield f"{name}: line {node.lineno} hides an import of {dotted}"


def _types_only(tree: ast.Module, node: ast.AST) -> bool:
    blocks = (block for block in tree.body if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test))
    return any(node in ast.walk(block) for block in blocks)


def wrong_imports(name: str, tree: ast.Module) -> Iterator[str]:
    for dotted, _ in imports(name, tree):
        outside = dotted.split(".")[0]
        places = FOREIGN.get(outside)
        if places is not None and not any(
            name == place or (place[-1] == "/" and name.startswith(place)) for place in places
        ):
            yield f"{name}: {outside} is imported in {', '.join(places)} alone"


def global_draws(name: str, tree: ast.Module) -> Iterator[str]:
    """Calls of ``random.x(...)`` and ``np.random.x(...)`` that draw from, or make, a generator of their own."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        head, _, last = called.rpartition(".")
        if (head in ("np.random", "numpy.random") and last in DRAWING) or (head == "random" and last in PYTHON_DRAWING):
            yield f"{name}: line {node.lineno} draws from a global generator ({called})"
        if called in ("cv2.setRNGSeed", "cv2.randu", "cv2.randn", "cv2.randShuffle"):
            yield f"{name}: line {node.lineno} draws from OpenCV's generator ({called})"


def cycles(graph: dict[str, set[str]]) -> list[str]:
    """One complaint for each file that reaches itself."""
    reached = {name: set(targets) for name, targets in graph.items()}
    for _ in graph:
        for targets in reached.values():
            targets.update(*(reached[target] for target in list(targets)))
    return [f"{name}: imports itself by way of others" for name, targets in reached.items() if name in targets]
