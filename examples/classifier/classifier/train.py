"""Train a tiny network: ``python -m classifier.train --epochs 3``."""

import argparse

import torch
from torch import nn
from torch.utils.data import DataLoader

from .data import CLASSES, make_dataset


def tiny_network():
    """Three strided convolutions, an average and a linear layer: 7 thousand weights."""
    return nn.Sequential(
        *(nn.Conv2d(3, 8, 5, stride=4), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2), nn.ReLU()),
        *(nn.Conv2d(16, 32, 3, stride=2), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()),
        nn.Linear(32, len(CLASSES)),
    )


def train(epochs, seed, num_workers):
    """Run the epochs, print a line for each and return the last loss."""
    torch.manual_seed(seed)
    loader = DataLoader(make_dataset(seed), batch_size=8, shuffle=True, num_workers=num_workers)
    network = tiny_network()
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    for epoch in range(epochs):
        losses = []
        for images, labels in loader:
            loss = nn.functional.cross_entropy(network(images), labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        print(f"epoch {epoch}: loss {sum(losses) / len(losses):.4f}")
    return losses[-1]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=137)
    parser.add_argument("--num-workers", type=int, default=2)
    arguments = parser.parse_args()
    train(arguments.epochs, arguments.seed, arguments.num_workers)
