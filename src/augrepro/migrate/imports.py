"""The import statements of a file, so that they give what its uses need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import libcst as cst

from .edits import Edit, without_item
from .findings import Finding, Kind
from .former_defaults import CALL, edits_for, module_name, moves_transforms
from .names import COMPAT, OURS, candidates, in_compat, module_for, parts_of, source_of
from .source import Reference, Source, dotted_text, walk
from .translate import missing


@dataclass
class Use:
    """A use, and the names of augrepro that may answer for it, the best first; none where any will do."""

    reference: Reference
    targets: list[str]
    rest: str
    compat: bool = False
    more: list[str] = field(default_factory=list)
    """Other names that the new text needs."""


class Imports:
    """All imports of a file that come from a package to move from."""

    def __init__(self, source: Source, to_compat: bool, former: str = "") -> None:
        self.source, self.to_compat = source, to_compat
        self.former = former
        """The release whose defaults what stands on ``augrepro.compat`` shall have; empty for today's, or for none."""
        self._brought: list[cst.Import | cst.ImportFrom] = []
        """Statements that get ``from augrepro import compat`` behind them."""
        self.edits: list[Edit] = []
        self.findings: list[Finding] = []
        self.lines: dict[cst.CSTNode, list[str]] = defaultdict(list)
        """Import lines to add behind a statement."""
        self._compat_everywhere = False
        self.statements = [
            node for node in walk(source.module) if isinstance(node, (cst.Import, cst.ImportFrom)) and self._ours(node)
        ]
        self._settled = {
            (alias.asname.name.value if alias.asname else "compat")  # type: ignore[union-attr]
            for node in walk(source.module)
            if isinstance(node, cst.ImportFrom) and not node.relative and dotted_text(node.module) == OURS
            for alias in (node.names if not isinstance(node.names, cst.ImportStar) else ())
            if alias.evaluated_name == "compat"
        }

    def _ours(self, node: cst.Import | cst.ImportFrom) -> bool:
        if isinstance(node, cst.Import):
            return any(source_of(alias.evaluated_name) for alias in node.names)
        return not node.relative and source_of(dotted_text(node.module)) is not None

    def settled(self, reference: Reference) -> bool:
        """Whether the use already stands on ``augrepro.compat`` because an earlier move put it there."""
        return reference.root in self._settled and reference.bound == COMPAT

    def moved(self, uses: list[Use]) -> tuple[list[Edit], list[Finding]]:
        """The changes of all statements, and of the spelling of every use."""
        self.compat_name = "compat" if not self._taken("compat") else "augrepro_compat"
        done: set[int] = set()
        for node in self.statements:
            mine = [use for use in uses if id(use) not in done and self._binds(node, use.reference)]
            done.update(map(id, mine))
            if isinstance(node, cst.Import):
                self._import(node, mine)
            else:
                self._import_from(node, mine)
        restored = self._restored() if self.former else []
        self._add_lines()
        self.edits += restored
        self.former = self.former if restored else ""
        return self.edits, self.findings

    def _restored(self) -> list[Edit]:
        """The calls of ``use_defaults``, where the file has none yet."""
        nodes = [node for node in self.statements if moves_transforms(node)] if self.to_compat else self._brought
        found = []
        for node in ([node for node in nodes if self._in_module(node)][:1] or nodes) if not self._taken(CALL) else ():
            name = module_name(node) if self.to_compat else None
            if self.to_compat and name is None:
                self._bring(node)
            found += edits_for(self.source, node, name or self.compat_name, self.former, self.lines, self.edits)
        return found

    def _bring(self, node: cst.Import | cst.ImportFrom) -> None:
        line = f"from {OURS} import compat" + ("" if self.compat_name == "compat" else f" as {self.compat_name}")
        if line not in self.lines[node]:
            self.lines[node].append(line)
            self._brought.append(node)

    def _taken(self, name: str) -> bool:
        return any(isinstance(node, cst.Name) and node.value == name for node in walk(self.source.module))

    def _binds(self, node: cst.Import | cst.ImportFrom, reference: Reference) -> bool:
        for alias in () if isinstance(node.names, cst.ImportStar) else node.names:
            full = alias.evaluated_name
            if isinstance(node, cst.ImportFrom):
                full = f"{dotted_text(node.module)}.{full}"
            if alias.asname is not None:
                local = alias.evaluated_alias
            elif isinstance(node, cst.Import):
                local, full = full.partition(".")[0], reference.bound
                if source_of(alias.evaluated_name) is None:
                    continue
            else:
                local = full.rpartition(".")[2]
            if local == reference.root and full == reference.bound:
                return True
        return False

    def _in_module(self, node: cst.CSTNode) -> bool:
        """Whether a statement stands in no function or class."""
        parent = self.source.parent(node)
        while parent is not None and not isinstance(parent, (cst.FunctionDef, cst.ClassDef)):
            parent = self.source.parent(parent)
        return parent is None

    def _spell(self, use: Use, text: str) -> None:
        """Write a use as ``text``."""
        start, end = self.source.span(use.reference.node)
        if self.source.code(use.reference.node) != text:
            self.edits.append(Edit(start, end, text))

    def _by_compat(self, node: cst.Import | cst.ImportFrom, use: Use) -> None:
        """Let a use stand on ``augrepro.compat``, which gets its own import."""
        if not self._compat_everywhere:
            self._bring(node)
            self._compat_everywhere = self._in_module(node)
        self._spell(use, self.compat_name + use.targets[0][len(COMPAT) :])

    def _module(self, full: str, uses: list[Use]) -> str:
        """The module of ours that a statement brings in place of that one."""
        if self.to_compat:
            return module_for(full, [use.targets for use in uses], COMPAT)
        return module_for(full, [use.targets for use in uses if not use.compat])

    # ``import albumentations as A``

    def _import(self, node: cst.Import, uses: list[Use]) -> None:
        seen: set[str] = set()
        for index, alias in enumerate(node.names):
            full = alias.evaluated_name
            if source_of(full) is None:
                continue
            local = alias.evaluated_alias
            mine = [use for use in uses if use.reference.root == (local or full.partition(".")[0])]
            mixed = not self.to_compat and any(use.compat for use in mine)
            if mixed and source_of(full) == COMPAT:
                continue  # it stays as it is until its uses are settled
            new = self._module(full, mine)
            start, end = self.source.span(alias.name)
            if new in seen and local is None:
                at, stop = self.source.span(alias)
                before = self.source.span(node.names[index - 1])[1] if index else at
                self.edits.append(Edit(before, stop, "") if index else Edit(at, stop, new))
            elif new != full:
                self.edits.append(Edit(start, end, new))
            seen.add(new)
            for use in mine:
                self._of_module(node, use, new, local)

    def _of_module(self, node: cst.Import | cst.ImportFrom, use: Use, new: str, local: str | None) -> None:
        """Spell a use of a module: ``A.Blur``, or ``augrepro.Blur`` where the module has no other name."""
        if use.compat and not self.to_compat:
            self._by_compat(node, use)
            return
        target = next((each for each in use.targets if each.startswith(new + ".")), None)
        target = target or next(iter(use.targets), new if local else OURS)
        text = target + (f".{use.rest}" if use.rest else "")
        self._spell(use, text if local is None else local + text[len(new) :])

    # ``from albumentations import Blur``

    def _import_from(self, node: cst.ImportFrom, uses: list[Use]) -> None:
        base = dotted_text(node.module)
        if isinstance(node.names, cst.ImportStar):
            cure = "import the names that the file uses, or the package as A"
            words = f"from {base} import * brings names that nobody can follow"
            self.findings.append(Finding(self.source.line(node), Kind.LOOK, words, cure, holds=True))
            return
        wanted: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for alias in node.names:
            name, local = alias.evaluated_name, alias.evaluated_alias
            mine = [
                use for use in uses if use.reference.root == (local or name) and use.reference.bound == f"{base}.{name}"
            ]
            for module, given in self._names(node, base, name, local, mine):
                if given not in wanted[module]:
                    wanted[module].append(given)
        self._write(node, base, {module: names for module, names in wanted.items() if names})

    def _names(
        self, node: cst.ImportFrom, base: str, name: str, local: str | None, uses: list[Use]
    ) -> Iterable[tuple[str, tuple[str, str | None]]]:
        """What has to be imported from where, for one name of the statement."""
        full = f"{base}.{name}"
        module, public, _ = parts_of(full)
        if not public:
            new = self._module(full, uses)
            for use in uses:
                self._of_module(node, use, new, local or name)
            parent, _, last = new.rpartition(".")
            if not uses or any(self.to_compat or not use.compat for use in uses):
                yield (
                    (parent, (last, local or (name if last != name else None)))
                    if parent
                    else ("", (new, local or name))
                )
            return
        if not uses:
            found = [f"{COMPAT}.{public}"] if self.to_compat else candidates(module, public)
            if not found:
                problem, there = missing(public), in_compat(module, public)
                kind = problem.kind if there is None else Kind.LOOK
                line = self.source.line(node)
                self.findings.append(Finding(line, kind, problem.what, problem.cure, holds=there is None))
                found = [there or full]
            yield found[0].rpartition(".")[0], (public, local)
        for use in uses:
            if not use.targets:
                yield base, (name, local)
                continue
            if use.compat and not self.to_compat:
                if source_of(base) == COMPAT:
                    yield COMPAT, (public, local)
                else:
                    self._by_compat(node, use)
                continue
            parent, _, last = use.targets[0].rpartition(".")
            spelled = (local or name) if last == public else last
            self._spell(use, spelled + (f".{use.rest}" if use.rest else ""))
            yield parent, (last, local if last == public else None)
            for other in use.more:
                yield other.rpartition(".")[0], (other.rpartition(".")[2], None)

    def _write(self, node: cst.ImportFrom, base: str, wanted: dict[str, list[tuple[str, str | None]]]) -> None:
        """The statement, changed as little as may be."""
        assert not isinstance(node.names, cst.ImportStar)
        assert node.module is not None
        aliases = {(alias.evaluated_name, alias.evaluated_alias): alias for alias in node.names}
        if len(wanted) == 1 and "" not in wanted:
            ((new, names),) = wanted.items()
            left = [given for given in names if given not in aliases]
            gone = [alias for given, alias in aliases.items() if given not in names]
            if new != base:
                self.edits.append(Edit(*self.source.span(node.module), new))
            if len(left) >= len(gone) or not left:
                for alias, given in zip(gone, left, strict=False):
                    self.edits.append(Edit(*self.source.span(alias), _as(given)))
                for extra in left[len(gone) :]:
                    last = self.source.span(node.names[-1])[1]
                    self.edits.append(Edit(last, last, f", {_as(extra)}"))
                for alias in gone[len(left) :]:
                    self.edits.append(self._without(node, alias))
                return
        if not wanted:
            lines = self.lines.pop(node, [])
        else:
            lines = [
                f"from {module} import {', '.join(map(_as, names))}" if module else f"import {_as(names[0])}"
                for module, names in sorted(wanted.items())
            ]
        start, end = self.source.span(node)
        if not lines:
            start, end, lines = self._emptied(node)
        self.edits = [edit for edit in self.edits if not (start <= edit.start and edit.end <= end)]
        self.edits.append(Edit(start, end, self._joined(node, lines)))

    def _emptied(self, node: cst.ImportFrom) -> tuple[int, int, list[str]]:
        """The span of a statement that goes, and what must stand in its place."""
        start, end = self.source.span(node)
        line = self.source.raw.rfind(b"\n", 0, start) + 1
        newline = self.source.raw.find(b"\n", end)
        if not self._in_top(node) or self.source.raw[line:start].strip() or self.source.raw[end:newline].strip():
            return start, end, ["pass"]
        return start, newline + 1, []

    def _in_top(self, node: cst.CSTNode) -> bool:
        """Whether a statement stands in no block at all."""
        statement = self.source.parent(node)
        return statement is not None and self.source.parent(statement) is self.source.module

    def _without(self, node: cst.ImportFrom, alias: cst.ImportAlias) -> Edit:
        assert not isinstance(node.names, cst.ImportStar)
        index = list(node.names).index(alias)
        start, end = self.source.span(alias)
        comma = None
        if isinstance(alias.comma, cst.Comma) and index < len(node.names) - 1:
            comma = self.source.raw.index(b",", end) + 1
        before = self.source.span(node.names[index - 1])[1] if index else start
        return without_item(self.source.raw, start, end, comma, before)

    def _add_lines(self) -> None:
        for node, lines in self.lines.items():
            if lines:
                end = self.source.span(node)[1]
                self.edits.append(Edit(end, end, self._joined(node, ["", *lines])))

    def _joined(self, node: cst.CSTNode, lines: list[str]) -> str:
        """Statements one below the other, or one behind the other where the line holds more than this one."""
        start = self.source.span(node)[0]
        line = max(self.source.raw.rfind(b"\n", 0, start), self.source.raw.rfind(b"\r", 0, start)) + 1
        indent = self.source.raw[line:start].decode("utf-8")
        statement = self.source.parent(node)
        alone = not indent.strip() and isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1
        return (f"{self.source.module.default_newline}{indent}" if alone else "; ").join(lines)


def _as(given: tuple[str, str | None]) -> str:
    name, local = given
    return f"{name} as {local}" if local and local != name else name
