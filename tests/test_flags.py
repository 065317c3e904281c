"""Flags that tell a user which records to look at again."""

from pathlib import Path

import pytest

import cleaner

STORY = """\
The harbour was closed on Monday, two days after the heavy storm, and the ferries stayed at their piers. Skippers said \
that the swell had torn two of the old mooring lines, and that nobody had been on board.

The council will decide in early March whether the breakwater is to be raised by another metre, as the harbour asked. \
Until then small boats are to stay in the inner basin."""
RULES = """
pack   = "my.site"
format = 1

[[rule]]
id       = "en.my-site.share"
does     = "Caption above share buttons"
status   = "test"
action   = "drop"
category = "share_prompt"
phrases  = ["Tell the village"]
lang     = ["en"]
hits     = ["Tell the village"]
misses   = ["Tell the village that the road is shut."]
source   = "my-site.example"
"""


@pytest.mark.parametrize(
    ("line", "flagged"),
    [
        ("Page 1 of 3", True),
        ("Page 1 of 1", False),
        ("Next post: The lighthouse", False),
        ("Next article: 7 ways in 24 hours", False),
    ],
)
def test_only_page_numbers_say_that_an_article_goes_on(line: str, flagged: bool) -> None:
    article = cleaner.clean(f"{STORY}\n\n{line}")
    assert line not in article.text
    assert ("truncated" in article.flags) is flagged


def test_a_rule_of_the_user_that_cut_something_is_flagged(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(RULES, "utf-8")
    mine = cleaner.Cleaner(rules=[path])
    assert "unsafe_rule_used" in mine.clean(f"{STORY}\n\nTell the village").flags
    assert "unsafe_rule_used" not in mine.clean(f"{STORY}\n\nShare this post").flags


@pytest.mark.parametrize(
    ("line", "flagged"),
    [("Share this article\nSubscribe\nLog in", False), ("To continue reading, subscribe now. Already a member?", True)],
)
def test_a_prompt_stands_for_the_rest_of_a_text_and_a_menu_entry_does_not(line: str, flagged: bool) -> None:
    article = cleaner.clean(f"{STORY}\n\n{line}")
    assert article.text == STORY
    assert ("paywall_stub" in article.flags) is flagged
