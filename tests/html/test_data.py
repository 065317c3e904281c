"""What pages declare about themselves, and where it was read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.html import Structured, flatten


def declared(*linked: object, head: str = "", body: str = "") -> Structured:
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in linked)
    return flatten(
        f"<html lang=de><head>{scripts}{head}</head><body>{body}</body></html>", url="https://a.example/x/"
    ).data


def test_linked_data_comes_before_meta_before_headings() -> None:
    data = declared(
        {
            "@type": "NewsArticle",
            "headline": "A &amp; B",
            "author": {"name": "Ann Doyle"},
            "datePublished": "2025-01-02",
        },
        head="<meta property=og:title content='A &amp; B – Site'><title>Site</title>",
        body="<h1>A and B</h1><time datetime=2025-01-03>x</time>",
    )
    assert [(t.value, t.source) for t in data.titles] == [
        ("A & B", "json-ld:headline"),
        ("A & B – Site", "meta:og:title"),
        ("A and B", "h1"),
        ("Site", "title"),
    ]
    assert data.authors[0].value == "Ann Doyle"
    assert [d.value for d in data.published] == ["2025-01-02", "2025-01-03"]
    assert data.language[0].value == "de"


def test_names_in_a_graph_are_followed_by_id() -> None:
    graph = {
        "@graph": [
            {
                "@type": "Article",
                "headline": "H",
                "author": [{"@id": "#p"}],
                "articleSection": ["Sport"],
                "keywords": "a, b",
            },
            {"@type": "Person", "@id": "#p", "name": "Ann Doyle"},
        ]
    }
    data = declared(graph)
    assert [a.value for a in data.authors] == ["Ann Doyle"]
    assert [s.value for s in data.section] == ["Sport"]
    assert [t.value for t in data.tags] == ["a", "b"]


def test_the_fullest_of_several_articles_is_the_page() -> None:
    data = declared(
        [{"@type": "Article", "headline": "Teaser"}, {"@type": "Article", "headline": "Page", "datePublished": "2025"}]
    )
    assert data.titles[0].value == "Page"


@pytest.mark.parametrize(("flag", "free"), [(True, True), ("False", False), (None, None)])
def test_paid_articles(flag: object, free: bool | None) -> None:
    assert declared({"@type": "Article", "isAccessibleForFree": flag}).free is free


def test_relative_canonical_addresses_become_absolute() -> None:
    assert declared(head="<link rel=canonical href=/y>").canonical[0].value == "https://a.example/y"


@pytest.mark.parametrize(
    "script",
    ["{", "[" * 100_000, '{"a":' * 20_000, "null", '"x"', '{"@type":["Article",1],"author":5,"headline":{}}', "\ud800"],
)
def test_broken_linked_data_is_left_out(script: str) -> None:
    assert flatten(f"<script type='application/ld+json'>{script}</script><p>x").data.titles == ()


@settings(max_examples=60, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=8) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["@type", "@id", "author", "name", "headline", "keywords", "@graph"]), inner
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_read(value: object) -> None:
    declared({"@type": "Article", "author": value, "headline": value, "inLanguage": value}, value)
