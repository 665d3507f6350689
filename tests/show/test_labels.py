"""Labels of every kind: what is read is what is written, and what a crop leaves of them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import cv2
import numpy as np
import pytest

import augrepro as A
from augrepro.show.images import digest_of, read
from augrepro.show.labels.base import LabelError
from augrepro.show.labels.coco import Coco
from augrepro.show.labels.polygons import outlines
from augrepro.show.labels.runs import mask_of, runs_of, unpacked
from augrepro.show.labels.voc import Voc
from augrepro.show.palette import palette_of, written

STILL = "still.json"
CROP = "crop.json"


@pytest.fixture(autouse=True)
def pipelines(here):
    A.save(A.Compose([A.NoOp(p=1)], seed=1), STILL)
    A.save(A.Compose([A.Crop(0, 0, 60, 50, p=1)], seed=1), CROP)


def apply(command, pipeline, labels, *more):
    done = command("apply", pipeline, "photos", "out", "--labels", labels, "--workers", 0, *more)
    assert done.status == 0, done.err
    return done


def rows(path):
    return [[float(each) for each in line.split()] for line in Path(path).read_text().splitlines()]


def test_yolo_stays_and_is_cropped(command, here):
    apply(command, STILL, "labels")
    assert rows("out/labels/astronaut.txt") == [[0, 0.5, 0.5, 0.4, 0.6], [3, 0.05, 0.05, 0.1, 0.1]]
    assert np.array_equal(read(here / "out/photos/chelsea.png"), read(here / "photos/chelsea.png"))


def test_yolo_boxes_follow_a_crop_and_leave_an_empty_file(command, here):
    (here / "labels/astronaut.txt").write_text("7 0.9 0.9 0.1 0.1\n\n")
    (here / "labels/chelsea.txt").unlink()
    apply(command, CROP, "yolo:labels")
    assert Path("out/labels/astronaut.txt").read_text() == Path("out/labels/chelsea.txt").read_text() == ""
    height, width = read(here / "photos/coins.png").shape[:2]
    big, small = rows("out/labels/coins.txt")
    assert np.allclose(small, [3, *(0.05 * width / 60, 0.05 * height / 50), *(0.1 * width / 60, 0.1 * height / 50)])
    left, top = 0.3 * width, 0.2 * height
    assert np.allclose(big[1:3], [(left + 60) / 2 / 60, (top + 50) / 2 / 50], atol=1e-5)


def test_voc_keeps_what_it_does_not_know(command, here):
    apply(command, CROP, "voc")
    tree = ElementTree.parse("out/voc/sub/coffee.xml")
    assert [tree.findtext(path) for path in ("source", "size/width", "size/height")] == ["mine", "60", "50"]
    first, second = tree.findall("object")
    assert first.findtext("name") == "cat & dog"
    assert [first.findtext(f"bndbox/{name}") for name in ("xmin", "ymin", "xmax", "ymax")] == ["10", "20", "60", "50"]
    assert [each.text for each in second.find("bndbox")] == ["0", "0", "12", "12"]


def test_masks_stay_classes_and_keep_their_palette(command, here):
    palette = np.array([[0, 0, 0], [128, 0, 0], [0, 128, 0]], np.uint8)
    mask = read(here / "masks/chelsea.png")
    (here / "masks/chelsea.png").write_bytes(written(mask, palette))
    done = command("apply", "pipeline.yaml", "photos", "out", "--labels", "masks:masks", "--workers", "0")
    assert done.status == 0, done.err
    assert {*np.unique(read(Path("out/masks/coins.png")))} == {0, 2}
    assert np.array_equal(palette_of(Path("out/masks/chelsea.png").read_bytes())[:3], palette)
    assert read(Path("out/masks/sub/coffee.png")).shape == (80, 96)


def test_coco_stays_itself(command, here):
    apply(command, STILL, "coco.json")
    before, after = (json.loads(Path(name).read_text()) for name in ("coco.json", "out/coco.json"))
    assert after["categories"] == before["categories"]
    assert after["info"] == before["info"]
    files = {row["id"]: row["file_name"] for row in before["images"]}
    new_files = {row["id"]: row["file_name"] for row in after["images"]}
    assert sorted(files.values()) == sorted(new_files.values())
    for row in after["annotations"]:
        old = next(
            each
            for each in before["annotations"]
            if files[each["image_id"]] == new_files[row["image_id"]] and each["category_id"] == row["category_id"]
        )
        assert row["bbox"] == old["bbox"]
        assert row.get("keypoints") == old.get("keypoints")
        assert row["area"] == old["area"]
        assert isinstance(old["segmentation"], dict) or row["segmentation"] == old["segmentation"]
        size = next(image for image in after["images"] if image["id"] == row["image_id"])
        masks = [mask_of(each["segmentation"], size["height"], size["width"], "") for each in (old, row)]
        assert np.array_equal(*masks)
        assert row["area"] == masks[0].sum()


def test_coco_after_a_crop(command, here):
    apply(command, CROP, "coco.json")
    after = json.loads(Path("out/coco.json").read_text())
    assert {(row["width"], row["height"]) for row in after["images"]} == {(60, 50)}
    thing = next(row for row in after["annotations"] if row["category_id"] == 7)
    assert thing["bbox"] == [10, 20, 50, 30]
    assert thing["keypoints"] == [30, 30, 2, 0, 0, 0, 0, 0, 0]
    assert thing["num_keypoints"] == 1
    corner = next(row for row in after["annotations"] if row["category_id"] == 8)
    assert corner["segmentation"]["size"] == [50, 60]
    assert sum(corner["segmentation"]["counts"]) == 3000
    assert [row["id"] for row in after["annotations"]] == [*range(1, len(after["annotations"]) + 1)]


def test_regions_in_runs_and_polygons_are_the_same_pixels():
    mask = np.zeros((40, 50), np.uint8)
    cv2.circle(mask, (20, 18), 13, 1, -1)
    mask[30:38, 40:50] = 1
    mask[0, 0] = 1
    for form in (runs_of(mask), outlines(mask)):
        assert np.array_equal(mask_of(form, 40, 50, ""), mask)
    assert runs_of(mask)["counts"][:2] == [0, 1]
    assert unpacked("52203", "") == [5, 2, 2, 2, 5]


def packed(runs):
    """COCO's packing, from its description."""
    out = ""
    for i, run in enumerate(runs):
        left = run - (runs[i - 2] if i > 2 else 0)
        more = True
        while more:
            bits = left & 31
            left >>= 5
            more = left != (-1 if bits & 16 else 0)
            out += chr((bits | 32 if more else bits) + 48)
    return out


@pytest.mark.parametrize("runs", [[0, 3], [5, 2, 2, 2, 5], [6, 1, 40, 4, 5, 4, 5, 4, 21], [1000, 1, 100000, 3, 7]])
def test_packed_runs(runs):
    assert unpacked(packed(runs), "") == runs


@pytest.mark.parametrize("text", ["a", "\x20", "z", "5" + "`" * 20])
def test_broken_packed_runs(text):
    with pytest.raises(LabelError):
        unpacked(text, "x")


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("labels/coins.txt", "0 0.5 0.5 0.1", "coins.txt line 1: a box is class, x, y, width, height, got 4 values"),
        ("labels/coins.txt", "0 .1 .1 .2 .1 .2 .2", "got 7 values (a polygon is not read)"),
        ("labels/coins.txt", "0 0.5 x 0.1 0.1", "coins.txt line 1 must be a number, got 'x'"),
        ("labels/coins.txt", "0 0.5 nan 0.1 0.1", "must be a finite number"),
        ("labels/coins.txt", "0 0.9 0.5 0.4 0.1", "must be a box inside the image"),
        ("voc/coins.xml", "<annotation>", "coins.xml: not XML"),
        ("voc/coins.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><annotation/>", "a document type"),
        ("voc/coins.xml", "<annotation><object><name>a</name></object></annotation>", "object 1 xmin must be a number"),
        ("voc/coins.xml", None, "has no coins.xml among the labels"),
        ("masks/coins.png", None, "has no coins.png among the masks"),
        ("masks/coins.png", "hello", "coins.png is no image"),
    ],
)
def test_broken_labels_are_told_by_file_and_place(command, here, file, text, words):
    place = here / file
    place.unlink()
    if text is not None:
        place.write_text(text)
    done = command("apply", STILL, "photos", "out", "--labels", file.partition("/")[0], "--workers", 0)
    assert done.status == 1
    assert "1 file could not be done:\n  coins.png: " in done.err
    assert words in done.err
    assert "3 of 4 results" in done.out


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data["images"].pop(2), "coins.png: is not among the images of coco.json"),
        (lambda data: data["images"][2].update(width=3), "coins.png: is 128 x 101 pixels, and coco.json says 3 x 101"),
        (lambda data: data["annotations"][4].update(bbox=[1, 2]), "annotation 5 bbox must be x, y, width and height"),
        (
            lambda data: data["annotations"][4].update(segmentation=[[1, 2]]),
            "annotation 5 segmentation must hold",
        ),
        (lambda data: data["annotations"][5]["segmentation"]["counts"].append(1), "must add up to"),
        (
            lambda data: data["annotations"][5]["segmentation"].update(size=[1, 1]),
            "size must be [101, 128]",
        ),
    ],
)
def test_broken_coco_is_told_by_annotation(command, here, change, words):
    data = json.loads((here / "coco.json").read_text())
    change(data)
    (here / "coco.json").write_text(json.dumps(data))
    done = command("apply", STILL, "photos", "out", "--labels", "coco.json", "--workers", 0)
    assert done.status == 1
    assert words in done.err


def test_a_coco_file_that_is_none_is_told_before_anything_is_written(command, here):
    (here / "coco.json").write_text("[1")
    done = command("apply", STILL, "photos", "out", "--labels", "coco.json")
    assert done.status == 2
    assert "coco.json: not JSON" in done.err
    assert not Path("out").exists()


@pytest.mark.parametrize("name", ["annotations", "categories"])
@pytest.mark.parametrize("rows", [[1], {"id": 1}, ["a"]], ids=["numbers", "an object", "texts"])
def test_rows_of_a_coco_file_that_are_no_objects_are_told_before_anything_is_written(tmp_path, name, rows):
    (tmp_path / "coco.json").write_text(json.dumps({"images": [], name: rows}))
    with pytest.raises(LabelError, match=rf"coco.json: {name} must be a list of objects"):
        Coco(tmp_path / "coco.json").read("a.png", 4, 4)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_document_type_is_refused_in_every_encoding(tmp_path, encoding):
    (tmp_path / "a.xml").write_text("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", encoding)
    with pytest.raises(LabelError, match="a document type"):
        Voc(tmp_path).read("a.png", 4, 4)


def test_labels_never_change_the_draws(command, here):
    for labels in ("labels", "voc", "masks", "coco.json", None):
        more = ("--labels", labels) if labels else ()
        done = command("apply", "pipeline.yaml", "photos", f"to_{labels}", "--workers", 0, *more)
        assert done.status == 0, done.err
    found = {digest_of(read(path)) for path in here.glob("to_*/**/chelsea.png") if "masks" not in path.parts[-2]}
    assert len(found) == 1
