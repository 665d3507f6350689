"""albumentations 2.0.8 with ``seed=``: every worker draws alike, and new workers repeat the epoch before."""

from pathlib import Path

import peer_albumentations as peer
import pytest
from verdicts import PERSISTENT, STREAMED, W0, W2, broken, laws


@pytest.mark.parametrize(
    ("cell", "found"),
    [(W0, set()), (W2, {"workers-distinct", "epochs-distinct"}), (PERSISTENT, {"workers-distinct"})],
)
def test_workers_draw_alike(cell, found):
    assert broken(peer.make_dataset, cell, "stream") == found


def test_without_a_seed_no_run_can_be_repeated():
    assert "rerun" in broken(peer.make_unseeded, W0, "stream")


def test_it_leaves_the_global_generators_alone():
    found = broken(peer.make_dataset, W2, "invariant")
    assert not found & laws("isolated")
    assert found & laws("invariant") >= STREAMED


def test_the_opening_line_of_the_readme_is_what_the_example_prints(monkeypatch):
    root = Path(__file__).parents[2]
    monkeypatch.syspath_prepend(root / "examples" / "albumentations_only")
    import two_workers

    assert two_workers.line("albumentations") in (root / "README.md").read_text(encoding="utf-8").splitlines()
