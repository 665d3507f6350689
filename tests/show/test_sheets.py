"""Sheets of pictures: nothing is cut, everything is drawn where it belongs, and notebooks show it."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from photographs_for_commands import pictures, pipeline

import augrepro as A
from augrepro.__main__ import COMMANDS, entry
from augrepro.show import machine
from augrepro.show.display import Seen, color_of, picture, rgb8
from augrepro.show.images import decode, read
from augrepro.show.progress import Progress
from augrepro.show.sheet import GAP, LINE, Cell, sheet, wrapped

GRAY = np.full((100, 200, 3), 128, np.uint8)


def test_pictures_of_all_sizes_keep_their_shape():
    for shape, size in (
        ((100, 200), (100, 200)),
        ((500, 250), (256, 128)),
        ((20, 30), (160, 240)),
        ((1, 1), (256, 256)),
    ):
        assert picture(Seen(np.zeros((*shape, 3), np.uint8)), 256).shape[:2] == size
    small = np.arange(12, dtype=np.uint8).reshape(2, 2, 3) * 20
    assert np.array_equal(picture(Seen(small), 256), small.repeat(128, 0).repeat(128, 1))


def test_any_image_becomes_rgb():
    assert rgb8(np.full((4, 4), 65535, np.uint16)).max() == 255
    assert rgb8(np.full((4, 4, 1), 0.5, np.float32)).tolist()[0][0] == [128] * 3
    assert np.ptp(rgb8(np.linspace(-2, 2, 12).reshape(2, 2, 3))) == 255
    assert rgb8(np.zeros((4, 4, 4), np.uint8)).min() == 245
    assert rgb8(np.zeros((4, 4, 2), np.uint8)).shape == rgb8(np.zeros((4, 4, 7), np.uint8)).shape == (4, 4, 3)


def test_boxes_at_the_border_are_drawn_whole():
    out = picture(Seen(GRAY, [[0, 0, 200, 100]], [""]), 200)
    color = np.array(color_of(""))
    for edge in (out[0], out[-1], out[:, 0], out[:, -1]):
        assert (edge == color).all()
    assert (out[5:-5, 5:-5] == 128).all()


def test_a_name_is_beside_a_small_box_and_inside_the_picture():
    named = picture(Seen(GRAY, [[0, 0, 10, 10]], ["corner"]), 200)
    assert (named[2:8, 2:8] == 128).all()
    assert (named[0, :10] == color_of("corner")).all()
    assert (named[11:40, :40] != 128).any()
    for box in ([150, 80, 199, 99], [195, 0, 200, 5], [0, 95, 5, 100]):
        assert (picture(Seen(GRAY, [box], ["a name that is long"]), 200) != 128).any(2).sum() > 900


def test_masks_and_keypoints_are_drawn_where_they_are():
    mask = np.zeros((100, 200), np.uint8)
    mask[20:60, 50:150] = 3
    out = picture(Seen(GRAY, masks=[mask]), 200)
    assert np.array_equal((out != 128).any(2), mask > 0)
    dots = picture(Seen(GRAY, points=[(100, 50), (float("nan"), 1)]), 200)
    ys, xs = np.nonzero((dots != 128).any(2))
    assert (round(xs.mean()), round(ys.mean())) == (100, 50)


def test_captions_are_wrapped_in_words_and_never_cut():
    text = "Rotate: 12.3 degrees counterclockwise, border mode reflect_101\nHorizontalFlip: mirrored " + "x" * 90
    lines = wrapped(text, 200)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(cv2.getTextSize(line, cv2.FONT_HERSHEY_SIMPLEX, 0.4, 1)[0][0] <= 200 for line in lines)
    assert wrapped("ä→b", 200) == ["??b"]
    assert wrapped("a " * 2000, 60)[-1] == "..."
    cell = Cell(Seen(GRAY), "a\nb\nc")
    assert sheet([[cell, cell], [cell]], 200).shape == (3 * GAP + 2 * (100 + 3 * LINE + 6), 2 * 210 + GAP, 3)


def test_a_preview_shows_the_next_calls_and_leaves_them_to_come():
    image = pictures()["chelsea.png"]
    pipe, twin = pipeline(), pipeline()
    shown = A.preview(pipe, image, n=3)
    assert repr(shown) == "<Preview of 4 pictures>"
    for cell in shown.rows[0][1:]:
        assert np.array_equal(cell.seen.image, twin(image=image)["image"])
    assert np.array_equal(pipe(image=image)["image"], pipeline()(image=image)["image"])
    again = decode(shown._repr_png_())
    assert np.array_equal(again, shown.image())
    data = re.fullmatch(r'<img alt="[^"<>]*" style="[^"]*" src="data:image/png;base64,([^"]+)">', shown._repr_html_())[
        1
    ]
    assert base64.b64decode(data) == shown._repr_png_()


def test_a_preview_of_steps_ends_in_the_result(tmp_path):
    image = pictures()["astronaut.jpg"]
    boxes = {"bboxes": [[0.5, 0.5, 0.2, 0.2]], "names": ["a<b>"]}
    pipe = pipeline(bbox_params=A.BboxParams("yolo", label_fields=["names"]))
    shown = A.preview(pipe, image, steps=True, **boxes)
    cells = [cell for row in shown.rows for cell in row]
    plan = pipe.draw_plan(image=image, **boxes)
    assert [cell.caption.partition("\n")[0] for cell in cells[1:]] == [
        step.split(":")[0] for step in str(plan).split("\n")
    ]
    result = pipe.apply_plan(plan, image=image, **boxes)
    assert np.array_equal(cells[-1].seen.image, result["image"])
    assert cells[0].seen.boxes == [pytest.approx([51.2, 51.2, 76.8, 76.8])]
    shown.save(tmp_path / "a.png")
    assert np.array_equal(read(tmp_path / "a.png"), shown.image())
    with pytest.raises(ValueError, match=r"save: path must end in .png, got 'a.jpg'"):
        shown.save("a.jpg")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"transform": 3}, "preview: transform must be a transform, a pipeline or a plan, got 3"),
        ({"n": 0}, "preview: n must be a whole number from 1 to 64, got 0"),
        ({"columns": True}, "preview: columns must be a whole number from 1 to 64, got True"),
        ({"side": 1.5}, "preview: side must be a whole number from 1 to 4096, got 1.5"),
        ({"image": None, "mask": GRAY[..., 0]}, "preview: image must be an image to draw on, as an array, got None"),
    ],
)
def test_a_preview_of_nonsense_is_refused(arguments, error):
    with pytest.raises((TypeError, ValueError), match=error):
        A.preview(**{"transform": A.NoOp(), "image": GRAY, **arguments})


def test_steps_run_by_the_ways_that_the_plan_promises():
    pipe = A.Compose([A.Rotate(p=1), A.HorizontalFlip(p=1)], exactness="same-build", seed=3)
    image = pictures()["astronaut.jpg"]
    plan = pipe.draw_plan(image=image)
    cells = [cell for row in A.preview(plan, image).rows for cell in row]
    assert np.array_equal(cells[-1].seen.image, pipe.apply_plan(plan, image=image)["image"])
    assert [cell.caption.partition("\n")[0] for cell in cells] == ["original", "Rotate", "HorizontalFlip"]


def test_a_target_that_is_none_is_not_drawn_as_none_is_augmented():
    pipe = A.Compose([A.HorizontalFlip(p=1)], A.BboxParams("coco"), A.KeypointParams("xy"), seed=1)
    nothing = dict.fromkeys(("bboxes", "keypoints", "mask", "masks"))
    assert [cell.seen.boxes for cell in A.preview(pipe, GRAY, n=1, **nothing).rows[0]] == [[], []]


def test_a_preview_of_what_ends_in_floats_or_a_tensor():
    pytest.importorskip("torch")
    for end in ([A.Normalize()], [A.Normalize(), A.ToTensorV2()]):
        shown = A.preview(A.Compose([A.Resize(20, 30), *end], seed=1), pictures()["chelsea.png"], n=1)
        assert np.asarray(shown.rows[0][1].seen.image).shape == (20, 30, 3)


class Balanced(HTMLParser):
    """Fails where a tag is not closed, or a script stands in it."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.text = ""

    def handle_starttag(self, tag, attrs):
        assert tag != "script"
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def shown_text(html):
    parser = Balanced()
    parser.feed(html)
    assert parser.open == []
    return parser.text


def test_notebooks_show_pipelines_and_plans_as_trees():
    evil = "<script>alert('&')"
    pipe = A.Compose([A.Rotate(20, p=1, name=evil), A.OneOf([A.Blur(), A.NoOp()])], seed=1)
    text = shown_text(pipe._repr_html_())
    assert text == f"Compose seed=1Rotate limit=(-20.0, 20.0), p=1.0, name={evil!r}OneOf p=0.5Blur p=0.5NoOp p=0.5"
    plan = pipe.draw_plan(image=GRAY)
    text = shown_text(plan._repr_html_())
    assert text.startswith(f"Plan for 100 x 200 x 3{evil} ")
    assert "background" not in pipe._repr_html_() + plan._repr_html_()


def pictures_in(html):
    """The pictures of a tree, as arrays, by what they are called."""
    found = re.findall(r'<img alt="([^"]*)"[^>]*base64,([^"]+)">', html)
    return [(name, decode(base64.b64decode(data))) for name, data in found]


def test_a_tree_of_a_pipeline_has_what_each_transform_alone_makes_of_the_sample():
    image = pictures()["astronaut.jpg"]
    inner = A.OneOf([A.InvertImg(p=0.1), A.RandomCrop(900, 900)])
    pipe = A.Compose([A.HorizontalFlip(p=0), inner, A.Normalize(), A.ToTensorV2()], seed=1)
    shown = A.preview(pipe, image, tree=True)
    plain = pipe._repr_html_()
    found = shown._repr_html_()
    assert shown_text(re.sub("<img[^>]*>", "", found)) == shown_text(plain)
    names = ["original", "HorizontalFlip", "InvertImg", "Normalize", "ToTensorV2"]  # no crop larger than the sample
    drawn = pictures_in(found)
    assert [name for name, _ in drawn] == names == [cell.caption for row in shown.rows for cell in row]
    original = drawn[0][1].astype(int)
    assert max(original.shape[:2]) == 96
    assert np.abs(drawn[1][1] - original[:, ::-1]).max() <= 1, "as though its p were 1"
    assert np.abs(255 - drawn[2][1].astype(int) - original).max() <= 1
    alone = A.preview(A.VerticalFlip(p=0.5), image, tree=True)._repr_html_()
    assert [name for name, _ in pictures_in(alone)] == ["original", "VerticalFlip"]
    assert pipe._repr_html_() == plain
    assert "<img" not in plain, "without a sample there is no picture"


@pytest.mark.parametrize("steps", [True, False], ids=["steps", "plan"])
def test_a_tree_of_a_plan_has_the_sample_behind_each_step(steps):
    image = pictures()["astronaut.jpg"]
    pipe = A.Compose([A.HorizontalFlip(p=1), A.Rotate(30, p=1), A.InvertImg(p=1)], seed=4)
    plan = pipe.draw_plan(image=image) if not steps else A.Compose([*pipe], seed=4).draw_plan(image=image)
    shown = A.preview(pipe, image, steps=True, tree=True) if steps else A.preview(plan, image, tree=True)
    drawn = pictures_in(shown._repr_html_())
    assert [name for name, _ in drawn] == ["original", "HorizontalFlip", "Rotate", "InvertImg"]
    assert shown_text(re.sub("<img[^>]*>", "", shown._repr_html_())) == shown_text(plan._repr_html_())
    assert np.array_equal(shown.rows[-1][-1].seen.image, pipe.apply_plan(plan, image=image)["image"])
    assert np.array_equal(decode(shown._repr_png_()), shown.image())


def test_the_command_draws_a_sheet(command, here):
    done = command("preview", "pipeline.yaml", "photos/chelsea.png", "photos/coins.png", "-o", "s.png", "--n", 3,
                   "--labels", "coco.json")  # fmt: skip
    assert done.status == 0, done.err
    assert done.out == "s.png shows 8 pictures\n"
    assert read(Path("s.png")).shape[1] == 4 * 266 + 10


def test_the_command_draws_what_a_folder_holds_under_the_keys_of_apply(command, here):
    whole = command("preview", "pipeline.yaml", "photos", "--labels", "yolo:labels", "--steps")
    assert whole.status == 0, whole.err
    assert (
        whole.out.splitlines()[-1]
        == f"sheet.png shows {len(whole.out.splitlines()) + 3 - whole.out.count('not drawn')} pictures"
    )
    plan = A.load("pipeline.yaml").draw_plan(
        image=read(Path("photos/sub/coffee.webp")), sample_key=(0, "sub/coffee.webp")
    )
    assert str(plan).splitlines()[-1] in whole.out
    assert (
        "is of one photograph"
        in command("preview", "pipeline.yaml", "photos/sub", "photos", "--labels", "voc/coins.xml").err
    )
    Path("masks").rename("photos/masks")
    assert command("preview", "pipeline.yaml", "photos", "--labels", "photos/masks", "--n", 1).out.endswith(
        "8 pictures\n"
    )
    Path("none").mkdir()
    assert "there are no images in none" in command("preview", "pipeline.yaml", "none").err


@pytest.mark.parametrize("labels", ["voc/chelsea.xml", "labels", "voc:voc", "masks", "labels/chelsea.txt"])
def test_the_command_shows_one_plan_step_by_step_as_apply_draws_it(command, here, labels):
    done = command("preview", "pipeline.yaml", "photos/chelsea.png", "--steps", "--labels", labels, "--seed", 5)
    assert done.status == 0, done.err
    pipe = A.load("pipeline.yaml")
    pipe.set_random_seed(5)
    plan = pipe.draw_plan(image=read(Path("photos/chelsea.png")), sample_key=(0, "chelsea.png"))
    lines = A.plan_words(plan, pipe)
    assert done.out.splitlines() == [*lines, f"sheet.png shows {1 + len(plan.turns())} pictures"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("pipeline.yaml", "photos/none.png"), 1, "photos/none.png: No such file or directory"),
        (("pipeline.yaml", "labels/coins.txt"), 1, "labels/coins.txt: is no image that OpenCV reads"),
        (("pipeline.yaml", "photos/coins.png", "-o", "s.jpg"), 2, "-o must end in .png, got s.jpg"),
        (("pipeline.yaml", "photos/coins.png", "--n", "0"), 2, "must be from 1 to 64"),
        (("pipeline.yaml", "photos/coins.png", "--labels", "nowhere"), 2, "--labels: there is no nowhere"),
        (("pipeline.yaml", "photos/coins.png", "--labels", "voc/chelsea.xml"), 2, "is of one photograph, coins"),
        (("pipeline.yaml", "photos/coins.png", "--labels", "."), 2, "say what . holds"),
        (("none.yaml", "photos/coins.png"), 2, "there is no file none.yaml"),
        (("pipeline.yaml", "photos/coins.png", "-o", "no/s.png"), 2, "there is no folder"),
    ],
)
def test_what_the_command_cannot_draw_is_told(command, here, arguments, status, words):
    done = command("preview", *arguments)
    assert done.status == status
    assert words in done.err


def test_without_a_command_the_machine_is_described(command):
    done = command()
    assert done.status == 0
    lines = done.out.splitlines()
    assert re.fullmatch(rf"augrepro {re.escape(A.__version__)}, NumPy \S+, OpenCV \S+, Python \S+", lines[0])
    assert any(re.fullmatch(r"  (holds  |refused)  byte product", line) for line in lines)
    told = {line.split()[0]: line for line in lines if line.startswith(("  uint8", "  float32"))}
    counts = [[int(each) for each in re.findall(r"(\d+) (?:exact|same)", line)] for line in told.values()]
    total = int(re.search(r"grades of (\d+) transforms", done.out)[1])
    assert [sum(each) for each in counts] == [total, total]
    assert total > 80


def test_a_fast_path_that_is_refused_is_told(monkeypatch):
    class Refused:
        holds = False

    monkeypatch.setattr(machine, "CERTIFIED", {"byte product": Refused()})
    text = "\n".join(machine.lines())
    assert "bit of their reference here: 0 of 1" in text
    assert "  refused  byte product" in text


def test_a_reader_that_leaves_and_a_stop_end_a_command_quietly(monkeypatch, capsys):
    moved = []
    system = SimpleNamespace(open=lambda path, how: path, devnull="null", O_WRONLY=1, dup2=lambda *to: moved.append(to))
    monkeypatch.setattr("augrepro.__main__.os", system)
    monkeypatch.setattr("sys.stdout.fileno", lambda: 1, raising=False)
    monkeypatch.setattr("sys.argv", ["augrepro"])
    for error, status in ((KeyboardInterrupt, 130), (BrokenPipeError, 141)):
        monkeypatch.setattr(machine, "lines", lambda error=error: (_ for _ in ()).throw(error))
        assert entry() == status
    assert moved == [("null", 1)]
    assert capsys.readouterr() == ("", "\nstopped\n")


def test_help_lists_the_commands_and_a_wrong_one_is_corrected(command):
    assert all(f"  {name} " in command("--help").out for name in COMMANDS)
    done = command("veryfy")
    assert done.status == 2
    assert "there is no command 'veryfy'; did you mean 'verify'?" in done.err


def test_progress_is_a_line_on_a_terminal_and_nothing_in_a_file(capsys):
    class Terminal(list):
        write = list.append

        def flush(self):
            pass

        def isatty(self):
            return True

    screen = Terminal()
    bar = Progress(2, screen)
    bar.step(failed=True)
    bar.step()
    bar.end()
    assert screen[-2].startswith("\r[########################] 2/2, 1 failed, 0 s left")
    quiet = Progress(1)
    quiet.step()
    quiet.end()
    assert capsys.readouterr() == ("", "")
