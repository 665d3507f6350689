"""Transforms of other libraries inside a pipeline: called once with the pixel targets, their randomness their own."""

from __future__ import annotations

from typing import Any

from ..engine.chance.rng import Stream
from ..engine.frame import Frame
from ..engine.node import Node
from ..engine.targets.stacks import unpacked


class Foreign(Node):
    """A callable with ``available_keys`` or ``p`` that takes ``image=`` (and masks) and returns a dict of them.

    It decides by itself whether it acts. What it does cannot be replayed and boxes and keypoints pass it by.
    """

    def __init__(self, transform: Any) -> None:
        self.transform = transform
        self.p = float(getattr(transform, "p", 1.0))

    @property
    def stream_name(self) -> str:
        return type(self.transform).__name__

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        frame.run()
        known = getattr(self.transform, "available_keys", None)
        given = {}
        for name, (target, arrays) in frame.stacks.items():
            if not target.lead and (known is None or name in known):
                given[name] = arrays[0][..., 0] if name in frame.flat else arrays[0]
        out = self.transform(**given)
        for name in given:
            if name in out:
                target = frame.stacks[name][0]
                frame.stacks[name] = target, unpacked(name, target, out[name])
        frame.see_shape()

    def __repr__(self) -> str:
        return repr(self.transform)

    def to_dict_private(self) -> dict[str, Any]:
        raise NotImplementedError(
            f"{self.stream_name} is not a transform of augrepro and cannot be saved in a pipeline file"
        )
