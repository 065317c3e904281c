"""Flags for pages that are no article."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from cleaner.finders.body.engine import Whole
from cleaner.record import Flag
from cleaner.rulebook.fold import fold

# Words that say the same in the consent banners of many languages; a banner repeats them, an article about them does
# not stand almost alone on its page.
_CONSENT = regex.compile(
    r"\b(?:cookies?|consent|gdpr|ccpa|dsgvo|rgpd|einwilligung\w*|datenschutz\w*|zustimm\w+|consentement|consentimiento|"
    r"privacy|privacidad|confidentialité|toestemming|samtyck\w+|zgod\w+|souhlas\w*|согласи\w+|συγκατάθεσ\w+|同意|クッキー)\b",
    regex.IGNORECASE,
)
_CONSENT_CUES = (
    *("cookie", "consent", "gdpr", "ccpa", "dsgvo", "rgpd", "einwillig", "datenschutz", "zustimm", "privac"),
    *("confidentialit", "toestemming", "samtyck", "zgod", "souhlas", "соглас", "συγκατ", "同意", "クッキー"),
)
"""One of these is in every match, folded; looking for them costs a tenth."""
_PAYWALL = regex.compile(
    r"(?:subscrib\w+|sign (?:in|up)|log in|register) (?:now |today |here )?(?:to|for) "
    r"(?:continue|keep|read|unlock|full|access)|"
    r"(?:to )?continue reading|(?:this|the full) (?:article|story|content) is "
    r"(?:only |exclusively )?(?:available |for )?(?:to |for )?(?:paid |our )?(?:subscribers|members)|"
    r"already a (?:subscriber|member)|subscribers? only|"
    r"weiterlesen mit|nur für abonnent\w*|abonnent\w* lesen|jetzt abonnieren|bereits abonnent|"
    r"mit .{1,20}plus weiterlesen|"
    r"réservé aux abonnés|déjà abonné|il vous reste .{1,12} à lire|(?:solo|exclusivo) para suscriptores|"
    r"suscríbete para|contenuto riservato|riservato agli abbonati|alleen voor abonnees|kun for abonnenter|"
    r"для подписчиков|оформите подписку|この記事は有料|会員限定|残り\d+文字|订阅后",
    regex.IGNORECASE,
)
_PAYWALL_CUES = tuple(
    fold(cue)
    for cue in (
        *(f"{to} {what}" for to in ("to", "for") for what in ("continue", "keep", "read", "unlock", "full", "access")),
        *("continue reading", "article is ", "story is ", "content is ", "already a ", "subscriber only"),
        *("subscribers only", "weiterlesen mit", "abonnent", "jetzt abonnieren", "plus weiterlesen"),
        *("réservé aux abonnés", "déjà abonné", "il vous reste", "para suscriptores", "suscríbete para"),
        *("contenuto riservato", "riservato agli abbonati", "alleen voor abonnees", "для подписчиков"),
        *("оформите подписку", "この記事は有料", "会員限定", "残り", "订阅后"),
    )
)
"""One of these is in every match, folded."""
_PAGE = 20
"""Lines below which a document is too small to be told from a note, a poem or a recipe."""
_BANNER = 60
"""Lines of 40 characters and more that a page of a consent banner has at most."""
_STUB = 1500
"""Characters of body below which a paywall cue says that the rest is missing: a teaser of two or three paragraphs."""


def flags_of(lines: Sequence[str], keep: Sequence[bool], whole: Whole, limit: int) -> tuple[Flag, ...]:
    """Flags for pages that hold no article, or only the beginning of one.

    limit: score of `whole.kind` above which the page is of another kind.
    """
    flags: list[Flag] = []
    if (
        whole.size_kept < _STUB
        and not all(keep)
        and _is_paywalled("\n".join([line for line in lines if len(line) < 600]))
    ):
        flags.append("paywall_stub")
    long = [line for line in lines if len(line) >= 40]
    if 0 < len(long) <= _BANNER and _consent(long) * 2 > sum(map(len, long)):
        flags.append("consent_text")
    if len(lines) >= _PAGE and (whole.prose_kept == 0 or whole.kind > limit):
        flags.append("non_article")
    return tuple(flags)


def _is_paywalled(text: str) -> bool:
    folded = fold(text)
    return any(map(folded.__contains__, _PAYWALL_CUES)) and _PAYWALL.search(text) is not None


def _consent(lines: list[str]) -> int:
    """Characters of the lines that hold a word of consent banners."""
    folded = fold("\n".join(lines))
    cues = [cue for cue in _CONSENT_CUES if cue in folded]
    if not cues:
        return 0
    size = 0
    for line in lines:
        if any(map(fold(line).__contains__, cues)) and _CONSENT.search(line):
            size += len(line)
    return size
