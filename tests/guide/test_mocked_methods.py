"""Mocks of unittest.mock in the place of methods and transforms: called as those, and the sample goes on as it is."""

from unittest.mock import MagicMock, Mock, call, create_autospec, patch

import numpy as np
import pytest

import augrepro as A
import augrepro.compat as C
from augrepro.engine.protocol.calling import is_mock, stacked


def _sample():
    image = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    return {"image": image, "mask": image[..., 0].copy()}


@pytest.mark.parametrize("base", [A.DualTransform, C.DualTransform], ids=["augrepro", "compat"])
def test_a_mocked_apply_is_called_with_the_callers_image_and_the_mask(base):
    sample = _sample()
    with patch.object(base, "apply") as apply, patch.object(base, "get_params", return_value={"side": 3}):
        out = base(p=1)(**sample)
    assert apply.call_count == 2
    assert apply.call_args_list[0].args[0] is sample["image"]
    assert [each.kwargs for each in apply.call_args_list] == [{"side": 3, "shape": (4, 5, 3)}] * 2
    assert all(np.array_equal(out[name], sample[name]) for name in sample)


@pytest.mark.parametrize("name", ["apply", "apply_to_mask", "apply_to_bboxes", "apply_to_keypoints"])
def test_a_mocked_method_of_a_built_in_is_called_and_its_target_stays(name):
    sample = _sample()
    pipeline = A.Compose([A.HorizontalFlip(p=1)], A.BboxParams("pascal_voc"), A.KeypointParams("xy"))
    more = {"bboxes": [[1, 1, 3, 3, 0]], "keypoints": [[1, 2]]}
    moved = pipeline(**sample, **more)
    target = {"apply": "image"}.get(name, name.removeprefix("apply_to_"))
    with patch.object(A.HorizontalFlip, name) as method:
        out = pipeline(**sample, **more)
    method.assert_called_once()
    for key, given in {**sample, **more}.items():
        assert np.array_equal(out[key], given if key == target else moved[key]), key


def test_a_mocked_apply_on_one_instance_reaches_every_image_of_a_stack():
    class Mirror(A.HorizontalFlip):
        pass

    flip, images = Mirror(p=1), np.arange(24, dtype=np.uint8).reshape(2, 3, 4, 1)
    flip.apply = MagicMock()
    assert np.array_equal(flip(images=images)["images"], images)
    assert flip.apply.call_count == 2


def test_a_built_in_instance_says_where_a_method_may_be_put():
    with pytest.raises(AttributeError, match=r'frozen: put apply on .*mock\.patch\.object\(A\.HorizontalFlip, "apply"'):
        A.HorizontalFlip(p=1).apply = MagicMock()


def test_a_mock_with_a_return_value_of_its_own_gives_that():
    sample = _sample()
    with patch.object(A.HorizontalFlip, "apply", return_value=sample["image"] + 1):
        assert np.array_equal(A.HorizontalFlip(p=1)(image=sample["image"])["image"], sample["image"] + 1)


@pytest.mark.parametrize("package", [A, C], ids=["augrepro", "compat"])
def test_a_mock_as_a_transform_is_called_and_leaves_the_sample(package):
    first, last, sample = MagicMock(available_keys={"image"}), MagicMock(available_keys={"image"}), _sample()
    out = package.Compose([first, package.HorizontalFlip(p=1), last])(image=sample["image"])
    first.assert_called_once()
    last.assert_called_once()
    assert np.array_equal(out["image"], sample["image"][:, ::-1])


@pytest.mark.parametrize("package", [A, C], ids=["augrepro", "compat"])
@pytest.mark.parametrize(
    "mock",
    [
        Mock(spec=A.HorizontalFlip),
        MagicMock(spec=A.HorizontalFlip(p=1)),
        create_autospec(A.HorizontalFlip, instance=True),
        Mock(spec=A.Compose),
        Mock(spec=C.HorizontalFlip),
        Mock(),
    ],
)
def test_a_mock_with_the_spec_of_a_transform_is_one(package, mock):
    image = _sample()["image"]
    before = mock.call_count
    pipelines = package.Compose([mock]), package.Compose([package.OneOf([mock], p=1)])
    assert all(np.array_equal(pipeline(image=image)["image"], image) for pipeline in pipelines)
    assert mock.call_count == before + 2


def test_what_is_no_mock_and_no_array_is_refused():
    with patch.object(A.HorizontalFlip, "apply", return_value="image"), pytest.raises(TypeError, match="an array"):
        A.HorizontalFlip(p=1)(image=_sample()["image"])


def test_only_mocks_are_mocks():
    assert is_mock(MagicMock())
    assert is_mock(MagicMock()())
    assert not any(map(is_mock, (None, np.zeros(2), "mock", call())))
    assert stacked([np.zeros(2), np.ones(2)]).shape == (2, 2)
