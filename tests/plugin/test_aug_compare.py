"""A new pipeline held to an old one: alike under other seeds, and every planted fault is red in words."""

import ast
import json
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

import augrepro as A
from pytest_augrepro import compare_pipelines, record, save_recording
from pytest_augrepro.__main__ import main
from pytest_augrepro.sample import scene
from pytest_augrepro.strengths import record as recorder
from pytest_augrepro.strengths.chance import SIGMAS, means_differ, shares_differ, spreads_differ
from pytest_augrepro.strengths.sight import smallest_mean, smallest_share

N = 150
STEPS = {
    "flip": A.HorizontalFlip(p=0.5),
    "move": A.ShiftScaleRotate(border_mode=4, p=0.5),
    "light": A.RandomBrightnessContrast(p=0.3),
    "noise": A.GaussNoise(std_range=(0.01, 0.03), p=0.5),
}


def build(seed=1, **changes):
    steps = [step for step in {**STEPS, **changes}.values() if step is not None]
    boxes, points = A.BboxParams("pascal_voc", label_fields=["labels"]), A.KeypointParams("xy", remove_invisible=False)
    return A.Compose(steps, boxes, points, seed=seed)


@pytest.fixture(scope="module")
def old():
    return record(build(), scene(), N)


def after(change, seed=2):
    """A pipeline whose results are changed."""
    inner = build(seed)

    def run(**data):
        out = inner(**data)
        change(out)
        return out

    return run


def replacing(name, make):
    return after(lambda out: out.update({name: make(out[name])}))


FAULTS = {
    "noise 4.5 times as strong": (build(2, noise=A.GaussNoise(std_range=(0.045, 0.135), p=0.5)), "image: detail", "1.6 times"),
    "half as often": (build(2, flip=A.HorizontalFlip(p=0.25), move=None, light=None, noise=None), "firing", "less often"),
    "never": (build(2, noise=None), "image: detail", "lower by"),
    "a black border": (build(2, move=A.ShiftScaleRotate(p=0.5)), "image: border", "lower by"),
    "labels dropped": (after(lambda out: out.pop("labels")), "labels: form", "now no such key"),
    "labels shortened": (replacing("labels", lambda labels: labels[:-1]), "labels: count", "lower by 1"),
    "labels of another type": (replacing("labels", lambda labels: [*range(len(labels))]), "labels: form", "now list of int"),
    "another dtype": (replacing("image", lambda image: (image / 255).astype(np.float32)), "image: form", "now ndarray of float32"),
    "another container": (replacing("bboxes", np.array), "bboxes: form", "now ndarray"),
    "channels swapped": (replacing("image", lambda image: image[..., ::-1]), "image: channel 0", "by"),
    "no channel axis": (replacing("image", lambda image: image[..., 0]), "image: form", "2 axes"),
    "turned further": (build(2, move=A.ShiftScaleRotate(rotate_limit=(80, 90), border_mode=4, p=0.5)), "bboxes: y", "higher by"),
    "boxes left behind": (replacing("bboxes", lambda boxes: scene()["bboxes"]), "bboxes: displacement", "by"),
    "masks blended": (replacing("mask", lambda mask: mask // 2), "mask: area of class 3", "lower by"),
    "an extra key": (after(lambda out: out.update(seen=1)), "seen: form", "now int"),
}  # fmt: skip


def test_other_seeds_are_alike(old):
    for seed in (2, 3, 4):
        compare_pipelines(old, build(seed), scene(), N).check()


def against(fault, old):
    if fault == "half as often":
        return compare_pipelines(build(move=None, light=None, noise=None), FAULTS[fault][0], scene())
    return compare_pipelines(old, FAULTS[fault][0], scene(), N)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_red_in_words(fault, old):
    _, name, words = FAULTS[fault]
    comparison = against(fault, old)
    assert not comparison
    assert any(row.name.startswith(name) and words in row.verdict for row in comparison.red), str(comparison)


def test_four_and_a_half_times_is_said_so():
    one, two = (A.Compose([A.GaussNoise((x, x), p=1)], seed=1) for x in (0.02, 0.09))
    comparison = compare_pipelines(one, two, {"image": np.full((32, 32, 3), 128, np.uint8)}, 50)
    (row,) = [row for row in comparison.red if row.name == "image: change"]
    assert row.verdict in ("differs: 4.5 times as strong", "differs: 4.4 times as strong")


A_QUARTER_MORE = {
    "turned": (lambda by: A.Rotate(20 * by, border_mode=4, p=1), "keypoints: displacement"),
    "moved": (lambda by: A.Affine(translate_percent=(-0.2 * by, 0.2 * by), p=1), "bboxes: displacement"),
    "enlarged": (lambda by: A.Affine(scale=(1.0, 1 + 0.2 * by), keep_ratio=True, p=1), "bboxes: change of size"),
    "brighter": (lambda by: A.RandomBrightnessContrast((0.0, 0.3 * by), 0, p=1), "image: mean"),
    "noisier": (lambda by: A.GaussNoise((0.02 * by, 0.04 * by), p=1), "image: change"),
    "cut out": (lambda by: A.CoarseDropout((1, 1), (0.2, 0.4 * by), (0.3, 0.3), fill_mask=9, p=1), "mask: area of new"),
    "rarer": (lambda by: A.HorizontalFlip(p=0.9 if by == 1 else 0.9 / by), "firing: unchanged"),
}


def small_scene(name):
    """A few pixels, as 900 calls look at each, and the mask, boxes or keypoints where a row is about those."""
    y, x = np.mgrid[:16, :16] * 2
    image = np.stack([4 * x, 4 * y, 2 * x + 2 * y], -1).astype(np.uint8)
    mask = (x > 15).astype(np.uint8)
    more = {"mask": mask, "bboxes": [[4.0, 3.0, 10.0, 13.0]], "keypoints": [[5.0, 4.0], [11.0, 12.5]]}
    part = name.partition(":")[0]
    return {"image": image} | ({part: more[part]} if part in more else {})


@pytest.mark.parametrize("what", A_QUARTER_MORE)
def test_a_quarter_more_is_red(what):
    step, name = A_QUARTER_MORE[what]
    scene = small_scene(name)
    boxes = {"bbox_params": A.BboxParams("pascal_voc")} if "bboxes" in scene else {}
    points = {"keypoint_params": A.KeypointParams("xy", remove_invisible=False)} if "keypoints" in scene else {}
    one, two, twin = (A.Compose([step(by)], **boxes, **points, seed=i) for i, by in enumerate((1, 1.25, 1)))
    old = record(one, scene, 300)
    compare_pipelines(old, twin, scene).check()
    comparison = compare_pipelines(old, two, scene)
    assert any(row.name.startswith(name) for row in comparison.red), str(comparison)


def test_what_would_have_been_seen_is_told_where_nothing_was(old):
    alike, other = compare_pipelines(old, old), compare_pipelines(old, record(build(2, noise=None), scene(), N))
    line = str(alike).splitlines()[-1]
    assert line.startswith(f"with {N} calls of each, a change is seen from about this size on")
    assert "firing: unchanged by " in line
    assert line.count("%") == 4
    assert "a change is seen" not in str(other)


@pytest.mark.parametrize("n", [50, 300])
def test_what_would_have_been_seen_is_what_is_seen(n):
    values = np.random.default_rng(1).normal(10, 3, n)
    for part, seen in ((0.8, False), (1.2, True)):
        moved = values + part * smallest_mean(values, values + smallest_mean(values, values))
        assert means_differ(values, moved) is seen
        count = n // 2 + round(part * n * smallest_share(n // 2, n, n // 2, n, SIGMAS))
        assert shares_differ(n // 2, n, count, n) is seen


def test_what_may_differ_is_named(old):
    pipeline = replacing("labels", lambda labels: [*range(len(labels))])
    comparison = compare_pipelines(old, pipeline, scene(), N, allow=["labels: form"])
    comparison.check()
    assert "(allowed)" in str(comparison)
    assert comparison.summary().endswith("0 differ, 1 allowed to")
    with pytest.raises(ValueError, match=r"allow: there is no row 'label: form'.*did you mean labels: form\?"):
        compare_pipelines(old, pipeline, scene(), N, allow=["label: form"])


def test_any_callables_on_any_value():
    def brighter(image):
        return np.minimum(image.astype(int) + 40, 255).astype(np.uint8)

    image = scene()["image"]
    assert compare_pipelines(np.flipud, np.flipud, image, 30)
    assert any("higher by" in row.verdict for row in compare_pipelines(np.array, brighter, image, 30).red)
    torch = pytest.importorskip("torch")
    tensor = torch.from_numpy(image).permute(2, 0, 1)
    assert compare_pipelines(torch.fliplr, torch.fliplr, tensor, 30)
    swapped = compare_pipelines(torch.clone, lambda tensor: tensor.flip(0), tensor, 30)
    assert "image: channel 0" in {row.name for row in swapped.red}


def test_the_sample_is_never_written_into():
    def careless(**data):
        data["image"] += 1
        data["bboxes"].clear()
        return data

    sample = scene()
    record(careless, sample, 3)
    assert (sample["image"] == scene()["image"]).all()
    assert sample["bboxes"] == scene()["bboxes"]


def test_files_and_the_command(tmp_path, capsys, old):
    files = [tmp_path / "old.json", tmp_path / "new.json", tmp_path / "none.json"]
    save_recording(old, files[0])
    save_recording(record(build(2, noise=None), scene(), N), files[1])
    files[2].write_text("{}")
    assert json.loads(files[0].read_text()) == old
    assert compare_pipelines(files[0], build(2), scene(), N)
    assert main(["compare", str(files[0]), str(files[0])]) == 0
    assert "0 differ" in capsys.readouterr().out
    assert main(["compare", str(files[0]), str(files[1])]) == 1
    assert "image: detail" in capsys.readouterr().out
    assert main(["compare", str(files[0]), str(files[2])]) == 2
    assert 'a recording is an object with "strengths": 1' in capsys.readouterr().err
    for part in ("n", "facts", "series", "most frequent result"):
        files[2].write_text(json.dumps({**old, part: "much"}))
        with pytest.raises(ValueError, match="a recording has n, facts"):
            compare_pipelines(files[0], files[2])


def test_bad_sides():
    with pytest.raises(TypeError, match="new must be a pipeline, a recording or the path of one, got int"):
        compare_pipelines(np.array, 3, scene()["image"], 2)
    with pytest.raises(TypeError, match="sample must be given where old is a pipeline"):
        compare_pipelines(np.array, np.array)
    with pytest.raises(ValueError, match="n must be a whole number >= 1, got 0"):
        compare_pipelines(np.array, np.array, scene()["image"], 0)


def test_rows_that_may_differ_are_named_right():
    one = record(np.copy, scene()["image"], 20)
    assert compare_pipelines(one, one, allow="image")
    with pytest.raises(ValueError, match=r"^allow: there is no row 'imag: mean'; did you mean image: mean\?$"):
        compare_pipelines(one, one, allow=["imag: mean"])


def test_another_exactness_is_told_beside_the_rows():
    image = scene()["image"]
    steps = [A.RandomBrightnessContrast(p=1.0)]
    exact = record(A.Compose(steps, seed=1), {"image": image}, 30)
    loose = record(A.Compose(steps, seed=2, exactness="same-build"), {"image": image}, 30)
    told = "old ran with exactness=exact, new with exactness=same-build: the bits of equal draws may differ"
    assert str(compare_pipelines(exact, loose)).splitlines()[-1] == told
    foreign = record(np.copy, image, 30)
    for pair in ((exact, exact), (loose, loose), (foreign, loose), (exact, foreign)):
        assert "exactness" not in str(compare_pipelines(*pair))


class Point(NamedTuple):
    x: float
    y: float


def test_a_pipeline_may_write_into_all_it_is_given():
    def greedy(image, keypoints, meta):
        image[:] = 0
        meta["boxes"].append(1)
        return {"image": image, "keypoints": [Point(*point) for point in keypoints], "meta": meta}

    given = {"image": scene()["image"], "keypoints": [Point(1, 2)], "meta": {"boxes": []}}
    assert record(greedy, given, 3)["facts"]["keypoints"] == {"list of Point of int": 3}
    assert given["image"].any()
    assert given["meta"] == {"boxes": []}


def test_a_recording_that_cannot_be_written_leaves_the_one_before(tmp_path):
    path = tmp_path / "old.json"
    save_recording(record(np.copy, scene()["image"], 3), path)
    before = path.read_bytes()
    with pytest.raises(TypeError, match="not JSON serializable"):
        save_recording({"n": object()}, path)
    assert path.read_bytes() == before


def test_the_recorder_stands_alone():
    tree = ast.parse(Path(recorder.__file__).read_text())
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)} <= {
        *sys.stdlib_module_names,
        "numpy",
    }


def test_a_thousandth_of_the_border_is_no_difference_and_a_hundredth_is():
    image = {"image": scene()["image"]}
    old = record(A.Compose([A.NoOp()]), image, 60)
    key, row = "image: border as dark as can be", [0.0, 0.001] * 30
    sides = {}
    for name, more in (("old", 0.0), ("tiny", 0.003), ("large", 0.02)):
        sides[name] = {**old, "series": {key: [value + more for value in row]}}
    assert compare_pipelines(sides["old"], sides["tiny"])
    assert [each.name for each in compare_pipelines(sides["old"], sides["large"]).red] == [key]
    for side in sides.values():
        side["series"] = {"image: mean": side["series"][key]}
    assert not compare_pipelines(sides["old"], sides["tiny"])


def test_chance():
    rng = np.random.default_rng(0)
    rare = np.zeros(300)
    once, many = rare.copy(), rare.copy()
    once[:9] = 1
    many[:40] = 1
    assert not means_differ(rare, once)
    assert not spreads_differ(rare, once)
    assert means_differ(rare, many)
    assert spreads_differ(rng.normal(size=300), 2 * rng.normal(size=300))
    assert not shares_differ(150, 300, 170, 300)
    assert shares_differ(150, 300, 230, 300)
    assert SIGMAS == 4.5


def test_the_fixture(pytester):
    pytester.makepyfile(
        """
        import augrepro as A

        def pipeline(limit):
            return A.Compose([A.Rotate(limit, p=1)])

        def test_alike(aug_compare, aug_sample):
            assert aug_compare(pipeline(30), pipeline(30), {"image": aug_sample["image"]}, n=40)

        def test_stronger(aug_compare, aug_sample):
            aug_compare(pipeline(3), pipeline(90), {"image": aug_sample["image"]}, n=40)

        def test_forgotten(aug_compare):
            pass
        """
    )
    result = pytester.runpytest("-p", "no:randomly")
    result.assert_outcomes(passed=1, failed=2)
    result.stdout.fnmatch_lines(["*the new pipeline is not the old one*", "*image: change*times as strong*"])


@pytest.mark.parametrize(
    ("key", "row", "outer", "verdict"),
    [
        ("keypoints", tuple, list, "alike"),
        ("boxes", tuple, list, "alike"),
        ("labels", tuple, list, "differs: no longer list of list of int; now list of tuple of int"),
        ("keypoints", list, tuple, "differs: no longer list of list of int; now tuple of list of int"),
        ("keypoints", np.array, list, "differs: no longer list of list of int; now list of ndarray of int64, 1 axes"),
    ],
)
def test_rows_of_boxes_and_points_are_read_alike_as_tuples_and_lists(key, row, outer, verdict):
    def new(**sample):
        return {**sample, key: outer(row(each) for each in sample[key])}

    sample = {"image": np.zeros((8, 8, 3), np.uint8), key: [[1, 2, 5, 6], [3, 4, 6, 7]]}
    rows = {each.name: each.verdict for each in compare_pipelines(lambda **sample: sample, new, sample, 20).rows}
    assert rows[f"{key}: form"] == verdict


def plain(*steps, seed=1):
    return A.Compose([*steps], seed=seed)


D4_ALL = [A.ShiftScaleRotate(p=0.5), A.Transpose(p=0.5), A.RandomRotate90(p=1)]
SQUARE = {"image": np.random.default_rng(5).integers(0, 256, (12, 12, 3), np.uint8).repeat(4, 0).repeat(4, 1)}


def test_turns_without_mirror_images_are_red_beside_all_eight_and_all_eight_are_alike():
    eight = record(plain(*D4_ALL), SQUARE, 200)
    four = compare_pipelines(eight, plain(D4_ALL[0], D4_ALL[2], seed=2), SQUARE, 200)
    assert "mirrored less often" in {row.name: row.verdict for row in four.red}["image: way"]
    compare_pipelines(eight, plain(D4_ALL[0], A.D4(p=1), seed=2), SQUARE, 200).check()


def test_pairs_of_ways_that_share_their_halves_are_told_apart():
    """In both, each side of the image is as often above, as often to the left, and half are mirrored."""
    sides = (
        [A.Compose([A.NoOp()]), A.Rotate((180, 180), p=1), A.Transpose(p=1), A.Sequential([A.Transpose(p=1), A.Rotate((180, 180), p=1)], p=1)],
        [A.Rotate((90, 90), p=1), A.Rotate((-90, -90), p=1), A.HorizontalFlip(p=1), A.VerticalFlip(p=1)],
    )  # fmt: skip
    old, new = (plain(A.OneOf(ways, p=1), seed=seed) for seed, ways in enumerate(sides))
    red = {row.name for row in compare_pipelines(old, new, SQUARE, 100).red}
    assert "image: way" in red
    assert not red & {"image: upper half", "image: left half"}


def test_ways_that_a_symmetrical_or_a_tiny_image_does_not_tell_are_unclear():
    ring = np.zeros((32, 32, 3), np.uint8)
    ring[8:24, 8:24] = 200
    for image in (ring, ring[:4, :4]):
        assert record(plain(A.D4(p=1)), {"image": image}, 8)["turned"] == {"image": {"unclear": 8}}


def test_noise_of_its_own_in_each_channel_is_red_beside_gray_noise():
    image = {"image": scene()["image"]}
    gray, color = (A.GaussNoise((0.05, 0.1), per_channel=each, p=1) for each in (False, True))
    rows = {row.name: row.verdict for row in compare_pipelines(plain(gray), plain(color, seed=2), image, 40).red}
    assert "higher" in rows["image: detail of color"]
    mixed = compare_pipelines(
        plain(A.RGBShift(30, 30, 30, p=1)), plain(A.RandomBrightnessContrast((-0.1, 0.1), (0, 0), p=1)), image, 40
    )
    assert {row.name: row.verdict for row in mixed.red}["image: color cast"] == "differs: narrower spread"


@pytest.mark.parametrize(("size", "noise", "move"), [(100, 4e-6, 3e-3), (1, 6e-8, 3e-6)])
@pytest.mark.parametrize("key", ["bboxes", "keypoints"])
def test_the_rounding_of_float32_is_no_move_of_rows_and_some_thousandths_of_a_pixel_are(key, size, noise, move):
    rows = np.array([[0, 0.0625, 0.5, 0.75], [0.125, 0.3, 0.6, 0.9]]) * size
    sample = {"image": np.zeros((16, 16, 3), np.uint8), key: rows.tolist()}

    def moved(by):
        signs = np.random.default_rng(0)

        def run(**data):
            rows = np.array(data[key])
            return {**data, key: (rows + by * signs.choice((-1, 0, 1), rows.shape)).tolist()}

        return run

    old = record(moved(0), sample, 60)
    compare_pipelines(old, moved(noise), sample, 60).check()
    assert f"{key}: displacement" in {row.name for row in compare_pipelines(old, moved(move), sample, 60).red}


def test_recordings_of_earlier_releases_are_read_without_the_ways(old):
    earlier = {name: part for name, part in old.items() if name != "turned"}
    assert compare_pipelines(earlier, old)
    with pytest.raises(ValueError, match="a recording has n, facts"):
        compare_pipelines({**old, "turned": {"image": {"turned by 0": 0.5}}}, old)


def rolled(low, high, axis, seed=1):
    rng = np.random.default_rng(seed)
    return lambda image: {"image": np.roll(image, int(rng.integers(low, high)), axis)}


@pytest.mark.parametrize(("axis", "name"), [(1, "shift x"), (0, "shift y")])
def test_the_way_of_a_shift_is_red_also_where_nothing_else_tells_it(axis, name):
    noise = {"image": np.random.default_rng(3).integers(0, 256, (64, 48, 3), dtype=np.uint8)}
    [row] = compare_pipelines(rolled(3, 9, axis), rolled(-8, -2, axis), noise, 40).red
    assert row.name == f"image: {name}"
    assert row.verdict == "differs: lower by 11"
    assert compare_pipelines(rolled(3, 9, axis), rolled(3, 9, axis, 2), noise, 40)


@pytest.mark.parametrize("by", [-7, -1, 0, 1, 2, 20])
def test_a_shift_is_told_in_pixels(by):
    image = scene()["image"].mean(-1)
    assert recorder.shift_of(image, np.roll(image, by, -1), -1) == by
    assert recorder.shift_of(np.stack((image, image)), np.roll((image, image), by, -2), -2) == by
    assert recorder.shift_of(image, image * 0.5 + 20, -1) == 0


def test_half_a_pixel_is_a_shift_and_a_flat_image_has_none():
    image = scene()["image"].mean(-1)
    assert 0.3 < recorder.shift_of(image, (image + np.roll(image, 1, -1)) / 2, -1) < 0.7
    stripes = np.tile(np.arange(64) % 8, (64, 1)) * 1.0
    for unclear in (np.ones((64, 64)), stripes, image[:, :8]):
        assert np.isnan(recorder.shift_of(unclear, unclear, -1))
