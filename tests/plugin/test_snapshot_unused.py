"""What no test asks for: listed by what became of its test, deleted or red when that is asked, renamed by content."""

import pytest

ONE = "def test_it(aug_snapshot):\n    assert {'image': noise(1 + SHIFT, (4, 4, 3)), 'n': 1} == aug_snapshot\n"
TEXT, PICTURE = "tests/test_b/test_it.snap", "tests/test_b/test_it--image.png"


@pytest.fixture(scope="module")
def written():
    """What the first update wrote, for the tests after it."""
    return {}


@pytest.fixture
def stored(project, written):
    project.write(tests__test_a=ONE, tests__test_b=ONE)
    if not written:
        project.run("--snapshot-update").assert_outcomes(passed=2)
        written.update(project.snapshots())
    for name, data in written.items():
        path = project.path / "snapshots" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return project


@pytest.mark.parametrize("workers", [["-n2"]], ids=str)
def test_prune_deletes_what_a_whole_and_green_run_did_not_use(stored, workers):
    stored.write(tests__test_b="def test_other(): pass\n")
    result = stored.run("--aug-prune", *workers)
    result.stdout.fnmatch_lines([f"deleted unused snapshot: snapshots/{name}" for name in (TEXT, PICTURE)])
    assert set(stored.snapshots()) == {"tests/test_a/test_it.snap", "tests/test_a/test_it--image.png"}
    assert not (stored.path / "snapshots/tests/test_b").exists()


NOT_WHOLE = {
    "a failure and -x": ("def test_other(): assert 0\n", ["-x"]),
    "an error": ("@pytest.fixture\ndef broken(): assert 0\ndef test_other(broken): pass\n", []),
    "a module that cannot be imported": ("import nothing_of_this_name\n", ["--continue-on-collection-errors"]),
    "a node": ("", ["tests/test_a.py::test_it"]),
    "-k": ("", ["-k", "test_it"]),
    "--ignore": ("", ["--ignore=tests/test_b.py"]),
    "--setup-plan": ("", ["--setup-plan"]),
}


def test_prune_deletes_nothing_after_any_other_run(stored):
    before = stored.snapshots()
    for why, (text, arguments) in NOT_WHOLE.items():
        stored.write(tests__test_b=text)
        result = stored.run("--aug-prune", *arguments)
        assert stored.snapshots() == before, why
        result.stdout.fnmatch_lines(["nothing was pruned: only a whole and green run *"])


def test_what_waits_for_its_test_is_kept_and_told_why(stored):
    stored.write(
        tests__test_b="pytest.importorskip('nothing_of_this_name')\n" + ONE,
        tests__test_c=ONE,
        tests__test_d=ONE.replace("test_it", "test_mine"),
        tests__test_e=ONE,
    )
    stored.run("--snapshot-update", "--ignore=tests/test_b.py").assert_outcomes(passed=4)
    before = stored.snapshots()
    (stored.path / "conftest.py").write_text(
        "collect_ignore = ['tests/test_c.py']\n"
        "def pytest_collection_modifyitems(items):\n    items[:] = [each for each in items if each.name != 'test_mine']\n"
    )
    stored.write(tests__test_e="@pytest.mark.xfail(reason='known', run=False)\n" + ONE)
    result = stored.run("--aug-prune", "--aug-unused=error")
    assert result.ret == 0
    assert stored.snapshots() == before
    result.stdout.fnmatch_lines(
        [
            "kept snapshot: snapshots/tests/test_c/test_it.snap (its test file is there, but was not collected)",
            "kept 2 *tests/test_b.py (dependency missing: could not import 'nothing_of_this_name'*",
            "kept 2 *tests/test_d (collected, but left out)",
            "kept 2 *tests/test_e.py ([[]NOTRUN[]] known)",
        ],
        consecutive=False,
    )
    result.stdout.no_fnmatch_line("*unused snapshot*")


STANDING = """\
if not os.environ.get("FEW"):
    def test_slow(aug_snapshot):
        assert 1 == aug_snapshot

    class TestBig:
        def test_it(self, aug_snapshot):
            assert 2 == aug_snapshot(name="x")

def check_it(aug_snapshot):
    assert 3 == aug_snapshot

@pytest.mark.parametrize("p", [GONE])
def test_p(aug_snapshot, p):
    assert p == aug_snapshot
"""


def test_a_test_that_stands_in_its_file_and_was_not_collected_keeps_its_snapshot(project, monkeypatch):
    functions = ["-o", "python_functions=test check"]
    project.write(test_a=STANDING.replace("GONE", "1, 2"))
    project.run("--snapshot-update", *functions).assert_outcomes(passed=5)
    before = set(project.snapshots())
    result = project.run("--aug-prune", "-o", "python_functions=test_p")
    result.stdout.fnmatch_lines(["nothing was pruned: *, not one with -o python_functions"])
    assert set(project.snapshots()) == before
    monkeypatch.setenv("FEW", "1")
    project.write(test_a=STANDING.replace("GONE", "1"))
    result = project.run("--aug-prune")
    result.stdout.fnmatch_lines(
        [
            "deleted unused snapshot: snapshots/test_a/test_p[[]2].snap",
            *(
                f"kept snapshot: snapshots/test_a/{name} (its test stands in the file, but was not collected)"
                for name in ("TestBig.test_it[[]x].snap", "check_it.snap", "test_slow.snap")
            ),
        ]
    )
    assert set(project.snapshots()) == before - {"test_a/test_p[2].snap"}


def test_unused_snapshots_turn_a_run_red_when_they_are_an_error(stored):
    assert stored.run("--aug-unused=error").ret == 0
    stored.write(tests__test_b="")
    result = stored.run("--aug-unused=error")
    assert result.ret == 1
    result.stdout.fnmatch_lines(["unused snapshot: *", "the run fails: there are unused snapshots (aug_unused)"])


def test_the_ini_value_is_checked(stored):
    stored.pytester.makepyprojecttoml("[tool.pytest]\naug_unused = 'yes'\n")
    result = stored.run()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*aug_unused: unused snapshots are 'list' or 'error', got 'yes'"])


def test_a_test_with_another_name_is_offered_its_snapshot(stored):
    before = stored.snapshots()
    stored.write(tests__test_b=ONE.replace("test_it", "test_named_anew"))
    result = stored.run("tests/test_b.py::test_named_anew")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["E *has no snapshot yet*", "E *to rename  pytest *--aug-rename *  # a test that is gone gave the same"]
    )
    (line,) = (line for line in result.outlines if line.startswith("E") and "to rename" in line)
    command = line.split("to rename  pytest ")[1].partition("  #")[0]
    renaming = stored.run(*command.split())
    renaming.assert_outcomes(passed=1)
    renaming.stdout.fnmatch_lines([f"renamed from snapshots/{TEXT} to snapshots/tests/test_b/test_named_anew.snap"])
    renaming.stdout.no_fnmatch_line("*generated*")
    after = stored.snapshots()
    assert after == {name.replace("test_b/test_it", "test_b/test_named_anew"): data for name, data in before.items()}
    stored.run("--aug-unused=error").assert_outcomes(passed=2)


def test_a_snapshot_of_a_test_that_is_there_is_not_given_away(stored):
    before = stored.snapshots()
    stored.write(tests__test_c=ONE)
    result = stored.run()
    result.stdout.no_fnmatch_line("*to rename*")
    result = stored.run("--snapshot-update", "--aug-rename", f"snapshots/{TEXT}", "tests/test_c.py")
    result.stdout.fnmatch_lines(
        [f"E *cannot have snapshots/{TEXT}: it is not there, has another content, or belongs to a test*"]
    )
    assert stored.snapshots() == before


def test_a_file_that_cannot_be_renamed_is_refused(project):
    for file in ("snapshots/x.png", "x.snap"):
        result = project.run("--snapshot-update", "--aug-rename", file)
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(["*aug_rename takes the .snap file of a stored snapshot*"])
    project.run("--aug-rename", "snapshots/x.snap").stderr.fnmatch_lines(["*add --snapshot-update*"])


def test_what_is_printed_in_a_subfolder_can_be_typed_there(stored, monkeypatch):
    stored.write(tests__test_b=ONE.replace("test_it", "test_named_anew"))
    monkeypatch.setenv("SHIFT", "1")
    monkeypatch.chdir(stored.path / "tests")
    result = stored.run("test_a.py")
    shown = [
        "E *sheet * ../build/aug-failures/*/sheet.png",
        "E *to accept  pytest test_a.py::test_it --snapshot-update",
    ]
    result.stdout.fnmatch_lines(["E *snapshot * ../snapshots/tests/test_a/test_it.snap", *shown])
    result.stdout.fnmatch_lines(
        ["seed 137 (repeat: pytest test_a.py::test_it --aug-seed 137)", "* ../build/*index.html"]
    )
    monkeypatch.setenv("SHIFT", "0")
    (line,) = (line for line in stored.run("test_b.py").outlines if line.startswith("E") and "to rename" in line)
    stored.run(*line.split("to rename  pytest ")[1].partition("  #")[0].split()).assert_outcomes(passed=1)


def test_a_rootdir_below_the_one_of_the_snapshots_is_told(stored, monkeypatch):
    (stored.path / "pyproject.toml").unlink()
    monkeypatch.chdir(stored.path / "tests")
    result = stored.run("test_a.py")
    result.stdout.fnmatch_lines(
        [f"E *elsewhere  {stored.path}/snapshots/tests/test_a/test_it.snap is there: * in {stored.path}, or*"]
    )
