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
_SAYS = (
    "{name} says:",
    "{name}",
    "{name} wrote:",
    "Posted by {name} on {date}",
    "Posted by: {name} | {date}",
    "Comment by {name} — {date}",
    "by {name} on {date}",
    "{name} | {date}",
    "{name} {date}",
    "{name} [{date}]",
    "{name}, {date} #{n}",
    "{n}. {name}",
    "~ {name} {date}",
    "- {name}, Springfield, {date}",
    "{name} said...",
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
    "{d} {h} Reply",
    "Report abuse",
    "up reply actions",
    "Rate this: {h} {d}",
    "Click to rate Rating {h}",
    "Reply | Report | {date}",
    "Antworten",
    "Responder",
    "Recommend? ({h})",
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


_RULES = (
    "The comments below have not been moderated, and the views expressed in them are those of our readers.",
    "Please keep to the subject, be polite, and do not post links to other sites.",
    "We reserve the right to delete any comment, and to close the discussion at any time without giving reasons.",
    "By posting a comment you agree to our terms of use, which you can read at the foot of every page.",
    "Comments that are offensive, defamatory or break the law will be removed, and their authors will be blocked.",
    "Your email address will not be published. Required fields are marked with an asterisk.",
    "You must be logged in to post a comment, and registration takes less than a minute.",
    "Readers are responsible for what they write, and the editors need not share their opinion.",
    "If you see a comment that breaks these rules, use the button next to it, and a moderator will look at it.",
    "Advertising, spam, and messages in other alphabets are not allowed, nor are several accounts of one person.",
    "All rights reserved, and nothing on this site may be copied or published elsewhere without written consent.",
    "When our texts are quoted, a link to the page on which they stand is required.",
    "The site was registered as a mass medium by the authority for communication, certificate number 77-6987.",
    "HTML is not allowed in comments, but line breaks and paragraphs are added by themselves.",
    "To stop automatic messages, please type the letters and numbers that you see in the picture.",
    "The publisher is not liable for the content of advertisements, nor for that of pages to which it links.",
)
"""What pages say about their comments and about themselves: whole sentences that are no part of any article."""


SHORTENED = 0.35
"""Share of the threads that stand after a shortened article."""


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
    count = rnd.choice((1, 2, 3, 5, 8, 13, 25, 50))
    # A thread has one make: what stands before and after a comment is alike from first to last.
    before, dated, ended = rnd.random() < 0.7, rnd.random() < 0.4, rnd.random() < 0.6
    says, dates, end = rnd.choice(_SAYS), rnd.choice(_DATES), rnd.choice(_ENDS)
    words = [word for line in rnd.sample(lines, 20) for word in line.split() if word.isalpha()] or ["reader"]

    def place(text: str, tail: str, names: str, boxes: tuple[int, ...], links: float) -> None:
        words = " ".join(f"{names} {around} {outer_words}".split())[:160]
        # Bodies declared in JSON-LD do not hold the comments.
        declared = None if anchor.declared is None else False
        ids = (*outer, *boxes)
        new.append((text, Evidence(f"{outer_path}/{tail}", words, links, False, ids, False, declared, None, named)))

    if rnd.random() < 0.7:
        place(rnd.choice(_HEADS).format(n=count), "div/h3", "", (list_box, list_box + 1), 0.0)
    number += 2
    notice = rnd.sample(_RULES, rnd.choice((0, 0, 0, 1, 2, 4, 8)))
    notice_first = rnd.random() < 0.4

    def explain() -> None:
        for k, line in enumerate(notice):
            place(line, "div/p", "", (list_box, number, number + 1 + k), 0.0)

    if notice_first:
        explain()
        number += 2 + len(notice)
    for i in range(count):
        item = (list_box, *range(number, number + depth - 1))
        number += depth
        said = {
            "name": _name(words, rnd),
            "date": dates.format(d=rnd.randint(10, 28), h=rnd.randint(1, 12)),
            "n": str(i + 1),
            "d": str(rnd.randint(0, 40)),
            "h": str(rnd.randint(0, 9)),
        }
        head = says.format(**said)
        if before:
            place(head, path, "comment-author vcard" if named else "", (*item, number), rnd.choice((0.0, 0.4, 1.0)))
            if dated:
                place(said["date"], path, "comment-meta" if named else "", (*item, number + 1), rnd.choice((0.0, 1.0)))
        for line in rnd.sample(lines, rnd.choice((1, 1, 1, 2, 3, 5))):
            number += 2
            place(line, path, own, (*item, number), 0.0)
        if not before:
            place(head, path, "comment-footer" if named else "", (*item, number + 1), rnd.choice((0.0, 0.4)))
        if ended:
            place(end.format(**said), path, "reply" if named else "", (*item, number + 2), 1.0)
        number += 3
    if not notice_first:
        explain()
    k = len(new)
    kept = shortened(base, rnd)
    above_it, below_it = [i for i in kept if i < at], [i for i in kept if i >= at]
    return replace(
        base,
        variant="html-comments",
        lines=[*(base.lines[i] for i in above_it), *(text for text, _ in new), *(base.lines[i] for i in below_it)],
        labels=[*(base.labels[i] for i in above_it), *[False] * k, *(base.labels[i] for i in below_it)],
        weights=[*(base.weights[i] for i in above_it), *[1.0] * k, *(base.weights[i] for i in below_it)],
        evidence=[*(base.evidence[i] for i in above_it), *(e for _, e in new), *(base.evidence[i] for i in below_it)],
    )


def shortened(base: Example, rnd: random.Random) -> list[int]:
    """Indices of lines; of every third body only the first paragraphs remain, as many posts on blogs are short."""
    if rnd.random() < SHORTENED:
        long = [i for i, label in enumerate(base.labels) if label and len(base.lines[i]) >= 100]
        left = rnd.choice((1, 2, 3, 5))
        if left < len(long):
            return [i for i, label in enumerate(base.labels) if i <= long[left - 1] or not label]
    return list(range(len(base.lines)))


def _name(words: list[str], rnd: random.Random) -> str:
    """A name or handle made of words that readers use, so that none is known by its words."""
    one, two = rnd.choice(words), rnd.choice(words)
    makes = (one.title(), f"{one.title()} {two.title()}", one.lower() + str(rnd.randint(1, 99)), f"{one}_{two}".lower())
    return rnd.choice(makes)
