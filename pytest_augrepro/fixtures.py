"""The fixtures. Each imports what it needs when a test asks for it, so that other tests pay nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from . import caught, identity
from .collected import NOTES, orphans_of
from .common import names
from .common.hints import nearest
from .common.notes import Claims
from .items import add_property, cell_and_writer, contract_of, is_quick, seed_of, siblings_of
from .judging.contracts import known_contract
from .matrix.cells import Cell, complexity, duties_of
from .options import SETTINGS
from .results import Check, broken, to_json
from .seeds.seeding import derived

if TYPE_CHECKING:
    import numpy as np

    from .checks.cell import AugCell, CellResult, Known
    from .checks.sheets import LawSheets
    from .snapshots.snapshot import AugSnapshot
    from .strengths.judge import Comparison

COMPARING = frozenset({"allow", "slack"})
"""Further options of ``aug_compare``."""
NO_SAMPLE: Any = object()
"""Stands for the argument that was left out."""
SNAPSHOT = pytest.StashKey["AugSnapshot"]()
SMALLEST = pytest.StashKey[dict[str, dict[str, Cell]]]()
KNOWN = pytest.StashKey[dict[str, "Known"]]()
SHARED = pytest.StashKey[dict[str, str]]()
CHECKS = pytest.StashKey[list[Check]]()
CLAIMS = pytest.StashKey[Claims]()
REHEARSAL = pytest.StashKey[dict[str, str]]()
"""What the comparisons of a test were given when it ran for the first time; the empty name is there while it does."""
DUE = pytest.StashKey[list[str]]()
"""The comparisons that a test made when it ran for the first time, before its teardown."""
WATCH = pytest.StashKey[Any]()
"""What the pipelines of a test with a snapshot do while it runs."""
UNREACHED = pytest.StashKey[str]()
GUARDS = pytest.StashKey[dict[str, Callable[[], bool]]]()
"""The checking fixtures of a test, each with a function that says whether the test came to use it."""
FIXTURES = frozenset(
    {"aug_seed", "aug_rng", "aug_pipeline", "aug_sample", "aug_snapshot", "aug_cell", "aug_check", "aug_compare"}
)


@pytest.fixture
def aug_seed(request: pytest.FixtureRequest) -> int:
    """The seed of this test."""
    seed = seed_of(request.node)
    add_property(request.node, "aug_seed", seed)
    return seed


@pytest.fixture
def aug_rng(request: pytest.FixtureRequest, aug_seed: int) -> np.random.Generator:
    """A generator of this test's own: the same alone, shuffled or on another worker."""
    import numpy as np

    return np.random.Generator(np.random.PCG64(derived(aug_seed, identity.name_of(request.node))))


@pytest.fixture
def aug_pipeline(request: pytest.FixtureRequest, aug_seed: int) -> Callable[..., Callable[..., Any]]:
    """A function that seeds a pipeline: a list of transforms, a Compose, or any callable."""
    from .seeds.pipeline import seeded

    node = request.node
    return lambda thing, seed=aug_seed: seeded(thing, seed, node.stash[WATCH].see if WATCH in node.stash else None)


@pytest.fixture
def aug_sample() -> dict[str, Any]:
    """A small scene: image, mask, bboxes (pascal_voc), labels and keypoints."""
    from .sample import scene

    return scene()


@pytest.fixture
def aug_snapshot(request: pytest.FixtureRequest, aug_seed: int) -> Iterator[AugSnapshot]:
    """Compare a result with its stored snapshot: ``assert result == aug_snapshot``."""
    if not request.config.pluginmanager.hasplugin("syrupy"):
        pytest.fail("aug_snapshot needs syrupy: pip install 'augrepro[pytest]', without -p no:syrupy", pytrace=False)
    from .pages.failures import clear_all
    from .snapshots.case import Case
    from .snapshots.snapshot import AugSnapshot
    from .snapshots.store import open_store

    node, settings = request.node, request.config.stash[SETTINGS]
    if not identity.belongs(node):
        pytest.fail(
            f"{node.path} lies outside rootdir ({settings.rootdir}), so that it has no place among the snapshots; "
            "start pytest in its project, or give --rootdir",
            pytrace=False,
        )
    name = identity.name_of(node)
    other = request.config.stash.get(SHARED, {}).get(name)
    if other is not None:
        pytest.fail(f"this test and {other} would have one snapshot file; rename a test or a parameter", pytrace=False)
    cell, writer = cell_and_writer(node)
    rehearsed = node.stash.get(REHEARSAL, None)
    case = Case(
        nodeid=name,
        argument=identity.argument_of(node),
        start=request.config.invocation_params.dir,
        stem=names.snapshot_stem(name, cell),
        seed=aug_seed,
        store=open_store(request.getfixturevalue("snapshot"), settings.snapshots, name),
        snapshots=settings.snapshots,
        artifact_folder=settings.artifacts / names.artifact_folder(node.nodeid),
        rootdir=settings.rootdir,
        notes=request.config.stash[NOTES],
        claims=request.config.stash[CLAIMS],
        updating=settings.updating,
        new_only=settings.new_only,
        replacing=settings.replacing,
        renamed=settings.renamed,
        orphans=orphans_of(request.config),
        asked_seed=request.config.getoption("aug_seed") is not None and node.get_closest_marker("aug_seed") is None,
        marked_seed=node.get_closest_marker("aug_seed") is not None,
        writer=writer,
        rehearsing=rehearsed is not None and "" in rehearsed,
        rehearsed=rehearsed,
        differs=lambda error, compared: caught.note(node, "aug_snapshot", error, compared),
        awaited=lambda: caught.expected(AssertionError()),
        forked=lambda: caught.in_fork(node),
    )
    clear_all(case.artifact_folder)
    case.notes.ran.append(names.place(names.snapshot_folder(name), case.stem))
    snapshot = node.stash[SNAPSHOT] = AugSnapshot(case)
    _guard(node, "aug_snapshot", lambda: case.asked > 0)
    node.stash[WATCH] = case.watch
    case.watch.start()
    yield snapshot
    case.watch.stop()
    del node.stash[WATCH]


def _guard(node: Any, fixture: str, reached: Callable[[], bool]) -> None:
    """Remember a fixture that is there to check something: a test that does not come to use it is red."""
    node.stash.setdefault(GUARDS, {})[fixture] = reached
    caught.watch_forks(node)


@pytest.fixture
def aug_cell(request: pytest.FixtureRequest, aug_seed: int) -> AugCell:
    """One cell of the matrix: loads a dataset its way, and checks the laws of a contract."""
    from .checks.cell import AugCell, Known
    from .law_sheets import sheets_of
    from .progress import Progress

    node, cell = request.node, request.param
    add_property(node, "aug_cell", cell.id)
    siblings, found = siblings_of(node), node.config.stash.setdefault(SMALLEST, {})
    test = names.test_of(node.nodeid, cell.id)
    given: dict[str, Any] = {
        "contract": contract_of(node),
        "duties": duties_of(cell, siblings, is_quick(node)),
        "record": _recorder(node),
        "progress": Progress(node.config),
        "smallest": found.setdefault(test, {}),
        "known": node.config.stash.setdefault(KNOWN, {}).setdefault(test, Known()),
    }
    if not node.config.stash[SETTINGS].selfcheck:
        return _guarded(node, AugCell(cell, aug_seed, **given), sheets_of(node, aug_seed))
    from .checks.selfcheck import SelfcheckCell

    selfcheck = SelfcheckCell(cell, aug_seed, **given)
    _guarded(node, selfcheck, sheets_of(node, aug_seed))
    selfcheck.siblings = tuple(sorted(siblings, key=complexity))
    notes = node.config.stash[NOTES]
    selfcheck.show = lambda seen: notes.planted.append(f"{seen} ({seen.cell}) - {seen.about}")
    selfcheck.show_unseen = lambda faults: notes.unplanted.__setitem__(test, list(faults))
    return selfcheck


def _guarded(node: Any, cell: AugCell, sheets: LawSheets) -> AugCell:
    """The cell, which tells of each law that breaks: no test passes by catching the error, or without a check."""
    cell.failing, cell.sheets = lambda error: caught.note(node, "aug_cell", error), sheets
    _guard(node, "aug_cell", lambda: cell.used)
    return cell


@pytest.fixture
def aug_check(request: pytest.FixtureRequest, aug_seed: int) -> Callable[..., tuple[str, ...]]:
    """A function that holds a bare pipeline to a contract: ``aug_check(pipeline, sample, contract="isolated")``.

    A sample that is a dict goes in by keyword, anything else as the one argument. The pipeline is seeded by its own
    method where it has one, else through the global generators; options are those of ``aug_cell.check``.
    """
    from .checks.bare import check
    from .checks.loading_options import refuse_others
    from .law_sheets import sheets_of
    from .progress import Progress

    node, calls = request.node, list[object]()
    given: dict[str, Any] = {"record": _recorder(node), "progress": Progress(node.config)}
    given["sheets"] = sheets_of(node, aug_seed)
    _guard(node, "aug_check", lambda: bool(calls))

    def run(
        pipeline: Callable[..., Any], sample: Any = NO_SAMPLE, *, contract: str | None = None, **options: Any
    ) -> tuple[str, ...]:
        __tracebackhide__ = True
        calls.append(pipeline)
        refuse_others(options, "aug_check", ("cells", "limit", "id_fn"))
        if sample is NO_SAMPLE:
            raise TypeError(
                f"aug_check needs the sample that {type(pipeline).__name__} is called with, aug_check(pipeline, "
                "sample); a dataset is held to a contract by aug_cell.check(make_dataset)"
            )
        chosen = contract_of(node) if contract is None else known_contract(contract)
        try:
            return check(pipeline, sample, aug_seed, chosen, **given, **options)
        except AssertionError as error:
            caught.note(node, "aug_check", error)
            raise

    return run


@pytest.fixture
def aug_compare(request: pytest.FixtureRequest, aug_seed: int) -> Callable[..., Comparison]:
    """A function that holds a new pipeline to an old one: ``aug_compare(old, new, sample, n=300)``.

    Both are seeded as ``aug_pipeline`` seeds them; a recording, or the file of one, may stand for either. The test
    fails where a result's form, a firing rate or a strength differs by more than chance, and shows each in words.
    """
    from .seeds.pipeline import seeded
    from .strengths.compare import compare_pipelines

    calls: list[object] = []
    _guard(request.node, "aug_compare", lambda: bool(calls))

    def run(old: Any, new: Any, sample: Any = None, n: int = 300, **options: Any) -> Comparison:
        __tracebackhide__ = True
        calls.append(new)
        for name in options.keys() - COMPARING:
            raise TypeError(f"aug_compare takes no {name!r}; {nearest(name, COMPARING)}")
        one, two = (
            seeded(side, derived(aug_seed, name, bits=64) % 2**31)
            if callable(side) or isinstance(side, list | tuple)
            else side
            for side, name in ((old, "old"), (new, "new"))
        )
        comparison = compare_pipelines(one, two, sample, n, **options)
        try:
            comparison.check()
        except AssertionError as error:
            caught.note(request.node, "aug_compare", error)
            raise
        return comparison

    return run


def _recorder(node: Any) -> Callable[[CellResult], None]:
    """What keeps the outcomes of a test's checks for its report."""
    checks = node.stash[CHECKS] = []

    def record(result: CellResult) -> None:
        check = to_json(result)
        checks.append(check)
        add_property(node, "aug_contract", check["contract"])
        for law in broken(check)[:1]:
            add_property(node, "aug_law", law["law"])

    return record
