"""What a second look knows: the first scores of the lines around and of whole windows."""

from __future__ import annotations

import numpy as np

from cleaner.finders.body.features import Lines
from cleaner.finders.body.trees import SCALE
from cleaner.finders.body.windows import Floats, Rows, Shifted, Windows


def second_features(of: Lines, score: Floats) -> Rows:
    """Features made of first scores; `score` in units of a forest."""
    n = len(score)
    rows = Rows(n)
    logit = np.asarray(score / SCALE)
    # A straight line instead of the logistic curve: exponentials differ between machines in the last bit.
    belief = np.clip(0.5 + logit / 6.0, 0.0, 1.0)
    prose = of.prose
    body = belief * prose
    rows.add("logit", logit)
    around = Shifted([logit], [-9.0], 6)
    for by, names in _AROUND_NAMES.items():
        rows.add_all(names, around.by(by))
    windows = Windows([belief, body])
    for (span, back), names in _WINDOW_NAMES.items():
        rows.add_all(names, windows.over(span, back=back))
    believed, mass = windows.sums
    total = max(float(mass[-1]), 1.0)
    rows.add("body_share_before", mass[:-1] / total)
    rows.add("body_share_after", (total - mass[1:]) / total)
    rows.add("body_total", total)
    rows.add("belief_page", float(believed[-1]) / n)
    rows.add("belief_place", believed[:-1] / max(float(believed[-1]), 1e-9))
    at = np.arange(n, dtype=np.float64)
    sure = np.flatnonzero((belief > 0.7) & (prose > 0))
    first, last = (float(sure[0]), float(sure[-1])) if len(sure) else (0.0, 0.0)
    rows.add("to_first", at - first)
    rows.add("to_last", at - last)
    for name, marks in (("bad", belief < 0.1), ("good", belief > 0.9)):
        since = np.maximum.accumulate(np.where(marks, at, -1e9))
        rows.add(f"since_{name}", np.minimum(at - since, 99.0))
        ahead = np.minimum.accumulate(np.where(marks, at, 1e9)[::-1])[::-1]
        rows.add(f"to_{name}", np.minimum(ahead - at, 99.0))
    rows.add("mean_since_top", _mean_to(believed, int(np.argmax(body))))
    return rows


_AROUND_NAMES = {by: [f"logit{by:+}"] for by in (-6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6)}
_WINDOW_NAMES = {
    (span, back): [f"{name}_{'before' if back else 'after'}_{span}" for name in ("belief", "body")]
    for span in (2, 4, 8, 16, 32)
    for back in (True, False)
}


def _mean_to(believed: Floats, top: int) -> Floats:
    """Mean belief of the lines between each line and the line of most body text."""
    n = len(believed) - 1
    at = np.arange(n)
    low, high = np.minimum(at, top), np.maximum(at, top) + 1
    return np.asarray((believed[high] - believed[low]) / (high - low))
