"""MONAI on its own loader meets stream and isolated; on torch's loader all workers draw alike."""

import peer_monai as peer
import pytest
from verdicts import PERSISTENT, STREAMED, W0, W2, broken, cell_id, laws


@pytest.mark.parametrize("cell", [W0, W2, PERSISTENT], ids=cell_id)
def test_it_meets_stream(cell):
    assert broken(peer.on_its_own_loader, cell, "stream") == set()


def test_what_it_breaks_beyond_stream():
    found = broken(peer.on_its_own_loader, W2, "invariant")
    assert found & laws("isolated") == set()
    assert found & laws("invariant") >= STREAMED
    assert not found & laws("stream")


@pytest.mark.parametrize(
    ("cell", "found"),
    [(W0, set()), (W2, {"workers-distinct", "epochs-distinct"}), (PERSISTENT, {"workers-distinct"})],
)
def test_without_its_loader_workers_draw_alike(cell, found):
    assert broken(peer.on_the_stock_loader, cell, "stream") == found


def test_its_worker_init_fn_is_enough():
    options = {"worker_init_fn": peer.worker_init_fn}
    assert broken(peer.on_the_stock_loader, W2, "stream", **options) == set()
