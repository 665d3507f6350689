"""Print which laws a peer breaks: ``python measured.py peer_kornia make_dataset``."""

import importlib
import sys
import time

from verdicts import PERSISTENT, W0, W2, broken

READINGS = ((W0, "portable"), (W2, "stream"), (W2, "invariant"), (PERSISTENT, "stream"))


def main(module, function):
    make = getattr(importlib.import_module(module), function)
    for cell, contract in READINGS:
        start = time.perf_counter()
        found = broken(make, cell, contract)
        seconds = time.perf_counter() - start
        print(
            f"{function} {cell.id} {contract} {seconds:.1f} s: {' '.join(sorted(found)) or 'all laws held'}", flush=True
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
