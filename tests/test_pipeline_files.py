"""Pipelines and plans in and out of files, buffers, dicts and configuration tools; and pipelines that change later."""

import io
import json
import os
import stat
import subprocess
import sys
import tempfile
from collections import UserDict, UserList

import numpy as np
import pytest
from samples import scene

import augrepro as A

yaml = pytest.importorskip("yaml")
IMAGE = scene()["image"]


def pipeline():
    return A.Compose([A.HorizontalFlip(), A.OneOf([A.RandomGamma(), A.Rotate(20, p=1)], p=0.8)], seed=137)


class TestPlaces:
    def test_the_format_follows_from_the_suffix(self, tmp_path):
        for name in ("p.yaml", "p.YML", "p.json", "p"):
            A.save(pipeline(), tmp_path / name)
            assert A.load(tmp_path / name) == pipeline()
        assert (tmp_path / "p.yaml").read_text().startswith("__version__:")
        assert (tmp_path / "p").read_text().startswith("{")

    def test_buffers_of_text_and_bytes(self):
        buffer = io.StringIO()
        A.save(pipeline(), filepath_or_buffer=buffer, data_format="json")
        assert A.load(io.StringIO(buffer.getvalue())) == pipeline()
        assert A.load(io.BytesIO(buffer.getvalue().encode())) == pipeline()

    def test_buffers_opened_in_binary_mode(self, tmp_path):
        for form in ("json", "yaml"):
            buffer = io.BytesIO()
            A.save(pipeline(), buffer, form)
            assert A.load(io.BytesIO(buffer.getvalue()), form) == pipeline()
            with tempfile.NamedTemporaryFile(dir=tmp_path, suffix=f".{form}") as file:
                A.save(pipeline(), file, form)
                file.flush()
                assert A.load(file.name) == pipeline()

    def test_json_in_a_file_that_is_called_yaml(self, tmp_path):
        small = A.Compose([A.GaussNoise((1e-5, 2e-5), p=1e-7), A.Normalize(max_pixel_value=1e10)])
        (tmp_path / "p.yaml").write_text(json.dumps(A.to_dict(small)).replace("10000000000.0", "1e+10"))
        assert A.load(tmp_path / "p.yaml") == small

    def test_what_is_no_place_is_refused(self):
        with pytest.raises(TypeError, match="filepath_or_buffer must be a path or an open file, got 3"):
            A.save(pipeline(), 3)
        with pytest.raises(ValueError, match="data_format must be one of 'json', 'yaml', got 'yml'; did"):
            A.load("x", data_format="yml")

    def test_a_missing_folder_is_named(self, tmp_path):
        with pytest.raises(FileNotFoundError, match=r"there is no folder .*nowhere"):
            A.save(pipeline(), tmp_path / "nowhere" / "p.json")


class TestWriting:
    def test_a_new_file_gets_the_mode_that_open_would_give(self, tmp_path):
        before = os.umask(0o027)
        try:
            A.save(pipeline(), tmp_path / "p.json")
            (tmp_path / "other").write_text("")
        finally:
            os.umask(before)
        modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("p.json", "other")]
        assert modes == [0o640, 0o640]

    def test_an_old_file_keeps_its_mode(self, tmp_path):
        path = tmp_path / "p.json"
        path.write_text("")
        path.chmod(0o604)
        A.save(pipeline(), path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o604

    def test_a_link_is_followed(self, tmp_path):
        (tmp_path / "real.json").write_text("old")
        (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
        A.save(pipeline(), tmp_path / "link.json")
        assert (tmp_path / "link.json").is_symlink()
        assert A.load(tmp_path / "real.json") == pipeline()

    def test_devices_pipes_and_folders_are_refused(self, tmp_path):
        os.mkfifo(tmp_path / "pipe")
        for place, kind in ((tmp_path, "a folder"), (tmp_path / "pipe", "a pipe"), ("/dev/null", "a device")):
            with pytest.raises(ValueError, match=f"must be a file, and is {kind}"):
                A.save(pipeline(), place)
        assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
        assert sorted(path.name for path in tmp_path.iterdir()) == ["pipe"]


BOMBS = {
    "open brackets": ("[" * 25_000, "nested deeper than 40"),
    "a tag": ("transform: !!python/object/apply:os.system [ls]", "YAML tags are not allowed"),
    "a tag of the core": ("transform: !!bool 'x'", "YAML tags are not allowed"),
    "an alias": ("a: &a [1]\nb: *a", "YAML aliases are not allowed"),
    "a date that is none": ("transform: 2001-99-99", "'transform' object"),
    "a number of 5000 digits": ("transform: " + "1" * 5000, "at most 4300 characters, got 5000"),
    "a number of base 60": ("transform: " + "1:" * 5000 + "1", "at most 4300 characters"),
    "no YAML": ("a: [", "not YAML"),
}


class TestReading:
    @pytest.mark.parametrize("case", BOMBS)
    def test_yaml_with(self, case, tmp_path):
        text, message = BOMBS[case]
        path = tmp_path / "p.yaml"
        path.write_text(text)
        run = f"import augrepro as A, sys\ntry: A.load({str(path)!r})\nexcept A.PlanError as e: print(e)"
        out = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, timeout=300)
        assert message in out.stdout, out

    def test_only_regular_files_are_read(self, tmp_path):
        os.mkfifo(tmp_path / "pipe.json")
        (tmp_path / "zero.json").symlink_to("/dev/zero")
        for name, kind in (("pipe.json", "a pipe"), ("zero.json", "a device")):
            with pytest.raises(A.PlanError, match=f"this is {kind}"):
                A.load(tmp_path / name)
            with pytest.raises(A.PlanError, match=f"this is {kind}"):
                A.Plan.load(tmp_path / name)


class TestDicts:
    def test_a_named_lambda_is_given_back_by_name(self):
        mine = A.Lambda(image=lambda image, **_: 255 - image, name="negative", p=1)
        data = A.to_dict(A.Compose([mine], seed=1))
        again = A.from_dict(data, nonserializable={"negative": mine})
        assert (again(image=IMAGE)["image"] == 255 - IMAGE).all()
        with pytest.raises(A.PlanError, match=r"names the Lambda 'negative'.*nonserializable="):
            A.from_dict(data)

    def test_what_cannot_be_written_raises_or_warns(self):
        unnamed = A.Compose([A.Lambda(image=lambda image, **_: image)])
        with pytest.raises(NotImplementedError, match="give it name="):
            A.to_dict(unnamed)
        with pytest.warns(UserWarning, match="give it name="):
            assert A.to_dict(unnamed, on_not_implemented_error="warn")["transform"] is None

    def test_the_method_says_what_the_function_says(self):
        assert pipeline().to_dict() == A.to_dict(pipeline())
        assert A.RandomGamma().to_dict() == A.to_dict(A.RandomGamma())

    def test_a_plan_may_be_given_as_itself_its_dict_or_its_text(self):
        plan = pipeline().draw_plan(image=IMAGE)
        wanted = pipeline().apply_plan(plan, image=IMAGE)["image"]
        for given in (plan.to_dict(), plan.to_json()):
            assert (pipeline().apply_plan(given, image=IMAGE)["image"] == wanted).all()
        with pytest.raises(TypeError, match="a plan must be a Plan, its dict or its JSON text, got 3"):
            pipeline().apply_plan(3, image=IMAGE)


class TestWhatConfigurationToolsPass:
    def test_any_sequence_and_mapping(self):
        assert A.Rotate(UserList([-3, 3])) == A.Rotate((-3, 3))
        assert A.Affine(scale=UserDict(x=UserList([0.5, 1]), y=2)) == A.Affine(scale={"x": (0.5, 1), "y": 2})
        assert A.Normalize(mean=UserList([1, 2, 3]), std=np.ones(3)) == A.Normalize(mean=(1, 2, 3), std=(1, 1, 1))
        assert A.BboxParams("coco", label_fields=UserList(["a"])).label_fields == ("a",)
        with pytest.raises(ValueError, match=r"Rotate\.limit must be two increasing numbers"):
            A.Rotate("12")

    def test_small_numbers_do_not_wrap(self):
        assert A.HueSaturationValue(val_shift_limit=np.uint8(200)).val_shift_limit == (-200.0, 200.0)
        assert A.GaussianBlur(np.int8(7)).blur_limit == (0, 7)
        assert A.Affine(rotate=np.float16(3)).rotate == (3.0, 3.0)

    @pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400, 1j, np.zeros((2, 2)), None, object()])
    def test_what_is_no_size_is_refused_in_words(self, value):
        with pytest.raises(ValueError, match=r"Resize\.height must be a whole number >= 1 and <= 2147483647, got"):
            A.Resize(value, 3)

    def test_omegaconf_and_pydantic(self):
        omegaconf = pytest.importorskip("omegaconf")
        config = omegaconf.OmegaConf.create({"limit": [-3, 3], "scale": {"x": [0.5, 1], "y": 2}})
        assert A.Rotate(limit=config.limit) == A.Rotate((-3, 3))
        assert A.Affine(scale=config.scale) == A.Affine(scale={"x": (0.5, 1), "y": 2})

    def test_jsonargparse(self):
        jsonargparse = pytest.importorskip("jsonargparse")
        parser = jsonargparse.ArgumentParser(exit_on_error=False)
        parser.add_argument("--augment", type=list[A.BasicTransform])
        given = [
            {"class_path": "augrepro.HorizontalFlip", "init_args": {"p": 0.3}},
            {"class_path": "augrepro.Rotate", "init_args": {"limit": [-5, 5], "border_mode": 1}},
        ]
        config = parser.parse_object({"augment": given})
        made = getattr(parser, "instantiate", parser.instantiate_classes)(config).augment
        assert made == [A.HorizontalFlip(p=0.3), A.Rotate((-5, 5), border_mode=1)]


class TestChildrenChangedLater:
    def same(self, changed, built):
        one, two = (A.Compose(list(made.transforms), seed=137) for made in (changed, built))
        changed.set_random_seed(137)
        assert all((changed(image=IMAGE)["image"] == two(image=IMAGE)["image"]).all() for _ in range(8))
        assert one == two

    def test_appended(self):
        changed = A.Compose([A.HorizontalFlip()])
        changed(image=IMAGE)
        changed.transforms.append(A.RandomGamma(p=1))
        self.same(changed, A.Compose([A.HorizontalFlip(), A.RandomGamma(p=1)]))

    def test_replaced_and_assigned(self):
        changed = A.Compose([A.HorizontalFlip(), A.NoOp()])
        changed(image=IMAGE)
        changed.transforms[1] = A.Rotate(20, p=1)
        self.same(changed, A.Compose([A.HorizontalFlip(), A.Rotate(20, p=1)]))
        changed.transforms = [A.RandomGamma(p=1)]
        self.same(changed, A.Compose([A.RandomGamma(p=1)]))

    def test_in_a_group_inside(self):
        changed = A.Compose([A.OneOf([A.NoOp(p=1)], p=1)])
        changed(image=IMAGE)
        changed[0].transforms.append(A.RandomGamma(p=1))
        self.same(changed, A.Compose([A.OneOf([A.NoOp(p=1), A.RandomGamma(p=1)], p=1)]))

    def test_what_is_no_transform_is_refused_at_the_call(self):
        changed = A.Compose([A.NoOp()])
        changed.transforms.append(3)
        with pytest.raises(TypeError, match=r"Compose\.transforms\[1\] must be a transform, got 3"):
            changed(image=IMAGE)


class TestCounts:
    @pytest.mark.parametrize("group", [A.OneOf, A.SomeOf, A.RandomOrder, A.Sequential, A.OneOrOther])
    def test_a_group_of_none_is_nothing(self, group):
        pipeline = A.from_dict(A.to_dict(A.Compose([group(transforms=[], p=1), A.InvertImg(p=1)])))
        assert (pipeline(image=IMAGE)["image"] == 255 - IMAGE).all()

    def test_one_or_other_of_one_is_that_one(self):
        pipeline = A.from_dict(A.to_dict(A.Compose([A.OneOrOther(transforms=[A.InvertImg(p=0.01)], p=0.5)], seed=1)))
        assert all((pipeline(image=IMAGE)["image"] == 255 - IMAGE).all() for _ in range(20))
        with pytest.raises(ValueError, match=r"OneOrOther\.transforms must be two transforms, got 3"):
            A.OneOrOther(transforms=[A.NoOp()] * 3)

    def test_some_of_none_is_nothing(self):
        pipeline = A.Compose([A.SomeOf([A.InvertImg(p=1)], n=0), A.RandomOrder([A.InvertImg(p=1)], n=(0, 0))], seed=1)
        assert (pipeline(image=IMAGE)["image"] == IMAGE).all()
        sizes = {
            len(A.Compose([A.SomeOf([A.NoOp(p=1), A.D4()], n=(0, 2))], seed=i).draw_plan(image=IMAGE).steps)
            for i in range(20)
        }
        assert sizes == {0, 1}

    def test_there_are_ceilings_and_they_are_named(self):
        with pytest.raises(ValueError, match=r"SomeOf\.n must be a whole number from 0 to 10000"):
            A.SomeOf([A.NoOp()], n=10**9, replace=True)
        with pytest.raises(ValueError, match=r"CoarseDropout\.num_holes_range must be .*<= 10000"):
            A.CoarseDropout(num_holes_range=(1, 10**9))
