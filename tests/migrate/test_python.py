"""Python files: every import form, every kind of rewrite, what is left to somebody, and that a second run does nothing."""

from __future__ import annotations

import ast
import contextlib

import numpy as np
import pytest
from migrate_cases import CALLS, IMPORTS, LOOKS

import augrepro as A
from augrepro import compat
from augrepro.engine.declare.calls import todays_call
from augrepro.engine.declare.releases import modern
from augrepro.migrate.edits import Edit, apply
from augrepro.migrate.findings import Kind
from augrepro.migrate.python import Target, move
from augrepro.migrate.source import Source

FORMER = (1, 3, 1)


def moved(text, release=FORMER, target=Target.CORE):
    source = Source(text)
    found = move(source, release, target)
    return apply(source.raw, found.edits).decode(), found


def said(found):
    return " | ".join(f"{each.kind}: {each.what} ({each.cure})" for each in found.findings if each.kind != "moves")


@pytest.mark.parametrize("case", IMPORTS)
def test_an_import_form(case):
    before, after = IMPORTS[case]
    text, found = moved(before)
    assert text == after
    assert said(found) == ""


@pytest.mark.parametrize("case", CALLS)
def test_a_call(case):
    before, after = CALLS[case]
    text, found = moved(f"import albumentations as A\nx = A.{before}\n")
    assert text == f"import augrepro as A\nx = A.{after}\n"
    assert said(found) == ""


@pytest.mark.parametrize("case", LOOKS)
def test_what_a_run_decides_stands_on_compat(case):
    before, after, words = LOOKS[case]
    text, found = moved(f"import albumentations as A\n{before}\n")
    assert text == f'import augrepro as A\nfrom augrepro import compat\n\ncompat.use_defaults("1.3")\n{after}\n'
    assert words in said(found)
    assert "; left as compat" in said(found)


@pytest.mark.parametrize(
    "text",
    [*(before for before, _ in IMPORTS.values()), *(f"import albumentations as A\n{c[0]}\n" for c in LOOKS.values())],
)
def test_a_second_run_changes_nothing(text):
    once, first = moved(text)
    again, second = moved(once)
    assert again == once
    assert said(second) == said(first)


def test_a_second_run_over_all_calls_changes_nothing():
    once, _ = moved("import albumentations as A\n" + "".join(f"x = A.{before}\n" for before, _ in CALLS.values()))
    assert moved(once)[0] == once


def built(code):
    return repr(eval(code, {"A": A}))


def table(before):
    """What the table makes of a former call, built; without the command."""
    call = ast.parse(f"A.{before}", mode="eval").body
    args = [ast.literal_eval(arg) for arg in call.args]
    kwargs = {each.arg: ast.literal_eval(each.value) for each in call.keywords}
    return repr(todays_call(call.func.attr, args, kwargs, (), FORMER))


PLAIN = ("units", "another class", "isotropic", "shear leaned the other way", "a default that moved", "one axis each")


def same_meaning(before, after):
    """Whether the rewritten call builds what the table says of the former one."""
    before = before.replace("255 * 255", "65025").replace("=x", "=3")
    return built(f"A.{after}".replace("(x, x)", "(3, 3)")) == built(table(before))


@pytest.mark.parametrize("case", PLAIN)
def test_a_rewritten_call_means_what_the_former_one_did(case):
    assert same_meaning(*CALLS[case])


@pytest.mark.parametrize(
    ("case", "right", "wrong"),
    [
        ("units", "std_range=(0.0, 1.0)", "std_range=(0.0, 0.9)"),
        ("shear leaned the other way", "'x': -10", "'x': 10"),
        ("a default that moved", "(p=0.5)", "()"),
        ("isotropic", "keep_ratio=True, ", ""),
    ],
)
def test_a_rewrite_that_changes_the_meaning_is_seen(case, right, wrong):
    before, after = CALLS[case]
    assert right in after
    assert not same_meaning(before, after.replace(right, wrong))


def test_what_was_rewritten_runs():
    text, _ = moved(
        "import albumentations as A\nt = A.Compose([A.Flip(), A.Rotate(9, always_apply=True), A.JpegCompression(50, 60)], p=1)\n"
    )
    names = {}
    exec(text, names)
    image = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)
    assert names["t"](image=image)["image"].shape == (4, 4, 3)


CUSTOM = """import albumentations as A
class Own(A.ImageOnlyTransform):
    def __init__(self, k, always_apply=False, p=0.5):
        {}
"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("super().__init__(always_apply, p)", "super().__init__(p=1.0 if always_apply else p)"),
        (
            "super(Own, self).__init__(always_apply=always_apply, p=p)",
            "super(Own, self).__init__(p=1.0 if always_apply else p)",
        ),
        (
            "A.ImageOnlyTransform.__init__(self, always_apply, p)",
            "A.ImageOnlyTransform.__init__(self, p=1.0 if always_apply else p)",
        ),
        ("super().__init__(False, p)", "super().__init__(p=p)"),
        ("super().__init__(p=p)", "super().__init__(p=p)"),
        ("super().__init__(*args, **kwargs)", "super().__init__(*args, **kwargs)"),
    ],
)
def test_a_custom_class_hands_on_p(before, after):
    text, found = moved(CUSTOM.format(before))
    assert text == CUSTOM.format(after).replace("albumentations", "augrepro")
    assert said(found) == ""


def test_a_class_below_a_built_in_hands_on_its_arguments():
    text, _ = moved(
        "import albumentations as A\nclass Own(A.Rotate):\n    def __init__(self, v):\n        super().__init__(9, border_mode=0, value=v)\n"
    )
    assert "super().__init__(9, border_mode=0, fill=v)" in text


def test_a_custom_class_of_the_former_protocol_stands_on_compat():
    text, found = moved(
        CUSTOM.format(
            "super().__init__(always_apply, p)\n    def get_params_dependent_on_targets(self, params):\n        return {}"
        )
    )
    assert "class Own(compat.ImageOnlyTransform):" in text
    assert "define get_params_dependent_on_data" in said(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("from albumentations import *\nx = Blur(3)\n", "import the names that the file uses"),
        ("import albumentations as A\nA.nothing_like_it(3)\n", "augrepro has no 'nothing_like_it'"),
        (
            "import albumentations as A\nx = [A.TemplateTransform(t), A.Blur(value=3)]\n",
            "augrepro has no 'TemplateTransform'",
        ),
    ],
)
def test_a_file_with_something_that_has_no_equal_is_left_whole(text, words):
    after, found = moved(text)
    assert after == text
    assert found.held
    assert words in said(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import pytest\nA = pytest.importorskip('albumentations')\n", "named in a text"),
        ("NAMES = {'one': 'albumentations.OneOf'}\n", "named in a text, 'albumentations.OneOf'"),
        ("if name in ['albumentations.core.OneOf']:\n    pass\n", "named in a text"),
        ("cls = find(f'albumentations.{name}')\n", "named in a text, f'albumentations.{name}'"),
        ("if type(t).__name__ in ('Flip', 'Blur'):\n    pass\n", "compared by its name, 'Flip', and no object has"),
        ("if t['__class_fullname__'] == 'JpegCompression':\n    pass\n", "compare with ImageCompression"),
        ("import albumentations as A\nv = A.__version__\n", "drop it, or say whose it is"),
        ("import albumentations as A\nA.ReplayCompose._restore_for_replay(d)\n", "no '_restore_for_replay'"),
        (
            "import albumentations as A\nA.OpticalDistortion(shift_limit=3)\n",
            "shift_limit has no equal today and is left out",
        ),
        ("import albumentations as A\nA.Blur(blur_limit=(7, 3))\n", "blur_limit must be"),
        ("import albumentations as A\nA.SomeOf([A.Blur(3)], 1)\n", "today it chooses evenly"),
    ],
)
def test_what_moves_and_needs_a_look(text, words):
    after, found = moved(text)
    assert "import albumentations" not in after
    assert words in said(found)


@pytest.mark.parametrize("target", Target)
@pytest.mark.parametrize(
    "gate",
    [
        "if albumentations.__version__ < '0.5':\n    pass",
        "if parse(albumentations.__version__) >= parse('1.0'):\n    pass",
        "x = 1 if int(albumentations.__version__[0]) else 2",
        "new = '1' < albumentations.__version__",
        "if albumentations.__version__.startswith('1.'):\n    pass",
    ],
)
def test_a_version_gate_stays_as_it_is(gate, target):
    before = f"import albumentations\n{gate}\nx = albumentations.Blur(3)\n"
    after, found = moved(before, target=target)
    assert after == before
    assert "a version gate" in said(found)


@pytest.mark.parametrize(("target", "module"), [(Target.CORE, "augrepro"), (Target.COMPAT, "augrepro.compat")])
def test_a_version_that_is_shown_is_still_the_version(target, module):
    text, _ = moved("import albumentations\nprint(albumentations.__version__)\n", (2, 0, 8), target)
    assert text == f"import {module}\nprint({module}.__version__)\n"


@pytest.mark.parametrize(("target", "module"), [(Target.CORE, "augrepro"), (Target.COMPAT, "augrepro.compat")])
def test_a_name_that_stands_for_a_failed_import_is_renamed_with_it(target, module):
    before = (
        "try:\n    import albumentations\nexcept ImportError:\n    albumentations = None\n"
        "def f(albumentations_=None):\n    if albumentations is None:\n        raise ImportError\n"
        "    return albumentations.Blur(3)\ndef g(albumentations):\n    albumentations = 1\n    return albumentations\n"
    )
    text, _ = moved(before, (2, 0, 8), target)
    assert text == before.replace("import albumentations\n", f"import {module}\n").replace(
        "    albumentations = None", "    augrepro = None"
    ).replace("if albumentations is", "if augrepro is").replace("albumentations.Blur", f"{module}.Blur")


@pytest.mark.parametrize(
    ("call", "after", "words"),
    [
        ("MotionBlur(allow_shifted=False)", "MotionBlur(allow_shifted=False)", "more strongly"),
        ("RandomFog(p=1)", "RandomFog(p=1)", "more strongly"),
        ("FancyPCA(0.3)", "FancyPCA(0.3)", "less strongly"),
        ("ISONoise()", "ISONoise()", "11.6 in 1.3.1 and does by 4.7"),
        ("RandomGravel()", "RandomGravel()", "five times the number_of_patches"),
        ("RandomSunFlare()", "RandomSunFlare()", "src_radius=700"),
        (
            "Superpixels(0.3)",
            "Superpixels(p_replace=(0.3, 0.3))",
            "a p_replace half as high again",
        ),
        (
            "Cutout(num_holes=4, max_h_size=x, max_w_size=x, fill_value=7)",
            "CoarseDropout(num_holes_range=(4, 4), hole_height_range=(x, x), hole_width_range=(x, x), overhang=True, fill=7)",
            "left keypoints alone",
        ),
        (
            "GridDistortion(border_mode=0, value=255)",
            "GridDistortion(border_mode=0, fill=255, normalized=False)",
            "less of the right edge",
        ),
        ("MedianBlur(blur_limit=(1, 7))", "MedianBlur(blur_limit=(3, 7))", "sides below 3"),
        ("Blur(1)", "Blur(blur_limit=3)", "sides below 3"),
        ("MotionBlur(p=1)", "MotionBlur(p=1)", ""),
        ("Blur(blur_limit=side)", "Blur(blur_limit=side)", ""),
        ("MedianBlur((low, 7))", "MedianBlur((low, 7))", ""),
        (
            "PadIfNeeded(9, 9, border_mode=0, value=114)",
            "PadIfNeeded(9, 9, border_mode=0, fill=114)",
            "fill=(114, 0, 0)",
        ),
        ("Affine(scale=2, mode=0, cval=9)", "Affine(scale=2, border_mode=0, fill=9)", "fill=(9, 0, 0)"),
        ("PadIfNeeded(9, 9, border_mode=0, value=0)", "PadIfNeeded(9, 9, border_mode=0, fill=0)", ""),
        ("PadIfNeeded(9, 9, border_mode=0, value=(9, 9, 9))", "PadIfNeeded(9, 9, border_mode=0, fill=(9, 9, 9))", ""),
        ("PadIfNeeded(9, 9, border_mode=0, value=gray)", "PadIfNeeded(9, 9, border_mode=0, fill=gray)", ""),
        ("Rotate(9, value=9)", "Rotate(9, fill=9, border_mode=4)", ""),
    ],
)
def test_a_call_that_acts_otherwise_needs_a_look(call, after, words):
    text, found = moved(f"import albumentations as A\nx = A.{call}\n")
    assert text == f"import augrepro as A\nx = A.{after}\n"
    assert words in said(found)
    assert bool(words) == ("look: " in said(found))
    on_compat, found = moved(f"import albumentations as A\nx = A.{call}\n", target=Target.COMPAT)
    assert words in said(found)
    assert bool(words) == ("look: " in said(found))
    assert said(moved(on_compat, target=Target.COMPAT)[1]) == ""


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("RandomSunFlare(**cfg)", "src_radius=700"),
        ("MotionBlur(**cfg)", ""),
        ("MotionBlur(allow_shifted=False, **cfg)", "more strongly"),
        ("Rotate(9, border_mode=0, value=9, **cfg)", "fill=(9, 0, 0)"),
        ("Rotate(9, value=9, **cfg)", ""),
    ],
)
def test_a_call_that_a_run_decides_tells_what_the_written_arguments_do_otherwise(call, words):
    for target in Target:
        text, found = moved(f"import albumentations as A\nx = A.{call}\n", target=target)
        assert call in text
        assert words in said(found)
        if target is Target.COMPAT:
            assert bool(words) == ("look: " in said(found))


def test_a_number_fills_every_channel_since_1_4_12():
    text = "import albumentations as A\nx = A.PadIfNeeded(9, 9, border_mode=0, value=114)\n"
    assert "fill=(114, 0, 0)" in said(moved(text, (1, 4, 11))[1])
    assert said(moved(text, (1, 4, 12))[1]) == ""


@pytest.mark.parametrize(
    ("call", "last", "first"),
    [
        ("RandomSunFlare()", (1, 4, 22), (1, 4, 23)),
        ("FancyPCA()", (1, 4, 14), (1, 4, 15)),
        ("MotionBlur(allow_shifted=False)", (1, 4, 21), (1, 4, 22)),
        ("RandomFog()", (1, 4, 24), (2, 0, 0)),
        ("GridDistortion(border_mode=0, value=(9, 9, 9))", (1, 4, 21), (1, 4, 22)),
    ],
)
def test_a_call_of_a_release_that_acted_as_today_needs_no_look(call, last, first):
    text = f"import albumentations as A\nx = A.{call}\n"
    assert "look" in said(moved(text, last)[1])
    assert said(moved(text, first)[1]) == ""


@pytest.mark.parametrize("module", ["albumentations", "albumentations.augmentations.transforms"])
def test_a_name_that_is_known_at_run_time_needs_a_look_where_compat_does_not_decide(module):
    text = f"import {module} as A\nx = [getattr(A, name)() for name in names]\n"
    after, found = moved(text, target=Target.CORE)
    assert "which name is taken from the module" in said(found)
    assert "getattr(compat" in after
    after, found = moved(text, target=Target.COMPAT)
    assert said(found) == ""
    assert after.startswith("import augrepro.compat")
    assert said(moved(after, target=Target.COMPAT)[1]) == ""


@pytest.mark.parametrize("target", Target)
@pytest.mark.parametrize(
    ("call", "needs"),
    [
        ("Compose([A.Blur(always_apply=True), A.OneOf([A.CLAHE(always_apply=flag)])], p=0.4)", "2 children"),
        ("ReplayCompose([A.Blur(always_apply=True)], p=share)", "one child"),
        ("Compose([A.Blur(always_apply=True)])", ""),
        ("Compose([A.Blur(always_apply=True)], p=1)", ""),
        ("Compose([A.Blur(always_apply=False)], p=0.4)", ""),
    ],
)
def test_always_apply_inside_a_pipeline_that_may_not_act_needs_a_look(call, needs, target):
    """Not on augrepro.compat, where such children run as they did."""
    text, needs = f"import albumentations as A\nx = A.{call}\n", needs if target is Target.CORE else ""
    assert ("its p is not 1" in said(moved(text, target=target)[1])) == bool(needs)
    assert needs in said(moved(text, target=target)[1])
    assert "its p is not 1" not in said(moved(text, (1, 4, 9), target)[1])
    assert needs in said(moved(text, (1, 4, 8), target)[1])


FUNCTIONS = """from albumentations.augmentations.functional import crop
import albumentations.augmentations.functional as F
from albumentations.pytorch.functional import img_to_tensor
from albumentations.core.bbox_utils import convert_bbox_from_albumentations
import albumentations as A
F.vflip(x)
crop(x, 1, 2, 3, 4)
img_to_tensor(x)
convert_bbox_from_albumentations(b, "coco", 3, 4)
A.augmentations.crops.functional.crop(x, 1, 2, 3, 4)
"""


@pytest.mark.parametrize(("target", "module"), [(Target.CORE, "augrepro"), (Target.COMPAT, "augrepro.compat")])
def test_functions_of_modules_move_with_their_path(target, module):
    text, found = moved(FUNCTIONS, (2, 0, 8), target)
    assert text == FUNCTIONS.replace("albumentations.", f"{module}.").replace(
        "import albumentations as", f"import {module} as"
    )
    assert said(found) == ""
    exec("".join(line + "\n" for line in text.splitlines() if "import" in line), {})


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ("", {"alpha_affine": 50}),
        ("alpha=3, sigma=50, alpha_affine=9", {"alpha": 3, "alpha_affine": 9}),
        ("3, 50, 9", {"alpha": 3, "alpha_affine": 9}),
        ("3, 50, 0", {"alpha": 3}),
    ],
)
def test_the_affine_map_before_an_elastic_field_is_kept(values, fields):
    after, found = moved(f"import albumentations as A\nx = A.ElasticTransform({values})\n")
    space = {}
    exec(after, space)
    assert space["x"] == A.ElasticTransform(noise_distribution="uniform", border_mode=4, **fields)
    assert "left out" not in said(found)
    todays = "import albumentations as A\nx = A.ElasticTransform(alpha=3, sigma=50)\n"
    assert moved(todays, (2, 0, 8))[0] == todays.replace("albumentations", "augrepro")


@pytest.mark.parametrize("target", Target)
def test_a_custom_class_that_draws_globally_gets_a_note(target):
    text = (
        "import random\nfrom random import choice\nimport numpy as np\nimport albumentations as A\n"
        "class Own(A.ImageOnlyTransform):\n    def apply(self, img, **params):\n"
        "        a = random.random() + np.random.uniform(0, random.random())\n        b = choice([1, 2])\n"
        "        c = np.random.default_rng(3).random() + random.Random(3).random() + self.py_random.random()\n"
        "        return img\n"
        "def helper():\n    return random.random()\n"
    )
    _, found = moved(text, target=target)
    notes = [(each.line, each.what.partition(" from the")[0]) for each in found.findings if each.kind == "note"]
    assert notes == [(7, "Own: random.random, np.random.uniform draw"), (8, "Own: choice draws")]
    assert "self.py_random or self.random_generator" in said(found)


def test_names_that_are_somebody_elses_stay():
    text = "import albumentations as A\nfrom torchvision.transforms import ColorJitter\nx = ColorJitter(value=3)\ndef f(A):\n    return A.Rotate(value=3)\n"
    assert moved(text)[0] == text.replace("import albumentations as A", "import augrepro as A")


def test_to_compat_only_imports_move():
    text = "import albumentations as A\nfrom albumentations.pytorch.transforms import ToTensorV2\nx = [A.GaussNoise(9), A.Flip(), ToTensorV2()]\n"
    after, found = moved(text, target=Target.COMPAT)
    assert after == (
        "import augrepro.compat as A\nfrom augrepro.compat.pytorch import ToTensorV2\n\n"
        'A.use_defaults("1.3")\nx = [A.GaussNoise(9), A.Flip(), ToTensorV2()]\n'
    )
    assert said(found) == ""
    assert moved(after, target=Target.COMPAT)[0] == after


USE = 'use_defaults("1.3")'
FORMER_DEFAULTS = {
    "behind the imports": (
        '"""Doc."""\nfrom __future__ import annotations\nimport albumentations as A  # noqa\nimport os\n\nx = A.Rotate(3)\n',
        f'"""Doc."""\nfrom __future__ import annotations\nimport augrepro.compat as A  # noqa\nimport os\n\nA.{USE}\n\nx = A.Rotate(3)\n',
    ),
    "no other name": (
        "import albumentations\nx = albumentations.Rotate(3)\n",
        f"import augrepro.compat\n\naugrepro.compat.{USE}\nx = augrepro.compat.Rotate(3)\n",
    ),
    "a name of it": (
        "from albumentations import Rotate\nx = Rotate(3)\n",
        f"from augrepro.compat import Rotate\nfrom augrepro import compat\n\ncompat.{USE}\nx = Rotate(3)\n",
    ),
    "a block": (
        "try:\n    import albumentations as A\nexcept ImportError:\n    A = None\n",
        f"try:\n    import augrepro.compat as A\n    A.{USE}\nexcept ImportError:\n    A = None\n",
    ),
    "several on a line": (
        "import cv2, albumentations as A; x = A.Rotate(3)\n",
        f"import cv2, augrepro.compat as A; A.{USE}; x = A.Rotate(3)\n",
    ),
    "tensors have no defaults": (
        "from albumentations.pytorch import ToTensorV2\nx = ToTensorV2()\n",
        "from augrepro.compat.pytorch import ToTensorV2\nx = ToTensorV2()\n",
    ),
    "chosen before": (
        'import augrepro.compat as A\nA.use_defaults("2.0")\nx = A.Rotate(3)\n',
        'import augrepro.compat as A\nA.use_defaults("2.0")\nx = A.Rotate(3)\n',
    ),
}


@pytest.mark.parametrize("case", FORMER_DEFAULTS)
def test_to_compat_brings_the_defaults_of_then(case):
    before, after = FORMER_DEFAULTS[case]
    text, found = moved(before, target=Target.COMPAT)
    assert text == after
    assert found.defaults == ("1.3" if USE in after else "")
    again, second = moved(after, target=Target.COMPAT)
    assert again == after
    assert not second.defaults
    assert USE not in moved(before, (2, 0, 8), Target.COMPAT)[0]


@pytest.mark.filterwarnings("ignore::augrepro.compat.LegacyWarning")
@pytest.mark.parametrize(
    ("release", "named"), [((1, 1, 0), "1.3"), ((1, 3, 99), "1.3"), ((1, 4, 18), "1.4.18"), ((1, 4, 99), "1.4")]
)
def test_the_defaults_are_those_of_the_release(release, named):
    text, found = moved("import albumentations as A\n", release, Target.COMPAT)
    assert f'A.use_defaults("{named}")' in text
    assert found.defaults == named
    with compat.defaults(named):
        assert compat.GaussNoise() == A.GaussNoise(**modern("GaussNoise", {}, release)[1])
        assert compat.Rotate(9).border_mode == 4


def test_a_new_name_beside_a_call_on_compat():
    text, _ = moved("from albumentations import Flip\nx = [Flip(), Flip]\n")
    assert text.startswith(
        "from augrepro import OneOf, HorizontalFlip, Sequential, VerticalFlip\nfrom augrepro import compat\n"
    )
    assert text.endswith(", compat.Flip]\n")


def test_a_call_of_the_latest_release_keeps_its_defaults():
    text = "import albumentations as A\nx = A.RandomRotate90()\n"
    assert moved(text, (2, 0, 8))[0] == text.replace("albumentations", "augrepro")


@pytest.mark.parametrize(
    ("name", "items", "text"),
    [
        ("Albu", '[dict(type="Rotate", limit=9, value=0, border_mode=0), dict(type="JpegCompression", quality_lower=9)]',
         '[dict(type="Rotate", limit=9, fill=0, border_mode=0), dict(type="ImageCompression", quality_range=(9, 100))]'),
        ("Other", '[dict(type="Rotate", limit=9, value=0)]', '[dict(type="Rotate", limit=9, value=0)]'),
    ],
)  # fmt: skip
def test_dicts_of_a_registry(migrate, name, items, text):
    line = (
        f'steps = {items}\npipeline = [dict(type="{name}", transforms=steps), dict(type="Resize", img_scale=(3, 4))]\n'
    )
    _, _, files = migrate({"config.py": f"# Albu\n{line}"})
    assert files["config.py"] == f"# Albu\n{line}".replace(items, text)


def test_changes_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="contradict"):
        apply(b"0123456789", [Edit(1, 5, "a"), Edit(4, 6, "b")])


@pytest.mark.parametrize("end", ["", "\n", "\nx = 1\n"])
def test_an_import_that_nothing_needs_any_more_goes_also_from_the_last_line(end):
    use = "def f(v):\n    return {}GaussNoise(var_limit=v), {}GaussNoise(var_limit=v)\n\n\n"
    before = f"import albumentations as A\n\n\n{use.format('A.', '')}from albumentations import GaussNoise{end}"
    text, _ = moved(before)
    assert text.endswith(f'compat.use_defaults("1.3")\n\n\n{use.format("compat.", "compat.")}{end[1:]}')
    ast.parse(text)


def test_parameters_of_rows_move_as_they_stand():
    """What is written as a call or a variable is not asked whether it is one name."""
    text = (
        "import albumentations as A\n\n"
        "t = A.Compose([A.HorizontalFlip()], bbox_params=A.BboxParams(format=form, label_fields=fields),\n"
        "              keypoint_params=A.KeypointParams(format=form))\n"
    )
    moved_text, found = moved(text)
    assert "compat" not in moved_text
    assert said(found) == ""


def test_texts_that_name_something_else_or_nothing_need_no_look():
    text = (
        '"""albumentations.OneOf"""\nlog("see albumentations.ai for more")\nkinds = {"Flip": 1, "albumentations": 2}\n'
    )
    assert moved(text)[0] == text
    assert said(moved(text)[1]) == said(moved("if kind == 'Flip':\n    pass\n")[1]) == ""


ATTEMPTS = {
    "as A": ("import albumentations as A", "A = None", "A = compat = None"),
    "the package": ("import albumentations", "albumentations = None", "augrepro = compat = None"),
    "annotated": ("import albumentations as A", "A: Any = None", "compat = None; A: Any = None"),
    "a name": ("from albumentations import Blur", "Blur = None", "Blur = compat = None"),
    "nothing": ("import albumentations as A", "pass", "pass"),
    "another name": ("import albumentations as A", "B = None", "B = None"),
}


@pytest.mark.parametrize("case", ATTEMPTS)
def test_what_a_failed_import_leaves_as_none_is_so_of_compat_too(case):
    statement, before, after = ATTEMPTS[case]
    called = {"the package": "albumentations.Blur", "a name": "Blur"}.get(case, "A.Blur")
    text = f"try:\n    {statement}\nexcept ImportError:\n    {before}\ndef f(**kw):\n    return {called}(**kw)\n"
    new, _ = moved(text, (2, 0, 8))
    assert f"except ImportError:\n    {after}\n" in new
    assert "    from augrepro import compat\n" in new
    assert "return compat.Blur(**kw)" in new
    assert moved(new, (2, 0, 8))[0] == new


def test_compat_from_an_import_that_cannot_fail_is_left_alone():
    text = "import albumentations as A\ntry:\n    import torch\nexcept ImportError:\n    torch = A = None\nx = A.Blur(**kw)\n"
    assert "torch = A = None" in moved(text, (2, 0, 8))[0]


def test_a_subclass_that_reads_a_drawn_parameter_is_a_look():
    _, found = moved(
        "import albumentations as A\n\nclass Turn(A.RandomRotate90):\n"
        "    def apply(self, img, factor=0, quality=3, **params):\n        return img\n"
    )
    assert any("Turn.apply reads factor, as" in each.what for each in found.findings), said(found)


LOCAL = (
    "import albumentations as A\n\nclass Drop(A.CoarseDropout):\n    pass\n\nclass Moved(A.ShiftScaleRotate):\n    pass\n\n"
    "class Turn(A.Blur):\n    def get_params(self):\n        return {'ksize': 3}\n\n"
    "class Own(A.ImageOnlyTransform):\n    @property\n    def targets(self):\n"
    "        return {'image': self.apply, 'input_dct': self.apply}\n\n"
)


@pytest.mark.parametrize(
    ("call", "target", "looks"),
    [
        (
            "Drop(max_holes=4)",
            Target.CORE,
            ["Moved derives", "Turn.get_params", "Own.targets names input_dct", "Drop takes"],
        ),
        (
            "Drop(num_holes_range=(4, 4))",
            Target.COMPAT,
            ["Moved derives", "Turn.get_params", "Own.targets names input_dct"],
        ),
    ],
)
def test_a_local_class_that_cannot_be_vouched_for_is_a_look(call, target, looks):
    found = move(Source(LOCAL + call + "\n"), (1, 3, 1), target)
    said_of = [each for each in found.findings if each.kind is Kind.LOOK]
    assert [each.what.startswith(look) for each, look in zip(said_of, looks, strict=True)] == [True] * len(looks), said(
        found
    )
    assert all(each.cure for each in said_of)


def test_a_local_class_called_with_arguments_of_today_needs_no_look():
    text = "import albumentations as A\n\nclass Drop(A.CoarseDropout):\n    pass\n\nDrop(num_holes_range=(4, 4))\n"
    assert not [each for each in moved(text, (2, 0, 8))[1].findings if each.kind is Kind.LOOK]


def test_an_import_that_goes_leaves_nothing_where_a_block_has_more():
    text = (
        "import albumentations as A\nfrom albumentations import Rotate  # a comment\n"
        "from albumentations import Blur  # noqa: F401\n\nt = A.Cutout(**kw)\n\n\n"
        "def f(kw):\n    from albumentations import GaussNoise  # noqa\n    return GaussNoise(**kw), Rotate(**kw)\n\n\n"
        "def g(kw):\n    if kw:\n        from albumentations import ISONoise\n    return Blur(**kw), ISONoise(**kw)\n"
    )
    new, _ = moved(text)
    assert new == (
        'import augrepro as A\nfrom augrepro import compat\n# a comment\n\ncompat.use_defaults("1.3")\n\n'
        "t = compat.Cutout(**kw)\n\n\n"
        "def f(kw):\n    return compat.GaussNoise(**kw), compat.Rotate(**kw)\n\n\n"
        "def g(kw):\n    if kw:\n        pass\n    return compat.Blur(**kw), compat.ISONoise(**kw)\n"
    )
    assert moved(new)[0] == new


BY_THE_IMAGE = {
    "HueSaturationValue(hue_shift_limit=0.2, sat_shift_limit=0.2, val_shift_limit=0.2, p=1)": (
        "HueSaturationValue(hue_shift_limit=0.2, sat_shift_limit=0.2, val_shift_limit=0.2, p=1)",
        "HueSaturationValue(hue_shift_limit=(-0.1, 0.1), sat_shift_limit=(-51.0, 51.0), val_shift_limit=(-51.0, 51.0), p=1)",
    ),
    "HueSaturationValue(0, 1, 1, p=1)": (
        "HueSaturationValue(0, 1, 1, p=1)",
        "HueSaturationValue(hue_shift_limit=(0.0, 0.0), sat_shift_limit=(-255, 255), val_shift_limit=(-255, 255), p=1)",
    ),
    "GaussNoise(var_limit=(0.25, 1), p=1)": (
        "GaussNoise(std_range=(0.00196078431372549, 0.00392156862745098), p=1)",
        "GaussNoise(std_range=(0.5, 1.0), p=1)",
    ),
    "RGBShift(0.1, 0.1, 0.1, p=1)": (
        "RGBShift(r_shift_limit=(-1.1, -0.9), g_shift_limit=(-1.1, -0.9), b_shift_limit=(-1.1, -0.9), p=1)",
        "RGBShift(0.1, 0.1, 0.1, p=1)",
    ),
}
"""Calls of 1.3.1, for images of bytes, and behind ToFloat."""


@pytest.mark.parametrize("call", BY_THE_IMAGE)
def test_numbers_that_the_dtype_decided_are_read_for_bytes_unless_floats_come(call):
    on_bytes, floats = BY_THE_IMAGE[call]
    text, found = moved(f"import albumentations as A\nx = A.{call}\n")
    assert text == f"import augrepro as A\nx = A.{on_bytes}\n"
    assert "read as of images of bytes" in said(found)
    text, found = moved(f"import albumentations as A\nx = [A.OneOf([A.ToFloat()]), A.OneOf([A.{call}])]\n")
    assert f"A.OneOf([A.{floats}])" in text
    assert "read as of float images" in said(found)
    text, _ = moved(f"import albumentations as A\nx = [A.ToFloat(), A.FromFloat(dtype='uint8'), A.{call}]\n")
    assert f"A.{on_bytes}]" in text


@pytest.mark.parametrize("call", BY_THE_IMAGE)
def test_both_targets_read_such_numbers_alike(call):
    image = np.random.default_rng(1).integers(40, 200, (32, 32, 3), np.uint8)
    for before, given in (("", image), ("A.ToFloat(p=1), ", image)):
        results = []
        for target in Target:
            text, _ = moved(f"import albumentations as A\nx = A.Compose([{before}A.{call}])\n", target=target)
            names = {}
            with pytest.warns() if target is Target.COMPAT else contextlib.nullcontext():
                exec(text, names)
                names["x"].set_random_seed(3)
                results.append(names["x"](image=given)["image"].astype(float))
        compat.use_defaults("2.0")
        assert np.abs(results[0] - results[1]).max() < 1e-6


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("HorizontalFlip(0.5)", "0.5 stood in the place of always_apply, so it always acted, and does; write p=0.5"),
        ("Blur(3, 0.3)", "0.3 stood in the place of always_apply"),
        ("RandomCrop(8, 8, 0)", "0 stood in the place of always_apply, so it acted by the default of p"),
    ],
)
def test_a_number_in_the_place_of_a_flag_is_a_look(call, words):
    for target in Target:
        assert words in said(moved(f"import albumentations as A\nx = A.{call}\n", target=target)[1])
    assert words not in said(moved(f"import albumentations as A\nx = A.{call}\n", (1, 4, 10))[1])


@pytest.mark.parametrize(
    "call", ["HorizontalFlip(True)", "HorizontalFlip(1)", "HorizontalFlip(p=0.5)", "Blur(3, False, 0.3)"]
)
def test_a_flag_in_its_place_is_none(call):
    assert said(moved(f"import albumentations as A\nx = A.{call}\n")[1]) == ""


def test_members_of_enumerations_stay_on_compat_without_a_look():
    call = "A.PadIfNeeded(9, 9, position=A.PadIfNeeded.PositionType.TOP_LEFT)"
    text, found = moved(f"import albumentations as A\nx = {call}\n", target=Target.COMPAT)
    assert call in text
    assert said(found) == ""


def test_a_member_by_itself_becomes_its_value():
    text, found = moved("import albumentations\nx = albumentations.PadIfNeeded.PositionType.CENTER\n")
    assert text == "import augrepro\nx = 'center'\n"
    assert said(found) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "from albumentations import (\n    IAASharpen, IAAEmboss, HorizontalFlip, RandomBrightnessContrast,\n    VerticalFlip, "
            "Blur, Compose, HueSaturationValue\n)\nBlur(3)\n",
            "from augrepro import (\n    HorizontalFlip, RandomBrightnessContrast, VerticalFlip, Blur, Compose,\n    "
            "HueSaturationValue,\n)\nfrom augrepro.compat import IAASharpen, IAAEmboss\nBlur(3)\n",
        ),
        (
            "def f():\n    from albumentations import (\n        Blur as B,\n        IAAEmboss as E,\n        Flip as FFF,\n        "
            "GaussianBlur as G,\n    )\n    B(3)\n",
            "def f():\n    from augrepro import (\n        Blur as B,\n        GaussianBlur as G,\n    )\n    "
            "from augrepro.compat import (\n        IAAEmboss as E,\n        Flip as FFF,\n    )\n    B(3)\n",
        ),
    ],
)
def test_a_wrapped_import_stays_wrapped_and_what_is_gone_is_said_once(before, after):
    text, found = moved(before)
    assert text == after
    assert said(found).count("look") == 1
    assert "are imported and not used" in said(found)
