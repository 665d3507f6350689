"""Pipelines beside a model's weights: a JSON file in a folder, or in a repository of the Hugging Face Hub."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..engine.declare.errors import short_repr
from .serialize import load, save

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "albumentations_config_{}.json"
"""As Albumentations names it, so that folders and repositories of either are read."""
KEYS = "train", "eval"

Folder = str | os.PathLike[str]


class Pretrained:
    """Save a pipeline into a folder and load it from there; the Hub only where huggingface_hub is installed."""

    def save_pretrained(
        self,
        save_directory: Folder,
        *,
        key: str = "eval",
        allow_custom_keys: bool = False,
        repo_id: str | None = None,
        push_to_hub: bool = False,
        **push_to_hub_kwargs: Any,
    ) -> str | None:
        """Write ``albumentations_config_<key>.json`` into the folder; with ``push_to_hub`` upload it, too.

        ``key`` is train or eval, or any name where ``allow_custom_keys``. Returns the commit's address where something
        was uploaded.
        """
        from pathlib import Path  # few programs keep pipelines in folders

        name = file_name(key, allow_custom_keys)
        folder = Path(save_directory)
        folder.mkdir(parents=True, exist_ok=True)
        self._save_pretrained(folder, name)
        if not push_to_hub:
            return None
        return self.push_to_hub(
            repo_id or folder.name, key=key, allow_custom_keys=allow_custom_keys, **push_to_hub_kwargs
        )

    def _save_pretrained(self, save_directory: Path, filename: str) -> Path:
        save(self, save_directory / filename)  # type: ignore[arg-type]  # mixed into pipelines
        return save_directory / filename

    @classmethod
    def from_pretrained(cls, directory_or_repo_id: Folder, *, key: str = "eval", **hub: Any) -> Any:
        """The pipeline in a folder that ``save_pretrained`` wrote; of another name, in the Hub's repository of it.

        ``hub`` is handed to ``huggingface_hub.hf_hub_download``: revision, token, cache_dir, local_files_only ... Files
        are read as ``augrepro.load`` reads them: nothing in them is imported or run.
        """
        from pathlib import Path

        name = file_name(key, allow_custom=True)
        place = Path(directory_or_repo_id)
        if (place / name).is_file():
            return cls._from_pretrained(place, name)
        if place.is_dir():
            raise FileNotFoundError(
                f"from_pretrained: {place} has no {name}, which save_pretrained(key={key!r}) writes"
            )
        repo_id = str(directory_or_repo_id).replace("\\", "/")
        path = Path(cls._download(repo_id=repo_id, filename=name, **hub))
        return cls._from_pretrained(path.parent, path.name)

    @classmethod
    def _from_pretrained(cls, save_directory: Path, filename: str) -> Any:
        return load(save_directory / filename)

    @staticmethod
    def _download(**kwargs: Any) -> str:
        path: str = hub(f"from_pretrained({short_repr(kwargs['repo_id'])})").hf_hub_download(**kwargs)
        return path

    def push_to_hub(
        self,
        repo_id: str,
        *,
        key: str = "eval",
        allow_custom_keys: bool = False,
        commit_message: str = "Add an augmentation pipeline",
        private: bool = False,
        token: str | None = None,
        branch: str | None = None,
        create_pr: bool | None = None,
    ) -> str:
        """Upload the file that ``save_pretrained`` writes; the repository is made where there is none."""
        from pathlib import Path
        from tempfile import TemporaryDirectory  # few programs push, and it loads every compressor

        name = file_name(key, allow_custom_keys)
        api = hub("push_to_hub").HfApi(token=token)
        repo = api.create_repo(repo_id=repo_id, private=private, exist_ok=True).repo_id
        with TemporaryDirectory() as folder:
            place = self._save_pretrained(Path(folder), name)
            sent = api.upload_file(
                path_or_fileobj=place,
                path_in_repo=name,
                repo_id=repo,
                revision=branch,
                create_pr=create_pr,
                commit_message=commit_message,
            )
        return str(sent)


def file_name(key: str, allow_custom: bool) -> str:
    """The file of a key; ValueError for one that is neither train nor eval, unless custom ones are allowed."""
    plain = isinstance(key, str) and key.replace("-", "_").isidentifier()
    if not plain or (not allow_custom and key not in KEYS):
        raise ValueError(
            f"key must be one of {', '.join(KEYS)} (allow_custom_keys=True takes any name), got {short_repr(key)}"
        )
    return FILE_NAME.format(key)


def hub(what: str) -> Any:
    """The package huggingface_hub, which alone speaks to the Hub."""
    try:
        return import_module("huggingface_hub")
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError(
            f"{what}: there is no such folder, and the Hugging Face Hub needs: pip install huggingface_hub"
            if what.startswith("from")
            else f"{what} needs: pip install huggingface_hub",
            name="huggingface_hub",
        ) from error
