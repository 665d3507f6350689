"""Transforms and pipelines as typed arguments of jsonargparse and LightningCLI."""

import pytest

import augrepro as A

jsonargparse = pytest.importorskip("jsonargparse")
yaml = pytest.importorskip("yaml")

FLIP = {"class_path": "augrepro.HorizontalFlip", "init_args": {"p": 0.3}}
BOXES = {"format": "coco", "label_fields": ["a"]}


def parsed(kind, given):
    parser = jsonargparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("--augment", type=kind)
    config = parser.parse_object({"augment": given})
    return getattr(parser, "instantiate", parser.instantiate_classes)(config).augment


def path(name, **given):
    return {"class_path": f"augrepro.{name}", "init_args": given}


class TestJsonargparse:
    @pytest.mark.parametrize("kind", [A.BasicTransform, A.DualTransform, A.BasicTransform | None])
    def test_one_transform(self, kind):
        assert parsed(kind, FLIP) == A.HorizontalFlip(p=0.3)

    @pytest.mark.parametrize("kind", [A.Compose, A.BaseCompose])
    @pytest.mark.parametrize("boxes", [BOXES, path("BboxParams", **BOXES)])
    def test_a_pipeline_as_a_typed_argument(self, kind, boxes):
        inner = path("OneOf", transforms=[FLIP, path("Rotate", limit=[-3, 3])], p=0.4)
        given = path("Compose", transforms=[inner], bbox_params=boxes, additional_targets={"b": "mask"}, seed=3)
        wanted = A.OneOf([A.HorizontalFlip(p=0.3), A.Rotate(3)], p=0.4)
        assert parsed(kind, given) == A.Compose([wanted], bbox_params=BOXES, additional_targets={"b": "mask"}, seed=3)

    def test_every_group(self):
        nodes = [FLIP, path("SelectiveChannelTransform", transforms=[path("InvertImg")], channels=[0, 2])]
        built = [A.HorizontalFlip(p=0.3), A.SelectiveChannelTransform([A.InvertImg()], channels=(0, 2))]
        made = {
            "OneOf": A.OneOf(built),
            "Sequential": A.Sequential(built),
            "SomeOf": A.SomeOf(built),
            "RandomOrder": A.RandomOrder(built),
            "OneOrOther": A.OneOrOther(transforms=built),
            "ReplayCompose": A.ReplayCompose(built),
        }
        assert {name: parsed(A.BaseCompose, path(name, transforms=nodes)) for name in made} == made
        assert parsed(A.BaseCompose, path("SomeOf", transforms=nodes, n=[1, 2])) == A.SomeOf(built, n=(1, 2))
        assert parsed(A.BaseCompose, path("OneOrOther", first=FLIP, second=nodes[1])) == A.OneOrOther(*built)

    @pytest.mark.parametrize(
        "given",
        [
            ("Affine", {"scale": {"x": [0.5, 1], "y": [1, 1]}, "rotate": [1, 2], "fit_output": True}),
            ("Affine", {"translate_px": {"x": [1, 2], "y": [0, 0]}}),
            ("Normalize", {"mean": [0.1, 0.2, 0.3], "std": 0.5}),
            ("PadIfNeeded", {"min_height": 3, "min_width": None, "pad_width_divisor": 4, "fill": [1, 2, 3]}),
            ("CoarseDropout", {"num_holes_range": [1, 3], "hole_height_range": [0.1, 0.2], "fill": "inpaint_ns"}),
            ("GaussianBlur", {"blur_limit": [3, 7]}),
            ("Pad3D", {"padding": [1, 2, 3]}),
            ("CropNonEmptyMaskIfExists", {"height": 3, "width": 4, "ignore_values": [1]}),
            ("RandomResizedCrop", {"size": [3, 4]}),
        ],
        ids=lambda given: f"{given[0]}-{next(iter(given[1]))}",
    )
    def test_every_kind_of_argument(self, given):
        name, arguments = given
        assert parsed(A.BasicTransform, path(name, **arguments)) == getattr(A, name)(**arguments)

    def test_arguments_of_a_class_on_the_command_line(self):
        parser = jsonargparse.ArgumentParser(exit_on_error=False)
        parser.add_class_arguments(A.Rotate, "turn")
        config = parser.parse_args(["--turn.limit=[-3,3]", "--turn.p=0.2"])
        assert getattr(parser, "instantiate", parser.instantiate_classes)(config).turn == A.Rotate(3, p=0.2)

    def test_wrong_values_and_names(self):
        with pytest.raises(ValueError, match=r"HorizontalFlip\.p must be a number >= 0 and <= 1, got 3"):
            parsed(A.BasicTransform, path("HorizontalFlip", p=3))
        with pytest.raises(jsonargparse.ArgumentError, match="'q' is not accepted"):
            parsed(A.BasicTransform, path("HorizontalFlip", q=3))


@pytest.mark.filterwarnings("ignore")
def test_lightning_cli(tmp_path, monkeypatch):
    cli = pytest.importorskip("lightning.pytorch.cli")
    from lightning.pytorch import LightningDataModule, LightningModule

    class Faces(LightningDataModule):
        def __init__(self, augment: A.Compose, extra: list[A.BasicTransform] | None = None, p: float = 0.5):
            super().__init__()
            self.augment, self.extra = augment, extra

    monkeypatch.chdir(tmp_path)
    config = {
        "data": {"augment": path("Compose", transforms=[FLIP], bbox_params=BOXES, seed=3), "extra": [path("D4")]},
        "trainer": {"logger": False, "accelerator": "cpu"},
    }
    (tmp_path / "config.yaml").write_text(yaml.safe_dump(config))
    made = cli.LightningCLI(
        LightningModule, Faces, run=False, args=["--config", "config.yaml"], save_config_callback=None
    )
    assert made.datamodule.augment == A.Compose([A.HorizontalFlip(p=0.3)], bbox_params=BOXES, seed=3)
    assert made.datamodule.extra == [A.D4()]
