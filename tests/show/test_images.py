"""Image files as people see them: turned, gray, of 16 bits, with alpha; and what is refused."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np
import pytest
import skimage
from skimage import data

from augrepro.show import images
from augrepro.show.palette import indices, palette_of, written

RGB = np.ascontiguousarray(data.astronaut()[:120:2, :96:2])
TURNS = {
    1: lambda image: image,
    2: np.fliplr,
    3: lambda image: np.rot90(image, 2),
    4: np.flipud,
    5: lambda image: image.swapaxes(0, 1),
    6: lambda image: np.rot90(image, -1),
    7: lambda image: np.rot90(image, 2).swapaxes(0, 1),
    8: np.rot90,
}
"""What each EXIF orientation says is to be done."""


def exif(orientation):
    """A TIFF header with one entry."""
    return b"II*\0\x08\0\0\0\x01\0" + struct.pack("<HHII", 0x0112, 3, 1, orientation) + b"\0\0\0\0"


def jpeg(image, orientation):
    raw = images.encode(image, ".jpg")
    body = b"Exif\0\0" + exif(orientation)
    return raw[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + raw[2:]


def png(image, orientation=None):
    raw = images.encode(image, ".png")
    if orientation is None:
        return raw
    body = exif(orientation)
    chunk = struct.pack(">I", len(body)) + b"eXIf" + body + struct.pack(">I", zlib.crc32(b"eXIf" + body))
    return raw[:33] + chunk + raw[33:]


@pytest.mark.parametrize("orientation", TURNS)
def test_a_photograph_is_turned_as_its_camera_says(orientation):
    plain = images.decode(images.encode(RGB, ".jpg"))
    assert np.array_equal(images.decode(jpeg(RGB, orientation)), TURNS[orientation](plain))


@pytest.mark.parametrize("orientation", TURNS)
def test_alpha_turns_with_the_colors(orientation):
    image = np.dstack((RGB, RGB[..., 0]))
    found = images.decode(png(image, orientation))
    assert found.shape[2] == 4
    assert np.array_equal(found[..., 3], found[..., 0])


def test_alpha_that_nobody_can_turn_is_refused_and_may_be_dropped():
    flat = np.full((8, 8, 4), 200, np.uint8)
    flat[:4, :, 3] = 0
    assert np.array_equal(images.decode(png(flat)), flat)
    plain, turned = (cv2.imdecode(np.frombuffer(png(RGB, k), np.uint8), cv2.IMREAD_COLOR) for k in (1, 6))
    if plain.shape != turned.shape:  # this OpenCV turns PNG files
        with pytest.raises(ValueError, match="its colors do not tell how"):
            images.decode(png(flat, 3))
    assert images.decode(png(flat, 3), alpha=False).shape == (8, 8, 3)


@pytest.mark.parametrize(
    "image",
    [RGB, RGB[..., 0], RGB.astype(np.uint16) * 257, RGB[..., 1].astype(np.uint16) * 3, np.dstack((RGB, RGB[..., :1]))],
    ids=["rgb", "gray", "rgb16", "gray16", "rgba"],
)
@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_what_is_written_is_read_again(image, suffix):
    found = images.decode(images.encode(image, suffix))
    assert found.dtype == image.dtype
    assert np.array_equal(found, image)


def test_gray_with_alpha_is_read_as_gray_colors_with_alpha():
    rows = np.hstack((np.zeros((2, 1), np.uint8), np.array([[10, 255, 20, 0], [30, 7, 40, 9]], np.uint8))).tobytes()
    parts = (b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 4, 0, 0, 0)), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    chunks = (struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in parts)
    found = images.decode(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    assert found[..., 3].tolist() == [[255, 0], [7, 9]]
    assert found[..., 0].tolist() == found[..., 1].tolist() == [[10, 20], [30, 40]]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "is empty"),
        (b"hello", "is no image that OpenCV reads"),
        (images.encode(RGB, ".jpg")[:-900], "a JPEG file that was cut off"),
        (images.encode(RGB, ".png")[:-900], "a PNG file that was cut off"),
    ],
)
def test_broken_files_are_refused(raw, words):
    with pytest.raises(ValueError, match=words):
        images.decode(raw)


def test_floats_and_several_pages_are_refused():
    done, raw = cv2.imencode(".tif", RGB.astype(np.float32))
    assert done
    with pytest.raises(ValueError, match="holds float32"):
        images.decode(bytes(raw))
    pages = f"{skimage.__path__[0]}/data/multipage.tif"
    with open(pages, "rb") as file, pytest.raises(ValueError, match="several pages"):
        images.decode(file.read())


@pytest.mark.parametrize(
    ("image", "suffix", "words"),
    [
        (RGB.astype(np.float32), ".png", "ends in float32.*leave Normalize"),
        (np.zeros((4, 4, 5), np.uint8), ".png", "5 channels"),
        (RGB.astype(np.uint16), ".jpg", "holds neither alpha nor uint16: --format png"),
        (np.dstack((RGB, RGB[..., 0])), ".jpg", "holds neither alpha"),
        (RGB.astype(np.uint16), ".webp", "does not hold uint16"),
        ([1, 2], ".png", "ends in a list.*leave ToTensorV2"),
    ],
)
def test_what_a_file_cannot_hold_is_refused(image, suffix, words):
    with pytest.raises(ValueError, match=words):
        images.encode(image, suffix)


def test_a_palette_keeps_its_indices():
    palette = np.array([[0, 0, 0], [128, 0, 0], [0, 128, 0], [224, 224, 192]], np.uint8)
    mask = np.array([[0, 1, 2], [3, 3, 0]], np.uint8)
    raw = written(mask, palette)
    assert np.array_equal(palette_of(raw), palette)
    assert np.array_equal(indices(images.decode(raw), palette), mask)
    assert palette_of(images.encode(RGB, ".png")) is None
    twice = palette.copy()
    twice[2] = twice[1]
    with pytest.raises(ValueError, match=r"2 entries are the color \(128, 0, 0\)"):
        indices(images.decode(written(mask, twice)), twice)
