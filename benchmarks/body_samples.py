"""From examples to the matrices that the body finder's forests are trained on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

import numpy as np
from body_cues import cues_of_rules
from body_data import Example, seed_of
from body_image import BUCKETS, NO_CUES, NO_WORDS, Forest, Table, model_of
from numpy.typing import NDArray

from cleaner.finders.body.engine import HTML_LOOK, READ, SECOND_LOOK, Engine, Look

FOLDS = 5
NEAR = 10
"""Lines around the body that are all used; of the others a share is drawn and weighs as much more."""
FAR_SHARE = 0.12
WEIGHTS = {
    "flat": 1.0,
    "own": 1.0,
    "inscriptis": 1.0,
    "html": 1.0,
    "clean": 1.0,
    "nodes": 0.7,
    "wrap": 0.7,
    "html-part": 0.6,
    "html-comments": 0.6,
    "own-comments": 0.6,
}
"""Weight of a page by make; 0.5 where not named."""
DISGUISED = 1.6
"""Weight of a page in disguise: one in four is, and what holds for all scripts should be learned."""
OTHER_KINDS = {"article": 1.0, "forum": 0.0}
"""Weight of a page by kind, 0.4 where not named: products and documentation have bodies, but not ours; the posts of a
forum look like the comments of an article."""
WEAK = 0.6
"""Weight of pages whose labels come from snippets and agreement."""

RARE = 2
"""Pages on which a word must have stood to be worth anything."""
SHORT_WORDS = 12
"""Lines of at most this many words are judged by their words too; as in source/text.c."""

Matrix = NDArray[np.float32]
"""Features by lines."""


class Sample(NamedTuple):
    """The chosen lines of one example."""

    example: Example
    matrix: Matrix
    pick: NDArray[np.bool_]
    weight: NDArray[np.float64]


def fold_of(example: Example) -> int:
    """The fold of the example's site."""
    return seed_of("fold", example.site) % FOLDS


class Words(NamedTuple):
    """The words of some texts, in order."""

    bucket: NDArray[np.int64]
    line_of: NDArray[np.int64]
    """The text that each stands in."""
    counts: NDArray[np.int64]
    """Words of each text."""


def words_of(engine: Engine, texts: list[str]) -> Words:
    """Split texts into words as the body finder does."""
    look = engine.look(texts, None, READ)
    counts = np.array(look.words, np.int64)
    bucket = np.array(look.column("I", "BUCKETS_OF", int(counts.sum())), np.int64)
    return Words(bucket, np.repeat(np.arange(len(texts)), counts), counts)


def bare_engine() -> Engine:
    """An engine that knows characters and nothing else."""
    return Engine(model_of(NO_WORDS, NO_WORDS, NO_CUES, {}))


def engines_of(
    words: list[Table],
    names: list[Table] | None,
    forests: dict[str, Forest] | None = None,
    limits: dict[str, int] | None = None,
) -> list[Engine]:
    """An engine per fold, with the tables that were made without the fold's sites, and one with those of all."""
    given = names or [NO_WORDS] * len(words)
    about = {f"threshold_{name}": limit for name, limit in (limits or {}).items()}
    made = zip(words, given, strict=True)
    return [Engine(model_of(table, of_names, cues_of_rules(), forests or {}, about)) for table, of_names in made]


def word_table(examples: Iterable[Example]) -> Table:
    """Log-odds of body for the words of short lines; a page counts once for each word and label."""
    body, chrome = np.zeros(BUCKETS), np.zeros(BUCKETS)
    engine = bare_engine()
    for example in examples:
        found = words_of(engine, example.lines)
        label = np.array(example.labels)[found.line_of]
        used = ((found.counts <= SHORT_WORDS) & (np.array(example.weights) > 0))[found.line_of]
        body[np.unique(found.bucket[used & label])] += 1
        chrome[np.unique(found.bucket[used & ~label])] += 1
    # What stood on one page alone says nothing of others.
    return np.where(body + chrome >= RARE, _log_odds(body, chrome, 1.5), np.int16(0))


def name_table(examples: Iterable[Example]) -> Table:
    """Log-odds of body for words of class and id names, by the share of the page's lines under the name."""
    body, chrome = np.zeros(BUCKETS), np.zeros(BUCKETS)
    engine = bare_engine()
    for example in examples:
        assert example.evidence is not None
        texts: dict[str, int] = {}
        which = np.array([texts.setdefault(e.words, len(texts)) for e in example.evidence])
        found = words_of(engine, [text.lower() or "-" for text in texts])
        weight = np.array(example.weights)
        inside = np.bincount(which, np.array(example.labels) * weight, len(texts))
        lines = np.bincount(which, weight, len(texts))
        good = np.bincount(found.bucket, inside[found.line_of], BUCKETS)
        seen = np.bincount(found.bucket, lines[found.line_of], BUCKETS)
        share = good / np.maximum(seen, 1e-9)
        # One or two lines under a name say less about it than many.
        trust = np.minimum(seen, 3) / 3
        body += share * trust
        chrome += np.where(seen > 0, 1 - share, 0.0) * trust
    return _log_odds(body, chrome, 0.7)


def _log_odds(body: NDArray[np.float64], chrome: NDArray[np.float64], smooth: float) -> Table:
    prior = body.sum() / chrome.sum()
    value = 40 * (np.log((body + smooth * prior) / (chrome + smooth)) - np.log(prior))
    table: NDArray[np.int16] = np.clip(np.round(value), -250, 250).astype(np.int16)
    return table


def word_tables(examples: list[Example]) -> list[Table]:
    """One table per fold, made without the fold's sites, and one of all examples."""
    return _tables([e for e in examples if e.variant == "own"], word_table)


def name_tables(examples: list[Example]) -> list[Table]:
    """One table per fold, made without the fold's sites, and one of all examples."""
    return _tables([e for e in examples if e.variant == "html"], name_table)


def _tables(own: list[Example], make: Callable[[list[Example]], Table]) -> list[Table]:
    return [*(make([e for e in own if fold_of(e) != k]) for k in range(FOLDS)), make(own)]


def rows_of(look: Look, *parts: Literal["TEXT", "TITLE", "SECOND", "HTML"]) -> tuple[Matrix, list[str]]:
    """Features by lines, and their names."""
    rows = {name: row for part in parts for name, row in look.rows(part).items()}
    return np.array([np.frombuffer(row, "<f4") for row in rows.values()], np.float32), list(rows)


def matrix_of(example: Example, engine: Engine) -> tuple[Look, Matrix, list[str]]:
    """All features of an example, with HTML's where it has evidence."""
    is_html = example.evidence is not None
    look = engine.look(example.lines, example.evidence, HTML_LOOK if is_html else SECOND_LOOK)
    return look, *rows_of(look, "TEXT", "HTML" if is_html else "TITLE")


def second_matrix(example: Example, engine: Engine) -> Matrix:
    """What the second look knows more than the first, by the scores of the engine's first forest."""
    return rows_of(engine.look(example.lines, None, SECOND_LOOK), "SECOND")[0]


def features_of(look: Look, *, as_html: bool) -> NDArray[np.float32]:
    """What the page as a whole looks like where the lines with a positive score stay."""
    whole = look.judge(look.scores, [found > 0 for found in look.scores], as_html=as_html)
    return np.array(look.column("f", "FEATURES", whole.features), np.float32)


def sample(example: Example, engines: list[Engine]) -> Sample | None:
    """The lines of one example that are trained on: words count, pages count alike."""
    look, matrix, _ = matrix_of(example, engines[fold_of(example)])
    label = np.array(example.labels)
    n = len(label)
    near = np.zeros(n, bool)
    for i in np.flatnonzero(label):
        near[max(0, i - NEAR) : i + NEAR + 1] = True
    rnd = np.random.default_rng(seed_of("s", example.page, example.variant))
    weight = np.maximum(look.words, 1) * np.array(example.weights) * np.where(near, 1.0, 1 / FAR_SHARE)
    pick = (near | (rnd.random(n) < FAR_SHARE)) & (weight > 0)
    if not pick.any() or OTHER_KINDS.get(example.kind) == 0:
        return None
    page = DISGUISED if example.variant.endswith(("-han", "-cyrillic")) else WEIGHTS.get(example.variant, 0.5)
    page *= OTHER_KINDS.get(example.kind, 0.4)
    page *= WEAK if example.extra["set"] == "trafilatura" else 1.0
    if example.variant == "clean":
        page *= min(1.0, n / 10)
    return Sample(example, matrix, pick, weight[pick] / weight[weight > 0].sum() * page)


class Data(NamedTuple):
    """A training set: lines by features, labels, weights (mean 1), folds."""

    x: NDArray[np.float32]
    y: NDArray[np.int8]
    w: NDArray[np.float32]
    fold: NDArray[np.int64]


def data_of(samples: list[Sample], extra: list[Matrix] | None = None) -> Data:
    """`extra` holds further features per sample, for the second look."""
    parts = [
        (s.matrix if extra is None else np.concatenate([s.matrix, extra[i]]))[:, s.pick].T
        for i, s in enumerate(samples)
    ]
    y = np.concatenate([np.array(s.example.labels)[s.pick] for s in samples]).astype(np.int8)
    w = np.concatenate([s.weight for s in samples]).astype(np.float32)
    fold = np.concatenate([np.full(int(s.pick.sum()), fold_of(s.example)) for s in samples])
    return Data(np.concatenate(parts), y, w * (len(w) / w.sum()), fold)
