"""``get_params`` and ``get_params_dependent_on_data`` by hand: one draw that ``apply`` repeats on many images."""

import numpy as np
import pytest

import augrepro as A

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
