"""How good the body finder is, beside other extractors, on sites it was not trained on.

    python benchmarks/body.py                 the tables of docs/body.md: HTML, flattened text, harm, speed
    python benchmarks/body.py --sets fundus   some sets only

Metric: the evaluation data's score.py. Only sites of the `test` split are measured. Golds that hold the page's title
(daniel, dragnet) are compared with the same title before every extractor's body. Outputs of peers are kept in a
temporary folder; speed is measured anew on a sample, all extractors in the same run.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from body_data import inscribed, is_cjk, seed_of, text_nodes, wrapped
from body_peers import PEERS, outputs
from body_shared import gold, score

from cleaner.extractor import with_opinion
from cleaner.finders.body import DOUBT, judge_body, propose_cuts
from cleaner.html import Page as FlatPage
from cleaner.html import flatten
from cleaner.html.parse import to_text
from cleaner.model import View
from cleaner.views import shrink, view_of

SETS = ("wcxb-dev", "fundus", "l3s-gn1", "daniel", "newspaper3k", "dragnet")
TITLED = ("daniel", "dragnet")
Page = dict[str, Any]


def settle(view: View) -> View:
    """What the finder leaves when nothing else runs."""
    for _ in range(20):
        starts = {bounds[0]: i for i, bounds in enumerate(view.bounds)}
        cut = {starts[f.start] for f in propose_cuts(view).findings if f.certainty != "hint"}
        if not cut:
            break
        view = shrink(view, cut, {}, view.context)
    return view


def from_html(page: Page, extractor: str = "own") -> str:
    html = to_text(page["html"])
    flat = flatten(html, url=page.get("url"))
    if extractor == "trafilatura" or (extractor == "auto" and in_doubt(flat)):
        flat = with_opinion(flat, html)
    return "\n".join(settle(view_of(flat.text, evidence=flat.evidence)).lines)


def in_doubt(flat: FlatPage) -> bool:
    return judge_body(view_of(flat.text, evidence=flat.evidence)).confidence < DOUBT


def from_text(text: str) -> str:
    return "\n".join(settle(view_of(text)).lines)


MAKES: dict[str, Callable[[Page], str]] = {
    "html-text": lambda page: page["flat"],
    "own flattening": lambda page: flatten(page["html"]).text,
    "inscriptis": lambda page: inscribed(to_text(page["html"])),
    "text nodes": lambda page: text_nodes(page["html"]),
    "no blank lines": lambda page: "\n".join(line for line in page["flat"].split("\n") if line.strip()),
    "wrapped at 80": lambda page: wrapped(page["flat"], 80),
}


class Scorer:
    """Scores of one set, page by page, for any extractor."""

    def __init__(self, name: str, pages: list[Page]) -> None:
        self.name, self.pages = name, pages
        self.cjk = {page["id"]: is_cjk(page["gold_text"]) for page in pages}
        self.titles: dict[str, str] = {}
        if name in TITLED:
            for page in pages:
                titles = flatten(page["html"]).data.titles
                best = [t.value for t in titles if t.source == "h1"] or [t.value for t in titles]
                self.titles[page["id"]] = best[0] if best else ""

    def rows(self, texts: dict[str, str]) -> dict[str, Any]:
        out = {}
        for page in self.pages:
            text, title = texts[page["id"]], self.titles.get(page["id"], "")
            if title and title not in text[:600]:
                text = f"{title}\n{text}"
            out[page["id"]] = score.counts(page["gold_text"], text, self.cjk[page["id"]])
        return out


def report(label: str, name: str, rows: dict[str, Any]) -> float:
    found = score.prf(list(rows.values()))
    print(
        f"{label:28} {name:22} F1 {found['f1']:.4f}  P {found['p']:.3f}  R {found['r']:.3f}  exact {found['acc']:.3f}"
    )
    sys.stdout.flush()
    return float(found["f1"])


Rows = dict[str, dict[str, Any]]
"""Counts by extractor and page."""


def rows_of(name: str, chosen: list[Page], peers: list[str], split: str) -> tuple[Rows, Rows]:
    """What all extractors make of the pages of a set: its articles, and the pages of other kinds."""
    articles = [page for page in chosen if page.get("kind") in (None, "article")]
    scorer = Scorer(name, articles)
    found: Rows = {"cleaner, HTML": scorer.rows({page["id"]: from_html(page) for page in articles})}
    for extractor in ("auto", "trafilatura") if peers else ():
        texts = {page["id"]: from_html(page, extractor) for page in articles}
        found[f"cleaner, HTML, {extractor}"] = scorer.rows(texts)
    for make, flattened in MAKES.items():
        texts = {page["id"]: from_text(flattened(page)) for page in articles}
        found[f"cleaner, {make}"] = scorer.rows(texts)
    for peer in peers:
        texts, _ = outputs(peer, f"{split}-{name}", chosen)
        found[peer] = scorer.rows(texts)
    others = [page for page in chosen if page.get("kind") not in (None, "article")]
    other: Rows = {}
    if others:
        scorer = Scorer(name, others)
        other["cleaner, HTML"] = scorer.rows({page["id"]: from_html(page) for page in others})
        other["cleaner, html-text"] = scorer.rows({page["id"]: from_text(page["flat"]) for page in others})
        if "trafilatura" in peers:
            texts, _ = outputs("trafilatura", f"{split}-{name}", chosen)
            other["trafilatura"] = scorer.rows(texts)
    return found, other


def quality(pages: dict[str, list[Page]], peers: list[str], split: str, jobs: int) -> None:
    languages: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    means: dict[str, list[float]] = defaultdict(list)
    exact: dict[str, list[float]] = defaultdict(list)
    with ProcessPoolExecutor(jobs) as pool:
        # The largest sets first, so that no job waits for one that began last.
        order = sorted(pages, key=lambda name: -len(pages[name]))
        tasks = {name: pool.submit(rows_of, name, pages[name], peers, split) for name in order}
        results = {name: tasks[name].result() for name in pages}
    for name, (found, other) in results.items():
        articles = [page for page in pages[name] if page.get("kind") in (None, "article")]
        print(f"\n{name}: {len(articles)} pages of the {split} split")
        for label, rows in found.items():
            means[label].append(report(label, name, rows))
            exact[label].append(sum(r[1] for r in rows.values()) / len(rows))
            for page in articles:
                languages[language_of(page, name)][label].append(rows[page["id"]])
        if other:
            print(f"{name}: {len(pages[name]) - len(articles)} pages of other kinds")
            for label, rows in other.items():
                report(label, "other kinds", rows)
    print("\nmean over sets")
    for label, values in means.items():
        print(f"{label:28} F1 {sum(values) / len(values):.4f}  exact {sum(exact[label]) / len(exact[label]):.3f}")
    print("\nby language")
    for language, by in sorted(languages.items(), key=lambda item: -len(item[1]["cleaner, HTML"])):
        if len(by["cleaner, HTML"]) >= 8:
            cells = [
                f"{label} {score.prf(by[label])['f1']:.3f}"
                for label in ("cleaner, HTML", "cleaner, html-text", *peers[:1])
            ]
            print(f"{language:5} {len(by['cleaner, HTML']):5} pages  " + "  ".join(cells))


_COUNTRY = {"us": "en", "uk": "en", "za": "en", "ca": "en", "au": "en", "at": "de", "ch": "de", "jp": "ja", "cz": "cs"}


def language_of(page: Page, name: str) -> str:
    known: str = page.get("lang") or ""
    return _COUNTRY.get(known, known) or f"({name})"


def harm(pages: dict[str, list[Page]]) -> None:
    """Gold bodies given as plain text: nothing may go. A title that moves to its field is no loss."""
    print("\ngold bodies as plain text")
    total_docs = total_touched = total_chars = total_lost = 0
    for name, chosen in pages.items():
        docs = touched = chars = lost = 0
        for page in chosen:
            body = page["gold_text"]
            if page.get("kind") not in (None, "article") or not body.strip():
                continue
            left = settle(view_of(body))
            before = sum(map(len, view_of(body).lines))
            gone = before - sum(map(len, left.lines))
            docs, touched, chars, lost = docs + 1, touched + (gone > 0), chars + before, lost + gone
        if docs:
            print(f"{name:12} {docs:5} documents, touched {touched / docs:.2%}, characters lost {lost / chars:.3%}")
        total_docs, total_touched = total_docs + docs, total_touched + touched
        total_chars, total_lost = total_chars + chars, total_lost + lost
    share, lost_share = total_touched / total_docs, total_lost / total_chars
    print(f"{'all':12} {total_docs:5} documents, touched {share:.2%}, characters lost {lost_share:.3%}")


def speed(pages: dict[str, list[Page]]) -> None:
    """Pages per second of processor time, the same 120 pages for all; none of them uses threads."""
    sample = [page for chosen in pages.values() for page in chosen if page.get("kind") in (None, "article")]
    sample = sample[:: max(1, len(sample) // 120)][:120]
    runs: dict[str, Callable[[Page], object]] = {
        "cleaner, HTML": lambda page: from_html(page),
        "cleaner, HTML, auto": lambda page: from_html(page, "auto"),
        "cleaner, HTML, trafilatura": lambda page: from_html(page, "trafilatura"),
        "cleaner, html-text": lambda page: from_text(page["flat"]),
        **{name: PEERS[name] for name in ("trafilatura", "resiliparse", "readability-lxml", "jusText")},
    }
    for run in runs.values():
        run(sample[0])
    print(f"\nspeed, {len(sample)} pages, one core")
    base = 0.0
    times = {}
    for label, run in runs.items():
        started = time.process_time()
        for page in sample:
            run(page)
        times[label] = time.process_time() - started
    base = times["trafilatura"]
    for label, seconds in times.items():
        print(f"{label:28} {len(sample) / seconds:7.1f} pages/s  {base / seconds:5.1f} × trafilatura")


def chosen(name: str, split: str, limit: int | None) -> list[Page]:
    """The pages of a split with full gold; with a limit so many of them, drawn by the hash of their id."""
    pages = [page for page in gold.pages(name) if page.get("gold_text") and gold.split(page) == split]
    if limit is not None and len(pages) > limit:
        drawn = sorted(pages, key=lambda page: seed_of("draw", page["id"]))[:limit]
        kept = {page["id"] for page in drawn}
        pages = [page for page in pages if page["id"] in kept]
    return pages


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--split", default="test", choices=("tune", "test"))
    parser.add_argument("--parts", nargs="*", default=("quality", "harm", "speed"))
    parser.add_argument("--limit", type=int, help="pages per set, drawn at random with a fixed seed; default all")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--jobs", type=int, default=1, help="sets measured at the same time (quality only)")
    options = parser.parse_args()
    pages = {name: chosen(name, options.split, options.limit) for name in options.sets}
    if "quality" in options.parts:
        quality(pages, [] if options.no_peers else list(PEERS), options.split, options.jobs)
    if "harm" in options.parts:
        harm(pages)
    if "speed" in options.parts:
        speed(pages)


if __name__ == "__main__":
    main()
