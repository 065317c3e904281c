"""Threads of readers' comments: cut as a whole behind an article, and nothing that only looks like one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleaner
from cleaner.finders.threads import find_threads
from cleaner.model import Context
from cleaner.views import view_of

STORY = [
    "The traffic light at the top of Bank Street, the only one in Ainsley, was switched off at noon on Friday, eleven "
    "years after the quarry lorries for which it was put up stopped running.",
    "A crowd of about sixty counted down from ten. At zero nothing could be seen to happen, because the light had been "
    "red, and everyone had been standing in front of it.",
    "The pole will be sold. The council has had one offer, from a wedding venue.",
]
SAID = [
    "Finally. Now do the potholes.",
    "I drove past it every day for 20 years and never saw it green.",
    "Who do I see about the pole? Asking for the bowls club.",
    "It was green once, in June, and I missed it.",
]
NAMES = ["bankstreetbill", "Quarryman62", "J. Tull", "Anne on the hill"]
TIMES = ["5 September 2025 12:40", "5 September 2025 12:52", "5 September 2025 13:07", "6 September 2025 08:15"]
AGO = ["3 hours ago", "5 hours ago", "1 day ago", "2 days ago"]


def thread(form: str, said: list[str] = SAID) -> list[str]:
    """One comment after the other; `form`: its lines, parted by bars."""
    out = []
    for name, time, ago, text in zip(NAMES, TIMES, AGO, said, strict=True):
        out += form.format(name=name, time=time, ago=ago, text=text).split("|")
    return out


def kinds(lines: Sequence[str], context: Context) -> list[frozenset[str]]:
    known = {"Comments (4)": "comments_section", "Comments": "comments_section", "Reply": "reply_form"}
    known |= {"4 comments:": "comment_count", "2 comments": "comment_count"}
    return [frozenset([known[line]]) if line in known else frozenset() for line in lines]


def cut(lines: list[str]) -> list[str]:
    view = view_of("\n".join(lines), Context("en", None, None, "text"))
    return [view.text[found.start : found.end] for found in find_threads(view, kinds)]


@pytest.mark.parametrize(
    "form",
    [
        "{name} on {time}|{text}",
        "{name} says:|{time}|{text}",
        "{name}|{ago}|{text}|Reply",
        "{text}|- {name}, Ainsley, {time}",
        "{text}|Posted by: {name} | {time}".replace(" | ", " – "),
        "{time} {name}|{text}",
        "{name} • {ago}|{text}|Reply",
        "{name} said...|{text}|{time}",
        "{name} a dit…|{text}",
        "{name} schrieb:|{text}",
    ],
)
def test_a_thread_goes_from_its_heading_to_its_end(form: str) -> None:
    comments = thread(form)
    assert cut([*STORY, "Comments (4)", *comments]) == comments
    assert cut([*STORY, "4 comments:", *comments]) == comments
    assert cut([*STORY, "Comments (4)", "Newest", "Oldest", *comments]) == ["Newest", "Oldest", *comments]


def test_without_a_heading_an_answer_button_under_each_comment_tells() -> None:
    comments = thread("{name} on {time}|{text}|Reply")
    assert cut([*STORY, *comments]) == comments
    assert cut([*STORY, *thread("{name} on {time}|{text}")]) == []


def test_the_articles_own_line_of_author_and_moment_is_no_comment() -> None:
    own = "Hollis Greer on 5 September 2025 12:01"
    comments = thread("{name} on {time}|{text}")
    assert cut([STORY[0], STORY[1], own, *STORY, *STORY, "Comments", *comments]) == comments
    long = [*STORY, *STORY]
    assert cut([STORY[0], STORY[1], own, *long, *thread("{name} on {time}|{text}|Reply")]) == thread(
        "{name} on {time}|{text}|Reply"
    )


@pytest.mark.parametrize(
    "lines",
    [
        # Nothing is said between the names: a list of other articles.
        [*STORY, "Comments (4)", *thread("{name} opens in Ainsley|{time}")],
        # Letters of readers, with town and day, are the article.
        [*STORY, *thread("{text}|{name}, Ainsley, {time}")],
        # No article stands before it: the text is a thread.
        ["Comments (4)", *thread("{name} on {time}|{text}")],
        # Times of day alone: a live blog.
        [*STORY, "Comments (4)", *[f"{line[-5:]} {name}" for line, name in zip(TIMES, NAMES, strict=True)], *SAID],
        # One reporter: a diary.
        [*STORY, "Comments (4)", *thread("Hollis Greer on {time}|{text}")],
        # A dialogue: nothing names it comments.
        [*STORY, *thread("{name} said:|{text}")],
        # How many comments each post of several has.
        [*STORY, "4 comments:", *thread("{name} on {time}|{text}"), "2 comments", *thread("{name} on {time}|{text}")],
        # Steps of a list, of which no two end in the same word.
        [*STORY, "Comments (4)", *[f"For the {one}:" for one in ("dough", "sauce", "filling", "glaze")], *SAID],
        # Two comments are no thread.
        [*STORY, "Comments (4)", *thread("{name} on {time}|{text}")[:4]],
    ],
)
def test_what_is_no_thread_stays(lines: list[str]) -> None:
    assert cut(lines) == []


def test_a_text_with_its_comments_comes_back_alone() -> None:
    text = "\n".join(["A light goes out", *STORY, "4 Comments", *thread("{name}|{ago}|{text}|Reply|Report")])
    article = cleaner.clean(text)
    assert article.text == "\n\n".join(STORY)
    assert cleaner.clean(article.text).text == article.text
    assert {edit.category for edit in article.journal.edits if edit.by == "thread.comment"} == {"comments_section"}


PARTS = [*STORY, *SAID, *NAMES, *TIMES, *AGO, "Comments", "Reply", "Reply"]


@given(st.lists(st.sampled_from(PARTS), max_size=60))
def test_nothing_before_the_first_running_text_is_ever_cut(lines: list[str]) -> None:
    found = cut(lines)
    head = next((i for i, line in enumerate(lines) if line in STORY), len(lines))
    assert not set(found) & set(lines[: head + 1]) - set(lines[head + 1 :])
