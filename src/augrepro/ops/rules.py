"""Exact rewriting: neighbors in a plan that may be swapped or merged without changing a bit of any pixel.

``rewrite`` looks at neighbors only. Crops move towards the front, where they save the most, and into a warp that they
meet; turns follow, and merge by the group's product; runs of pointwise ops become one table. An op in no rule is a
wall. Boxes and keypoints never follow a rewritten plan, so the rules owe them nothing.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import product

from ..engine.op import Op
from ..engine.targets.table import Shape
from .grid import Dihedral, Window
from .normalize import AffineNormalize, ChannelsFirst, NormalizedChannelsFirst
from .pointwise import Curves, Dtype, PerPixel, Pointwise
from .remap import Remap, RemappedWindow


def fuse_curves(first: Pointwise, second: Pointwise, shape: Shape) -> tuple[Op, ...]:
    """Two pointwise ops are one: table of table."""
    return (Curves((*_parts(first), *_parts(second))),)


def _parts(op: Pointwise) -> tuple[Pointwise, ...]:
    return op.ops if isinstance(op, Curves) else (op,)


def multiply(first: Dihedral, second: Dihedral, shape: Shape) -> tuple[Op, ...]:
    """Two turns are one, or nothing."""
    both = first.then(second)
    return () if both.is_identity else (both,)


def nest(first: Window, second: Window, shape: Shape) -> tuple[Window, ...]:
    """A window of a window is a window."""
    x, y = first.x_min, first.y_min
    return (Window(x + second.x_min, y + second.y_min, x + second.x_max, y + second.y_max),)


def swap(first: Op, second: Op, shape: Shape) -> tuple[Op, ...]:
    """What treats every pixel alike may as well come after a move."""
    return second, first


def pull_back(first: Dihedral, second: Window, shape: Shape) -> tuple[Op, ...]:
    """Turn then crop is crop then turn: the window is carried back."""
    height, width = first.after(shape)[:2]
    x1, y1, x2, y2 = second.x_min, second.y_min, second.x_max, second.y_max
    if first.flip_x:
        x1, x2 = width - x2, width - x1
    if first.flip_y:
        y1, y2 = height - y2, height - y1
    return (Window(y1, x1, y2, x2) if first.transpose else Window(x1, y1, x2, y2)), first


def look_only_there(first: Remap, second: Window, shape: Shape) -> tuple[Op, ...]:
    """Of a warp that a crop follows, only the window is computed."""
    return (RemappedWindow(first, second),)


def nest_remapped(first: RemappedWindow, second: Window, shape: Shape) -> tuple[Op, ...]:
    """A window of a warp's window is a window of the warp."""
    (window,) = nest(first.window, second, shape)
    return (RemappedWindow(first.remap, window),)


def merge_planes(first: AffineNormalize, second: ChannelsFirst, shape: Shape) -> tuple[Op, ...]:
    """A normalization then planes is one pass, plane by plane."""
    return (NormalizedChannelsFirst(first),)


Rule = Callable[..., tuple[Op, ...]]
RULES: dict[tuple[type[Op], type[Op]], Rule] = {
    (Pointwise, Pointwise): fuse_curves,
    (Dihedral, Dihedral): multiply,
    (Window, Window): nest,
    (PerPixel, Dihedral): swap,
    (PerPixel, Window): swap,
    (Dihedral, Window): pull_back,
    (Remap, Window): look_only_there,
    (RemappedWindow, Window): nest_remapped,
    (AffineNormalize, ChannelsFirst): merge_planes,
}
"""What two neighbors become, given the shape of the image before the first; a class's rule serves its subclasses."""


@cache
def rule_for(first: type[Op], second: type[Op]) -> Rule | None:
    """The rule of the two classes, or of those nearest above them."""
    pairs = product(enumerate(first.__mro__), enumerate(second.__mro__))
    known = ((i + j, i, RULES[one, other]) for (i, one), (j, other) in pairs if (one, other) in RULES)
    found = min(known, key=lambda row: row[:2], default=None)
    return None if found is None else found[2]


def rewrite(ops: Sequence[Op], height: int, width: int, dtype: Dtype = None) -> list[Op]:
    """An op list with the same effect on the pixels of a (height, width) image, bit for bit, and less work.

    ``dtype`` is that of the images; more ops may be moved where it is known.
    """
    types = [*map(type, ops)]
    if not any(map(rule_for, types, types[1:])):  # a crop and a resize, or the like
        return [*ops]
    out: list[Op] = []
    shapes = [Shape(height, width, 1)]
    for op in ops:
        _insert(out, shapes, op, dtype)
        if op.retypes:
            dtype = None
    return out


def _insert(out: list[Op], shapes: list[Shape], op: Op, dtype: Dtype) -> None:
    """Append the op, then let the tail settle; ``shapes[i]`` is the image's shape before ``out[i]``."""
    queue = [op]
    while queue:
        then = queue.pop(0)
        become = _merged(out[-1], then, shapes[-2], dtype) if out else None
        if become is None:
            out.append(then)
            shapes.append(then.after(shapes[-1]) if then.reshapes else shapes[-1])
        else:
            out.pop()
            shapes.pop()
            queue[:0] = become


def _merged(first: Op, second: Op, shape: Shape, dtype: Dtype) -> tuple[Op, ...] | None:
    rule = rule_for(type(first), type(second))  # type: ignore[arg-type]  # mypy mistakes classes for their instances
    if rule is None or (isinstance(first, PerPixel) and not first.alike(dtype)):
        return None
    return rule(first, second, shape)
