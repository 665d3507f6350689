"""What a user of aug_snapshot sees."""

import json

import cv2
import numpy as np
import pytest

from pytest_augrepro.values.numbers import numbers_off

ONE = "def test_it(aug_snapshot):\n    a = noise(1)\n    a[5:8, 19:23] ^= SHIFT\n    assert a == aug_snapshot\n"


@pytest.fixture
def shifted(project, monkeypatch):
    """A stored snapshot, and a result that has moved away from it."""
    project.write(test_a=ONE)
    project.run("--snapshot-update").assert_outcomes(passed=1)
    monkeypatch.setenv("SHIFT", "4")
    return project


@pytest.mark.parametrize("arguments", [[], ["-q"], ["-n2"]], ids=str)
def test_failure_says_what_how_much_and_where(shifted, arguments):
    result = shifted.run(*arguments)
    result.stdout.fnmatch_lines(
        [
            "E *assert augmented output differs from its snapshot (seed 137)",
            "E *12 of 1024 px differ, max |delta| 4, box x 19:23 y 5:8",
            "E *first at x 19, y 5: *",
            "E *snapshot * snapshots/test_a/test_it.snap",
            "E *sheet * build/aug-failures/test_a-test_it-*/sheet.png",
            "E *to accept * pytest test_a.py::test_it --snapshot-update",
        ]
    )


@pytest.mark.parametrize("arguments", [["--aug-seed", "7"], ["--aug-seed=7", "-n2"]], ids=str)
def test_to_accept_repeats_a_seed_of_the_command_line_only(shifted, arguments):
    shifted.write(test_b="@pytest.mark.aug_seed(5)\n" + ONE)
    accepts = [line.split()[-3:] for line in shifted.run(*arguments).outlines if "to accept" in line]
    assert sorted(accepts) == [
        ["--snapshot-update", "--aug-seed", "7"],
        ["pytest", "test_b.py::test_it", "--snapshot-update"],
    ]


def test_what_does_not_repeat_is_told_of_a_missing_seed_first(project):
    project.write(test_a="def test_it(aug_snapshot): assert np.random.default_rng().integers(2**60) == aug_snapshot\n")
    result = project.run("--snapshot-update")
    result.stdout.fnmatch_lines(["E *likely * pipeline without a seed draws anew *seed=aug_seed*", "E *aug_check(*"])
    result.stdout.no_fnmatch_line("*to accept*")


def test_a_form_that_changed_is_told_beside_the_pixels(project):
    project.write(test_a="def test_it(aug_snapshot): assert noise(1) == aug_snapshot\n")
    project.run("--snapshot-update")
    project.write(test_a="def test_it(aug_snapshot): assert __import__('torch').tensor(noise(2)) == aug_snapshot\n")
    result = project.run()
    result.stdout.fnmatch_lines(["E *- result: uint8 array 32x32x3 *", "E *+ result: uint8 tensor 32x32x3 *"])


def test_failure_leaves_pictures_and_a_report(shifted):
    result = shifted.run()
    result.stdout.fnmatch_lines(["1 failed comparison to look at: build/aug-failures/index.html"])
    (folder,) = (path.parent for path in (shifted.path / "build/aug-failures").glob("*/report.json"))
    names = {"expected.png", "actual.png", "diff.png", "report.json", "sheet.png"}
    assert {file.name for file in folder.iterdir()} == names
    diff = cv2.imread(str(folder / "diff.png"), cv2.IMREAD_UNCHANGED)
    assert set(np.argwhere(diff)[:, 0]) == {5, 6, 7}
    report = json.loads((folder / "report.json").read_text())
    assert report["test"] == "test_a.py::test_it"
    assert "12 of 1024 px differ" in report["differences"][""][0]


def test_the_next_run_of_a_test_clears_its_own_pictures_and_nothing_else(shifted):
    shifted.run()
    root = shifted.path / "build/aug-failures"
    (folder,) = (path.parent for path in root.glob("*/report.json"))
    (root / "mine").mkdir()
    (root / "mine/notes.png").write_text("keep")
    (folder / "notes.md").write_text("keep")
    shifted.run("-k", "another")
    assert (folder / "diff.png").is_file()
    shifted.run("--snapshot-update")
    assert {path.name for path in root.rglob("*.*")} == {"notes.png", "notes.md"}


def test_passing_test_leaves_nothing(project):
    project.write(test_a=ONE)
    project.run("--snapshot-update")
    project.run().assert_outcomes(passed=1)
    assert not (project.path / "build").exists()


def test_missing_snapshot_fails_and_writes_nothing(project):
    project.write(test_a=ONE)
    project.run().stdout.fnmatch_lines(["E *assert augmented output has no snapshot yet (seed 137)"])
    assert project.snapshots() == {}


def test_folders_are_options(project):
    project.pytester.makepyprojecttoml("[tool.pytest]\naug_snapshot_dir = 'golden'\naug_artifacts = 'out'\n")
    project.write(test_a=ONE)
    project.run().assert_outcomes(failed=1)
    assert (project.path / "out").is_dir()
    project.run("--snapshot-update").stdout.fnmatch_lines(["augrepro: seed 137, golden/ (update)"])
    assert (project.path / "golden/test_a/test_it.png").is_file()


@pytest.mark.parametrize(
    "arguments", [["--snapshot-update"], ["--snapshot-update-new-only"], ["-n2", "--snapshot-update"]], ids=str
)
def test_update_is_refused_in_ci(project, monkeypatch, arguments):
    variable = {"--snapshot-update": "JENKINS_URL"}.get(arguments[0], "CI")
    monkeypatch.setenv(variable, "true")
    project.write(test_a=ONE)
    result = project.run(*arguments)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*snapshots are not updated in CI (the variable {variable} is set)*"])
    assert project.snapshots() == {}


@pytest.mark.parametrize(("variable", "flag"), [("", []), ("False", []), ("0", []), ("1", ["--aug-update-in-ci"])])
def test_update_with_empty_ci_variable_or_with_the_flag(project, monkeypatch, variable, flag):
    monkeypatch.setenv("CI", variable)
    project.write(test_a=ONE)
    project.run("--snapshot-update", *flag).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("noise(1)", "noise(1).astype(np.float32)"),
        ("noise(1)", "noise(1)[..., :1].repeat(4, 2)"),
        ("noise(1)", "noise(1)[:31]"),
        ("noise(1)", "__import__('torch').from_numpy(noise(1))"),
        ("noise(1).astype('<i2')", "noise(1).astype('>i2')"),
        ("noise(1, (9, 9, 4))", "noise(1, (9, 9, 4)) ^ np.array([0, 0, 0, 1], np.uint8)"),
        ("np.zeros(3)", "-np.zeros(3)"),
        ("[1, 2]", "[1, 2.5]"),
        ("{'a': 1}", "{'b': 1}"),
        ("'a range b'", "'a range c'"),
    ],
)
def test_dtype_shape_kind_alpha_sign_and_values_are_seen(project, before, after):
    project.write(test_a=f"def test_it(aug_snapshot):\n    assert {before} == aug_snapshot\n")
    project.run("--snapshot-update").assert_outcomes(passed=1)
    project.write(test_a=f"def test_it(aug_snapshot):\n    assert {after} == aug_snapshot(atol=0)\n")
    project.run().assert_outcomes(failed=1)


def test_targets_are_stored_each_in_its_way(project):
    project.write(
        test_a="""
def test_it(aug_snapshot, aug_sample):
    result = aug_sample | {
        "depth": noise(1, (4, 4), np.uint16),
        "alive": noise(2, (5, 5)) > 99, "heat": np.ones((3, 3), np.float32),
        "big": np.random.default_rng(1).random((99, 99, 9)), "replay": {"p": 0.5, "seen": {1, 2}},
        "masks": [noise(3), noise(4)],
    }
    assert result == aug_snapshot
"""
    )
    project.run("--snapshot-update").assert_outcomes(passed=1)
    names = {name.removeprefix("test_a/test_it") for name in project.snapshots()}
    assert {".snap", "--image.png", "--mask.png", "--depth.png", "--alive.png", "--heat.npz"} <= names
    assert len(names) == 8
    text = project.snapshots()["test_a/test_it.snap"].decode()
    assert 'labels: ["square", "disc", "triangle"]\n' in text
    assert 'replay: {"p": 0.5, "seen": [1, 2]}\n' in text
    assert "big: float64 array 99x99x9\n" in text
    project.run().assert_outcomes(passed=1)


def test_object_without_a_fixed_text_is_refused_by_name(project):
    project.write(test_a="def test_it(aug_snapshot):\n    assert {'op': object()} == aug_snapshot\n")
    project.run().stdout.fnmatch_lines(["*TypeError: op is an object, which has no fixed text;*"])


def test_tolerance_is_per_test_and_shown(shifted):
    shifted.write(test_a=ONE.replace("== aug_snapshot", "== aug_snapshot(atol=4, max_fraction=0.02)"))
    for arguments in ([], ["-n2"]):
        result = shifted.run(*arguments)
        result.assert_outcomes(passed=1)
        result.stdout.fnmatch_lines(
            ["accepted within tolerance: test_a.py::test_it: 12 of 1024 px*(accepted: atol=4, max_fraction=0.02)"]
        )


@pytest.mark.parametrize("tolerance", ["atol=3", "atol=4, max_fraction=0.01"])
def test_tolerance_has_two_ends(shifted, tolerance):
    shifted.write(test_a=ONE.replace("== aug_snapshot", f"== aug_snapshot({tolerance})"))
    result = shifted.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*accepted here: *; dtype, shape and channels are never tolerated, *"])


LARGE = """\
def test_it(aug_snapshot):
    a = noise(1, (96, 96, 5), np.float32)
    a[3, 4, 2] += SHIFT
    assert a == aug_snapshot
"""


def test_a_tolerance_holds_for_large_arrays_that_no_picture_holds(project, monkeypatch):
    project.write(test_a=LARGE)
    project.run("--snapshot-update").assert_outcomes(passed=1)
    assert list(project.snapshots()) == ["test_a/test_it.snap"], "of a large array only the digest is stored"
    monkeypatch.setenv("SHIFT", "4")
    project.run().stdout.fnmatch_lines(["E *a digest of its 180 KiB is stored*where the test names atol=, an update *"])
    project.write(test_a=LARGE.replace("== aug_snapshot", "== aug_snapshot(atol=4)"))
    project.run().stdout.fnmatch_lines(["E *a digest of its 180 KiB is stored*atol has nothing to compare with*"])
    monkeypatch.setenv("SHIFT", "0")
    project.run().stdout.fnmatch_lines(["E *test_it.npz is missing: with atol= the array is stored, too*"])
    project.run("--snapshot-update").assert_outcomes(passed=1)
    assert set(project.snapshots()) == {"test_a/test_it.snap", "test_a/test_it.npz"}
    monkeypatch.setenv("SHIFT", "4")
    project.run().assert_outcomes(passed=1)
    project.write(test_a=LARGE)
    project.run("--snapshot-update").assert_outcomes(passed=1)
    assert list(project.snapshots()) == ["test_a/test_it.snap"], "no array stays that the text does not tell of"


def test_where_no_tolerance_can_apply_update_and_failure_say_so(project, monkeypatch):
    large = "def test_it(aug_snapshot): assert np.full((99, 60_000, 2), 300 + SHIFT) == aug_snapshot(atol=4)\n"
    project.write(test_a=large)
    words = "No tolerance can apply to 90.6 MiB, as an array of more than 32 MiB is not stored*"
    project.run("--snapshot-update").stdout.fnmatch_lines([f"test_a.py::test_it: {words}"])
    monkeypatch.setenv("SHIFT", "4")
    project.run().stdout.fnmatch_lines([f"E *result: only its digest is stored. {words}"])


@pytest.mark.parametrize("tolerance", ["max_fraction=0.1", "atol=-1", "atol=1, max_fraction=2"])
def test_bad_tolerance(project, tolerance):
    project.write(test_a=ONE.replace("== aug_snapshot", f"== aug_snapshot({tolerance})"))
    project.run().stdout.fnmatch_lines(["*ValueError: *max_fraction*"])


def test_each_comparison_of_a_test_has_a_file(project):
    project.write(
        test_a="""
def test_it(aug_snapshot):
    assert "a" == aug_snapshot
    assert "b" == aug_snapshot
    assert "c" == aug_snapshot(name="night/rain")
class TestGroup:
    def test_it(self, aug_snapshot):
        assert "d" == aug_snapshot
"""
    )
    project.run("--snapshot-update").assert_outcomes(passed=2)
    project.run().assert_outcomes(passed=2)
    names = set(project.snapshots())
    assert {"test_a/test_it.snap", "test_a/test_it.1.snap", "test_a/TestGroup.test_it.snap"} < names
    assert len(names) == 4


def test_re_encoded_picture_still_agrees(project):
    project.write(test_a=ONE)
    project.run("--snapshot-update")
    path = project.path / "snapshots/test_a/test_it.png"
    before = path.read_bytes()
    cv2.imwrite(str(path), cv2.imread(str(path)), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    assert path.read_bytes() != before
    project.run().assert_outcomes(passed=1)


def test_edited_or_missing_picture_is_noticed(project):
    project.write(test_a=ONE)
    project.run("--snapshot-update")
    path = project.path / "snapshots/test_a/test_it.png"
    picture = cv2.imread(str(path))
    picture[0, 0] ^= 1
    cv2.imwrite(str(path), picture)
    project.run().stdout.fnmatch_lines(["*agrees with its digest, but the stored file of * was changed*"])
    path.unlink()
    project.run().stdout.fnmatch_lines(["*agrees with its digest, but test_it.png is missing*"])
    project.run("--snapshot-update").assert_outcomes(passed=1)
    project.run().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("assertion", "words"),
    [
        ("assert Picture() == aug_snapshot", "*Picture did not ask the snapshot; write aug_snapshot == image"),
        ("assert aug_snapshot", "*no comparison reached it; write aug_snapshot == image*"),
        ("assert 3 != aug_snapshot", "*a snapshot can only be compared with ==*"),
    ],
)
def test_comparison_that_never_happens_fails(project, assertion, words):
    project.write(
        test_a=f"""
class Picture:
    def __eq__(self, other): return type(self) is type(other)
    __hash__ = None
def test_it(aug_snapshot):
    {assertion}
"""
    )
    result = project.run("--snapshot-update")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([words])


def test_unused_snapshots_are_listed_after_a_full_clean_run_only(project):
    project.write(tests__test_a=ONE, tests__test_b=ONE.replace("test_it", "test_other"))
    project.run("--snapshot-update")
    project.write(tests__test_b="@pytest.mark.skip\ndef test_other(aug_snapshot): pass\n")
    result = project.run()
    result.stdout.no_fnmatch_line("*unused snapshot*")
    result.stdout.fnmatch_lines(
        ["kept 2 snapshot files of tests that did not run: tests/test_b.py (unconditional skip)"]
    )
    project.write(tests__test_b="")
    for arguments in ([], ["-n2"], ["--snapshot-update"]):
        result = project.run(*arguments)
        assert result.ret == 0
        result.stdout.fnmatch_lines(
            [
                "unused snapshot: snapshots/tests/test_b/test_other.snap",
                "no test asks for unused snapshots: pytest --aug-prune *",
            ]
        )
    project.run("tests/test_a.py").stdout.no_fnmatch_line("*unused snapshot*")
    project.write(tests__test_c="def test_fails(): assert 0\n")
    project.run().stdout.no_fnmatch_line("*unused snapshot*")
    assert len(project.snapshots()) == 4


def test_users_own_syrupy_snapshots_are_left_to_syrupy(project):
    project.write(test_a=ONE + "def test_mine(snapshot): assert 3 == snapshot\n")
    project.run("--snapshot-update").assert_outcomes(passed=2)
    project.run("-n2").assert_outcomes(passed=2)
    assert (project.path / "__snapshots__/test_a.ambr").is_file()


def test_without_syrupy(project):
    project.write(test_a=ONE)
    project.run("-p", "no:syrupy").stdout.fnmatch_lines(["*aug_snapshot needs syrupy: pip install 'augrepro?pytest?'*"])


def test_foreign_snapshot_fixture_is_named(project):
    project.write(test_a="@pytest.fixture\ndef snapshot(): return 3\n" + ONE)
    project.run().stdout.fnmatch_lines(["*the fixture 'snapshot' is a builtins.int, not syrupy's*"])


@pytest.mark.parametrize("ci", ["", "true"])
def test_long_explanation_is_shown_in_full_and_once(project, monkeypatch, ci):
    monkeypatch.setenv("CI", ci)
    body = ", ".join(f"'t{i}': noise({i} + SHIFT)" for i in range(6))
    project.write(test_a=f"def test_it(aug_snapshot):\n    assert {{{body}}} == aug_snapshot\n")
    result = project.run()
    result.stdout.fnmatch_lines(["E *+ t5: uint8 array 32x32x3*", "E *to accept *"])
    assert sum("to accept" in line for line in result.outlines) == 1
    result.stdout.fnmatch_lines(["FAILED test_a.py::test_it - output has no snapshot yet (seed 137)*"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("np.eye(8) > 0", "np.eye(8) == 0"),
        ("{'image': np.ones((8, 8)), 'kept': np.eye(8) > 0}", "{'image': np.ones((8, 8)), 'kept': np.eye(8) == 0}"),
        ("np.ma.masked_array(np.zeros(4), [0, 0, 1, 0])", "np.ma.masked_array(np.zeros(4), [0, 1, 0, 0])"),
        ("indexed(1)", "indexed(2)"),
        ("{'boxes': [True, False]}", "{'boxes': [False, True]}"),
    ],
)
def test_what_has_no_near_and_far_is_exact_under_a_tolerance(project, before, after):
    make = "from PIL import Image\n\ndef indexed(index):\n    image = Image.new('P', (8, 8), index)\n"
    make += "    image.putpalette(list(range(96)))\n    return image\n\n"
    make += "def test_it(aug_snapshot):\n    assert aug_snapshot(atol=2) == "
    project.write(test_a=f"{make}({before})\n")
    project.run("--snapshot-update").assert_outcomes(passed=1)
    project.run().assert_outcomes(passed=1)
    project.write(test_a=f"{make}({after})\n")
    project.run().assert_outcomes(failed=1)


NUMBERS = """\
@pytest.mark.parametrize("kind", ["boxes", "scalar", "whole", "nested", "image"])
def test_near(aug_snapshot, kind):
    made = {
        "boxes": {"bboxes": [(1.0 + SHIFT, 2.0, 3.0, 4.0), (5.0, 6.0, 7.0, 8.0)], "labels": ["a", "b"]},
        "scalar": np.float32(0.5 + SHIFT),
        "whole": 3 + SHIFT,
        "nested": {"scores": {"a": [0.25] * 40 + [SHIFT / 2]}},
        "image": [np.zeros((4, 4), np.uint8), 1.5 + SHIFT],
    }[kind]
    assert made == aug_snapshot(atol=2)
"""


def test_numbers_outside_of_arrays_are_compared_with_the_tolerance(project, monkeypatch):
    project.write(test_a=NUMBERS)
    project.run("--snapshot-update").assert_outcomes(passed=5)
    monkeypatch.setenv("SHIFT", "2")
    result = project.run()
    result.assert_outcomes(passed=5)
    result.stdout.fnmatch_lines(
        ["accepted *near?boxes? bboxes: 1 of 8 numbers differ, max |delta| 2 (accepted: atol=2*"]
    )
    monkeypatch.setenv("SHIFT", "5")
    result = project.run()
    result.assert_outcomes(failed=5)
    result.stdout.fnmatch_lines(["E *bboxes: 1 of 8 numbers differ, max |delta| 5", "E *accepted here: atol=2*"])


INF, NAN = float("inf"), float("nan")


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([1, 2.5], [1, 2.5], None),
        ([1, 2.5], [3, 2.0], (2, 2, 2)),
        (2**70, 2**70 + 1, (1, 1, 1)),
        ([NAN, INF], [NAN, -INF], (1, 2, INF)),
        (0.0, -0.0, (1, 1, 0)),
        (1.0, NAN, (1, 1, INF)),
        ({"a": [1]}, {"a": [2]}, (1, 1, 1)),
        (1, 1.5, None),
        (1, True, None),
        (True, False, None),
        (["a", 1], ["b", 1], None),
        (["a", 1], ["b", 2], None),
        ([1, 2], [1], None),
        ({"a": 1}, {"b": 1}, None),
        (None, 1, None),
    ],
    ids=str,
)
def test_numbers_of_values(old, new, found):
    off = numbers_off(old, new)
    assert found == (off and (off.count, off.total, off.max_delta))


def test_masked_array_on_the_left_says_only_what_to_write(project):
    project.write(test_a="def test_it(aug_snapshot):\n    assert np.ma.masked_array([1, 2], [0, 1]) == aug_snapshot\n")
    result = project.run()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*TypeError: * write assert aug_snapshot == result *"])
    assert "AttributeError" not in result.stdout.str()
