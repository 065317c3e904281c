"""The second opinion on HTML pages."""

from __future__ import annotations

import subprocess
import sys

import pytest
from cases import ROOT

from cleaner.extractor import MAX_CHARS, with_date, with_opinion
from cleaner.finders.body import finder
from cleaner.html import flatten
from cleaner.pipeline import Cleaner

PAGE = (ROOT / "fixtures/pages/wordpress-news/input.html").read_text(encoding="utf-8")


def test_an_opinion_on_every_line() -> None:
    page = with_opinion(flatten(PAGE), PAGE)
    opinions = {
        line: place.kept_elsewhere for line, place in zip(page.text.split("\n"), page.evidence, strict=True) if place
    }
    assert None not in opinions.values()
    assert opinions["Recent Posts"] is False
    assert sum(bool(kept) for kept in opinions.values()) >= 5


@pytest.mark.parametrize("name", ["trafilatura", "htmldate"])
def test_loading_it_says_nothing(name: str) -> None:
    code = (
        "import sys, warnings; warnings.simplefilter('error'); sys.modules['socks'] = None\n"
        "from cleaner.extractor import with_date, with_opinion\n"
        "from cleaner.html import flatten\n"
        "html = '<p>The board voted on Tuesday night.</p>' * 9\n"
        f"{'with_opinion' if name == 'trafilatura' else 'with_date'}(flatten(html), html)\n"
        f"assert {name!r} in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("html", ["", "<p></p>", "<html>", "x" * (MAX_CHARS + 1)])
def test_no_opinion_where_there_is_nothing_to_say(html: str) -> None:
    page = flatten(html)
    assert with_opinion(page, html) == page


def test_hostile_page_is_no_error() -> None:
    html = "<div>" * 3000 + "text" + "\x00<![CDATA[" + "<table>" * 50
    assert with_opinion(flatten(html), html).text == flatten(html).text


def test_the_option_decides_whether_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def ask(page: object, html: str) -> object:
        asked.append(html)
        return with_opinion(page, html)  # type: ignore[arg-type]  # a stand-in of the same signature

    monkeypatch.setattr(sys.modules["cleaner.pipeline"], "with_opinion", ask)
    kept = {}
    for extractor in ("own", "auto", "trafilatura"):
        asked.clear()
        article = Cleaner(extractor=extractor).clean(PAGE, media_type="text/html")
        kept[extractor] = article.text
        assert len(asked) == {"own": 0, "auto": 0, "trafilatura": 1}[extractor]
    assert "The harbour board voted" in kept["own"]
    assert "The harbour board voted" in kept["trafilatura"]


def test_in_doubt_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(finder, "DOUBT", 2.0)

    def ask(page: object, html: str) -> object:
        asked.append(html)
        return page

    monkeypatch.setattr(sys.modules["cleaner.pipeline"], "with_opinion", ask)
    Cleaner().clean(PAGE, media_type="text/html")
    assert asked == [PAGE]


def test_a_date_that_only_the_markup_holds() -> None:
    prose = "<p>The board voted on Tuesday night to close the basin, which moves forty boats until spring.</p>" * 5
    html = f'<html><body><h1>Basin to close</h1>{prose}<p><abbr title="2021-03-09">last spring</abbr></p></body>'
    assert Cleaner(extractor="own").clean(html, media_type="text/html").date is None
    article = Cleaner().clean(html, media_type="text/html")
    assert (article.date, article.dates[0].rule) == ("2021-03-09", "htmldate")


@pytest.mark.parametrize("html", ["", "<p>Nothing here.</p>", "x" * (MAX_CHARS + 1)])
def test_no_date_where_there_is_none(html: str) -> None:
    page = flatten(html)
    assert with_date(page, html) == page
