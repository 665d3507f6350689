"""Pipelines in folders and on the Hugging Face Hub: the mixin that ``Compose`` has, for classes of a user's own."""

from typing import Any

from ..pipeline.pretrained import Pretrained

try:
    from huggingface_hub import hf_hub_download
except ImportError:
    hf_hub_download = None

__all__ = ["HubMixin", "is_huggingface_hub_available"]

is_huggingface_hub_available = hf_hub_download is not None


class HubMixin(Pretrained):
    """``save_pretrained``, ``from_pretrained`` and ``push_to_hub`` for whatever ``augrepro.save`` can write."""

    @staticmethod
    def _download(**kwargs: Any) -> str:
        if hf_hub_download is None:
            return Pretrained._download(**kwargs)
        path: str = hf_hub_download(**kwargs)
        return path
