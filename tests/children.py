"""What child processes of the tests run; importable there, and free of torch so that spawning stays quick."""

from __future__ import annotations

import os
from typing import Any

from samples import sequence

import augrepro as A

INHERITED: list[Any] = []
"""Pipelines that forked children find in their memory."""


def varied(seed: int | None = 137, **arguments: Any) -> Any:
    """A pipeline of which no two draws give the same picture."""
    return A.Compose(
        [A.RandomCrop(height=12, width=12), A.HorizontalFlip(p=0.5), A.RandomBrightnessContrast(p=1.0)],
        seed=seed,
        **arguments,
    )


def noisy(seed: int | None = None) -> Any:
    """A pipeline with 128 bits of chance in every picture: no test that wants no two alike is red by chance."""
    return A.Compose([A.GaussNoise(std_range=(0.2, 0.2), p=1.0)], seed=seed)


def use_inherited(calls: int) -> list[str]:
    """The next calls of the inherited pipeline in this process."""
    return sequence(INHERITED[0], calls)


def use_given(job: tuple[Any, int]) -> list[str]:
    """The next calls of a pipeline that was pickled to this process."""
    transform, calls = job
    return sequence(transform, calls)


def send(connection: Any, transform: Any, calls: int) -> None:
    """Target of a Process: send the next calls' digests home."""
    connection.send(sequence(INHERITED[0] if transform is None else transform, calls))
    connection.close()


def send_with_grandchild(connection: Any, transform: Any, calls: int) -> None:
    """As ``send``, after a raw fork inside the child whose digests are sent too."""
    connection.send(sequence_of_raw_fork(transform, calls))
    connection.send(sequence(transform, calls))
    connection.close()


def sequence_of_raw_fork(transform: Any, calls: int) -> list[str]:
    """The digests that a raw ``os.fork`` of this process gets."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, "\n".join(sequence(transform, calls)).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return text.split("\n")
