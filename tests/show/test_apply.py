"""A folder of images, augmented: the same bits whatever the way, nothing lost, nothing overwritten."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from photographs_for_commands import NAMES

import augrepro as A
from augrepro.show.folder import layout, pool
from augrepro.show.folder.manifest import Manifest
from augrepro.show.folder.manifest import read as read_manifest
from augrepro.show.folder.work import Setting
from augrepro.show.images import digest, encode, read


def tree(folder):
    """Every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(command, *more, out="out", pipeline="pipeline.yaml", folder="photos"):
    return command("apply", pipeline, folder, out, "--workers", 0, *more)


def test_results_are_those_of_a_call_with_the_files_key(command, here):
    assert run(command, "--seed", 137, "--n", 2).status == 0
    pipeline = A.load("pipeline.yaml")
    pipeline.set_random_seed(137)
    for name in ("chelsea.png", "coins.png"):
        for k in (0, 1):
            expected = pipeline(image=read(here / "photos" / name), sample_key=(k, name))["image"]
            assert np.array_equal(read(here / "out" / f"{name[:-4]}_{k}.png"), expected)
    header, records = read_manifest(here / "out/manifest.jsonl")
    assert header["seed"] == 137
    assert [(row["file"], row["k"]) for row in records] == [(name, k) for name in NAMES for k in (0, 1)]
    plan = A.Plan.from_dict(records[2]["plan"])
    assert plan == pipeline.draw_plan(image=read(here / "photos/chelsea.png"), sample_key=(0, "chelsea.png"))


def test_other_files_change_nothing(command, here):
    run(command)
    shutil.copytree("photos", "fewer")
    Path("fewer/astronaut.jpg").unlink()
    shutil.copy("photos/coins.png", "fewer/a.png")
    run(command, out="out2", folder="fewer")
    one, other = tree(here / "out"), tree(here / "out2")
    assert all(one[name] == other[name] for name in ("chelsea.png", "coins.png", "sub/coffee.webp"))
    assert other["a.png"] != other["coins.png"]


def test_planted_a_key_by_place_would_be_seen(command, here, monkeypatch):
    """The test above can fail: a key that counts the files gives others where one is missing."""
    seen: list[str] = []

    def by_place(task):
        seen.extend([task.file] * (task.file not in seen))
        return task.k, seen.index(task.file)

    monkeypatch.setattr(layout.Task, "key", property(by_place))
    run(command)
    seen.clear()
    shutil.copytree("photos", "fewer")
    Path("fewer/astronaut.jpg").unlink()
    run(command, out="out2", folder="fewer")
    assert tree(here / "out")["coins.png"] != tree(here / "out2")["coins.png"]


def test_two_workers_write_the_same_files(command, here):
    assert run(command, "--labels", "coco.json").status == 0
    done = command("apply", "pipeline.yaml", "photos", "two", "--labels", "coco.json", "--workers", 2)
    assert done.status == 0, done.err
    assert tree(here / "out") == tree(here / "two")


def test_a_second_run_writes_nothing_and_mends_what_is_missing(command, here):
    run(command, "--labels", "labels")
    before = tree(here / "out")
    times = {path: path.stat().st_mtime_ns for path in Path("out/photos").rglob("*.*")}
    Path("out/photos/coins.png").unlink()
    Path("out/labels/chelsea.txt").write_text("broken")
    Path("out/photos/.x.png.0123456789abcdef.tmp").write_bytes(b"half")
    assert run(command, "--labels", "labels").status == 0
    assert tree(here / "out") == before
    kept = Path("out/photos/sub/coffee.webp")
    assert kept.stat().st_mtime_ns == times[kept]


def test_a_changed_input_is_done_anew(command, here):
    run(command)
    shutil.copy("photos/chelsea.png", "photos/coins.png")
    before = tree(here / "out")
    assert run(command).status == 0
    changed = {name for name, content in tree(here / "out").items() if before[name] != content}
    assert changed == {"coins.png", "manifest.jsonl"}
    assert command("verify", "out/manifest.jsonl").status == 0


def test_a_line_that_was_cut_off_is_left_out(command, here):
    run(command)
    before = tree(here / "out")
    path = here / "out/manifest.jsonl"
    path.write_bytes(path.read_bytes()[:-50])
    assert run(command).status == 0
    assert tree(here / "out") == before
    path.write_bytes(path.read_bytes()[:30])
    assert run(command).status == 0
    assert tree(here / "out") == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pipeline.yaml", "photos", "labels"), "labels is not empty and holds no manifest.jsonl of an earlier run"),
        (("pipeline.yaml", "photos", "photos/out"), "must lie beside each other"),
        (("pipeline.yaml", "photos", "."), "must lie beside each other"),
        (("pipeline.yaml", "fotos", "out"), "there is no folder fotos"),
        (("pipeline.yaml", "labels", "out"), "there are no images in labels"),
        (("pipeline.yml", "photos", "out"), "there is no file pipeline.yml"),
        (("coco.json", "photos", "out"), "coco.json: coco.json: a pipeline is an object with a 'transform'"),
        (("augment.py", "photos", "out"), "a pipeline is FILE.json, FILE.yaml or FILE.py:NAME, got 'augment.py'"),
        (("augment.py:trian", "photos", "out"), "augment.py has no trian; did you mean 'train'?"),
        (("augment.py:train", "photos", "out"), "the pipeline has no seed"),
        (("augment.py:A", "photos", "out"), "must be a pipeline or a function that makes one"),
        (("pipeline.yaml", "photos", "out", "--seed", "-1"), "--seed"),
        (("pipeline.yaml", "photos", "out", "--n", "0"), "--n must be from 1 to 1000"),
        (("pipeline.yaml", "photos", "out", "--labels", "nowhere"), "--labels: there is no nowhere"),
        (("pipeline.yaml", "photos", "out", "--labels", "photos"), "masks need a folder of their own"),
        (("pipeline.yaml", "photos", "out", "--labels", "."), "holds masks and voc and yolo: say which"),
        (("pipeline.yaml", "photos", "out", "--labels", "yolo:coco.json"), "yolo needs a folder"),
        (("pipeline.yaml", "photos", "out", "--labels", "coco:labels"), "coco needs a file"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(command, here, arguments, words):
    before = tree(here)
    done = command("apply", *arguments)
    assert done.status == 2
    assert words in done.err
    assert tree(here) == before


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--seed", "4"), "out was made with seed 3, and this run has seed 4: name another folder"),
        (("--n", "2"), "out was made with --n 1, and this run has --n 2"),
        (("--labels", "labels"), "out was made with no labels, and this run has yolo labels"),
        (("--drop-alpha",), "out was made with alpha channels, and this run has --drop-alpha"),
        (("--format", "png"), "out was made with no --format, and this run has --format png"),
    ],
)
def test_a_folder_of_another_run_is_not_mixed(command, here, more, words):
    run(command)
    before = tree(here / "out")
    done = run(command, *more)
    assert done.status == 2
    assert words in done.err
    assert tree(here / "out") == before


def test_two_files_for_one_place_are_refused(command, here):
    shutil.copy("photos/astronaut.jpg", "photos/coins.jpg")
    done = run(command, "--format", "png")
    assert done.status == 2
    assert "coins.png and coins.jpg would both be written to coins.png: rename one" in done.err


def test_bad_files_are_named_and_the_others_done(command, here):
    raw = Path("photos/astronaut.jpg").read_bytes()
    Path("photos/cut.jpg").write_bytes(raw[:2000])
    Path("photos/empty.png").write_bytes(b"")
    Path("photos/phone.heic").write_bytes(b"...")
    done = run(command, "--format", "png")
    assert done.status == 1
    assert "3 files could not be done:\n  cut.jpg: is a JPEG file that was cut off" in done.err
    assert "  phone.heic: .heic files are not read: convert them to .png" in done.err
    assert "4 of 6 results in out" in done.out
    Path("photos/phone.heic").unlink()
    Path("photos/cut.jpg").write_bytes(raw)
    Path("photos/empty.png").unlink()
    assert run(command, "--format", "png").status == 0


def test_a_pipeline_of_code_runs_and_is_checked(command, here):
    assert run(command, "--seed", 5, pipeline="augment.py:train").status == 0
    assert command("verify", "out/manifest.jsonl", "--pipeline", "augment.py:train").status == 0


SLOW = """import os, sys, time
import augrepro as A

parent = os.getppid()
with open(os.environ["PIDS"], "a") as file:
    file.write(f"{os.getpid()}\\n")

def slow(image, **params):
    time.sleep(float(os.environ.get("SLOW", "0")))
    while image[0, 0, 0] >= int(os.environ.get("HOLD", "40")) and os.getppid() == parent:
        time.sleep(0.02)
    if os.environ.get("DIE") and image[0, 0, 0] == int(os.environ["DIE"]):
        os._exit(7)
    return image

def train():
    return A.Compose([A.Lambda(image=slow, p=1), A.RandomCrop(8, 8)], seed=1)
"""


@pytest.fixture
def many(tmp_path, monkeypatch):
    """Forty small images and a slow pipeline, as the current folder."""
    (tmp_path / "in").mkdir()
    rng = np.random.default_rng(0)
    for number in range(40):
        image = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
        image[0, 0, 0] = number
        (tmp_path / f"in/{number:02}.png").write_bytes(encode(image, ".png"))
    (tmp_path / "slow.py").write_text(SLOW)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PIDS", str(tmp_path / "pids"))
    return tmp_path


def lost(out):
    """Results that the manifest reports and that are not there as it says."""
    path = out / "manifest.jsonl"
    if not path.exists() or b"\n" not in path.read_bytes():
        return []
    _, records = read_manifest(path)
    return [
        row["output"]
        for row in records
        if not (out / row["output"]).is_file() or digest((out / row["output"]).read_bytes()) != row["output_file"]
    ]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
def test_killed_at_any_moment_nothing_that_was_reported_is_lost(many, command, monkeypatch):
    monkeypatch.setenv("SLOW", "0.05")
    monkeypatch.setenv("HOLD", "30")  # no run is over before it is killed
    arguments = [sys.executable, "-m", "augrepro", "apply", "slow.py:train", "in", "out"]
    path = many / "out/manifest.jsonl"
    for workers, lines in (("0", 1), ("0", 6), ("2", 12)):
        child = subprocess.Popen([*arguments, "--workers", workers], stdout=subprocess.DEVNULL)
        end = time.monotonic() + 300
        while child.poll() is None and (not path.exists() or path.read_bytes().count(b"\n") < lines):
            assert time.monotonic() < end
            time.sleep(0.005)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert lost(many / "out") == []
        assert path.read_bytes().count(b"\n") < 41, "the run was over before it was killed"
    pids = [int(pid) for pid in Path("pids").read_text().split()]
    end = time.monotonic() + 120
    while any(map(alive, pids)) and time.monotonic() < end:
        time.sleep(0.02)
    assert not any(pid for pid in pids if alive(pid)), "workers outlived the run"
    monkeypatch.delenv("SLOW")
    monkeypatch.delenv("HOLD")
    done = command("apply", "slow.py:train", "in", "out", "--workers", 0)
    assert done.status == 0, done.err
    assert "40 of 40 results" in done.out
    assert not [*Path("out").rglob("*.tmp")]
    assert command("verify", "out/manifest.jsonl", "--pipeline", "slow.py:train").status == 0


def test_planted_a_result_that_is_reported_too_early_would_be_seen(many, command):
    command("apply", "slow.py:train", "in", "out", "--workers", 0)
    Path("out/03.png").unlink()
    Path("out/04.png").write_bytes(b"half")
    assert lost(many / "out") == ["03.png", "04.png"]


def test_a_worker_that_dies_costs_one_file(many, command, monkeypatch):
    monkeypatch.setenv("DIE", "5")
    for path in [*Path("in").glob("*.png")]:
        if int(path.stem) > 9:
            path.unlink()
    done = command("apply", "slow.py:train", "in", "out", "--workers", 2)
    assert done.status == 1
    assert "1 file could not be done:\n  05.png: the worker process that had it ended (exit status 7)" in done.err
    assert "9 of 10 results" in done.out


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held here")
def test_workers_know_no_interrupt_from_their_first_line_on(monkeypatch):
    code = "import signal; print(signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    started = []

    class Process:
        def __init__(self, **arguments):
            pass

        def start(self):
            started.append(subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True).stdout)

    workers = pool._Pool(Setting("", "", 1, "", "", None, True), 1)
    monkeypatch.setattr(workers, "spawn", SimpleNamespace(Pipe=workers.spawn.Pipe, Process=Process))
    workers._start().close()
    assert started == ["True\n"]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


LAID = {
    "coco.json": ("photos", "coco.json", {"chelsea.png", "coco.json"}),
    "labels": ("photos", "yolo:labels", {"photos/chelsea.png", "labels/chelsea.txt"}),
    "inside": ("photos", "yolo:photos/labels", {"chelsea.png", "labels/chelsea.txt"}),
    "among": ("photos", "yolo:photos", {"chelsea.png", "chelsea.txt"}),
}


@pytest.mark.parametrize("case", LAID)
def test_images_and_labels_lie_where_the_page_says(command, here, case):
    folder, labels, wanted = LAID[case]
    shutil.copytree("labels", "photos/labels")
    shutil.copytree("labels", "photos", dirs_exist_ok=True)
    done = run(command, "--labels", labels, folder=folder)
    assert done.status == 0, done.err
    assert {path for path in tree(here / "out") if "chelsea" in path or "coco" in path} == wanted
    told = {
        "coco.json": "out, coco.json and manifest.jsonl beside them",
        "labels": f"{Path('out/photos')}, labels in {Path('out/labels')}, manifest.jsonl in out",
        "inside": f"out, labels in {Path('out/labels')}, manifest.jsonl in out",
        "among": "out, manifest.jsonl beside them",
    }
    assert done.out == f"4 of 4 results in {told[case]}\n"


def test_a_second_run_at_the_same_time_is_refused(many, command):
    command("apply", "slow.py:train", "in", "out", "--workers", 0)
    header, _ = read_manifest(Path("out/manifest.jsonl"))
    held = Manifest(Path("out"), header)
    done = command("apply", "slow.py:train", "in", "out", "--workers", 0)
    assert done.status == 2
    assert "another run is writing to out" in done.err
    held.close()


def test_the_manifest_is_json_lines(command, here):
    run(command)
    rows = [json.loads(line) for line in Path("out/manifest.jsonl").read_text().splitlines()]
    assert len(rows) == 5
    assert rows[0]["versions"]["augrepro"] == A.__version__


ENDS = """import sys
import augrepro as A

def ends(image, **params):
    if image[0, 0, 0] == 3:
        raise {error}
    return image

def train():
    return A.Compose([A.Lambda(image=ends, p=1)], seed=1)
"""


@pytest.mark.parametrize("error", ["SystemExit(0)", "MemoryError('no room')"])
def test_a_transform_that_ends_the_process_costs_one_result(many, command, error):
    for number in range(6, 40):
        Path(f"in/{number:02}.png").unlink()
    Path("ends.py").write_text(ENDS.format(error=error))
    done = command("apply", "ends.py:train", "in", "out", "--workers", 0)
    assert done.status == 1
    assert f"1 file could not be done:\n  03.png: {error.split('(')[0]}" in done.err
    assert "5 of 6 results" in done.out


def test_a_pipeline_file_that_ends_the_process_is_told(many, command):
    Path("ends.py").write_text("import sys\nsys.exit(0)\n")
    done = command("apply", "ends.py:train", "in", "out", "--workers", 0)
    assert done.status == 2
    assert "ends.py:train raised SystemExit: 0" in done.err
