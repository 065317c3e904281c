"""The story of a page's lines: score, evidence, verdict."""

from __future__ import annotations

from pathlib import Path

import cleaner
from cleaner.explain import explain

PAGE = Path(__file__).resolve().parents[1] / "fixtures" / "pages" / "russian-news-comments" / "input.html"


def test_lines_of_a_page_have_scores_and_evidence() -> None:
    html = PAGE.read_text("utf-8")
    stories = explain(cleaner.clean(html, media_type="text/html"), html)
    by_verdict = {verdict: [s for s in stories if s.verdict == verdict] for verdict in ("kept", "cut", "blank")}
    assert all(s.score is not None and s.score > 0 for s in by_verdict["kept"])
    assert all(s.score is not None for s in by_verdict["cut"])
    assert all(s.score is None and s.evidence == "" for s in by_verdict["blank"])
    assert stories[0].evidence == "html/body/div, named menu, 90% links"


def test_lines_of_an_article_have_no_scores() -> None:
    assert [s.score for s in explain(cleaner.clean("Share this post\n\nText of the day."))] == [None, None, None]
