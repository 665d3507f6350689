"""Exact rewriting: neighbors in a plan that may be swapped or merged without changing a bit of any pixel.

``rewrite(ops)`` looks at neighbors only. Crops move towards the front, where they save the most; turns follow, and
merge by the group's product; runs of pointwise ops become one table. An op in no rule is a wall. Boxes and keypoints
never follow a rewritten plan, so the rules owe them nothing.
"""

from collections.abc import Callable, Sequence

from ..engine.op import Op
from ..engine.targets.table import Shape
from .grid import Dihedral, Window
from .normalize import AffineNormalize, ChannelsFirst, NormalizedChannelsFirst
from .pointwise import Curves, Pointwise

Pair = Callable[[Op, Op], tuple[Op, ...]]


def fuse_curves(first: Op, second: Op) -> tuple[Op, ...]:
    """Two pointwise ops are one: table of table."""
    return (Curves((*_parts(first), *_parts(second))),)


def _parts(op: Op) -> tuple[Op, ...]:
    return op.ops if isinstance(op, Curves) else (op,)


def multiply(first: Op, second: Op) -> tuple[Op, ...]:
    """Two turns are one, or nothing."""
    assert isinstance(first, Dihedral)
    assert isinstance(second, Dihedral)
    both = first.then(second)
    return () if both.is_identity else (both,)


def nest(first: Op, second: Op) -> tuple[Op, ...]:
    """A window of a window is a window."""
    assert isinstance(first, Window)
    assert isinstance(second, Window)
    x, y = first.x_min, first.y_min
    return (Window(x + second.x_min, y + second.y_min, x + second.x_max, y + second.y_max),)


def swap(first: Op, second: Op) -> tuple[Op, ...]:
    """A pointwise op may as well come after a move."""
    return second, first


def pull_back(first: Op, second: Op, shape: tuple[int, int]) -> tuple[Op, ...]:
    """Turn then crop is crop then turn: the window is carried back; ``shape`` is before the turn."""
    assert isinstance(first, Dihedral)
    assert isinstance(second, Window)
    height, width = (shape[1], shape[0]) if first.transpose else shape
    x1, y1, x2, y2 = second.x_min, second.y_min, second.x_max, second.y_max
    if first.flip_x:
        x1, x2 = width - x2, width - x1
    if first.flip_y:
        y1, y2 = height - y2, height - y1
    return (Window(y1, x1, y2, x2) if first.transpose else Window(x1, y1, x2, y2)), first


def merge_planes(first: Op, second: Op) -> tuple[Op, ...]:
    """A normalization then planes is one pass, plane by plane."""
    return (NormalizedChannelsFirst(first),)


KINDS: tuple[type[Op], ...] = (Pointwise, Dihedral, Window, AffineNormalize, ChannelsFirst)
RULES: dict[tuple[type[Op], type[Op]], Pair] = {
    (Pointwise, Pointwise): fuse_curves,
    (Dihedral, Dihedral): multiply,
    (Window, Window): nest,
    (Pointwise, Dihedral): swap,
    (Pointwise, Window): swap,
    (AffineNormalize, ChannelsFirst): merge_planes,
}
"""What two neighbors become; (Dihedral, Window) is ``pull_back``, which needs the shape too."""


def _kind(op: Op) -> type[Op] | None:
    if isinstance(op, Curves):
        return Pointwise
    return next((kind for kind in KINDS if isinstance(op, kind)), None)


def rewrite(ops: Sequence[Op], height: int, width: int) -> list[Op]:
    """An op list with the same effect on the pixels of a (height, width) image, bit for bit, and less work."""
    out: list[Op] = []
    shapes: list[tuple[int, int]] = [(height, width)]
    for op in ops:
        _insert(out, shapes, op)
    return out


def _insert(out: list[Op], shapes: list[tuple[int, int]], op: Op) -> None:
    """Append the op, then let the tail settle; ``shapes[i]`` is the image's shape before ``out[i]``."""
    queue = [op]
    while queue:
        then = queue.pop(0)
        become = _merged(out[-1], then, shapes[-2]) if out else None
        if become is None:
            out.append(then)
            height, width = then.after(_shape(shapes[-1]))[:2] if then.reshapes else shapes[-1]
            shapes.append((height, width))
        else:
            out.pop()
            shapes.pop()
            queue[:0] = become


def _shape(size: tuple[int, int]) -> Shape:
    return Shape(*size, 1)


def _merged(first: Op, second: Op, before: tuple[int, int]) -> tuple[Op, ...] | None:
    kinds = _kind(first), _kind(second)
    if kinds == (Dihedral, Window):
        return pull_back(first, second, before)
    if kinds[0] is None or kinds[1] is None:
        return None
    rule = RULES.get((kinds[0], kinds[1]))
    return rule(first, second) if rule is not None else None
