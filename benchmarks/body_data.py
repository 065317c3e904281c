"""Training examples for the body finder from the evaluation sets: pages as lines with labels and weights.

One page gives several examples: as HTML, and as text by several flatteners, hard-wrapped, with part of its chrome gone,
and its gold body alone (in which nothing is chrome).
"""

from __future__ import annotations

import hashlib
import random
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import lxml.html
from body_cues import translated
from body_disguise import disguise
from body_labels import SPACELESS, align
from inscriptis import get_text
from inscriptis.model.config import ParserConfig

from cleaner.html import Page, flatten
from cleaner.model import Evidence

_HAN = re.compile(f"[{SPACELESS}]")
_CAPTION = re.compile(r"caption|wp-caption|credit|legend", re.IGNORECASE)
_HEADINGS = {"h2", "h3", "h4", "h5", "h6"}


@dataclass
class Example:
    """One text of one page. `weight` 0 marks lines on which the conventions of the golds differ."""

    page: str
    site: str
    kind: str
    variant: str
    lines: list[str]
    labels: list[bool]
    weights: list[float]
    gold: str
    cjk: bool
    evidence: list[Evidence] | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def seed_of(*parts: str) -> int:
    return int(hashlib.sha256("|".join(parts).encode()).hexdigest()[:12], 16)


def split_lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def is_cjk(text: str) -> bool:
    return len(_HAN.findall(text)) * 5 > len(text)


def html_example(name: str, page: dict[str, Any]) -> Example | None:
    """The page by our own flattener, with evidence."""
    flat = flatten(page["html"])
    lines = [line.strip() for line in flat.text.split("\n")]
    pairs = [(line, e) for line, e in zip(lines, flat.evidence, strict=True) if line and e]
    if not pairs:
        return None
    lines = [line for line, _ in pairs]
    evidence = [e for _, e in pairs]
    gold = page["gold_text"]
    found = align(lines, gold)
    labels = list(found.body)
    weights = [1.0] * len(lines)
    title = " ".join((page.get("gold_title") or "").split()).casefold()
    first = next((i for i, b in enumerate(labels) if b and len(lines[i]) > 100), len(lines))
    marks: dict[str, str] = {}
    for i, e in enumerate(evidence):
        tags = e.path.split("/")
        is_title = e.title or (len(title) > 10 and " ".join(lines[i].split()).casefold() == title)
        if is_title and i <= first:
            labels[i] = False
            marks[lines[i]] = "title"
        elif "figcaption" in tags or (
            tags[-1] != "li" and _CAPTION.search(" ".join(e.words.split()[:3])) and len(lines[i]) < 400
        ):
            labels[i] = False
            marks[lines[i]] = "caption"
    for i in unsettled(labels, evidence):
        weights[i] = 0.0
        marks.setdefault(lines[i], "unsettled")
    return Example(
        page["id"],
        page.get("site") or page["id"],
        page.get("kind") or "article",
        "html",
        lines,
        labels,
        weights,
        gold,
        is_cjk(gold),
        evidence,
        {"marks": marks, "set": name, "declared": bool(flat.data.bodies), "titles": titles_of(flat)},
    )


def weak_example(
    page: dict[str, Any], other: str, keep: Callable[[list[str], list[Evidence]], list[bool]]
) -> Example | None:
    """A page with only a few snippets of gold: lines on which a first model and another extractor agree, corrected by
    the snippets that must and must not be in the body. All other lines have weight 0.
    """
    flat = flatten(page["html"])
    pairs = [
        (" ".join(line.split()), e)
        for line, e in zip(flat.text.split("\n"), flat.evidence, strict=True)
        if line.strip() and e
    ]
    if not pairs:
        return None
    lines, evidence = [line for line, _ in pairs], [e for _, e in pairs]
    mine = keep(lines, evidence)
    theirs = align(lines, other).body
    labels, weights, marks = [], [], {}
    wanted = [" ".join(snippet.split()) for snippet in page["with"] or ()]
    unwanted = [" ".join(snippet.split()) for snippet in page["without"] or ()]
    met = 0
    for i, line in enumerate(lines):
        label, sure = mine[i], mine[i] == theirs[i]
        if any(len(s) > 8 and s in line for s in wanted) and len(line) > 30:
            met += mine[i]
            label = sure = True
        elif any(len(s) > 3 and s in line for s in unwanted) and len(line) < 300:
            label, sure = False, True
        if evidence[i].title or "figcaption" in evidence[i].path:
            label, sure = False, True
        labels.append(label)
        weights.append(float(sure))
        if not sure:
            marks[line] = "unknown"
    if not met or sum(labels) < 2:
        return None
    gold = "\n".join(line for line, b in zip(lines, labels, strict=True) if b)
    return Example(
        page["id"],
        page.get("site") or page["id"],
        "article",
        "html",
        lines,
        labels,
        weights,
        gold,
        is_cjk(gold),
        evidence,
        {"marks": marks, "set": "trafilatura", "declared": bool(flat.data.bodies), "titles": titles_of(flat)},
    )


def titles_of(page: Page) -> list[str]:
    """Declared titles, headings first."""
    found = page.data.titles
    return [t.value for t in found if t.source == "h1"] + [t.value for t in found if t.source != "h1"]


def unsettled(labels: list[bool], evidence: list[Evidence]) -> list[int]:
    """Headings, list items and table rows that stand between body lines but not in the gold: golds differ on them."""
    body = [i for i, b in enumerate(labels) if b]
    if not body:
        return []
    out = []
    where = 0
    for i in range(body[0], body[-1]):
        if labels[i]:
            where += 1
            continue
        previous, following = body[where - 1], body[where]
        tags = set(evidence[i].path.split("/"))
        listed = tags & (_HEADINGS | {"li", "table", "dl", "blockquote"})
        near = following - previous <= (3 if tags & _HEADINGS else 12)
        if (
            listed
            and near
            and evidence[i].link_density < 0.3
            and evidence[i].boxes[:-3] == evidence[previous].boxes[: len(evidence[i].boxes) - 3]
        ):
            out.append(i)
    return out


def text_example(base: Example, variant: str, text: str) -> Example | None:
    """The same page as plain text of another make; marks carry over by equal lines."""
    lines = split_lines(text)
    if not lines or len(lines) > 20_000:
        return None
    labels = list(align(lines, base.gold).body)
    weights = [1.0] * len(lines)
    marks: dict[str, str] = base.extra["marks"]
    first = next((i for i, b in enumerate(labels) if b and len(lines[i]) > 60), len(lines))
    last = max((i for i, b in enumerate(labels) if b), default=0)
    for i, line in enumerate(lines):
        mark = marks.get(line)
        if (mark == "title" and i <= first) or mark == "caption":
            labels[i] = False
        elif mark == "unknown" or (mark == "unsettled" and not labels[i] and first < i < last):
            weights[i] = 0.0
    return Example(
        base.page, base.site, base.kind, variant, lines, labels, weights, base.gold, base.cjk, None, base.extra
    )


def wrapped(text: str, width: int) -> str:
    """The text with hard line ends and no blank lines, as mail and terminals make it."""
    return "\n".join(part for line in split_lines(text) for part in textwrap.wrap(line, width) or [""])


def text_nodes(html: bytes) -> str:
    """A plain walk over the DOM, one line per text node: inline elements break lines."""
    try:
        root = lxml.html.document_fromstring(html)
    except (ValueError, lxml.etree.ParserError):
        return ""
    return "\n".join(
        " ".join(t.split())
        for t in root.xpath("//body//text()[not(ancestor::script or ancestor::style or ancestor::noscript)]")
    )


def inscribed(html: str) -> str:
    try:
        return str(get_text(html, ParserConfig()))
    except Exception:  # noqa: BLE001  a page that another library cannot read is no example
        return ""


def clean_example(base: Example, rnd: random.Random) -> Example | None:
    """The gold body alone, sometimes a piece of it: nothing in it is chrome."""
    lines = split_lines(base.gold)
    if not lines:
        return None
    roll = rnd.random()
    if roll < 0.25:
        lines = lines[: rnd.randint(1, min(6, len(lines)))]
    elif roll < 0.35:
        lines = split_lines(wrapped("\n".join(lines), rnd.choice((30, 40, 60, 72, 80))))
    elif roll < 0.5:
        # Lists, verse, recipes: the short lines of the body, with and without their full stops.
        short = [line for line in lines if len(line) < 80]
        if len(short) >= 3:
            lines = short
    elif roll < 0.6:
        lines = lines[rnd.randrange(len(lines)) :]
    return Example(
        base.page,
        base.site,
        base.kind,
        "clean",
        lines,
        [True] * len(lines),
        [1.0] * len(lines),
        base.gold,
        base.cjk,
        None,
        base.extra,
    )


def partial_example(base: Example, rnd: random.Random) -> Example:
    """Part of the chrome gone, as after rules have run, or from a dump that began or ended near the article."""
    body = [i for i, b in enumerate(base.labels) if b]
    keep_before = rnd.choice((0, 0, 2, 5, 15))
    keep_after = rnd.choice((0, 2, 5, 15, 40))
    share = rnd.choice((0.3, 0.7, 1.0))
    low = body[0] - keep_before if body else 0
    high = body[-1] + keep_after if body else len(base.lines)
    chosen = [i for i, b in enumerate(base.labels) if b or (low <= i <= high and rnd.random() < share)]
    evidence = [base.evidence[i] for i in chosen] if base.evidence else None
    return Example(
        base.page,
        base.site,
        base.kind,
        base.variant + "-part",
        [base.lines[i] for i in chosen],
        [base.labels[i] for i in chosen],
        [base.weights[i] for i in chosen],
        base.gold,
        base.cjk,
        evidence,
        base.extra,
    )


def examples(name: str, page: dict[str, Any], *, training: bool) -> list[Example]:
    """All examples of a page; for measuring, only the whole page in each make."""
    base = html_example(name, page)
    return [] if base is None or not any(base.labels) else variants(base, page, training=training)


def variants(base: Example, page: dict[str, Any], *, training: bool) -> list[Example]:
    """The page of `base` in other makes."""
    rnd = random.Random(seed_of("body", page["id"]))
    own = Example(
        base.page,
        base.site,
        base.kind,
        "own",
        base.lines,
        base.labels,
        base.weights,
        base.gold,
        base.cjk,
        None,
        base.extra,
    )
    out = [base, own]
    html = page["html"].decode("utf-8", "replace")
    texts = [("flat", page["flat"])]
    makes = ["inscriptis", "nodes", "wrap"]
    for make in [rnd.choice(makes)] if training else makes:
        if make == "inscriptis":
            texts.append((make, inscribed(html)))
        elif make == "nodes":
            texts.append((make, text_nodes(page["html"])))
        else:
            texts.append((make, wrapped(page["flat"], rnd.choice((72, 80, 100)) if training else 80)))
    made = [example for variant, text in texts if (example := text_example(base, variant, text))]
    out += made
    if training:
        out += [partial_example(base, rnd), partial_example(rnd.choice([own, *made]), rnd)]
        if (clean := clean_example(base, rnd)) is not None:
            out.append(clean)
        if not base.cjk:
            out += [disguised(example) for example in (base, *rnd.sample([own, *made], 2)) if rnd.random() < 0.25]
    return [example for example in out if example.lines]


def disguised(of: Example) -> Example:
    """The same page as if it were Chinese or Russian."""
    how = "han" if seed_of("disguise", of.page, of.variant) % 2 else "cyrillic"
    lines = []
    for line in of.lines:
        # The rules know about half of the labels of a page in a language of theirs.
        number = seed_of("label", line, of.site)
        lines.append((number % 2 and translated(line, how, number // 2)) or disguise(line, how))
    return replace(of, variant=f"{of.variant}-{how}", lines=lines, gold="", cjk=how == "han")
