"""What happens to snapshots outside of a quiet run: changed and damaged files, ends by force, runs that are repeated."""

import collections
import dataclasses
import os
import pathlib
import re
import signal
import zipfile

import cv2
import numpy as np
import pytest
import torch

from pytest_augrepro.common import files
from pytest_augrepro.common.files import File
from pytest_augrepro.common.notes import Claims
from pytest_augrepro.snapshots import document
from pytest_augrepro.values import codec
from pytest_augrepro.values.difference import Tolerance, difference
from pytest_augrepro.values.digest import leaves

ONE = (
    "def test_it(aug_snapshot):\n    a = noise(1 + SHIFT, (8, 8, 3))\n    assert {'image': a, 'n': 1} == aug_snapshot\n"
)
TEXT, PICTURE = "snapshots/test_a/test_it.snap", "snapshots/test_a/test_it--image.png"


@pytest.fixture(scope="module")
def written():
    """What the first update of ONE wrote, for the tests after it."""
    return {}


@pytest.fixture
def stored(project, written):
    project.write(test_a=ONE)
    if not written:
        project.run("--snapshot-update").assert_outcomes(passed=1)
        written.update(project.snapshots())
    for name, data in written.items():
        path = project.path / "snapshots" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return project


OTHERS = [
    np.zeros((3, 5, 3), np.uint8),
    np.zeros((8, 8), np.uint8),
    np.zeros((8, 8, 4), np.uint8),
    np.zeros((8, 8, 3), np.uint8),
    np.zeros((8, 8, 3), np.uint16),
    np.zeros((16, 4, 3), np.uint8),
]


def test_another_picture_in_place_of_the_stored_one_is_red_and_healed_by_an_update(project):
    project.write(test_a="\n".join(ONE.replace("test_it", f"test_{turn}") for turn in range(len(OTHERS))))
    project.run("--snapshot-update").assert_outcomes(passed=len(OTHERS))
    for turn, other in enumerate(OTHERS):
        assert cv2.imwrite(str(project.path / PICTURE.replace("test_it", f"test_{turn}")), other)
    result = project.run()
    result.assert_outcomes(failed=len(OTHERS))
    words = "agrees with its digest, but the stored file of image was changed: "
    told = [line.partition(words)[2] for line in result.outlines if line.startswith("E ") and words in line]
    assert len(told) == len(OTHERS)
    for turn in range(len(OTHERS)):
        assert any(PICTURE.replace("test_it", f"test_{turn}").rpartition("/")[2] in line for line in told)
    project.run("--snapshot-update").assert_outcomes(passed=len(OTHERS))
    project.run().assert_outcomes(passed=len(OTHERS))


def a_folder(path):
    path.unlink()
    path.mkdir()


def a_loop(path):
    path.unlink()
    path.symlink_to(path)


def a_dangling_link(path):
    path.unlink()
    path.symlink_to(path.parent / "gone")


def a_fifo(path):
    path.unlink()
    os.mkfifo(path)


def a_bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("array.npy", bytes(2**24))


DAMAGE = {
    "empty": lambda path: path.write_bytes(b""),
    "random": lambda path: path.write_bytes(np.random.default_rng(1).bytes(999)),
    "utf-16": lambda path: path.write_bytes("image: 3".encode("utf-16")),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-40]),
    "lfs": lambda path: path.write_bytes(b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n"),
    "merge": lambda path: path.write_bytes(b"<<<<<<< ours\n" + path.read_bytes()),
    "pickle": lambda path: path.write_bytes(b"\x80\x04\x95\x00."),
    "bomb": a_bomb,
    "folder": a_folder,
    "loop": a_loop,
    "dangling": a_dangling_link,
    "fifo": a_fifo,
}


@pytest.mark.parametrize("name", [TEXT, PICTURE])
def test_a_damaged_file_is_named_and_healed_by_an_update(project, name):
    files = {how: name.replace("test_it", f"test_{how.replace('-', '_')}") for how in DAMAGE}
    tests = [ONE.replace("test_it", f"test_{how.replace('-', '_')}") for how in DAMAGE]
    project.write(test_a="\n".join(tests))
    project.run("--snapshot-update").assert_outcomes(passed=len(DAMAGE))
    stored = project.snapshots()
    for how, damage in DAMAGE.items():
        damage(project.path / files[how])
    result = project.run()
    result.assert_outcomes(failed=len(DAMAGE))
    for how, file in files.items():
        assert any(line.startswith("E ") and file.rpartition("/")[2] in line for line in result.outlines), how
    project.run("--snapshot-update").assert_outcomes(passed=len(DAMAGE))
    assert project.snapshots() == stored
    project.run().assert_outcomes(passed=len(DAMAGE))


def test_a_text_that_asks_for_terabytes_is_refused_in_words(stored):
    path = stored.path / TEXT
    path.write_text(path.read_text().replace("8x8x3", "999999x999999x3"))
    stored.run().stdout.fnmatch_lines(["E *test_it--image.png is not read: its text asks for *bytes, more than*"])


def test_an_npz_unpacks_no_more_than_its_array(tmp_path):
    a_bomb(tmp_path / "bomb.npz")
    form = codec.Form.of("array", np.zeros(3))
    with pytest.raises(codec.Unreadable, match="damaged npz"):
        codec.restored(form, (tmp_path / "bomb.npz").read_bytes())


@pytest.mark.parametrize(
    ("one", "two", "delta"),
    [
        (np.array([-(2**62)]), np.array([2**62]), 2**63),
        (np.array(-(2**63)), np.array(2**63 - 1), 2**64 - 1),
        (np.array([0], np.uint64), np.array([2**64 - 1], np.uint64), 2**64 - 1),
        (np.array([2**63 - 1]), np.array([2**63 - 2]), 1),
        (np.array([-128], np.int8), np.array([127], np.int8), 255),
        (np.array([3], ">u2"), np.array([9], ">u2"), 6),
    ],
)
def test_differences_of_whole_numbers_are_exact(one, two, delta):
    assert difference(one, two).max_delta == difference(two, one).max_delta == delta
    assert not difference(one, two).within(Tolerance(1 if delta > 1 else 0.5))


@pytest.mark.parametrize(
    "result", ["{1: X, '1': 'B'}", "{None: X, 'None': 'B'}", "{'a': [X], 'a[0]': 'B'}", "{'a.b': 'B', 'a': {'b': X}}"]
)
def test_two_parts_never_have_one_path(project, result):
    text = (
        "X = np.full((4, 4), 10 + SHIFT, np.uint8)\ndef test_it(aug_snapshot):\n    assert {} == aug_snapshot(atol=1)\n"
    )
    project.write(test_a=text.format(result))
    project.run("--snapshot-update").assert_outcomes(passed=1)
    project.pytester._monkeypatch.setenv("SHIFT", "99")
    project.run().assert_outcomes(failed=1)


def test_a_snapshot_is_never_collected_nor_run(project):
    project.write(test_a='def test_it(aug_snapshot):\n    assert {\'>>> open("ran", "w")\': 1} == aug_snapshot\n')
    project.run("--snapshot-update").assert_outcomes(passed=1)
    (project.path / "snapshots/test_a/test_old.txt").write_text("a: 1\n>>> _ = open('ran', 'w')\n")
    for arguments in ([], ["--doctest-glob=*"], ["-n2"]):
        project.run(*arguments).assert_outcomes(passed=1)
    assert not (project.path / "ran").exists()


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_writer_that_is_killed_leaves_the_old_snapshot_or_the_new_one(stored, monkeypatch, step):
    (stored.path / "conftest.py").write_text(
        "import os, signal\nREAL, LEFT = os.replace, [int(os.environ.get('STEP', 99))]\n"
        "def replace(*paths):\n    LEFT[0] -= '.snap' in str(paths) or '.png' in str(paths)\n"
        "    if LEFT[0] == 0: os.kill(os.getpid(), signal.SIGKILL)\n    REAL(*paths)\nos.replace = replace\n"
    )
    monkeypatch.setenv("SHIFT", "4")
    monkeypatch.setenv("STEP", str(step))
    assert stored.run("--snapshot-update").ret == (-signal.SIGKILL if step < 3 else 0)
    monkeypatch.delenv("STEP")
    new = stored.run().ret
    monkeypatch.setenv("SHIFT", "0")
    old = stored.run().ret
    assert sorted([old, new]) == [0, 1]
    stored.run("--snapshot-update").assert_outcomes(passed=1)
    assert not [path for path in (stored.path / "snapshots").rglob("*") if path.suffix == ".tmp"]


def test_a_full_disk_leaves_the_old_snapshot_and_no_draft(tmp_path, monkeypatch):
    text, picture = File(tmp_path / "a.snap", b"old", "text"), File(tmp_path / "a.png", b"old", "0")
    files.prepare(text, [picture])
    files.put(text, [picture])
    real = type(tmp_path).write_bytes

    def full(path, data):
        real(path, data[:1])
        if ".snap" in path.name:
            raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(type(tmp_path), "write_bytes", full)
    with pytest.raises(OSError, match="No space left"):
        files.prepare(text._replace(data=b"new"), [picture._replace(data=b"new")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.snap": b"old", "a.png": b"old"}


def test_the_ledger_is_private_and_cannot_be_foretold(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    claims = Claims()
    assert claims.claim(tmp_path / "x.snap", "mine") == "mine"
    assert claims.claim(tmp_path / "x.snap", "other") == "mine"
    assert claims.folder.stat().st_mode & 0o777 == 0o700
    assert Claims().path() != claims.folder
    claims.close()
    assert not claims.folder.exists()


@pytest.mark.parametrize("arguments", [[], ["--reruns=2"], ["-n2"], ["--snapshot-update-new-only"]], ids=str)
def test_an_update_stores_only_what_repeats(project, arguments):
    project.write(test_a="def test_it(aug_snapshot):\n    assert noise(None) == aug_snapshot\n")
    mode = [] if "--snapshot-update-new-only" in arguments else ["--snapshot-update"]
    if arguments == ["--reruns=2"]:
        pytest.importorskip("pytest_rerunfailures")
    result = project.run(*mode, *arguments)
    assert result.ret == 1
    result.stdout.fnmatch_lines(["E *, so nothing was *written*"])
    assert project.snapshots() == {}


FEWER = """\
SEEN = []
def test_fewer(aug_snapshot):
    assert 1 == aug_snapshot
    if not SEEN:
        assert 2 == aug_snapshot
        SEEN.append(1)

@pytest.fixture
def late(aug_snapshot):
    yield
    assert 3 == aug_snapshot(name="late")

def test_late(late, aug_snapshot):
    assert 4 == aug_snapshot
"""


def test_an_update_stores_nothing_of_a_test_whose_second_run_compares_less(project):
    project.write(test_a=FEWER)
    result = project.run("--snapshot-update")
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["*the second time it did not come to the comparison test_fewer.1, so nothing was *"])
    assert set(project.snapshots()) == {"test_a/test_late.snap", "test_a/test_late[late].snap"}


TEARDOWN = """\
@pytest.fixture
def broken():
    yield
    assert not SHIFT, "left open"

def test_it(broken, aug_snapshot):
    assert SHIFT == aug_snapshot

class TestOld:
    def teardown_method(self):
        assert not SHIFT

    def test_it(self, aug_snapshot):
        assert SHIFT == aug_snapshot

@pytest.fixture
def compared(aug_snapshot):
    assert SHIFT == aug_snapshot
    assert not SHIFT

def test_setup(compared):
    pass
"""


def test_an_update_keeps_nothing_of_a_test_that_fails_in_setup_or_teardown(project, monkeypatch):
    project.write(test_a=TEARDOWN)
    project.run("--snapshot-update").assert_outcomes(passed=3)
    before = project.snapshots()
    assert len(before) == 3
    monkeypatch.setenv("SHIFT", "1")
    result = project.run("--snapshot-update")
    result.assert_outcomes(passed=2, errors=3)
    result.stdout.fnmatch_lines(["*nothing was written: the test has to pass to the end of its teardown*"])
    assert project.snapshots() == before


def test_an_update_leaves_what_a_run_leaves(project):
    project.write(
        test_a="def test_it(aug_snapshot, record_property, tmp_path):\n    record_property('p', 1)\n    print('once')\n"
        "    assert 1 == aug_snapshot\n    assert 0\n"
    )
    result = project.run("--snapshot-update", "--junitxml=j.xml", "-o", "junit_family=xunit1")
    assert result.outlines.count("once") == 1
    assert (project.path / "j.xml").read_text().count('name="p"') == 1


def test_numpys_comparisons_are_refused_and_write_nothing(project):
    project.write(
        test_a="def test_it(aug_snapshot):\n    np.testing.assert_array_equal(noise(1, (2, 2)), aug_snapshot)\n"
        "def test_other(aug_snapshot):\n    assert np.array_equal(noise(1, (2, 2)), aug_snapshot)\n"
    )
    result = project.run("--snapshot-update")
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(["E *TypeError: a snapshot compares a result as a whole*", "a snapshot compares a*"])
    assert project.snapshots() == {}


@pytest.mark.parametrize(
    "line",
    [
        "a == aug_snapshot",
        "ok = a == aug_snapshot; assert ok",
        "__import__('unittest').TestCase().assertEqual(a, aug_snapshot)",
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--assert=plain"]], ids=str)
def test_a_difference_is_red_and_told_however_it_is_asked_for(project, monkeypatch, line, arguments):
    project.write(test_a=f"def test_it(aug_snapshot):\n    a = noise(1 + SHIFT)\n    {line}\n")
    project.run("--snapshot-update").assert_outcomes(passed=1)
    monkeypatch.setenv("SHIFT", "1")
    result = project.run(*arguments)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *augmented output differs from its snapshot*", "E *px differ*", "E *to accept *"])


def test_repetitions_of_a_test_share_its_snapshot(project):
    pytest.importorskip("pytest_repeat")
    project.write(
        test_a="@pytest.mark.parametrize('p', ['x', '2-3'])\ndef test_it(aug_snapshot, aug_rng, p):\n    assert aug_rng.integers(99) == aug_snapshot\n"
    )
    project.run("--snapshot-update").assert_outcomes(passed=2)
    result = project.run("--count=3")
    result.assert_outcomes(passed=6)
    assert len(project.snapshots()) == 2


def test_groups_of_xdist_are_no_part_of_a_name(project):
    project.write(
        test_a="@pytest.mark.xdist_group('g')\ndef test_it(aug_snapshot, aug_rng):\n    assert aug_rng.integers(99) + SHIFT == aug_snapshot\n"
    )
    project.run("--snapshot-update").assert_outcomes(passed=1)
    project.run("-n2", "--dist=loadgroup").assert_outcomes(passed=1)
    project.pytester._monkeypatch.setenv("SHIFT", "1")
    project.run("-n2", "--dist=loadgroup").stdout.fnmatch_lines(
        ["E *to accept  pytest test_a.py::test_it --snapshot-update"]
    )


def test_files_outside_rootdir_have_names_of_their_own_or_are_red_alone(project):
    project.write(ta__test_x=ONE, tb__test_y=ONE)
    (project.path / "cfg").mkdir()
    (project.path / "cfg/pytest.ini").write_text("[pytest]\n")
    project.run("-c", "cfg/pytest.ini", "ta", "tb", "--snapshot-update").assert_outcomes(passed=2)
    names = {path.relative_to(project.path).as_posix() for path in (project.path / "cfg/snapshots").rglob("*.snap")}
    assert names == {f"cfg/snapshots/_parent/{each}/test_it.snap" for each in ("ta/test_x", "tb/test_y")}
    project.write(in__test_in="def test_in(): pass\n")
    project.pytester._monkeypatch.chdir(project.path / "in")
    result = project.run("--rootdir=.", "-c", os.devnull, "../ta/test_x.py", "test_in.py")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*lies outside rootdir*"])


def test_a_checkout_that_may_not_be_written_still_gets_a_verdict(stored, monkeypatch):
    monkeypatch.setenv("SHIFT", "1")
    (stored.path / "build").write_text("in the way")
    stored.run().stdout.fnmatch_lines(["E *differs from its snapshot*", "E *sheet      none: *"])
    (stored.path / "snapshots/test_a").rename(stored.path / "snapshots/kept")
    (stored.path / "snapshots/test_a").write_text("in the way")
    result = stored.run("--snapshot-update")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E *augmented output could not be written, and nothing was changed: *"])


def test_a_guard_that_is_not_reached_is_red(project):
    project.write(
        test_a="def test_cell(aug_cell): pass\ndef test_check(aug_check): pass\n"
        "def test_early(aug_cell):\n    if aug_cell: return\n    aug_cell.check(list)\n"
    )
    result = project.run("--aug-expect=w0", "-k", "w0 or check")
    result.assert_outcomes(failed=5)
    result.stdout.fnmatch_lines(
        ["*asked for aug_check and never called it*", "expected, but not run: w0 of *never judged*"]
    )


def test_the_seed_of_the_snapshot_is_told(stored, monkeypatch):
    stored.write(test_a="def test_it(aug_snapshot, aug_rng):\n    assert aug_rng.integers(2**60) == aug_snapshot\n")
    stored.run("--snapshot-update").assert_outcomes(passed=1)
    again = "pytest test_a.py::test_it --aug-seed 137"
    stored.run("--aug-seed=5").stdout.fnmatch_lines([f"E *written with seed 137, this run has 5: {again}"])
    assert stored.run(*again.split()[1:]).ret == 0


def test_the_texts_of_earlier_drafts_are_read_and_renamed_by_an_update(stored):
    text = stored.path / TEXT
    text.with_suffix(".txt").write_text("".join(text.read_text().splitlines(keepends=True)[1:]))
    text.unlink()
    result = stored.run()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["1 snapshots are .txt files, as before; --snapshot-update renames them"])
    stored.run("--snapshot-update").assert_outcomes(passed=1)
    assert {path.suffix for path in text.parent.iterdir()} == {".snap", ".png"}


@pytest.mark.parametrize("word", ["tolerance", "rtol", "max_fractoin"])
def test_a_wrong_word_for_a_tolerance_is_put_right(project, word):
    project.write(test_a=f"def test_it(aug_snapshot):\n    assert 1 == aug_snapshot({word}=1)\n")
    meant = "max_fraction" if word == "max_fractoin" else "atol="
    project.run().stdout.fnmatch_lines([f"E *TypeError: aug_snapshot takes no '{word}'; *{meant}*"])


class Plain:
    def __init__(self, image):
        self.image = image


class Slotted:
    __slots__ = ("image",)

    def __init__(self, image):
        self.image = image


@dataclasses.dataclass
class Data:
    image: object


@pytest.mark.parametrize(
    "make", [Plain, Slotted, Data, lambda image: {"image": image}], ids=["plain", "slots", "data", "dict"]
)
@pytest.mark.parametrize(
    "image",
    [
        np.ones((3, 3), np.int64),
        torch.ones(3, dtype=torch.bfloat16),
        torch.ones(3).to(torch.float8_e4m3fn),
        np.array(["2020-01-01"], "M8[D]"),
    ],
    ids=lambda image: str(image.dtype),
)
def test_arrays_in_objects_are_compared_as_arrays(make, image):
    (leaf,) = leaves(make(image))
    assert (leaf.path, leaf.array is not None) == ("image", True)
    changed = image + 1 if isinstance(image, np.ndarray) else (image.float() * 2).to(image.dtype)
    (other,) = leaves(make(changed))
    assert other.digest != leaf.digest


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (torch.eye(3).to_sparse(), torch.eye(3).to_sparse() * 2),
        (np.ma.masked_array([1, 2], [0, 1]), np.ma.masked_array([1, 2], [0, 0])),
        (np.zeros(2, [("f", "f4")]), np.ones(2, [("f", "f4")])),
        (np.array([np.zeros(2), "x"], object), np.array([np.ones(2), "x"], object)),
    ],
)
def test_arrays_of_several_parts_are_compared_in_full(one, two):
    first, second = ([(leaf.path, leaf.digest) for leaf in leaves(result)] for result in (one, two))
    assert first != second
    assert first == [(leaf.path, leaf.digest) for leaf in leaves(one)]


@pytest.mark.filterwarnings("ignore")
def test_compressed_sparse_tensors_are_compared_in_full():
    one, two = torch.eye(3).to_sparse_csr(), torch.tensor([[1.0, 0, 0], [0, 1, 0], [0, 1, 0]]).to_sparse_csr()
    first, second = ({leaf.path: leaf.digest for leaf in leaves(tensor)} for tensor in (one, two))
    assert {path for path in first if first[path] != second[path]} == {"col_indices"}


def itself():
    found = []
    found.append(found)
    return found


@pytest.mark.parametrize(
    "value",
    [itself(), np.random.default_rng(1), len, torch.ones(2, device="meta")],
    ids=["itself", "generator", "function", "meta"],
)  # fmt: skip
@pytest.mark.filterwarnings("ignore")
def test_what_cannot_be_compared_in_full_is_refused_by_name(value):
    with pytest.raises(TypeError, match=r"^views\[0\]"):
        leaves({"views": [value]})


ENDS = {
    "raise": "    raise RuntimeError('before the second comparison')\n    assert a == aug_snapshot\n",
    "xfail": "    pytest.xfail('known')\n",
    "skip": "    pytest.skip('not here')\n",
    "unrepeated": "    assert noise(None) == aug_snapshot\n",
    "subtest": "    with subtests.test('part'):\n        assert a == aug_snapshot(name='part')\n        assert 0\n",
    "soft": "    request.node.user_properties.append(('fail', 1))\n",
    "gone": "    [path.unlink() for path in __import__('pathlib').Path('snapshots/test_a').glob('.*.tmp')]\n",
    "interrupt": "    raise KeyboardInterrupt\n",
}


def ending(how, end):
    strict = "@pytest.mark.xfail(strict=True)\n" if how == "strict" else ""
    return (
        f"{strict}def test_{how}(aug_snapshot, request{', subtests' if how == 'subtest' else ''}):\n"
        f"    a = noise(1 + SHIFT, (4, 4, 3))\n    b = a.astype(float)\n"
        f"    assert {{'image': a, 'b': b, 'n': SHIFT}} == aug_snapshot\n    if not SHIFT: return\n{end}"
    )


def test_an_update_leaves_the_snapshots_of_a_test_that_does_not_pass(project, monkeypatch):
    ends = ENDS | {
        "strict": "",
        "passes": "",
        "twice": "    assert {'image': a, 'b': b, 'n': SHIFT} == aug_snapshot(name='x')\n" * 2,
    }
    del ends["interrupt"]
    text = "\n".join(ending(how, end) for how, end in ends.items())
    (project.path / "conftest.py").write_text(
        "import pytest\n@pytest.hookimpl(wrapper=True)\ndef pytest_runtest_makereport(item, call):\n"
        "    report = yield\n    if call.when == 'call' and ('fail', 1) in item.user_properties:\n"
        "        report.outcome, report.longrepr = 'failed', 'a soft assertion'\n    return report\n"
    )
    project.write(test_a=text.replace("strict=True", "strict=False"))
    assert project.run("--snapshot-update").ret == 0
    before = project.snapshots()
    assert len(before) == 3 * len(ends)
    monkeypatch.setenv("SHIFT", "1")
    project.write(test_a=text)
    for name in ("PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"):
        monkeypatch.delenv(name, raising=False)  # by which syrupy would leave its report to another process
    result = project.run("--snapshot-update")
    assert result.ret == 1
    after = project.snapshots()
    changed = {re.match(r"test_a/(\w+)", name)[1] for name in after if after[name] != before.get(name)}
    assert changed == {"test_passes", "test_twice"}
    result.stdout.fnmatch_lines(["*augmented output could not be written, and nothing was changed: No such file*"])
    result.stdout.fnmatch_lines(["*1 snapshot generated. 2 snapshots updated.*"])
    project.run().assert_outcomes(passed=2, failed=7, xfailed=1)


def test_an_interrupted_test_leaves_its_snapshot_and_no_draft(project, monkeypatch):
    project.write(test_a=ending("interrupt", ENDS["interrupt"]))
    project.run("--snapshot-update").assert_outcomes(passed=1)
    before = project.snapshots()
    monkeypatch.setenv("SHIFT", "1")
    assert project.run("--snapshot-update").ret == 2
    assert project.snapshots() == before


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ((1, 2), [1, 2], True),
        ([], (), True),
        ({1, 2}, frozenset({2, 1}), True),
        ({1, 2}, [1, 2], True),
        (collections.OrderedDict(b=1, a=2), {"a": 2, "b": 1}, True),
        (np.int64(3), 3, True),
        (np.bool_(True), True, True),
        (pathlib.PurePosixPath("a/b"), "a/b", True),
        (3, 3.0, False),
        (True, 1, False),
        (0.0, -0.0, False),
        ([], {}, False),
    ],
    ids=str,
)
def test_what_counts_as_equal_is_what_the_page_says(one, other, equal):
    texts = [document.essence(document.render(leaves(each), 1)) for each in (one, other)]
    assert (texts[0] == texts[1]) == equal
