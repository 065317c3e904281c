"""Train the body finder's model. Reproducible: fixed seeds, one thread, sorted data.

    python benchmarks/train_body.py                    train on the train sites, measure on the tune sites
    python benchmarks/train_body.py --final            train on train and tune sites and write the model
    python benchmarks/train_body.py --ablate           also print what groups of features are worth

Trains only on sets with a permissive licence: wcxb-dev (Murrough-Foley, web-content-extraction-benchmark, CC BY 4.0),
fundus (MIT), newspaper3k (MIT), and trafilatura (Apache-2.0; snippets as weak labels). Needs the evaluation data
beside the project folder, and catboost, which the library itself does not use.
"""

from __future__ import annotations

import argparse
import hashlib
import logging
import pickle
import random
import re
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import trafilatura
from body_boost import train
from body_comments import pool_of, with_comments
from body_cues import cues_of_rules
from body_data import (
    Example,
    clean_example,
    disguised,
    examples,
    partial_example,
    seed_of,
    split_lines,
    variants,
    weak_example,
)
from body_disguise import disguise
from body_forms import formed, with_form
from body_image import Forest, Table, model_of
from body_labels import TOKEN
from body_samples import (
    Sample,
    data_of,
    engines_of,
    features_of,
    fold_of,
    matrix_of,
    name_tables,
    sample,
    second_matrix,
    word_tables,
)
from body_shared import gold, score
from body_teasers import Teaser, with_teasers
from body_teasers import pool_of as teasers_of
from numpy.typing import NDArray

from cleaner.finders.body.engine import HTML_LOOK, SCALE, SECOND_LOOK, Engine
from cleaner.finders.body.finder import DOUBTFUL, GATE_LINES
from cleaner.finders.body.model import Model, save
from cleaner.model import Evidence

HERE = Path(__file__).resolve().parent
TRAINED = ("wcxb-dev", "fundus", "newspaper3k")
MEASURED = ("l3s-gn1", "daniel", "dragnet")
THRESHOLD_TEXT, THRESHOLD_HTML, THRESHOLD_GATE = 0.6, 0.9, 2.0
"""Logits above which a line is body; chosen on the tune sites by a model that was trained on the train sites."""
SHIPPED_HTML = 0.5
"""The HTML threshold of the model that is written. Labels of weak pages and the kinds of pages are made with the higher
one; the lower gains 0.005 of F1 on the tune sites."""
DEPTH = 6
RATE, RATE_HTML = 0.07, 0.09
SEEDS_HTML = (7, 8)
"""The mean of two forests gains 0.002 of F1 on HTML over one with as many trees (tune sites), on plain text nothing."""
THIN = 60
"""Per cent of the text examples that are trained on: each page comes in five makes, and more teach little more."""
FORMED = 50
"""Per cent of the articles of which part is set in short lines: as a play, a list, a recipe and the like."""
TEASED = 50
"""Per cent of the articles that are trained on once more, as text, with a list of teasers."""
COMMENTED = 45
"""Per cent of the articles that are trained on once more with comments."""
TREES = {"text": 240, "text_again": 200, "html": 360}
STARTED = time.perf_counter()


def say(*words: object) -> None:
    print(f"{time.perf_counter() - STARTED:6.0f} s", *words, flush=True)


def build(splits: set[str]) -> tuple[list[Example], list[Example]]:
    """Examples to train on and to measure with; kept in a temporary folder until the code that makes them changes."""
    folder = Path(__file__).resolve().parent
    code = [
        folder / "body_data.py",
        folder / "body_labels.py",
        folder / "body_comments.py",
        folder / "body_disguise.py",
        folder / "body_forms.py",
        folder / "body_teasers.py",
        folder / "body_cues.py",
        *sorted((folder.parent / "cleaner" / "html").glob("*.py")),
        *sorted((folder.parent / "cleaner").rglob("*.wasm")),
    ]
    drawn = repr((sorted(splits), FORMED, COMMENTED, TEASED))
    key = hashlib.sha256(b"".join(p.read_bytes() for p in code) + drawn.encode()).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"cleaner-body-examples-{key}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())  # type: ignore[no-any-return]  # noqa: S301  our own file
    training: list[Example] = []
    measuring: list[Example] = []
    readers = pool_of(
        [
            (language_of(page), page["gold_text"])
            for page in gold.pages("wcxb-dev")
            if page.get("gold_text") and page.get("kind") == "forum" and gold.split(page) in splits
        ]
    )
    say("lines by readers", sum(map(len, readers.values())))
    articles: list[tuple[str, list[Example]]] = []
    for name in (*TRAINED, *MEASURED):
        held = 0
        for page in gold.pages(name):
            if not page.get("gold_text"):
                continue
            split = gold.split(page)
            if name in TRAINED and split in splits:
                made = [e for e in examples(name, page, training=True) if covered(e)]
                training += made
                if made and page.get("kind") in (None, "article"):
                    training += commented(made[0], readers)
                    training += in_forms(made)
                    articles.append((language_of(page), made))
            elif split == "tune" and (name in TRAINED or held < 60):
                held += 1
                measuring += examples(name, page, training=False)
        say(name, len(training), len(measuring))
    teasers = teasers_of((language, made[0]) for language, made in articles)
    say("teasers", {language: len(held) for language, held in teasers.items()})
    training += [example for language, made in articles for example in teased(made, teasers.get(language, []))]
    path.write_bytes(pickle.dumps((training, measuring), 5))
    return training, measuring


def commented(base: Example, readers: dict[str, list[str]]) -> list[Example]:
    """A share of the pages once more with a thread of comments: as HTML, as text, and in disguise."""
    if base.evidence is None or seed_of("commented", base.page) % 100 >= COMMENTED:
        return []
    made = with_comments(base, readers["en"])
    if made is None:
        return []
    plain = titled(replace(made, variant="own-comments", evidence=None))
    if base.cjk:
        return [made, plain]
    return [made, plain, disguised(made if seed_of("d", base.page) % 2 else plain)]


def in_forms(made: list[Example]) -> list[Example]:
    """A share of the pages once more as text with part of the body in short lines; half of them with little chrome."""
    page = made[0].page
    if seed_of("formed", page) % 100 >= FORMED:
        return []
    rnd = random.Random(seed_of("in forms", page))
    chosen = rnd.choice([e for e in made if e.variant in ("own", "flat", "inscriptis", "nodes")])
    of = with_form(chosen)
    if of is None:
        return []
    of = partial_example(of, rnd) if rnd.random() < 0.5 else titled(of)
    return [disguised(of) if rnd.random() < 0.25 else of]


def teased(made: list[Example], teasers: list[Teaser]) -> list[Example]:
    """A share of the pages once more as text with a list of teasers around the article."""
    page = made[0].page
    if seed_of("teased", page) % 100 >= TEASED:
        return []
    rnd = random.Random(seed_of("with teasers", page))
    chosen = [e for e in made if e.variant in ("own", "flat", "inscriptis", "nodes", "own-part", "flat-part")]
    own = made[0].extra["titles"][:1]
    of = with_teasers(rnd.choice(chosen), [teaser for teaser in teasers if [teaser.title] != own])
    if of is None:
        return []
    return [disguised(titled(of)) if rnd.random() < 0.3 and not of.cjk else titled(of)]


def titled(of: Example) -> Example:
    """Every other text with the page's title as its first line, as dumps of whole pages have it."""
    titles = of.extra["titles"]
    if not titles or seed_of("titled", of.page) % 2:
        return of
    line = (
        titles[0]
        if seed_of("site", of.page) % 3 == 0
        else f"{titles[0]} {'|-»'[seed_of('bar', of.page) % 3]} {of.site}"
    )
    return replace(of, lines=[line, *of.lines], labels=[False, *of.labels], weights=[1.0, *of.weights])


def language_of(page: dict[str, Any]) -> str:
    return str(page.get("lang") or "en")


def covered(example: Example) -> bool:
    """Whether most of the gold was found on the page; the others teach that bodies are chrome."""
    if example.variant != "html":
        return True
    found = sum(len(TOKEN.findall(line)) for line, body in zip(example.lines, example.labels, strict=True) if body)
    return found >= 0.6 * len(TOKEN.findall(example.gold))


def weak(splits: set[str], words: Table, names: Table, forest: Forest) -> list[Example]:
    """The trafilatura set, labelled by agreement."""

    engine = Engine(model_of(words, names, cues_of_rules(), {"html": forest}))

    def keep(lines: list[str], evidence: list[Evidence]) -> list[bool]:
        return [found > THRESHOLD_HTML * SCALE for found in engine.look(lines, evidence, HTML_LOOK).scores]

    logging.disable(logging.CRITICAL)
    out: list[Example] = []
    for page in gold.pages("trafilatura"):
        if gold.split(page) not in splits:
            continue
        base = weak_example(page, trafilatura.extract(page["html"], include_comments=False) or "", keep)
        if base is not None:
            out += variants(base, page, training=True)
    return out


def html_forest(samples: list[Sample], trees: int, seeds: tuple[int, ...]) -> Forest:
    data = data_of(samples)
    return train(data.x, data.y, data.w, trees, DEPTH, RATE if len(seeds) == 1 else RATE_HTML, seeds)


def text_forests(samples: list[Sample], words: list[Table]) -> tuple[Forest, Forest]:
    """The first look, and the second, which is trained on first scores of sites that the first had not seen."""
    data = data_of(samples)
    first = train(data.x, data.y, data.w, TREES["text"], DEPTH, RATE)
    say("text: first look, lines and features", data.x.shape)
    part = data.fold >= 2
    other = train(data.x[part], data.y[part], data.w[part], TREES["text"], DEPTH, RATE)
    del data
    unseen = [s for s in samples if fold_of(s.example) < 2]
    engines = engines_of(words, None, {"text": other})
    extra = [second_matrix(s.example, engines[fold_of(s.example)]) for s in unseen]
    both = data_of(unseen, extra)
    again = train(both.x, both.y, both.w, TREES["text_again"], DEPTH, RATE)
    say("text: second look")
    return first, again


def kinds(
    training: list[Example], words: list[Table], names: list[Table], html: Forest, text: tuple[Forest, Forest]
) -> tuple[dict[str, Forest], dict[str, int]]:
    """Forests that tell pages without an article; thresholds that flag 1 % of the articles they were trained on."""
    forests, limits = {}, {}
    made = {"html": html, "text": text[0], "text_again": text[1]}
    cuts = {"text": int(THRESHOLD_TEXT * SCALE), "html": int(THRESHOLD_HTML * SCALE)}
    engines = engines_of(words, names, made, cuts)
    for media, chosen in (("html", ("html",)), ("text", ("flat", "own", "inscriptis"))):
        rows, labels = [], []
        for example in training:
            if example.variant not in chosen or len(example.lines) < 8:
                continue
            engine = engines[fold_of(example)]
            look = engine.look(example.lines, example.evidence, HTML_LOOK if media == "html" else SECOND_LOOK)
            rows.append(features_of(look, as_html=media == "html"))
            labels.append(example.kind != "article")
        x, y = np.array(rows, np.float32), np.array(labels, np.int8)
        part = np.arange(len(y)) % 4 == 0
        trial = train(x[~part], y[~part], np.ones((~part).sum(), np.float32), 60, 4, 0.1)
        found = trial.score(x[part].T)
        limits[f"threshold_kind_{media}"] = limit = int(np.quantile(found[y[part] == 0], 0.985))
        say(
            f"kinds {media}: flagged {np.mean(found[y[part] == 1] > limit):.2f} of other pages, "
            f"{np.mean(found[y[part] == 0] > limit):.3f} of articles (a quarter held out)"
        )
        forests[media] = train(x, y, np.ones(len(y), np.float32), 60, 4, 0.1)
    return forests, limits


def gate_forest(training: list[Example], words: list[Table], text: tuple[Forest, Forest]) -> Forest:
    """Tells whole pages from text that already is an article, by what the text forests make of it."""
    rows, labels = [], []
    made = {"text": text[0], "text_again": text[1]}
    engines = engines_of(words, None, made, {"text": int(THRESHOLD_TEXT * SCALE)})
    for example in training:
        if example.evidence is not None:
            continue
        texts = [(example.lines, True)] if sum(not body for body in example.labels) >= 4 else []
        if example.variant == "clean":
            rnd = random.Random(seed_of("gate", example.page))
            again = clean_example(example, rnd)
            whole = split_lines(example.gold)
            texts = [(example.lines, False), (whole, False), (again.lines if again else whole, False)]
            texts.append(([*example.extra["titles"][:1], *whole], False))
            if (short := formed(" ".join(whole), rnd)) is not None:
                cut = rnd.randrange(len(whole) + 1)
                texts.append(([*whole[:cut], *short, *whole[cut:]] if rnd.random() < 0.6 else short, False))
            if not example.cjk:
                texts += [([disguise(line, how) for line in whole], False) for how in ("han", "cyrillic")]
        for lines, is_page in texts:
            if not lines:
                continue
            look = engines[fold_of(example)].look(lines, None, SECOND_LOOK)
            if sum(found < -DOUBTFUL for found in look.scores) < GATE_LINES:
                continue
            rows.append(features_of(look, as_html=False))
            labels.append(is_page)
    x, y = np.array(rows, np.float32), np.array(labels, np.int8)
    say(f"gate: {int(y.sum())} pages and {int((1 - y).sum())} articles with chrome-like lines")
    weight = np.where(y == 1, 1.0, y.sum() / max(1, (1 - y).sum())).astype(np.float32)
    return train(x, y, weight, 100, 4, 0.08)


def measure_on(examples_: list[Example], model: Model) -> None:
    """F1 on the tune sites, by set and make."""
    rows: dict[tuple[str, str], list[Any]] = defaultdict(list)
    engine = Engine(model)
    for example in examples_:
        steps = SECOND_LOOK if example.evidence is None else HTML_LOOK
        scores = engine.look(example.lines, example.evidence, steps).scores
        text = "\n".join(line for line, found in zip(example.lines, scores, strict=True) if found > 0)
        name = example.extra["set"]
        if name in ("daniel", "dragnet"):
            title = next((line for line, mark in example.extra["marks"].items() if mark == "title"), "")
            text = f"{title}\n{text}"
        name += "" if example.kind == "article" else " (other kinds)"
        rows[name, example.variant].append(score.counts(example.gold, text, example.cjk))
    for variant in sorted({v for _, v in rows}):
        found = {name: score.prf(rows[name, v]) for name, v in sorted(rows) if v == variant}
        mean = np.mean([r["f1"] for name, r in found.items() if "other" not in name])
        say(f"{variant:10} mean {mean:.4f}", " ".join(f"{n} {r['f1']:.3f} ({r['acc']:.2f})" for n, r in found.items()))


GROUPS = {
    "windows": r"^(prose|short|value|width|link|stamps|alike|cues)_(before|after)_",
    "neighbours": r"[+-]\d$",
    "words of lines": r"^(value|worst|since_bad|prose_since_bad)",
    "runs": r"^(to_main|within_main|main_|run_|to_prose|prose_met|to_top)",
    "labels of rules": r"^(cue|opening|known)|cues_|(since|to)_(comments|related)",
    "lines alike": r"^(alike|copies|stamp|digits)",
    "title in text": r"headline|^topic",
    "names": r"^(names|near)_",
    "boxes": r"^(box|up_from|below_|parent_direct|main_direct|depth)",
    "link ratios": r"^link|_link$",
    "tags": r"^(tag|parent_tag|in_)",
    "declared": r"^declared",
    "title": r"title$",
}
"""What is taken away, by the names of the features; a group that a forest has nothing of is passed over."""


def ablate(
    samples: list[Sample], tune: list[tuple[Example, NDArray[np.float32]]], titles: list[str], threshold: float
) -> None:
    """What a forest of a hundred trees loses without a group of features."""
    data = data_of(samples)
    for group, pattern in {"nothing": r"^$", **GROUPS}.items():
        held = np.array([not re.search(pattern, title) for title in titles])
        if held.all() and group != "nothing":
            continue
        forest = train(data.x[:, held], data.y, data.w, 100, DEPTH, 0.12)
        rows = []
        for example, matrix in tune:
            keep = forest.score(matrix[held]) > threshold * SCALE
            text = "\n".join(line for line, k in zip(example.lines, keep, strict=True) if k)
            rows.append(score.counts(example.gold, text, example.cjk))
        say(f"without {group:15} ({int((~held).sum()):3} features): F1 {score.prf(rows)['f1']:.4f}")


def commit() -> str:
    """The last commit that touched the code that makes the model, so that equal code makes an equal file."""
    git = shutil.which("git") or "git"
    code = ("benchmarks/*body*.py", "cleaner/html/**", "cleaner/finders/body/**", "cleaner/compiled/**", "rules/**")
    made = ":(top,exclude)cleaner/finders/body/model.bin"
    command = [git, "log", "-1", "--format=%H", "--", *(f":(top,glob){path}" for path in code), made]
    run = subprocess.run(command, capture_output=True, text=True, cwd=HERE, check=False)
    return run.stdout.strip() or "unknown"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--final", action="store_true", help="train on train and tune sites and write the model")
    parser.add_argument("--ablate", action="store_true")
    parser.add_argument(
        "--out", type=Path, default=Path(__file__).resolve().parents[1] / "cleaner/finders/body/model.bin"
    )
    options = parser.parse_args()
    splits = {"train", "tune"} if options.final else {"train"}
    training, measuring = build(splits)
    say("examples", len(training), "to measure with", len(measuring))
    words, names = word_tables(training), name_tables(training)
    first = html_forest(_samples(training, words, names), 120, SEEDS_HTML[:1])
    say("html, from gold alone")
    training += weak(splits, words[-1], names[-1], first)
    say("examples with weak labels", len(training))
    words, names = word_tables(training), name_tables(training)
    samples = _samples(training, words, names)
    html = html_forest(samples, TREES["html"], SEEDS_HTML)
    say("html")
    whole = engines_of(words, names)[-1]
    titles_html = matrix_of(samples[0].example, whole)[2]
    if options.ablate:
        tune = [e for e in measuring if e.variant == "html" and e.kind == "article" and e.extra["set"] in TRAINED]
        ablate(samples, [(e, matrix_of(e, whole)[1]) for e in tune], titles_html, SHIPPED_HTML)
    del samples
    thinned = [e for e in training if e.evidence is None and seed_of("thin", e.page, e.variant) % 100 < THIN]
    samples = _samples(thinned, words, None)
    if options.ablate:
        say("plain text, first look")
        tune = [e for e in measuring if e.variant == "flat" and e.kind == "article" and e.extra["set"] in TRAINED]
        matrices = [(e, matrix_of(e, whole)[1]) for e in tune]
        ablate(samples, matrices, matrix_of(samples[0].example, whole)[2], THRESHOLD_TEXT)
    text = text_forests(samples, words)
    del samples
    gate = gate_forest(training, words, text)
    forests, limits = kinds(training, words, names, html, text)
    about = {
        "commit": commit(),
        "data": "wcxb-dev (Murrough-Foley, CC BY 4.0), fundus (MIT), newspaper3k (MIT), "
        "trafilatura (Apache-2.0, weak labels)",
        "sites": "+".join(sorted(splits)),
        "threshold_text": int(THRESHOLD_TEXT * SCALE),
        "threshold_html": int(SHIPPED_HTML * SCALE),
        "features": titles_html,
        "threshold_gate": int(THRESHOLD_GATE * SCALE),
        **limits,
    }
    made = {"text": text[0], "text_again": text[1], "html": html, "gate": gate}
    made |= {f"kind_{media}": forest for media, forest in forests.items()}
    model = model_of(words[-1], names[-1], cues_of_rules(), made, about)
    data = save(model)
    options.out.write_bytes(data)
    say(f"wrote {options.out.name}, {len(data) / 1e6:.2f} MB")
    measure_on([e for e in measuring if e.extra["set"] in MEASURED] if options.final else measuring, model)


def _samples(training: list[Example], words: list[Table], names: list[Table] | None) -> list[Sample]:
    """Examples with evidence where `names` is given, else those without."""
    chosen = [e for e in training if (e.evidence is not None) == (names is not None)]
    engines = engines_of(words, names)
    return [s for e in chosen if (s := sample(e, engines)) is not None]


if __name__ == "__main__":
    main()
