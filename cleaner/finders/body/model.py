"""The trained model: tables of words and forests, stored beside this module as `model.npz`."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.finders.body.cues import Cues
from cleaner.finders.body.trees import Forest


class Model(NamedTuple):
    """What `benchmarks/train_body.py` made."""

    words: NDArray[np.int16]
    """What a word of a short line is worth, by its number."""
    cues: Cues
    """Labels of chrome in many languages."""
    names: NDArray[np.int16]
    """What a word of class and id names is worth, by its number."""
    text: Forest
    text_again: Forest
    html: Forest
    gate: Forest
    """Tells a whole page from text that already is an article."""
    kind_text: Forest
    kind_html: Forest
    about: dict[str, Any]
    """Which data and which commit made it, thresholds, and names of features in order."""

    def threshold(self, name: str) -> int:
        """The score from which a forest says yes."""
        return int(self.about[f"threshold_{name}"])


FORESTS = ("text", "text_again", "html", "gate", "kind_text", "kind_html")


def save(model: Model) -> bytes:
    """The model as bytes of an npz archive; equal models give equal bytes."""
    cues = model.cues
    arrays: dict[str, Any] = {"words": model.words, "names": model.names}
    arrays |= {"cues.keys": cues.keys, "cues.kinds": cues.kinds}
    for name in FORESTS:
        forest: Forest = getattr(model, name)
        for field in ("feature", "border", "splits", "leaves"):
            arrays[f"{name}.{field}"] = getattr(forest, field)
        arrays[f"{name}.bias"] = np.array(forest.bias, np.int64)
    arrays["about"] = np.frombuffer(json.dumps(model.about, sort_keys=True).encode(), np.uint8)
    out = BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


@lru_cache(maxsize=1)
def load() -> Model:
    """The shipped model, read once. Never changed after that."""
    data = files("cleaner.finders.body").joinpath("model.npz").read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as held:
        forests = {
            name: Forest(
                held[f"{name}.feature"].astype(np.int32),
                held[f"{name}.border"],
                held[f"{name}.splits"].astype(np.int32),
                held[f"{name}.leaves"],
                int(held[f"{name}.bias"]),
            )
            for name in FORESTS
        }
        about = json.loads(held["about"].tobytes())
        cues = Cues(held["cues.keys"], held["cues.kinds"])
        return Model(held["words"], cues, held["names"], **forests, about=about)
