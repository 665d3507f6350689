"""The rooms of the library: transforms know chance, ops know meaning, kernels know pixels."""

from __future__ import annotations

from layering import Rooms

LIBRARY = Rooms(
    package="augrepro",
    arrows={
        "engine": set(),
        "kernels": set(),
        "ops": {"engine", "kernels"},
        "transforms": {"engine", "ops"},
        "pipeline": {"engine", "ops"},
        "torch": {"engine", "ops", "kernels", "transforms", "pipeline"},
        "ray": {"engine", "pipeline"},
        "core": {"engine", "pipeline", "transforms"},
        "pytorch": {"torch"},
        "": {"core", "engine", "pipeline", "pytorch", "transforms", "ops", "torch"},
    },
    hidden={
        "ops": (
            (
                "engine/stream.py",
                "engine/source.py",
                "engine/scope.py",
                "engine/generators.py",
                "engine/frame.py",
                "engine/transform.py",
            ),
            "ops know no chance",
        ),
    },
    foreign={
        "cv2": ("kernels/",),
        "torch": ("torch/",),
        "ray": ("ray/",),
        "random": (  # outside the engine for annotations alone
            "engine/source.py",
            "engine/generators.py",
            "engine/transform.py",
            "pipeline/custom.py",
            "pipeline/loan.py",
        ),
        "secrets": ("engine/source.py",),
        "importlib": ("engine/registry.py", "__init__.py"),
        "difflib": ("engine/errors.py",),
    },
    once={"os.replace": "engine/files.py"},
    late={
        "engine/registry.py": "a file may name ToTensorV2, whose room needs torch",
        "__init__.py": "augrepro.pytorch comes when it is asked for: import augrepro never imports torch",
    },
)
