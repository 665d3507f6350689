"""The import hook: what it answers, what it refuses, what it lacks, and that it goes away again."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from importlib import import_module
from types import ModuleType
from unittest.mock import patch

import pytest

import augrepro as A
from augrepro.__main__ import main
from augrepro.hook import finder
from augrepro.hook.script import RELEASE, SCRIPT


@pytest.fixture
def hook():
    real = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "albumentations"}
    for name in real:
        del sys.modules[name]
    finder.install()
    yield finder
    finder.uninstall()
    sys.modules.update(real)


def test_it_answers_for_the_package(hook):
    names = {}
    exec(
        "import albumentations as A\nfrom albumentations import *\nimport albumentations.augmentations.crops.transforms as crops\n"
        "from albumentations.core.composition import BaseCompose\nfrom albumentations.pytorch.transforms import ToTensorV2\n",
        names,
    )
    assert names["A"].__version__ == "2.0.8"
    assert issubclass(names["Rotate"], A.Rotate) or isinstance(names["Rotate"](), A.Rotate)
    assert isinstance(names["crops"].RandomCrop(3, 4), A.RandomCrop)
    assert names["BaseCompose"] is A.BaseCompose
    assert isinstance(names["ToTensorV2"](), A.ToTensorV2)
    assert hook.misses() == []


def test_it_answers_for_what_1_x_had(hook):
    found = import_module("albumentations")
    with pytest.warns(FutureWarning, match="today it is"):
        assert isinstance(found.JpegCompression(), A.ImageCompression)


def test_find_spec_and_metadata(hook):
    assert importlib.util.find_spec("albumentations").origin == "augrepro"
    assert importlib.metadata.version("albumentations") == "2.0.8"
    assert importlib.metadata.metadata("albumentations")["Requires-Dist"] == "augrepro"
    assert importlib.metadata.version("numpy")


def test_the_check_for_updates_asks_nobody(hook):
    assert import_module("albumentations.check_version").check_for_updates() is None


def test_what_it_lacks_is_listed_at_the_end(hook, capsys):
    module = import_module("albumentations")
    with pytest.raises(AttributeError, match="augrepro does not have it"):
        _ = module.nothing_like_it
    with pytest.raises(ModuleNotFoundError):
        import_module("albumentations.no_such_module")
    hook._say_misses()
    assert hook.misses() == ["albumentations.nothing_like_it", "albumentations.no_such_module"]
    assert "    albumentations.nothing_like_it\n" in capsys.readouterr().err


def test_the_real_package_is_not_replaced(hook, monkeypatch):
    hook.uninstall()
    real = ModuleType("albumentations")
    real.__version__ = "1.3.1"
    monkeypatch.setitem(sys.modules, "albumentations", real)
    with pytest.raises(ImportError, match=r"albumentations 1.3.1 is already imported"):
        hook.install()
    assert sys.modules["albumentations"] is real


def test_it_goes_away(hook):
    import_module("albumentations.pytorch")
    hook.uninstall()
    assert not any(isinstance(module, finder.Answering) for module in sys.modules.values())
    assert finder._FINDER not in sys.meta_path
    hook.install()
    hook.install()
    assert sys.meta_path.count(finder._FINDER) == 1


def test_it_is_never_on_by_itself():
    assert finder._FINDER not in sys.meta_path


def test_submodules_are_attributes_of_the_package_as_there(hook):
    names = {}
    exec("import albumentations as A\nfrom albumentations.pytorch.transforms import ToTensor", names)
    A = names["A"]
    assert A.geometric is A.augmentations.geometric
    assert A.crops.functional is A.augmentations.crops.functional
    assert A.transforms.Blur is A.Blur
    assert names["ToTensor"] is A.pytorch.ToTensor is A.pytorch.transforms.ToTensor


SPAWNING = """
import multiprocessing
import sys
import albumentations as A
from albumentations.core.transforms_interface import ImageOnlyTransform

class Data:
    def __init__(self):
        self.transform = A.Compose([A.HorizontalFlip(p=1)])

def work(data):
    return A.PadIfNeeded(8, 8).border_mode, A.__version__, ImageOnlyTransform.__module__, type(data.transform).__module__

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(sys.argv[1:], pool.apply(work, [Data()]))
"""


def test_a_script_and_the_processes_it_spawns(hook, tmp_path, monkeypatch, capsys):
    path = tmp_path / "train.py"
    path.write_text(SPAWNING)
    for name in ("argv", "path"):
        monkeypatch.setattr(sys, name, [*getattr(sys, name)])
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    for name in (SCRIPT, RELEASE):
        monkeypatch.setenv(name, "")
    assert main(["run-as-albumentations", "--from", "1.3", str(path), "--lr", "3"]) == 0
    assert "['--lr', '3'] (4, '2.0.8', 'augrepro.compat.protocol', 'augrepro." in capsys.readouterr().out


def test_a_script_that_is_not_there(capsys):
    assert main(["run-as-albumentations", "nowhere.py"]) == 2
    assert "there is no nowhere.py" in capsys.readouterr().err
    assert main(["run-as-albumentations", "--from", "9.9", __file__]) == 2
    assert "--from: the defaults must be those of" in capsys.readouterr().err
    assert finder._FINDER not in sys.meta_path


def test_a_function_that_is_patched_is_patched_where_it_is_called(hook):
    from augrepro.core import hub_mixin

    before = hub_mixin.hf_hub_download
    for _ in range(2):
        with patch("albumentations.core.hub_mixin.hf_hub_download", return_value="x") as download:
            assert hub_mixin.hf_hub_download is download
            assert import_module("albumentations.core.hub_mixin").hf_hub_download is download
        assert hub_mixin.hf_hub_download is import_module("albumentations.core.hub_mixin").hf_hub_download is before
    with patch("albumentations.Blur") as blur:
        assert import_module("albumentations").Blur is blur
    assert issubclass(import_module("albumentations").Blur, A.Blur)


def test_calls_mean_what_they_meant_in_a_release(hook):
    found = import_module("albumentations")
    assert found.PadIfNeeded(8, 8).border_mode == 0
    hook.install("1.3")
    with pytest.warns(FutureWarning, match="border_mode=4"):
        assert found.PadIfNeeded(8, 8).border_mode == 4
    hook.uninstall()
    hook.install()
    assert import_module("albumentations").PadIfNeeded(8, 8).border_mode == 0
