"""The pytest plugin of augrepro: seeds, snapshots and a determinism matrix for image augmentation."""
