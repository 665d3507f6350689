"""What ranks compare; the real groups are in test_ranks.py."""

from __future__ import annotations

import pytest
from children import varied

torch = pytest.importorskip("torch")
import augrepro as A
from augrepro.torch import KeyedSampler, assert_consistent
from augrepro.torch.consistent import disagreements, facts, fingerprint


def test_without_a_group_there_is_nobody_to_differ_from():
    assert_consistent(KeyedSampler(range(9), seed=7), varied())
    with pytest.raises(TypeError, match="sampler must be a KeyedSampler, got range"):
        assert_consistent(range(9))
    with pytest.raises(TypeError, match=r"each pipeline must be a transform of augrepro, got 3"):
        assert_consistent(KeyedSampler(range(9), seed=7), 3)


def test_disagreements_name_rank_and_field():
    base = facts(KeyedSampler(range(9), seed=7), varied())
    odd = {**base, "epoch": 4}
    assert disagreements([base, base]) == []
    assert disagreements([base, odd]) == ["rank 1 has epoch 4, not 0"]
    assert disagreements([odd, base, base]) == ["rank 0 has epoch 4, not 0"]
    fewer = facts(KeyedSampler(range(9), seed=7))
    assert disagreements([base, base, fewer]) == [
        "rank 2 has seed of pipeline 0 None, not 137",
        f"rank 2 has pipeline 0 None, not {base['pipeline 0']!r}",
    ]


def test_a_fingerprint_is_of_what_a_pipeline_is():
    assert fingerprint(varied()) == fingerprint(varied()) != fingerprint(varied(138))
    plain = [A.Compose([A.Lambda(image=lambda image, **params: image)], seed=s) for s in (1, 1, 2)]
    assert fingerprint(plain[0]) == fingerprint(plain[1]) != fingerprint(plain[2])
