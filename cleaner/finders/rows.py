"""Take off rows of chrome: a menu, a footer or share buttons that stand in one line.

"About us | Contact | Privacy" fits no rule on whole lines, and every site has its own row. So the row is taken apart at
its separators, and its entries are asked for one by one: it goes where most of them are chrome by rules on whole lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import eq
from types import MappingProxyType
from typing import Final

import regex

from cleaner.finders.prose import ends_sentence, is_prose
from cleaner.model import Context, Finding, View

REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {"row.entries": "A row of entries (menu, footer, buttons), most of which are boilerplate as lines of their own."}
)

Kinds = Callable[[Sequence[str], Context], Sequence[frozenset[str]]]
"""For each line the categories of the rules that match it, whatever their conditions say."""

LONGEST: Final = 400
"""Characters of the longest row, as of the longest line that a rule may take."""
ENTRY: Final = 40
MOST: Final = 40
_WORDS: Final = 5
"""Entries of a row without separators, which is a row only if all its words are entries."""
_SEPARATOR = regex.compile(r" *[|•·│｜‧・»›>]+ *| +[-–—/*:] +|\t+| {3,}")
_DASH: Final = " — "
_SEPARATORS: Final = (*"|•·│｜‧・»›>\t", " - ", " – ", " — ", " / ", " * ", " : ", "   ")
"""One of them is in every text that `_SEPARATOR` divides; looking for each is several times as fast."""
# fmt: off
ROWS: Final = frozenset(
    (
        "skip_link", "nav_menu", "nav_section_label", "search_box", "login_account", "language_switch",
        "share_prompt", "share_buttons", "share_counts", "newsletter_signup", "follow_channel", "app_download",
        "paywall_subscription", "print_email_tools", "back_to_top", "ui_control", "cookie_consent",
        "legal_footer", "copyright", "tip_contact", "feedback_error", "support_prompt", "comments_section",
        "reply_form", "pagination", "trending_list",
    )
)
# fmt: on


def find_rows(view: View, kinds: Kinds, known_entries: dict[str, list[str]] | None = None) -> list[Finding]:
    """One finding for each line that is a row of chrome.

    With separators: at least half of the entries, and two different ones, are chrome; all of them between paragraphs
    and where tabs are the separators.
    Without: at least five words, each of them an entry.
    `known_entries` remembers what lines fall into from one view of a document to the next.
    """
    memo = {} if known_entries is None else known_entries
    lines = view.lines
    new = set(lines).difference(memo)
    text = "\n".join(new)
    separators = [separator for separator in _SEPARATORS if separator in text]
    memo.update((line, _entries(line, separators)) for line in new)
    rows = {i: entries for i, line in enumerate(lines) if (entries := memo[line])}
    if not rows:
        return []
    others = [i for i in range(len(lines)) if i not in rows]
    first = next((i for i in others if is_prose(lines[i])), len(lines))
    last = next((i for i in reversed(others) if is_prose(lines[i])), -1)
    whole = {
        i
        for i, entries in rows.items()
        if first < i < last
        or " ".join(entries) == lines[i]  # no separator divides it
        or "\t" in lines[i]  # the head of a table, as often as a menu
    }
    # Where all entries must be chrome the first one is asked for before the others: it settles nearly every heading.
    known = _asked((entry for i in rows for entry in (rows[i][:1] if i in whole else rows[i])), kinds, view.context)
    rows = {i: entries for i, entries in rows.items() if i not in whole or known[entries[0]]}
    known |= _asked((entry for i in rows for entry in rows[i] if entry not in known), kinds, view.context)
    out = []
    for i, entries in rows.items():
        chrome = {entry: found for entry in entries if (found := known[entry])}
        number = len(set(entries))
        if len(chrome) >= max(2, number if i in whole else number / 2):
            counts = Counter(name for found in chrome.values() for name in found)
            category = min(counts, key=lambda name: (-counts[name], name))
            out.append(Finding("drop", *view.bounds[i], "row.entries", category, "likely", order=(0, -1)))
    return out


def _asked(entries: Iterable[str], kinds: Kinds, context: Context) -> dict[str, frozenset[str]]:
    """Each entry with the kinds of chrome it is as a line of its own."""
    texts = list(dict.fromkeys(entries))
    return {text: found & ROWS for text, found in zip(texts, kinds(texts, context), strict=True)} if texts else {}


def _is_divided(line: str, separators: Sequence[str]) -> bool:
    for separator in separators:  # noqa: SIM110  # any() over a generator takes half as long again
        if separator in line:
            return True
    return False


def _entries(line: str, separators: Sequence[str]) -> list[str]:
    """What the line falls into; empty where it is no row. `separators`: those that stand in the text at all."""
    if len(line) > LONGEST:
        return []
    if _is_divided(line, separators):
        entries = [entry for entry in (part.strip() for part in _SEPARATOR.split(line)) if entry]
        least = 3 if _DASH in line else 2  # "A guide to wine — FAQ" is a heading
    elif not _WORDS <= line.count(" ") + 1 <= MOST or is_prose(line) or ends_sentence(line):
        return []
    else:
        entries = line.split(" ")
        if any(map(eq, entries, entries[1:])):
            return []  # cells of a table: "Android Yes Yes Yes"
        least = _WORDS
    if not least <= len(entries) <= MOST or max(map(len, entries)) > ENTRY:
        return []
    return entries
