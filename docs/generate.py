"""Write docs/transforms.md and docs/exactness.md from the classes themselves: ``python docs/generate.py``.

``purposes.py`` says what each transform is for, ``pictures.py`` draws what the page shows.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, get_args

import numpy as np

import augrepro.pytorch  # noqa: F401 - registers every class, the torch room's too
from augrepro.engine.declare.former_names import CLASSES
from augrepro.engine.declare.help import split, words
from augrepro.engine.declare.refusals import expected, meaning
from augrepro.engine.declare.registry import OPS, TRANSFORMS
from augrepro.engine.op import Op
from augrepro.engine.transform import ImageOnly, Transform
from augrepro.engine.variants import changed, listed

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from gallery import call, photograph, pipeline
from gallery_settings import VOLUMES, WEAK_AND_STRONG, phantom
from pictures import caption
from pictures import names as pictured
from purposes import ALSO_CALLED, PURPOSES, Purpose

PICTURED, DRAWS = frozenset(pictured()), 4


def first_sentence(cls: type) -> str:
    """The docstring's first paragraph on one line."""
    return " ".join((cls.__doc__ or "").split("\n\n")[0].split())


def declared() -> dict[str, Any]:
    """Every transform of ours, by name."""
    return {
        name: cls
        for name, cls in sorted(TRANSFORMS.items())
        if issubclass(cls, Transform) and cls.__module__.startswith("augrepro.")
    }


def transforms() -> str:
    """The page: how to find a transform, and each under its purpose."""
    classes = declared()
    parts = [HEAD, index(), former(classes), GROUPS, *(group(purpose, classes) for purpose in PURPOSES)]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


HEAD = """
# Transforms

Every transform, by what it is for, with a picture, its arguments and their units. Search the page for what you need:
"occlusion", "Cutout", "RandomErasing", "scanner", "MRI". Names, order and defaults are Albumentations 2.0.8's;
[differences.md](differences.md) says where one acts otherwise. `help(A.Rotate)` says the same as this page.

- **Acts on**: *all targets* are images, masks, boxes, keypoints and volumes, moved together; *images and volumes* keep
  their masks, boxes and keypoints as they are.
- **Same bits**: how far a result is the same everywhere, on bytes (uint8) and floats (float32), and by which ops.
  *exact*: on every CPU and supported version of the libraries; *same-arch*: on CPUs of one kind; *same-build*: on one
  machine. [exactness.md](exactness.md) says with which arguments an op is more or less exact than that.
- Every transform takes `name=` too: what its random stream and its steps in plans are called.
- A picture shows the original, a weak setting and a strong one; `make docs` draws larger ones with more draws.
"""

GROUPS = """
## Pipelines and groups

`A.Compose` runs transforms in turn; inside it, `A.OneOf` runs one of several, `A.SomeOf` some, `A.RandomOrder` some in
random order, `A.OneOrOther` one of two, `A.Sequential` all; `A.SelectiveChannelTransform` runs them on some channels.
`A.Lambda` calls functions of yours; [custom-transforms.md](custom-transforms.md) shows classes of your own.
"""


def link(name: str) -> str:
    """The name, pointing at its section."""
    return f"[{name}](#{name.lower()})"


def anchor(title: str) -> str:
    """What a heading is called in links."""
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")


def index() -> str:
    """The groups, with what is in them."""
    rows = [
        f"| [{purpose.title}](#{anchor(purpose.title)}) | {', '.join(map(link, purpose.members))} |"
        for purpose in PURPOSES
    ]
    return "\n".join(["## By purpose", "", "| purpose | transforms |", "|---|---|", *rows])


def former(classes: dict[str, Any]) -> str:
    """What replaces the names that Albumentations has removed."""
    head = ["## What replaces Cutout, Flip, IAAAffine ...", "", "| removed from Albumentations | here |", "|---|---|"]
    return "\n".join(
        [*head, *(f"| {name} | {_linked(now, classes)} |" for name, now in sorted(CLASSES.items()) if now)]
    )


def _linked(text: str, classes: dict[str, Any]) -> str:
    return re.sub(r"\w+", lambda word: link(word[0]) if word[0] in classes else word[0], text)


def group(purpose: Purpose, classes: dict[str, Any]) -> str:
    """A purpose, an overview of what serves it, and the section of each transform."""
    rows = [f"| {link(x)} | {first_sentence(classes[x])} | {ALSO_CALLED.get(x, '')} |" for x in purpose.members]
    also = ["", f"See also {', '.join(map(link, purpose.also))}."] if purpose.also else []
    table = ["| transform | what happens | also called |", "|---|---|---|", *rows]
    sections = [section(name, classes[name]) for name in purpose.members]
    return "\n".join([f"## {purpose.title}", "", purpose.words, "", *table, *also, "", *sections])


def section(name: str, cls: Any) -> str:
    """A transform's sentence, targets, exactness, picture and arguments."""
    volumes = "whole volumes, their masks and keypoints" if cls.volumes_only else "all targets"
    targets = "images and volumes" if issubclass(cls, ImageOnly) else volumes
    if cls.channels is not None:
        *most, last = map(str, sorted(cls.channels))
        targets += f" of {', '.join(most)} or {last} channels" if most else f" of {last} channels"
    said = words(cls)
    rows = [
        f"| `{field}` | {accepted(cls, field)} | {sentence(said.get(field) or meaning(kind))} |"
        for field, kind in cls.declared.items()
    ]
    more = " ".join(split(cls.__doc__)[0].partition("\n\n")[2].split())
    facts = f"*Acts on {targets}. Same bits: {same_bits(name)}.*"
    picture = [f"![{name}: {first_sentence(cls)}](pictures/{name}.webp)", "", caption(name)]
    parts = [f"### {name}", "", first_sentence(cls), *(["", more] if more else []), "", facts, ""]
    parts += [*picture, ""] if name in PICTURED else ["No picture: the image looks the same.", ""]
    table = ["| argument | accepts | meaning |", "|---|---|---|", *rows]
    return "\n".join([*parts, *table]) + "\n"


def same_bits(name: str) -> str:
    """The grades of the ops that the pictured settings draw, on bytes and on floats, and what these are called."""
    ops = drawn_ops(name)
    if not ops:
        return "exact"
    grades = [" or ".join(sorted({str(op.grade(dtype)) for op in ops})) for dtype in ("uint8", "float32")]
    told = grades[0] if grades[0] == grades[1] else f"{grades[0]} on uint8, {grades[1]} on float32"
    return f"{told} ({', '.join(sorted({type(op).__name__ for op in ops}))})"


def drawn_ops(name: str) -> list[Op]:
    """What a few calls with the pictured settings draw."""
    if name in VOLUMES or getattr(TRANSFORMS[name], "volumes_only", False):
        return pipeline(name, VOLUMES.get(name, {})).draw_plan(volume=phantom()).ops
    found = []
    for arguments in WEAK_AND_STRONG.get(name, ({},)):
        transform, given = pipeline(name, arguments), call(name, photograph(name))
        if name == "FromFloat":
            given["image"] = given["image"] / np.float32(255)
        found += [op for _ in range(DRAWS) for op in transform.draw_plan(**given).ops]
    return found


def accepted(cls: Any, field: str) -> str:
    """What may be passed, and the default."""
    default = f"; default `{cls.defaults[field]!r}`" if field in cls.defaults else ""
    return expected(cls.declared[field]).replace("|", "\\|") + default


def sentence(text: str) -> str:
    """The words as a sentence."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def grade(cls: type[Op], dtype: str) -> str:
    """The grade of an op's defaults, and with which values of which fields it is another."""
    parts = [part for annotation in cls.fields.values() for part in (annotation, *get_args(annotation))]
    if any(isinstance(part, type) and issubclass(part, Op) for part in parts):
        return "the weakest of its ops"
    plain = object.__new__(cls) if cls is OPS["Opaque"] else cls(**{f: cls.defaults.get(f) for f in cls.fields})
    usual = plain.grade(dtype)
    others: dict[str, list[str]] = {}
    for path, values in listed(plain).items():
        for other in {changed(plain, path, value).grade(dtype) for value in values} - {usual}:
            found = [repr(value) for value in values if changed(plain, path, value).grade(dtype) == other]
            others.setdefault(str(other), []).append(f"`{'.'.join(path)}` {' or '.join(found)}")
    for name in (name for name, default in cls.defaults.items() if default is None):
        given = with_number(plain, name)
        if given is not None and given.grade(dtype) != usual:
            others.setdefault(str(given.grade(dtype)), []).append(f"`{name}` other than None")
    return "; ".join([str(usual), *(f"{other} with {', '.join(where)}" for other, where in sorted(others.items()))])


def with_number(op: Op, name: str) -> Op | None:
    """The op with a number in a field that is None by default; None where the field takes no number."""
    try:
        found: Op = changed(op, (name,), 64)
    except (TypeError, ValueError):
        return None
    return found


SEEN = """
## Where that was seen

Every op in every variant that its fields allow, two sizes, one to seven channels, bytes and floats, and 16 draws of
every transform (plan, image, mask, boxes, keypoints): 15,629 rows, of which those that the grade covers are compared.
None differs between Linux on x86-64 with OpenCV 5.0 and NumPy 2.4 and

| where | rows that differ |
|---|---|
| OpenCV 4.9 and NumPy 1.26 (`make test-peer-elsewhere` repeats it) | 0 |
| OpenCV 4.10 and NumPy 2.1 | 0 |
| the same libraries with AVX, FMA and AVX-512 switched off, or without IPP | 0 |
| aarch64, emulated (QEMU 7.2), the same libraries, November 2026: rows graded `exact` | 0 |

Warps and flows that read bytes linearly show the exact mean of four pixels, weighed by 32nds of a pixel and rounded
half to even. OpenCV 5 blends so in floats, in which no such sum is rounded before its end; OpenCV 4 rounds halves up,
so under it the image and its negative are read, which tell where halves are, at twice the time.

On aarch64 linear resize, bytes to HSV and the byte product run by their references, and linear remap of one channel by
way of four: OpenCV's own ways have other bits there, and `python -m augrepro` says so. Of the 224 golden results 5
differ there, as their grades say: `CLAHE` (`same-arch`), a cubic resize and `TextImage` (`same-build`).
Apple's processors and Windows were not tried.
"""

FREER = """
## Less far, and faster

`A.Compose([...], exactness="same-build")` lets bits hold on one machine with one set of libraries alone, and what has a
faster way there runs by it:

- `Warp` and `Projection` (Rotate, SafeRotate, ShiftScaleRotate, Affine, Perspective) by OpenCV's `warpAffine` and
  `warpPerspective`, three bytes by way of four, in place of `remap` through fixed-point places;
- every other warp and flow by `remap` through places in float32, three bytes by way of four. Of bytes the exact way
  does the same under OpenCV 5, and as fast; under OpenCV 4, which rounds halves up, it is one reading in place of two.

The exact way's CPU time over the faster one's, on images of 256 x 256 and 512 x 512 pixels, read linearly:

| channels | warps and projections | every other flow |
|---|---|---|
| uint8, 1, 3 and 4 | 1.2 to 1.8 | the exact way runs |
| uint8, 2 | the exact way runs | the exact way runs |
| uint8, more | 1.1 to 1.7 | the exact way runs |
| uint8 under OpenCV 4 | 1.6 to 3.8 | 1.0 to 2.3 |
| uint16, 1 to 4 | 1.9 to 5.8 | 1.6 to 3.9 |
| uint16, more | 1.9 to 3.7 | 1.3 to 2.1 |
| float32, 1 to 4 | 1.6 to 4.2 | 1.2 to 2.6 |
| float32, 5 | 1.5 to 2.4 | the exact way runs |
| float32, more | the exact way runs | the exact way runs |

Masks of warps and projections, of one and three channels, 2.3 to 4.5; of more than four, and of flows, the exact way
runs. It reads many channels in one call, and where the faster one would gain less than a tenth nothing else runs.

What else it changes, and what it does not:

- A warp of bytes differs from the exact one by what 1/32 of a pixel shows: on six photographs (20 draws each of ten
  transforms) by at most 0.14 levels of 255 on average and 6 in any value, and in one of five million by more than 4.
- Where the nearest pixel is read (masks, and images with `interpolation=0`), warps and projections take another of two
  that are equally near to within a thousandth: 0.03 % of the pixels on average, 0.15 % of an image at most, by whatever
  lies between two neighbors (232 levels were seen). Flows read the nearest pixel as `exact` does.
- Boxes, keypoints, shapes and dtypes are the same, and so is what is drawn: a seed and a sample key mean the same plan.
- Every other op runs as it does under `exact`, and so do cubic and Lanczos reading, dtypes other than uint8, uint16
  and float32, and projections whose horizon lies in the image. `same-arch` runs all ops so today: no faster way is
  known that holds on an architecture.
- Stream and sample mode, workers, `optimize=` and replay hold under each value: on one build a call has one result.
- A plan says what it was drawn for (`plan.exactness`; in JSON and `repr` where it is not `exact`) and replays so,
  whatever the pipeline that replays it; `plan.grade(dtype)` says how far its bits hold. A snapshot keeps the plan, and
  where it differs since the pipeline has another value, the failure says so. `python -m augrepro` lists the transforms
  that run faster.
- Pipelines inside take the value of the outermost; one that names another is refused. `exact` is the default and counts
  as unsaid: an inner `Compose(exactness="exact")` runs as the `same-build` one around it does.
- Floats near the largest that float32 holds (3.4e38) may become infinite in blurs, under every value: images of such
  numbers are to be divided first.

Snapshots that are compared on another machine, as in a CI, need `exact`, which is the default.
"""


def exactness() -> str:
    """The table of the ops' grades."""
    lines = [
        "# How exact an op is",
        "",
        "Generated from the op classes. `exact`: the same bits on every CPU dispatch, thread count and memory layout,",
        "OpenCV 4.8 to 5.0, numpy 1.26 to 2.4. `same-arch`: the same on x86-64 or on aarch64, not across.",
        "`same-build`: the same on one machine with one set of libraries.",
        "",
        "Where a grade depends on a field, the fields and values with another one follow.",
        "",
        "| op | what happens | uint8 | float32 |",
        "|---|---|---|---|",
    ]
    for name, cls in sorted(OPS.items()):
        if cls.__module__.startswith("augrepro."):
            lines.append(f"| {name} | {first_sentence(cls)} | {grade(cls, 'uint8')} | {grade(cls, 'float32')} |")
    return "\n".join(lines) + "\n" + SEEN + FREER


PAGES = {"transforms.md": transforms, "exactness.md": exactness}

if __name__ == "__main__":
    for page, text in PAGES.items():
        (HERE / page).write_text(text(), encoding="utf-8", newline="\n")
        print(HERE / page)
