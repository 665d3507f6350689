"""Eigenvectors of small symmetric matrices in plain Python: no bit depends on a linear algebra library."""

from __future__ import annotations

from itertools import combinations

Matrix = list[list[float]]
MOST_AXES = 64
"""Larger matrices take seconds."""
SWEEPS = 12
"""Jacobi's method converges quadratically: six sweeps are enough for 3x3."""


def jacobi(matrix: Matrix) -> tuple[list[float], Matrix]:
    """Eigenvalues and unit eigenvectors, one a row, in no order (Jacobi 1846)."""
    m = [row[:] for row in matrix]
    size = len(m)
    axes = [[float(i == j) for j in range(size)] for i in range(size)]
    for _ in range(SWEEPS):
        before = [row[:] for row in axes], [m[i][i] for i in range(size)]
        for p, q in combinations(range(size), 2):
            if m[p][q] != 0:
                _rotate(m, axes, p, q)
        if before == (axes, [m[i][i] for i in range(size)]):
            break  # what is left is so small that later sweeps change no bit either
    return [m[i][i] for i in range(size)], axes


def principal_axes(matrix: Matrix) -> list[tuple[float, list[float]]]:
    """Eigenvalues and unit eigenvectors, the largest first; no vector's entries sum below zero."""
    values, axes = jacobi(matrix)
    order = sorted(range(len(values)), key=lambda i: -values[i])
    return [(values[i], axes[i] if sum(axes[i]) >= 0 else [-x for x in axes[i]]) for i in order]


def _rotate(m: Matrix, axes: Matrix, p: int, q: int) -> None:
    """One Jacobi rotation: the plane (p, q) is turned until m[p][q] vanishes; the axes are the rows."""
    slope = (m[q][q] - m[p][p]) / (2 * m[p][q])
    t = (1.0 if slope >= 0 else -1.0) / (abs(slope) + (slope * slope + 1) ** 0.5)
    c = 1 / (t * t + 1) ** 0.5
    s = t * c
    for rows in (m, axes):
        rows[p], rows[q] = (
            [c * x - s * y for x, y in zip(rows[p], rows[q], strict=True)],
            [s * x + c * y for x, y in zip(rows[p], rows[q], strict=True)],
        )
    for row in m:
        row[p], row[q] = c * row[p] - s * row[q], s * row[p] + c * row[q]
