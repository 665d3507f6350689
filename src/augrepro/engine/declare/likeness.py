"""Which known name is meant by a wrong one: by spelling, and by the words that both are made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import log

LONGEST_NAME = 100
"""Nobody misspells a longer name, and comparing it with the known ones would take long."""
MOST_NAMES = 500
"""Of more names the spelling alone is compared."""
CUTOFF = 0.6
"""How much alike two names are spelled where nothing else is compared; 1 is the same."""
SPELLED, WORDED = 0.7, 0.45
"""How much alike two names are, by spelling or by words, where one may be meant by the other."""
SAME_WORD, SHORT_WORD = 0.7, 4
"""How much alike the spellings of one word are, where it has so many letters."""
BEGINS = 0.9
"""How much alike a word and its beginning are: gray and grayscale."""
WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")


def closest(name: object, known: Iterable[str], cutoff: float = CUTOFF) -> str:
    """The known name that is spelled most like this one, of those at least as like it as ``cutoff``, or ''."""
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        return ""
    from difflib import get_close_matches  # most programs misspell nothing

    return next(iter(get_close_matches(name, list(known), n=1, cutoff=cutoff)), "")


def meant_by(name: object, known: Iterable[str]) -> str:
    """The known name that is most likely meant by this one, or ''.

    A word that many known names have tells little: RandomFlipp has more of Flip than of RandomFog.
    """
    names = list(dict.fromkeys(known))
    if not isinstance(name, str) or len(name) > LONGEST_NAME or len(names) > MOST_NAMES:
        return closest(name, names)
    mine, words = words_of(name), {each: words_of(each) for each in names}
    held = Counter(word for theirs in words.values() for word in set(theirs))
    weights = {word: log((len(names) + 1) / max(1, held[word])) for word in {*held, *mine}}
    best, found = 0.0, ""
    for each, theirs in words.items():
        spelled, worded = _spelled(name.lower(), each.lower(), mine, theirs), _worded(mine, theirs, weights)
        score = max(spelled if spelled >= SPELLED else 0.0, worded if worded >= WORDED else 0.0)
        if score > best:
            best, found = score, each
    return found


def words_of(name: str) -> list[str]:
    """The words of a name in CamelCase or snake_case, in small letters."""
    return [word.lower() for word in WORD.findall(name)]


def _spelled(name: str, known: str, mine: Sequence[str], theirs: Sequence[str]) -> float:
    """How much alike two names are spelled, also without the words that both have."""
    rest = "".join(word for word in mine if word not in theirs), "".join(word for word in theirs if word not in mine)
    whole = _alike(name, known)
    return min(whole, _alike(*rest)) if all(rest) and max(map(len, rest)) >= SHORT_WORD else whole


def _worded(mine: Sequence[str], theirs: Sequence[str], weights: dict[str, float]) -> float:
    """Which share of the words of both names the other has, too, by their weights."""
    matched = total = 0.0
    for words, others in ((mine, theirs), (theirs, mine)):
        for word in words:
            matched += weights[word] * max((_same_word(word, other) for other in others), default=0.0)
            total += weights[word]
    return matched / total if total else 0.0


def _same_word(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) < SHORT_WORD:
        return 0.0
    alike = _alike(one, other)
    if one.startswith(other) or other.startswith(one):
        return max(BEGINS, alike)
    return alike if alike >= SAME_WORD else 0.0


@lru_cache(maxsize=256)
def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.real_quick_ratio() >= CUTOFF and matcher.quick_ratio() >= CUTOFF else 0.0
