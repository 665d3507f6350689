"""A Lightning run whose model records the rows it was given; one process a device."""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
warnings.simplefilter("ignore")

import lightning as L
import torch
from keyed_help import Pictures, keyed_loader


class Recorder(L.LightningModule):
    """Writes its rows, epoch by epoch, to rankN.json."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.weight = torch.nn.Linear(1, 1)
        self.folder = Path(folder)
        self.epochs: list[list[object]] = []

    def on_train_epoch_start(self) -> None:
        self.epochs.append([])

    def training_step(self, batch: list[object], index: int) -> torch.Tensor:
        self.epochs[-1] += batch
        return self.weight(torch.ones(1)).sum()

    def on_train_end(self) -> None:
        (self.folder / f"rank{self.global_rank}.json").write_text(json.dumps(self.epochs))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=0.1)


def main(folder: str, devices: int, workers: int) -> None:
    L.seed_everything(int(time.time()), workers=True, verbose=False)
    trainer = L.Trainer(
        accelerator="cpu",
        devices=devices,
        strategy="ddp" if devices > 1 else "auto",
        max_epochs=2,
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=folder,
    )
    made = keyed_loader(Pictures(), num_workers=workers, batch_size=3, persistent_workers=workers > 0)
    trainer.fit(Recorder(folder), made)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
