"""augrepro in sample mode meets every contract; in stream mode it meets stream and isolated."""

import peer_augrepro as peer
import pytest
from verdicts import PERSISTENT, STREAMED, W0, W2, broken, cell_id, laws


@pytest.mark.parametrize("cell", [W0, W2, PERSISTENT], ids=cell_id)
def test_sample_mode_meets_every_contract(cell):
    assert broken(peer.make_dataset, cell, "portable") == set()


def test_stream_mode_meets_isolated():
    found = broken(peer.in_stream_mode, W2, "invariant")
    assert found & laws("invariant") >= STREAMED
    assert found <= laws("invariant")
