"""A node: what may stand in a pipeline. It draws into a frame; called by itself it is a pipeline of one."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from .chance.rng import KEY_VERSION, Stream
from .chance.sample import UNSET, sample_of, sample_scope
from .codec import TargetCodec, VolumeCodec
from .declare.kinds import Probability
from .declare.refusals import checked
from .failure import name_step
from .frame import Frame, Rewrite
from .op import Grade
from .plan import Plan, as_plan
from .reference import Images
from .seeded import Seeded
from .targets.boxes import BboxParams
from .targets.keypoints import KeypointParams
from .version import FORMAT, __version__
from .watching import AFTER_CALL, tidy_up, watching

HIDDEN = frozenset(
    """
    acts_by_protocol after_tensors any_range arguments arrange call_failed data_keys declared defaults
    draw_by_protocol draw_child draw_children draw_into drawn_by_hand ends follows granted held_images image_only
    in_order in_turn keywords leaves_unit method_for next_call_key rebuilt record registered_name repeats reseeds
    sample_stream_name seeding sequence stream_inside stream_name takes_bytes volumes_only whitens_to_one
    """.split()  # noqa: SIM905 - one name a line would fill a screen
)
"""What nodes ask of each other; completion in an editor or a notebook leaves it out."""
EXACT = Grade.EXACT
_BARE = BboxParams("albumentations"), KeypointParams("xy", remove_invisible=False)
_BARE_CODEC = TargetCodec(*_BARE)
BARE_VOLUME_CODEC = VolumeCodec(*_BARE)


class Node(Seeded):
    """Base of transforms and pipelines: drawn as a child, called, replayed."""

    p: float
    _codec: TargetCodec = _BARE_CODEC
    _rewrite: Rewrite | None = None
    _exactness: Grade = EXACT

    @property
    def data_keys(self) -> set[str]:
        """Arguments of a call, beside targets and label fields, that this node looks up."""
        return set()

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "p":
            value = checked(value, Probability, f"{type(self).__name__}.p")
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        """The names for users, without those that nodes alone use."""
        return [name for name in super().__dir__() if name not in HIDDEN]

    def held_images(self) -> Iterable[Images]:
        """The reference images that this node was built with."""
        return ()

    def draw_into(self, rng: Stream, frame: Frame, path: str, forced: bool = False) -> None:
        """Draw what happens and push it on the frame; ``forced`` leaves the probability out."""
        raise NotImplementedError(f"{type(self).__name__} must define draw_into(rng, frame, path, forced)")

    def __call__(self, *args: Any, sample_key: Any = UNSET, force_apply: bool = False, **data: Any) -> dict[str, Any]:
        """Augment one sample given by keyword: ``image=``, ``mask=``, ``bboxes=`` ...; the input stays as it was.

        Returns a dict with the same keys. ``sample_key=`` (a whole number, a text, bytes or a pair (epoch, id) of
        them) makes every draw a function of the seed and that key: calls with one key share their draws, wherever they
        are made. ``force_apply=True`` leaves the outermost probability out. Raises TypeError or ValueError that names
        the target and what it must be; a call that raises, at whatever point, uses up no draw: the next call has it.
        """
        if args:
            raise KeyError("data must be passed by keyword, for example transform(image=image)")
        result: dict[str, Any]
        if sample_key is UNSET:
            result = self._called(data, force_apply)
            return result
        with sample_scope(sample_of(sample_key, type(self).__name__)):
            result = self._called(data, force_apply)
            return result

    def _called(self, data: dict[str, Any], forced: bool, only_planned: bool = False) -> Any:
        """The call's result, or the plan alone of what it would have been."""
        codec = self._codec
        frame = codec.decode(data, self._rewrite)
        if self._exactness is not EXACT:
            frame.exactness = self._exactness
        call_key = frame.call_key = self.next_call_key()
        try:
            try:
                self.draw_into(call_key, frame, self.name or type(self).__name__, forced)
            except Exception as error:
                name_step(error, self.stream_name)
                raise
            if only_planned:
                return frame.plan()
            if frame.ops:
                frame.run()
            result = codec.encode(frame)
        except BaseException:
            self.call_failed(call_key)
            raise
        finally:
            if AFTER_CALL:
                tidy_up()
        self.record(result, frame)
        if (watcher := watching()) is not None:
            watcher(self, data, frame.plan())
        return result

    def record(self, result: dict[str, Any], frame: Frame) -> None:
        """Add to a call's result what is known of how it came about."""

    def draw_plan(self, *, sample_key: Any = UNSET, **data: Any) -> Plan:
        """Take the next draw, or a sample key's, for this sample, and return its plan without pixels.

        The call after it makes the draw after; ``apply_plan`` makes the pixels of this one. A sample key's draw stays.
        """
        plan: Plan
        if sample_key is UNSET:
            plan = self._called(data, False, only_planned=True)
            return plan
        with sample_scope(sample_of(sample_key, type(self).__name__)):
            plan = self._called(data, False, only_planned=True)
            return plan

    def apply_plan(self, plan: Plan | Mapping[str, Any] | str, **data: Any) -> dict[str, Any]:
        """Replay a plan, its dict or its JSON text on this sample: the same ops, no chance."""
        plan = as_plan(plan)
        frame = self._codec.decode(data, self._rewrite)
        frame.exactness = plan.exactness
        for images in self.held_images():
            frame.references.hold(images)
        for step in plan.steps:
            frame.push(step.op, step.path)
        try:
            frame.run()
        finally:
            tidy_up()
        result = self._codec.encode(frame)
        if (watcher := watching()) is not None:
            watcher(self, data, plan)
        return result

    def to_dict(self, on_not_implemented_error: str = "raise") -> dict[str, Any]:
        """The pipeline as JSON has it, under ``"transform"``, and the versions to read it by."""
        self._check_saved()
        policy = checked(on_not_implemented_error, Literal["raise", "warn"], "to_dict: on_not_implemented_error")
        try:
            settings: dict[str, Any] | None = self.to_dict_private()
        except NotImplementedError as error:
            if policy == "raise":
                raise
            warnings.warn(str(error), stacklevel=3)
            settings = None
        return {"__version__": __version__, "format": FORMAT, "key_version": KEY_VERSION, "transform": settings}

    def to_dict_private(self) -> dict[str, Any]:
        """The node as a pipeline file has it: class name and constructor arguments."""
        raise NotImplementedError(f"{type(self).__name__} cannot be saved: it must define to_dict_private()")
