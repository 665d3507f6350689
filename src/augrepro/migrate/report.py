"""What a move has found, for people: one line a place, and the totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import unified_diff
from itertools import groupby
from pathlib import Path

from .findings import Finding, Kind
from .pins import Written, mentions, shown
from .project import File


def lines(files: Iterable[File], requirements: Iterable[tuple[Path, str]], every: bool) -> Iterator[str]:
    """The places that somebody must see, and with ``every`` those that move by themselves, too.

    A cure that several in turn have stands once, behind the last of them.
    """
    for file in files:
        shown_here = [each for each in file.findings if every or each.kind is not Kind.MOVES]
        for cure, findings in groupby(shown_here, lambda finding: finding.cure):
            yield from (_place(file.path, finding) for finding in findings)
            if cure:
                yield f"    {cure}"
    for path, text in requirements:
        for number, requirement in mentions(text):
            words = f"albumentations{' ' + requirement if requirement else ''} is required"
            yield _place(path, Finding(number, Kind.NOTE, words))
            yield "    require augrepro; drop it when all has moved"


def _place(path: Path, finding: Finding) -> str:
    place = f"{finding.where}, line {finding.line}" if finding.where else str(finding.line)
    return f"{path}:{place}: {finding.kind}: {finding.what}"


def summary(files: Iterable[File], written: Written, verb: str) -> Iterator[str]:
    """The totals."""
    files = list(files)
    count = {kind: sum(each.kind is kind for file in files for each in file.findings) for kind in Kind}
    standing = sum(file.sites for file in files)
    held = [file for file in files if any(finding.holds for finding in file.findings)]
    changed = sum(file.changed for file in files)
    yield f"Written for Albumentations {shown(written.release)}: {written.why}"
    yield (
        f"{count[Kind.MOVES] + standing} call sites move by themselves ({count[Kind.MOVES]} rewritten, {standing} as "
        f"they stand), {count[Kind.LOOK]} need a look, {count[Kind.CANNOT]} cannot move."
    )
    alone = len(files) - changed - len(held)
    others = (
        f" {alone} {'mentions' if alone == 1 else 'mention'} Albumentations or augrepro.compat, with nothing to change."
    )
    yield f"{changed} of {len(files)} files {verb}." + (others if alone else "")
    restored = [file.defaults for file in files if file.defaults]
    if restored:
        yield (
            f'{len(restored)} of them with use_defaults("{restored[0]}") behind the imports: arguments that are not '
            f"written get the defaults of {restored[0]} there, and not those of 2.0.8."
        )
    if held:
        names = ", ".join(str(file.path) for file in held)
        yield f"{len(held)} left whole until what is said about them is settled: {names}"


def diff(file: File) -> Iterator[str]:
    """A unified diff of one file."""
    old, new = (raw.decode("utf-8", "replace").splitlines(keepends=True) for raw in (file.raw, file.new))
    for line in unified_diff(old, new, str(file.path), str(file.path)):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
