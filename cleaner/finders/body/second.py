"""What a second look knows: the first scores of the lines around and of whole windows."""

from __future__ import annotations

import numpy as np

from cleaner.finders.body.features import Lines
from cleaner.finders.body.trees import SCALE
from cleaner.finders.body.windows import Floats, Shifted, Windows


def second_features(of: Lines, score: Floats) -> tuple[list[Floats], list[str]]:
    """Features made of first scores; `score` in units of a forest."""
    rows: list[Floats] = []
    names: list[str] = []

    def add(name: str, row: Floats) -> None:
        names.append(name)
        rows.append(row)

    n = len(score)
    logit = np.asarray(score / SCALE)
    # A straight line instead of the logistic curve: exponentials differ between machines in the last bit.
    belief = np.clip(0.5 + logit / 6.0, 0.0, 1.0)
    prose = of.prose
    body = belief * prose
    add("logit", logit)
    around = Shifted([logit], [-9.0], 6)
    for by in (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6):
        add(f"logit{by:+}", around.by(by)[0])
    windows = Windows([belief, body])
    for span in (2, 4, 8, 16, 32):
        for back in (True, False):
            side = "before" if back else "after"
            found = windows.over(span, back=back)
            add(f"belief_{side}_{span}", found[0])
            add(f"body_{side}_{span}", found[1])
    believed, mass = windows.sums
    total = max(float(mass[-1]), 1.0)
    add("body_share_before", mass[:-1] / total)
    add("body_share_after", (total - mass[1:]) / total)
    add("body_total", np.full(n, total))
    add("belief_page", np.full(n, believed[-1] / n))
    add("belief_place", believed[:-1] / max(float(believed[-1]), 1e-9))
    at = np.arange(n, dtype=np.float64)
    sure = np.flatnonzero((belief > 0.7) & (prose > 0))
    first, last = (float(sure[0]), float(sure[-1])) if len(sure) else (0.0, 0.0)
    add("to_first", at - first)
    add("to_last", at - last)
    bad = np.maximum.accumulate(np.where(belief < 0.1, at, -1.0))
    add("since_bad", np.where(bad < 0, 99.0, np.minimum(at - bad, 99.0)))
    ahead = np.minimum.accumulate(np.where(belief < 0.1, at, 1e9)[::-1])[::-1]
    add("to_bad", np.minimum(ahead - at, 99.0))
    good = np.maximum.accumulate(np.where(belief > 0.9, at, -1.0))
    add("since_good", np.where(good < 0, 99.0, np.minimum(at - good, 99.0)))
    ahead = np.minimum.accumulate(np.where(belief > 0.9, at, 1e9)[::-1])[::-1]
    add("to_good", np.minimum(ahead - at, 99.0))
    add("mean_since_top", _mean_to(believed, int(np.argmax(body))))
    return rows, names


def _mean_to(believed: Floats, top: int) -> Floats:
    """Mean belief of the lines between each line and the line of most body text."""
    n = len(believed) - 1
    at = np.arange(n)
    low, high = np.minimum(at, top), np.maximum(at, top) + 1
    return np.asarray((believed[high] - believed[low]) / (high - low))
