"""``--aug-report``: the results of a run as a page, its data and sheets beside it. The only file that needs jinja2."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import jinja2

from ..common.files import write_atomic
from ..common.outcome import comparisons, count, faults
from .failures import IGNORE, IGNORED

HERE = Path(__file__).parent
PAGE, DATA, SCHEMA, SHEETS = "index.html", "results.json", "results.schema.json", "sheets"
MARKS = {
    "held": ("ok", "green"),
    "broken": ("RED", "red"),
    "not applicable": ("-", "gray"),
    "left out": (".", "gray"),
}
LEGEND = "ok: held; RED: broken; -: nothing to act on; .: left to another cell or law. Numbers: broken of judged tests."
Document = Mapping[str, Any]


def write(folder: Path, document: Document, root: Path, made: str, command: str) -> Path:
    """Write the page and what belongs to it; return the path of the page.

    ``root`` is the folder that the paths of sheets in the document begin at, ``made`` says when, ``command`` how.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _remove_sheets(folder)
    told = {**document, "failures": [_with_sheets(folder, root, failure) for failure in document["failures"]]}
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    if not (folder / IGNORE).exists():
        write_atomic(folder / IGNORE, IGNORED.encode())
    write_atomic(folder / DATA, text.encode(errors="backslashreplace"))
    shutil.copyfile(HERE.parent / SCHEMA, folder / SCHEMA)
    page = _template().render(**_model(told), made=made, run_again=command)
    write_atomic(folder / PAGE, page.encode(errors="xmlcharrefreplace"))
    return folder / PAGE


def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(HERE, encoding="utf-8")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    return environment.get_template("report.html")


def _remove_sheets(folder: Path) -> None:
    """Remove the sheets of the report that is replaced: those that its own data name."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        for failure in json.loads((folder / DATA).read_text(encoding="utf-8"))["failures"]:
            for sheet in failure["sheets"]:
                path = folder / sheet
                if path.parent == folder / SHEETS and path.suffix == ".png":
                    path.unlink(missing_ok=True)


def _with_sheets(folder: Path, root: Path, failure: Document) -> dict[str, Any]:
    """The failure with its sheets copied beside the page."""
    sheets = []
    for path in failure["sheets"]:
        name = f"{SHEETS}/{Path(path).parent.name}.png"
        (folder / SHEETS).mkdir(exist_ok=True)
        shutil.copyfile(root / path, folder / name)
        sheets.append(name)
    return {**failure, "sheets": sheets}


def _model(document: Document) -> dict[str, Any]:
    """What the template shows."""
    failures = document["failures"]
    tests = [_test(test) for test in document["tests"]]
    missing = {(each["test"], each["cell"]) for each in document["cells"]["missing"]}
    found = {(each["test"], each["cell"]): each for each in document["cells"]["not_run"]}
    found |= {(each["test"], each["cell"]): each for each in document["cells"]["missing"]}
    found_faults = faults(document)
    return {
        "document": document,
        "title": _capital(", ".join(found_faults)) or "No failures",
        "badges": _badges(document, tests, bool(found_faults)),
        "legend": LEGEND,
        "overview": _overview(document["tests"]) if len(tests) > 1 else {"cells": [], "rows": []},
        "failures": failures,
        "others": document.get("other_failures", ()),
        "unused": document.get("unused", {"files": (), "is_error": False}),
        "compared": comparisons(document),
        "snapshots": sorted(document.get("snapshots", ()), key=lambda each: each["outcome"] != "failed"),
        "tests": sorted(tests, key=lambda test: test["color"] != "red"),
        "not_run": [{**each, "missing": key in missing} for key, each in found.items()],
        "environment": {**document["versions"], "matrix": document["matrix"], "contract": document["contract"]},
    }


def _badges(document: Document, tests: Sequence[Document], red: bool) -> list[dict[str, str]]:
    broken = sum(test["color"] == "red" for test in tests)
    missing = len(document["cells"]["missing"])
    words = [
        ("red" if red else "green", "red" if red else "green"),
        (
            f"{count(len(tests), 'test')} with laws, {broken} broken" if tests else "no laws judged",
            "red" if broken else "gray",
        ),
        (comparisons(document), "gray"),
        (f"cells {' '.join(document['cells']['ran'])}" if document["cells"]["ran"] else "", "gray"),
        (f"{count(missing, 'expected cell')} missing" if missing else "", "red"),
    ]
    return [{"text": text, "color": color} for text, color in words if text]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _test(test: Document) -> dict[str, Any]:
    checks = test["checks"]
    broken = [(check, law) for check in checks for law in check["laws"] if law["outcome"] == "broken"]
    cells = len({check["cell"] for check in checks})
    red = len({check["cell"] for check, _ in broken})
    verdict = f"broken in {red} of {count(cells, 'cell')}" if broken else f"held in {count(cells, 'cell')}"
    numbers = sorted({check["check"] for check in checks})
    return {
        "name": test["test"],
        "color": "red" if broken else "green",
        "verdict": f"{checks[0]['contract']} {verdict}; reaches {test['reached'] or 'no contract'}",
        "tables": [_table(checks, number, len(numbers) > 1) for number in numbers],
        "broken": list(dict.fromkeys(_sentence(check, law) for check, law in broken)),
        "notes": list(dict.fromkeys(note for check in checks for note in check["notes"])),
        "words": " ".join(f"{law['law']} {law['headline']} {check['cell']}" for check, law in broken),
    }


def _sentence(check: Document, law: Document) -> str:
    where = f" ({law['where']})" if law["where"] else ""
    return f"{law['law']} in {check['cell'] or 'one process'}: {law['headline']}{where}"


def _table(checks: Iterable[Document], number: int, many: bool) -> dict[str, Any]:
    columns = {check["cell"]: check for check in checks if check["check"] == number}
    found = {cell: {law["law"]: law for law in check["laws"]} for cell, check in columns.items()}
    laws = dict.fromkeys(law for outcomes in found.values() for law in outcomes)
    rows = [{"law": law, "marks": [_mark(outcomes.get(law)) for outcomes in found.values()]} for law in laws]
    return {"cells": [cell or "one process" for cell in columns], "rows": rows, "title": f"check {number}" * many}


def _mark(law: Document | None) -> dict[str, str]:
    if law is None:
        return {"text": "", "color": "", "why": ""}
    text, color = MARKS[law["outcome"]]
    return {"text": text, "color": color, "why": law.get("headline") or law["reason"]}


def _overview(tests: Sequence[Document]) -> dict[str, Any]:
    """For each law and cell, in how many of the tests that judged it the law was broken."""
    counts: dict[str, dict[str, list[int]]] = {}
    cells: dict[str, None] = {}
    for check in (check for test in tests for check in test["checks"]):
        cells[check["cell"]] = None
        for law in check["laws"]:
            if law["outcome"] in ("held", "broken"):
                broken, judged = counts.setdefault(law["law"], {}).setdefault(check["cell"], [0, 0])
                counts[law["law"]][check["cell"]] = [broken + (law["outcome"] == "broken"), judged + 1]
            else:
                counts.setdefault(law["law"], {})
    rows = [{"law": law, "marks": [_share(of_law.get(cell)) for cell in cells]} for law, of_law in counts.items()]
    return {"cells": [cell or "one process" for cell in cells], "rows": rows}


def _share(count: Sequence[int] | None) -> dict[str, str]:
    if count is None:
        return {"text": "-", "color": "gray", "why": "no test judged it here"}
    broken, judged = count
    if broken:
        return {"text": f"{broken} of {judged}", "color": "red", "why": f"broken in {broken} of {judged}"}
    return {"text": "ok", "color": "green", "why": f"held in {judged}"}
