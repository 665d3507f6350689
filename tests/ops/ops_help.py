"""What the op tests share: images, one call of a transform, and a second CPU by OpenCV's own switch."""

from __future__ import annotations

import json
from collections.abc import Callable

import cv2
import numpy as np

import augrepro as A
from augrepro.engine.op import Op
from augrepro.engine.plan import Plan
from augrepro.engine.targets.table import Shape


def image(height=37, width=53, channels=3, dtype=np.uint8, seed=1):
    """Random bytes, or the same as float32 on [0, 1]."""
    found = np.random.default_rng(seed).integers(0, 256, (height, width, channels), np.uint8)
    return found if dtype == np.uint8 else found.astype(np.float32) / np.float32(255)


def smooth(height=37, width=53, channels=3):
    """Waves, so that a blur or a small shift changes little."""
    y, x, c = np.ogrid[:height, :width, :channels]
    return np.rint(127.5 + 80 * np.sin(x / 7 + c) + 40 * np.cos(y / 5 - c)).astype(np.uint8)


def drawn(transform, seed=0, **data) -> Plan:
    """The plan of one call that fires."""
    return A.Compose([transform.replaced(p=1)], seed=seed).draw_plan(**data)


def ops(transform, seed=0, shape=(37, 53, 3)) -> list[Op]:
    """What one call of the transform draws."""
    return [step.op for step in drawn(transform, seed, image=np.zeros(shape, np.uint8)).steps]


def kept(op: Op) -> Op:
    """The op after a trip through JSON text."""
    return Op.from_dict(json.loads(json.dumps(op.to_dict())))


def elsewhere(run: Callable[[], np.ndarray]) -> np.ndarray:
    """The result with OpenCV's SIMD and IPP off: its other CPU."""
    cv2.setUseOptimized(False)
    try:
        return run()
    finally:
        cv2.setUseOptimized(True)


def check(op: Op, height=37, width=53, channels=(1, 2, 3, 5)) -> None:
    """The laws of every op: shape as promised, input unchanged, JSON both ways, the same bits on the other CPU."""
    assert kept(op) == op
    for count in channels:
        for dtype in (np.uint8, np.float32):
            given = image(height, width, count, dtype)
            before = given.copy()
            out = op.pixels(given)
            assert out.shape == op.after(Shape(*given.shape))[:3], (op, given.shape, out.shape)
            assert (given == before).all()
            if op.grade(dtype) == "exact":
                assert (elsewhere(lambda given=given: op.pixels(given)) == out).all(), (op, count, dtype)
