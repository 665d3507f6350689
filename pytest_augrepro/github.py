"""What GitHub shows of a run: a mark at the line of each failure, and a summary of the step. Standard library only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .common.outcome import comparisons, faults

MOST = 10
"""Marks of one kind that GitHub shows for a step."""
LONGEST = 2**20 - 2**12
"""Bytes of a step's summary; a longer one GitHub does not show at all."""
CURE = "pytest --aug-prune deletes them after a whole and green run"
SIGNS = {"held": "ok", "broken": "**RED**", "not applicable": "-", "left out": "."}
Document = Mapping[str, Any]


def marks(document: Document, root: Path) -> list[str]:
    """The lines that GitHub reads from a step's output, where this is one."""
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return []
    above = Path(os.environ.get("GITHUB_WORKSPACE") or root)
    prefix = root.relative_to(above).as_posix() if root.is_relative_to(above) else "."
    found = [_of_failure(failure, prefix) for failure in document["failures"]]
    missing = document["cells"]["missing"]
    if missing:
        cells = ", ".join(f"{each['cell']} ({each['reason'] or each['state']})" for each in missing)
        found.insert(0, _command({"title": "the matrix has shrunk"}, f"expected cells did not run: {cells}"))
    unused: Document = document.get("unused", {"files": [], "is_error": False})
    if unused["is_error"] and unused["files"]:
        shown = "\n".join([*unused["files"][:MOST], *["..."] * (len(unused["files"]) > MOST)])
        found.insert(0, _command({"title": "unused snapshots"}, f"no test asks for these files:\n{shown}\n{CURE}"))
    if len(found) > MOST:
        more = f"{len(found) - MOST + 1} more failures: see the summary of this step, or its log"
        found = [*found[: MOST - 1], _command({"title": "augrepro"}, more)]
    return found


def _of_failure(failure: Document, prefix: str) -> str:
    file = failure["file"] if prefix == "." else f"{prefix}/{failure['file']}"
    place = {"file": file, "line": failure["line"], "title": failure["nodeid"]}
    lines = [failure["headline"], *failure["changes"][:12], f"repeat: {failure['repeat']}"]
    return _command(place, "\n".join(lines))


def _command(properties: Mapping[str, Any], message: str) -> str:
    told = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::error {told}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def write_summary(document: Document) -> None:
    """Add to the summary of the step, where this is one; an error of the file system is the caller's."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    told = document["tests"] or comparisons(document) or faults(document)
    if not path or not told:
        return
    text = summary(document).encode(errors="replace")
    if len(text) > LONGEST:
        text = text[: text.rindex(b"\n\n", 0, LONGEST)] + b"\n\n(cut here: the whole is longer than GitHub shows)\n"
    with open(path, "ab") as file:
        file.write(text)


def summary(document: Document) -> str:
    """The run in Markdown: what failed, and each test's laws by cells."""
    failures, missing = document["failures"], document["cells"]["missing"]
    verdict = ", ".join(faults(document)) or "green"
    facts = [f"seed {document['seed']}", f"contract {document['contract']}", comparisons(document)]
    blocks = [f"## augrepro: {verdict}", ", ".join(fact for fact in facts if fact)]
    blocks += [
        f"expected cell `{each['cell']}` did not run: {_text(each['reason'] or each['state'])}" for each in missing
    ]
    blocks += [_failure(failure) for failure in failures]
    blocks += _others(document)
    for test in document["tests"]:
        blocks += _laws(test)
    if document["tests"]:
        blocks.append("ok held, RED broken, - nothing to act on, . left to another cell or law")
    return "\n\n".join(blocks) + "\n\n"


def _failure(failure: Document) -> str:
    changes = "\n".join(failure["changes"][:40])
    lines = [f"### <code>{_text(failure['nodeid'])}</code>", "", _text(failure["headline"])]
    lines += ["", *_fenced(changes, "text")] * bool(changes)
    commands = ["# repeat", failure["repeat"]]
    commands += ["# accept, where this result is the right one", failure["accept"]] if failure["accept"] else []
    return "\n".join([*lines, "", *_fenced("\n".join(commands), "sh")])


def _others(document: Document) -> list[str]:
    """What else makes the run red: failures of other tests, files that cannot be collected, unused snapshots."""
    blocks, others = [], document.get("other_failures", ())
    if others:
        kinds = {"collect": "cannot be collected: "}
        lines = [
            f"- <code>{_text(each['nodeid'])}</code>: {kinds.get(each['when'], '')}{_text(each['headline'][:300])}"
            for each in others
        ]
        blocks += ["### Other failures", *("\n".join(lines[at : at + 20]) for at in range(0, len(lines), 20))]
    unused = document.get("unused", {"files": ()})["files"]
    if unused:
        listed = "\n".join(f"- <code>{_text(path)}</code>" for path in unused[:100])
        more = f"\n- and {len(unused) - 100} more" * (len(unused) > 100)
        blocks += ["### Unused snapshots", f"{listed}{more}", CURE]
    return blocks


def _fenced(text: str, kind: str) -> list[str]:
    """Text that is shown as it is, in a fence longer than any in it."""
    fence = "```"
    while fence in text:
        fence += "`"
    return [f"{fence}{kind}", text, fence]


def _laws(test: Document) -> list[str]:
    blocks = []
    for number in dict.fromkeys(check["check"] for check in test["checks"]):
        checks = [check for check in test["checks"] if check["check"] == number]
        found = [{law["law"]: law["outcome"] for law in check["laws"]} for check in checks]
        red = [law for law in _all(found) if any(each.get(law) == "broken" for each in found)]
        title = f"<code>{_text(test['test'])}</code>{f', check {number}' * (number > 1)}: {checks[0]['contract']}"
        if not red:
            blocks.append(f"{title} held in {len(checks)} cell{'s' * (len(checks) != 1)}")
            continue
        blocks.append(f"{title} broken")
        rows = [["law", *(check["cell"] or "one process" for check in checks)]]
        rows += [[law, *(SIGNS.get(each.get(law, ""), "") for each in found)] for law in _all(found)]
        blocks.append(_table(rows))
    return blocks


def _all(found: Iterable[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(law for each in found for law in each))


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def _text(text: str) -> str:
    """Text that Markdown, also within a tag, takes for nothing but text."""
    plain = text.replace("\r", " ").replace("\n", " ")
    return "".join(f"&#{ord(letter)};" if letter in "&<>\\`*_[]|#~@" else letter for letter in plain)
