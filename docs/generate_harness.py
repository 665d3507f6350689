"""Write the tables of laws in docs/harness.md from the laws themselves: ``python docs/generate_harness.py``."""

from __future__ import annotations

import re
from pathlib import Path

from pytest_augrepro.judging.contracts import CONTRACTS
from pytest_augrepro.judging.laws import LAWS, own_laws

PAGE = Path(__file__).parent / "harness.md"
HEADER = "| Law | Broken when ... | Typical cause |\n|---|---|---|\n"


def table(contract: str) -> str:
    """The laws that a contract adds, a row each."""
    laws = [LAWS[name] for name in own_laws(contract)]
    return HEADER + "".join(f"| `{law.name}` | {law.breaks_when} | {law.example} |\n" for law in laws)


def page(text: str) -> str:
    """The page with the table of each contract as the laws have it."""
    for contract in CONTRACTS:
        text, found = re.subn(
            rf"(?m)(^### {contract}\n\n)(?:^\|.*\n)+", lambda old, of=contract: old[1] + table(of), text
        )
        if found != 1:
            raise ValueError(f"{PAGE.name} has {found} tables under the heading {contract}")
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(PAGE)
