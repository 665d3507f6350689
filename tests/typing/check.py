"""Hold ``calls.py`` and the code blocks of README and docs against mypy and pyright: ``python tests/typing/check.py``.

Every line marked ``# wrong`` must be an error of both checkers and no other line may be one; code blocks have none.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BRINGS = (
    *("make_dataset", "image", "mask", "augment", "dataset", "trainer", "model", "accelerator", "loader", "Faces"),
    *("old_pipeline", "new_pipeline"),
)
GIVEN = "from typing import Any\n\n" + "".join(f"{name}: Any\n" for name in BRINGS)
"""What the reader of a page brings along."""
LOOSE = ("--config-file=", "--check-untyped-defs", "--ignore-missing-imports", "--disable-error-code=no-redef")


def marked(path: Path) -> set[int]:
    """The numbers of the lines that are wrong on purpose."""
    return {number for number, line in enumerate(path.read_text().splitlines(), 1) if line.endswith("# wrong")}


def mypy(path: Path, *options: str) -> dict[int, str]:
    """The lines that mypy calls wrong, and its words."""
    run = [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context", *options, str(path)]
    out = subprocess.run(run, capture_output=True, text=True, cwd=ROOT)
    if out.returncode > 1:
        raise SystemExit(out.stdout + out.stderr)
    found = re.findall(rf"^{re.escape(str(path.relative_to(ROOT)))}:(\d+): error: (.*)$", out.stdout, re.M)
    return {int(line): words for line, words in found}


def pyright(path: Path) -> dict[int, str]:
    """The lines that pyright calls wrong, and its words."""
    run = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(path)]
    out = subprocess.run(run, capture_output=True, text=True, cwd=ROOT)
    try:
        rows = json.loads(out.stdout)["generalDiagnostics"]
    except (json.JSONDecodeError, KeyError):
        raise SystemExit(f"pyright said no JSON:\n{out.stdout}\n{out.stderr}") from None
    errors = (row for row in rows if row["severity"] == "error")
    return {row["range"]["start"]["line"] + 1: row["message"].splitlines()[0] for row in errors}


def complaints(checker: str, found: dict[int, str], wrong: set[int]) -> list[str]:
    """What the checker finds and should not, and what it misses."""
    extra = [f"{checker}: line {line} must be none, got: {found[line]}" for line in sorted(set(found) - wrong)]
    return extra + [f"{checker}: line {line} is wrong, and it does not see it" for line in sorted(wrong - set(found))]


def blocks(page: Path) -> str:
    """A page's Python blocks, one after the other as its reader runs them."""
    return "\n".join(re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S))


def main() -> int:
    calls = HERE / "calls.py"
    wrong = marked(calls)
    found = complaints("mypy", mypy(calls, "--strict"), wrong) + complaints("pyright", pyright(calls), wrong)
    folder = ROOT / "build" / "typing"
    folder.mkdir(parents=True, exist_ok=True)
    pages = 0
    for page in PAGES:
        text = blocks(page)
        if text:
            pages += 1
            path = folder / f"{page.stem.replace('-', '_').lower()}_blocks.py"
            path.write_text(GIVEN + text, encoding="utf-8")
            loose = (
                "--config-file=",
                "--check-untyped-defs",
                "--ignore-missing-imports",
                "--disable-error-code=no-redef",
            )
            found += [f"{page.name}: {words} ({path}:{line})" for line, words in mypy(path, *loose).items()]
    lines = sum(1 for line in calls.read_text().splitlines() if "A." in line)
    print("\n".join(found) or f"{lines} lines of calls ({len(wrong)} wrong ones seen) and {pages} pages agree")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
