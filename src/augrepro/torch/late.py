"""What is said where an epoch is named after a loader has begun another."""

from __future__ import annotations


def too_late(owner: str, epoch: int, begun: int) -> str:
    """One sentence on the fault and one on its cure."""
    return (
        f"{owner}.set_epoch: epoch {epoch} came too late, a DataLoader's workers have begun epoch {begun} already and "
        f"would hand that out. Call it before iter(loader); where a trainer does otherwise (Lightning that resumes), "
        f"use augrepro.torch.loader, whose passes begin at the first batch"
    )
