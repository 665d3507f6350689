"""Why a result differs from its snapshot: seed, input, draws, code, or a library that moved. Each has a planted fault."""

import json
import re
import warnings

import cv2
import numpy as np
import pytest

import augrepro as A
from augrepro.engine.watching import WATCHER
from augrepro.ops.color import HsvShift
from augrepro.ops.grid import Dihedral
from pytest_augrepro.sample import scene
from pytest_augrepro.snapshots import canaries, document, drawn, layout, modes, origin, pipelines, steps, surroundings
from pytest_augrepro.snapshots.calls import Watch
from pytest_augrepro.snapshots.cause import DRIFT, INPUT, REGRESSION, cause, without_constants
from pytest_augrepro.snapshots.tracing import tracing, tracing_modes
from pytest_augrepro.values.digest import leaves

STEPS = [A.HueSaturationValue(p=1), A.HorizontalFlip(p=1), A.RandomCrop(32, 40, p=1)]


def run(steps=STEPS, seed=137, image=None, mask=None, **more):
    """A result, and what was seen of how it came about."""
    sample, watch = scene(), Watch()
    watch.start()
    try:
        given = {"image": sample["image"] if image is None else image, "mask": sample["mask"] if mask is None else mask}
        result = A.Compose(steps, seed=seed, **more)(**given)
    finally:
        watch.stop()
    return result, watch.taken()[0]


@pytest.fixture
def stored(tmp_path):
    """What a snapshot of the pipeline says of its origin, read from its text."""
    with tracing() as trace:
        result, seen = run()
    made = origin.of_run(seen, 0, trace.primitives, tmp_path, tmp_path)
    return document.parse(document.render(leaves(result), 137, made).encode()).provenance


@pytest.fixture
def drift(monkeypatch):
    """OpenCV turns colors into others than before."""
    real = cv2.cvtColor
    monkeypatch.setattr(canaries, "ANSWERED", {})
    monkeypatch.setattr(
        cv2,
        "cvtColor",
        lambda *given, **more: real(*given, **more) ^ 1 if given[0].dtype == "u1" else real(*given, **more),
    )


@pytest.fixture
def fault(monkeypatch):
    """The flip loses a pixel."""
    real = Dihedral.pixels

    def pixels(op, image):
        out = real(op, image).copy()
        out[0, 0] ^= 1
        return out

    monkeypatch.setattr(Dihedral, "pixels", pixels)


def test_provenance_comes_back_from_the_text_of_a_snapshot(stored):
    assert stored.versions["numpy"] == np.__version__
    assert stored.versions["opencv"] == cv2.__version__
    (call,) = stored.calls
    assert [step["path"] for step in call.plan["steps"]] == [f"Compose/{type(step).__name__}#0" for step in STEPS]
    assert set(call.inputs) == {"image", "mask"}
    assert "cv2.cvtColor" in stored.primitives
    assert [("cv2.cvtColor RGB2HSV uint8" in step["uses"]) for step in call.steps] == [True, False, False]
    assert (
        cause(stored, run()[1]).verdict == REGRESSION
    )  # nothing moved, so a difference comes from around the pipeline


def test_provenance_decides_nothing():
    text = document.render(leaves({"image": np.ones((2, 2), np.uint8), "# x": 1}), 1)
    (made,) = [origin.of_run([], 0, canaries.here(), surroundings.Path("/"), surroundings.Path("/s"))]
    other = document.render(leaves({"image": np.ones((2, 2), np.uint8), "# x": 1}), 1, made)
    assert other != text
    assert document.essence(other) == document.essence(text)
    assert not document.parse(text.encode()).provenance.known
    assert cause(document.parse(text.encode()).provenance, []).lines == []
    assert document.parse(other.encode()).parts.keys() == {"image", '["# x"]'}


@pytest.mark.parametrize("cut", [3, 40, 400])
def test_damaged_provenance_is_told(cut):
    made = origin.of_run(run()[1], 0, canaries.here(), surroundings.Path("/"), surroundings.Path("/s"))
    text = document.render(leaves(1), 1, made).encode()
    with pytest.raises(document.Damaged, match="damaged where it tells how it came about"):
        document.parse(text[:-cut])


def test_drift_names_library_step_and_primitive(stored, drift):
    found = cause(stored, run()[1])
    assert found.verdict == DRIFT
    assert found.lines == [
        "drift: cv2.cvtColor RGB2HSV uint8 answers otherwise here: the same versions and CPU features, so another build or setting of them; equal draws, HueSaturationValue moved by it"
    ]


def test_drift_names_versions(stored, drift, monkeypatch):
    monkeypatch.setattr(surroundings, "versions", lambda: {"opencv": "9.9.9"})
    assert f"written with opencv {cv2.__version__}, this run has 9.9.9;" in cause(stored, run()[1]).lines[0]


def test_drift_names_cpu_features(stored, drift, monkeypatch):
    machine = surroundings.machine()
    few = machine | {"OpenCV's CPU features": "SSE SSE2 SSE3"}
    monkeypatch.setattr(surroundings, "machine", lambda: few)
    assert "OpenCV's CPU features were with *SSE4.1" in cause(stored, run()[1]).lines[0]


def test_a_fault_is_a_regression(stored, fault):
    found = cause(stored, run()[1])
    assert found.verdict == REGRESSION
    assert found.lines == [
        "regression: HorizontalFlip makes other pixels of the same draw, and the primitives below it hold"
    ]


def test_a_fault_beside_drift_is_a_regression(stored, drift, fault):
    found = cause(stored, run()[1])
    assert found.verdict == REGRESSION
    assert found.lines[0].startswith("regression: HorizontalFlip makes other pixels")
    assert found.lines[1].startswith("beside it cv2.cvtColor RGB2HSV uint8 answers otherwise here")


@pytest.mark.parametrize("drifting", [False, True])
def test_other_draws_are_a_regression_parameter_by_parameter(stored, drifting, request):
    if drifting:
        request.getfixturevalue("drift")
    steps = [A.HueSaturationValue((-21, 20), p=1), *STEPS[1:]]
    found = cause(stored, run(steps)[1])
    assert found.verdict == REGRESSION
    assert found.lines[0] == (
        "regression: the pipeline is another: HueSaturationValue.hue_shift_limit is (-21.0, 20.0), "
        "snapshot has (-20.0, 20.0)"
    )
    old, new = (plan["steps"][0]["hue"] for plan in (stored.calls[0].plan, run(steps)[1][0].call.plan))
    told = re.fullmatch(r"the draws moved: HueSaturationValue.hue drew (\S+), snapshot has (\S+)", found.lines[1])
    assert (float(told[1]), float(told[2])) == pytest.approx((new, old), rel=1e-3)


@pytest.mark.parametrize(("then", "now"), [("exact", "same-build"), ("same-build", "exact")])
def test_another_exactness_is_told_and_no_step_is_blamed_for_it(then, now, tmp_path):
    steps = [A.Rotate((33, 34), p=1)]
    result, seen = run(steps, exactness=then)
    made = origin.of_run(seen, 0, {}, tmp_path, tmp_path)
    before = document.parse(document.render(leaves(result), 137, made).encode()).provenance
    assert cause(before, run(steps, exactness=now)[1]).lines == [
        f"regression: the pipeline is another: Compose.exactness is '{now}', snapshot has '{then}'",
        f"Rotate makes other pixels of the same draw, run with exactness={now}, snapshot has {then}",
    ]


def test_a_default_that_a_pipeline_does_not_tell_is_told_as_such():
    flip = A.HorizontalFlip(p=1)
    for name, value in {"strict": True, "keyed": True, "exactness": "same-arch", "name": "a"}.items():
        usual = repr({"exactness": "exact", "name": None}.get(name, False))
        plain, other = A.Compose([flip], seed=1), A.Compose([flip], seed=1, **{name: value})
        assert both(plain, other) == [f"Compose.{name} is {value!r}, snapshot has {usual}"]
        assert both(other, plain) == [f"Compose.{name} is {usual}, snapshot has {value!r}"]
    assert pipelines.changes("T(a=1)", "T(a=1, b=2)") == ["T.b is 2, snapshot has no such argument"]
    assert pipelines.changes("T(a=1, b=2)", "T(a=1)") == ["T without b, snapshot has 2"]


def test_draws_that_moved_below_an_equal_pipeline(stored, monkeypatch):
    real = A.HueSaturationValue.draw
    monkeypatch.setattr(
        A.HueSaturationValue,
        "draw",
        lambda own, rng, frame: HsvShift(*(each + 1 for each in vars(real(own, rng, frame)).values())),
    )
    lines = cause(stored, run()[1]).lines
    assert lines[0].startswith("regression: the draws moved: HueSaturationValue.hue drew ")
    assert len(lines) == 3


def test_a_transform_more_or_less_is_named(stored):
    lines = cause(stored, run([*STEPS[1:], A.Transpose(p=1)])[1]).lines
    assert "regression: the pipeline is another: without HueSaturationValue(" in lines[0]
    assert "with Transpose(p=1.0)" in lines
    for name in ("HueSaturationValue", "Transpose"):
        assert any(re.search(rf"^(the draws moved: )?{name} .*snapshot", line) for line in lines)


def both(old, new):
    return pipelines.changes(repr(old), repr(new))


def test_what_a_pipeline_says_of_itself_is_told_by_its_structure():
    flip, turn, blur = A.HorizontalFlip(p=1), A.Rotate(p=1), A.Blur(3, p=1)
    params = [A.BboxParams("coco", min_width=width, label_fields=["a", "b"]) for width in (0, 90)]
    changed = both(A.Compose([flip], bbox_params=params[0]), A.Compose([flip], bbox_params=params[1]))
    assert changed == ["BboxParams.min_width is 90, snapshot has 0"]
    for kind, name in ((A.Compose, "Compose"), (A.OneOf, "OneOf")):
        order = f"order changed: Rotate, HorizontalFlip; snapshot has HorizontalFlip, Rotate (in {name})"
        assert both(kind([flip, turn]), kind([turn, flip])) == [order]
        assert both(A.Compose([kind([flip, turn])]), A.Compose([kind([turn, flip])], p=0.9))[0] == order
    assert both(A.Compose([A.SomeOf([flip, turn], n=2)]), A.Compose([A.SomeOf([flip, turn], n=1)])) == [
        "SomeOf.n is 1, snapshot has 2"
    ]
    assert both(A.Compose([blur, A.Blur(5, p=1)]), A.Compose([A.Blur(5, p=1)])) == [
        "without Blur(blur_limit=(3, 3), p=1.0)"
    ]
    assert both(A.Compose([blur, blur]), A.Compose([blur, A.Blur(5, p=1)])) == [
        "Blur#1.blur_limit is (3, 5), snapshot has (3, 3)"
    ]
    assert both(A.Compose([flip]), A.Compose([])) == ["without HorizontalFlip(p=1.0)"]
    assert both(A.Compose([flip]), A.Sequential([flip])) == ["Sequential in the place of Compose"]
    assert both(A.Compose([flip]), A.Compose([flip])) == []
    assert pipelines.changes("T(f=<function f>, n=1)", "T(f=<function g>, n=1)") == [
        "T.f is '<function g>', snapshot has '<function f>'"
    ]
    assert pipelines.changes("T(\n  size=bilinear x\n)", "T(\n  size=nearest x\n)") == [
        "without size=bilinear x",
        "with size=nearest x",
    ]


def test_an_input_of_another_size_that_moves_draws_is_input_drift(stored):
    found = cause(stored, run(image=scene()["image"][:50, :70], mask=scene()["mask"][:50, :70])[1])
    assert (found.verdict, found.lines[0].partition(":")[0]) == (INPUT, INPUT)
    assert found.lines[1] == "the draws moved with it: the sample is 50 x 70 x 3, snapshot has 64 x 96 x 3"
    moved = cause(stored, run(seed=1, image=255 - scene()["image"])[1])  # no draw looks at pixels
    assert moved.verdict == REGRESSION


def test_an_argument_that_acts_as_it_is_given_draws_nothing():
    watches = []
    for mean in (0.5, 0.4):
        watch = Watch()
        watch.start()
        A.Compose([A.Normalize(mean=(mean,) * 3, std=(0.2,) * 3)], seed=1)(image=scene()["image"])
        watch.stop()
        watches.append([each.call for each in watch.taken()[0]])
    draws = drawn.moved(*([call.plan for call in calls] for calls in watches), A.plan_changes)
    assert draws == ["Normalize.mean drew (0.4, 0.4, 0.4), snapshot has (0.5, 0.5, 0.5)"]
    assert list(without_constants(draws, ["Normalize.mean is (0.4, 0.4, 0.4), snapshot ..."], watches[1])) == []
    assert list(without_constants(draws, [], watches[1])) == [draws[0].replace("drew", "is")]


def test_another_input_is_told_first(stored, fault):
    image = scene()["image"]
    image[0, 0] ^= 1
    found = cause(stored, run(image=image)[1])
    assert found.lines[0] == "input drift: the pipeline was given another image than when the snapshot was written"
    assert found.lines[1].startswith("regression: HorizontalFlip makes other pixels")


def test_another_input_alone_is_input_drift(stored):
    image = scene()["image"]
    image[0, 0] ^= 1
    assert cause(stored, run(image=image)[1]).verdict == INPUT


def test_drift_without_a_plan_needs_a_primitive_that_was_in_use(tmp_path, monkeypatch):
    with tracing() as trace:
        cv2.GaussianBlur(scene()["image"], (3, 3), 1)
    assert "cv2.GaussianBlur" in trace.primitives
    stored = origin.of_run([], 0, trace.primitives, tmp_path, tmp_path)
    assert cause(stored, []).verdict == REGRESSION
    for name, verdict in (("cvtColor", REGRESSION), ("GaussianBlur", DRIFT)):
        monkeypatch.setattr(canaries, "ANSWERED", {})
        monkeypatch.setattr(cv2, name, lambda image, *given, **more: image)
        assert cause(stored, []).verdict == verdict


def test_torch_is_seen_where_it_is_called_from_c_alone():
    torch = pytest.importorskip("torch")
    for use in (lambda: torch.rand(3), lambda: torch.zeros(3) + 1, lambda: torch.nn.functional.relu(torch.zeros(3))):
        with tracing() as trace:
            use()
        assert "torch" in trace.primitives
    with tracing() as trace:
        np.zeros(3).sum()
    assert "torch" not in trace.primitives


def test_what_is_drawn_is_told_in_short():
    old = {
        "shape": [4, 4, 3],
        "steps": [
            {"path": "Compose/GaussNoise#1", "op": "Noise", "key": "a" * 32, "list": [1, 2.5], "deep": {"x": "t"}}
        ],
    }
    new = json.loads(
        json.dumps(old).replace("a" * 32, "b" * 32).replace("2.5", "3.5").replace('"t"', '"u"').replace("[4", "[5")
    )
    assert drawn.moved([old], [new]) == [
        "drawn for an image of 5x4x3, the snapshot for 4x4x3",
        "GaussNoise#1.key drew key bbbbbbbb..., snapshot has key aaaaaaaa...",
        "GaussNoise#1.list drew [1, 3.5], snapshot has [1, 2.5]",
        'GaussNoise#1.deep.x drew "u", snapshot has "t"',
    ]
    assert drawn.moved([old], [old, new])[0] == "2 calls of a pipeline, the snapshot has 1"
    assert drawn.moved([None], [None]) == []


def test_every_canary_answers_and_moves_with_its_primitive(monkeypatch):
    for name in canaries.here():
        monkeypatch.setattr(canaries, "ANSWERED", {})
        (answer,) = canaries.answers([name]).values()
        list(canaries.PRIMITIVES[name]())  # none of them answers by failing
        word = name.removeprefix("cv2.")
        if word != name:
            with monkeypatch.context() as patch:
                patch.setattr(cv2, word, lambda *given, **more: np.zeros((2, 2), np.uint8))
                patch.setattr(canaries, "ANSWERED", {})
                assert canaries.answers([name])[name] != answer


RESIZED = [A.Resize(30, 20, interpolation=cv2.INTER_AREA)]


def with_resize_moved(monkeypatch, mode):
    """OpenCV resizes otherwise in one mode alone."""
    real = cv2.resize

    def resize(image, *given, interpolation=cv2.INTER_LINEAR, **more):
        result = real(image, *given, interpolation=interpolation, **more)
        return result ^ 1 if interpolation == mode and result.dtype == np.uint8 else result

    monkeypatch.setattr(canaries, "ANSWERED", {})
    monkeypatch.setattr(cv2, "resize", resize)


@pytest.mark.parametrize(("mode", "verdict"), [(cv2.INTER_AREA, DRIFT), (cv2.INTER_CUBIC, REGRESSION)])
def test_drift_in_a_mode_that_no_step_uses_excuses_nothing(mode, verdict, tmp_path, monkeypatch):
    with tracing() as trace:
        result, seen = run(RESIZED)
    made = origin.of_run(seen, 0, trace.primitives, tmp_path, tmp_path)
    stored = document.parse(document.render(leaves(result), 137, made).encode()).provenance
    assert {"cv2.resize", "cv2.resize area uint8"} <= stored.primitives.keys()
    assert not any("float" in name for name in stored.primitives), "of dtypes, too, only those in use"
    with_resize_moved(monkeypatch, mode)
    found = cause(stored, run(RESIZED)[1])
    assert found.verdict == verdict
    told = (
        "drift: cv2.resize area uint8 answers otherwise here: "
        if verdict == DRIFT
        else "; cv2.resize answers otherwise"
    )
    assert told in found.lines[-1]


def test_every_function_with_modes_is_told_by_them_and_put_back():
    image, real = scene()["image"], {name: getattr(cv2, name) for name in modes.FUNCTIONS}
    kernel = np.ones((3, 5), np.uint8)
    with tracing_modes() as trace:
        cv2.resize(image, (9, 9), None, 0, 0, cv2.INTER_LANCZOS4)
        cv2.warpAffine(image.astype(np.float32), np.eye(2, 3), (9, 9), flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
        cv2.remap(image, *np.zeros((2, 9, 9), np.float32), interpolation=cv2.INTER_NEAREST)
        cv2.GaussianBlur(image, (5, 3), 1)
        cv2.GaussianBlur(image, (0, 0), 2)
        cv2.medianBlur(image, 7)
        cv2.dilate(image, kernel)
        cv2.filter2D(image, -1, kernel)
        cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        cv2.boxFilter(image, -1, (301, 3))
        cv2.flip(image, 1)
    told = {name.removeprefix("cv2.") for name in trace.primitives if name.startswith("cv2.")}
    assert told == {
        *("resize lanczos4 uint8", "warpAffine cubic float32", "remap nearest uint8", "GaussianBlur 3x5 uint8"),
        *("GaussianBlur auto uint8", "medianBlur 7x7 uint8", "dilate 3x5 uint8", "filter2D 3x5 uint8"),
        *(
            "cvtColor BGR2RGB uint8",
            "boxFilter",
        ),  # no answer is kept for a kernel as large as that, but for the function
    }
    assert {name: getattr(cv2, name) for name in modes.FUNCTIONS} == real


@pytest.mark.parametrize("function", modes.FUNCTIONS)
def test_each_mode_has_an_answer_of_its_own(function, monkeypatch):
    words = {"resize": ["area", "linear_exact"], "cvtColor": ["RGB2HSV", "RGB2LAB"], "medianBlur": ["3x3", "5x5"]}
    linear = function in ("warpAffine", "warpPerspective", "remap")
    names = [
        f"cv2.{function} {mode} uint8"
        for mode in words.get(function, ["linear", "cubic"] if linear else ["3x5", "5x3"])
    ]
    before = canaries.answers(names)
    assert len({*before.values()}) == len(before) == 2
    monkeypatch.setattr(cv2, function, lambda *given, **more: np.zeros((2, 2), np.uint8))
    monkeypatch.setattr(canaries, "ANSWERED", {})
    assert all(canaries.answers(names)[name] != before[name] for name in names)


def test_what_is_no_mode_has_no_answer():
    strange = ["cv2.resize sideways uint8", "cv2.blur 3x5 complex64", "cv2.blur 9999x3 uint8", "cv2.cvtColor __doc__ uint8",
               "cv2.imread 3x3 uint8", "os.system 3x3 uint8", "cv2.blur 3x5 uint8 more"]  # fmt: skip
    assert canaries.answers(strange) == {}


def test_nobody_watches_where_no_test_asks():
    assert WATCHER.get() is None
    _, seen = run()
    assert len(seen) == 1
    assert WATCHER.get() is None


def test_a_watcher_that_fails_is_not_noticed():
    class Strange:
        def __repr__(self):
            raise RuntimeError("no repr")

    watch = Watch()
    watch.see(Strange(), {"image": object()}, Strange())
    watch.see(Strange(), {"image": object()}, None)
    assert [each.call.pipeline for each in watch.taken()[0]] == ["Strange"]


@pytest.mark.parametrize("stem", ["test_it", "test_it[a@01234567]", "test_it.1", "test_it@12"])
def test_variants_have_names_of_their_own(tmp_path, stem):
    mine = layout.variant_stem(stem, "0123abcd")
    assert layout.without_variant(mine) == stem
    assert layout.without_variant(stem) == stem
    for name in (stem, mine, f"{stem}@0123abcd.1", f"{stem}--image@0123abcd", f"{stem}2@0123abcd"):
        (tmp_path / f"{name}.snap").touch()
    assert layout.variant_stems(tmp_path, stem) == [mine]
    assert layout.variant_stems(tmp_path / "gone", stem) == []


def test_steps_are_looked_at_without_a_warning():
    _, seen = run([A.Resize(96, 96), A.Normalize(), A.ToTensorV2()])
    with warnings.catch_warnings(action="error"):
        [facts] = steps.of_calls(seen)
    assert len(facts) >= 3
    assert all(each["digest"] for each in facts)
