"""One rank of a gloo group: runs a script of passes and writes what it saw as JSON."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch.distributed as dist
from children import varied
from keyed_help import Pictures, Streamed, as_list, keyed_loader, rows_of
from torch.utils.data import DataLoader, DistributedSampler

from augrepro.torch import KeyedSampler, assert_consistent


def passes(job: dict[str, Any], rank: int) -> Any:
    """Rows of whole epochs, or of ``steps`` from a state on, and the state after them."""
    made = keyed_loader(Pictures(), num_workers=job.get("workers", 0), batch_size=job.get("batch", 1), seed=7)
    if job.get("state"):
        made.sampler.load_state_dict(job["state"])
    if "steps" not in job:
        return {"epochs": [rows_of(made) for _ in range(job["epochs"])]}
    rows = []
    for batch in made:
        rows += batch
        if len(rows) == job["steps"]:
            break
    return {"rows": rows, "state": made.sampler.state_dict(consumed=len(rows))}


def control(job: dict[str, Any], rank: int) -> Any:
    """Stream mode under torch's own DistributedSampler."""
    dataset = Streamed()
    sampler: Any = DistributedSampler(dataset, seed=7)
    made = DataLoader(dataset, sampler=sampler, collate_fn=as_list)
    epochs = []
    for epoch in range(job["epochs"]):
        sampler.set_epoch(epoch)
        epochs.append(rows_of(made))
    return {"epochs": epochs}


def consistency(job: dict[str, Any], rank: int) -> Any:
    """The error of assert_consistent for each fault that the last rank has."""
    found = {}
    for fault in job["faults"]:
        odd = fault if rank == dist.get_world_size() - 1 else None
        sampler = KeyedSampler(range(25 if odd == "length" else 24), seed=8 if odd == "seed" else 7)
        sampler.set_epoch(3 if odd == "epoch" else 2)
        if odd == "place":
            sampler.load_state_dict({"v": 1, "seed": 7, "epoch": 2, "consumed_global": 4})
        if odd == "order":
            sampler.shuffle = False
        pipeline = varied(138 if odd == "pipeline seed" else 137, p=0.5 if odd == "pipeline" else 1.0)
        try:
            assert_consistent(sampler, pipeline)
            found[fault] = ""
        except RuntimeError as error:
            found[fault] = str(error)
    return found


def main(rank: int, world: int, folder: Path) -> None:
    job = json.loads((folder / "job.json").read_text())
    dist.init_process_group(
        "gloo", f"file://{folder / 'meet'}", rank=rank, world_size=world, timeout=timedelta(seconds=600)
    )
    found = {"passes": passes, "control": control, "consistency": consistency}[job["what"]](job, rank)
    dist.barrier()
    dist.destroy_process_group()
    (folder / f"rank{rank}.json").write_text(json.dumps(found))
