"""Labels of page chrome in many languages, from the phrases of the rules: what the body finder knows of a language
that no training page is in.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from body_image import NO_CUES, NO_WORDS, Cues, model_of

from cleaner import rulebook
from cleaner.finders.body.engine import READ, Engine

OTHER, RELATED, COMMENTS = 1, 2, 3
"""What a label announces, as in source/body.h: chrome of any kind, other articles, what readers say."""
LONGEST = 8
"""Words of the longest phrase; numbers count here."""
_KINDS = {
    **dict.fromkeys(("comments_section", "reply_form", "comment_count"), COMMENTS),
    **dict.fromkeys(("related_links", "trending_list", "read_more", "poll_widget"), RELATED),
    **dict.fromkeys(
        (
            *("nav_section_label", "nav_menu", "cookie_consent", "pagination", "share_prompt", "media_player"),
            *("login_account", "paywall_subscription", "print_email_tools", "newsletter_signup", "legal_footer"),
            *("follow_channel", "ad_marker", "share_buttons", "tags_topics", "ui_control", "search_box"),
            *("feedback_error", "skip_link", "app_download", "author_bio", "back_to_top", "support_prompt"),
            *("language_switch", "social_embed", "js_notice", "tip_contact", "copyright", "share_counts"),
            *("breadcrumb", "view_count", "reading_time", "reltime", "byline_placeholder"),
        ),
        OTHER,
    ),
}
"""What phrases of a category announce. Captions, credits, datelines and corrections may stand in a body."""
_SCRIPTS = {"han": ("zh", "ja"), "cyrillic": ("ru", "uk", "bg", "sr")}
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


@lru_cache(maxsize=1)
def phrases() -> dict[tuple[str, str], int]:
    """(language, phrase) and what it announces; of two meanings the one that tells more."""
    found: dict[tuple[str, str], int] = {}
    for rule in rulebook.load().rules:
        kind = _KINDS.get(rule.category)
        if kind is None or rule.action == "keep":
            continue
        for language in rule.lang or ("und",):
            for phrase in rule.phrases:
                found[language, phrase] = max(found.get((language, phrase), 0), kind)
    return dict(sorted(found.items()))


@lru_cache(maxsize=1)
def cues_of_rules() -> Cues:
    """All phrases of up to LONGEST words as a table that the body finder can look lines up in."""
    of: dict[str, int] = {}
    for (_, phrase), kind in phrases().items():
        of[phrase] = max(of.get(phrase, 0), kind)
    texts = sorted(text for text in of if "\n" not in text and text.strip())
    kinds: dict[int, int] = {}
    for text, key in zip(texts, keys_of(texts), strict=True):
        if key is not None:
            kinds[key] = max(kinds.get(key, 0), of[text])
    ordered = sorted(kinds)
    return Cues(np.array(ordered, np.uint32), np.array([kinds[key] for key in ordered], np.uint8))


def keys_of(texts: list[str]) -> list[int | None]:
    """The numbers of texts as phrases; None for those without words, or with too many."""
    look = Engine(model_of(NO_WORDS, NO_WORDS, NO_CUES, {})).look(texts, None, READ)
    keys = look.column("I", "KEYS")
    counted = look.column("i", "KEY_WORDS")
    return [
        key if count and words <= LONGEST else None for key, count, words in zip(keys, counted, look.words, strict=True)
    ]


@lru_cache(maxsize=4)
def _by_kind(how: str) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for (language, phrase), kind in phrases().items():
        if language in _SCRIPTS[how] and not phrase.isascii():
            out.setdefault(kind, []).append(phrase)
    return out


@lru_cache(maxsize=1)
def _plain() -> dict[str, int]:
    return {_EDGES.sub("", phrase).casefold(): kind for (_, phrase), kind in phrases().items()}


def translated(line: str, how: str, number: int) -> str | None:
    """A label of the same meaning in another script where the line is a known one; `number` draws it."""
    if len(line) > 60:
        return None
    kind = _plain().get(_EDGES.sub("", line).casefold())
    if kind is None:
        return None
    choice = _by_kind(how)[kind]
    label = choice[number % len(choice)]
    digits = re.search(r"\d+", line)
    return f"{label} ({digits[0]})" if digits else label
