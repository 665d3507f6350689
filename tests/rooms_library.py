"""The rooms of the library: transforms know chance, ops know meaning, kernels know pixels."""

from __future__ import annotations

from layering import Rooms

ENGINE = ("engine/chance", "engine/declare", "engine/protocol", "engine/targets")
LIBRARY = Rooms(
    package="augrepro",
    arrows={
        "engine/declare": set(),
        "engine/targets": {"engine/declare"},
        "engine/chance": {"engine/declare"},
        "engine/protocol": {"engine", *ENGINE},
        "engine": {*ENGINE},
        "kernels": set(),
        "ops": {"engine", "engine/declare", "engine/targets", "kernels"},
        "transforms": {"engine", *ENGINE, "ops"},
        "pipeline": {"engine", *ENGINE, "ops"},
        "torch": {"engine", *ENGINE, "ops", "kernels", "transforms", "pipeline"},
        "ray": {"engine", *ENGINE, "pipeline"},
        "functions": {"engine", *ENGINE, "ops"},
        "compat": {"", "engine", *ENGINE, "kernels", "pipeline", "pytorch"},
        "show": {"engine", *ENGINE, "kernels", "ops", "pipeline", "transforms"},
        "migrate": {"", "engine/declare", "engine/protocol", "engine/targets"},
        "hook": {"engine/declare"},
        "as_albumentations": {"hook"},
        "__main__": {"engine/declare", "show"},
        "augmentations": {"engine/declare", "functions", "transforms"},
        "core": {"engine", *ENGINE, "functions", "pipeline", "transforms"},
        "pytorch": {"engine/declare", "torch"},
        "check_version": set(),
        "": {
            "augmentations",
            "check_version",
            "core",
            "engine",
            *ENGINE,
            "pipeline",
            "pytorch",
            "show",
            "torch",
            "transforms",
        },
    },
    hidden={
        "ops": (
            ("engine/codec.py", "engine/frame.py", "engine/node.py", "engine/seeded.py", "engine/transform.py"),
            "ops know no chance",
        ),
    },
    foreign={
        "cv2": ("kernels/", "show/"),
        "PIL": ("kernels/text.py",),
        "torch": ("torch/",),
        "ray": ("ray/",),
        "random": ("engine/chance/", "engine/seeded.py", "engine/protocol/basic.py"),  # the last two for annotations
        "secrets": ("engine/chance/seeding.py", "engine/declare/files.py"),
        "importlib": (
            "engine/declare/registry.py",
            "engine/declare/submodules.py",
            "pipeline/pretrained.py",
            "__init__.py",
            "__main__.py",
            "compat/__init__.py",
            "compat/paths.py",
            "hook/",
            "migrate/names.py",
            "show/pipelines.py",
        ),
        "huggingface_hub": ("core/hub_mixin.py", "pipeline/pretrained.py"),
        "pydantic": ("core/pydantic.py", "core/validation.py"),
        "difflib": ("engine/declare/errors.py", "migrate/report.py"),
        "libcst": ("migrate/",),
    },
    once={"os.replace": "engine/declare/files.py"},
    max_lines=300,
    late={
        "engine/declare/submodules.py": "modules that pass names on load each other when they are asked for",
        "pipeline/pretrained.py": "the Hub needs huggingface_hub, which is optional",
        "engine/declare/registry.py": "a file may name ToTensorV2, whose room needs torch",
        "__main__.py": "a command is imported when it is asked for, so that no command needs another's extra",
        "hook/finder.py": "what a program asks for under another name decides what is imported",
        "migrate/names.py": "whether a module of ours has a name is asked of that module",
        "compat/__init__.py": "augrepro.compat.pytorch needs torch",
        "compat/paths.py": "a former path stands for a module of ours that few programs ask for",
        "__init__.py": "augrepro.pytorch comes when it is asked for: import augrepro never imports torch",
    },
)
