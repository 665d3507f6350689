"""What a transform returns under rules for boxes is what it returns without them, judged afterwards."""

import numpy as np
import pytest
from catalogue import BUILT, REFERENCES, made
from samples import striped_mask

import augrepro as A

IMAGE = np.random.default_rng(0).integers(0, 256, (24, 32, 3), np.uint8)
BOXES = [[2, 3, 9, 9], [12, 1, 20, 6], [10, 12, 31, 23], [0, 0, 32, 24], [20, 14, 29, 21], [15, 8, 17, 22]]
RULES = (
    {"min_area": 40},
    {"min_width": 7},
    {"min_height": 7.5},
    {"max_accept_ratio": 1.6},
    {"min_area": 30, "min_width": 5, "min_height": 5, "max_accept_ratio": 3.0},
)
OWN = {"Erasing", "Mosaic", "OverlayElements", "RandomGridShuffle", "XYMasking"}
"""Beside dropouts, those that judge what is seen of boxes, not their sides, or bring boxes of others."""
SEVERAL = [
    A.RandomResizedCrop((96, 96), scale=(0.5, 1), p=1),
    A.RandomSizedCrop((10, 20), (64, 64), p=1),
    A.RandomSizedBBoxSafeCrop(70, 70, p=1),
    A.CropAndPad(px=(-4, -4, -4, -4), p=1),
    A.CropAndPad(px=(-4, 6, 3, -2), p=1),
    A.Perspective(keep_size=True, p=1),
    A.Rotate((40, 41), crop_border=True, p=1),
    A.CenterCrop(40, 12, pad_if_needed=True, p=1),
]


def drawn(transform, **rules):
    params = A.BboxParams("pascal_voc", label_fields=["rows"], **rules)
    pipe = A.Compose([transform], bbox_params=params, seed=5)
    mask = striped_mask(24, 32)
    out = pipe(image=IMAGE, mask=mask, bboxes=BOXES, rows=[*range(len(BOXES))], **REFERENCES)
    return {row: tuple(box) for row, box in zip(out["rows"], out["bboxes"], strict=True)}


def allowed(box, min_area=0, min_width=0, min_height=0, max_accept_ratio=np.inf):
    wide, high = box[2] - box[0], box[3] - box[1]
    ratio = max(wide, high) / min(wide, high)
    return wide * high >= min_area and wide >= min_width and high >= min_height and ratio <= max_accept_ratio


@pytest.mark.parametrize("rules", RULES, ids="+".join)
def test_boxes_under_rules_are_those_without_judged_afterwards(rules):
    dropped = 0
    built = [made(name, arguments) for name, _, arguments in BUILT if name not in OWN and "Dropout" not in name]
    for transform in [*SEVERAL, *(t for t in built if not t.image_only)]:
        free = drawn(transform)
        wanted = {row: box for row, box in free.items() if allowed(box, **rules)}
        assert drawn(transform, **rules) == wanted, transform
        dropped += len(free) - len(wanted)
    assert dropped > 50


def test_the_share_that_several_ops_of_a_transform_leave_is_counted_over_all_of_them():
    boxes = [[0, 0, 20, 20], [40, 40, 60, 60]]
    for share, kept in ((0.24, 2), (0.26, 1)):  # a quarter of the first: half by each side of the cut
        params = A.BboxParams("pascal_voc", min_visibility=share)
        crop = A.CropAndPad(px=(-10, 0, 0, -10), keep_size=True, p=1)
        out = A.Compose([crop], bbox_params=params)(image=np.zeros((100, 100, 3), np.uint8), bboxes=boxes)
        assert len(out["bboxes"]) == kept


def test_each_transform_is_judged_also_where_it_only_resizes():
    small_and_back = [A.Resize(10, 10), A.Resize(100, 100)]
    for each, kept in ((True, 0), (False, 1)):
        params = A.BboxParams("pascal_voc", min_area=50, check_each_transform=each)
        for optimize in (True, False):
            pipe = A.Compose(small_and_back, bbox_params=params, optimize=optimize)
            out = pipe(image=np.zeros((100, 100, 3), np.uint8), bboxes=[[0, 0, 50, 50]])
            assert len(out["bboxes"]) == kept


def test_a_plan_judges_boxes_where_its_pipeline_did():
    params = A.BboxParams("coco", min_area=1024)
    pipe = A.Compose([A.Sequential([A.RandomResizedCrop((640, 640), scale=(0.5, 1), p=1)])], params, seed=1)
    sample = {"image": np.zeros((128, 128, 3), np.uint8), "bboxes": [[40, 40, 30, 30, 1]]}
    plan = A.Plan.from_json(pipe.draw_plan(**sample).to_json())
    boxes = pipe.apply_plan(plan, **sample)["bboxes"]
    assert len(boxes) == 1
    assert boxes[0][2] * boxes[0][3] > 1024
