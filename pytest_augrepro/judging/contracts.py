"""The contracts, each including the ones before it. Pure, and cheap to import: options are checked against them."""

from __future__ import annotations

from ..common.hints import nearest

CONTRACTS = ("stream", "isolated", "invariant", "portable")


def included(contract: str) -> tuple[str, ...]:
    """The contract and those it includes, weakest first."""
    return CONTRACTS[: CONTRACTS.index(contract) + 1]


def known_contract(name: object) -> str:
    """The name of a contract; ValueError where there is none of that name."""
    if not isinstance(name, str) or name not in CONTRACTS:
        raise ValueError(f"there is no contract {name!r}; {nearest(str(name), CONTRACTS)}")
    return name
