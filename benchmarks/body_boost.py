"""Boosting for the body finder: CatBoost's symmetric trees, turned into whole-number arrays."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from body_image import Forest
from catboost import CatBoostClassifier, Pool
from numpy.typing import NDArray

from cleaner.finders.body.engine import SCALE


def train(
    x: NDArray[np.float32],
    y: NDArray[np.int8],
    w: NDArray[np.float32],
    trees: int,
    depth: int,
    rate: float,
    seeds: tuple[int, ...] = (7,),
) -> Forest:
    """`x` is lines by features. Of several seeds each makes its own forest, and the score is their mean."""
    made = [_fitted(x, y, w, trees // len(seeds), depth, rate, seed) for seed in seeds]
    scores = {
        **made[0],
        "oblivious_trees": [
            {**tree, "leaf_values": [value / len(seeds) for value in tree["leaf_values"]]}
            for one in made
            for tree in one["oblivious_trees"]
        ],
        "scale_and_bias": [1, [sum(one["scale_and_bias"][1][0] for one in made) / len(seeds)]],
    }
    return to_forest(scores, depth)


def _fitted(
    x: NDArray[np.float32],
    y: NDArray[np.int8],
    w: NDArray[np.float32],
    trees: int,
    depth: int,
    rate: float,
    seed: int,
) -> dict[str, Any]:
    model = CatBoostClassifier(
        iterations=trees,
        depth=depth,
        learning_rate=rate,
        l2_leaf_reg=6.0,
        border_count=64,
        random_seed=seed,
        thread_count=1,
        bootstrap_type="Bernoulli",
        subsample=0.6,
        rsm=0.35,
        logging_level="Silent",
        allow_writing_files=False,
        leaf_estimation_iterations=2,
        boost_from_average=False,
        score_function="L2",
    )
    model.fit(Pool(x, y, weight=w))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.json"
        model.save_model(str(path), format="json")
        return json.loads(path.read_text())  # type: ignore[no-any-return]  # the export is an object


def to_forest(exported: dict[str, Any], depth: int) -> Forest:
    index_of = {f["feature_index"]: f["flat_feature_index"] for f in exported["features_info"]["float_features"]}
    questions: dict[tuple[int, float], int] = {}
    splits, leaves = [], []
    for tree in exported["oblivious_trees"]:
        asked = [
            questions.setdefault((index_of[s["float_feature_index"]], float(np.float32(s["border"]))), len(questions))
            for s in tree["splits"]
        ]
        values = np.round(np.array(tree["leaf_values"]) * SCALE)
        # A tree that stopped early asks its last question again; the leaves it cannot reach stay unused.
        while len(asked) < depth:
            asked.append(asked[-1] if asked else 0)
            values = np.concatenate([values, values])
        splits.append(asked)
        leaves.append(np.clip(values, -32768, 32767))
    scale, bias = exported["scale_and_bias"]
    assert scale == 1
    keys = list(questions)
    return Forest(
        np.array([k[0] for k in keys], np.uint16),
        np.array([k[1] for k in keys], np.float32),
        np.array(splits, np.uint16),
        np.array(leaves, np.int16),
        round(bias[0] * SCALE),
    )
