"""A file that forked workers read through is named wherever a program keeps it; who reads from a place of its own is green."""

import gzip
import os

import numpy as np
import plugin_datasets as datasets
import pytest

from pytest_augrepro.checks.cell import AugCell, LawBroken
from pytest_augrepro.judging.laws import LAWS
from pytest_augrepro.matrix.cells import Cell
from pytest_augrepro.reading.process import ReadingFailed

FOLDER = "AUG_TEST_FILES"


class OfDescriptor(datasets.Clean):
    """Keeps no more of its file than the number."""

    def __init__(self, seed):
        super().__init__(seed)
        self.file = self.opened(os.environ[FOLDER])

    def opened(self, folder):
        return os.open(f"{folder}/raw", os.O_RDONLY)

    def byte(self, index):
        os.lseek(self.file, index, os.SEEK_SET)
        return os.read(self.file, 1)[0]

    def __getitem__(self, index):
        return {**super().__getitem__(index), "byte": self.byte(int(index))}


class Positioned(OfDescriptor):
    """Says with each call where to read."""

    def byte(self, index):
        return os.pread(self.file, 1, index)[0]


class InClosure(OfDescriptor):
    def opened(self, folder):
        file = open(f"{folder}/raw", "rb")  # noqa: SIM115 - the fault
        return lambda index: (file.seek(index), file.read(1)[0])[1]

    def byte(self, index):
        return self.file(index)


class OfArchive(OfDescriptor):
    """Of an npz, whose view takes each question for the name of an array."""

    def opened(self, folder):
        return np.load(f"{folder}/arrays.npz")

    def byte(self, index):
        return self.file[str(index)][0]


class Compressed(OfDescriptor):
    """Fails, since what its workers read is no longer where they think."""

    def opened(self, folder):
        return gzip.open(f"{folder}/raw.gz")

    def byte(self, index):
        self.file.seek(index * 4000)
        return self.file.read(1)[0]


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))
    (tmp_path / "raw").write_bytes(bytes(range(64)) * 600)
    np.savez(tmp_path / "arrays.npz", **{str(index): np.array([index]) for index in range(64)})
    with gzip.open(tmp_path / "raw.gz", "wb") as file:
        file.write(np.random.default_rng(0).bytes(200_000))
    return tmp_path


CELL = Cell(2, start_method="fork")


def checked(make):
    known = dict.fromkeys(LAWS, CELL)  # no search for a simpler cell
    return AugCell(CELL, 137, smallest=known).check(make, epochs=1, limit=60)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (OfDescriptor, "the file {}/raw"),
        (InClosure, "the file {}/raw"),
        (OfArchive, "dataset.file.fid (a BufferedReader)"),
        (Compressed, "dataset.file (a GzipFile)"),
    ],
)
def test_a_shared_file_is_named_wherever_it_is_kept_also_where_it_ends_in_an_error(make, name, files):
    with pytest.raises((LawBroken, ReadingFailed)) as caught:
        checked(make)
    words = " ".join(str(caught.value).split())  # where its lines end depends on the length of the path
    assert f"workers share {name.format(files)}, opened before they were forked" in words


def test_who_reads_from_a_place_of_its_own_is_green():
    checked(Positioned)
