"""What the comparisons of one test share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

from ..common import names
from ..common.notes import Claims, Notes, Steps
from ..common.words import path_from
from . import layout, message
from .calls import Watch
from .orphans import Orphans
from .store import Store
from .tracing import Trace


@dataclass
class Case:
    """Everything the comparisons of one test share."""

    nodeid: str
    argument: str
    """The test as pytest takes it on the command line, in the folder that pytest was started in."""
    start: Path
    """That folder."""
    stem: str
    seed: int
    store: Store
    snapshots: Path
    artifact_folder: Path
    rootdir: Path
    notes: Notes
    claims: Claims
    updating: bool
    new_only: bool
    replacing: bool = False
    """Whether an update also replaces what other environments wrote."""
    renamed: Path | None = None
    """The text of a snapshot that an update gives to a comparison that has none."""
    orphans: Orphans | None = None
    watch: Watch = field(default_factory=Watch)
    trace: Trace | None = None
    """What looks on while an update runs the test for the second time."""
    asked_seed: bool = False
    """Whether the seed is one that the command line gave: to repeat the run it has to be given again."""
    marked_seed: bool = False
    """Whether the seed is that of the test's marker, which the command line does not change."""
    writer: str | None = None
    rehearsing: bool = False
    rehearsed: dict[str, str] | None = None
    """What each comparison was given in the run before this one, when there was one: an update keeps what repeats."""
    asked: int = 0
    compared: set[str] = field(default_factory=set)
    """The stems that were asked for."""
    misused: str = ""
    unnamed: int = 0
    failed: bool = False
    """Whether a phase of the test or a part, such as a subtest, was reported as not passed."""
    differs: Callable[[AssertionError, bool], None] = lambda error, compared: None
    """Is told of each comparison that fails, before its error is raised, and whether there was something stored."""
    awaited: Callable[[], bool] = lambda: False
    """Whether the test says just now that it expects a comparison to fail."""
    forked: Callable[[], bool] = lambda: False
    """Whether this process is one that the test forked."""
    sheets: list[str] = field(default_factory=list)
    """Where failed comparisons left their pictures."""
    steps: list[Steps] = field(default_factory=list)
    """What an update saw of the pipelines whose results were compared."""
    returned: bool = False
    """Whether the test came to its end."""

    @property
    def in_use(self) -> list[str]:
        """The primitives that the test was seen to use, nothing where nobody looked on."""
        return [] if self.trace is None else self.trace.primitives

    def next_stem(self, name: str | None) -> str:
        """The file name of the next comparison: by name, or by its place in the test."""
        if name is not None:
            stem = names.bounded(f"{self.stem}[{names.slug(name)}]")
        else:
            self.unnamed += 1
            stem = self.stem if self.unnamed == 1 else f"{self.stem}.{self.unnamed - 1}"
        self.compared.add(stem)
        return stem

    def note(self, passed: bool) -> None:
        """Take in the report of a phase, or of a part such as a subtest: it counts, and settles nothing."""
        self.failed = self.failed or not passed

    def expected_to_fail(self) -> None:
        """Count none of the failed comparisons: the report says that the test was expected to fail."""
        self.notes.artifacts = [each for each in self.notes.artifacts if each not in self.sheets]

    def unrepeated(self, due: Collection[str]) -> list[str]:
        """Of the comparisons that the first run of an update made, those that this one did not, unless stored so."""
        given = self.rehearsed or {}
        return [stem for stem in due if stem not in self.compared and not self.store.holds(stem, given[stem])]

    def conclude(self) -> str:
        """Write what an update prepared where the test has passed to its teardown's end; return why it could not."""
        try:
            failed = self.failed or not self.returned
            renames = [] if failed else list(self.store.renamed.items())
            self.store.discard() if failed else self.store.put()
            self.notes.steps += [] if failed else self.steps
            self.notes.renamed += [f"{self.shown(old)} to {self.shown(self.store.path(stem))}" for stem, old in renames]
        except OSError as problem:
            return f"assert augmented output {message.not_written(problem)} (seed {self.seed})"
        return ""

    def shown(self, path: Path) -> str:
        """The path as a command takes it in the folder that pytest was started in."""
        return path_from(self.start, path, self.rootdir)

    def same_of_the_gone(self, essence: str) -> list[Path]:
        """The stored snapshots of tests that are gone with this very result."""
        return [] if self.orphans is None else self.orphans.same(essence)

    def told_of_rootdir_above(self, path: Path) -> list[str]:
        """Say where the snapshot lies that a run with a rootdir above this one has in the place of ``path``."""
        found = layout.of_rootdir_above(self.rootdir, self.snapshots, path)
        return [] if found is None else [message.other_root(self.rootdir, *found)]

    def relative_path(self, path: Path) -> str:
        return path.relative_to(self.rootdir).as_posix() if path.is_relative_to(self.rootdir) else str(path)
