"""kornia meets stream; its draws come from a generator that belongs to the whole program."""

import peer_kornia as peer
import pytest
from verdicts import PERSISTENT, STREAMED, W0, W2, broken, cell_id, laws


@pytest.mark.parametrize("cell", [W0, W2, PERSISTENT], ids=cell_id)
def test_it_meets_stream(cell):
    assert broken(peer.make_dataset, cell, "stream") == set()


def test_what_it_breaks_beyond_stream():
    found = broken(peer.make_dataset, W2, "invariant")
    assert found & laws("isolated") == {"global-rng-isolated", "global-rng-untouched"}
    assert found & laws("invariant") >= STREAMED
    assert not found & laws("stream")
