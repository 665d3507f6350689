"""Import statements written anew: changed in place where one still does, else one a module in its place."""

from __future__ import annotations

import re
from collections import defaultdict

import libcst as cst

from .edits import Edit, without_item
from .source import Source

FOR_TOOLS = re.compile(rb"#\s*(noqa|type:|isort|pylint|flake8|pyright|mypy|ruff)", re.IGNORECASE)
"""A comment on an import that says nothing without it."""
USUAL_WIDTH = 79
"""Wrapped imports may become lines of so many characters."""
Name = tuple[str, str | None]
"""A name that a statement brings, and the one that the file gives it."""


class Statements:
    """The changes of the import statements of one file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.edits: list[Edit] = []
        self.lines: dict[cst.CSTNode, list[str]] = defaultdict(list)
        """Import lines to add behind a statement."""

    def write(self, node: cst.ImportFrom, base: str, wanted: dict[str, list[Name]]) -> None:
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
                self._from(node, module, [*map(_as, names)]) if module else f"import {_as(names[0])}"
                for module, names in sorted(wanted.items())
            ]
        start, end = self.source.span(node)
        if not lines:
            start, end, lines = self._emptied(node)
        self.edits = [edit for edit in self.edits if not (start <= edit.start and edit.end <= end)]
        self.edits.append(Edit(start, end, self.joined(node, lines)))

    def _from(self, node: cst.ImportFrom, module: str, names: list[str]) -> str:
        """A statement for some of the names, wrapped as the one that it comes from where it is longer than that was."""
        text = f"from {module} import {', '.join(names)}"
        was = self.source.code(node)
        if node.lpar is None or len(was.splitlines()) < 2:
            return text
        line = self._line_start(self.source.span(node)[0])
        own = self.source.raw[line : self.source.span(node)[0]].decode("utf-8")
        assert not isinstance(node.names, cst.ImportStar)
        starts = [self._line_start(self.source.span(alias)[0]) for alias in node.names]
        at = self.source.span(node.names[-1])[0]
        first = self.source.raw[starts[-1] : at].decode("utf-8")
        indent = first if not first.strip() else own + " " * 4
        alone = len({*starts}) == len(starts)  # each name has a line of its own
        width = max(USUAL_WIDTH, *(len(each) + len(own) * (not number) for number, each in enumerate(was.splitlines())))
        if len(own + text) <= width and not (alone and len(names) > 1):
            return text
        rows = [""]
        for name in names:
            if rows[-1] and (alone or len(f"{rows[-1]} {name},") > width):
                rows.append("")
            rows[-1] = f"{rows[-1]} {name}," if rows[-1] else f"{indent}{name},"
        newline = self.source.module.default_newline
        return f"from {module} import ({newline}{newline.join(rows)}{newline}{own})"

    def _line_start(self, at: int) -> int:
        return max(self.source.raw.rfind(b"\n", 0, at), self.source.raw.rfind(b"\r", 0, at)) + 1

    def _emptied(self, node: cst.ImportFrom) -> tuple[int, int, list[str]]:
        """The span of a statement that goes, and what must stand in its place."""
        start, end = self.source.span(node)
        raw = self.source.raw
        line = raw.rfind(b"\n", 0, start) + 1
        next_line = raw.find(b"\n", end) + 1 or len(raw)
        behind = raw[end:next_line].strip()
        if raw[line:start].strip() or not (self._in_top(node) or self._has_company(node)):
            return start, end, ["pass"]
        if not behind or FOR_TOOLS.match(behind):
            return line, next_line, []
        return (start, end + raw[end:].index(b"#"), []) if behind.startswith(b"#") else (start, end, ["pass"])

    def _has_company(self, node: cst.CSTNode) -> bool:
        """Whether a block has more than imports, so that it is one without this as well."""
        block = self.source.parent(self.source.parent(node) or node)
        lines = block.body if isinstance(block, cst.IndentedBlock) else ()
        return any(
            not isinstance(line, cst.SimpleStatementLine)
            or not all(isinstance(each, (cst.Import, cst.ImportFrom)) for each in line.body)
            for line in lines
        )

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

    def joined(self, node: cst.CSTNode, lines: list[str]) -> str:
        """Statements one below the other, or one behind the other where the line holds more than this one."""
        start = self.source.span(node)[0]
        line = self._line_start(start)
        indent = self.source.raw[line:start].decode("utf-8")
        statement = self.source.parent(node)
        alone = not indent.strip() and isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1
        return (f"{self.source.module.default_newline}{indent}" if alone else "; ").join(lines)

    def add_lines(self) -> None:
        """Write the import lines that belong behind statements."""
        for node, lines in self.lines.items():
            if lines:
                end = self.source.span(node)[1]
                self.edits.append(Edit(end, end, self.joined(node, ["", *lines])))


def _as(given: Name) -> str:
    name, local = given
    return f"{name} as {local}" if local and local != name else name
