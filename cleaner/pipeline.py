"""The path of a document, in order. The only module that knows all steps.

bytes -> decode -> source text -> repair -> repaired text -> rounds of findings and verdicts -> edits -> article
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from cleaner import rulebook
from cleaner.article import Article
from cleaner.body_rounds import BodyRounds, Cuts
from cleaner.compose import Outcome, compose
from cleaner.decoding import decode
from cleaner.edits import apply
from cleaner.errors import UsageError
from cleaner.extractor import with_date, with_opinion
from cleaner.finders.body_options import DEFAULTS as BODY_DEFAULTS
from cleaner.finders.body_options import BodyOptions
from cleaner.finders.dateline import find_dateline
from cleaner.finders.headfields import find_fields
from cleaner.finders.kicker import find_kicker
from cleaner.finders.leftovers import find_dates, find_leftovers, shows_page
from cleaner.finders.metarows import Known as MetaRows
from cleaner.finders.metarows import find_metarows
from cleaner.finders.page_title import Titles, find_titles
from cleaner.finders.repeats import find_repeats
from cleaner.finders.rows import find_rows
from cleaner.finders.rules import RulesFinder
from cleaner.finders.threads import find_threads
from cleaner.finders.topic import hold_topics
from cleaner.html import Page, begins_as_html, flatten, is_dated
from cleaner.judge import Profile, judge
from cleaner.language import detect
from cleaner.layout import lay_out
from cleaner.model import Context, Decoding, Finding, Media, Source, View
from cleaner.repairing import RepairOptions, repair
from cleaner.rulebook import RuleBook
from cleaner.sites import registrable_domain
from cleaner.version import VERSION
from cleaner.views import shrink, view_of, with_context

if TYPE_CHECKING:
    from cleaner.finders.body import BodyVerdict

Finder = Callable[[View], Sequence[Finding]]
"""A finder looks at the lines that remain and proposes; it changes nothing and knows no other finder."""

Extractor = Literal["auto", "own", "trafilatura"]

MAX_ROUNDS = 100
"""Bound of the rounds for one document. Real documents settle in two or three; each further round cut something."""


SAMPLE = 600
"""Characters of running text that the language is told from."""


class Settled(Struct, frozen=True):
    """A text on which no finder finds anything more to cut."""

    view: View
    cuts: list[tuple[int, int, Finding]]
    """Sorted, disjoint spans of the repaired text with the finding that cut each."""
    kept: list[Finding]
    losers: list[tuple[Finding, str]]
    guarded: bool
    language_score: float | None


def settle(
    view: View,
    finders: Sequence[Finder],
    profile: Profile = "balanced",
    *,
    last: Callable[[View, Cuts], Sequence[Finding]] | None = None,
) -> Settled:
    """Find, judge, cut, and look again at what remains, until nothing is cut.

    `last` is asked only when the others find nothing more to cut; it is told what they cut.

    What is cut in one round is gone in the next, so position and neighbours are judged on what will remain, and the
    result is a fixpoint: settling the remaining lines again cuts nothing.
    """
    cuts: list[tuple[int, int, Finding]] = []
    losers: dict[tuple[int, int, str, str], tuple[Finding, str]] = {}
    kept: list[Finding] = []
    guarded = False
    tongue = _Tongue(None, None, 0.0).of(view)
    view = with_context(view, replace(view.context, language=tongue.language))
    for _ in range(MAX_ROUNDS):
        findings = [finding for finder in finders for finding in finder(view)]
        verdicts = judge(view, findings, profile)
        if last is not None and not verdicts.lines and not verdicts.parts:
            more = last(view, cuts)
            # A table of scores or a list of places is as loose as a menu; a page has chrome that rules know.
            if view.evidence is not None or shows_page(cuts):
                fields = [*find_fields(view, cuts, more), *find_dates(view, cuts)]
                verdicts = judge(view, [*findings, *more, *fields], profile)
        if cuts and not verdicts.lines and not verdicts.parts:
            verdicts = judge(view, [*findings, *find_leftovers(view, cuts)], profile)
        kept = verdicts.kept
        guarded = guarded or verdicts.guarded
        for finding, why in verdicts.losers:
            losers.setdefault((finding.start, finding.end, finding.by, finding.action), (finding, why))
        if not verdicts.lines and not verdicts.parts:
            break
        parts: dict[int, list[tuple[int, int]]] = {}
        for index, found in verdicts.parts.items():
            parts[index] = [(finding.start, finding.end) for finding in found]
            cuts.extend((finding.start, finding.end, finding) for finding in found)
        for index, finding in verdicts.lines.items():
            cuts.extend(_line_cuts(view, index, finding))
        view = shrink(view, verdicts.lines.keys(), parts, view.context)
        tongue = tongue.of(view)
        view = with_context(view, replace(view.context, language=tongue.language))
    cuts.sort(key=lambda cut: cut[0])
    ordered = sorted(losers.values(), key=lambda lost: (lost[0].start, lost[0].end, lost[0].by))
    return Settled(view, cuts, kept, ordered, guarded, tongue.score if tongue.language else None)


class _Tongue(Struct, frozen=True):
    """The language of the running text of a view, told from a sample; the same sample is not looked at twice."""

    sample: str | None
    language: str | None
    score: float

    def of(self, view: View) -> _Tongue:
        sample = _sample(view)
        return self if sample == self.sample else _Tongue(sample, *detect(sample))


def _sample(view: View) -> str:
    """The first running text of the view: lines of 60 characters and more; short lines where there are no others."""
    sample: list[str] = []
    size = 0
    for line in view.lines:
        if len(line) >= 60:
            sample.append(line[: SAMPLE - size])
            size += len(sample[-1])
            if size >= SAMPLE:
                break
    return "\n".join(sample) if sample else "\n".join(view.lines[:50])[:SAMPLE]


def _titled(view: View, cuts: Cuts, titles: Titles) -> tuple[View, list[tuple[int, int, Finding]]]:
    """What remains, and what was cut, when the title and the line under it have gone to their fields."""
    moved = list(cuts)
    if titles.cut is not None and titles.headline is not None:
        moved[titles.cut] = (*moved[titles.cut][:2], titles.headline)
    for index, finding in titles.lines.items():
        moved.extend(_line_cuts(view, index, finding))
    moved.sort(key=lambda cut: cut[0])
    return shrink(view, titles.lines.keys(), {}, view.context), moved


def _line_cuts(view: View, index: int, finding: Finding) -> Iterator[tuple[int, int, Finding]]:
    """The spans that a whole-line cut removes: the line with its white space, less what was cut from it before."""
    low, high = view.bounds[index]
    if index not in view.holes and view.spans[index] == (low, high):
        yield low, high, finding
        return
    start, end = view.spans[index]
    pieces = list(view.holes.get(index, ((start, end),)))
    text = view.text
    if text[low:start].isspace():
        pieces[0] = (low, pieces[0][1])
    if text[end:high].isspace():
        pieces[-1] = (pieces[-1][0], high)
    for piece in pieces:
        yield piece[0], piece[1], finding


class Cleaner:
    r"""Cleans documents with one set of rules and options. Picklable; holds nothing of the documents it has seen.

    rules: rule files of your own, which rank above the shipped packs; or a book of rules in place of all of them.
    profile: `balanced` carries out what is certain or likely; `strict` only what is certain, by stable rules alone;
        `keep` cuts nothing: it repairs, lays out, fills the fields and says in the journal what it would have cut.
    extractor: for HTML pages; `auto` asks trafilatura for a second opinion where the body finder is in doubt,
        `trafilatura` always, `own` never.
    body: what becomes of captions and tables of HTML pages.
    repair: which repairs and normalisations to make.
    finders: finders of your own, run beside the built-in ones.

    Raises RuleError when a rule file is wrong, UsageError when an option has none of its values.

    >>> Cleaner().clean("Please Share This Post in Your Social Media\n\nThe text.").text
    'The text.'
    """

    def __init__(
        self,
        *,
        rules: Sequence[Path | str] | RuleBook = (),
        profile: Profile = "balanced",
        extractor: Extractor = "auto",
        body: BodyOptions | None = None,
        repair: RepairOptions | None = None,
        finders: Sequence[Finder] = (),
    ) -> None:
        if profile not in get_args(Profile):
            raise UsageError(f"profile {profile!r} is not one of {', '.join(get_args(Profile))}")
        if extractor not in get_args(Extractor):
            raise UsageError(f"extractor {extractor!r} is not one of {', '.join(get_args(Extractor))}")
        self.profile: Profile = profile
        self.extractor: Extractor = extractor
        self.body_options = body or BODY_DEFAULTS
        self.repair_options = repair or RepairOptions()
        self.rulebook: RuleBook = (
            rules
            if isinstance(rules, RuleBook)
            else rulebook.load(files=[Path(path) for path in rules], profile=profile)
        )
        self.finders = tuple(finders)
        self.ruleset = self.rulebook.sha256
        own = [
            f"{type(finder).__module__}.{getattr(finder, '__qualname__', type(finder).__qualname__)}"
            for finder in finders
        ]
        settings = [VERSION, self.ruleset, profile, extractor, self.body_options, self.repair_options, own]
        self.fingerprint = hashlib.sha256(msgspec.json.encode(settings)).hexdigest()
        self._find_rules = RulesFinder(self.rulebook)

    def clean(
        self,
        source: str | bytes,
        *,
        url: str | None = None,
        media_type: str | None = None,
        charset: str | None = None,
        path: str | None = None,
        member: str | None = None,
        row_id: str | None = None,
        retrieved_at: str | None = None,
        extra: str = "{}",
    ) -> Article:
        """Clean one document. Raises InputError when it cannot be read as text (binary data).

        source: a text or a page, or the bytes of its file.
        url: where it was found; rules for its site then apply.
        media_type: `text/plain` or `text/html`; told by how the document begins where it is not given.
        charset: the charset that was declared outside of the document.
        path, member, row_id, retrieved_at, extra: copied to the record.
        """
        media_type = media_type or ("text/html" if begins_as_html(source) else "text/plain")
        media: Media = "html" if media_type in ("text/html", "application/xhtml+xml") else "text"
        data, text, decoding, lossy = _read(source, charset, media)
        page, html = (flatten(text, url=url), text) if media == "html" else (None, "")
        if page is not None:
            text = page.text
            if self.extractor == "trafilatura":
                page = with_opinion(page, html)
        repaired = repair(text, self.repair_options)
        context = Context(None, registrable_domain(url) if url else None, url, media)
        settled, body = self._settle(repaired.text, context, page)
        if page is not None and self.extractor == "auto" and body is not None and body.in_doubt:
            page = with_opinion(page, html)
            settled, body = self._settle(repaired.text, context, page)
        if page is not None and self.extractor != "own" and not is_dated(page):
            page = with_date(page, html)
        view, cuts = settled.view, settled.cuts
        view, cuts = _titled(view, cuts, find_titles(repaired.text, view, cuts, is_page=page is not None))
        edits = lay_out(view, cuts)
        return compose(
            Outcome(
                source=Source(path, member, row_id, media_type, url, retrieved_at, charset),
                decoding=decoding,
                sha256=hashlib.sha256(data).hexdigest(),
                size=len(data),
                source_text=text,
                repairs=repaired.edits,
                lossy=lossy,
                repaired=repaired.text,
                text=apply(repaired.text, edits),
                edits=edits,
                cuts=cuts,
                kept=[*settled.kept, *find_dateline(view)],
                losers=settled.losers,
                context=view.context,
                language_score=settled.language_score,
                guarded=settled.guarded,
                profile=self.profile,
                extractor=self.extractor,
                ruleset=self.ruleset,
                body_confidence=body.confidence if body is not None else None,
                body_flags=body.flags if body is not None else (),
                page=page,
                extra=extra,
            )
        )

    def _settle(self, text: str, context: Context, page: Page | None) -> tuple[Settled, BodyVerdict | None]:
        """The rounds over a repaired text, and what the body finder made of it as a whole."""
        evidence = page.evidence if page is not None else None
        if evidence is not None and len(evidence) != text.count("\n") + 1:
            evidence = None  # a repair changed the line ends: evidence by line number would be about other lines
        view = view_of(text, context, evidence)
        find_body = BodyRounds(view, self.body_options)
        repeats = partial(find_repeats, known={})
        finders: tuple[Finder, ...] = (_by_rules(self._find_rules), repeats, find_kicker, *self.finders)
        settled = settle(view, finders, self.profile, last=find_body)
        return settled, find_body.verdict


def _by_rules(find: RulesFinder) -> Finder:
    """The rules, but for labels that are what the text is about; and rows of what the rules know as lines."""
    known: dict[str, list[str]] = {}
    read: MetaRows = {}
    return lambda view: [
        *hold_topics(view, find(view)),
        *find_rows(view, find.kinds, known),
        *find_metarows(view, find, read),
        *find_threads(view, find.kinds),
    ]


def _read(source: str | bytes, charset: str | None, media: Media) -> tuple[bytes, str, Decoding, bool]:
    """The bytes, the text, how the one became the other, and whether characters were lost on the way."""
    if isinstance(source, str):
        return source.encode("utf-8", "surrogatepass"), source, Decoding("str", "given"), False
    if isinstance(source, bytes | bytearray | memoryview):
        data = bytes(source)
        decoded = decode(data, declared=charset, media=media)
        return data, decoded.text, decoded.decoding, decoded.lossy
    raise TypeError(f"clean() takes str or bytes, not {type(source).__name__}")


@cache
def default_cleaner() -> Cleaner:
    """The cleaner with the shipped rules and all defaults, made once."""
    return Cleaner()
