from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.finders.title import find_title
from cleaner.views import view_of

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
PROSE = (
    "Microsoft and OpenAI are investigating whether individuals linked to the startup accessed data without "
    "authorization, several people familiar with the matter said on Wednesday."
)
CHINESE = (
    "国家主席在北京会见了来访的外国代表团，双方就进一步加强两国之间的"
    "经济合作和文化交流等问题深入交换了意见，并达成了广泛共识。"
)
BENGALI = (
    "রাজধানীর বিভিন্ন এলাকায় আজ সকাল থেকে ভারী বৃষ্টি হচ্ছে এবং এতে অনেক সড়কে পানি জমে যানবাহন চলাচল ব্যাহত হচ্ছে বলে জানিয়েছেন স্থানীয়রা।"
)


def title_of(text: str) -> str | None:
    found = find_title(view_of(text))
    assert len(found) <= 1
    return found[0].captures[0].raw if found else None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("DeepSeek-linked group accused of OpenAI data theft, Microsoft investigates", PROSE),
        ("Who is reading your newsletter?", PROSE),
        ("“We will not go back”: a village after the flood", PROSE),
        ("Bangladesh: 10 killed in bus crash", PROSE),
        ("The world needs more spaceports. Oman wants to help", PROSE),
        ("Man arrested over data theft in the U.S.", PROSE),
        ("iPhone sales fall again", PROSE),
        ("10 Things to Know About the Budget", PROSE),
        ("国家主席会见外国代表团并发表重要讲话", CHINESE),
        ("রাজধানীতে ভারী বৃষ্টি, সড়কে জলাবদ্ধতা", BENGALI),
        (
            "Wie ein Dorf den Strom neu erfindet",
            "Der Wind weht kräftig über die Felder, als der Bürgermeister die Tür öffnet.",
        ),
    ],
)
def test_a_headline_directly_before_prose_is_lifted(title: str, text: str) -> None:
    for gap in ("\n", "\n\n"):
        assert title_of(f"{title}{gap}{text}{gap}{text}") == title


def test_the_finding_covers_the_whole_line_and_captures_the_words() -> None:
    text = f"  A village after the flood  \n{PROSE}"
    (finding,) = find_title(view_of(text))
    assert (finding.action, finding.by, finding.category) == ("title", "title.lift", "title")
    assert text[finding.start : finding.end].strip() == "A village after the flood"
    (capture,) = finding.captures
    assert (capture.field, capture.kind, capture.raw) == ("title", "text", "A village after the flood")
    assert text[capture.start : capture.end] == capture.raw


@pytest.mark.parametrize(
    "first",
    [
        "The police said on Friday that nobody was hurt.",
        "He said the following:",
        "Dear John,",
        "Dear editor",
        "To the Editor",
        "Q: Why did you leave the company",
        "Frage: Warum haben Sie das getan?",
        "- the first point of many",
        "• the first point of many",
        "1. The first step of the recipe",
        "(a) the first point",
        "29 January 2025, 08:00",
        "Wednesday, 29 January 2025",
        "2 hours ago",
        "1,204",
        "By Jane Doe",
        "Reporter Name",
        "নিজস্ব প্রতিবেদক, ঢাকা",
        "Jane Doe | Senior Writer | July 2, 2025",
        "WASHINGTON (AP) —",
        "[Photo: the minister in his office]",
        "Photo: Jane Doe",
        "Image by John Goreham",
        "https://example.com/story",
        "newsroom@example.com for tips",
        "Politics",
        "12 34 56",
        "and went on with the words that he had",
        "A\tB\tC of the table",
        "Nach 42 Sitzungen hat der Ausschuss die Arbeit beendet, ohne sich zu einigen. Was bleibt von der ganzen Mühe?",
        "x" * 400,
    ],
)
def test_other_first_lines_stay(first: str) -> None:
    assert title_of(f"{first}\n\n{PROSE}") is None


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        f"{PROSE}\n\n{PROSE}",
        "",
        "A village after the flood",
        # verse, list, dialogue, interview, hard wraps
        "Tyger Tyger, burning bright\nIn the forests of the night\nWhat immortal hand or eye\nCould frame thee?",
        "Flour for the cake\nSugar for the cake\nButter for the cake",
        f"“Where are you going?”\n“{PROSE}”",
        f"Anna: Where are you going?\nBernd: {PROSE}",
        f"Shopping for the weekend\n• {PROSE}",
        "The quick brown fox jumps over the lazy dog and then goes on\nto sleep under the tree for the rest of it.\n",
        f"A village after the flood\nA subheading without an end\n{PROSE}",
        f"Markets fell sharply for a third day as\ninvestors sold shares, {PROSE}",
    ],
)
def test_texts_without_a_headline_before_prose_keep_their_first_line(text: str) -> None:
    assert title_of(text) is None


def test_lifting_again_lifts_the_same() -> None:
    text = f"A village after the flood\n{PROSE}\n{PROSE}"
    title = title_of(text)
    assert title is not None
    rest = text.split("\n", 1)[1].replace("\n", "\n\n")
    assert title_of(f"{title}\n\n{rest}") == title


@given(st.lists(st.one_of(st.text(max_size=60), st.just(PROSE), st.just("A village after the flood")), max_size=5))
def test_only_the_first_two_lines_count_and_any_text_is_judged(lines: list[str]) -> None:
    text = "\n".join(lines)
    view = view_of(text)
    found = find_title(view)
    assert len(found) <= 1
    if found:
        head = "\n\n".join(view.lines[:2])
        assert title_of(head) == found[0].captures[0].raw == view.lines[0]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (
            "001_07d0af560cfebdd1",
            "Microsoft Investigates Possible Unauthorized Access to OpenAI Data by DeepSeek-Linked Group",
        ),
        ("003_83c7f9a063522f55", None),
    ],
)
def test_seeds(name: str, title: str | None) -> None:
    assert title_of((SEEDS / f"{name}.txt").read_text("utf-8")) == title
