"""Tell a subheading from a button of the same words: "Download", "Share", "Comments" over paragraphs of a text.

The test of an application names its buttons, a report on a rumour has a part on the comments. Such a label stands where
a subheading stands, directly over a paragraph, and the text has other subheadings of its form. Chrome between
paragraphs has no such company: it stands alone, or among other chrome.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence, Set
from typing import Final

from cleaner.finders.prose import ends_sentence, is_prose, width
from cleaner.model import View

WIDEST: Final = 30
"""Width of the widest line that is taken for a subheading, and for a label."""
WORDS: Final = 4
SIBLINGS: Final = 2
"""Other subheadings of a text that make a label one of them; one of these is taken by no rule."""
SECTION: Final = 3
"""Most lines from one subheading to the next, on average. Of 1,069 gold bodies into which "Share" was put at any place
18 held it as a subheading, and 136 without this bound."""
SHORT: Final = 10
"""Most lines, those that rules take left out, of a text of which two labels in turn are the subheadings."""
IN_TURN: Final = 3
"""Different labels over single paragraphs that are subheadings together even if rules take all of them."""
RUNNING: Final = 40
"""Width from which a line that ends in a colon, or that goes on in the next one, is text."""


def subheads(view: View, taken: Set[int]) -> frozenset[int]:
    r"""Numbers of the lines that stand as subheadings of the text.

    taken: starts of the lines (`view.bounds`) that rules take.

    >>> from cleaner.views import view_of
    >>> lines = ["Download", "It took nine minutes.", "Share", "Nobody asked for it.", "Verdict", "The fox is good."]
    >>> view = view_of("\n".join(["The bin app on trial", "It was right twice.", *lines]))
    >>> sorted(subheads(view, {view.bounds[2][0], view.bounds[4][0]}))
    [2, 4, 6]
    """
    lines = view.lines
    heads = [i for i in range(len(lines)) if heads_text(view, i, taken)]
    names = {i: lines[i].casefold() for i in heads}
    free = {names[i] for i in heads if view.bounds[i][0] not in taken}
    out = set(_in_turn(heads, names, free if len(lines) - len(taken) <= SHORT else ()))
    if len(heads) > SIBLINGS and heads[-1] - heads[0] <= SECTION * (len(heads) - 1):
        for i in heads:
            if i > 1 and len(set(names.values()) - {names[i]}) >= SIBLINGS and free - {names[i]}:
                out.add(i)
    return frozenset(out)


def heads_text(view: View, i: int, taken: Container[int]) -> bool:
    """Whether a short line stands directly over text that no rule takes, and directly under text or the title."""
    lines = view.lines
    line = lines[i]
    if len(line) > WIDEST or not 0 < i < len(lines) - 1:
        return False
    if view.bounds[i + 1][0] in taken or (i > 1 and view.bounds[i - 1][0] in taken):
        return False
    if width(line) > WIDEST or len(line.split()) > WORDS or (ends_sentence(line) and not line.endswith("?")):
        return False
    return is_text(lines, i + 1) and (i == 1 or is_text(lines, i - 1))


def is_text(lines: Sequence[str], i: int) -> bool:
    r"""Whether a line is a paragraph, or the first line of one that was wrapped.

    >>> is_text(["Share", "It announces to the whole street that your", "bin is full."], 1)
    True
    """
    line = lines[i]
    if is_prose(line) or ends_sentence(line):
        return True
    if width(line) < RUNNING:
        return False
    if line.endswith((":", "：")):
        return True
    return i + 1 < len(lines) and (lines[i + 1][0].islower() or _is_wrapped(line, lines[i + 1]))


def _is_wrapped(line: str, following: str) -> bool:
    """Whether a script without capitals goes on in the next line, which ends a sentence."""
    letter = next((char for char in line if char.isalpha()), "A")
    return letter.lower() == letter.upper() and ends_sentence(following)


def _in_turn(heads: Sequence[int], names: Mapping[int, str], free: Container[str]) -> list[int]:
    """The lines of each chain of different labels with one paragraph between two of them.

    Two are a chain where one of them is `free`, taken by no rule, and neither stands directly under the title: there
    buttons do.
    """
    out: list[int] = []
    chain: list[int] = []
    for i in heads:
        if chain and (i != chain[-1] + 2 or names[i] in {names[j] for j in chain}):
            chain = []
        chain.append(i)
        pair = [j for j in chain if j > 1]
        if len(chain) >= IN_TURN:
            out.extend(chain)
        elif len(pair) > 1 and any(names[j] in free for j in pair):
            out.extend(pair)
    return out
