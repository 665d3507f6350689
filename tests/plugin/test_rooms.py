"""The plugin's rooms and arrows hold; and the checker that says so can be made to say no."""

from pathlib import Path

import pytest
from layering import Rooms, complaints
from rooms_plugin import PLUGIN

import pytest_augrepro

ROOT = Path(pytest_augrepro.__file__).parent


def test_every_arrow_points_the_allowed_way():
    assert complaints(ROOT, PLUGIN) == []


def test_every_file_at_the_top_is_in_the_table():
    assert {path.name for path in ROOT.glob("*.py")} == set(PLUGIN.face)


LATE = "from importlib import import_module\n\n\ndef later(name):\n    import_module(name)\n"
GOOD = {
    **{f"{place}/__init__.py": "" for place in PLUGIN.arrows if place},
    **dict.fromkeys(PLUGIN.face, ""),
    **dict.fromkeys(PLUGIN.late, LATE),
    "reading/process.py": LATE + "from . import server\n",
    "reading/server.py": "from ..judging import laws\n",
    "judging/laws.py": "from .evidence import Evidence\n",
    "judging/evidence.py": "",
    "values/digest.py": "import numpy as np\n",
}


@pytest.fixture
def found(tmp_path):
    def look(changes):
        for name, text in {**GOOD, **changes}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return complaints(tmp_path, PLUGIN)

    return look


def test_a_good_tree_is_silent(found):
    assert found({}) == []


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("judging/laws.py", "from ..reading import runner\n", "judging may not import reading"),
        ("judging/laws.py", "from pytest_augrepro.reading import runner\n", "judging may not import reading"),
        ("reading/server.py", "from ..checks.cell import AugCell\n", "reading may not import checks"),
        ("values/digest.py", "def f():\n    import pytest_augrepro.report\n", "values may not import the face"),
        ("plugin.py", LATE + "from .reading.runner import read\n", "the face may not import reading"),
        ("snapshots/store.py", "from ..report import header\n", "snapshots may not import the face"),
        ("plugin.py", LATE + "import_module('pytest_augrepro.reading.runner')\n", "the face may not import reading"),
        ("judging/laws.py", "import numpy as np\n", "judging is pure, so not numpy"),
        ("matrix/cells.py", "from pytest import mark\n", "matrix is pure, so not pytest"),
        ("common/files.py", "import numpy\n", "common is pure, so not numpy"),
        ("options.py", "from rich import print\n", "rich is imported in table.py alone"),
        ("matrix/cells.py", "from difflib import get_close_matches\n", "difflib is imported in common/hints.py alone"),
        ("attic/old.py", "", "there is no room 'attic'"),
        ("attic.py", "", "there is no room 'attic'"),
        ("judging/evidence.py", "from .laws import LAWS\n", "judging/laws.py: imports itself by way of others"),
        (
            "options.py",
            "def f():\n    from .judging import laws\n",
            "line 2 hides an import of pytest_augrepro.judging",
        ),
        ("options.py", "def f():\n    import augrepro\n", "line 2 hides an import of augrepro"),
        ("options.py", "import importlib\nimportlib.import_module('torch')\n", "line 2 imports by name torch"),
        ("fixtures.py", "", "fixtures.py: the table lists late imports, and there are none"),
        ("values/digest.py", "import os\nos.replace('a', 'b')\n", "os.replace, which stands in common/files.py alone"),
        ("values/digest.py", "import random\nrandom.setstate(())\n", "random.setstate, which stands in seeds/"),
        (
            "values/digest.py",
            "import numpy as np\nnp.random.rand(3)\n",
            "draws from a global generator (np.random.rand)",
        ),
        ("values/digest.py", "import cv2\ncv2.randu(1, 2, 3)\n", "draws from OpenCV's generator"),
        ("plugin.py", LATE + "x = 1\n" * 321, "lines are more than 320"),
    ],
)
def test_a_planted_fault_is_found(found, name, text, complaint):
    assert any(complaint in words for words in found({name: text})), found({name: text})


def test_a_table_that_lists_a_file_that_is_gone_is_found(found, tmp_path):
    found({})
    (tmp_path / "reading" / "preload.py").unlink()
    assert complaints(tmp_path, PLUGIN) == ["reading/preload.py: the table lists a file that is not there"]


def test_types_only_imports_are_not_late(found):
    text = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .judging.laws import LAWS\n"
    assert found({"report.py": text}) == []


def test_a_room_in_a_room_is_a_room_of_its_own(tmp_path):
    rooms = Rooms(package="p", arrows={"": set(), "engine": {"engine/chance"}, "engine/chance": set()})
    (tmp_path / "engine" / "chance").mkdir(parents=True)
    (tmp_path / "__init__.py").write_text("")
    (tmp_path / "engine" / "op.py").write_text("from .chance import rng\n")
    (tmp_path / "engine" / "chance" / "rng.py").write_text("")
    assert complaints(tmp_path, rooms) == []
    (tmp_path / "engine" / "op.py").write_text("")
    (tmp_path / "engine" / "chance" / "rng.py").write_text("from .. import op\n")
    assert complaints(tmp_path, rooms) == ["engine/chance/rng.py: engine/chance may not import engine (engine/op.py)"]
