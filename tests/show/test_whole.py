"""A manifest that is not whole is told, results of gone images are told or removed, and nothing leaves OUT."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

import augrepro as A
from augrepro.__main__ import main
from augrepro.show.folder.manifest import Manifest
from augrepro.show.folder.manifest import line as line_of
from augrepro.show.folder.manifest import read as read_manifest
from augrepro.show.images import encode

MANIFEST = Path("out/manifest.jsonl")


ARGUMENTS = ("apply", "pipe.json", "in", "out", "--labels", "labels", "--n", "2", "--workers", "0")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Nine small images with YOLO labels and two results of each."""
    root = tmp_path_factory.mktemp("made")
    rng = np.random.default_rng(0)
    for number in range(9):
        name = f"sub/{number}" if number > 6 else str(number)
        for path in (root / f"in/{name}.png", root / f"labels/{name}.txt"):
            path.parent.mkdir(parents=True, exist_ok=True)
        (root / f"in/{name}.png").write_bytes(encode(rng.integers(0, 256, (9, 12, 3), dtype=np.uint8), ".png"))
        (root / f"labels/{name}.txt").write_text("0 0.5 0.5 0.5 0.5\n")
    A.save(A.Compose([A.HorizontalFlip(p=0.5), A.RandomGamma(p=1)], seed=1), root / "pipe.json")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main([*ARGUMENTS]) == 0
    return root


@pytest.fixture
def applied(made, tmp_path, monkeypatch):
    """A copy of them as the current folder; the arguments that made them."""
    shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    rewrite(0, inputs=str(Path("in").resolve()), label_inputs=str(Path("labels").resolve()))
    return ARGUMENTS


def lines():
    return MANIFEST.read_bytes().splitlines(keepends=True)


def rewrite(place, **changes):
    rows = [json.loads(line) for line in lines()]
    for row in rows:
        del row["line"]
    rows[place].update(changes)
    MANIFEST.write_bytes(b"".join(map(line_of, rows)))


def keep(*places):
    old = lines()
    MANIFEST.write_bytes(b"".join(old[place] for place in places))


TORN = {
    "the header alone": (lambda: keep(0), "18 of 18 results without a line\n  0.png (0)\n  0.png (1)\n"),
    "the first lines": (lambda: keep(*range(10)), "9 of 18 results without a line\n  4.png (1)\n"),
    "a line less": (lambda: keep(*range(5), *range(6, 19)), "1 of 18 results without a line\n  2.png (0)\n"),
    "the last line less": (lambda: keep(*range(18)), "1 of 18 results without a line\n  sub/8.png (1)\n"),
    "cut": (lambda: MANIFEST.write_bytes(MANIFEST.read_bytes()[:-40]), "damaged: line 19 was cut off\n"),
    "no newline": (lambda: MANIFEST.write_bytes(MANIFEST.read_bytes()[:-1]), "damaged: line 19 was cut off\n"),
    "twice": (lambda: keep(*range(19), 3), "lines 4 and 20 are of the same result, 1.png (0)\n"),
    "one for another": (lambda: keep(*range(6), 3, *range(7, 19)), "1 of 18 results without a line\n  2.png (1)\n"),
    "more than said": (lambda: rewrite(0, results=17), "there are lines of 18 results, and the first line says 17\n"),
    "said and gone": (
        lambda: (keep(*range(17)), rewrite(0, results=16)),
        "4 files are in out and in no line\n  in/sub/8_0.png\n  in/sub/8_1.png\n  labels/sub/8_0.txt\n",
    ),
}


@pytest.mark.parametrize("kind", TORN)
def test_a_manifest_that_is_not_whole_is_told(command, applied, kind):
    tear, words = TORN[kind]
    whole = MANIFEST.read_bytes()
    assert command("verify", MANIFEST).out == "18 results hold: inputs, plans, pixels and files\n"
    tear()
    done = command("verify", MANIFEST)
    assert done.status == 1
    assert words in done.out
    assert "hold" not in done.out
    assert command(*applied).status == 0
    assert MANIFEST.read_bytes() == whole


@pytest.mark.parametrize(
    ("place", "changes", "words"),
    [
        (0, {"n": "2"}, "line 1: n must be int, got '2'"),
        (0, {"n": True}, "line 1: n must be int, got True"),
        (0, {"n": 0}, "line 1: n must be 1 or more, at most 1000, got 0"),
        (0, {"results": None}, "line 1: results must be int, got None"),
        (0, {"results": 0}, "line 1: results must be 1 or more, got 0"),
        (0, {"alpha": 1}, "line 1: alpha must be bool, got 1"),
        (3, {"k": 2}, "line 4: k must be from 0 to 1"),
        (
            3,
            {"output": "../victim.png"},
            "line 4: output must be a file below the manifest's folder, got '../victim.png'",
        ),
        (3, {"labels": "/victim.txt"}, "line 4: labels must be a file below the manifest's folder, got '/victim.txt'"),
        (3, {"size": [9]}, "line 4: size must be height and width, got [9]"),
        (3, {"annotations": "none"}, "line 4: annotations must be a list or null, got 'none'"),
        (3, {"output": ""}, "line 4: output must be a file below"),
        (3, {"file": "a/../../x.png"}, "line 4: file must be a file below IN, got 'a/../../x.png'"),
    ],
)
def test_what_no_run_writes_is_refused(command, applied, place, changes, words):
    Path("victim.png").write_bytes(Path("out/in/1_0.png").read_bytes())
    rewrite(place, **changes)
    for arguments in (("verify", MANIFEST), applied):
        done = command(*arguments)
        assert done.status == 2
        assert words in done.err


def test_a_line_with_another_output_is_made_again(command, applied):
    whole = MANIFEST.read_bytes()
    rewrite(3, output="in/0_0.png")
    assert command("verify", MANIFEST).status == 1
    assert command(*applied).status == 0
    assert MANIFEST.read_bytes() == whole


def test_a_run_that_is_stopped_does_not_look_whole(applied):
    header, _ = read_manifest(MANIFEST)
    run = Manifest(Path("out"), {**header})
    run.expect(20)
    run.close()
    assert read_manifest(MANIFEST)[0]["results"] == 20
    assert len(lines()) == 19


def test_results_of_gone_images_are_told_until_pruned(command, applied):
    Path("in/3.png").rename("in/other.png")
    Path("labels/3.txt").rename("labels/other.txt")
    for number in (7, 8):
        Path(f"in/sub/{number}.png").unlink()
    for _ in range(2):
        done = command(*applied)
        assert done.status == 1
        assert "14 of 14 results" in done.out
        assert (
            "out still has 6 results of files no longer in in, which --prune removes:\n  in/3_0.png (of 3.png)"
            in done.err
        )
        assert len(lines()) == 21
    done = command("verify", MANIFEST, "--all")
    assert done.status == 1
    assert done.out.startswith("in/3_0.png (of 3.png): the input cannot be read (No such file or directory)")
    assert "6 of 20 results differ" in done.out
    assert command(*applied, "--prune").status == 0
    assert len(lines()) == 15
    assert not [*Path("out").rglob("3_*")]
    assert not Path("out/in/sub").exists()
    assert command("verify", MANIFEST).status == 0
    assert command(*applied).status == 0


def test_results_that_were_removed_by_hand_are_forgotten(command, applied):
    Path("in/3.png").unlink()
    for path in Path("out").rglob("3_*"):
        path.unlink()
    assert command(*applied).status == 0
    assert command("verify", MANIFEST).status == 0


def test_another_image_takes_the_place_of_a_gone_one(command, applied):
    Path("in/3.png").rename("in/3.bmp")
    command(*applied[:3], "png", *applied[4:], "--format", "png")
    Path("in/4.png").rename("in/4.bmp")
    done = command(*applied[:3], "png", *applied[4:], "--format", "png", "--prune")
    assert done.status == 0, done.err
    assert command("verify", "png/manifest.jsonl").status == 0


def test_an_earlier_result_of_a_file_that_broke_is_told(command, applied):
    Path("in/3.png").write_bytes(b"")
    assert command(*applied, "--prune").status == 1
    done = command("verify", MANIFEST)
    assert done.status == 1
    assert "in/3_0.png (of 3.png): the input changed" in done.out
    assert Path("out/in/3_0.png").exists()


links = pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")


@links
def test_linked_folders_are_read(command, applied):
    Path("in/sub").rename("elsewhere")
    Path("in/sub").symlink_to(Path("elsewhere").resolve())
    assert command(*applied).status == 0
    assert len(lines()) == 19


@links
@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("in", "sub/link: is a link to a folder that it lies in: not followed"),
        ("in/sub", "sub/link: is a link to a folder that it lies in: not followed"),
        (".", "sub/link: is a link to a folder that it lies in: not followed"),
        ("out", "out, which holds OUT or lies in it: not followed"),
        ("out/in", "out/in, which holds OUT or lies in it: not followed"),
    ],
)
def test_links_without_end_are_told(command, applied, target, words):
    Path("in/sub/link").symlink_to(Path(target).resolve())
    done = command(*applied)
    assert done.status == 1
    assert words in done.err
    assert "18 of 18 results" in done.out


@links
def test_folders_that_link_to_each_other_are_read_once_a_way(command, applied):
    for one, other in (("a", "b"), ("b", "a")):
        Path(one).mkdir()
        Path(one, "link").symlink_to(Path(other).resolve())
    Path("a/x.png").write_bytes(Path("in/1.png").read_bytes())
    Path("in/way").symlink_to(Path("a").resolve())
    done = command("apply", "pipe.json", "in", "new", "--workers", "0")
    assert "way/link/link: is a link to a folder that it lies in" in done.err
    assert "10 of 10 results" in done.out


@links
def test_nothing_is_written_or_removed_through_a_link_out_of_out(command, applied):
    victim = Path("victim.png")
    victim.write_bytes(b"mine")
    Path("out/in/3_0.png").unlink()
    Path("out/in/3_0.png").symlink_to(victim.resolve())
    Path("out/in/sub").rename("moved")
    Path("out/in/sub").symlink_to(Path("moved").resolve())
    done = command(*applied)
    assert done.status == 1
    assert "3.png: out/in/3_0.png leads out of out by a link, and nothing is written there: remove it" in done.err
    assert victim.read_bytes() == b"mine"
    Path("in/sub/7.png").unlink()
    command(*applied, "--prune")
    assert len([*Path("moved").iterdir()]) == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_told(command, applied):
    Path("in/sub").chmod(0)
    done = command("apply", "pipe.json", "in", "new", "--workers", "0")
    Path("in/sub").chmod(0o755)
    assert done.status == 1
    assert "sub: cannot be listed (Permission denied)" in done.err


def test_names_that_differ_in_case_alone(command, applied):
    raw = Path("in/1.png").read_bytes()
    Path("in/a.png").write_bytes(raw)
    Path("in/A.PNG").write_bytes(raw)
    if len([*Path("in").glob("[aA].*")]) == 1:
        pytest.skip("this disk does not tell them apart")
    done = command(*applied)
    assert done.status == 2
    assert (
        "would both be written to in/a_0.png where a disk does not tell upper from lower case, as on macOS" in done.err
    )


CODE = """import sys
import augrepro as A

@A.register("{name}.Tint")
class Tint(A.ImageOnlyTransform):
    def apply(self, img, **params):
        return {result}

def train():
    return A.Compose([Tint(p=1), {more}], seed=1)
"""


@pytest.mark.parametrize("more", ["A.NoOp()", "A.Lambda(image=lambda image, **params: 255 - image, p=1)"])
def test_code_is_run_where_pipeline_names_it_alone(command, applied, more):
    name = f"aug{len(more)}"
    Path(f"{name}.py").write_text(CODE.format(name=name, result="255 - img", more=more))
    assert command("apply", f"{name}.py:train", "in", "new", "--workers", "0").status == 0
    A.engine.declare.registry.TRANSFORMS.pop(f"{name}.Tint", None)
    done = command("verify", "new/manifest.jsonl")
    assert done.status == 2
    assert f"pass --pipeline {name}.py:train, which runs that file" in done.err
    assert command("verify", "new/manifest.jsonl", "--pipeline", f"{name}.py:train").status == 0
    Path(f"{name}.py").write_text(CODE.format(name=name, result="sys.exit(0)", more=more))
    done = command("verify", "new/manifest.jsonl", "--pipeline", f"{name}.py:train")
    assert done.status == 1
    assert "it cannot be computed again: " in done.out
    assert "SystemExit" in done.out
