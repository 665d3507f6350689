"""``get_params`` and ``get_params_dependent_on_data`` by hand: one draw that ``apply`` repeats on many images."""

import copy
import pickle
import warnings
from unittest import mock

import numpy as np
import pytest

import augrepro as A
from augrepro.ops.by_channel import LinearByChannel

IMAGE = np.random.default_rng(5).integers(0, 256, (20, 30, 3), np.uint8)


@pytest.mark.parametrize("made", [A.MotionBlur(p=1), A.ColorJitter(p=1), A.RandomRotate90(p=1), A.GridDistortion(p=1)])
def test_what_needs_no_image_is_drawn_once_by_get_params(made):
    params = made.get_params()
    out = [made.apply(IMAGE, **params) for _ in range(3)]
    assert params["ops"]
    assert all(np.array_equal(each, out[0]) for each in out)


@pytest.mark.parametrize("base", [A.Affine, A.MultiplicativeNoise, A.RandomRotate90, A.D4])
def test_a_draw_of_ones_own_is_what_is_drawn_by_hand(base):
    class Own(base):
        def draw(self, rng, frame):
            return A.VerticalFlip().draw(rng, frame)

    params = Own(p=1).get_params_dependent_on_data({}, {"image": IMAGE})
    assert np.array_equal(Own(p=1).apply(IMAGE, **params), IMAGE[::-1])


def test_what_looks_at_the_image_draws_nothing_without_it_and_uses_up_no_draw():
    one, other = A.RandomCrop(8, 8, p=1), A.RandomCrop(8, 8, p=1)
    for made in (one, other):
        made.set_random_seed(3)
    assert all(A.BBoxSafeRandomCrop(p=1).get_params() == one.get_params() == {} for _ in range(5))
    assert np.array_equal(one(image=IMAGE)["image"], other(image=IMAGE)["image"])


def test_get_params_within_a_call_draws_nothing():
    seen = []

    class Asking(A.MotionBlur):
        def get_params(self):
            seen.append(super().get_params())
            return seen[-1]

    Asking(p=1)(image=IMAGE)
    assert seen == [{}]


def test_a_blur_shows_its_kernel_and_a_crop_its_coordinates():
    kernel = A.MotionBlur((5, 5), allow_shifted=False, angle_range=(0, 0), direction_range=(0, 0)).get_params()[
        "kernel"
    ]
    assert kernel.shape == (5, 5)
    assert np.allclose(kernel[2], 0.2)
    x, y, right, bottom = A.CenterCrop(8, 10).get_params_dependent_on_data({}, {"image": IMAGE})["crop_coords"]
    assert (x, y, right, bottom) == (10, 6, 20, 14)


def test_quarter_turns_and_symmetries_show_their_names():
    turn, symmetry = A.RandomRotate90(p=1), A.D4(p=1)
    square, flipped = IMAGE[:20, :20], {"v": np.flipud, "h": np.fliplr}
    seen = set()
    for _ in range(60):
        params = turn.get_params()
        assert np.array_equal(turn.apply(IMAGE, **params), np.rot90(IMAGE, params["factor"]))
        params = symmetry.get_params()
        name = params["group_element"]
        turns = {"e": 0, "r90": 1, "r180": 2, "r270": 3}
        if name in turns:
            want = np.rot90(square, turns[name])
        elif name in flipped:
            want = flipped[name](square)
        else:
            want = np.rot90(square.transpose(1, 0, 2), {"t": 0, "hvt": 2}[name])
        assert np.array_equal(symmetry.apply(square, **params), want), name
        seen.add(name)
    assert len(seen) == 8


@pytest.mark.parametrize("keep", [False, True])
def test_affine_shows_what_it_drew_for_each_axis(keep):
    made = A.Affine(scale=(0.5, 0.9), rotate=(10, 20), shear=(1, 3), translate_px=(2, 5), keep_ratio=keep)
    params = made.get_params_dependent_on_data({}, {"image": IMAGE})
    assert (params["scale"]["x"] == params["scale"]["y"]) is keep
    assert 10 <= params["rotate"] <= 20
    assert all(1 <= each <= 3 for each in params["shear"].values())
    assert all(each in range(2, 6) for each in params["translate"].values())


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("more", [{}, {"per_channel": True}, {"elementwise": True}], ids=str)
def test_multiplicative_noise_shows_its_factors_and_multiplies_by_given_ones(more, dtype):
    image = IMAGE if dtype == "uint8" else (IMAGE / 255).astype(np.float32)
    made = A.MultiplicativeNoise((0.5, 1.5), p=1, **more)
    for array in (image, image[..., :1], image[..., 0]):
        params = made.get_params_dependent_on_data({}, {"image": array})
        drawn = made.apply(array, **params)
        assert np.array_equal(made.apply(array, params["multiplier"]), drawn)
        assert np.array_equal(made.apply(array, multiplier=params["multiplier"]), drawn)
    with pytest.raises(TypeError, match="uint8 or float32, got int64"):
        made.apply(IMAGE.astype(np.int64), 0.5)


def test_factors_by_hand_round_as_drawn_ones_do():
    """218 times the first is 230.5 but for what float32 cuts off."""
    factors, ramp = (1.057339473906406, 0.7702304216898537, 1.0), np.arange(256, dtype=np.uint8)
    image = np.stack([ramp] * 3, -1)[None]
    found = A.MultiplicativeNoise(p=1).apply(image, multiplier=np.array(factors))
    assert np.array_equal(found, LinearByChannel(factors, (0.0,)).pixels(image))
    assert found[0, 218, 0] == 231


def drawn(made):
    return made.get_params_dependent_on_data({}, {"image": IMAGE})


def edits():
    yield "a number", A.Rotate(p=1), {"angle": 0}
    yield "a list", A.RandomCrop(8, 8, p=1), {"crop_coords": [0, 0, 8, 8]}
    yield "a dict", A.Affine(rotate=(5, 9), p=1), {"scale": {"x": 2.0, "y": 1.0}}
    yield "what the class names", A.D4(p=1), {"group_element": "x"}
    yield "a factor", A.MultiplicativeNoise((2, 3), p=1), {"multiplier": 1.0}


@pytest.mark.parametrize(("made", "edit"), [pytest.param(*row[1:], id=row[0]) for row in edits()])
def test_parameters_that_were_edited_are_refused_and_unedited_ones_are_not(made, edit):
    params, (name,) = drawn(made), edit
    for held in (params, copy.deepcopy(params), pickle.loads(pickle.dumps(params)), {**params, "mine": 3, "cols": 30}):
        out = made.apply(IMAGE, **held)
        assert np.array_equal(out, made.apply(IMAGE, **params))
        with pytest.raises(ValueError, match=rf"\.apply: {name} was drawn as .* build .* with arguments that draw it"):
            made.apply(IMAGE, **{**held, **edit})
        with pytest.raises(ValueError, match=name):
            made.apply_to_mask(IMAGE[..., 0], **{**held, **edit})


def test_an_array_of_the_draw_that_was_changed_in_place_is_refused():
    noise, blur = A.GaussNoise(p=1), A.MotionBlur(p=1)
    for made, name in ((noise, "noise_map"), (blur, "kernel")):
        params = drawn(made)
        params[name][0, 0] += 1
        with pytest.raises(ValueError, match=rf"{name} was drawn as an array .* with \d other values"):
            made.apply(IMAGE, **params)


def test_a_class_with_getters_and_apply_of_its_own_may_give_names_a_meaning():
    class Own(A.Rotate):
        def get_params_dependent_on_data(self, params, data):
            return {**super().get_params_dependent_on_data(params, data), "angle": "none", "mine": 3}

        def apply(self, img, **params):
            return super().apply(img, **params) + params["mine"]

    made = Own(p=1)
    params = drawn(made)
    assert np.array_equal(made.apply(IMAGE, **params), A.Rotate.apply(made, IMAGE, ops=params["ops"]) + 3)
    assert made(image=IMAGE)["image"].shape == IMAGE.shape


@pytest.mark.parametrize("given", [None, "x", ["x"], 5])
def test_ops_that_are_none_are_one_clear_error(given):
    for method in (A.MotionBlur(p=1).apply, A.Rotate(p=1).apply_to_mask):
        with pytest.raises(TypeError, match=r"\.apply: ops must be those that get_params_dependent_on_data returns"):
            method(IMAGE, ops=given)


@pytest.mark.parametrize("made", [A.Rotate(p=1), A.RandomRotate90(), A.GaussNoise(p=1)])
def test_a_draw_anew_for_each_frame_is_told(made):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("default")
        for _ in range(3):
            made.apply(IMAGE)
    (found,) = caught
    assert "without 'ops' draws anew for each array" in str(found.message)
    assert found.filename == __file__


def test_what_has_no_chance_and_what_acts_in_a_call_is_not_told():
    for made in (A.HorizontalFlip(), A.Rotate((90, 90)), A.Resize(4, 4), A.Normalize(), A.Rotate().frozen()):
        assert made.apply(IMAGE).ndim == 3
    assert A.RandomGamma().apply_to_mask(IMAGE).ndim == 3

    class Holding(A.ImageOnlyTransform):
        def apply(self, img, **params):
            return A.GaussNoise(p=1).apply(img)

    assert Holding(p=1)(image=IMAGE)["image"].shape == IMAGE.shape


def test_results_by_hand_share_no_memory_with_what_was_given():
    volume = np.stack([IMAGE] * 3)
    for made in (A.NoOp(), A.CenterCrop(9, 9), A.ToRGB(), A.Resize(20, 30), A.Transpose(), A.Lambda()):
        for method in (made.apply, made.apply_to_mask):
            for array in (IMAGE, IMAGE[:, ::2]):
                assert not np.may_share_memory(method(array), array)
    for made in (A.CenterCrop3D((2, 8, 8)), A.PadIfNeeded3D((3, 20, 30))):
        assert not np.may_share_memory(made.apply_to_volume(volume), volume)
        assert not np.may_share_memory(made.apply(IMAGE), IMAGE)
    rows = np.zeros((2, 5))
    for method in (A.RandomGamma().apply_to_bboxes, A.Lambda().apply_to_bboxes):
        assert not np.may_share_memory(method(rows, ops=(), shape=IMAGE.shape), rows)


def test_a_mock_on_an_instance_is_told_where_to_put_it():
    with (
        pytest.raises(AttributeError, match=r"put apply on a class of your own .* mock\.patch\.object\(A\.Rotate"),
        mock.patch.object(A.Rotate(), "apply"),
    ):
        pass
