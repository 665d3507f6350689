"""The folder that failed comparisons leave sheets in: its index, and what is cleared away. Standard library only."""

from __future__ import annotations

import glob
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..common.files import write_atomic

INDEX, IGNORE, FACTS, SHEET = "index.html", ".gitignore", "report.json", "sheet.png"
IGNORED = "# Written anew by each run of pytest.\n*\n"
LINES = 12
STYLE = Path(__file__).with_name("style.css")
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
{style}</style></head><body>
<h1>{title}</h1>
<p class="faint">Each test below gave another result than its snapshot, or two that a law wants equal
(or different). The next run of a test replaces its part.</p>
{cards}
</body></html>
"""
CARD = """<section class="card" id="{folder}"><h3 class="mono">{test}</h3>
<p><span class="badge red">red</span> {verdict}, seed {seed}</p>
<a href="{link}/sheet.png"><img src="{link}/sheet.png" alt="input, expected, actual and difference of {test}"></a>
<pre>{lines}</pre>
<div class="command"><span class="what">{what}</span><code>{command}</code></div></section>"""


def reports(root: Path) -> dict[str, dict[str, Any]]:
    """What the folders below ``root`` tell of their comparisons; a folder that is not the plugin's is passed over."""
    found: dict[str, dict[str, Any]] = {}
    with suppress(OSError):
        for folder in sorted(root.iterdir()):
            facts = read(folder)
            if facts:
                found[folder.name] = facts
    return found


def read(folder: Path) -> dict[str, Any]:
    """The facts of one failure; none where there is no file of them, or another's."""
    with suppress(OSError, ValueError):
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        if isinstance(facts, dict) and {"test", "verdict", "seed", "changes", "differences"} <= facts.keys():
            return facts
    return {}


def words_of(facts: Mapping[str, Any]) -> list[str]:
    """The lines that say why, how far and what."""
    found = [f"{path}: {line}" if path else line for path, lines in facts["differences"].items() for line in lines]
    return [*facts.get("why", ()), *found, *facts["changes"]]


def clear_all(folder: Path) -> None:
    """Clear the folder of a test, and those of its other comparisons: their names go on where its own ends."""
    clear(folder)
    for other in folder.parent.glob(f"{glob.escape(folder.name)}-*"):
        clear(other)


def clear(folder: Path) -> None:
    """Remove what an earlier run of the same comparison left behind, and nothing that the plugin did not write."""
    with suppress(OSError):  # where nothing may be written, nothing new comes to lie beside it either
        if not (folder / FACTS).is_file():
            return
        for file in folder.iterdir():
            if file.suffix in (".png", ".npy") or file.name == FACTS:
                file.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()


def keep(root: Path, red: Iterable[str]) -> None:
    """Clear every folder of the plugin's below ``root`` but those with these names: after a run of all tests."""
    for name in reports(root).keys() - set(red):
        clear(root / name)


def write(root: Path) -> bool:
    """Write the index of what is there, and the file that keeps Git off it; remove both where nothing is left.

    True where there is an index now.
    """
    found = reports(root)
    if not found:
        _remove(root)
        return False
    if not (root / IGNORE).exists():
        write_atomic(root / IGNORE, IGNORED.encode())
    title = f"{len(found)} failed comparison{'s' * (len(found) > 1)}"
    cards = "\n".join(_card(name, facts) for name, facts in found.items())
    text = PAGE.format(title=title, style=STYLE.read_text(encoding="utf-8"), cards=cards)
    write_atomic(root / INDEX, text.encode(errors="xmlcharrefreplace"))
    return True


def _card(name: str, facts: Mapping[str, Any]) -> str:
    words = words_of(facts)
    more = [f"... and {len(words) - LINES} more in {FACTS}"] * (len(words) > LINES)
    shown = {key: escape(str(facts.get(key, ""))) for key in ("test", "verdict", "seed")}
    shown["what"] = "to accept" if facts.get("accept") else "to repeat"
    shown["command"] = escape(str(facts.get("accept") or facts.get("repeat", "")))
    lines = escape("\n".join([*words[:LINES], *more]))
    return CARD.format(folder=escape(name), link=escape(quote(name)), lines=lines, **shown)


def _remove(root: Path) -> None:
    """Remove what :func:`write` wrote, and the folder where it is empty then."""
    with suppress(OSError):
        if (root / INDEX).is_file():
            (root / INDEX).unlink()
        if (root / IGNORE).is_file() and (root / IGNORE).read_text(encoding="utf-8") == IGNORED:
            (root / IGNORE).unlink()
        if root.is_dir() and not any(root.iterdir()):
            root.rmdir()
