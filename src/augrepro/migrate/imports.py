"""The import statements of a file, so that they give what its uses need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import libcst as cst

from .edits import Edit
from .fallbacks import fallbacks
from .findings import Finding, Kind
from .former_defaults import CALL, edits_for, module_name, moves_transforms
from .names import COMPAT, OURS, candidates, in_compat, module_for, parts_of, source_of
from .source import Reference, Source, dotted_text, walk
from .statements import Name, Statements
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


class Imports(Statements):
    """All imports of a file that come from a package to move from."""

    def __init__(self, source: Source, to_compat: bool, former: str = "") -> None:
        super().__init__(source)
        self.to_compat = to_compat
        self.former = former
        """The release whose defaults what stands on ``augrepro.compat`` shall have; empty for today's, or for none."""
        self._brought: list[cst.Import | cst.ImportFrom] = []
        """Statements that get ``from augrepro import compat`` behind them."""
        self.findings: list[Finding] = []
        self._compat_everywhere = False
        self._unused: list[str] = []
        self.statements = [
            node for node in walk(source.module) if isinstance(node, (cst.Import, cst.ImportFrom)) and self._ours(node)
        ]
        self._settled = {
            alias.evaluated_alias or "compat"
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
        for node in self._brought:
            self.edits += fallbacks(self.source, node, self.compat_name)
        self.add_lines()
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
        wanted: dict[str, list[Name]] = defaultdict(list)
        for alias in node.names:
            name, local = alias.evaluated_name, alias.evaluated_alias
            mine = [
                use for use in uses if use.reference.root == (local or name) and use.reference.bound == f"{base}.{name}"
            ]
            for module, given in self._names(node, base, name, local, mine):
                if given not in wanted[module]:
                    wanted[module].append(given)
        self._say_unused(node)
        self.write(node, base, {module: names for module, names in wanted.items() if names})

    def _say_unused(self, node: cst.ImportFrom) -> None:
        """One look at the removed names that a statement imports and the file does not use."""
        if self._unused:
            are, them = ("are", "them") if len(self._unused) != 1 else ("is", "it")
            names = ", ".join(self._unused)
            words = (
                f"{names} {are} imported and not used: Albumentations has removed {them}, augrepro.compat has {them}"
            )
            cure = f"drop {them} from the import, unless another file takes {them} from here"
            self.findings.append(Finding(self.source.line(node), Kind.LOOK, words, cure))
        self._unused.clear()

    def _names(
        self, node: cst.ImportFrom, base: str, name: str, local: str | None, uses: list[Use]
    ) -> Iterable[tuple[str, Name]]:
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
                if there is None:
                    line = self.source.line(node)
                    self.findings.append(Finding(line, problem.kind, problem.what, problem.cure, holds=True))
                else:
                    self._unused.append(public)
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
