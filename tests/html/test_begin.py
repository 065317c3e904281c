"""Documents whose type nobody declared."""

from __future__ import annotations

import pytest

import cleaner
from cleaner.html import begins_as_html

PROSE = "<p>The harbour board voted on Tuesday night to close the inner basin for dredging until the spring.</p>"


@pytest.mark.parametrize(
    "begin",
    [
        "<!DOCTYPE html>",
        "<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>",
        "\n  <html lang='en'>",
        "<?xml version='1.0'?>\n<html>",
        "<!-- saved from a crawl -->\n<html>",
    ],
)
@pytest.mark.parametrize("charset", [None, "utf-8", "utf-8-sig", "utf-16"])
def test_pages(begin: str, charset: str | None) -> None:
    page = begin + PROSE * 3
    source = page if charset is None else page.encode(charset)
    assert begins_as_html(source)
    article = cleaner.clean(source)
    assert article.source.media_type == "text/html"
    assert "<" not in article.text


def test_a_byte_order_mark_before_the_page() -> None:
    assert begins_as_html("\ufeff<html>")


@pytest.mark.parametrize(
    "text", ["", "<", "<p>Rain</p>", "<html5 is here", "The <html> tag", "<!-- a comment", "HTML", "<htmlx>"]
)
def test_texts(text: str) -> None:
    assert not begins_as_html(text)
    assert not begins_as_html(text.encode())
    assert cleaner.clean(text).source.media_type == "text/plain"


def test_what_is_declared_is_believed() -> None:
    assert "<html>" in cleaner.clean("<html>" + PROSE, media_type="text/plain").text
