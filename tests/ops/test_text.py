"""TextImage: what is written where, what happens to words, and what it asks for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from ops_help import image, kept
from samples import font_file

import augrepro as A
from augrepro.ops.text import TextBox, WrittenText, font_digest, ink

FONT = font_file()
WHITE = np.full((60, 200, 3), 255, np.uint8)
BOX = {"bbox": (0.1, 0.2, 0.9, 0.8), "text": "hello there my friend"}


def written(text="HELLO", box=(20, 12, 180, 48), size=30, color=(0.0, 0.0, 0.0), **more):
    return WrittenText(FONT, font_digest(FONT), (TextBox(box, text, size),), color, **more)


def plan(metadata=BOX, seed=0, given=WHITE, **arguments):
    pipeline = A.Compose([A.TextImage(FONT, p=1, **arguments)], seed=seed)
    return pipeline.draw_plan(image=given, textimage_metadata=metadata)


def texts(**arguments):
    """The texts of 60 draws."""
    return [step.op.boxes_of_text[0].text for seed in range(60) for step in plan(seed=seed, **arguments).steps]


def test_letters_stand_in_their_box():
    out = written().pixels(WHITE)
    rows, columns = np.nonzero((out != 255).any(-1))
    assert rows.min() >= 12
    assert 18 <= columns.min() <= 26
    assert 15 < np.ptp(rows) < 30
    assert out.min() == 0
    assert (WHITE == 255).all()
    assert (written("").pixels(WHITE) == 255).all()


@pytest.mark.parametrize("channels", [1, 2, 3, 4, 7, 130])
def test_ink_by_channel(channels):
    given = np.full((60, 200, channels), 255, np.uint8)
    out = written(color=(30.0, 60.0, 90.0)).pixels(given)
    wanted = [60] if channels == 1 else [30, 60, 90, *[0] * 127][:channels]
    assert out.reshape(-1, channels).min(0).tolist() == wanted
    assert ink((7.0,), 3) == (7, 7, 7)
    assert ink((7.0, 8.0), 1) == (7,)


def test_floats_get_the_same_letters():
    given = image(60, 200)
    op = written(color=(250.0, 20.0, 9.0))
    assert np.abs(op.pixels(given / np.float32(255)) * 255 - op.pixels(given)).max() < 0.51


def test_the_background_is_cleared():
    given = np.full((60, 200, 3), 200, np.uint8)
    given[20:40, 60:120] = 0
    out = written("", box=(50, 15, 130, 45), cleared=True).pixels(given)
    assert out.min() > 190
    with pytest.raises(ValueError, match=r"Compose/TextImage#0 needs an image of 1 or 3 channels, got 4"):
        A.Compose([A.TextImage(FONT, clear_bg=True, p=1)])(image=image(60, 200, 4), textimage_metadata=BOX)


def test_boxes_are_shares_and_letters_a_share_of_them():
    (step,) = plan(font_size_fraction_range=(0.5, 0.5)).steps
    assert step.op.boxes_of_text == (TextBox((20, 12, 180, 48), BOX["text"], 18),)
    assert plan([]).steps == ()
    assert plan(BOX, given=WHITE[:2]).steps == (), "a box that is too low for any letter"
    many = [BOX | {"text": str(i)} for i in range(10)]
    found = [plan(many, seed, fraction_range=(0.5, 0.5)).steps[0].op.boxes_of_text for seed in range(9)]
    assert {len(boxes) for boxes in found} == {5}
    assert len({tuple(item.text for item in boxes) for boxes in found}) > 5


def test_edits_of_words():
    words = BOX["text"].split()
    assert set(texts()) == {BOX["text"]}
    assert set(texts(augmentations=())) == {BOX["text"]}
    for text in texts(augmentations=("deletion",)):
        assert len(text.split()) == 2
        assert [word for word in words if word in text.split()] == text.split()
    for text in texts(augmentations=("insertion",), stopwords=["um"]):
        assert text.split().count("um") == 2
        assert [word for word in text.split() if word != "um"] == words
    swapped = texts(augmentations=["swap"])
    assert all(sorted(text.split()) == sorted(words) for text in swapped if text)
    assert "" in swapped, "a text that came out as it went in is not written"
    assert set(texts(metadata=BOX | {"text": "one"}, augmentations=["deletion"])) == {""}
    assert BOX["text"] in texts(augmentations=(None, "swap"))


def test_a_plan_replays_and_wants_its_font(tmp_path):
    font = tmp_path / "font.ttf"
    font.write_bytes(Path(FONT).read_bytes())
    pipeline = A.Compose([A.TextImage(font, p=1)], seed=1)
    drawn = pipeline.draw_plan(image=WHITE, textimage_metadata=BOX)
    again = A.Plan.from_json(drawn.to_json())
    assert kept(drawn.ops[0]) == drawn.ops[0]
    out = A.Compose([]).apply_plan(again, image=WHITE)["image"]
    assert (out == A.Compose([A.TextImage(font, p=1)], seed=1)(image=WHITE, textimage_metadata=BOX)["image"]).all()
    font.write_bytes(font.read_bytes() + b"0")
    with pytest.raises(ValueError, match=r"TextImage.* needs the font .* of digest .* got another one"):
        A.Compose([]).apply_plan(again, image=WHITE)
    font.unlink()
    with pytest.raises(ValueError, match=r"Compose/TextImage#0 needs the font file .*font\.ttf, got No such file"):
        pipeline(image=WHITE, textimage_metadata=BOX)
    font.write_bytes(b"no font")
    with pytest.raises(ValueError, match="Compose/TextImage#0 needs a font that Pillow reads"):
        pipeline(image=WHITE, textimage_metadata=BOX)


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({}, r"textimage_metadata\[0\] must be a dict with bbox and text, got {}"),
        (3, "textimage_metadata must be a dict with bbox and text or a list of such, got 3"),
        ([BOX, {"bbox": (0, 0, 1, 1)}], r"textimage_metadata\[1\] must be a dict with bbox and text"),
        (
            {"bbox": (0, 0, 20, 30), "text": ""},
            r"\['bbox'\] must be .* as shares of the image, .* got \(0, 0, 20, 30\)",
        ),
        ({"bbox": (0.5, 0, 0.5, 1), "text": ""}, r"\['bbox'\] must be"),
        ({"bbox": "abc", "text": ""}, r"\['bbox'\] must be"),
        ({"bbox": None, "text": ""}, r"\['bbox'\] must be"),
        ({"bbox": (0, 0, 1, 1), "text": 3}, r"\['text'\] must be a text of at most 10000 characters, got 3"),
    ],
)
def test_wrong_boxes_and_texts(metadata, words):
    with pytest.raises((ValueError, TypeError), match=words) as caught:
        plan(metadata)
    assert str(caught.value).startswith("Compose/TextImage#0")


def test_a_call_without_texts_says_what_to_pass():
    with pytest.raises(
        ValueError, match=r"Compose/TextImage#0 needs boxes and texts: pass textimage_metadata=\[{'bbox'"
    ):
        A.Compose([A.TextImage(FONT, p=1)])(image=WHITE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"font_path": ""},
        {"font_path": 3},
        {"font_path": FONT, "font_color": ()},
        {"font_path": FONT, "font_color": (300, 0, 0)},
        {"font_path": FONT, "augmentations": ("insert",)},
        {"font_path": FONT, "augmentations": ("insertion",), "stopwords": ()},
        {"font_path": FONT, "metadata_key": "mask"},
        {"font_path": FONT, "fraction_range": (0.5, 2)},
    ],
)
def test_wrong_arguments(wrong):
    with pytest.raises(ValueError, match=f"TextImage.({'|'.join(wrong)}|stopwords) must "):
        A.TextImage(**wrong)


def test_without_pillow_the_error_names_the_extra():
    program = (
        "import sys; sys.modules['PIL'] = None\n"
        "import augrepro as A\n"
        "try:\n    A.TextImage('font.ttf')\n"
        "except ImportError as error:\n    print(error)\n"
    )
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=600, check=True)
    assert "pip install 'augrepro[text]'" in out.stdout


def test_importing_the_library_imports_no_pillow():
    program = "import sys, augrepro; print('PIL' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=600, check=True)
    assert out.stdout.strip() == "False"
