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


class Returning(OfDescriptor):
    """Leaves its file at the end, where it was before, whichever worker reads last."""

    def opened(self, folder):
        file = super().opened(folder)
        os.lseek(file, 0, os.SEEK_END)
        return file

    def byte(self, index):
        found = super().byte(index)
        os.lseek(self.file, 0, os.SEEK_END)
        return self.judged(found, index)

    def judged(self, found, index):
        return found


class ReturningToAnError(Returning):
    def judged(self, found, index):
        raise ValueError(f"no picture at {index}")


class AtTheStart(Returning):
    """Leaves it at its beginning."""

    def opened(self, folder):
        return open(f"{folder}/raw", "rb", buffering=0)

    def byte(self, index):
        self.file.seek(index)
        found = self.file.read(1)[0]
        self.file.seek(0)
        return self.judged(found, index)


class AtTheStartOfAnError(AtTheStart):
    judged = ReturningToAnError.judged


class ReturningToAnErrorLate(Returning):
    """Fails once, where most samples are made of no file."""

    def byte(self, index):
        return super().byte(index) if index == 5 else index

    judged = ReturningToAnError.judged


class PositionedToAnError(Positioned):
    def byte(self, index):
        raise ValueError(f"no picture of {super().byte(index)}")


class MappedToAnError(PositionedToAnError):
    def opened(self, folder):
        return np.memmap(f"{folder}/raw", np.uint8, "r")

    def byte(self, index):
        raise ValueError(f"no picture of {self.file[index]}")


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
    return AugCell(CELL, 137, smallest=known).check(make, epochs=1, limit=600)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (OfDescriptor, "the file {}/raw"),
        (InClosure, "dataset.file (a BufferedReader)"),
        (OfArchive, "dataset.file.fid (a BufferedReader)"),
        (Compressed, "dataset.file (a GzipFile)"),
        (Returning, "the file {}/raw"),
        (ReturningToAnError, "the file {}/raw"),
        (ReturningToAnErrorLate, "the file {}/raw"),
        (AtTheStart, "dataset.file (a FileIO)"),
        (AtTheStartOfAnError, "dataset.file (a FileIO)"),
    ],
)
def test_a_shared_file_is_named_wherever_it_is_kept_also_where_it_ends_in_an_error(make, name, files):
    with pytest.raises(LawBroken) as caught:
        checked(make)
    words = " ".join(str(caught.value).split())  # where its lines end depends on the length of the path
    assert f"workers share {name.format(files)}, opened before they were forked" in words


def test_who_reads_from_a_place_of_its_own_is_green():
    checked(Positioned)


@pytest.mark.parametrize("make", [PositionedToAnError, MappedToAnError])
def test_nor_is_his_file_named_where_he_fails_of_something_else(make):
    with pytest.raises(ReadingFailed, match="no picture of") as caught:
        checked(make)
    assert "workers share" not in str(caught.value)
