"""The kinds of parameter: named types that say what may be passed, what is stored, and what it means in ``help``.

A kind is a union of what users pass, so that editors and type checkers know it; its markers coerce the value to one
stored form before anybody reads it. Every parameter of every transform is of one of these kinds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import pi
from os import PathLike
from typing import Annotated, Literal

from .forms import (
    Around,
    Constant,
    ForEach,
    NoneIsEmpty,
    PathText,
    PerAxis,
    PerSide,
    RangeForEach,
    Symmetric,
    UpFrom,
    Whole,
)
from .markers import (
    Among,
    AtLeast,
    AtMost,
    Called,
    Distinct,
    Filled,
    Hex,
    Increasing,
    Means,
    MoreThan,
    Spans,
    Stored,
    Unit,
)

LEAST = 1e-12
"""What is divided by is larger, so that quotients stay finite."""
MAX_COUNT = 10_000
"""More holes, draws or the like than this in one call would stall it and are surely a slip."""
MAX_SIDE = 2**31 - 1
"""Sides of images are counted in 32 bits."""
MAX_KERNEL = 1023
"""A blur reads no wider neighborhood; what it costs grows with it."""
MAX_SIGMA = 146.0
"""A Gaussian of 3.5 such standard deviations each way fills a kernel of ``MAX_KERNEL`` pixels."""
MAX_FACTOR = 1e6
"""Products of a factor and a byte still fit 32 bits."""
MAX_FILTER, MAX_RADIUS, MAX_GLASS_SIGMA, MAX_ZOOM, MAX_ROUNDS = 255, 125, 42, 100, 100
"""Kernels of any weights of more pixels a side or across, larger zooms and more rounds only cost time."""
MAX_BLUR_SIGMA = 250
"""Noise blurred by more than this many pixels is flat."""
MAX_SHAPES = 1_000
"""A plan lists every polygon or disc that is drawn."""
MAX_DROPS = 200_000
"""Rain has at most two drops a row."""
MAX_CELLS = 64
"""A plan lists every cell of a grid; 64 x 64 of them are many."""
Pair = tuple[float, float]
IntPair = tuple[int, int]
IntTriple = tuple[int, int, int]
FourInts = tuple[int, int, int, int]
IntOrMore = int | tuple[int, ...]
FloatOrMore = float | tuple[float, ...]
FourShares = tuple[float, float, float, float]
SixInts = tuple[int, int, int, int, int, int]
SomeInts = tuple[int | None, int | None] | list[int | None]
_PAIR, _INTS, _SOME = Stored(Pair), Stored(IntPair), Stored(tuple[int | None, int | None])

Probability = Annotated[float, AtLeast(0), AtMost(1), Means("the probability that the transform acts")]
Share = Annotated[float, MoreThan(0), AtMost(1)]
ShareOrZero = Annotated[float, AtLeast(0), AtMost(1)]
SignedShare = Annotated[float, AtLeast(-1), AtMost(1)]
AtLeastZero = Annotated[float, AtLeast(0)]
AtLeastOne = Annotated[float, AtLeast(1)]
MoreThanZero = Annotated[float, MoreThan(0)]
Divisor = Annotated[float, MoreThan(LEAST)]
PercentOfPixels = Annotated[float, AtLeast(0), AtMost(100)]

Range = Annotated[Pair | list[float], _PAIR, Increasing()]
PositiveRange = Annotated[Pair | list[float], _PAIR, Increasing(), MoreThan(0)]
ShareRange = Annotated[Pair | list[float], _PAIR, Increasing(), AtLeast(0), AtMost(1)]
SignedShareRange = Annotated[Pair | list[float], _PAIR, Increasing(), AtLeast(-1), AtMost(1)]
RangeFromZero = Annotated[Pair | list[float], _PAIR, Increasing(), AtLeast(0)]
Shares = Annotated[Pair | list[float], _PAIR, AtLeast(0), AtMost(1)]
ShareUpFromZero = Annotated[float | Pair | list[float], _PAIR, UpFrom(0), Increasing(), AtLeast(0), AtMost(1)]
Span = Annotated[float | Pair | list[float], _PAIR, Symmetric(), Increasing()]
SpanAboveMinusOne = Annotated[float | Pair | list[float], _PAIR, Symmetric(), Increasing(), MoreThan(-1)]
SpanWithinOne = Annotated[float | Pair | list[float], _PAIR, Symmetric(), Increasing(), AtLeast(-1), AtMost(1)]
FixedOrRange = Annotated[float | Pair | list[float], _PAIR, Constant(), Increasing()]
Percent = Annotated[
    float | Pair | list[float],
    _PAIR,
    UpFrom(1),
    Increasing(),
    AtLeast(1),
    Means("in percent"),
]
Factor = Annotated[float | Pair | list[float], _PAIR, Around(1, 0), Increasing(), AtLeast(0), AtMost(MAX_FACTOR)]
ClipLimit = Annotated[float | Pair | list[float], _PAIR, UpFrom(1), Increasing(), AtLeast(1)]
Sigma = Annotated[float | Pair | list[float], _PAIR, UpFrom(0), Increasing(), AtLeast(0), AtMost(MAX_SIGMA)]
BlurSigma = Annotated[float | Pair | list[float], _PAIR, UpFrom(0), Increasing(), AtLeast(0), AtMost(MAX_BLUR_SIGMA)]

GlowRange = Annotated[Pair | list[float], _PAIR, Increasing(), AtLeast(0.01), AtMost(0.2)]
GlowSize = Annotated[Pair | list[float], _PAIR, Increasing(), AtLeast(0.2), AtMost(1)]
SlantRange = Annotated[Pair | list[float], _PAIR, Increasing(), AtLeast(-20), AtMost(20)]
Beta = Annotated[float | Pair | list[float], _PAIR, UpFrom(0), Increasing(), AtLeast(0), AtMost(0.5)]
Region = Annotated[
    FourShares | list[float],
    Stored(FourShares),
    AtLeast(0),
    AtMost(1),
    Means("where it may lie: the least x and y and the largest x and y, in shares of the image's width and height"),
]
UpToRange = Annotated[float | Pair | list[float], _PAIR, UpFrom(0), Increasing(), AtLeast(0)]
ShapeAroundOne = Annotated[float | Pair | list[float], _PAIR, UpFrom(0), Increasing(), AtLeast(0), Spans(1)]
ZoomUpTo = Annotated[float | Pair | list[float], _PAIR, UpFrom(1), Increasing(), AtLeast(1), AtMost(MAX_ZOOM)]
FullTurn = Annotated[Pair | list[float], _PAIR, Increasing(), AtLeast(0), AtMost(360)]
CutoffRange = Annotated[Pair | list[float], _PAIR, Increasing(), AtLeast(0), AtMost(pi)]
GlassSigma = Annotated[float, AtLeast(0), AtMost(MAX_GLASS_SIGMA)]

Pixels = Annotated[int, AtLeast(1), AtMost(MAX_SIDE), Unit("pixels")]
PixelsUpTo = Annotated[float, AtLeast(0), AtMost(MAX_SIDE), Unit("pixels")]
Edge = Annotated[int, AtLeast(0), AtMost(MAX_SIDE), Unit("pixels")]
Degrees = Annotated[float, Unit("degrees")]
Size = Annotated[IntPair | list[int], _INTS, AtLeast(1), AtMost(MAX_SIDE)]
SideRange = Annotated[IntPair | list[int], _INTS, Increasing(), AtLeast(1), AtMost(MAX_SIDE)]
SideLimit = Annotated[
    int | Sequence[int],
    Stored(int | tuple[int, ...]),
    Filled(),
    Whole("a whole number or a list of such, each"),
    AtLeast(1),
    AtMost(MAX_SIDE),
]
SideLimits = Annotated[
    SomeInts, _SOME, Whole("height and width, each None or a whole number"), AtLeast(1), AtMost(MAX_SIDE)
]
BorderWidths = Annotated[
    int | IntPair | FourInts | list[int], Stored(int | IntPair | FourInts), AtLeast(0), AtMost(MAX_SIDE)
]
PixelsPerSide = Annotated[
    int | IntPair | Sequence[int | Sequence[int]],
    Stored(int | IntPair | tuple[IntOrMore, IntOrMore, IntOrMore, IntOrMore]),
    PerSide("whole number", MAX_SIDE),
]
SharesPerSide = Annotated[
    float | Pair | Sequence[float | Sequence[float]],
    Stored(float | Pair | tuple[FloatOrMore, FloatOrMore, FloatOrMore, FloatOrMore]),
    PerSide("number", MAX_COUNT, ordered=False),
]
VolumeSize = Annotated[IntTriple | list[int], Stored(IntTriple), AtLeast(1), AtMost(MAX_SIDE)]
VolumeSizeOrZero = Annotated[IntTriple | list[int], Stored(IntTriple), AtLeast(0), AtMost(MAX_SIDE)]
Axes = Annotated[IntTriple, Distinct(), AtLeast(0), AtMost(2)]
VolumeBorder = Annotated[
    int | IntTriple | SixInts | list[int], Stored(int | IntTriple | SixInts), AtLeast(0), AtMost(MAX_SIDE)
]
IntRange = Annotated[IntPair | list[int], _INTS, Increasing()]
CountRange = Annotated[IntPair | list[int], _INTS, Increasing(), AtLeast(1), AtMost(MAX_COUNT)]
CountRangeOrZero = Annotated[IntPair | list[int], _INTS, Increasing(), AtLeast(0), AtMost(MAX_COUNT)]
CountUpTo = Annotated[int | IntPair | list[int], _INTS, UpFrom(0), Increasing(), AtLeast(0), AtMost(MAX_SHAPES)]
LengthUpTo = Annotated[int | IntPair | list[int], _INTS, UpFrom(0), Increasing(), AtLeast(0), AtMost(MAX_SIDE)]
CellRange = Annotated[IntPair | list[int], _INTS, Increasing(), AtLeast(2), AtMost(MAX_SIDE)]
CountPerAxis = Annotated[
    SomeInts, _SOME, Whole("two, for x and y, each None or a whole number"), AtLeast(1), AtMost(MAX_COUNT)
]
Shift = Annotated[IntPair | list[int], _INTS, AtLeast(0), AtMost(MAX_SIDE)]
KernelSize = Annotated[int | IntPair | list[int], _INTS, UpFrom(0), Increasing(), AtLeast(0), AtMost(MAX_KERNEL)]
OddKernelSize = Annotated[int | IntPair | list[int], _INTS, UpFrom(3), Increasing(), AtLeast(3), AtMost(MAX_KERNEL)]
FilterSide = Annotated[int | IntPair | list[int], _INTS, UpFrom(3), Increasing(), AtLeast(3), AtMost(MAX_FILTER)]
OneFilterSide = Annotated[int, AtLeast(3), AtMost(MAX_FILTER)]
RadiusUpTo = Annotated[int | IntPair | list[int], _INTS, UpFrom(1), Increasing(), AtLeast(1), AtMost(MAX_RADIUS)]
FewPixels = Annotated[int, AtLeast(1), AtMost(MAX_COUNT)]
FewRounds = Annotated[int, AtLeast(1), AtMost(MAX_ROUNDS)]
SharpeningMethod = Literal["kernel", "gaussian"]
SwapMode = Literal["fast", "exact"]
CountUpFromOne = Annotated[int | IntPair | list[int], _INTS, UpFrom(1), Increasing(), AtLeast(1), AtMost(MAX_COUNT)]
Quality = Annotated[IntPair | list[int], _INTS, Increasing(), AtLeast(1), AtMost(100)]
Count = Annotated[int, AtLeast(1), AtMost(MAX_COUNT)]
Channels = Annotated[tuple[int, ...], Filled(), Distinct(), AtLeast(0), AtMost(MAX_COUNT)]
Tiles = Annotated[IntPair | list[int], _INTS, AtLeast(1), AtMost(256)]
NodeCount = Annotated[int | IntPair | list[int], _INTS, Constant(), Increasing(), AtLeast(2), AtMost(256)]
ControlPoints = Annotated[int, AtLeast(2), AtMost(16)]
ElementSize = Annotated[int | IntPair | list[int], _INTS, UpFrom(1), Increasing(), AtLeast(1), AtMost(MAX_FILTER)]
GridSize = Annotated[IntPair | list[int], _INTS, AtLeast(1), AtMost(MAX_CELLS)]
Byte = Annotated[int, AtLeast(0), AtMost(255)]
Kelvin = Annotated[IntPair | list[int], _INTS, Increasing(), AtLeast(3000), AtMost(15000)]
Bits = Annotated[
    int | IntPair | Sequence[int | IntPair | list[int]],
    Stored(IntPair | tuple[IntPair, ...]),
    RangeForEach(),
    AtLeast(1),
    AtMost(8),
]
ShapeRange = Annotated[IntPair | list[int], _INTS, Increasing(), AtLeast(1), AtMost(MAX_SHAPES)]
Corners = Annotated[int, AtLeast(3), AtMost(MAX_SHAPES)]
Radius = Annotated[int, AtLeast(2), AtMost(MAX_COUNT)]
Rgb = Annotated[IntTriple | list[int], Stored(IntTriple), AtLeast(0), AtMost(255)]
WholeNumbers = Annotated[Sequence[int], Stored(tuple[int, ...])]
Classes = Annotated[Sequence[int], Stored(tuple[int, ...]), AtLeast(1)]
BoxLabels = Annotated[Sequence[str | int | float], Stored(tuple[str | int | float, ...])]
Side = Annotated[
    IntPair | Pair | list[int] | list[float],
    Stored(Annotated[IntPair, Increasing(), AtLeast(1)] | Annotated[Pair, Increasing(), MoreThan(0)]),
]

AxisSpan = float | Pair | list[float]
ScalePerAxis = Annotated[
    AxisSpan | Mapping[str, AxisSpan], Stored(dict[str, tuple[float, float]]), PerAxis(1.0, above=0.0)
]
AnglePerAxis = Annotated[AxisSpan | Mapping[str, AxisSpan], Stored(dict[str, tuple[float, float]]), PerAxis(0.0)]
SharePerAxis = Annotated[AxisSpan | Mapping[str, AxisSpan], Stored(dict[str, tuple[float, float]]), PerAxis(0.0)]
PixelsPerAxis = Annotated[
    int | IntPair | list[int] | Mapping[str, int | IntPair | list[int]],
    Stored(dict[str, tuple[int, int]]),
    PerAxis(0),
]

Values = Annotated[float | Sequence[float], Stored(float | tuple[float, ...]), Filled()]
PositiveValues = Annotated[float | Sequence[float], Stored(float | tuple[float, ...]), Filled(), MoreThan(LEAST)]
Fill = Annotated[
    float | Sequence[float],
    Stored(float | tuple[float, ...]),
    Filled(),
    Means("the value of pixels that have none, or one for each channel, in the image's own units"),
]
MaskFill = Annotated[
    Fill, Means("the value of mask pixels that have none, or one for each channel, in the mask's own units: a class")
]
NoiseParams = Annotated[
    Mapping[str, Sequence[float] | Sequence[Sequence[float]] | str] | None,
    Stored(dict[str, tuple[float, float] | tuple[tuple[float, float], ...] | str] | None),
    Whole("None, or a dict of two numbers a name"),
]
InterpolationPair = Annotated[
    Mapping[str, int],
    Stored(dict[str, int]),
    ForEach(("downscale", "upscale"), (0, 1, 2, 3, 4, 5, 6)),
    Means("how pixels are read on the way down and on the way back, as OpenCV counts interpolations"),
]
Color = Annotated[
    tuple[float, float, float] | Sequence[float], Stored(tuple[float, float, float]), AtLeast(0), AtMost(255)
]
Ink = Annotated[Sequence[float], Stored(Annotated[tuple[float, ...], Filled()]), AtLeast(0), AtMost(255)]
Edit = Literal["insertion", "swap", "deletion"]
Edits = Annotated[Sequence[Edit | None], Stored(tuple[Edit | None, ...])]
FilePath = Annotated[str | PathLike[str], Stored(str), PathText()]
FieldNames = Annotated[Sequence[str] | None, Stored(tuple[str, ...]), NoneIsEmpty()]
Names = Annotated[Sequence[str], Stored(tuple[str, ...])]
Key = Annotated[str, Hex(32)]
StreamName = Annotated[
    str, Means("what its random stream and its steps in plans are called, where the class name is not wanted")
]

_FIVE = "as OpenCV counts: 0 nearest, 1 linear, 2 cubic, 3 area (here linear), 4 Lanczos"
_SEVEN = "as OpenCV counts: 0 nearest, 1 linear, 2 cubic, 3 area, 4 Lanczos, 5 linear, 6 nearest"
Interpolation = Annotated[
    int,
    Among((0, 1, 2, 3, 4)),
    Called(("nearest", "linear", "cubic", "area", "lanczos")),
    Means(f"how pixels are read, {_FIVE}"),
]
Resampling = Annotated[
    int,
    Among((0, 1, 2, 3, 4, 5, 6)),
    Called(("nearest", "linear", "cubic", "area", "lanczos", "linear_exact", "nearest_exact")),
    Means(f"how pixels are read, {_SEVEN}"),
]
MaskInterpolation = Annotated[Interpolation, Means(f"how pixels of masks are read (nearest: no new class), {_FIVE}")]
MaskResampling = Annotated[Resampling, Means(f"how pixels of masks are read (nearest: no new class), {_SEVEN}")]
BorderMode = Annotated[
    int,
    Among((0, 1, 2, 3, 4)),
    Called(("constant", "replicate", "reflect", "wrap", "reflect_101")),
    Means(
        "what lies beyond the edge, as OpenCV counts: 0 the fill, 1 the edge pixel, 2 a mirror image, "
        "3 the other side, 4 a mirror image without the edge pixel"
    ),
]
Position = Annotated[
    Literal["center", "top_left", "top_right", "bottom_left", "bottom_right", "random"],
    Means("where the image ends up in the padded one"),
]
VolumePosition = Annotated[Literal["center", "random"], Means("where the volume ends up in the padded one")]
AreaForDownscale = Annotated[
    Literal["image", "image_mask"] | None,
    Means("shrink the image, or the image and the mask, by averaging areas whatever the interpolation says"),
]
