"""Train a tiny network with Lightning: ``python -m coins.train --epochs 3 --num-workers 2``.

The losses printed are the same for any number of workers, and after a resumed run.
"""

import argparse
import logging
import warnings

import lightning
import torch
from augrepro.torch import loader
from torch import nn

from .data import make_dataset


class Segmenter(lightning.LightningModule):
    """Four convolutions at full size: a logit for each pixel."""

    def __init__(self):
        super().__init__()
        layers = [layer for size in (3, 8, 8) for layer in (nn.Conv2d(size, 8, 5, padding=2), nn.ReLU())]
        self.network = nn.Sequential(*layers, nn.Conv2d(8, 1, 1))
        self.losses = []

    def training_step(self, batch, _):
        logits = self.network(batch["image"])[:, 0]
        loss = nn.functional.binary_cross_entropy_with_logits(logits, batch["mask"].float())
        self.losses.append(loss.item())
        return loss

    def on_train_epoch_end(self):
        print(f"epoch {self.current_epoch}: loss {sum(self.losses) / len(self.losses):.4f}")
        self.losses.clear()

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=3e-3)


def train(epochs, seed, num_workers):
    """Run the epochs; Lightning tells the loader the epoch, and saves and loads its state."""
    torch.manual_seed(seed)
    unused = ("logger", "enable_checkpointing", "enable_progress_bar", "enable_model_summary")
    trainer = lightning.Trainer(max_epochs=epochs, accelerator="cpu", **dict.fromkeys(unused, False))
    train_loader = loader(make_dataset(seed), seed=seed, batch_size=4, num_workers=num_workers, shuffle=True)
    trainer.fit(Segmenter(), train_loader)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=137)
    parser.add_argument("--num-workers", type=int, default=2)
    arguments = parser.parse_args()
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", message=".*does not have many workers.*")
    train(arguments.epochs, arguments.seed, arguments.num_workers)
