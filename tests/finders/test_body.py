"""The body finder's promises: pages are found, articles are left alone, and a second look finds nothing more."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.finders.body import REASONS, BodyVerdict, judge_body
from cleaner.finders.body_options import DEFAULTS, BodyOptions
from cleaner.html import Page, flatten
from cleaner.model import Evidence, Finding, View
from cleaner.pipeline import Cleaner
from cleaner.views import shrink, view_of

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(path for path in (ROOT / "fixtures" / "pages").iterdir() if path.is_dir())
SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
NEGATIVES = sorted((ROOT / "fixtures").glob("negative*/*/input.txt"))


def read(folder: Path) -> tuple[Page, dict[str, Any]]:
    page = flatten((folder / "input.html").read_text("utf-8"))
    return page, tomllib.loads((folder / "case.toml").read_text("utf-8"))["expect"]


def cut_of(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.certainty != "hint"]


def settle(view: View, options: BodyOptions = DEFAULTS) -> View:
    """What remains when the finder is asked until it proposes nothing."""
    for _ in range(20):
        places = {bounds: i for i, bounds in enumerate(view.bounds)}
        cut = {places[finding.start, finding.end] for finding in cut_of(judge_body(view, options).findings)}
        if not cut:
            return view
        view = shrink(view, cut, {}, view.context)
    raise AssertionError("the finder does not come to rest")


@pytest.mark.parametrize("folder", PAGES, ids=lambda path: path.name)
def test_pages(folder: Path) -> None:
    page, expect = read(folder)
    view = view_of(page.text, evidence=page.evidence)
    text = "\n".join(settle(view).lines)
    assert [
        part for part in expect.get("contains", []) if not all(line.strip() in text for line in part.split("\n"))
    ] == []
    assert [part for part in expect.get("lacks", []) if part in text] == []
    assert set(expect.get("flags", [])) <= set(judge_body(view).flags)


@pytest.mark.parametrize("folder", PAGES, ids=lambda path: path.name)
@pytest.mark.parametrize("as_html", [True, False])
def test_findings_are_whole_lines_with_known_reasons(folder: Path, as_html: bool) -> None:
    page, _ = read(folder)
    view = view_of(page.text, evidence=page.evidence if as_html else None)
    verdict = judge_body(view)
    assert [(f.start, f.end) for f in verdict.findings] == sorted({(f.start, f.end) for f in verdict.findings})
    assert {(f.start, f.end) for f in verdict.findings} <= set(view.bounds)
    assert {f.by for f in verdict.findings} <= REASONS.keys()
    assert {f.action for f in verdict.findings} <= {"body"}
    assert len(verdict.scores) == len(view.lines)
    assert 0 <= verdict.confidence <= 1


@pytest.mark.parametrize("folder", PAGES, ids=lambda path: path.name)
def test_what_remains_of_a_page_is_left_alone_as_plain_text(folder: Path) -> None:
    page, _ = read(folder)
    left = settle(view_of(page.text, evidence=page.evidence))
    for joint in ("\n", "\n\n"):
        again = view_of(joint.join(left.lines))
        assert cut_of(judge_body(again).findings) == []


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_seeds_lose_nothing(path: Path) -> None:
    assert cut_of(judge_body(view_of(path.read_text("utf-8", "replace"))).findings) == []


@pytest.mark.parametrize("path", NEGATIVES, ids=lambda path: path.parent.name)
def test_articles_that_look_like_chrome_lose_nothing(path: Path) -> None:
    assert cut_of(judge_body(view_of(path.read_text("utf-8", "replace"))).findings) == []


SMALL = {
    "note": "The shop is closed on Friday.\nBack on Monday.",
    "poem": "\n".join(
        f"Line {word} of the song\nand the rain came down" for word in ("one", "two", "three", "four") * 4
    ),
    "list": "\n".join(("Milk", "Eggs", "Two onions", "Bread", "Salt", "Coffee", "Candles", "Matches") * 3),
    "recipe": "Pancakes\n200 g flour\n2 eggs\n300 ml milk\nSalt\nMix everything and let it rest for half an hour.\n"
    "Fry in butter on both sides until golden.\nServe with sugar and lemon.",
    "results": "\n".join(f"{i}. Runner {i} (Club {i % 4}) 2:{i + 10}.{i}" for i in range(1, 30)),
    "verse in Russian": "\n".join(("Мороз и солнце; день чудесный!", "Еще ты дремлешь, друг прелестный —") * 6),
    "dialogue": "\n".join(("– Yes?", "– No.", "– Who is there?", "– Nobody you know.") * 5),
    "one word": "Hello",
    "links": "\n".join(f"https://example.org/{i}" for i in range(12)),
}


@pytest.mark.parametrize("text", SMALL.values(), ids=SMALL.keys())
def test_small_texts_lose_nothing(text: str) -> None:
    assert cut_of(judge_body(view_of(text)).findings) == []


@pytest.mark.parametrize("folder", PAGES, ids=lambda path: path.name)
def test_text_in_the_wrong_encoding_loses_nothing(folder: Path) -> None:
    page, _ = read(folder)
    garbage = page.text.encode("utf-16-le").decode("latin-1").replace("\r", " ").replace("\x85", " ")
    assert cut_of(judge_body(view_of(garbage)).findings) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_comes_to_rest(text: str) -> None:
    left = settle(view_of(text.replace("\r", "\n")))
    assert cut_of(judge_body(left).findings) == []


def test_blank_lines_change_nothing() -> None:
    page, _ = read(PAGES[0])
    lines = [line for line in page.text.split("\n") if line]
    assert judge_body(view_of("\n".join(lines))).scores == judge_body(view_of("\n\n\n".join(lines))).scores


def test_lines_without_evidence_in_a_page_are_no_error() -> None:
    page, _ = read(PAGES[0])
    view = view_of(page.text, evidence=[None] * len(page.evidence))
    assert isinstance(judge_body(view), BodyVerdict)
    assert isinstance(judge_body(view_of("a\nb", evidence=[Evidence(), None])), BodyVerdict)


def folder_of(name: str) -> tuple[View, list[str]]:
    page, _ = read(ROOT / "fixtures" / "pages" / name)
    view = view_of(page.text, evidence=page.evidence)
    return view, view.lines


def test_captions_are_captured_kept_or_dropped() -> None:
    view, _ = folder_of("captions")
    caption = "The old lamp weighs three tonnes. Photograph: Liam Orr"
    found = [f for f in judge_body(view).findings if f.by == "body.caption"]
    assert found[0].captures[0].raw == caption
    assert found[0].category == "image_caption"
    assert caption in settle(view, BodyOptions(captions="keep")).lines
    dropped = judge_body(view, BodyOptions(captions="drop"))
    assert not any(f.captures for f in dropped.findings if f.by == "body.inside")
    assert caption not in settle(view, BodyOptions(captions="drop")).lines


def test_tables_are_kept_or_dropped() -> None:
    view, _ = folder_of("review-with-table")
    rows = [line for line in view.lines if "\t" in line]
    assert rows
    assert not set(rows) & set(settle(view, BodyOptions(tables="drop")).lines)


def test_the_title_is_captured() -> None:
    view, _ = folder_of("wordpress-news")
    found = [f for f in judge_body(view).findings if f.by == "body.title"]
    assert [f.captures[0].raw for f in found] == ["Harbour basin to close for dredging"]


@pytest.mark.parametrize(("fixture", "part"), [("captions", "captions"), ("review-with-table", "tables")])
def test_what_users_differ_on_is_an_option_of_the_cleaner(fixture: str, part: str) -> None:
    page, _ = read(ROOT / "fixtures" / "pages" / fixture)
    html = (ROOT / "fixtures" / "pages" / fixture / "input.html").read_text("utf-8")
    lines = [
        line
        for line, place in zip(page.text.split("\n"), page.evidence, strict=True)
        if place is not None and ("/figcaption" in place.path if part == "captions" else "\t" in line)
    ]
    assert lines
    drop = BodyOptions(captions="drop") if part == "captions" else BodyOptions(tables="drop")
    by_default, dropped = (Cleaner(body=options).clean(html) for options in (None, drop))
    assert not any(line in dropped.text for line in lines)
    assert dropped.restore() == by_default.restore()
    assert not any(capture.category == "image_caption" for capture in dropped.captures)
    if part == "captions":
        assert [capture.raw for capture in by_default.captures if capture.category == "image_caption"] == lines
        kept = Cleaner(body=BodyOptions(captions="keep")).clean(html)
        assert all(line in kept.text for line in lines)
        assert not any(capture.category == "image_caption" for capture in kept.captures)
    else:
        assert all(line in by_default.text for line in lines)


def test_an_option_without_such_a_value_is_refused() -> None:
    with pytest.raises(UsageError, match="tables 'cut' is not one of keep, drop"):
        BodyOptions(tables="cut")  # type: ignore[arg-type]  # a caller without types
    with pytest.raises(UsageError, match="extractor 'readability' is not one of auto, own, trafilatura"):
        Cleaner(extractor="readability")  # type: ignore[arg-type]  # as above
