"""The trained model: tables of characters and words, labels and forests, stored beside this module as `model.bin`."""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple


class Model(NamedTuple):
    """What `benchmarks/train_body.py` made."""

    image: bytes
    """Tables and forests as the compiled code reads them: see `set_model` in source/main.c."""
    about: dict[str, Any]
    """Which data and which commit made it, thresholds, and names of features in order."""

    def limit(self, name: str) -> int:
        """The score from which a forest says yes."""
        return int(self.about[f"threshold_{name}"])


def save(model: Model) -> bytes:
    """The model as bytes: a line of JSON, then the image, compressed."""
    return zlib.compress(json.dumps(model.about, sort_keys=True).encode() + b"\n" + model.image, 9)


@lru_cache(maxsize=1)
def load() -> Model:
    """The shipped model, read once. Never changed after that."""
    data = zlib.decompress(files("cleaner.finders.body").joinpath("model.bin").read_bytes())
    about, image = data.split(b"\n", 1)
    return Model(image, json.loads(about))
