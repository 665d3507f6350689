"""Albumentations' protocol for transforms of your own: ordinary classes with getters and ``apply`` methods."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np

from ..chance.call_generators import CallGenerators, generators_for, open_generators
from ..chance.rng import Stream
from ..declare.albumentations import check_methods, positional_hint
from ..declare.arguments import named_arguments
from ..declare.errors import short_repr
from ..declare.kinds import Probability
from ..declare.refusals import checked
from ..declare.registry import TRANSFORMS
from ..frame import Frame
from ..node import BARE_VOLUME_CODEC
from ..targets.geometry import Array
from ..targets.table import ALL_TARGETS, TARGETS, Targets
from .by_hand import own_result
from .calling import called, stacked
from .constructors import SavedByAttributes, check_by_schema
from .opaque import Opaque, data_of
from .rows import kept
from .targeted import Targeted

Params = dict[str, Any]


class BasicTransform(SavedByAttributes, Targeted):
    """Base of custom transforms: draw in ``get_params`` or ``get_params_dependent_on_data``, act in ``apply``.

    ``self.py_random`` (a ``random.Random``) and ``self.random_generator`` (a ``numpy.random.Generator``) are seeded by
    the pipeline and by the transform's place in it; assigning your own generator to either is respected.
    """

    _shared: CallGenerators | None = None
    added_targets: Mapping[str, str] = MappingProxyType({})
    """What ``add_targets`` was told."""
    _own_numpy: Any = None  # NumPy loads its generators when an annotation that names them is resolved
    _own_python: random.Random | None = None

    def __init_subclass__(cls, abstract: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        check_methods(cls)
        check_by_schema(cls)
        if cls.__module__.startswith("augrepro.") and not abstract:
            TRANSFORMS[cls.__name__] = cls

    @named_arguments
    def __init__(self, p: float = 0.5) -> None:
        if isinstance(p, bool):
            raise ValueError(f"{type(self).__name__}.p must be a number, got {p}{positional_hint(type(self), (p,))}")
        self.p = checked(p, Probability, f"{type(self).__name__}.p")

    @property
    def _generators_now(self) -> CallGenerators:
        generators = open_generators(self)
        if generators is None:
            generators = self._shared or CallGenerators(self, Stream(self.seeding.next().root, b"outside"))
            self.__dict__["_shared"] = generators
        return generators

    @property
    def random_generator(self) -> np.random.Generator:
        """NumPy's generator for this call."""
        return self._own_numpy if self._own_numpy is not None else self._generators_now.random_generator

    @random_generator.setter
    def random_generator(self, generator: np.random.Generator) -> None:
        self._own_numpy = generator

    @property
    def py_random(self) -> random.Random:
        """Python's generator for this call."""
        return self._own_python if self._own_python is not None else self._generators_now.py_random

    @py_random.setter
    def py_random(self, generator: random.Random) -> None:
        self._own_python = generator

    @property
    def targets_as_params(self) -> list[str]:
        """Targets that ``get_params_dependent_on_data`` cannot do without."""
        return []

    @property
    def data_keys(self) -> set[str]:
        return set(self.targets_as_params)

    def get_params(self) -> Params:
        """Random parameters that need no data."""
        return {}

    def get_params_dependent_on_data(self, params: Params, data: dict[str, Any]) -> Params:
        """Random parameters that look at the data; ``params["shape"]`` is the image's shape."""
        return {}

    def update_transform_params(self, params: Params, data: dict[str, Any]) -> Params:
        """Parameters that every ``apply`` receives beside the drawn ones."""
        return {**params, "shape": params["shape"]} if "shape" in params else params

    def apply(self, img: Array, *args: Any, **params: Any) -> Array:
        """The image after the transform; yours to define."""
        raise NotImplementedError(f"{type(self).__name__} must define apply(self, img, **params)")

    def apply_to_images(self, images: Array, *args: Any, **params: Any) -> Array:
        return stacked([called(self.apply, image, **params) for image in images])

    def apply_to_volume(self, volume: Array, *args: Any, **params: Any) -> Array:
        return called(self.apply_to_images, volume, **params)

    def apply_to_volumes(self, volumes: Array, *args: Any, **params: Any) -> Array:
        return stacked([called(self.apply_to_volume, volume, **params) for volume in volumes])

    def apply_to_mask(self, mask: Array, *args: Any, **params: Any) -> Array:
        return self._as_it_is(mask)

    def apply_to_masks(self, masks: Array, *args: Any, **params: Any) -> Array:
        return stacked([called(self.apply_to_mask, mask, **params) for mask in masks])

    def apply_to_mask3d(self, mask3d: Array, *args: Any, **params: Any) -> Array:
        return called(self.apply_to_masks, mask3d, **params)

    def apply_to_masks3d(self, masks3d: Array, *args: Any, **params: Any) -> Array:
        return stacked([called(self.apply_to_mask3d, mask3d, **params) for mask3d in masks3d])

    def apply_to_bboxes(self, bboxes: Array, *args: Any, **params: Any) -> Array:
        return self._as_it_is(bboxes)

    def apply_to_keypoints(self, keypoints: Array, *args: Any, **params: Any) -> Array:
        return self._as_it_is(keypoints)

    def _as_it_is(self, array: Array) -> Array:
        """The array; by hand a copy."""
        out: Array = own_result(self, array, array)
        return out

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        if self.p > 0 and (forced or rng.gate() < self.p):
            self.draw_by_protocol(rng, frame, path)

    def draw_by_protocol(self, rng: Stream, frame: Frame, path: str) -> None:
        """Let the getters draw, and push an op that lets the ``apply`` methods act with what they returned."""
        with generators_for(self, rng, frame):
            params = called(self.get_params)
            if not isinstance(params, dict):
                raise TypeError(f"get_params must return a dict of parameters, got {short_repr(params)}")
            params = {**params, "shape": frame.shown_shape}
            data: dict[str, Any] = {}
            if self._looks_at_data():
                data = data_of(frame) if self._data_matters() else {}
                self._need(data)
                params = {**params, **called(self.get_params_dependent_on_data, params, data)}
            params = called(self.update_transform_params, params, data)
        self.check_targets()
        self._check_read(params)
        flat = tuple(sorted(frame.flat))
        frame.push(Opaque(self, kept(params), rng.child(b"apply").field_key(), flat), path)

    def _check_read(self, params: Params) -> None:
        """TypeError for drawn parameters that nothing can read."""

    def _looks_at_data(self) -> bool:
        return type(self).get_params_dependent_on_data is not BasicTransform.get_params_dependent_on_data

    def _data_matters(self) -> bool:
        return True

    def _need(self, data: dict[str, Any]) -> None:
        missing = [name for name in self.targets_as_params if name not in data]
        if missing:
            raise ValueError(f"needs {', '.join(missing)} beside {', '.join(sorted(data))}")

    @property
    def available_keys(self) -> set[str]:
        """The argument names that a call by itself understands."""
        return {*self._codec.table, *self.data_keys}

    def add_targets(self, additional_targets: Mapping[str, str]) -> None:
        """Treat further arguments of a call as known targets: ``{"image2": "image"}``; the pipeline around it, too."""
        more = {**self.added_targets, **additional_targets}
        for name, target in additional_targets.items():
            if target not in TARGETS or (name in TARGETS and name != target):
                raise ValueError(f"add_targets: {short_repr(name)} must name a known target, got {short_repr(target)}")
        self.__dict__["added_targets"] = more
        self.__dict__["_codec"] = type(self)._codec.with_targets(more)


class ImageOnlyTransform(BasicTransform, abstract=True):
    """A custom transform of intensities: masks, boxes and keypoints stay as they are."""

    _targets: ClassVar[tuple[Targets, ...]] = (Targets.IMAGE, Targets.VOLUME)


class DualTransform(BasicTransform, abstract=True):
    """A custom transform of images and masks alike; define ``apply_to_bboxes``/``apply_to_keypoints`` if it moves them.

    Boxes come as an (N, 4 or more) array of x_min, y_min, x_max, y_max as shares of the image, keypoints as (N, 5 or
    more) of x, y, z, angle in radians, scale.
    """

    image_only = False
    _targets: ClassVar[tuple[Targets, ...]] = ALL_TARGETS

    def apply_to_mask(self, mask: Array, *args: Any, **params: Any) -> Array:
        return called(self.apply, mask, **params)

    def apply_to_bboxes(self, bboxes: Array, *args: Any, **params: Any) -> Array:
        raise NotImplementedError(f"{type(self).__name__} must define apply_to_bboxes(self, bboxes, **params)")

    def apply_to_keypoints(self, keypoints: Array, *args: Any, **params: Any) -> Array:
        raise NotImplementedError(f"{type(self).__name__} must define apply_to_keypoints(self, keypoints, **params)")


class Transform3D(DualTransform, abstract=True):
    """A custom transform of volumes: define ``apply_to_volume(volume, **params)`` on (D, H, W) or (D, H, W, C).

    Images and masks beside a volume stay as they are, and boxes keep their shares of the planes; keypoints need
    ``apply_to_keypoints``.
    """

    volumes_only = True
    _codec = BARE_VOLUME_CODEC
    _targets: ClassVar[tuple[Targets, ...]] = (Targets.VOLUME, Targets.MASK3D, Targets.KEYPOINTS)

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        frame.need_volume()
        super().draw_into(rng, frame, path, forced)

    def apply_to_bboxes(self, bboxes: Array, *args: Any, **params: Any) -> Array:
        return self._as_it_is(bboxes)

    def apply_to_volume(self, volume: Array, *args: Any, **params: Any) -> Array:
        raise NotImplementedError(f"{type(self).__name__} must define apply_to_volume(self, volume, **params)")

    def apply_to_mask3d(self, mask3d: Array, *args: Any, **params: Any) -> Array:
        return called(self.apply_to_volume, mask3d, **params)
