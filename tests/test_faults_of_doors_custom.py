"""Kinds of fault that strangers found in custom transforms, saved pipelines, groups and the words of errors."""

from collections.abc import Sequence

import numpy as np
import pytest
from samples import picture

import augrepro as A

IMAGE = picture(40, 60)
BOXES = [[1, 1, 9, 9], [10, 10, 20, 20], [30, 5, 50, 30]]
POINTS = [[1, 1], [10, 10], [30, 5]]


class Rows(A.DualTransform):
    """Both methods do the same to whole rows."""

    def __init__(self, change, p=1.0):
        super().__init__(p)
        self.change = change

    def apply(self, img, **params):
        return img

    def apply_to_bboxes(self, bboxes, **params):
        return self.change(bboxes)

    def apply_to_keypoints(self, keypoints, **params):
        return self.change(keypoints)


def run(change, kind="bboxes", values=BOXES):
    pipeline = A.Compose(
        [Rows(change)],
        bbox_params=A.BboxParams("pascal_voc", ["tags"]),
        keypoint_params=A.KeypointParams("xy", ["names"], remove_invisible=False),
    )
    return pipeline(image=IMAGE, **{kind: values, "tags" if kind == "bboxes" else "names": ["a", "b", "c"]})


CHANGES = {
    "half": lambda rows: rows * 0.5,
    "one more": lambda rows: rows + 1,
    "three more": lambda rows: rows + 3.0,
    "mirrored": lambda rows: 1 - rows,
    "clipped": lambda rows: np.clip(rows, 0, 1),
    "none": lambda rows: rows * 0,
    "far": lambda rows: rows * 1e9,
}


class TestRowsOfCustomTransforms:
    @pytest.mark.parametrize("kind", ["bboxes", "keypoints"])
    @pytest.mark.parametrize("name", CHANGES)
    def test_arithmetic_on_whole_rows_is_refused_since_labels_would_move(self, name, kind):
        columns = 4 if kind == "bboxes" else 5
        wrong = f"apply_to_{kind} must change the first {columns} columns alone and keep the further ones"
        with pytest.raises(ValueError, match=wrong):
            run(CHANGES[name], kind, BOXES if kind == "bboxes" else POINTS)

    def test_rows_that_are_dropped_and_reordered_keep_their_labels(self):
        out = run(lambda rows: rows[[2, 0]])
        assert out["tags"] == ["c", "a"]
        assert out["bboxes"] == [BOXES[2], BOXES[0]]
        assert run(lambda rows: rows.astype(np.float32)[::-1])["tags"] == ["c", "b", "a"]
        assert run(lambda rows: rows[:, :4])["tags"] == ["a", "b", "c"]

    @pytest.mark.parametrize("value", [np.nan, np.inf])
    def test_rows_are_finite(self, value):
        def broken(rows):
            rows[1, 0] = value
            return rows

        with pytest.raises(ValueError, match="apply_to_bboxes must return no NaN and no infinity"):
            run(broken)


class Pixels(A.DualTransform):
    def __init__(self, made, p=1.0):
        super().__init__(p)
        self.made = made

    def apply(self, img, **params):
        return img

    def apply_to_mask(self, mask, **params):
        return self.made(mask)


class Broken(A.ImageOnlyTransform):
    def apply(self, img, **params):
        return np.where(img > 0.5, np.nan, img).astype(np.float32)


class TestPixelsOfCustomTransforms:
    def test_nan_is_refused_where_it_came_from(self):
        with pytest.raises(ValueError, match=r"Broken#0: Broken\.apply must return no NaN and no infinity"):
            A.Compose([Broken(p=1), A.HorizontalFlip(p=1)])(image=picture(40, 60, dtype="float32"))

    @pytest.mark.parametrize("dtype", ["int8", "uint32", "int64", "uint64", "float16"])
    def test_a_mask_of_any_dtype_may_come_back(self, dtype):
        step = Pixels(lambda mask: mask.astype(dtype) + 1)
        out = A.Compose([step, A.HorizontalFlip(p=1)])(image=IMAGE, mask=np.zeros((40, 60), dtype))["mask"]
        assert out.dtype == dtype
        assert (out == 1).all()

    def test_what_is_no_mask_names_the_method(self):
        with pytest.raises(TypeError, match=r"Pixels\.apply_to_mask must return one of"):
            Pixels(lambda mask: mask.astype(complex))(image=IMAGE, mask=np.zeros((40, 60), np.uint8))


class TestWhatNoFileHolds:
    def test_a_frozen_pipeline_is_neither_saved_nor_equal(self, tmp_path):
        for made in (A.Compose([A.Rotate()], seed=1), A.Rotate()):
            frozen = made.frozen()
            for save in (frozen.to_dict, lambda it=frozen: A.save(it, tmp_path / "it.json")):
                with pytest.raises(ValueError, match="a frozen pipeline cannot be saved"):
                    save()
            assert frozen != made
            assert made != frozen
            assert frozen == frozen
            assert A.from_dict(made.to_dict()) == made

    def test_generators_are_not_saved_as_the_seed_before_them(self):
        import random

        pipeline = A.Compose([A.Rotate()], seed=1)
        pipeline.set_random_state(np.random.default_rng(0), random.Random(0))
        with pytest.raises(ValueError, match="set_random_state gave this pipeline generators, which no file holds"):
            pipeline.to_dict()
        pipeline.set_random_seed(5)
        assert pipeline.to_dict()["transform"]["seed"] == 5


class Strict(Sequence):
    """A list that takes whole numbers of Python alone, as OmegaConf's does."""

    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __getitem__(self, index):
        if type(index) not in (int, slice):
            raise KeyError(f"{type(index)} is no index")
        return self.items[index]


def test_labels_and_rows_in_lists_of_other_libraries():
    pipeline = A.Compose([A.Crop(0, 0, 25, 25)], bbox_params=A.BboxParams("pascal_voc", ["tags"]))
    out = pipeline(image=IMAGE, bboxes=Strict([Strict(row) for row in BOXES]), tags=Strict(["a", "b", "c"]))
    assert list(out["tags"]) == ["a", "b"]


class TestTensorsComeLast:
    @pytest.mark.parametrize("group", [A.SomeOf, A.RandomOrder, A.OneOf])
    def test_no_group_that_chooses_may_end_early(self, group):
        pytest.importorskip("torch")
        from augrepro.pytorch import ToTensorV2

        with pytest.raises(ValueError, match=f"{group.__name__}.transforms: ToTensorV2 must come last"):
            group([A.HorizontalFlip(), ToTensorV2()])
        with pytest.raises(ValueError, match="ToTensorV2 must come last"):
            group([A.HorizontalFlip(), A.Sequential([A.NoOp(), ToTensorV2()])])
        group([A.Sequential([A.Normalize(), ToTensorV2()]), A.Sequential([A.ToFloat(), ToTensorV2()])])
        with pytest.raises(ValueError, match=r"SelectiveChannelTransform\.transforms: ToTensorV2 must come last"):
            A.SelectiveChannelTransform([ToTensorV2()])


class TestWords:
    def test_a_step_is_named_by_its_path_alone(self):
        with pytest.raises(TypeError, match=r"^Compose/HueSaturationValue#0 needs images of uint8 or float32"):
            A.Compose([A.HueSaturationValue(p=1)])(image=IMAGE.astype(np.uint16))

    def test_params_of_an_inner_pipeline(self):
        inner = A.Compose([A.NoOp()], bbox_params=A.BboxParams("coco"))
        with pytest.raises(ValueError, match="that of an inner pipeline is not read: give it to the outermost one"):
            A.Compose([A.Sequential([inner])])(image=IMAGE, bboxes=BOXES)
        with pytest.raises(ValueError, match=r"no bbox_params=A\.BboxParams\(format=\.\.\.\)$"):
            A.Compose([A.NoOp()])(image=IMAGE, bboxes=BOXES)

    def test_tensors_as_arguments(self):
        torch = pytest.importorskip("torch")
        with pytest.raises(ValueError, match=r"\.tolist\(\) makes plain numbers of it"):
            A.Rotate(limit=torch.tensor([-3, 3]))

    @pytest.mark.parametrize(
        "made",
        [lambda: A.Compose([A.NoOp()]), lambda: Rows(abs), lambda: A.OneOf([A.NoOp()])],
        ids=["pipeline", "custom", "group"],
    )
    def test_a_probability_that_is_set_later(self, made):
        node = made()
        with pytest.raises(ValueError, match=r"\.p must be a number"):
            node.p = 7
        node.p = 0.25
        assert node.p == 0.25

    def test_a_file_that_was_not_read(self):
        with pytest.raises(ValueError, match="image=None: was the file read"):
            A.Compose([A.NoOp()])(image=None)
