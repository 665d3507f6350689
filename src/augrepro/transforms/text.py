"""Text written into images."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..engine.chance.rng import Stream
from ..engine.declare.errors import short_repr
from ..engine.declare.kinds import Edits, FilePath, Ink, Names, Probability, ShareRange
from ..engine.frame import Frame
from ..engine.referring import key_refused
from ..engine.transform import Drawn, ImageOnly
from ..ops.text import MOST_CHARACTERS, TextBox, WrittenText, font_digest, need_pillow

__all__ = ["TextImage"]


class TextImage(ImageOnly):
    """Write texts into boxes of the image, as they are or with words inserted, swapped or deleted.

    Boxes and texts come with the call: ``transform(image=image, textimage_metadata=[{"bbox": (x_min, y_min, x_max,
    y_max), "text": "a text"}, ...])``, or one such dict; a box is in shares of the image's width and height. Letters
    are drawn by Pillow, which comes with ``pip install 'augrepro[text]'``. The texts that were written are in the plan.

    Args:
        font_path: the file of a font that Pillow reads
        stopwords: words to insert
        augmentations: what may happen to a text, each as likely: None leaves it, the others do it with half of the
            words; a text that stays the same by that is not written
        fraction_range: the share of the boxes that get their text
        font_size_fraction_range: the size of letters as a share of the box's height
        font_color: the letters' red, green and blue from 0 to 255, or one value for each channel, or one for all
        clear_bg: first continue the boxes from their rims, so that what stood there is gone
        metadata_key: the argument of a call that holds boxes and texts
    """

    font_path: FilePath
    stopwords: Names = ("the", "is", "in", "at", "of")
    augmentations: Edits = (None,)
    fraction_range: ShareRange = (1.0, 1.0)
    font_size_fraction_range: ShareRange = (0.8, 0.9)
    font_color: Ink = (0, 0, 0)
    clear_bg: bool = False
    metadata_key: str = "textimage_metadata"
    p: Probability = 0.5

    def _refused(self) -> list[str]:
        need_pillow()
        found = key_refused("metadata_key", self.metadata_key)
        if "insertion" in self.augmentations and not self.stopwords:
            found.append("stopwords must hold a word to insert, got ()")
        return found

    @property
    def targets_as_params(self) -> list[str]:
        return [self.metadata_key]

    @property
    def data_keys(self) -> set[str]:
        return {self.metadata_key}

    def draw(self, rng: Stream, frame: Frame) -> Drawn:
        given = read(frame.free.get(self.metadata_key), self.metadata_key)
        count = int(len(given) * rng.uniform(self.fraction_range))
        height, width = frame.shape[:2]
        boxes = []
        for place in rng.permutation(len(given))[:count]:
            (x1, y1, x2, y2), text = given[place]
            box = int(x1 * width), int(y1 * height), int(x2 * width), int(y2 * height)
            size = int(rng.uniform(self.font_size_fraction_range) * (box[3] - box[1]))
            text = self._edited(rng, text)
            if size > 0:
                boxes.append(TextBox(box, text, size))
        if not boxes:
            return None
        return WrittenText(
            str(self.font_path), font_digest(str(self.font_path)), tuple(boxes), tuple(self.font_color), self.clear_bg
        )

    def _edited(self, rng: Stream, text: str) -> str:
        edit = rng.choice(self.augmentations) if self.augmentations else None
        if edit is None:
            return text
        words = text.split()
        edited = " ".join(EDITS[edit](rng, words, max(1, len(words) // 2), self.stopwords))
        return edited if edited != text else ""


Words = list[str]


def inserted(rng: Stream, words: Words, count: int, more: Sequence[str]) -> Words:
    """So many of the stop words at random places among the words."""
    out = list(words)
    for _ in range(count):
        out.insert(rng.integer(0, len(out)), rng.choice(more))
    return out


def swapped(rng: Stream, words: Words, count: int, more: Sequence[str]) -> Words:
    """Two random words in each other's place, so many times."""
    out = list(words)
    for _ in range(count if len(words) > 1 else 0):
        one, other = rng.permutation(len(out))[:2]
        out[one], out[other] = out[other], out[one]
    return out


def deleted(rng: Stream, words: Words, count: int, more: Sequence[str]) -> Words:
    """The words without so many of them."""
    kept = sorted(rng.permutation(len(words))[count:])
    return [words[place] for place in kept]


EDITS = {"insertion": inserted, "swap": swapped, "deletion": deleted}


def read(given: Any, key: str) -> list[tuple[tuple[float, ...], str]]:
    """The boxes and texts of a call; one clear error for anything else."""
    if given is None:
        raise ValueError(
            f"needs boxes and texts: pass {key}=[{{'bbox': (0, 0, 1, 1), 'text': '...'}}] beside the image"
        )
    if not isinstance(given, Mapping | list | tuple):
        raise TypeError(f"{key} must be a dict with bbox and text or a list of such, got {short_repr(given)}")
    items = [given] if isinstance(given, Mapping) else given
    return [_read(item, f"{key}[{place}]") for place, item in enumerate(items)]


def _read(item: Any, name: str) -> tuple[tuple[float, ...], str]:
    if not isinstance(item, Mapping) or not {"bbox", "text"} <= set(item):
        raise TypeError(f"{name} must be a dict with bbox and text, got {short_repr(item)}")
    box, text = item["bbox"], item["text"]
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        raise ValueError(
            f"{name}['text'] must be a text of at most {MOST_CHARACTERS} characters, got {short_repr(text)}"
        )
    try:
        corners = tuple(float(corner) for corner in box)
    except (TypeError, ValueError):
        corners = ()
    if len(corners) < 4 or not (0 <= corners[0] < corners[2] <= 1 and 0 <= corners[1] < corners[3] <= 1):
        raise ValueError(
            f"{name}['bbox'] must be (x_min, y_min, x_max, y_max) as shares of the image, 0 <= min < max <= 1, got "
            f"{short_repr(box)}"
        )
    return corners[:4], text
