"""Texts of short lines inside pages: plays, verse, recipes, lists, tables, letters, programmes, results.

The permissive sets hold news and blogs; an article in them that is made of short lines is rare, and without such ones
short lines are learned to be menus. Part of a body is set in such a form; the chrome of the page stays around it.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from body_data import Example, seed_of

_FEWEST = 40
"""Words a body must have to be set in a form."""
_PLACES = ("end", "end", "middle", "whole", "whole", "begin")
_BULLETS = ("", "", "", "- ", "• ", "* ", "– ")
_UNITS = ("g", "ml", "cups", "tbsp", "EL", "kg", "x", "dl", "cucharadas", "")

Words = list[str]
Form = Callable[[Words, random.Random], list[str]]


def with_form(base: Example) -> Example | None:
    """The page with part of its body in a form of short lines. Deterministic: drawn by the page and the make."""
    body = [i for i, label in enumerate(base.labels) if label and base.weights[i]]
    rnd = random.Random(seed_of("form", base.page, base.variant))
    if base.cjk or base.evidence is not None or len(body) < 3:
        return None
    part = _part(body, rnd)
    new = formed(" ".join(base.lines[i] for i in part), rnd)
    if new is None:
        return None
    gone, at = set(part), part[0]
    rows = list(zip(base.lines, base.labels, base.weights, strict=True))
    left = [row for i, row in enumerate(rows) if i not in gone]
    rows = [*left[:at], *((line, True, 1.0) for line in new), *left[at:]]
    lines, labels, weights = (list(column) for column in zip(*rows, strict=True))
    return replace(base, variant=f"{base.variant}-form", lines=lines, labels=labels, weights=weights, gold="")


def _part(body: list[int], rnd: random.Random) -> list[int]:
    """Which lines of the body are set in another form; prose before it, around it or behind it stays, or none."""
    place = rnd.choice(_PLACES)
    share = max(1, round(len(body) * rnd.uniform(0.3, 0.8)))
    if place == "whole":
        return body
    if place == "end":
        return body[-share:]
    if place == "begin":
        return body[:share]
    start = rnd.randint(1, max(1, len(body) - share - 1))
    return body[start : start + share] or body[-1:]


def formed(text: str, rnd: random.Random) -> list[str] | None:
    """The text in a form drawn at random; None where it is too short or in a script without spaces."""
    words = text.split()
    if len(words) < _FEWEST:
        return None
    start = rnd.randrange(max(1, len(words) - 400))
    lines = rnd.choice(_FORMS)(words[start : start + rnd.choice((60, 120, 250, 400))], rnd)
    return [line for line in (line.strip() for line in lines) if line]


def _chunks(words: Words, low: int, high: int, rnd: random.Random) -> list[Words]:
    out, at = [], 0
    while at < len(words):
        size = rnd.randint(low, high)
        out.append(words[at : at + size])
        at += size
    return out


def _bare(words: Words) -> str:
    """Words without the stops of sentences, with a capital or not as they come."""
    return " ".join(word.strip('.,;:!?…"“”«»()') for word in words).strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(words: Words, rnd: random.Random) -> list[str]:
    """Words that begin with a capital, as names; others where there are none."""
    found = sorted({_bare([word]) for word in words if word[:1].isupper() and word[1:].islower() and len(word) > 3})
    pool = found if len(found) >= 3 else sorted({_bare([word]) for word in words if len(word) > 3} | {"Anna", "Omar"})
    return [_capital(name) for name in rnd.sample(pool, min(len(pool), rnd.randint(2, 12)))]


def _speech(words: Words, rnd: random.Random) -> list[str]:
    return [
        _capital(_bare(chunk)) + rnd.choice((".", ".", ".", "!", "?", "…"))
        for chunk in _chunks(words, 1, rnd.choice((4, 9, 16)), rnd)
    ]


def play(words: Words, rnd: random.Random) -> list[str]:
    """A speaker's name on a line of its own, then what is said."""
    names = _names(words, rnd)[: rnd.randint(2, 4)]
    names = [name.upper() for name in names] if rnd.random() < 0.7 else names
    mark = rnd.choice(("", "", ":", "."))
    out = []
    for i, said in enumerate(_speech(words, rnd)):
        out += [names[i % len(names)] + mark, f"({said.rstrip('.').lower()}.)" if rnd.random() < 0.05 else said]
    return out


def dialogue(words: Words, rnd: random.Random) -> list[str]:
    """Speaker and speech in one line, or a dash before each speech."""
    names = _names(words, rnd)[: rnd.randint(2, 3)]
    names = [name.upper() for name in names] if rnd.random() < 0.5 else names
    dash = rnd.choice(("{name}: {said}", "{name}: {said}", "{name}. {said}", "– {said}", "— {said}", "- {said}"))
    return [dash.format(name=names[i % len(names)], said=said) for i, said in enumerate(_speech(words, rnd))]


def verse(words: Words, rnd: random.Random) -> list[str]:
    """Lines of a few words, with the stops that the sentences have."""
    capital = rnd.random() < 0.5
    low = rnd.choice((2, 4, 6))
    lines = [" ".join(chunk) for chunk in _chunks(words, low, low + 3, rnd)]
    return [_capital(line) if capital else line for line in lines]


def listing(words: Words, rnd: random.Random) -> list[str]:
    """Entries of a few words behind one bullet, number or nothing; sometimes with years or short notes behind."""
    bullet = rnd.choice(_BULLETS)
    numbered = rnd.random() < 0.25
    tail = rnd.choice(("", "", "", " ({y})", ", {y}", ";", ",", ".", " – {d}"))
    out = []
    for i, chunk in enumerate(_chunks(words, 1, rnd.choice((3, 6, 10)), rnd)[: rnd.randint(4, 40)], 1):
        behind = tail.format(y=rnd.randint(1900, 2024), d=rnd.randint(1, 500))
        out.append((f"{i}. " if numbered else bullet) + _capital(_bare(chunk)) + behind)
    return out


def recipe(words: Words, rnd: random.Random) -> list[str]:
    """Amounts and things, then steps."""
    chunks = _chunks(words, 1, 4, rnd)
    unit = rnd.sample(_UNITS, 4)
    cut = rnd.randint(4, 16)
    things = [
        f"{rnd.choice((1, 2, 3, 4, 50, 100, 200, 250, 500))} {rnd.choice(unit)} {_bare(chunk).lower()}".replace(
            "  ", " "
        )
        for chunk in chunks[:cut]
    ]
    steps = [_capital(_bare(chunk)) + "." for chunk in _chunks([w for c in chunks[cut:] for w in c], 5, 18, rnd)]
    heads = _names(words, rnd)
    if rnd.random() < 0.6:
        return [heads[0] + rnd.choice((":", "")), *things, heads[-1] + rnd.choice((":", "")), *steps[:12]]
    return [*things, *steps[:12]]


def programme(words: Words, rnd: random.Random) -> list[str]:
    """Times or days, and what happens then; on one line or on two."""
    sep = rnd.choice((" ", " – ", ": ", "\n", "\t"))
    colon = rnd.choice((":", ".", "h"))
    out = []
    for i, chunk in enumerate(_chunks(words, 1, 8, rnd)[: rnd.randint(4, 24)]):
        out += (
            f"{(8 + i // 2) % 24:02}{colon}{rnd.choice(('00', '15', '30', '45'))}{sep}{_capital(_bare(chunk))}".split(
                "\n"
            )
        )
    return out


def table(words: Words, rnd: random.Random) -> list[str]:
    """Rows of a name and figures, cells parted by tabs, spaces or bars, or each on a line of its own."""
    sep = rnd.choice(("\t", " ", "  ", " | ", "\n"))
    cells = rnd.randint(1, 5)
    rows = [
        sep.join(
            [
                _capital(_bare(chunk)),
                *(str(rnd.choice((rnd.randint(0, 99), rnd.randint(0, 9999) / 10))) for _ in range(cells)),
            ]
        )
        for chunk in _chunks(words, 1, 3, rnd)[: rnd.randint(4, 25)]
    ]
    return "\n".join(rows).split("\n")


def results(words: Words, rnd: random.Random) -> list[str]:
    """Two names and a score."""
    names = _names(words, rnd)
    dash = rnd.choice((" – ", " - ", " v ", " : "))
    score = rnd.choice((" {a}–{b}", " {a}:{b}", ", {a}-{b}", " {a}-{b} ({c}-{d})"))
    return [
        f"{rnd.choice(names)}{dash}{rnd.choice(names)}"
        + score.format(a=rnd.randint(0, 5), b=rnd.randint(0, 5), c=rnd.randint(0, 3), d=rnd.randint(0, 3))
        for _ in range(rnd.randint(4, 20))
    ]


def letter(words: Words, rnd: random.Random) -> list[str]:
    """Place and day, salutation, some short paragraphs, greeting and name."""
    names = _names(words, rnd)
    chunks = _chunks(words, 8, 40, rnd)[: rnd.randint(2, 6)]
    paragraphs = [_capital(" ".join(chunk)).rstrip(".,;:") + "." for chunk in chunks]
    head = [f"{names[0]}, {rnd.randint(1, 28)} {rnd.choice(('May', 'October', 'juin', 'marzo', 'Juli'))}"]
    first = _capital(_bare(words[:2])) + ","
    return [*(head if rnd.random() < 0.6 else []), first, *paragraphs, _capital(_bare(words[-2:])) + ",", names[-1]]


def questions(words: Words, rnd: random.Random) -> list[str]:
    """A short question, a short answer."""
    out = []
    for chunk in _chunks(words, 10, 50, rnd):
        cut = rnd.randint(2, 7)
        out += [_capital(_bare(chunk[:cut])) + "?", _capital(" ".join(chunk[cut:])).rstrip(".,;:") + "."]
    return out


def sections(words: Words, rnd: random.Random) -> list[str]:
    """A heading of a few words before each short paragraph."""
    out = []
    for chunk in _chunks(words, 15, 60, rnd):
        cut = rnd.randint(1, 5)
        head = _bare(chunk[:cut])
        head = head.upper() if rnd.random() < 0.2 else head.title() if rnd.random() < 0.4 else _capital(head)
        out += [head, _capital(" ".join(chunk[cut:])).rstrip(".,;:") + "."]
    return out


_FORMS: tuple[Form, ...] = (
    play,
    play,
    dialogue,
    verse,
    listing,
    listing,
    recipe,
    programme,
    table,
    results,
    letter,
    questions,
    sections,
)
