"""The text of an error in a reading: the user's frames, without torch's and ours, and no more than can be read."""

from __future__ import annotations

import re
import traceback

LONGEST, LARGEST = 600, 6_000
"""Characters of a line, and of a text."""
FRAME = re.compile(r'\s*File "(?P<path>[^"]+)", line')
OTHERS = ("/torch/utils/data/", "/torch/_utils.py", "/pytest_augrepro/reading/", "/pytest_augrepro/values/")
OTHER_LINES = re.compile(r"\s*[\^~]+\s*$")


def trace_of(problem: BaseException) -> str:
    """The traceback of an error, shortened."""
    return shortened("".join(traceback.format_exception(problem)).strip())


def shortened(text: str) -> str:
    """A traceback without the frames that are not the user's; long lines and texts lose their middle."""
    kept = "\n".join(cut(line, LONGEST) for line in _users(text.splitlines()))
    return cut(kept, LARGEST)


def last_line(text: str) -> str:
    """What the error says, in a line."""
    lines = text.strip().splitlines()
    return cut(lines[-1].strip(), LONGEST) if lines else ""


def cut(text: str, longest: int) -> str:
    """The text, or its beginning and its end."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} ... {len(text) - 2 * half} characters left out ... {text[-half:]}"


def _users(lines: list[str]) -> list[str]:
    kept: list[str] = []
    skipping, depth = False, 0
    for line in lines:
        indent = len(line) - len(line.lstrip())
        found = FRAME.match(line)
        if found:
            path = found["path"].replace("\\", "/")
            skipping, depth = any(part in path for part in OTHERS), indent
        elif skipping and (not line.strip() or indent <= depth):
            skipping = False
        if not skipping:
            kept.append(line)
    return kept


def let_go(problem: BaseException) -> None:
    """Drop what the frames of an error hold, once its text is taken.

    A loader among that ends its workers at once. Left to a collection of garbage, it would wait five seconds for each:
    the pipes through which it tells them to end are closed before it does.
    """
    seen: set[int] = set()
    chain: BaseException | None = problem
    while chain is not None and id(chain) not in seen:
        seen.add(id(chain))
        traceback.clear_frames(chain.__traceback__)
        chain = chain.__cause__ or chain.__context__
