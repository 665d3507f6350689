"""Limits that kinds of parameter and stored plans share: what lies beyond is surely a slip, or only costs time."""

from __future__ import annotations

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
