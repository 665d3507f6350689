"""The library's rooms and arrows hold; and the checker that says so can be made to say no."""

from __future__ import annotations

from pathlib import Path

import pytest
from layering import complaints
from rooms_library import LIBRARY

import augrepro

ROOT = Path(augrepro.__file__).parent


def test_every_arrow_points_the_allowed_way():
    assert complaints(ROOT, LIBRARY) == []


GOOD = {
    "__init__.py": "from importlib import import_module\nfrom .pipeline.compose import run\n\nimport_module('json')\n",
    "__main__.py": "from importlib import import_module\n\nimport_module('json')\n",
    "hook/finder.py": "from importlib import import_module\n\nimport_module('json')\n",
    "migrate/names.py": "from importlib import import_module\n\nimport_module('json')\n",
    "compat/__init__.py": "from importlib import import_module\n\nimport_module('json')\n",
    "compat/paths.py": "from importlib import import_module\n\nimport_module('json')\n",
    "engine/__init__.py": "",
    "engine/op.py": "import numpy as np\n\nclass Op: ...\n",
    "engine/declare/__init__.py": "",
    "engine/declare/albumentations.py": "def f():\n    from . import releases\n",
    "engine/declare/submodules.py": "from importlib import import_module\n\nimport_module('json')\n",
    "engine/declare/registry.py": "from importlib import import_module\n\nimport_module('json')\n",
    "engine/frame.py": "class Frame: ...\n",
    "engine/plan.py": "from .op import Op\n",
    "engine/unit_floats.py": "def f():\n    from . import frame\n",
    "engine/chance/__init__.py": "",
    "engine/chance/rng.py": "x = 1\n",
    "kernels/__init__.py": "",
    "kernels/grid.py": "import cv2\n",
    "ops/__init__.py": "",
    "ops/grid.py": "from ..engine.op import Op\nfrom ..kernels import grid\n",
    "transforms/__init__.py": "",
    "transforms/flips.py": "from ..ops.grid import Op\nfrom ..engine.chance import rng\n",
    "pipeline/__init__.py": "",
    "pipeline/serialize.py": "def f():\n    from . import earlier\n",
    "pipeline/pretrained.py": "from importlib import import_module\n\nimport_module('json')\n",
    "pipeline/compose.py": "from augrepro.engine.op import Op\n\n\ndef run() -> Op: ...\n",
}


@pytest.fixture
def tree(tmp_path):
    def build(changes):
        for name, text in {**GOOD, **changes}.items():
            path = tmp_path / "augrepro" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return complaints(tmp_path / "augrepro", LIBRARY)

    return build


def test_a_good_tree_is_silent(tree):
    assert tree({}) == []


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("engine/op.py", "from ..ops.grid import x\n", "engine may not import ops"),
        ("engine/op.py", "from .. import kernels\n", "engine may not import kernels"),
        ("engine/op.py", "import augrepro\n", "engine may not import the face"),
        ("kernels/grid.py", "from ..engine.op import Op\n", "kernels may not import engine"),
        ("transforms/flips.py", "from ..kernels import grid\n", "transforms may not import kernels"),
        ("pipeline/compose.py", "import augrepro.transforms.flips\n", "pipeline may not import transforms"),
        ("ops/grid.py", "from ..engine.chance.rng import Op\n", "ops may not import engine/chance"),
        ("ops/grid.py", "from ..engine.frame import Frame\n", "ops know no chance"),
        ("attic/old.py", "", "there is no room 'attic'"),
        ("engine/op.py", "def f():\n    from .chance import rng\n", "hides an import of augrepro.engine.chance.rng"),
        ("engine/op.py", "from .plan import Op\n", "imports itself"),
        ("ops/grid.py", "import cv2\n", "cv2 is imported in"),
        ("engine/op.py", "def f():\n    import cv2.dnn\n", "cv2 is imported in"),
        ("pipeline/compose.py", "import torch\n", "torch is imported in"),
        ("engine/op.py", "import ray.data\n", "ray is imported in"),
        ("torch/loader.py", "def f():\n    import ray\n", "ray is imported in"),
        ("pipeline/compose.py", "import libcst\n", "libcst is imported in"),
        ("migrate/calls.py", "from ..ops.grid import x\n", "migrate may not import ops"),
        ("transforms/flips.py", "import random\n", "random is imported in"),
        ("kernels/grid.py", "from secrets import randbits\n", "secrets is imported in"),
        ("pipeline/compose.py", "from importlib import import_module\n", "importlib is imported in"),
        (
            "kernels/grid.py",
            "import numpy as np\nx = np.random.rand(3)\n",
            "draws from a global generator (np.random.rand)",
        ),
        ("ops/grid.py", "import numpy as np\nx = np.random.default_rng(3)\n", "draws from a global generator"),
        ("engine/chance/rng.py", "import cv2\ncv2.randu(1, 2, 3)\n", "OpenCV's generator"),
        ("engine/op.py", "x = 1\n" * 301, "301 lines are more than 300"),
        ("engine/op.py", "x = 1  # type: ignore[misc]\n", "line 1 silences a checker and does not say why"),
        ("engine/op.py", "x = 1  # type: ignore\n", "line 1 silences a checker"),
        ("engine/op.py", "x = 1\ny = 2  # noqa: E501\n", "line 2 silences a checker"),
        ("engine/op.py", "x = 1  # pragma: no cover\n", "line 1 silences a checker"),
        ("engine/op.py", "def f():\n    import pytest_augrepro.values\n", "hides an import of pytest_augrepro.values"),
        ("engine/op.py", "def f():\n    __import__('json')\n", "line 2 imports by name json"),
        (
            "engine/declare/registry.py",
            "import importlib\n\nimportlib.import_module('augrepro.ops.grid')\n",
            "engine/declare may not import ops",
        ),
        ("engine/declare/registry.py", "", "the table lists late imports, and there are none"),
        (
            "engine/op.py",
            "from difflib import get_close_matches\n",
            "difflib is imported in",
        ),
        (
            "engine/op.py",
            "import os\nos.replace('a', 'b')\n",
            "os.replace, which stands in",
        ),
    ],
)
def test_a_planted_fault_is_found(tree, name, text, complaint):
    assert any(complaint in found for found in tree({name: text})), tree({})


def test_marks_may_stand_with_their_reason(tree):
    assert tree({"engine/op.py": "x = 1  # type: ignore[misc, arg-type]  # why\ny = 2  # noqa: E501 - why\n"}) == []


def test_types_only_imports_may_stand_under_type_checking(tree):
    text = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from ..engine.op import Op\n"
    assert tree({"ops/grid.py": text}) == []
