"""Conditions that a dataset meets on another machine: processor, threads, memory."""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
from collections.abc import Callable
from typing import Any, ClassVar

import numpy as np

from .. import held
from .base import Condition, Fetch

LOW_OPENCV = "AVX512-SKX,AVX2,FP16,AVX,SSE4.2,SSE4.1"


class PlainOpenCV(Condition):
    law = "dispatch-invariant"
    description = "cv2.setUseOptimized(False), which stands for an older CPU"

    def begin(self) -> None:
        cv2 = importlib.import_module("cv2") if importlib.util.find_spec("cv2") else None
        if cv2 is not None:
            self.stack.callback(cv2.setUseOptimized, cv2.useOptimized())
            cv2.setUseOptimized(False)

    def finish(self) -> None:
        cv2 = self.needs("cv2")
        if cv2 is not None and cv2.useOptimized():
            self.no_effect = "cv2 still reports optimized code"


class MoreThreads(Condition):
    """Not in a fork of the tests: it cannot end the thread pool that OpenCV had in its parent, and would wait."""

    law = "dispatch-invariant"
    description = "two threads inside OpenCV and torch"

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
            self.no_effect = f"torch reports {torch.get_num_threads()} threads"


class OtherLayout(Condition):
    law = "layout-invariant"
    description = "input arrays in another memory layout (column-major)"

    def prepare(self, dataset: Any) -> None:
        self.changed = 0
        for each in list(held.arrays(dataset)):
            if each.thing.ndim >= 2:
                each.put(np.asfortranarray(each.thing))
        self.changed = sum(not each.thing.flags.c_contiguous for each in held.arrays(dataset))

    def finish(self) -> None:
        if not self.changed:
            self.not_applicable = "the dataset holds no array of two axes that can be replaced"


class Poisoned(Condition):
    law = "memory-clean"
    description = "fresh memory filled with 0xAB"
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
            memory = held.memory_of(made)
            if memory is not None and memory.dtype.kind in "biufc" and memory.flags.c_contiguous:
                memory.reshape(-1).view(np.uint8)[...] = self.pattern
            return made

        return empty

    def finish(self) -> None:
        if int(np.empty(1, np.uint8)[0]) != self.pattern:
            self.no_effect = "np.empty was not poisoned"


class PoisonedWithZeros(Poisoned):
    description = "fresh memory filled with zeros"
    pattern = 0


class Jitter(Condition):
    law = "memory-clean"
    description = "other allocations held in between"

    def around(self, position: int, key: Any, one: Fetch) -> Any:
        self.held = [np.full(1 + (position * 977 + k * 131) % 5000, 0xCD, np.uint8) for k in range(5)]
        return one(key)


class OldMachine(Condition):
    law = "dispatch-invariant"
    description = "a process in which every CPU dispatch is turned low"

    def finish(self) -> None:
        if not self.environment:
            self.not_applicable = "no dispatch can be turned low on this machine"
            return
        numpy_on = [name for name in os.environ["NPY_DISABLE_CPU_FEATURES"].split() if _numpy_features().get(name)]
        cv2, torch = sys.modules.get("cv2"), sys.modules.get("torch")
        if numpy_on:
            self.no_effect = f"numpy still uses {' '.join(numpy_on)}"
        elif cv2 is not None and "?" not in cv2.getCPUFeaturesLine():
            self.no_effect = "OpenCV still uses all CPU features"
        elif torch is not None and torch.backends.cpu.get_cpu_capability() != "DEFAULT":
            self.no_effect = f"torch still uses {torch.backends.cpu.get_cpu_capability()}"


class FilledMemory(Condition):
    law = "memory-clean"
    description = "an allocator that fills what it hands out (MALLOC_PERTURB_)"
    environment = {"MALLOC_PERTURB_": "171"}

    def finish(self) -> None:
        if platform.libc_ver()[0] != "glibc":
            self.not_applicable = "the allocator of this platform cannot be told to"
            return
        spot = np.empty(1 << 22, np.uint8)[1 << 21]
        if int(spot) == 0:
            self.no_effect = "fresh memory is still zero"


def _numpy_features() -> dict[str, bool]:
    umath = importlib.import_module(
        "numpy._core._multiarray_umath" if np.__version__ >= "2" else "numpy.core._multiarray_umath"
    )
    dispatched = getattr(umath, "__cpu_dispatch__", ())
    return {name: bool(umath.__cpu_features__[name]) for name in dispatched}


def _low_environment() -> dict[str, str]:
    """The variables that turn every dispatch low; each library reads its own once, at load."""
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
