"""What a user gets: whole pages given to `Cleaner.clean`, as HTML and flattened to text, against the labelled bodies.

    python benchmarks/whole.py [--sets fundus] [--split test] [--limit 160] [--makes html-text "wrapped at 80"]

benchmarks/body.py measures the body finder alone; here rules, repeats, body finder and title all have a say. Metric,
sites, draw and the treatment of titles are those of benchmarks/body.py. Beside it trafilatura, which gets the HTML.
"""

from __future__ import annotations

import argparse
from collections import defaultdict

from body import MAKES, SETS, Page, Scorer, chosen, report
from body_peers import outputs

from cleaner.html.parse import to_text
from cleaner.pipeline import Cleaner


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--split", default="test", choices=("tune", "test"))
    parser.add_argument("--limit", type=int, help="pages per set, drawn with a fixed seed; default all")
    parser.add_argument("--makes", nargs="*", default=("html-text",), choices=sorted(MAKES))
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    cleaner = Cleaner()
    means: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for name in options.sets:
        pages = chosen(name, options.split, options.limit)
        articles = [page for page in pages if page.get("kind") in (None, "article")]
        scorer = Scorer(name, articles)
        print(f"\n{name}: {len(articles)} pages of the {options.split} split")
        found = {"cleaner, HTML": {page["id"]: from_html(page, cleaner) for page in articles}}
        for make in options.makes:
            flat = {page["id"]: MAKES[make](page) for page in articles}
            found[f"cleaner, {make}"] = {each: cleaner.clean(text).text for each, text in flat.items()}
            found[f"untouched, {make}"] = flat
        if not options.no_peers:
            found["trafilatura"], _ = outputs("trafilatura", f"{options.split}-{name}", pages)
        for label, texts in found.items():
            rows = scorer.rows(texts)
            means[label].append((report(label, name, rows), sum(row[1] for row in rows.values()) / len(rows)))
    print("\nmean over sets")
    for label, values in means.items():
        f1, exact = (sum(value[i] for value in values) / len(values) for i in (0, 1))
        print(f"{label:28} F1 {f1:.4f}  exact {exact:.3f}")


def from_html(page: Page, cleaner: Cleaner) -> str:
    return cleaner.clean(to_text(page["html"]), media_type="text/html", url=page.get("url")).text


if __name__ == "__main__":
    main()
