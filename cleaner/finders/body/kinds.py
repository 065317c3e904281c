"""What kind of page it is: how sure the body is, and flags for pages that are no article."""

from __future__ import annotations

import numpy as np
import regex
from numpy.typing import NDArray

from cleaner.finders.body import chars
from cleaner.finders.body.cues import COMMENTS
from cleaner.finders.body.features import Lines
from cleaner.finders.body.model import Model
from cleaner.finders.body.trees import SCALE
from cleaner.finders.body.windows import Floats
from cleaner.model import Evidence
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


def page_features(
    of: Lines, scores: NDArray[np.int64], keep: NDArray[np.bool_], evidence: list[Evidence] | None
) -> Floats:
    """What the page as a whole looks like; sums and quotients of whole numbers."""
    n = len(scores)
    kept = np.flatnonzero(keep)
    k = max(len(kept), 1)
    prose, width, words = of.prose, of.width, np.maximum(of.words, 1.0)
    m = of.measured
    total = max(float(prose.sum()), 1.0)
    all_width = max(float(width.sum()), 1.0)
    prose_kept, width_kept = prose[keep], width[keep]
    logits = scores / SCALE
    runs = int((np.diff(kept) > 1).sum()) + 1 if len(kept) else 0
    stamp = (prose == 0) & (m.counts[:, chars.DIGIT] >= 2) & (m.words <= 14)
    ends = m.last == chars.STOP
    span = int(kept[-1] - kept[0] + 1) if len(kept) else 0
    values = [
        float(n),
        float(len(kept)),
        len(kept) / n,
        float(prose_kept.sum()),
        float(prose_kept.sum()) / total,
        float(width_kept.sum()) / all_width,
        float(logits[keep].sum()) / k,
        float(np.sort(width_kept)[len(kept) // 2]) if len(kept) else 0.0,
        float(prose_kept.max()) if len(kept) else 0.0,
        float(np.count_nonzero(prose_kept)) / k,
        float(runs),
        runs / k,
        span / n,
        float(stamp.sum()),
        float(stamp[kept[0] : kept[-1] + 1].sum()) / span if span else 0.0,
        float(ends[keep].sum()) / k,
        float((m.capitals[keep] / words[keep]).sum()) / k,
        float(m.counts[keep, chars.DIGIT].sum()) / max(float(m.counts[keep].sum()), 1.0),
        float(of.counts[chars.DIGIT].sum()) / max(float(of.counts.sum()), 1.0),
        float((np.abs(logits) < 1).sum()) / n,
        float(np.count_nonzero(prose) - np.count_nonzero(prose_kept)),
        float(kept[0]) / n if len(kept) else 1.0,
        float(n - 1 - kept[-1]) / n if len(kept) else 1.0,
    ]
    cued = (of.cue > 0) | (of.opening > 0)
    values += [
        float(cued.sum()),
        float(cued.sum()) / n,
        float((cued & ~keep).sum()),
        float((cued & keep).sum()) / k,
        float((of.cue[~keep] == COMMENTS).sum()),
        float((m.words[~keep] <= 4).sum()),
        float(width[~keep].sum()) / max(n - len(kept), 1),
        float(ends[~keep].sum()) / max(n - len(kept), 1),
    ]
    for limit in (-1, -2, -3):
        strong = logits < limit
        values += [
            float(strong.sum()),
            float(strong.sum()) / n,
            float(width[strong].sum()) / all_width,
        ]
        if len(kept):
            values += [float(strong[: kept[0]].sum()), float(strong[kept[-1] + 1 :].sum())]
        else:
            values += [0.0, 0.0]
    if evidence is not None:
        link = np.fromiter((e.link_density for e in evidence), np.float64, n)
        paths = [evidence[int(i)].path for i in kept]
        values += [
            float((link * width).sum()) / max(float(width.sum()), 1.0),
            float((link[keep] * width[keep]).sum()) / max(float(width[keep].sum()), 1.0),
            *[
                sum(f"/{tag}" in path for path in paths) / k
                for tag in ("li", "h2", "h3", "table", "article", "form", "dl")
            ],
            float(len({evidence[int(i)].boxes[-2:-1] for i in kept})) / k,
            float(len({evidence[int(i)].boxes[-3:-2] for i in kept})) / k,
            float(any(e.title for e in evidence)),
            float(evidence[0].declared is not None),
            float(sum("/article" in e.path for e in evidence)) / n,
            float(len({e.boxes[: e.path.split("/").index("article") + 1] for e in evidence if "/article/" in e.path})),
        ]
    return np.array(values)


def confidence_of(of: Lines, scores: NDArray[np.int64], keep: NDArray[np.bool_], is_page: bool) -> float:
    """Mean certainty of the verdicts, each line by its length: 1 where no line was in doubt."""
    weight = np.maximum(of.width, 1.0)
    certainty = np.minimum(np.abs(scores) / (3 * SCALE), 1.0)
    if not is_page:
        # Everything stays; in doubt are the lines that would have gone.
        certainty = np.where(keep, 1.0, 1.0 - certainty)
    return round(float((certainty * weight).sum()) / float(weight.sum()), 3)


def flags_of(
    of: Lines,
    scores: NDArray[np.int64],
    keep: NDArray[np.bool_],
    evidence: list[Evidence] | None,
    whole: Floats | None,
    model: Model,
) -> tuple[Flag, ...]:
    """Flags for pages that hold no article, or only the beginning of one."""
    flags: list[Flag] = []
    removed = int((~keep).sum())
    body = float(of.prose[keep].sum())
    size = int(of.measured.counts[keep].sum())
    if size < _STUB and removed and _is_paywalled("\n".join([line for line in of.lines if len(line) < 600])):
        flags.append("paywall_stub")
    long = [line for line in of.lines if len(line) >= 40]
    if 0 < len(long) <= _BANNER and _consent(long) * 2 > sum(map(len, long)):
        flags.append("consent_text")
    if len(scores) >= _PAGE:
        if whole is None:
            whole = page_features(of, scores, keep, evidence)
        forest, limit = (
            (model.kind_text, model.threshold("kind_text"))
            if evidence is None
            else (model.kind_html, model.threshold("kind_html"))
        )
        if body == 0 or int(forest.score(whole.astype(np.float32)[:, None])[0]) > limit:
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
