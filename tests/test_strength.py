"""How strongly transforms act, in figures of albumentations 2.0.8; ``make test-peers`` compares whole distributions."""

import numpy as np
import pytest
from samples import picture

import augrepro as A

IMAGE = picture(200, 256)


def plans(transform, count=60, image=IMAGE):
    pipeline = A.Compose([transform], seed=137)
    return [pipeline.draw_plan(image=image).ops for _ in range(count)]


def test_elastic_noise_is_divided_by_its_largest_value():
    """2.0.8 on 200x256 with alpha=50, sigma=7: a mean displacement of 0.55 pixels."""
    found = []
    for (op,) in plans(A.ElasticTransform(alpha=50, sigma=7, p=1), 12):
        dx, dy = op.field(200, 256)
        found.append(np.hypot(dx / 65536, dy / 65536).mean())
    assert np.mean(found) == pytest.approx(0.55, rel=0.1)


def test_even_noise_is_not():
    """alpha times sqrt(1/3) times the spread of blurred white noise, 1 / (2 sigma sqrt(pi)), along each axis."""
    spread = 50 / (2 * 7 * np.pi**0.5) / 3**0.5
    made = A.ElasticTransform(alpha=50, sigma=7, noise_distribution="uniform", p=1)
    found = [(op.field(200, 256)[0] / 65536).std() for (op,) in plans(made, 12)]
    assert np.mean(found) == pytest.approx(spread, rel=0.1)


def corners_of(op, height, width):
    """Where three corners of a square about the center go to, from where they are."""
    reach, x, y = min(height, width) // 3, width / 2, height / 2
    a, b, c, d, e, f = op.forward
    given = np.array([(x + reach, y + reach), (x + reach, y - reach), (x - reach, y - reach)])
    return given @ np.array([[a, d], [b, e]]) + (c, f) - given


class TestElasticAffine:
    """``alpha_affine`` moves three corners about the center evenly by as many pixels, then the elastic field acts."""

    def test_each_corner_moves_evenly_along_each_axis(self):
        made = A.ElasticTransform(20, 5, noise_distribution="uniform", alpha_affine=9, p=1)
        moves = np.array([corners_of(affine, 200, 256) for affine, _ in plans(made, 100)]).reshape(100, 6)
        assert 8.5 < np.abs(moves).max() <= 9 + 1e-6
        assert np.allclose(moves.std(0), 9 / 3**0.5, rtol=0.2)
        assert np.abs(np.corrcoef(moves.T) - np.eye(6)).max() < 0.4

    def test_the_field_is_the_one_without_it(self):
        alone, behind = (plans(A.ElasticTransform(20, 5, alpha_affine=reach, p=1), 1)[0] for reach in (None, 9))
        assert [type(op).__name__ for op in behind] == ["Warp", type(alone[0]).__name__]
        assert alone == plans(A.ElasticTransform(20, 5, alpha_affine=0, p=1), 1)[0]
        assert (behind[1].alpha, behind[1].sigma, behind[1].look) == (alone[0].alpha, alone[0].sigma, alone[0].look)

    def test_keypoints_go_where_their_pixels_go(self):
        image = np.zeros((64, 80, 3), np.uint8)
        image[28:35, 38:45] = 255
        steps = [A.ElasticTransform(1, 50, alpha_affine=6, p=1)]
        pipeline = A.Compose(steps, keypoint_params=A.KeypointParams("xy"), seed=137)
        for _ in range(10):
            out = pipeline(image=image, mask=image[..., 0], keypoints=[(41, 31)])
            y, x = (out["image"][..., 0] * at for at in np.mgrid[:64, :80])
            total = out["image"][..., 0].sum(dtype=float)
            assert out["keypoints"][0] == pytest.approx((x.sum() / total, y.sum() / total), abs=0.3)
            assert (out["mask"] > 0).sum() == pytest.approx((out["image"][..., 0] > 127).sum(), abs=8)

    @pytest.mark.parametrize("size", [(1, 1), (1, 40), (2, 3)])
    def test_an_image_of_a_few_pixels_has_a_map_too(self, size):
        pipeline = A.Compose([A.ElasticTransform(alpha_affine=2**31 - 1, p=1)], seed=1)
        for _ in range(30):
            assert pipeline(image=np.ones((*size, 3), np.uint8))["image"].shape == (*size, 3)

    def test_a_file_and_a_plan_hold_it(self):
        pipeline = A.Compose([A.ElasticTransform(20, 5, alpha_affine=9, p=1)], seed=137)
        loaded = A.from_dict(A.to_dict(pipeline))
        assert loaded == pipeline
        plan = pipeline.draw_plan(image=IMAGE)
        again = A.Plan.from_dict(plan.to_dict())
        loaded.set_random_seed(137)
        assert (A.Compose([]).apply_plan(again, image=IMAGE)["image"] == loaded(image=IMAGE)["image"]).all()


def test_shift_scale_rotate_draws_a_scale_for_each_axis():
    made = A.ShiftScaleRotate(scale_limit=0.5, rotate_limit=0, shift_limit=0, p=1)
    scales = np.array([(op.forward[0], op.forward[4]) for (op,) in plans(made)])
    assert 0.5 <= scales.min() < 0.6
    assert 1.4 < scales.max() <= 1.5
    assert abs(np.corrcoef(scales.T)[0, 1]) < 0.4


@pytest.mark.parametrize(
    "made",
    [
        A.ShiftScaleRotate(shift_limit=(0.1, 0.1), scale_limit=0, rotate_limit=0, p=1),
        A.Affine(translate_percent=(0.1, 0.1), p=1),
    ],
)
def test_shifts_by_a_share_are_cut_to_whole_pixels(made):
    ((op,),) = plans(made, 1)
    assert (op.forward[2], op.forward[5]) == (25.0, 20.0)
    out = A.Compose([made], keypoint_params=A.KeypointParams("xy"))(image=IMAGE, keypoints=[[10, 20]])
    assert out["keypoints"] == [[35.0, 40.0]]
    assert (out["image"][20:, 25:] == IMAGE[:-20, :-25]).all()


def test_a_negative_share_is_cut_towards_zero():
    ((op,),) = plans(A.Affine(translate_percent=(-0.1, -0.1), p=1), 1)
    assert (op.forward[2], op.forward[5]) == (-25.0, -20.0)


def test_the_safe_range_keeps_the_brightness_and_eases_the_contrast():
    made = A.RandomBrightnessContrast((0.3, 0.3), (0.5, 0.5), ensure_safe_range=True, p=1)
    ((op,),) = plans(made, 1)
    assert (op.alpha, op.beta) == pytest.approx((0.7, 0.3))
    dark = A.RandomBrightnessContrast((-0.3, -0.3), (-0.5, -0.5), ensure_safe_range=True, p=1)
    ((op,),) = plans(dark, 1)
    assert (op.alpha, op.beta) == pytest.approx((0.5, 0.0))


class TestBoxesUnderHoles:
    def boxes(self, holes, **rules):
        from augrepro.ops.erase import Erase

        plan = A.Plan.from_dict(
            {"plan": 3, "shape": [100, 100, 3], "steps": [{"path": "x", **Erase(tuple(holes)).to_dict()}]}
        )
        pipeline = A.Compose([], bbox_params=A.BboxParams("pascal_voc", label_fields=["tags"], **rules))
        out = pipeline.apply_plan(plan, image=picture(100, 100), bboxes=[[10.5, 20.25, 60.5, 70.75]], tags=["a"])
        assert len(out["tags"]) == len(out["bboxes"])
        return out["bboxes"]

    def test_shrink_where_a_side_is_covered(self):
        assert self.boxes([(0, 0, 30, 100)]) == [[30.0, 20.25, 60.5, 70.75]]
        assert self.boxes([(0, 0, 100, 40)]) == [[10.5, 40.0, 60.5, 70.75]]

    def test_stay_where_a_hole_is_inside_or_cuts_a_corner(self):
        for hole in ((20, 30, 40, 50), (0, 0, 30, 40), (80, 80, 90, 90)):
            assert self.boxes([hole]) == [[10.5, 20.25, 60.5, 70.75]]

    def test_are_dropped_where_nothing_or_too_little_is_left(self):
        assert self.boxes([(0, 0, 100, 100)]) == []
        assert self.boxes([(0, 0, 50, 100)], min_visibility=0.3) == []
        assert self.boxes([(0, 0, 50, 100)], min_area=700) == []
        assert self.boxes([(0, 0, 50, 100)], min_visibility=0.1) == [[50.0, 20.25, 60.5, 70.75]]

    def test_two_holes_count_together(self):
        assert self.boxes([(0, 0, 30, 100), (50, 0, 100, 100)]) == [[30.0, 20.25, 50.0, 70.75]]
