"""Files and the command: YAML, JSON, notebooks, encodings, newlines, requirements, exit statuses, whole or not at all."""

from __future__ import annotations

import json
import os
import sys

import pytest

from augrepro.__main__ import COMMANDS, Command, main
from augrepro.migrate.pins import mentions, parse, pinned
from augrepro.migrate.progress import told
from augrepro.migrate.project import Project
from augrepro.migrate.spans import read_json

YAML = """# augmentations
train:
  _target_: albumentations.Compose  # the whole
  transforms:
    - _target_: albumentations.Rotate
      limit: 10  # degrees
      value: [0, 0, 0]  # black
      border_mode: 0
      always_apply: true

    # noise
    - {_target_: albumentations.augmentations.transforms.GaussNoise, var_limit: [0, 65025], p: 0.1}
    - _target_: "albumentations.RandomRotate90"
    - _target_: albumentations.ImageCompression
      quality_lower: ${low}
      quality_upper: 90
    - _target_: albumentations.pytorch.ToTensorV2
other:
  _target_: torchvision.transforms.Resize
"""
YAML_AFTER = """# augmentations
train:
  _target_: augrepro.Compose  # the whole
  transforms:
    - _target_: augrepro.Rotate
      limit: 10  # degrees
      fill: [0, 0, 0]  # black
      border_mode: 0
      p: 1.0

    # noise
    - {_target_: augrepro.GaussNoise, std_range: [0.0, 1.0], p: 0.1}
    - _target_: "augrepro.RandomRotate90"
      p: 0.5
    - _target_: augrepro.ImageCompression
      quality_range: [${low}, 90]
    - _target_: augrepro.pytorch.ToTensorV2
other:
  _target_: torchvision.transforms.Resize
"""


def test_yaml_keeps_its_comments_and_form(migrate):
    status, out, files = migrate({"a.yaml": YAML}, "--from", "1.3")
    assert files["a.yaml"] == YAML_AFTER
    assert status == 0
    assert "6 call sites move by themselves" in out


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_newlines_stay(migrate, newline):
    text = (
        "import albumentations as A\nx = A.Rotate(\n    9,\n    border_mode=0,\n    value=3,\n    always_apply=True)\n"
    )
    _, _, files = migrate({"a.py": text.replace("\n", newline), "a.yml": YAML.replace("\n", newline)}, "--from", "1.3")
    after = "import augrepro as A\nx = A.Rotate(\n    9,\n    border_mode=0,\n    fill=3,\n    p=1.0)\n"
    assert files["a.py"] == after.replace("\n", newline)
    assert files["a.yml"] == YAML_AFTER.replace("\n", newline)


def test_an_encoding_stays(tmp_path):
    text = "# -*- coding: latin-1 -*-\nimport albumentations as A  # été\nx = A.Blur(3, p=1)\n"
    path = tmp_path / "a.py"
    path.write_bytes(text.encode("latin-1"))
    bom = tmp_path / "b.py"
    bom.write_bytes(b"\xef\xbb\xbfimport albumentations\n")
    assert main(["migrate", str(tmp_path)]) == 0
    assert path.read_bytes() == text.replace("albumentations", "augrepro").encode("latin-1")
    assert bom.read_bytes() == b"\xef\xbb\xbfimport augrepro\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '{"class_path": "albumentations.Rotate", "init_args": {"limit": 9, "value": 3, "border_mode": 0}}',
            '{"class_path": "augrepro.Rotate", "init_args": {"limit": 9, "fill": 3, "border_mode": 0}}',
        ),
        ('{"class_path": "albumentations.RandomRotate90"}', '{"class_path": "augrepro.RandomRotate90", "init_args": {"p": 0.5}}'),
        (
            '{"__class_fullname__": "albumentations.augmentations.transforms.Blur", "always_apply": false, "p": 1}',
            '{"__class_fullname__": "Blur", "p": 1}',
        ),
        ('{"_target_": "albumentations.Blur", "always_apply": false}', '{"_target_": "augrepro.Blur"}'),
        (
            '{\n  "_target_": "albumentations.GaussNoise",\n  "var_limit": 0,\n  "mean": 0\n}',
            '{\n  "_target_": "augrepro.GaussNoise",\n  "std_range": [0.0, 0.0],\n  "mean_range": [0.0, 0.0]\n}',
        ),
        (
            '{"_target_": "albumentations.Blur", "_args_": [3]}',
            '{"_target_": "augrepro.compat.Blur", "_args_": [3]}',
        ),
    ],
)  # fmt: skip
def test_json(migrate, before, after):
    _, _, files = migrate({"a.json": before}, "--from", "1.3")
    assert files["a.json"] == after
    assert migrate(files, "--from", "1.3")[2] == files


@pytest.mark.parametrize(
    ("before", "floats"),
    [("", False), ("ToFloat", True), ("Normalize", True), ("FromFloat", False), ("Blur", False)],
)
def test_numbers_that_the_dtype_decided_are_read_for_what_stands_before_them(migrate, before, floats):
    first = f"- _target_: albumentations.{before}\n" if before else ""
    noise = "- _target_: albumentations.GaussNoise\n  var_limit: [0.25, 1.0]\n"
    steps = [f'dict(type="{before}")'] * bool(before) + ['dict(type="GaussNoise", var_limit=(0.25, 1.0))']
    config = f'# Albu\nx = dict(type="Albu", transforms=[{", ".join(steps)}])\n'
    _, out, files = migrate({"a.yaml": first + noise, "config.py": config}, "--from", "1.3.1")
    ends = "0.5, 1.0" if floats else "0.00196078431372549, 0.00392156862745098"
    assert f"std_range: [{ends}]" in files["a.yaml"]
    assert f"std_range=({ends})" in files["config.py"]
    assert out.count("read as of float images" if floats else "read as of images of bytes") == 2
    assert "look" not in migrate(files, "--check", "--from", "1.3.1")[1].replace("0 need a look", "")


def test_yaml_that_shares_nodes_stands_on_compat(migrate):
    text = "base: &b {p: 1}\nx:\n  _target_: albumentations.Blur\n  <<: *b\n"
    _, out, files = migrate({"a.yaml": text})
    assert files["a.yaml"] == text.replace("albumentations", "augrepro.compat")
    assert "a merge" in out


@pytest.mark.parametrize("at", ["top", "inside"])
def test_a_saved_pipeline_is_left_to_load(migrate, at):
    saved = {"__version__": "1.3.1", "transform": {"__class_fullname__": "albumentations.Blur", "p": 1}}
    text = json.dumps(saved if at == "top" else {"train": saved})
    status, out, files = migrate({"a.json": text}, "--check")
    assert files["a.json"] == text
    assert status == 0
    assert "augrepro.load and from_dict read it" in out


def notebook(*cells):
    return json.dumps(
        {
            "cells": [{"cell_type": kind, "metadata": {}, "outputs": [], "source": lines} for kind, lines in cells],
            "nbformat": 4,
        },
        indent=1,
        ensure_ascii=False,
    )


@pytest.mark.parametrize("options", [(), ("--to", "compat")])
def test_a_typed_config_names_classes_that_are_transforms(migrate, options):
    """jsonargparse takes a class_path below the type of the argument only: no group, and no removed name."""
    text = (
        "a:\n- class_path: albumentations.Flip\n  init_args: {p: 0.3}\n- class_path: albumentations.JpegCompression\n"
    )
    _, out, files = migrate({"a.yaml": text}, "--from", "1.3", *options)
    assert "a.yaml:2: look: Flip is OneOf today, a group, which an argument of type BasicTransform refuses" in out
    assert "write HorizontalFlip, VerticalFlip or D4; left as compat.Flip" in out
    assert files["a.yaml"].splitlines()[1] == "- class_path: augrepro.compat.Flip"
    assert files["a.yaml"].splitlines()[3] == "- class_path: augrepro.ImageCompression"
    again = migrate(files, "--from", "1.3", *options)
    assert again[2] == files
    assert "look: Flip is OneOf today" in again[1]


def test_yaml_that_cannot_be_read_is_said_with_its_place(migrate):
    text = "_target_: albumentations.Blur\nx: [1, 2\ny: 3\n"
    status, out, files = migrate({"a.yaml": text}, "--check")
    assert status == 1
    assert files["a.yaml"] == text
    assert "a.yaml:3: cannot: it was not read: line 3, column 2: while parsing a flow sequence" in out


def test_to_compat_says_whose_defaults_hold(migrate):
    """A project whose requirements are gone is still known by its call of use_defaults."""
    files = {
        "a.py": "import albumentations as A\nx = A.PadIfNeeded(30, 30, value=0)\n",
        "b.pyi": "import albumentations as A\nx: A.Compose\n",
    }
    files["c.yaml"] = "_target_: albumentations.Rotate\n"
    _, out, files = migrate(files, "--to", "compat")
    assert "c.yaml:1: note: arguments that are not written get the defaults of 2.0.8" in out
    assert 'A.use_defaults("1.3")' in files["a.py"]
    assert "use_defaults" not in files["b.pyi"]
    assert '1 of them with use_defaults("1.3") behind the imports' in out
    plain = {"a.py": files["a.py"].replace(", value=0", "")}
    status, out, _ = migrate(plain, "--to", "compat", "--check")
    assert status == 0
    assert "Written for Albumentations 1.3.1: a guess" in out


@pytest.mark.parametrize("options", [(), ("--to", "compat")])
def test_a_class_in_a_file_that_acts_otherwise_needs_a_look_once(migrate, options):
    text = (
        "a:\n  _target_: albumentations.RandomSunFlare\nb:\n  _target_: albumentations.MotionBlur\n"
        "  allow_shifted: false\nc:\n  _target_: albumentations.MotionBlur\n"
    )
    _, out, files = migrate({"a.yaml": text}, "--from", "1.3", *options)
    assert "a.yaml:2: look: RandomSunFlare acts less strongly" in out
    assert "a.yaml:4: look: MotionBlur acts more strongly" in out
    assert out.count(": look: ") == 2
    assert ": look: " not in migrate(files, "--from", "1.3", *options)[1]


def test_a_notebook_is_one_program(migrate):
    before = notebook(
        ("markdown", ["# albumentations\n"]),
        ("code", ["%matplotlib inline\n", "!pip install albumentations\n", "import albumentations as A"]),
        ("code", "%%bash\nls"),
        ("code", ["x = A.Rotate(9, border_mode=0, value=0,\n", "    always_apply=True)  # é\n", "x?"]),
        ("code", "y = A.Flip"),
    )
    after = notebook(
        ("markdown", ["# albumentations\n"]),
        ("code", ["%matplotlib inline\n", "!pip install albumentations\n", "import augrepro as A\n", "from augrepro import compat\n", "\n", 'compat.use_defaults("1.3")']),
        ("code", "%%bash\nls"),
        ("code", ["x = A.Rotate(9, border_mode=0, fill=0,\n", "    p=1.0)  # é\n", "x?"]),
        ("code", "y = compat.Flip"),
    )  # fmt: skip
    _, out, files = migrate({"a.ipynb": before}, "--from", "1.3")
    assert json.loads(files["a.ipynb"]) == json.loads(after)
    assert files["a.ipynb"] == after
    assert "a.ipynb:cell 5, line 1: look: Flip" in out


INSTALLS = {
    "!pip install -q albumentations==1.3.1 timm": "==1.3.1",
    "%pip install 'albumentations[imgaug]==1.4.18'": "==1.4.18",
    '  !python -m pip install "albumentations==1.3.1"': "==1.3.1",
    "!pip3 install albumentations~=1.4.0  # a comment": "~=1.4.0",
    "print('pip install albumentations==1.3.1')": None,
    "!pip install git+https://github.com/albumentations-team/albumentations": None,
    "!pip install numpy": None,
}


@pytest.mark.parametrize("line", INSTALLS)
def test_what_a_notebook_installs_counts_behind_requirements(migrate, line):
    book = notebook(("code", [line + "\n", "1"]), ("code", "import albumentations as A\nx = A.Blur(3)"))
    _, out, _ = migrate({"a.ipynb": book}, "--check")
    found = INSTALLS[line]
    assert (f": note: albumentations {found} is required" in out) is (found is not None)
    assert (f" says {found!r}" in out) is (found is not None)
    _, out, _ = migrate({"a.ipynb": book, "requirements.txt": "albumentations==1.3.0"}, "--check")
    assert "requirements.txt:1 says '==1.3.0'" in out


@pytest.mark.parametrize(
    "source", [["# A\n", "!pip install albumentations==1.3.1\n", "import albumentations as A"], ""]
)
@pytest.mark.parametrize("indent", [None, 1])
def test_what_a_notebook_installs_is_seen_in_every_layout(migrate, source, indent):
    source = source or "# A\n!pip install albumentations==1.3.1\nimport albumentations as A"
    cells = [{"cell_type": "markdown", "source": "# One"}, {"cell_type": "code", "source": source}]
    _, out, _ = migrate({"a.ipynb": json.dumps({"cells": cells, "nbformat": 4}, indent=indent)}, "--check")
    assert ": note: albumentations ==1.3.1 is required" in out
    assert " says '==1.3.1'" in out


def test_a_file_that_is_left_whole_keeps_its_configuration_of_openmmlab_too(migrate):
    text = (
        "import albumentations as A\nx = dict(type='Albu', transforms=[dict(type='Blur', always_apply=True)])\n"
        "if A.__version__ < '1.0':\n    x = A.Blur(3)\n"
    )
    _, out, files = migrate({"a.py": text}, "--from", "1.3")
    assert files["a.py"] == text
    assert "0 of 1 files changed.\n1 left whole" in out


PROJECT = {
    "requirements.txt": "numpy\nalbumentations==1.3.1\n",
    "src/a.py": "import albumentations as A\nx = A.Rotate(9)\ny = A.Blur(**cfg)\n",
    "src/broken.py": "import albumentations as\n",
    "src/.venv/b.py": "import albumentations\n",
    "node_modules/b.py": "import albumentations\n",
    "notes.md": "import albumentations\n",
}


def test_check_writes_nothing_and_says_all(migrate, tmp_path):
    status, out, files = migrate(PROJECT, "--check")
    assert status == 1
    assert files == PROJECT
    for words in (
        "requirements.txt:2: note: albumentations ==1.3.1 is required",
        "a.py:3: look: Blur: what **cfg holds",
        "broken.py:1: cannot: it was not read",
        "Written for Albumentations 1.3.1",
        "1 call sites move by themselves (1 rewritten, 0 as they stand), 1 need a look, 1 cannot move.",
        "1 of 2 files would change.",
    ):
        assert words in out
    assert "node_modules" not in out


def test_a_project_that_has_moved_passes_the_check(migrate):
    assert migrate({"a.py": "import albumentations as A\nx = A.Rotate(9, value=0)\n"})[0] == 0
    status, out, _ = migrate({}, "--check")
    assert status == 0
    assert out == "Nothing here mentions Albumentations.\n"


def test_diff_prints_and_writes_nothing(migrate):
    status, out, files = migrate(PROJECT, "--diff", "--verbose")
    assert status == 0
    assert files == PROJECT
    assert "\n-x = A.Rotate(9)\n" in out
    assert "\n+x = A.Rotate(9, border_mode=4)\n" in out
    assert "a.py:2: moves: Rotate: + border_mode=4" in out


def test_the_release_decides_what_a_default_was(migrate):
    text = "import albumentations as A\nx = A.Rotate(9)\n"
    assert "border_mode=4" in migrate({"a.py": text}, "--from", "1.4")[2]["a.py"]
    assert "border_mode" not in migrate({"a.py": text}, "--from", "2.0")[2]["a.py"]
    assert "border_mode" not in migrate({"a.py": text})[2]["a.py"]
    _, out, files = migrate({"a.py": text + "y = A.Blur(always_apply=True)\n"})
    assert "border_mode=4" in files["a.py"]
    assert "a guess" in out
    assert "a.py:3 is spelled" in out


OWN = "class Own(A.ImageOnlyTransform):\n    "


@pytest.mark.parametrize(
    ("former", "requirement", "says"),
    [
        (
            OWN + "def __init__(self, always_apply=False, p=1):\n        super().__init__(always_apply, p)\n",
            "",
            "a.py:5",
        ),
        (OWN + "def __init__(self):\n        super().__init__(always_apply=True)\n", "", "a.py:5"),
        (OWN + "def get_params_dependent_on_targets(self, params):\n        return {}\n", "", "a.py:4"),
        ("", "albumentations>0.5\n", "requirements.txt:1 says '>0.5'"),
        ("", "albumentations>=1.3\n", "requirements.txt:1 says '>=1.3'"),
    ],
)
def test_custom_classes_and_open_requirements_tell_of_releases_before(migrate, former, requirement, says):
    text = f"import albumentations as A\nx = A.Rotate(9)\n{former}"
    _, out, _ = migrate({"a.py": text, "requirements.txt": requirement}, "--diff", "--verbose")
    assert says in out
    assert "Rotate: + border_mode=4" in out


def test_an_open_requirement_says_nothing_where_calls_are_spelled_as_today(migrate):
    text = "import albumentations as A\nx = A.Rotate(9, fill=3)\n"
    _, out, files = migrate({"a.py": text, "requirements.txt": "albumentations>=1.3\n"})
    assert "Written for Albumentations 2.0.8" in out
    assert files["a.py"] == text.replace("albumentations", "augrepro")


def test_a_second_check_lists_what_stays_on_compat_and_counts_its_file(migrate):
    _, _, files = migrate({"a.py": "import albumentations as A\nx = A.Blur(**cfg)\n"}, "--from", "1.3")
    _, out, again = migrate(files, "--from", "1.3", "--check")
    assert again == files
    assert "left as compat.Blur(...)" in out
    assert "0 of 1 files would change. 1 mentions Albumentations or augrepro.compat, with nothing to change." in out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "aug:\n  class_name: albumentations.Flip\n  params: {p: 0.5}\n"),
        ("a.json", '{"x":\n {"type": "albumentations.augmentations.transforms.Blur", "page": "albumentations.ai"}}\n'),
    ],
)
def test_a_class_under_a_key_of_the_program_needs_a_look(migrate, name, text):
    status, out, files = migrate({name: text}, "--check")
    assert status == 1
    assert out.count("look: ") == 1
    assert f"{name}:2: look: " in out
    assert "under a key that is the program's own" in out
    assert files[name] == text


@pytest.mark.parametrize(
    ("line", "asked", "release"),
    [
        ("albumentations==1.3.1", "==1.3.1", (1, 3, 1)),
        ("RUN pip install albumentations==1.0.0 timm==0.4.12", "==1.0.0", (1, 0, 0)),
        ("albumentations>=1.0,<1.4  # later", ">=1.0,<1.4", (1, 3, 99)),
        ('albumentations = "^1.3.0"', "^1.3.0", (1, 3, 0)),
        ('albumentations = {version = "~1.2"}', "~1.2", (1, 2, 99)),
        ("  - albumentations=1.3.0", "=1.3.0", (1, 3, 0)),
        ("albumentations[imgaug]>=2.0", ">=2.0", (2, 0, 99)),
        ("albumentations>=1.0", ">=1.0", None),
        ("albumentations", "", None),
    ],
)
def test_a_requirement_is_read(line, asked, release):
    assert [found for _, found in mentions(line)] == [asked]
    assert pinned(asked) == release


@pytest.mark.parametrize("line", ["albumentations-extra==3", "import albumentations", "# albumentations==1.3"])
def test_what_is_no_requirement(line):
    assert [*mentions(line)] == []


@pytest.mark.parametrize("text", ["one", "3.0", "1.3.1.2.3", "", "-1"])
def test_what_is_no_release(text):
    with pytest.raises(ValueError, match="release"):
        parse(text)


def test_a_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch, capsys):
    path = tmp_path / "a.py"
    path.write_text("import albumentations\n")
    path.chmod(0o640)

    def full(*_):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert main(["migrate", str(tmp_path)]) == 2
    assert "No space left" in capsys.readouterr().err
    assert path.read_text() == "import albumentations\n"
    assert [each.name for each in tmp_path.iterdir()] == ["a.py"]
    assert main(["migrate", str(tmp_path)]) == 0
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(("mode", "allowed"), [(0o444, True), (0o644, False)])  # as root sees it; another's file
def test_a_read_only_file_is_said_and_stays_as_it_is_for_root_too(tmp_path, monkeypatch, capsys, mode, allowed):
    path, other = tmp_path / "a.py", tmp_path / "b.py"
    for each in (path, other):
        each.write_text("import albumentations\n")
    path.chmod(mode)
    monkeypatch.setattr(os, "access", lambda place, _: allowed or str(place) != str(path))
    assert main(["migrate", str(tmp_path), "--check"]) == 1
    assert f"{path}:1: look: the file is read-only: it is not written" in capsys.readouterr().out
    assert main(["migrate", str(tmp_path)]) == 2
    assert f"{path} is read-only: nothing was written" in capsys.readouterr().err
    assert [each.read_text() for each in (path, other)] == ["import albumentations\n", "import augrepro\n"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.py", "b.py"]
    assert path.stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize(
    ("name", "text"),
    [("a.py", "import albumentations\n"), ("a.yaml", "_target_: albumentations.Flip\n"), ("a.json", '{"type": "Albu", "a": "albumentations.Flip"}')],
)  # fmt: skip
def test_a_file_of_wide_characters_is_said_and_stays(migrate, tmp_path, name, text, encoding):
    raw = text.encode(encoding)
    (tmp_path / name).write_bytes(raw)
    status, printed, _ = migrate({}, "--check")
    assert status == 1
    assert "cannot: it was not read: it is in UTF-16 or UTF-32, and Python, YAML and JSON want UTF-8" in printed
    migrate({})
    assert (tmp_path / name).read_bytes() == raw


def test_requirements_that_powershell_wrote_count(tmp_path, capsys):
    (tmp_path / "requirements.txt").write_bytes("albumentations==1.3.1\r\n".encode("utf-16"))
    assert main(["migrate", str(tmp_path)]) == 0
    assert "requirements.txt:1: note: albumentations ==1.3.1 is required" in capsys.readouterr().out


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path):
    path = tmp_path / "a.py"
    path.write_text("import albumentations\n")
    project = Project([tmp_path])
    project.move((2, 0, 8), "core")
    path.write_text("import albumentations  # mine\n")
    with pytest.raises(OSError, match="changed meanwhile"):
        project.files[0].write()
    assert path.read_text() == "import albumentations  # mine\n"


@pytest.mark.parametrize(
    ("options", "words"),
    [(["nowhere"], "there is no nowhere"), ([".", "--from", "four"], "--from: a release looks like")],
)
def test_wrong_usage(options, words, capsys):
    assert main(["migrate", *options]) == 2
    assert words in capsys.readouterr().err


def test_without_a_command_the_versions(capsys):
    assert main([]) == 0
    out = capsys.readouterr().out
    assert all(word in out for word in ("augrepro 0", "NumPy", "OpenCV", f"Python {sys.version.split()[0]}", "--help"))


def test_a_missing_extra_is_said(monkeypatch, capsys):
    monkeypatch.setitem(COMMANDS, "migrate", Command("no_such_module_at_all", "x", "augrepro[migrate]"))
    assert main(["migrate", "."]) == 2
    assert "pip install 'augrepro[migrate]'" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{", '{"a" 1}', "[1,]x", "nul", '{"a": 1} 2', "[" * 300])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        read_json(text)


def test_json_is_read_as_json_reads_it():
    text = '{"a": [1, -2.5e3, true, null, "x\\u00e9\\n"], "b": {}, "c": []}'
    assert read_json(text).plain() == json.loads(text)


ALIASED = """train:
  _target_: albumentations.Compose
  transforms:
    - _target_: albu.Resize
      height: 9
      width: 9
  bbox_params:
    _target_: albu.BboxParams
    format: coco
other:
  _target_: albumentations.Blur
"""


@pytest.mark.parametrize("options", [(), ("--to", "compat")])
@pytest.mark.parametrize(
    ("text", "looks"),
    [
        (ALIASED, 2),
        ("_target_: A.Compose\ntransforms:\n  - _target_: albumentations.Blur\n", 1),
        ("- _target_: albumentations.Blur\n- _target_: albu.Blur\n", 0),
        ("_target_: albumentations.Compose\ntransforms:\n  - _target_: own.Wobble\n", 0),
    ],
)
def test_a_pipeline_whose_classes_have_a_name_of_the_programs_moves_whole_or_not_at_all(migrate, text, looks, options):
    _, out, files = migrate({"a.yaml": text}, *options)
    assert out.count("by the program's name") == looks
    assert (files["a.yaml"] == text) == bool(looks)


@pytest.mark.parametrize(
    ("leaf", "words", "status"),
    [
        ({"__class_fullname__": "OpticalDistortion", "shift_limit": [-0.5, 0.5], "p": 1}, "read it as it stands", 0),
        (
            {"__class_fullname__": "OpticalDistortion", "shift_limit": [-2, 2], "p": 1},
            "refuse it: pipeline: Compose[0]: OpticalDistortion.shift_limit moved",
            1,
        ),
        (
            {"__class_fullname__": "acme.Blur", "p": 1},
            "its own classes are registered: pipeline: Compose[0]: unknown",
            0,
        ),
        ({"__class_fullname__": "Zyxwvut", "p": 1}, "(a class of your own needs @augrepro.register)", 0),
        ({"__class_fullname__": "TemplateTransform", "p": 1}, "Albumentations has removed it", 1),
    ],
)
def test_a_saved_pipeline_is_read_before_it_is_said_to_load(migrate, leaf, words, status):
    saved = {"__class_fullname__": "albumentations.core.composition.Compose", "p": 1, "transforms": [leaf]}
    text = json.dumps({"__version__": "1.3.1", "transform": saved})
    found, out, files = migrate({"a.json": text}, "--check")
    assert words in out
    assert (found, files["a.json"]) == (status, text)


def test_a_folder_without_albumentations_is_told_so(migrate):
    assert migrate({"a.py": "import json\n"}, "--check")[:2] == (0, "Nothing here mentions Albumentations.\n")


def test_places_with_one_cure_are_a_line_each_and_say_it_once(migrate):
    _, out, _ = migrate({"a.yaml": "- class_name: albumentations.Blur\n- class_name: albumentations.Flip\n"})
    assert [line.split(": ")[1] for line in out.splitlines()[:2]] == ["look", "look"]
    assert out.count("write augrepro's name") == 1


def test_a_class_of_another_file_is_called_with_the_arguments_of_its_base(migrate):
    library = "import albumentations as A\nclass Holes(A.CoarseDropout):\n    pass\nclass More(Holes):\n    pass\n"
    library += "class Own(A.CoarseDropout):\n    def __init__(self, n):\n        super().__init__(p=1, fill=n)\n"
    use = "import albumentations as A\nfrom .library import Holes, More as Other, Own\n"
    _, out, _ = migrate(
        {"library.py": library, "use.py": use + "x = [\n    Holes(8, 8, 8),\n    Other(max_holes=3),\n    Own(8),\n]\n"},
        "--from", "1.3.1", "--check",
    )  # fmt: skip
    assert "use.py:4: look: Holes takes the arguments of CoarseDropout, and here they are others" in out
    assert "use.py:5: look: Other takes the arguments of CoarseDropout" in out
    assert "use.py:6" not in out


ALPHA = "import albumentations as A\nx = A.ElasticTransform(alpha=3, alpha_affine=9)\n"


def test_what_a_release_passed_over_is_left_out_and_said(migrate):
    _, out, files = migrate({"a.py": ALPHA}, "--from", "2.0.8")
    assert files["a.py"] == "import augrepro as A\nx = A.ElasticTransform(alpha=3)\n"
    assert "alpha_affine did nothing in that release and is left out; today it acts again" in out
    text = "_target_: albumentations.ElasticTransform\nalpha: 3\nalpha_affine: 9\n"
    _, out, files = migrate({"a.yaml": text}, "--from", "2.0.8")
    assert files["a.yaml"] == "_target_: augrepro.ElasticTransform\nalpha: 3\n"
    assert "alpha_affine did nothing" in out


@pytest.mark.parametrize("name", ["a.py", "a.yaml"])
def test_it_shows_that_a_project_is_of_1_x(migrate, name):
    text = ALPHA if name == "a.py" else "_target_: albumentations.ElasticTransform\nalpha_affine: 9\n"
    _, out, files = migrate({name: text})
    assert "Written for Albumentations 1.3.1: a guess" in out
    assert "uniform" in files[name]
    kept = "from augrepro import compat as A\nx = A.ElasticTransform(alpha=3, alpha_affine=9)\n"
    _, _, files = migrate({"a.py": kept}, "--from", "2.0.8")
    assert "alpha_affine=9" in files["a.py"]


def test_a_long_run_says_how_far_it_is_where_somebody_looks(monkeypatch, capsys):
    assert [*told("abc", "moving")] == ["a", "b", "c"]
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    times = iter([0.0, 0.2, 1.5, 1.55, 9.0])
    monkeypatch.setattr("augrepro.migrate.progress.monotonic", lambda: next(times, 9.0))
    assert [*told("abc", "moving")] == ["a", "b", "c"]
    err = capsys.readouterr().err
    assert err.startswith("\rmoving: 1 of 3 files")
    assert err.endswith("\r" + " " * len("moving: 1 of 3 files") + "\r")
