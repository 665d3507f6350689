"""Conditions a dataset may meet on another machine or in another program, each with a look whether it took effect."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, ClassVar

import numpy as np

from pytest_augrepro import ambient, entropy
from pytest_augrepro.census import held_places

Fetch = Callable[[Any], Any]
LOW_OPENCV = "AVX512-SKX,AVX2,FP16,AVX,SSE4.2,SSE4.1"


class Condition:
    """Nothing special: the reference. Subclasses change the surroundings of a reading in this process."""

    law: ClassVar[str] = ""
    words: ClassVar[str] = "nothing special"
    contract: ClassVar[str] = ""
    environment: ClassVar[Mapping[str, str]] = {}

    def __init__(self) -> None:
        self.inert = ""
        self.idle = ""
        self.blame = ""
        self.stack = ExitStack()

    def __enter__(self) -> Condition:
        self.begin()
        return self

    def __exit__(self, *reason: object) -> None:
        self.stack.close()

    def begin(self) -> None:
        """Change the surroundings, before the dataset is made."""

    def prepare(self, dataset: Any) -> None:
        """Change the dataset, once it is made."""

    def fetch(self, keys: Sequence[Any], one: Fetch) -> list[Any]:
        """Fetch the samples of one pass, in order."""
        return [self.around(position, key, one) for position, key in enumerate(keys)]

    def around(self, position: int, key: Any, one: Fetch) -> Any:
        """Fetch one sample."""
        return one(key)

    def finish(self) -> None:
        """Look whether it took effect; sets ``inert`` or ``idle``."""

    def needs(self, module: str) -> Any:
        """Return a module that the dataset uses, or note that there is nothing to act on."""
        found = sys.modules.get(module)
        if found is None:
            self.idle = f"{module} is not loaded"
        return found


class Replayed(Condition):
    law, contract = "replayable", "stream"
    words = "replaying what was recorded"

    def prepare(self, dataset: Any) -> None:
        self.replays = False
        if hasattr(dataset, "replayed"):
            self.replays = dataset.replayed()

    def finish(self) -> None:
        if not self.replays:
            self.idle = "the pipeline records no plan"


class DisturbedGlobals(Condition):
    law, contract = "global-rng-isolated", "isolated"
    words = "other code drawing from the global generators between samples"

    def around(self, position: int, key: Any, one: Fetch) -> Any:
        ambient.disturb(position)
        return one(key)


class Elsewhere(Condition):
    law, contract = "entropy-free", "isolated"
    words = "another clock, process number and entropy pool"

    def begin(self) -> None:
        self.consumers = self.stack.enter_context(entropy.elsewhere())
        import time

        if abs(time.time() - time.time_ns() / 1e9) < 1e-6:
            self.inert = "the clock was not shifted"
        self.consumers.clear()

    def finish(self) -> None:
        self.blame = "; ".join(f"{name} by {place}" for name, place in self.consumers.items())
        if not self.consumers:
            self.idle = "no source of entropy was asked"


class OtherHashSeed(Condition):
    law, contract = "hash-seed-invariant", "isolated"
    words = "PYTHONHASHSEED=1"
    environment = {"PYTHONHASHSEED": "1"}

    def finish(self) -> None:
        if os.environ.get("PYTHONHASHSEED") != "1" or sys.flags.hash_randomization != 1:
            self.inert = "the hash seed was not set"


class Threads(Condition):
    law, contract = "reentrant", "invariant"
    words = "four threads fetching at once"
    count: ClassVar[int] = 4

    def fetch(self, keys: Sequence[Any], one: Fetch) -> list[Any]:
        results: list[Any] = [None] * len(keys)
        problems: list[BaseException] = []
        gate = threading.Barrier(self.count)

        def work(start: int) -> None:
            gate.wait()
            try:
                for position in range(start, len(keys), self.count):
                    results[position] = one(keys[position])
            except BaseException as problem:
                problems.append(problem)

        before = sys.getswitchinterval()
        self.stack.callback(sys.setswitchinterval, before)
        sys.setswitchinterval(1e-5)
        workers = [threading.Thread(target=work, args=(start,)) for start in range(self.count)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        if problems:
            raise problems[0]
        return results


class PlainOpenCV(Condition):
    law, contract = "dispatch-invariant", "portable"
    words = "cv2.setUseOptimized(False), which stands for an older CPU"

    def begin(self) -> None:
        cv2 = importlib.import_module("cv2") if importlib.util.find_spec("cv2") else None
        if cv2 is not None:
            self.stack.callback(cv2.setUseOptimized, cv2.useOptimized())
            cv2.setUseOptimized(False)

    def finish(self) -> None:
        cv2 = self.needs("cv2")
        if cv2 is not None and cv2.useOptimized():
            self.inert = "cv2 still reports optimized code"


class MoreThreads(Condition):
    """In a fresh process: a forked one cannot end the thread pool that OpenCV had in its parent, and would wait."""

    law, contract = "dispatch-invariant", "portable"
    words = "two threads inside OpenCV and torch"

    def begin(self) -> None:
        for name, get, put in (
            ("cv2", "getNumThreads", "setNumThreads"),
            ("torch", "get_num_threads", "set_num_threads"),
        ):
            module: Any = sys.modules.get(name)
            if module is not None:
                self.stack.callback(getattr(module, put), getattr(module, get)())
                getattr(module, put)(2)

    def finish(self) -> None:
        torch = self.needs("torch")
        if torch is not None and torch.get_num_threads() != 2:
            self.inert = f"torch reports {torch.get_num_threads()} threads"


class OtherLayout(Condition):
    law, contract = "layout-invariant", "portable"
    words = "input arrays in another memory layout (column-major)"

    def prepare(self, dataset: Any) -> None:
        self.changed = 0
        for _, array, put in list(held_places(dataset)):
            if array.ndim >= 2:
                put(np.asfortranarray(array))
        self.changed = sum(not array.flags.c_contiguous for _, array, _ in held_places(dataset))

    def finish(self) -> None:
        if not self.changed:
            self.idle = "the dataset holds no array of two axes that can be replaced"


class Poisoned(Condition):
    law, contract = "memory-clean", "portable"
    words = "fresh memory filled with 0xAB"
    pattern: ClassVar[int] = 0xAB

    def begin(self) -> None:
        for name, functions in (("numpy", ("empty", "empty_like")), ("torch", ("empty", "empty_like"))):
            module: Any = sys.modules.get(name)
            for function in functions if module is not None else ():
                original = getattr(module, function)
                self.stack.callback(setattr, module, function, original)
                setattr(module, function, self._filled(original))

    def _filled(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def empty(*args: Any, **kwargs: Any) -> Any:
            made = original(*args, **kwargs)
            array = made if isinstance(made, np.ndarray) else getattr(made, "numpy", lambda **_: None)()
            if isinstance(array, np.ndarray) and array.dtype.kind in "biufc" and array.flags.c_contiguous:
                array.reshape(-1).view(np.uint8)[...] = self.pattern
            return made

        return empty

    def finish(self) -> None:
        if int(np.empty(1, np.uint8)[0]) != self.pattern:
            self.inert = "np.empty was not poisoned"


class PoisonedWithZeros(Poisoned):
    words = "fresh memory filled with zeros"
    pattern = 0


class Jitter(Condition):
    law, contract = "memory-clean", "portable"
    words = "other allocations held in between"

    def around(self, position: int, key: Any, one: Fetch) -> Any:
        self.held = [np.full(1 + (position * 977 + k * 131) % 5000, 0xCD, np.uint8) for k in range(5)]
        return one(key)


class OldMachine(Condition):
    law, contract = "dispatch-invariant", "portable"
    words = "a process in which every CPU dispatch is turned low"

    def finish(self) -> None:
        if not self.environment:
            self.idle = "no dispatch can be turned low on this machine"
            return
        numpy_on = [name for name in os.environ["NPY_DISABLE_CPU_FEATURES"].split() if _numpy_features().get(name)]
        cv2, torch = sys.modules.get("cv2"), sys.modules.get("torch")
        if numpy_on:
            self.inert = f"numpy still uses {' '.join(numpy_on)}"
        elif cv2 is not None and "?" not in cv2.getCPUFeaturesLine():
            self.inert = "OpenCV still uses all CPU features"
        elif torch is not None and torch.backends.cpu.get_cpu_capability() != "DEFAULT":
            self.inert = f"torch still uses {torch.backends.cpu.get_cpu_capability()}"


class FilledMemory(Condition):
    law, contract = "memory-clean", "portable"
    words = "an allocator that fills what it hands out (MALLOC_PERTURB_)"
    environment = {"MALLOC_PERTURB_": "171"}

    def finish(self) -> None:
        if platform.libc_ver()[0] != "glibc":
            self.idle = "the allocator of this platform cannot be told to"
            return
        spot = np.empty(1 << 22, np.uint8)[1 << 21]
        if int(spot) == 0:
            self.inert = "fresh memory is still zero"


def _numpy_features() -> dict[str, bool]:
    umath = importlib.import_module(
        "numpy._core._multiarray_umath" if np.__version__ >= "2" else "numpy.core._multiarray_umath"
    )
    dispatched = getattr(umath, "__cpu_dispatch__", ())
    return {name: bool(umath.__cpu_features__[name]) for name in dispatched}


def _low_environment() -> dict[str, str]:
    """Return the variables that turn every dispatch low; each library reads its own once, at load."""
    if not any(name.startswith(("X86", "AVX", "SSE")) for name in _numpy_features()):
        return {}
    return {
        "NPY_DISABLE_CPU_FEATURES": " ".join(name for name, on in _numpy_features().items() if on),
        "OPENCV_CPU_DISABLE": LOW_OPENCV,
        "OPENCV_IPP": "disabled",
        "OPENCV_LOG_LEVEL": "ERROR",  # or it tells the user that IPP is off
        "ATEN_CPU_CAPABILITY": "default",
        "OPENBLAS_CORETYPE": "Prescott",
        "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX512VL,-AVX,-BMI2",
    }


OldMachine.environment = _low_environment()
IN_PROCESS: tuple[type[Condition], ...] = (
    Replayed, DisturbedGlobals, Elsewhere, Threads, PlainOpenCV, OtherLayout, Poisoned, PoisonedWithZeros,
    Jitter,
)  # fmt: skip
FRESH: tuple[type[Condition], ...] = (OtherHashSeed, OldMachine, FilledMemory, MoreThreads)
ALL: tuple[type[Condition], ...] = (Condition, *IN_PROCESS, *FRESH)
CONDITIONS = {kind.__name__: kind for kind in ALL}
