"""The finder that carries out the rule book: matches, conditions, captures, blocks.

All rules look at the same view. First every condition but `near` and `template` is judged; then these two, by the hits
that are left. Nothing depends on views seen before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from fnmatch import fnmatchcase
from typing import Any, Final

import regex
from msgspec.structs import replace

from cleaner.finders.blocks import BEHIND, extent
from cleaner.finders.captures import ConversionError, read_captures
from cleaner.finders.conditions import Standing, Surroundings, failed, guarded, misplaced
from cleaner.finders.metarows import Reading
from cleaner.model import Action, Certainty, Context, Finding, View
from cleaner.rulebook.book import RuleBook, names
from cleaner.rulebook.fold import offsets
from cleaner.rulebook.rule import UNIVERSAL, Rule, main_language
from cleaner.rulebook.scan import Index
from cleaner.views import view_of

Hit = tuple[int, Rule, "regex.Match[str] | None"]
MAX_INDEXES: Final = 32
"""Languages whose rules are held ready at a time."""
_ACTION: dict[str, Action] = {"drop-run": "drop-block"}
_TAKING: Final = frozenset(("drop", "drop-block", "drop-run", "capture"))
"""Actions that take a whole line."""


class RulesFinder:
    """`RulesFinder(book)(view)` gives the findings of the active rules. Picklable.

    >>> from cleaner.rulebook import Rule
    >>> rule = Rule(id="en.x.y", does="", status="test", action="drop", category="ad_marker", keys=("advertisement",))
    >>> from cleaner.views import view_of
    >>> [f.by for f in RulesFinder(RuleBook((rule,), (rule,), ""))(view_of("Advertisement"))]
    ['en.x.y']
    """

    def __init__(self, book: RuleBook) -> None:
        self.book = book
        self._general: dict[str | None, Index] = {}
        self._sites: dict[str, Index] = {}
        tags = {rule.lang for rule in book.active}
        self._spoken = frozenset(main_language(tag) for lang in tags if UNIVERSAL.isdisjoint(lang) for tag in lang)

    def __reduce__(self) -> tuple[Any, ...]:
        return RulesFinder, (self.book,)

    def __call__(self, view: View) -> list[Finding]:
        """Propose what the rules say about each line."""
        timeouts: list[Finding] = []
        hits = self._hits(view, timeouts)
        if not hits:
            return timeouts
        return [*_judge(view, hits), *timeouts]

    def kinds(self, lines: Sequence[str], context: Context) -> list[frozenset[str]]:
        """For each line the categories of the rules on whole lines that match it, whatever their conditions say."""
        index = self._of_language(context.language)
        out: list[frozenset[str]] = [frozenset()] * len(lines)
        for i, numbers in index.find(lines, set()):
            rules = (index.rules[number] for number in numbers)
            out[i] = frozenset(rule.category for rule in rules if _takes(rule))
        return out

    def readings(self, texts: Sequence[str], context: Context) -> list[list[Reading]]:
        """What the rules on whole lines read in each text, whatever their conditions say. No text holds a line end."""
        view = view_of("\n".join(texts), context)
        out: list[list[Reading]] = [[] for _ in texts]
        for i, rule, match in self._hits(view, []):
            if not _takes(rule):
                continue
            try:
                found = read_captures(view, i, rule, match, context.language)
            except ConversionError:
                out[i].append(Reading(rule.id, rule.category, None))
                continue
            at = view.spans[i][0]
            moved = tuple(replace(capture, start=capture.start - at, end=capture.end - at) for capture in found)
            out[i].append(Reading(rule.id, rule.category, moved))
        return out

    def _hits(self, view: View, timeouts: list[Finding]) -> list[Hit]:
        """Every rule whose pattern matches a line, language and site taken into account."""
        language, host = view.context.language, view.context.site
        switches = self.book.sites.get(host) if host else None
        general = self._of_language(language) if switches is None or switches.generic else None
        out: list[Hit] = []
        for index in (general, self._of_site(host)):
            if index is None:
                continue
            late: set[int] = set()
            for i, numbers in index.find(view.lines, late):
                for number in numbers:
                    rule = index.rules[number]
                    if index is not general and not rule.speaks(language):
                        continue
                    if switches is not None and any(names(glob, rule.id) for glob in switches.disable):
                        continue
                    match = index.match(number, view.lines[i]) if rule.into or rule.at else None
                    out.append((i, rule, match))
            timeouts.extend(_timeout(view, index.rules[number]) for number in sorted(late))
        return out

    def _of_language(self, language: str | None) -> Index:
        """The rules for all sites that apply to documents in the language."""
        name = main_language(language) if language is not None else None
        if name is not None and name not in self._spoken:
            name = ""
        if name not in self._general:
            if len(self._general) >= MAX_INDEXES:
                self._general.clear()
            self._general[name] = Index([rule for rule in self.book.active if not rule.sites and rule.speaks(language)])
        return self._general[name]

    def forget(self) -> None:
        """Forget the lines seen so far; what is found does not depend on them."""
        for index in (*self._general.values(), *self._sites.values()):
            index.forget()

    def _of_site(self, host: str | None) -> Index | None:
        if host is None:
            return None
        if host not in self._sites:
            if len(self._sites) >= 256:
                self._sites.clear()
            own = [rule for rule in self.book.active if any(_same_site(site, host) for site in rule.sites)]
            self._sites[host] = Index(own)
        index = self._sites[host]
        return index if index.rules else None


def _takes(rule: Rule) -> bool:
    """Whether the rule takes whole lines."""
    return rule.action in _TAKING and rule.at is None


def _same_site(site: str, host: str) -> bool:
    return site == host or ("*" in site and fnmatchcase(host, site))


def _timeout(view: View, rule: Rule) -> Finding:
    return Finding(
        _ACTION.get(rule.action, rule.action),  # type: ignore[arg-type]  # the rest of the words are the same
        *view.bounds[0],
        rule.id,
        rule.category,
        "hint",
        order=rule.order,
        note="timeout: the pattern took too long and is off for this document",
    )


def _judge(view: View, hits: Sequence[Hit]) -> list[Finding]:
    around = Surroundings(view.lines)
    times = Counter(rule.id for _, rule, _ in hits)
    why = [_first_pass(around, hit, times) for hit in hits]
    why = _standing(around, hits, why)
    why = _guarded(around, hits, why)
    templates = {rule.marks for (_, rule, _), reason in zip(hits, why, strict=True) if reason is None}
    at_line: dict[int, set[str]] = {}
    for (i, rule, _), reason in zip(hits, why, strict=True):
        if reason is None and (rule.template is None or rule.template in templates):
            at_line.setdefault(i, set()).add(rule.id)
    reasons = [why[n] or _second_pass(around, hit, at_line, templates) for n, hit in enumerate(hits)]
    taken = {i for (i, rule, _), reason in zip(hits, reasons, strict=True) if reason is None and _takes(rule)}
    findings: list[Finding] = []
    for hit, reason in zip(hits, reasons, strict=True):
        findings.extend(_findings(view, around, hit, reason, taken))
    return _kept(findings, {rule.id: rule for _, rule, _ in hits})


def _guarded(around: Surroundings, hits: Sequence[Hit], why: Sequence[str | None]) -> list[str | None]:
    """`why` with the hits that `unless` forbids.

    A line that a rule of another kind takes guards nothing: two pieces of chrome side by side would keep each other. A
    line of the same kind does: bylines in a row are a list of works. One whose rule asks where it stands may stay. The
    second round is for lines that stay after all.
    """
    out = list(why)
    for _ in range(2):
        taken: dict[int, set[str]] = {}
        for (i, rule, _match), reason in zip(hits, out, strict=True):
            if reason is None and rule.action in _TAKING and not rule.stands:
                taken.setdefault(i, set()).add(rule.category)
        held = [reason or guarded(around, i, rule, taken) for (i, rule, _match), reason in zip(hits, why, strict=True)]
        if held == out:
            break
        out = held
    return out


def _first_pass(around: Surroundings, hit: Hit, times: Counter[str]) -> str | None:
    i, rule, _ = hit
    if rule.times > times[rule.id]:
        return f"times.min = {rule.times} fails: it hits {times[rule.id]} lines"
    return failed(around, i, rule)


def _standing(around: Surroundings, hits: Sequence[Hit], why: list[str | None]) -> list[str | None]:
    """`why` with the hits that `stands` forbids. Lines that no rule would take so far are those that stay."""
    if not any(rule.stands for _, rule, _ in hits):
        return why
    taken = {i for (i, rule, _), reason in zip(hits, why, strict=True) if reason is None and _takes(rule)}
    standing = Standing(around, [i for i in range(len(around.lines)) if i not in taken])
    return [reason or misplaced(standing, i, rule) for (i, rule, _), reason in zip(hits, why, strict=True)]


def _second_pass(
    around: Surroundings, hit: Hit, at_line: dict[int, set[str]], templates: set[str | None]
) -> str | None:
    i, rule, _ = hit
    if rule.template is not None and rule.template not in templates:
        return f'template = "{rule.template}" fails: nothing shows that the page is of it'
    if rule.near is not None:
        near = rule.near
        around_it = sum(
            any(names(glob, other) for other in at_line.get(j, ()) for glob in near.rules)
            for j in around.around(i, near.lines)
        )
        here = any(names(glob, other) for other in at_line.get(i, ()) if other != rule.id for glob in near.rules)
        if around_it + here < near.count:
            return f"near fails: {around_it + here} hits of {', '.join(near.rules)} within {near.lines} lines"
    return None


def _findings(view: View, around: Surroundings, hit: Hit, reason: str | None, taken: Set[int]) -> list[Finding]:
    """What one hit proposes; with a reason against it, a hint."""
    i, rule, match = hit
    action: Action = _ACTION.get(rule.action, rule.action)  # type: ignore[arg-type]  # the rest of the words are the same

    def finding(start: int, end: int, certainty: Certainty, note: str = "", captures: tuple[Any, ...] = ()) -> Finding:
        return Finding(action, start, end, rule.id, rule.category, certainty, captures, None, rule.order, note)

    if reason is not None:
        return [finding(*view.bounds[i], "hint", reason)]
    try:
        captures = read_captures(view, i, rule, match, view.context.language)
    except ConversionError as error:
        return [finding(*view.bounds[i], "hint", str(error))]
    if rule.at is not None:
        if match is None:
            return []
        start, end = _part(view.lines[i], match)
        if action == "strip" and end - start == len(view.lines[i]):
            return [finding(*view.bounds[i], "hint", "nothing of the line would be left")]
        return [finding(*view.span(i, start, end), rule.certainty, "", captures)]
    if action != "drop-block":
        return [finding(*view.bounds[i], rule.certainty, "", captures)]
    behind, note = extent(view, around, i, rule, taken)
    out = [finding(*view.bounds[i], rule.certainty, note, captures)]
    out.extend(finding(*view.bounds[j], "likely", f"{BEHIND} {view.numbers[i] + 1}") for j in behind)
    return out


def _part(line: str, match: regex.Match[str]) -> tuple[int, int]:
    """The matched part in the line as written, with the white space that it leaves at an end or twice in the middle."""
    places = offsets(line)
    start, end = places[match.start()], places[match.end() - 1] + 1
    if start <= places[0]:
        start = 0
    if end >= places[-1]:
        end = len(line)
    before = len(line[:start]) - len(line[:start].rstrip())
    if end == len(line):
        start -= before
    elif start == 0 or before:
        end += len(line[end:]) - len(line[end:].lstrip())
    return start, end


def _kept(findings: list[Finding], rules: dict[str, Rule]) -> list[Finding]:
    """Carry out keep rules that name what they overrule; the judge only knows those that overrule everything."""
    partial = [f for f in findings if f.action == "keep" and f.certainty != "hint" and rules[f.by].against]
    if not partial:
        return findings
    out: list[Finding] = []
    for found in findings:
        if found in partial:
            continue
        keeper = next((keep for keep in partial if _overrules(keep, found, rules)), None)
        if keeper is not None and found.certainty != "hint":
            found = Finding(
                found.action,
                found.start,
                found.end,
                found.by,
                found.category,
                "hint",
                order=found.order,
                note=f"kept by {keeper.by}",
            )
        out.append(found)
    return out


def _overrules(keep: Finding, found: Finding, rules: dict[str, Rule]) -> bool:
    if not (keep.start < found.end and found.start < keep.end) or found.order[0] > keep.order[0]:
        return False
    return any(names(glob, found.by) for glob in rules[keep.by].against)
