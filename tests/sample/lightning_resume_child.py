"""Lightning runs that are stopped, and go on from their checkpoint in a new Trainer, as another process would."""

from __future__ import annotations

import json
import logging
import os
import sys
import traceback
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
warnings.simplefilter("ignore")

import lightning as L
import torch
from keyed_help import Pictures, as_list, keyed_loader
from lightning.pytorch.callbacks import ModelCheckpoint

from augrepro.torch import KeyedDataset, KeyedSampler

BATCH = 5
"""24 samples: four batches and a rest."""


class Model(L.LightningModule):
    """Records its rows by epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Linear(1, 1)
        self.seen: list[tuple[int, list[object]]] = []

    def training_step(self, batch: list[object], index: int) -> torch.Tensor:
        self.seen.append((self.current_epoch, batch))
        return self.weight(torch.ones(1)).sum()

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.SGD(self.parameters(), lr=0.1)


def made(kind: str, workers: int) -> object:
    """A loader of ours, torchdata's, or a plain one."""
    if kind == "loader":
        return keyed_loader(Pictures(), num_workers=workers, batch_size=BATCH)
    from torchdata.stateful_dataloader import StatefulDataLoader

    loader = {"stateful": StatefulDataLoader, "plain": torch.utils.data.DataLoader}[kind]
    sampler = KeyedSampler(range(24), seed=7)
    dataset = KeyedDataset(Pictures())
    return loader(dataset, batch_size=BATCH, sampler=sampler, num_workers=workers, collate_fn=as_list)


def trained(kind: str, workers: int, folder: Path, saves: dict[str, int], ckpt: str | None = None) -> Model:
    """Three epochs, or what a checkpoint left of them."""
    model = Model()
    trainer = L.Trainer(
        accelerator="cpu",
        max_epochs=3,
        logger=False,
        callbacks=[ModelCheckpoint(folder, "{step}", save_top_k=-1, **saves)],
        enable_progress_bar=False,
        enable_model_summary=False,
        default_root_dir=folder,
    )
    trainer.fit(model, made(kind, workers), ckpt_path=ckpt)
    return model


def main(folder: str, cases: list[tuple[str, int, int, bool]]) -> None:
    """Of each case (kind, workers, steps before the stop, saved by epoch?): a whole run's rows and a resumed one's."""
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    out = []
    for number, (kind, workers, steps, by_epoch) in enumerate(cases):
        place = Path(folder) / str(number)
        saves = {"every_n_epochs": 1} if by_epoch else {"every_n_train_steps": steps}
        whole = trained(kind, workers, place, saves).seen
        try:
            rest = trained(kind, workers, place, saves, str(place / f"step={steps}.ckpt")).seen
        except RuntimeError as error:
            traceback.print_exc()
            rest = str(error)
        out.append([whole, steps, rest])
    (Path(folder) / "out.json").write_text(json.dumps(out))


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
