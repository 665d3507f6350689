"""The real configuration tools: what Hydra, OmegaConf, pydantic and YAML hand over."""

import dataclasses
import enum
import types
from collections import UserDict, UserList, deque

import numpy as np
import pytest

import augrepro as A

omegaconf = pytest.importorskip("omegaconf")
yaml = pytest.importorskip("yaml")

BOXES, POINTS = {"format": "coco", "label_fields": ["a"]}, {"format": "xy", "label_fields": ["b"]}
WANTED = A.Compose(
    [
        A.Rotate((-3, 3)),
        A.OneOf(
            [A.HorizontalFlip(), A.Affine({"x": (0.5, 1), "y": (1, 1)}, translate_px={"x": (1, 2), "y": 0})], p=0.4
        ),
        A.SomeOf([A.NoOp(), A.D4()], n=(1, 2)),
        A.SelectiveChannelTransform([A.InvertImg()], channels=[0, 2]),
        A.PadIfNeeded(3, 3, fill=(1, 2, 3)),
    ],
    bbox_params=A.BboxParams("coco", label_fields=["a"]),
    keypoint_params=A.KeypointParams("xy", label_fields=["b"]),
    additional_targets={"image2": "image"},
    seed=137,
)


def target(name, **given):
    return {"_target_": f"augrepro.{name}", **given}


CONFIG = target(
    "Compose",
    transforms=[
        target("Rotate", limit=[-3, 3]),
        target(
            "OneOf",
            transforms=[
                target("HorizontalFlip"),
                target("Affine", scale={"x": [0.5, 1], "y": [1, 1]}, translate_px={"x": [1, 2], "y": 0}),
            ],
            p=0.4,
        ),
        target("SomeOf", transforms=[target("NoOp"), target("D4")], n=[1, 2]),
        target("SelectiveChannelTransform", transforms=[target("InvertImg")], channels=[0, 2]),
        target("PadIfNeeded", min_height=3, min_width=3, fill=[1, 2, 3]),
    ],
    bbox_params=target("BboxParams", **BOXES),
    keypoint_params=POINTS,
    additional_targets={"image2": "image"},
    seed=137,
)


class TestHydra:
    @pytest.mark.parametrize("convert", ["none", "partial", "object", "all"])
    def test_a_whole_pipeline(self, convert):
        hydra = pytest.importorskip("hydra.utils")
        made = hydra.instantiate(omegaconf.OmegaConf.create(CONFIG), _convert_=convert)
        assert made == WANTED
        assert A.from_dict(A.to_dict(made)) == WANTED

    def test_an_error_names_the_field(self):
        hydra = pytest.importorskip("hydra.utils")
        with pytest.raises(Exception, match=r"Rotate\.limit must be two increasing numbers.*got 'x'"):
            hydra.instantiate(target("Rotate", limit="x"))


class TestAnySequenceAndMapping:
    """ListConfig and DictConfig, and whatever else is ordered or maps, wherever a list or dict is taken."""

    @pytest.mark.parametrize("kind", ["omegaconf", "User", "deque and proxy"])
    def test_everywhere(self, kind):
        if kind == "omegaconf":
            config = omegaconf.OmegaConf.create([[1, 2], {"image2": "image"}, BOXES])
            two, targets, boxes = config[0], config[1], config[2]
        elif kind == "User":
            two, targets, boxes = UserList([1, 2]), UserDict(image2="image"), UserDict(BOXES)
        else:
            two, targets, boxes = (
                deque([1, 2]),
                types.MappingProxyType({"image2": "image"}),
                types.MappingProxyType(BOXES),
            )
        made = A.Compose([A.SomeOf([A.NoOp(), A.D4()], n=two)], bbox_params=boxes, additional_targets=targets)
        wanted = A.Compose(
            [A.SomeOf([A.NoOp(), A.D4()], n=(1, 2))], bbox_params=BOXES, additional_targets={"image2": "image"}
        )
        assert made == wanted
        assert A.ReplayCompose([], bbox_params=boxes, additional_targets=targets).bbox_params == wanted.bbox_params
        later = A.Compose([])
        later.add_targets(targets)
        later.add_targets({"image2": "image"})
        with pytest.raises(
            ValueError, match=r"'image2' is treated as image already and cannot be treated as 'mask' too"
        ):
            later.add_targets({"image2": "mask"})
        assert later.additional_targets == {"image2": "image"}
        assert A.RandomCrop(2, 2).replaced(fill=two).fill == (1, 2)
        assert A.CropNonEmptyMaskIfExists(3, 3, ignore_values=two).ignore_values == (1, 2)

    def test_children_in_any_sequence(self):
        nodes = [A.NoOp(), A.D4()]
        listed = omegaconf.OmegaConf.create(nodes, flags={"allow_objects": True})
        for given in (listed, UserList(nodes), deque(nodes), tuple(nodes)):
            assert A.Compose(given) == A.Compose(nodes) == A.Compose([]) + given
        assert tuple(nodes) + A.Compose([]) == A.Compose(nodes)

    def test_dicts_of_pipelines_and_plans(self):
        made = omegaconf.OmegaConf.create(A.to_dict(WANTED))
        assert A.from_dict(made) == WANTED
        image = np.zeros((9, 9, 3), np.uint8)
        turn = A.Compose([A.Rotate(20, p=1)], seed=1)
        plan = turn.draw_plan(image=image)
        given = omegaconf.OmegaConf.create(plan.to_dict())
        assert A.Plan.from_dict(given).to_dict() == plan.to_dict()
        assert (turn.apply_plan(given, image=image)["image"] == image).all()

    def test_depth_is_bounded_in_any_container(self):
        deep = UserDict(transform=1)
        for _ in range(60):
            deep = UserDict(transform=deep)
        with pytest.raises(A.PlanError, match="nested deeper than 40 levels"):
            A.from_dict(deep)
        with pytest.raises(A.PlanError, match="nested deeper than 40 levels"):
            A.Plan.from_dict(deep)


class Flags(enum.IntEnum):
    LINEAR = 1


class Text(str, enum.Enum):  # noqa: UP042 - what many projects have
    COCO = "coco"


class Plain(enum.Enum):
    COCO = "coco"
    LINEAR = 1
    SPAN = (-3, 3)


class Switch(enum.Enum):
    ON = True


class TestValues:
    def test_members_of_enums_are_their_values(self):
        assert (
            A.Resize(3, 3, interpolation=Flags.LINEAR) == A.Resize(3, 3, interpolation=Plain.LINEAR) == A.Resize(3, 3)
        )
        for given in (Text.COCO, Plain.COCO):
            found = A.BboxParams(given).format
            assert (found, type(found)) == ("coco", str)
        assert A.Rotate(Plain.SPAN) == A.Rotate(3)
        assert A.Affine(fit_output=Switch.ON).fit_output is True
        assert A.Compose([], mask_interpolation=Plain.LINEAR).mask_interpolation == 1
        assert A.SomeOf([A.NoOp()], n=Plain.LINEAR).n == 1
        with pytest.raises(ValueError, match=r"Resize\.interpolation must be one of"):
            A.Resize(3, 3, interpolation=Plain.COCO)

    def test_numbers_of_numpy(self):
        made = A.Compose([A.SomeOf([A.NoOp(), A.D4()], n=np.array([1, 2]))], p=np.float32(0.5), seed=np.int64(3))
        assert made == A.Compose([A.SomeOf([A.NoOp(), A.D4()], n=(1, 2))], p=0.5, seed=3)
        assert A.from_dict(A.to_dict(made)) == made
        assert A.HorizontalFlip(p=np.array(0.5)) == A.HorizontalFlip()
        assert A.Affine(fit_output=np.bool_(True)).fit_output is True
        assert type(A.HistogramMatching(metadata_key=np.str_("others")).metadata_key) is str

    def test_plain_yaml(self):
        text = yaml.safe_dump(A.to_dict(WANTED))
        assert A.from_dict(yaml.safe_load(text)) == WANTED

    def test_a_number_that_yaml_reads_as_text_is_explained(self):
        given = yaml.safe_load("p: 1e-2")["p"]
        with pytest.raises(
            ValueError, match=r"HorizontalFlip\.p must be .*, got '1e-2' \(a text; in YAML write 1\.0e-2"
        ):
            A.HorizontalFlip(p=given)

    def test_dataclasses(self):
        @dataclasses.dataclass
        class Boxes:
            format: str = "coco"
            label_fields: tuple = ("a",)

        assert A.Compose([], bbox_params=dataclasses.asdict(Boxes())) == A.Compose([], bbox_params=BOXES)


class TestPydantic:
    def test_transforms_as_fields(self):
        pydantic = pytest.importorskip("pydantic")

        class Model(pydantic.BaseModel):
            model_config = pydantic.ConfigDict(arbitrary_types_allowed=True)
            one: A.BasicTransform
            many: list[A.BasicTransform]
            whole: A.Compose

        made = Model(one=A.NoOp(), many=[A.D4(), A.Lambda()], whole=WANTED)
        assert made.model_copy(deep=True).whole == WANTED
        with pytest.raises(pydantic.ValidationError, match="BasicTransform"):
            Model(one=3, many=[], whole=WANTED)

    def test_values_out_of_models(self):
        pydantic = pytest.importorskip("pydantic")

        class Model(pydantic.BaseModel):
            p: float
            rotate: tuple[float, float]
            scale: dict[str, tuple[float, float]]
            boxes: dict[str, str | list[str]]

        found = Model(p=1, rotate=[1, 2], scale={"x": [0.5, 1], "y": [1, 1]}, boxes=BOXES)
        assert A.Affine(found.scale, rotate=found.rotate, p=found.p) == A.Affine(
            {"x": (0.5, 1), "y": (1, 1)}, rotate=(1, 2), p=1
        )
        assert A.Compose([], bbox_params=found.model_dump()["boxes"]).bbox_params == A.BboxParams(**BOXES)
