"""Print cell x contract and the laws broken: ``python measured.py peer_kornia make_dataset``."""

import importlib
import sys
import time

from verdicts import CELLS, broken


def main(module, function):
    make = getattr(importlib.import_module(module), function)
    for cell in CELLS:
        for contract in ("stream", "portable"):
            start = time.perf_counter()
            found = broken(make, cell, contract)
            seconds = time.perf_counter() - start
            print(f"{function} {cell.id} {contract} {seconds:.1f} s: {' '.join(sorted(found)) or 'all laws held'}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
