"""Drawing by hand: what the getters of a transform of ours return where no pipeline and no call of it asks.

``params = transform.get_params()`` and ``transform.apply(frame, **params)`` do one draw to many images.
"""

from __future__ import annotations

from typing import Any, NoReturn

import numpy as np

from ..chance.rng import Stream
from ..codec import TargetCodec
from ..frame import Frame
from ..op import FORMER, Op
from .basic import Params


class NeedsSampleError(Exception):
    """A draw looked at the sample where there is none."""


class NoSample:
    """In the place of a frame where no image is given."""

    def __getattr__(self, name: str) -> NoReturn:
        raise NeedsSampleError(name)

    def __contains__(self, name: object) -> NoReturn:
        raise NeedsSampleError(name)


def without_image(transform: Any) -> Params:
    """What is drawn without a look at the image; {} where the draw looks at it, which uses up no draw."""
    key = transform.next_call_key()
    nothing: Any = NoSample()
    try:
        return _params(transform.drawn_by_hand(Stream(key.key, b"outside"), nothing, None), None)
    except NeedsSampleError:
        transform.call_failed(key)
        return {}


def with_image(transform: Any, data: dict[str, Any], names: tuple[str, ...]) -> Params:
    """What is drawn for the image, mask or volume in ``data``, of those names."""
    given = {name: data[name] for name in names if isinstance(data.get(name), np.ndarray)}
    frame: Frame = TargetCodec().decode(given, None)
    image = frame.stacks["image"][1][0] if "image" in frame.stacks else None
    stream = Stream(transform.next_call_key().key, b"outside")
    return _params(transform.drawn_by_hand(stream, frame, given.get("image")), image)


def _params(drawn: tuple[tuple[Op, ...], Params], image: Any) -> Params:
    ops, named = drawn
    params: Params = {"ops": ops}
    for op in ops:
        for former in FORMER:
            params.update(former(op))
    if len(ops) == 1:
        params.update(ops[0].shown(image))
    return {**params, **named}
