"""The rooms of the plugin: reading knows processes, judging knows laws."""

from __future__ import annotations

from layering import Rooms

START_UP = "what a fixture needs is imported when a test asks for it, so that other tests pay nothing"
LIBRARY_AND_TORCH = "torch is optional, and is loaded in the processes that read"

PLUGIN = Rooms(
    package="pytest_augrepro",
    arrows={
        "common": set(),
        "values": set(),
        "seeds": set(),
        "matrix": {"common"},
        "pages": {"common"},
        "pictures": {"common", "values"},
        "judging": {"common", "matrix"},
        "reading": {"common", "judging", "matrix", "seeds", "values"},
        "checks": {"common", "judging", "matrix", "reading", "seeds", "values"},
        "snapshots": {"common", "pages", "pictures", "values"},
        "strengths": {"common"},
        "": {"checks", "common", "judging", "matrix", "pages", "seeds", "snapshots", "strengths", "values"},
    },
    face=(
        "__init__.py",
        "__main__.py",
        "caught.py",
        "collected.py",
        "failed.py",
        "fixtures.py",
        "identity.py",
        "options.py",
        "plugin.py",
        "progress.py",
        "rehearsal.py",
        "report.py",
        "results.py",
        "run_record.py",
        "sample.py",
        "table.py",
        "unused.py",
    ),
    foreign={
        "difflib": ("common/hints.py",),
        "jinja2": ("pages/report.py",),
        "rich": ("table.py",),
        "syrupy": ("snapshots/store.py",),
        "xxhash": ("reading/fingerprint.py",),
        "allpairspy": ("matrix/presets.py",),
    },
    banned={
        "common": {"numpy", "torch", "cv2", "pytest", "random"},
        "judging": {"numpy", "torch", "cv2", "pytest", "os", "random"},
        "matrix": {"numpy", "torch", "cv2", "pytest"},
        "pages": {"numpy", "torch", "cv2", "pytest", "random"},
    },
    once={
        "os.replace": "common/files.py",
        "random.setstate": "seeds/rng_state.py",
        "np.random.set_state": "seeds/rng_state.py",
        "torch.set_rng_state": "seeds/rng_state.py",
    },
    drawing=("checks/faults/", "reading/global_rng.py", "seeds/pipeline.py"),
    late={
        "__init__.py": "measure needs numpy and torch, and pytest imports this package at every start",
        "fixtures.py": START_UP,
        "rehearsal.py": START_UP,
        "plugin.py": "the warm server is started only for modules that use cells",
        "results.py": START_UP,
        "run_record.py": "the table needs rich and the page jinja2, which are optional",
        "seeds/pipeline.py": "a list of transforms needs the library, a pipeline of others does not",
        "checks/bare.py": LIBRARY_AND_TORCH,
        "checks/ready.py": LIBRARY_AND_TORCH,
        "checks/faults/generators.py": LIBRARY_AND_TORCH,
        "checks/faults/inputs.py": LIBRARY_AND_TORCH,
        "checks/faults/loading.py": LIBRARY_AND_TORCH,
        "checks/faults/planted.py": LIBRARY_AND_TORCH,
        "checks/faults/surroundings.py": LIBRARY_AND_TORCH,
        "reading/collate.py": LIBRARY_AND_TORCH,
        "reading/dataset.py": LIBRARY_AND_TORCH,
        "reading/process.py": LIBRARY_AND_TORCH,
        "reading/runner.py": LIBRARY_AND_TORCH,
        "reading/warm.py": "the server imports what the tests have imported, by name",
        "reading/conditions/machine.py": "cv2 is optional, and NumPy moved the module that knows CPU features in 2.0",
    },
)
