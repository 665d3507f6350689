"""Long values that changed are told in a few lines, with their names and the first number that differs."""

import numpy as np

from pytest_augrepro.snapshots.changes import MOST, capped, changes
from pytest_augrepro.snapshots.document import render
from pytest_augrepro.values.digest import leaves

BOXES = [[round(17.21 + row, 2), 2.0, 30.5, 40.0] for row in range(200)]


def told(old, new):
    return changes(*(render(leaves(result), 137) for result in (old, new)))


def moved(by, rows=range(200)):
    return [[box[0] + by * (row in rows), *box[1:]] for row, box in enumerate(BOXES)]


def test_a_list_of_boxes_takes_a_line():
    image = np.zeros((4, 4, 3), np.uint8)
    new = {"image": image, "bboxes": [[16.41, *BOXES[0][1:]], *BOXES[1:]]}
    assert told({"image": image, "bboxes": BOXES}, new) == [
        "bboxes: 1 of 200 rows differ, max |delta| 0.8, first bboxes[0][0] 17.21 became 16.41"
    ]
    (line,) = told(BOXES, moved(0.5, (7, 9)))
    assert line == "result: 2 of 200 rows differ, max |delta| 0.5, first result[7][0] 24.21 became 24.71"


def test_rows_that_came_or_went_are_counted():
    assert told({"a": BOXES}, {"a": BOXES[:150]}) == ["a: 200 rows became 150"]
    assert told({"a": BOXES}, {"a": []}) == ["a: 200 rows became 0"]
    assert told({"a": []}, {"a": BOXES}) == ["a: 0 rows became 200"]
    (line,) = told({"a": BOXES}, {"a": BOXES[1:]})
    assert line == "a: 200 rows became 199; 199 of 199 rows differ, max |delta| 1, first a[0][0] 17.21 became 18.21"


def test_rows_of_another_kind_are_told_by_the_first():
    numbers = list(range(100))
    assert told(numbers, [*numbers[:-1], 99.0]) == [
        "result: 1 of 100 rows differ, max |delta| 0, first result[99] 99 became 99.0"
    ]
    (line,) = told(BOXES, [[1.0, 2.0], *BOXES[1:]])
    assert line.endswith("max |delta| inf, first result[0] [17.21, 2.0, 30.5, 40.0] became [1.0, 2.0]")
    (line,) = told([10**400, *numbers], [0, *numbers])
    assert "1 of 101 rows differ, max |delta| inf" in line


def test_a_dict_of_lists_names_each_and_text_stays_text():
    names = [f"a rather long label of row {row}" for row in range(9)]
    lines = told({"bboxes": BOXES, "labels": names}, {"bboxes": moved(1.0), "labels": names[::-1]})
    assert any(line.startswith("bboxes: 200 of 200 rows differ") for line in lines)
    assert [line[:10] for line in lines if line[0] in "-+" and "labels" in line] == ["- labels: ", "+ labels: "]


def test_a_short_value_is_shown_whole():
    assert told({"a": [1, 2]}, {"a": [1, 3]}) == ["- a: [1, 2]", "+ a: [1, 3]"]


def test_more_lines_than_fit_are_counted_and_both_sides_are_shown():
    names = [f"a rather long label of row {row}" for row in range(60)]
    lines = told({"labels": names}, {"labels": [name.upper() for name in names]})
    assert lines[0] == "- labels: ..."
    shown = capped(lines)
    assert len(shown) == MOST + 1
    assert [sum(line.startswith(sign) for line in shown) for sign in "-+"] == [MOST // 2, MOST // 2]
    assert shown[-1] == f"... and {len(lines) - MOST} more lines"
    assert capped(lines[:MOST]) == lines[:MOST]
    assert len(capped([*["- a"] * 3, *["+ a"] * 40])) == MOST + 1
