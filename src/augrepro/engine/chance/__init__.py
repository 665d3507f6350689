"""How chance reaches a transform: streams of keyed bits, seeds, sample keys, generators."""
