"""Threads of readers' comments put after the articles of training pages.

The permissively licensed sets hold hardly a page whose comments stand in the page; the web before 2015, and many blogs
to this day, are full of them. What readers write comes from the forum pages of the training sites, the markup from the
common blog engines and from pages without names for their blocks.
"""

from __future__ import annotations

import random
from dataclasses import replace

from body_data import Example, seed_of, split_lines

from cleaner.model import Evidence

_MARKUP = (  # path below the container, names of the text's block, names of the blocks around it, whether it is named
    ("div/ol/li/div/p", "comment-body", "comment-content comment even thread-even depth-1 commentlist comments", True),
    ("div/ol/li/p", "commenttext", "alt comment commentlist comments respond", True),
    ("div/div/div/p", "comment-content", "comment comment-odd comment-has-avatar comments-body comments", True),
    ("div/dl/dd/p", "comment-body", "Blog1_cmt avatar-comment-indent comments-block comments", True),
    ("div/ul/li/div/p", "comment-body", "comment-author comment b2 discussion-comments discussion", True),
    ("section/div/article/div/p", "comment-content", "comment-body comment byuser comments-area", True),
    ("div/div/div/div", "text", "user-comment comment-item comments-list comments", True),
    ("div/ul/li/p", "post-message", "post-body post-content post disqus_thread", True),
    ("div/div/div/p", "kommentar-text", "kommentar kommentare-liste kommentare", True),
    ("div/ol/li/p", "", "", False),
    ("div/div/p", "", "", False),
    ("div/ul/li/div", "text", "item list", False),
    ("table/tr/td/div", "", "", False),
    ("div/div", "msg", "row", False),
)
_NAMES = (
    *(
        "Anna",
        "Marc",
        "Jürgen",
        "Lucía",
        "Tom99",
        "skywatcher",
        "Pieter",
        "Olga",
        "K. J. Miller",
        "ReaderX",
        "M. Bauer",
    ),
    *("happy_camper", "Иван", "小明"),
)
_SAYS = (
    "{name} says:",
    "{name}",
    "{name} wrote:",
    "Posted by {name} on {date}",
    "{name} | {date}",
    "{name} sagt:",
    "@{name}",
)
_DATES = (
    "July {d}, 2012 at {h}:14 pm",
    "{d}.03.2014, {h}:51 Uhr",
    "2016-05-{d} {h}:09",
    "{d} hours ago",
    "{h}:{d} AM, Oct 3",
)
_ENDS = (
    "Reply",
    "Like",
    "Report abuse",
    "Antworten",
    "Responder",
    "Ответить",
    "回复",
    "Recommend? (4)",
    "Link to this comment",
)
_HEADS = (
    "{n} Comments",
    "{n} Responses",
    "Comments ({n})",
    "What readers say",
    "Kommentare",
    "Comentarios",
    "{n} Kommentare",
)


def pool_of(pages: list[tuple[str, str]]) -> dict[str, list[str]]:
    """Lines that readers could have written, by language: `pages` are languages and texts of forum posts."""
    pool: dict[str, list[str]] = {}
    for language, text in pages:
        pool.setdefault(language, []).extend(line for line in split_lines(text) if 15 <= len(line) <= 700)
    return pool


def with_comments(base: Example, lines: list[str]) -> Example | None:
    """The page of `base` with a thread after its body. Deterministic: drawn by the page's id."""
    body = [i for i, label in enumerate(base.labels) if label]
    if not body or len(lines) < 30 or base.evidence is None:
        return None
    rnd = random.Random(seed_of("comments", base.page))
    last = body[-1]
    at = min(len(base.lines), last + 1 + rnd.choice((0, 0, 1, 2, 3, 5)))
    anchor = base.evidence[last]
    path, own, around, named = rnd.choice(_MARKUP)
    above = max(1, len(anchor.boxes) - rnd.choice((1, 1, 2, 2, 3)))
    outer, outer_path = anchor.boxes[:above], "/".join(anchor.path.split("/")[:above])
    outer_words = " ".join(anchor.words.split()[-rnd.randint(0, 6) :])
    number = max(e.boxes[-1] for e in base.evidence if e.boxes) + 1
    list_box, depth = number, path.count("/")
    new: list[tuple[str, Evidence]] = []
    count = rnd.choice((1, 2, 3, 5, 8, 13, 25))

    def place(text: str, tail: str, names: str, boxes: tuple[int, ...], links: float) -> None:
        words = " ".join(f"{names} {around} {outer_words}".split())[:160]
        # Bodies declared in JSON-LD do not hold the comments.
        declared = None if anchor.declared is None else False
        ids = (*outer, *boxes)
        new.append((text, Evidence(f"{outer_path}/{tail}", words, links, False, ids, False, declared, None, named)))

    if rnd.random() < 0.7:
        place(rnd.choice(_HEADS).format(n=count), "div/h3", "", (list_box, list_box + 1), 0.0)
    number += 2
    for _ in range(count):
        item = (list_box, *range(number, number + depth - 1))
        number += depth
        said = {
            "name": rnd.choice(_NAMES),
            "date": rnd.choice(_DATES).format(d=rnd.randint(10, 28), h=rnd.randint(1, 12)),
        }
        before = rnd.random() < 0.8
        head = rnd.choice(_SAYS).format(**said)
        if before:
            place(head, path, "comment-author vcard" if named else "", (*item, number), rnd.choice((0.0, 0.4, 1.0)))
            if rnd.random() < 0.6:
                place(said["date"], path, "comment-meta" if named else "", (*item, number + 1), rnd.choice((0.0, 1.0)))
        for line in rnd.sample(lines, rnd.choice((1, 1, 1, 2, 3, 5))):
            number += 2
            place(line, path, own, (*item, number), 0.0)
        if not before:
            place(head, path, "comment-footer" if named else "", (*item, number + 1), rnd.choice((0.0, 0.4)))
        if rnd.random() < 0.6:
            place(rnd.choice(_ENDS), path, "reply" if named else "", (*item, number + 2), 1.0)
        number += 3
    k = len(new)
    return replace(
        base,
        variant="html-comments",
        lines=[*base.lines[:at], *(text for text, _ in new), *base.lines[at:]],
        labels=[*base.labels[:at], *[False] * k, *base.labels[at:]],
        weights=[*base.weights[:at], *[1.0] * k, *base.weights[at:]],
        evidence=[*base.evidence[:at], *(e for _, e in new), *base.evidence[at:]],
    )
