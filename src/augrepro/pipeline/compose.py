"""Compose: the pipeline that users call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from ..engine.any_axes import AnyAxesCodec
from ..engine.chance.call_key import CallKey
from ..engine.chance.rng import Stream
from ..engine.chance.sample import current
from ..engine.chance.seeding import Seeding
from ..engine.codec import TargetCodec
from ..engine.declare.arguments import named_arguments
from ..engine.declare.errors import short_repr
from ..engine.declare.kinds import Interpolation
from ..engine.declare.refusals import checked
from ..engine.frame import Frame
from ..engine.op import Grade
from ..engine.targets.boxes import BboxParams
from ..engine.targets.keypoints import KeypointParams
from ..ops.rules import rewrite
from .applied import applied
from .base import BaseCompose, Children, with_mask_interpolation
from .inside import check_exactness, inner_params, inner_targets, left_out, move_all, positions
from .pretrained import Pretrained
from .settings import Processor, checked_promise, checked_targets, params_dict, params_of, processors_of

FIXED = frozenset(
    (
        "bbox_params",
        "exactness",
        "is_check_shapes",
        "keyed",
        "keypoint_params",
        "mask_interpolation",
        "optimize",
        "strict",
    )
)
"""Settings that are built into how a call is read; ``add_targets`` and ``set_random_seed`` change the others."""
Exactness = Literal["exact", "same-arch", "same-build"]
"""How far the same bits must hold, the furthest first: the grades of ops, as an argument."""


class Compose(Pretrained, BaseCompose):
    """Run transforms in turn on every target of a sample.

    Raises TypeError for a child that is no transform, TypeError or ValueError for an argument that is not as above: one
    error that names the argument, what it must be and the value.

    Args:
        transforms: the children, a list of transforms and groups
        bbox_params: how ``bboxes`` are written and which are kept: ``A.BboxParams`` or a dict of its arguments
        keypoint_params: how ``keypoints`` are written: ``A.KeypointParams`` or a dict of its arguments
        additional_targets: further argument names of a call, each with the target that it is treated as:
            ``{"image2": "image"}``
        p: the probability that the pipeline acts at all
        is_check_shapes: whether images and masks of a call must have one height and width
        strict: whether an argument of a call that is neither a target nor looked up by a transform is an error
        mask_interpolation: an interpolation of masks that goes before the children's own, as OpenCV counts
        seed: names the sequence of draws: two pipelines built alike with one seed give the same results call by call;
            None is different every time
        save_applied_params: whether what was applied is listed under ``"applied_transforms"`` of the result and as an
            attribute
        optimize: whether plans are rewritten to the same bits for less work
        keyed: promises that every call draws for a named sample (``sample_key=`` or an open ``sample_scope``): a call
            without one raises instead of falling back to the sequence
        exactness: how far the same bits must hold: ``"exact"`` is as far as each op can, on every CPU and in every
            release of OpenCV from 4.8; ``"same-arch"`` on one CPU architecture, and runs as that does today;
            ``"same-build"`` lets warps run faster, by ways of OpenCV whose bits hold on one machine with one set of
            libraries; pipelines inside take that of the outermost, also where they say ``"exact"``, which as the
            default counts as unsaid
        name: names the stream of its samples' draws
    """

    reseeds = True
    _built = False  # asking for __dict__ instead makes CPython 3.11 read all attributes seven times slower

    @named_arguments
    def __init__(
        self,
        transforms: Children,
        bbox_params: BboxParams | Mapping[str, Any] | None = None,
        keypoint_params: KeypointParams | Mapping[str, Any] | None = None,
        additional_targets: Mapping[str, str] | None = None,
        p: float = 1.0,
        is_check_shapes: bool = True,
        strict: bool = False,
        mask_interpolation: int | None = None,
        seed: int | None = None,
        save_applied_params: bool = False,
        *,
        optimize: bool = True,
        keyed: bool = False,
        exactness: Exactness = "exact",
        name: str | None = None,
    ) -> None:
        self.exactness: Exactness = checked(exactness, Exactness, f"{type(self).__name__}.exactness")
        self._exactness = Grade(self.exactness)
        where = f"{type(self).__name__}.mask_interpolation"
        self.mask_interpolation: int | None = checked(mask_interpolation, Interpolation | None, where)
        super().__init__(transforms, p, name)
        self.bbox_params: BboxParams | None = params_of(BboxParams, bbox_params, "bbox_params")
        self.keypoint_params: KeypointParams | None = params_of(KeypointParams, keypoint_params, "keypoint_params")
        self.additional_targets = checked_targets(additional_targets)
        self.is_check_shapes, self.strict = self._flag("is_check_shapes", is_check_shapes), self._flag("strict", strict)
        if self.strict and (wrong := [*left_out(self.transforms)]):
            raise ValueError("; ".join(wrong))
        self.seed, self.keyed = checked_promise(seed, keyed, type(self).__name__)
        self.save_applied_params = self._flag("save_applied_params", save_applied_params)
        self.optimize = self._flag("optimize", optimize)
        self.applied_transforms: list[tuple[str, dict[str, Any]]] = []
        self._seeding = Seeding(self.seed)
        self._rewrite = rewrite if optimize else None
        self._codec, self._built = self._new_codec(), True

    def arrange(self) -> None:
        super().arrange()
        if self.mask_interpolation is not None:
            nodes = [with_mask_interpolation(node, self.mask_interpolation) for node in self.transforms]
            self.transforms, self._arranged = nodes, [*nodes]
        check_exactness(self.transforms, type(self).__name__, self.exactness)
        if self._built:
            self._codec = self._new_codec()

    def _new_codec(self) -> TargetCodec:
        targets = {**inner_targets(self.transforms), **self.additional_targets}
        codec_class = TargetCodec if self.is_check_shapes else AnyAxesCodec
        codec = codec_class(self.bbox_params, self.keypoint_params, targets, self.is_check_shapes, self.strict)
        codec.more_keys = self._read_by_children
        codec.of_inner = frozenset(inner_params(self.transforms))
        return codec

    def _flag(self, name: str, value: Any) -> bool:
        found: bool = checked(value, bool, f"{type(self).__name__}.{name}")
        return found

    def record(self, result: dict[str, Any], frame: Frame) -> None:
        if self.save_applied_params:
            result["applied_transforms"] = self.applied_transforms = applied(frame.steps)

    def stream_inside(self, rng: Stream, frame: Frame) -> Stream:
        """That of its own seed, where it has one; RuntimeError where it promised a sample key and the call has none."""
        if frame.call_key is None:
            return rng
        if self.keyed and frame.call_key.sample is None:
            raise RuntimeError(self._broken_promise())
        return rng if self.seed is None else self._seeding.at(frame.call_key, self.sample_stream_name)

    @property
    def sample_stream_name(self) -> str:
        return self.name or ""

    def next_call_key(self) -> CallKey:
        scope = current()
        if scope is None:
            if self.keyed:
                raise RuntimeError(self._broken_promise())
            return self._seeding.next()
        if self.seed is None:
            raise ValueError(
                f"{type(self).__name__}.seed must be a whole number where a sample names the draws, got None: "
                f"without a seed no run would repeat them"
            )
        return self._seeding.keyed(scope, self.sample_stream_name)

    def _broken_promise(self) -> str:
        return (
            f"{type(self).__name__}.keyed=True promises a sample key, and this call has none: replace the DataLoader "
            f"by augrepro.torch.loader(dataset, seed=...), or pass sample_key=, wrap the dataset in "
            f"augrepro.torch.KeyedDataset, or run a thread's work in contextvars.copy_context().run"
        )

    def set_random_seed(self, seed: int | None) -> None:
        """Start the sequence of a seed from its first call. Workers that already run keep the seed they have."""
        object.__setattr__(self, "seed", checked_promise(seed, self.keyed, type(self).__name__)[0])
        self._seeding = Seeding(self.seed)

    def state_dict(self) -> dict[str, Any]:
        """Where the sequence of stream mode is in this process or DataLoader worker: small JSON, no draw made.

        A dataset that hands this on as its own ``state_dict`` and ``load_state_dict`` resumes exactly in the middle of
        an epoch through torchdata's StatefulDataLoader. Sample mode needs none of it. Pipelines that transforms of your
        own hold as attributes and call are ``inside``.
        """
        inside = positions(self, self.stream_name)
        return {**self.seeding.position(), **({"inside": inside} if inside else {})}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on where ``state_dict`` was taken; ValueError where it is none, or of another seed."""
        owner = type(self).__name__
        if isinstance(state, dict) and "inside" in state:
            state = {**state}
            move_all(self, self.stream_name, state.pop("inside"), owner)
        self.seeding.move_to(state, owner)

    @property
    def effective_seed(self) -> int:
        """The base seed; in a DataLoader worker ``(base_seed + torch.initial_seed()) % 2**32``."""
        return self.seeding.effective_seed

    @property
    def available_keys(self) -> set[str]:
        """The argument names that a call understands."""
        return {*self._codec.table, *self._codec.label_fields, *self.data_keys}

    @property
    def processors(self) -> dict[str, Processor]:
        """How boxes and keypoints are read, by target, to look at: ``pipeline.processors["bboxes"].params``."""
        return processors_of(self.bbox_params, self.keypoint_params, self.additional_targets)

    def add_targets(self, additional_targets: Mapping[str, str] | None) -> None:
        """Map further argument names to known targets; ValueError for a name that has another meaning already."""
        before, added = self.additional_targets, checked_targets(additional_targets)
        for name, known in added.items():
            if before.get(name, known) != known:
                raise ValueError(
                    f"additional_targets: {short_repr(name)} is treated as {before[name]} already and cannot be "
                    f"treated as {short_repr(known)} too"
                )
        self.additional_targets = {**before, **added}
        try:
            self._codec = self._new_codec()
        except ValueError:
            self.additional_targets = before
            raise

    def _read_by_children(self) -> set[str]:
        return self.data_keys

    def arguments(self) -> dict[str, Any]:
        return {
            "bbox_params": params_dict(self.bbox_params),
            "keypoint_params": params_dict(self.keypoint_params),
            "additional_targets": dict(self.additional_targets),
            "is_check_shapes": self.is_check_shapes,
            **({"strict": True} if self.strict else {}),
            "mask_interpolation": self.mask_interpolation,
            "seed": self.seed,
            "save_applied_params": self.save_applied_params,
            "optimize": self.optimize,
            **({"keyed": True} if self.keyed else {}),
            **({"exactness": self.exactness} if self.exactness != "exact" else {}),
            **super().arguments(),
        }

    def rebuilt(self, transforms: Sequence[Any]) -> Self:
        twin = super().rebuilt(transforms)
        twin._seeding = Seeding(self.seed)
        twin.applied_transforms = []
        return twin

    def __setattr__(self, name: str, value: Any) -> None:
        if self._built and name in FIXED:
            raise AttributeError(
                f"{type(self).__name__}.{name} is fixed when it is built: build a new one to change it"
            )
        if name == "seed" and self._built and value != self.seed:
            self.set_random_seed(value)
            return
        super().__setattr__(name, value)
