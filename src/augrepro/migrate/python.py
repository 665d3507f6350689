"""A Python file: every use of an imported name, then the imports that those uses need."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import libcst as cst

from ..engine.declare.former_names import CLASSES
from ..engine.declare.rules import Release
from . import forced
from .calls import effects, rewrite
from .edits import Edit
from .findings import AGAIN, ON_COMPAT, Finding, Kind, Problem
from .former_defaults import CALLS, named
from .imports import Imports, Use
from .members import carried, member_of
from .names import COMPAT, OURS, candidates, in_compat, parts_of, source_of
from .source import Reference, Source, is_dotted
from .subclasses import Subclasses
from .texts import named_in_texts
from .translate import PARAMS, class_of, has_former_arguments, is_class, missing, translated

GONE = {
    "_restore_for_replay": (
        "call ReplayCompose.replay(record, image=...); a record of Albumentations holds no plan and cannot be replayed"
    )
}
"""What takes the place of methods that projects call."""


class Target(StrEnum):
    """What a project moves to."""

    CORE = "core"
    COMPAT = "compat"


@dataclass
class Move:
    """What a text becomes, and what is said about it."""

    edits: list[Edit] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sites: int = 0
    """Calls and other uses that are right under the new import as they stand."""
    defaults: str = ""
    """The release of the ``use_defaults`` that was written into it."""

    @property
    def held(self) -> bool:
        """Whether something forbids to change the file at all."""
        return any(finding.holds for finding in self.findings)


def move(source: Source, release: Release, target: Target = Target.CORE, runs: bool = True) -> Move:
    """The changes that take a file from Albumentations to augrepro; ``runs`` is False for a stub."""
    return _Mover(source, release, target).done(runs)


class _Mover:
    def __init__(self, source: Source, release: Release, target: Target) -> None:
        self.source, self.release, self.target = source, release, target
        self.result = Move()
        self.uses: list[Use] = []
        self.subclasses = Subclasses(source, release)
        self.written_out: set[int] = set()
        """Names in whose place a value is written."""

    def done(self, runs: bool) -> Move:
        imports = Imports(self.source, self.target is Target.COMPAT, named(self.release) if runs else "")
        references = list(self.source.references())
        for reference in references:
            if id(reference.node) in self.written_out:
                continue
            if imports.settled(reference):
                self._report_only(reference)
            elif self.target is Target.COMPAT or not self._member(reference):
                self.uses.append(self._use(reference))
        if self.target is Target.CORE:
            self.result.edits += self.subclasses.edits
            self.result.findings += self.subclasses.findings
            self.result.findings += forced.looks(self.source, self.release)
        self.result.findings += self.subclasses.notes
        self.result.findings += named_in_texts(self.source)
        edits, findings = imports.moved(self.uses)
        self.result.edits += edits + self._rebound(imports)
        self.result.findings += findings
        self.result.defaults = imports.former if not self.result.held else ""
        if self.result.held:
            self.result.edits = []
        self.result.findings.sort(key=lambda finding: finding.line)
        return self.result

    def _rebound(self, imports: Imports) -> list[Edit]:
        """``albumentations = None`` behind a failed import is of the name that the import has now."""
        names = [
            alias.evaluated_alias or alias.evaluated_name.partition(".")[0]
            for node in imports.statements
            if isinstance(node, cst.Import)
            for alias in node.names
        ]
        found = self.source.rebound("albumentations") if "albumentations" in names else ()
        return [Edit(*self.source.span(node), OURS) for node in found]

    def _say(self, node: cst.CSTNode, kind: Kind, what: str, cure: str = "", holds: bool = False) -> None:
        self.result.findings.append(Finding(self.source.line(node), kind, what, cure, holds))

    def _use(self, reference: Reference) -> Use:
        """What becomes of one use; what is decided at run time goes to ``augrepro.compat``."""
        try:
            use, edits, what = self._moved(reference)
        except Problem as problem:
            module, name, rest = parts_of(reference.dotted)
            there = in_compat(module, name) if name else ".".join(filter(None, (COMPAT, module)))
            holds = there is None and source_of(reference.dotted) != COMPAT
            if there is None or not (problem.at_run_time or problem.kind is Kind.CANNOT):
                self._say(reference.node, problem.kind, problem.what, problem.cure, holds)
                return Use(reference, candidates(module, name), rest)
            self._say_compat(reference, problem)
            self._say_effects(reference)
            return Use(reference, [there], rest, compat=True)
        self.result.edits += edits
        if what:
            self._say(reference.node, Kind.MOVES, what)
        else:
            self.result.sites += 1
        return use

    def _member(self, reference: Reference) -> bool:
        """Write the value of a member of an enumeration in its place; False for anything else."""
        value = member_of(self.source, reference.node)
        if value is not None:
            self.result.edits.append(Edit(*self.source.span(reference.node), repr(value)))
            self._say(reference.node, Kind.MOVES, f"{'.'.join(parts_of(reference.dotted)[1:])} -> {value!r}")
        return value is not None

    def _say_compat(self, reference: Reference, problem: Problem) -> None:
        """A use that is left on ``augrepro.compat``, and why."""
        _, name, _ = parts_of(reference.dotted)
        parent = self.source.parent(reference.node)
        called = "(...)" if isinstance(parent, cst.Call) and parent.func is reference.node else ""
        left = f"left as {'.'.join(filter(None, ('compat', name)))}{called}"
        self._say(reference.node, Kind.LOOK, problem.what, f"{problem.cure}; {left}")

    def _say_effects(self, reference: Reference) -> None:
        """What a call does otherwise on ``augrepro.compat``, too: said once, when it moves there."""
        name, parent = parts_of(reference.dotted)[1], self.source.parent(reference.node)
        if source_of(reference.dotted) != COMPAT and isinstance(parent, cst.Call) and parent.func is reference.node:
            for words in effects(self.source, parent, name, self.release):
                self._say(reference.node, Kind.LOOK, words, ON_COMPAT)

    def _report_only(self, reference: Reference) -> None:
        """A use that already stands on ``augrepro.compat`` beside others of the core."""
        if parts_of(reference.dotted)[1] in CALLS:
            return
        try:
            self._moved(reference)
        except Problem as problem:
            self._say_compat(reference, problem)
        else:
            self.result.sites += 1

    def _moved(self, reference: Reference) -> tuple[Use, list[Edit], str]:
        node = reference.node
        module, name, rest = parts_of(reference.dotted)
        if not name:
            return self._module(reference), [], ""
        if name == "__version__":
            return self._version(reference, module), [], ""
        if self.target is Target.COMPAT:
            self._asked_of(node, name, rest)
            there = in_compat(module, name)
            if there is None:
                raise missing(f"{module}.{name}" if module and name.islower() else name)
            self._say_effects(reference)
            return Use(reference, [there], rest, compat=True), [], ""
        if name in CALLS and not module:
            words = f"{name} is for what stands on augrepro.compat"
            raise Problem(Kind.LOOK, words, "drop it when nothing stands there any more", at_run_time=True)
        if CLASSES.get(name) == "":
            raise missing(name)
        parent = self.source.parent(node)
        if isinstance(parent, cst.Call) and parent.func is node and not rest and (name in CLASSES or is_class(name)):
            group, prefix = self._group(parent), self._prefix(reference)
            on_compat = source_of(reference.dotted) == COMPAT
            found = rewrite(self.source, parent, name, self.release, group, prefix=prefix, on_compat=on_compat)
            self.written_out |= found.written_out
            for note in found.notes:
                self._say(node, Kind.LOOK, note, AGAIN)
            renamed = f"{name} -> {found.name}" if found.name != name else name
            what = f"{renamed}: {found.what}" if found.what else renamed if found.name != name else ""
            more = [self._known("", each)[0] for each in sorted(found.classes)] if isinstance(node, cst.Name) else []
            return Use(reference, self._known(module, found.name), rest, more=more), found.edits, what
        if name in CLASSES and not candidates(module, name):
            words = f"{name} is used without a call, and is gone"
            raise Problem(Kind.LOOK, words, f"write {CLASSES[name]}", at_run_time=True)
        if id(node) in self.subclasses.on_compat:
            words, cure = self.subclasses.on_compat[id(node)]
            raise Problem(Kind.LOOK, words, cure, at_run_time=True)
        self._asked_of(node, name, rest)
        if class_of(name) and name not in PARAMS and not rest and not self._only_asked(node):
            self._same_defaults(name)
        return Use(reference, self._known(module, name), rest), [], ""

    def _asked_of(self, node: cst.CSTNode, name: str, rest: str) -> None:
        """A look at what is asked of a class that does not have it here."""
        first = rest.partition(".")[0]
        cls = class_of(name)
        if carried(name, rest) and self.target is Target.CORE:
            words, cure = f"{name}.{first} is of 1.x", "write the value that the argument takes today"
            raise Problem(Kind.LOOK, words, cure, at_run_time=True)
        if first and cls is not None and not hasattr(cls, first) and not carried(name, rest):
            cure = GONE.get(first, "write what it did with what the class has")
            self._say(node, Kind.LOOK, f"{name} has no {first!r}", cure)

    def _version(self, reference: Reference, module: str) -> Use:
        """The version, which is augrepro's own; where something depends on it, the file stays as it is."""
        if self._decides(reference.node):
            words = "a version gate: augrepro has versions of its own, and would take a branch for another release"
            self._say(reference.node, Kind.LOOK, words, "keep the branch that is meant, and drop the gate", holds=True)
        else:
            self._say(reference.node, Kind.LOOK, "the version will be augrepro's own", "drop it, or say whose it is")
        package = COMPAT if self.target is Target.COMPAT else OURS
        return Use(reference, [f"{package}.__version__"], "")

    def _decides(self, node: cst.CSTNode) -> bool:
        """Whether a value is not only printed, formatted or kept."""
        parent = self.source.parent(node)
        while parent is not None and not isinstance(parent, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            if isinstance(parent, (cst.Comparison, cst.IfExp)):
                return True
            parent = self.source.parent(parent)
        return isinstance(parent, (cst.If, cst.While))

    def _prefix(self, reference: Reference) -> str:
        """What stands in front of a class in this file, where the package has a name."""
        if isinstance(reference.node, cst.Name):
            return ""
        return f"{OURS}." if reference.root == "albumentations" else f"{reference.root}."

    def _known(self, module: str, name: str) -> list[str]:
        found = candidates(module, name)
        if not found:
            raise missing(f"{module}.{name}" if module and name.islower() else name)
        return found

    def _module(self, reference: Reference) -> Use:
        """A module that is not asked for a name in writing."""
        parent = self.source.parent(reference.node)
        if isinstance(parent, (cst.Comparison, cst.ComparisonTarget, cst.If, cst.BooleanOperation, cst.UnaryOperation)):
            return Use(reference, [], "")
        if self.target is Target.COMPAT:  # it has the names of then, and decides when one is asked for
            return Use(reference, [".".join(filter(None, (COMPAT, parts_of(reference.dotted)[0])))], "", compat=True)
        words = "which name is taken from the module is known at run time only"
        raise Problem(Kind.LOOK, words, "write the names out, or leave it on augrepro.compat", at_run_time=True)

    def _same_defaults(self, name: str) -> None:
        """Problem for a class that somebody else calls, if its arguments or its defaults have changed."""
        if has_former_arguments(name, self.release):
            words = f"{name} is used without a call, and takes other arguments since"
            raise Problem(Kind.LOOK, words, "call it where its arguments are known", at_run_time=True)
        try:
            call = translated(name, {}, self.release)
        except Problem:
            return  # it needs arguments, and the core refuses those it does not know
        if call.name != name or call.arguments:
            words = f"{name} is used without a call, and its defaults have changed since"
            raise Problem(Kind.LOOK, words, "call it where its arguments are known", at_run_time=True)

    def _only_asked(self, node: cst.CSTNode) -> bool:
        """Whether a class is only named: as a base, in an annotation, in isinstance."""
        parent = self.source.parent(node)
        while parent is not None:
            if isinstance(parent, (cst.Annotation, cst.ExceptHandler)):
                return True
            if isinstance(parent, cst.ClassDef):
                return True
            if isinstance(parent, cst.Call):
                asked = is_dotted(parent.func) and self.source.code(parent.func) in ("isinstance", "issubclass")
                return asked or (isinstance(parent.func, cst.Attribute) and parent.func.attr.value == "__init__")
            if isinstance(parent, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
                return False
            parent = self.source.parent(parent)
        return False

    def _group(self, call: cst.Call) -> str | None:
        """The name of the group in whose list of children a call stands, None where it stands somewhere else."""
        child: cst.CSTNode = call
        parent = self.source.parent(call)
        while parent is not None and not isinstance(parent, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            if isinstance(parent, cst.Call) and parent.func is not child:
                dotted = self.source.imported(parent.func)
                return parts_of(dotted)[1] if dotted else None
            child, parent = parent, self.source.parent(parent)
        return None
