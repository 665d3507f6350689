"""What users see of the package without reading it: names, signatures, help, base classes."""

import ast
import inspect
from pathlib import Path
from types import ModuleType

import pytest

import augrepro as A
import augrepro.pytorch
from augrepro.engine.declare import markers
from augrepro.engine.declare.help import words
from augrepro.engine.declare.kinds import Probability
from augrepro.engine.declare.refusals import meaning
from augrepro.engine.declare.registry import TRANSFORMS
from augrepro.engine.node import HIDDEN

ROOT = Path(A.__file__).parent
DECLARED = {name: cls for name in A.__all__ if hasattr(cls := getattr(A, name), "declared") and cls.declared}
FAMILIES = sorted(path for path in (ROOT / "transforms").glob("*.py") if path.name != "__init__.py")


def in_order(name):
    """Constants, classes, functions, each by the alphabet."""
    return not name.isupper(), not name[0].isupper(), name


def test_all_is_sorted_and_complete():
    assert A.__all__ == sorted(set(A.__all__), key=in_order)
    ours = {name for name, cls in TRANSFORMS.items() if cls.__module__.startswith("augrepro.")}
    assert ours <= set(A.__all__)


def test_dir_shows_names_for_users_alone():
    seen = [name for name in dir(A) if isinstance(getattr(A, name), ModuleType)]
    assert seen == ["pytorch"]
    assert set(dir(A)) == {*A.__all__, "__version__", "pytorch"}


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_a_family_names_its_classes(path):
    tree = ast.parse(path.read_text())
    public = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
    listed = next(ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign))
    assert listed == sorted(public, key=in_order)
    assert f"from .{path.stem} import *" in (ROOT / "transforms/__init__.py").read_text()


def bare_markers(text):
    """The markers that a family of transforms names itself, where a kind should."""
    known = {name for name, cls in vars(markers).items() if getattr(cls, "__module__", "") == markers.__name__}
    return sorted(known & {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)})


@pytest.mark.parametrize("path", FAMILIES, ids=lambda path: path.stem)
def test_a_family_declares_by_kinds_alone(path):
    assert bare_markers(path.read_text()) == []


def test_a_bare_marker_is_seen():
    assert bare_markers("class X:\n    size: Annotated[int, AtLeast(0)] = 3\n") == ["AtLeast"]


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_the_constructor_has_the_declared_signature(name):
    cls = DECLARED[name]
    found = inspect.signature(cls.__init__)
    assert [*found.parameters] == ["self", *cls.declared, *cls.keywords]
    assert inspect.signature(cls).parameters == {k: v for k, v in found.parameters.items() if k != "self"}
    for field, default in cls.defaults.items():
        assert found.parameters[field].default == default


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_help_says_what_every_parameter_means(name):
    cls = DECLARED[name]
    text = inspect.getdoc(cls)
    assert text.splitlines()[0].endswith(".")
    for field, kind in {**cls.declared, **cls.keywords}.items():
        assert f"    {field} (" in text, text
        assert words(cls).get(field) or meaning(kind), f"{name}.{field} has no meaning"
    strange = set(words(cls)) - set(cls.declared) - set(cls.keywords)
    assert not strange, f"the docstring of {name} speaks of {strange}"


def test_help_gives_kind_default_and_meaning():
    text = inspect.getdoc(A.RandomGamma)
    assert "gamma_limit (two increasing numbers >= 1, or one number x for (1, x); default (80, 120)): The" in text
    assert "p (a number >= 0 and <= 1; default 0.5): The probability that the transform acts." in text


def test_a_parameter_without_meaning_is_seen():
    class Mute(A.HorizontalFlip):
        """Do something."""

        gain: float = 1.0

    assert not words(Mute).get("gain")
    assert not meaning(Mute.declared["gain"])
    assert meaning(Probability)


def test_built_ins_have_the_public_bases():
    assert isinstance(A.HorizontalFlip(), A.DualTransform)
    assert isinstance(A.RandomGamma(), A.ImageOnlyTransform)
    assert not isinstance(A.RandomGamma(), A.DualTransform)
    for cls in (A.ToTensorV2, A.ToTensor3D):
        assert not isinstance(cls(), (A.DualTransform, A.ImageOnlyTransform))
    assert all(isinstance(cls(), A.BasicTransform) for cls in (A.NoOp, A.Normalize, A.Lambda, A.ToTensorV2))
    groups = (A.Compose, A.OneOf, A.SomeOf, A.RandomOrder, A.Sequential, A.ReplayCompose)
    assert all(isinstance(cls([A.NoOp()]), A.BaseCompose) for cls in groups)
    assert issubclass(A.BaseCompose, object)
    assert not issubclass(A.Compose, A.BasicTransform)


GROUPS = (
    A.Compose,
    A.OneOf,
    A.OneOrOther,
    A.RandomOrder,
    A.ReplayCompose,
    A.SelectiveChannelTransform,
    A.Sequential,
    A.SomeOf,
)


@pytest.mark.parametrize("cls", GROUPS, ids=lambda cls: cls.__name__)
def test_help_says_what_every_argument_of_a_group_means(cls):
    rows = inspect.getdoc(cls).partition("\nArgs:\n")[2].splitlines()
    said = {line.strip().partition(":")[0]: line.partition(": ")[2] for line in rows if line[4:5] not in ("", " ")}
    assert [*said] == [*inspect.signature(cls).parameters]
    assert all(len(words) > 10 for words in said.values())


SHOWN = {
    "a transform": (A.HorizontalFlip(), {"p", "name", "to_dict", "apply", "apply_to_bboxes", "targets", "get_params", "frozen", "draw_plan", "replaced"}),
    "a custom transform": (A.Lambda(), {"p", "py_random", "random_generator", "get_transform_init_args_names"}),
    "a transform with fields": (A.Rotate(30), {"limit", "border_mode", "fill"}),
    "a pipeline": (A.Compose([]), {"p", "transforms", "seed", "add_targets", "set_random_seed", "state_dict", "available_keys"}),
    "a group": (A.OneOf([A.NoOp()]), {"p", "transforms", "to_dict", "draw_plan", "apply_plan"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", SHOWN)
def test_completion_shows_what_users_need_and_no_more(kind):
    node, wanted = SHOWN[kind]
    shown = {name for name in dir(node) if not name.startswith("_")}
    assert wanted <= shown
    assert not shown & HIDDEN
    for name in shown:
        found = inspect.getattr_static(type(node), name, None)
        if callable(found) or isinstance(found, property):
            documented = any(getattr(vars(base).get(name), "__doc__", None) for base in type(node).__mro__)
            assert documented or name.startswith("apply_to"), f"{name} is shown and says nothing"


def test_what_is_hidden_is_there():
    nodes = [node for node, _ in SHOWN.values()] + [A.SomeOf([A.NoOp()])]
    assert {name for name in HIDDEN if not any(hasattr(node, name) for node in nodes)} <= {"registered_name"}
