"""Verify: every way in which a result can be another is named, and what holds is not."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

import augrepro as A
from augrepro.show.folder import versions
from augrepro.show.folder.manifest import line


@pytest.fixture
def applied(command, here):
    done = command("apply", "pipeline.yaml", "photos", "out", "--labels", "labels", "--workers", 0)
    assert done.status == 0, done.err
    return here


def rewrite(place, change):
    """Change the record of chelsea.png."""
    path = Path("out/manifest.jsonl")
    rows = [json.loads(text) for text in path.read_text().splitlines()]
    for row in rows:
        del row["line"]
    change(rows[place])
    path.write_bytes(b"".join(map(line, rows)))


def test_what_was_written_holds(command, applied):
    done = command("verify", "out/manifest.jsonl")
    assert done.status == 0
    assert done.out == "4 results hold: inputs, plans, pixels and files\n"


def test_a_line_that_was_changed_is_told_by_its_own_digest(command, applied):
    """Also where nothing that is computed again shows it."""
    path = Path("out/manifest.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"k":0', b'"k": 0', 2))
    done = command("verify", "out")
    assert done.status == 1
    assert "out/manifest.jsonl: damaged: lines 2, 3 not as written, by the line's own digest\n" in done.out
    assert "0 of 4 results with a line differ" in done.out
    done = command("apply", "pipeline.yaml", "photos", "out", "--labels", "labels", "--workers", 0)
    assert done.status == 0, done.err
    assert command("verify", "out").out == "4 results hold: inputs, plans, pixels and files\n"


def test_a_run_does_not_go_on_from_a_first_line_that_was_changed(command, applied):
    path = Path("out/manifest.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"results":4', b'"results": 4', 1))
    done = command("apply", "pipeline.yaml", "photos", "out", "--labels", "labels", "--workers", 0)
    assert done.status == 2
    assert "manifest.jsonl line 1 is not what was written: name another folder" in done.err
    done = command("verify", "out")
    assert done.out.splitlines()[-1].endswith("run the same apply command with another folder for OUT")
    assert "again makes what is missing" not in done.out


def test_results_are_counted_once(command, applied):
    path = Path("out/manifest.jsonl")
    rows = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*rows[:3], *rows[2:]]))
    assert "0 of 4 results with a line differ" in command("verify", "out").out


def test_a_manifest_of_old_has_lines_without_digests_and_holds(command, applied):
    path = Path("out/manifest.jsonl")
    path.write_bytes(re.sub(rb',"line":"[0-9a-f]{16}"\}', b"}", path.read_bytes()))
    done = command("verify", "out")
    assert done.status == 0
    assert done.out.startswith(
        "4 results hold: inputs, plans, pixels and files; its lines have no digests of their own"
    )
    done = command("apply", "pipeline.yaml", "photos", "out", "--labels", "labels", "--workers", 0)
    assert done.status == 0, done.err
    assert "no digests" not in command("verify", "out").out


def test_the_folder_of_a_run_is_taken_for_its_manifest(command, applied):
    assert command("verify", "out").out == command("verify", "out/manifest.jsonl").out
    done = command("verify", "photos")
    assert done.status == 2
    assert "there is no manifest.jsonl in photos" in done.err


def test_it_holds_where_everything_moved(command, applied):
    shutil.move("photos", "elsewhere")
    shutil.move("labels", "marks")
    shutil.move("out", "kept")
    done = command("verify", "kept/manifest.jsonl", "--inputs", "elsewhere", "--labels", "marks")
    assert done.status == 0, done.out + done.err
    assert command("verify", "kept/manifest.jsonl").status == 2
    assert command("verify", "kept/manifest.jsonl", "--inputs", "elsewhere").status == 2


def another_pixel():
    rewrite(2, lambda row: row.update(pixels="0" * 32))


def another_codec():
    rewrite(2, lambda row: row.update(image="0" * 32))


def another_angle():
    def turn(row):
        step = next(each for each in row["plan"]["steps"] if "Rotate" in each["path"])
        step["forward"] = [1, 0, 0, 0, 1, 0]

    rewrite(2, turn)


def copy(name, other):
    return lambda: shutil.copy(name, other)


def text(name, content):
    return lambda: Path(name).write_text(content)


PLAN = "the plan differs: the pipeline changed, or the library draws otherwise\n  Rotate.angle draws"
CHANGES = {
    "input": (copy("photos/coins.png", "photos/chelsea.png"), "the input changed"),
    "no input": (lambda: Path("photos/chelsea.png").unlink(), "the input cannot be read (No such file or directory)"),
    "labels": (text("labels/chelsea.txt", "1 .5 .5 .1 .1\n"), "the input's labels changed"),
    "output": (
        lambda: shutil.copy("out/photos/coins.png", "out/photos/chelsea.png"),
        "photos/chelsea.png is no longer",
    ),
    "no output": (
        lambda: Path("out/photos/chelsea.png").unlink(),
        "photos/chelsea.png is missing: apply, run again as it was, writes it anew",
    ),
    "label file": (text("out/labels/chelsea.txt", ""), "labels/chelsea.txt is no longer what was"),
    "pixels": (another_pixel, "the pixels differ, and the plan is the same (all its ops are exact everywhere"),
    "decoded": (another_codec, "the input is the same file and is decoded to other pixels here"),
    "plan": (another_angle, PLAN),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_first_result_that_differs_is_named_and_why(command, applied, change):
    do, words = CHANGES[change]
    do()
    done = command("verify", "out/manifest.jsonl")
    assert done.status == 1
    assert done.out.startswith(f"photos/chelsea.png (of chelsea.png): {words}")
    assert "made with augrepro" in done.out


def test_a_line_that_lacks_something_is_told(command, applied):
    rewrite(3, lambda row: row.pop("pixels"))
    done = command("verify", "out/manifest.jsonl")
    assert done.status == 2
    assert "manifest.jsonl line 4: pixels must be str, got None" in done.err
    rewrite(3, lambda row: row.update(pixels="", plan={}))
    done = command("verify", "out/manifest.jsonl")
    assert done.status == 1
    assert "it cannot be computed again: the manifest's plan: a plan is an object" in done.out


def test_another_pipeline_is_told_by_parameter(command, applied):
    text = Path("pipeline.yaml").read_text()
    assert "- 20.0" in text
    Path("other.yaml").write_text(text.replace("- 20.0", "- 25.0"))
    done = command("verify", "out/manifest.jsonl", "--pipeline", "other.yaml", "--all")
    assert done.status == 1
    assert done.out.count("the plan differs") == 4
    assert done.out.count("Rotate.angle draws") == 4
    assert "other.yaml is not the pipeline that the results were made with" in done.out
    assert "4 of 4 results differ" in done.out
    assert command("verify", "out/manifest.jsonl", "--pipeline", "pipeline.yaml").status == 0


def test_other_versions_are_told_where_something_differs(command, applied, monkeypatch):
    monkeypatch.setattr(versions, "__version__", "9.9")
    assert command("verify", "out/manifest.jsonl").status == 0
    another_pixel()
    done = command("verify", "out/manifest.jsonl")
    assert f"made with augrepro {A.__version__}," in done.out
    assert "; here are augrepro 9.9," in done.out
    assert (
        f"out was made with augrepro {A.__version__}, numpy"
        in command("apply", "pipeline.yaml", "photos", "out", "--labels", "labels", "--workers", 0).err
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (None, "there is no m.jsonl in .: name the OUT of apply"),
        ("", "is no manifest of this version"),
        ('{"manifest": 99}\n', "is no manifest of this version"),
        ("[1]\n", "line 1: not an object"),
        ("{\n", "line 1: not JSON"),
    ],
)
def test_what_is_no_manifest_is_refused(command, here, text, words):
    if text is not None:
        Path("m.jsonl").write_text(text)
    done = command("verify", "m.jsonl")
    assert done.status == 2
    assert words in done.err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (text("out/coco.json", "{}"), "coco.json is no longer what was written"),
        (lambda: Path("out/coco.json").unlink(), "coco.json cannot be read (No such file or directory)"),
        (
            lambda: rewrite(0, lambda row: row.update(all_labels=[])),
            "unfinished: the file of all labels was not written",
        ),
    ],
)
def test_the_file_of_all_labels_is_checked(command, here, change, words):
    apply = ("apply", "pipeline.yaml", "photos", "out", "--labels", "coco.json", "--workers", 0)
    for tear, status in ((lambda: None, 0), (change, 1), (lambda: command(*apply), 0)):
        if status == 0:
            command(*apply)
        tear()
        done = command("verify", "out/manifest.jsonl")
        assert done.status == status, done.out
        assert (words in done.out) == bool(status)


def test_annotations_of_a_line_that_was_edited_are_made_again(command, here):
    apply = ("apply", "pipeline.yaml", "photos", "out", "--labels", "coco.json", "--workers", 0)
    command(*apply)
    whole = Path("out/manifest.jsonl").read_bytes()
    rewrite(2, lambda row: row["annotations"][0].update(bbox=[0, 0, 1, 1]))
    assert command("verify", "out/manifest.jsonl").status == 1
    assert command(*apply).status == 0
    assert Path("out/manifest.jsonl").read_bytes() == whole
