"""What a law is: one row that holds every fact about it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .breach import Breach
from .evidence import Evidence

Judge = Callable[[str, Evidence], Iterator[Breach]]
Exemption = Callable[[Evidence], str]


@dataclass(frozen=True, kw_only=True)
class Law:
    """One law: the contract that adds it, what the documentation and a failure say of it, and how it is judged."""

    name: str
    contract: str
    breaks_when: str
    """The documentation's half sentence: ``broken when ...``."""
    example: str
    """The documentation's typical cause, in a few words."""
    cause: str
    """What a failure calls the likely cause."""
    remedy: str
    """What a failure says to do."""
    judge: Judge | None = None
    """Judges the evidence as a whole; None: every comparison that names the law has to agree, sample by sample."""
    exempt: tuple[Exemption, ...] = ()
    """Each tells why evidence has nothing that the law could be judged by; empty where it has."""
    once: bool = False
    """Whether it is about the dataset itself: any cell would find the same, so one cell of a test judges it."""
    partly_once: str = ""
    """What of it alone is about the dataset itself, so that one cell of a test judges that; empty where nothing is."""
    watched: bool = False
    """Whether it is judged by what fetching samples was seen to do besides."""
    explains_rerun: bool = False
    """Whether it is judged although two readings alike differ already: it may be the reason."""

    def not_applicable(self, evidence: Evidence) -> str:
        """Why there is nothing to judge; empty where there is."""
        return next(filter(None, (exemption(evidence) for exemption in self.exempt)), "")

    def breaches(self, evidence: Evidence) -> Iterator[Breach]:
        """What the evidence as a whole shows; nothing where only comparisons judge the law."""
        return iter(()) if self.judge is None else self.judge(self.name, evidence)
