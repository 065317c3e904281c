"""Repeats: what stands twice goes, what the author repeats stays."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.finders.repeats import REASONS, find_repeats
from cleaner.finders.repeats.gate import may_repeat
from cleaner.finders.repeats.words import words_of
from cleaner.model import Finding, View

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

TITLE = "Council votes for the new bridge after ten years of talks"
BODY = [
    "The council of the town voted on Tuesday evening for a new bridge over the river, after talks that took more "
    "than ten years and cost three mayors their office.",
    '"We have waited long enough," said Maria Stone, who has run the ferry since 1994. "Half of my passengers were '
    'not born when the first plan was drawn, and they want to see it built."',
    "Work is to begin in March. The bridge will cost four million, of which the region pays half; the rest comes from "
    "a toll of fifty cents for cars, while cyclists and people on foot cross free of charge.",
    "Critics fear for the meadows on the north bank, where storks nest every spring. A second hearing, in which the "
    "farmers of the valley will speak as well, is planned before the summer holidays.",
]
BENGALI = [
    "ঢাকার একটি আদালত বুধবার নতুন সেতু নির্মাণের পক্ষে রায় দিয়েছেন, যে আলোচনা দশ বছরের বেশি সময় ধরে চলেছে এবং তিনজন "
    "মেয়রকে তাদের পদ হারাতে হয়েছে বলে জানিয়েছেন স্থানীয় সাংবাদিকেরা।",
    "কাজ শুরু হবে মার্চ মাসে। সেতুটির খরচ হবে চার কোটি টাকা, যার অর্ধেক দেবে সরকার; বাকি অর্থ আসবে গাড়ির টোল থেকে, তবে "
    "সাইকেল আরোহী ও পথচারীরা বিনা মূল্যে পার হতে পারবেন।",
    "সমালোচকেরা উত্তর তীরের তৃণভূমি নিয়ে চিন্তিত, যেখানে প্রতি বসন্তে সারস বাসা বাঁধে। গ্রীষ্মের ছুটির আগে দ্বিতীয় শুনানির "
    "পরিকল্পনা করা হয়েছে, সেখানে উপত্যকার কৃষকেরাও কথা বলবেন।",
]
CHINESE = [
    "镇议会周二晚间投票赞成在河上修建一座新桥，此前的讨论持续了十多年，先后有三位镇长因此离任，居民们对结果普遍表示欢迎。",
    "工程将于三月开始。新桥造价四百万元，其中一半由地区承担，其余部分来自汽车过桥费，骑自行车的人和行人可以免费通行。",
    "批评者担心北岸的草地，每年春天都有白鹳在那里筑巢。第二次听证会计划在暑假之前举行，山谷里的农民也将在会上发言。",
]


def view_of(text: str) -> View:
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    bounds: list[tuple[int, int]] = []
    numbers: list[int] = []
    blanks: list[bool] = []
    at, blank = 0, True
    for number, raw in enumerate(text.split("\n")):
        line = raw.strip()
        if line:
            start = at + raw.index(line)
            lines.append(line)
            spans.append((start, start + len(line)))
            bounds.append((at, at + len(raw)))
            numbers.append(number)
            blanks.append(blank)
        blank = not line
        at += len(raw) + 1
    return View(text, lines, spans, bounds, numbers, blanks)


def cuts(text: str) -> list[Finding]:
    return [finding for finding in find_repeats(view_of(text)) if finding.certainty != "hint"]


def gone(lines: list[str]) -> list[int]:
    """Indexes of the lines that are cut."""
    view = view_of("\n".join(lines))
    assert view.lines == lines
    return [view.bounds.index((finding.start, finding.end)) for finding in cuts(view.text)]


def left(lines: list[str]) -> list[str]:
    cut = set(gone(lines))
    return [line for i, line in enumerate(lines) if i not in cut]


def change(line: str, share: float, rng: random.Random) -> str:
    words = line.split()
    return " ".join(rng.choice(words) if rng.random() < share else word for word in words)


# --- the seeds -----------------------------------------------------------------------------------------------------


def test_seed_000_holds_its_title_and_five_paragraphs_twice() -> None:
    (path,) = SEEDS.glob("000_*.txt")
    text = path.read_text("utf-8")
    found = [finding for finding in cuts(text) if "Update Time" not in text[finding.start : finding.end]]
    assert len(found) == 6
    for finding in found:
        assert finding.dup_of is not None
        assert finding.dup_of[1] <= finding.start
        assert text[finding.start : finding.end].strip() == text[slice(*finding.dup_of)].strip()


@pytest.mark.parametrize("number", ["001", "003"])
def test_seeds_without_repeats_are_left_alone(number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    assert find_repeats(view_of(path.read_text("utf-8"))) == []


def test_each_reason_is_a_sentence() -> None:
    assert all(reason.startswith("repeat.") and text.endswith(".") for reason, text in REASONS.items())


# --- what goes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [BODY, BENGALI, CHINESE], ids=["en", "bn", "zh"])
@pytest.mark.parametrize("copies", [2, 3, 25])
def test_a_body_that_stands_several_times_is_kept_once(body: list[str], copies: int) -> None:
    assert left([TITLE, *body] * copies) == [TITLE, *body]
    assert left(body * copies) == body


def test_chrome_between_the_copies_does_not_matter() -> None:
    lines = [TITLE, "By Jane Doe", *BODY, "Share this story", "Related articles", TITLE, "12 January", *BODY, "Print"]
    cut = gone(lines)
    assert [lines[i] for i in cut] == [TITLE, *BODY]
    assert min(cut) > 5


@pytest.mark.parametrize("body", [BODY, BENGALI, CHINESE], ids=["en", "bn", "zh"])
def test_both_ways_of_interleaving(body: list[str]) -> None:
    assert left([line for line in body for _ in range(2)]) == body
    assert left([*body[:2], *body[:2], *body[2:], *body[2:]]) == body


def test_white_space_case_quotes_and_dashes_do_not_matter() -> None:
    copy = [line.replace('"', "”").replace("'", "’").replace(", ", ",  ").replace(";", " —") for line in BODY]
    assert left([TITLE, *BODY, TITLE.upper(), *copy]) == [TITLE, *BODY]


@pytest.mark.parametrize("share", [0.01, 0.05, 0.1])
def test_a_few_changed_words_do_not_matter(share: float) -> None:
    rng = random.Random(3)  # noqa: S311  # a seeded source of edits, nothing secret
    for _ in range(10):
        copy = [change(line, share, rng) for line in BODY]
        assert left([TITLE, *BODY, TITLE, *copy]) == [TITLE, *BODY]


def test_a_changed_copy_is_a_near_copy_and_only_likely() -> None:
    copy = [line.replace("town", "city") for line in BODY]
    found = {finding.by: finding.certainty for finding in cuts("\n".join([TITLE, *BODY, TITLE, *copy]))}
    assert found["repeat.near-copy"] == "likely"


def test_a_copy_with_other_line_ends() -> None:
    sentences = [part + "." for line in BODY for part in line.removesuffix(".").split(". ")]
    assert left([TITLE, *BODY, TITLE, *sentences]) == [TITLE, *BODY]
    joined = [" ".join(BODY[:2]), " ".join(BODY[2:])]
    assert left([TITLE, *BODY, TITLE, *joined]) == [TITLE, *BODY]
    assert left([TITLE, *joined, TITLE, *BODY]) == [TITLE, *joined]


def test_of_a_copy_with_another_tail_the_tail_stays() -> None:
    tail = (
        "The ferry will run until the bridge is open, the mayor promised at the end of a long night in the town hall."
    )
    assert left([TITLE, *BODY, TITLE, *BODY[:3], tail]) == [TITLE, *BODY, tail]


def test_a_line_that_adds_news_to_a_copy_stays_whole() -> None:
    longer = BODY[3] + " The minister, who came by train, said on Friday that nobody had asked her about the storks."
    assert left([TITLE, *BODY, TITLE, *BODY[:3], longer])[-1] == longer


@pytest.mark.parametrize(
    "teaser",
    [
        BODY[0][:90] + "…",
        BODY[0][:90] + "...",
        BODY[0][:90] + " [...]",
        BODY[0][:88] + "… Read more",
    ],
)
def test_a_teaser_goes_in_favour_of_the_text(teaser: str) -> None:
    lines = [TITLE, teaser, "Share this story", *BODY]
    text = "\n".join(lines)
    assert gone(lines) == [1]
    (finding,) = cuts(text)
    assert finding.by == "repeat.teaser"
    assert finding.dup_of is not None
    assert text[slice(*finding.dup_of)] == BODY[0]


def test_a_teaser_may_end_within_a_later_paragraph_and_lack_the_dateline() -> None:
    teaser = BODY[0] + " " + BODY[1][:60] + "…"
    assert gone([TITLE, teaser, "RIVERTON, Jan 5 — " + BODY[0], *BODY[1:]]) == [1]


def test_a_teaser_that_the_text_does_not_hold_whole_stays() -> None:
    assert gone([TITLE, BODY[0][:90] + " and storks…", *BODY]) == []


def test_an_excerpt_above_the_text_goes_where_it_breaks_off() -> None:
    lines = [TITLE, BODY[0], BODY[1], BODY[2][:100] + "…", "Read the whole story", TITLE, *BODY]
    assert left(lines) == [TITLE, *BODY[:2], "Read the whole story", *BODY[2:]]


def test_the_text_is_not_cut_in_favour_of_an_excerpt() -> None:
    excerpt = " ".join(BODY[:2]) + " Work is [...]"
    lines = [TITLE, excerpt, BODY[0], "Share this story", BODY[1], *BODY[2:]]
    assert not {BODY[0], BODY[1]} - set(left(lines))


def test_a_lead_printed_twice_in_a_row_is_kept_once() -> None:
    assert gone([TITLE, BODY[0], BODY[0], *BODY[1:]]) == [2]


def test_a_title_printed_twice_is_kept_once() -> None:
    assert gone([TITLE, TITLE, *BODY]) == [1]
    assert gone([TITLE.upper(), TITLE, *BODY]) == [1]


def test_a_short_text_with_its_title() -> None:
    short = "The road to the harbour stays closed until Monday because of the storm, the police said."
    assert gone(["Road closed", short, "Road closed", short]) == [2, 3]


def test_a_poem_printed_twice_with_its_title() -> None:
    poem = [
        "The water waits beneath the wall",
        "and counts the stones that used to stand",
        "a bird that nobody will call",
        "is writing letters in the sand",
        "the ferryman has tied his boat",
        "and sold the oars and sold the bell",
        "he keeps the river in his coat",
        "and has a tale he will not tell",
        "so ask the reeds along the shore",
        "and ask the wind that bends them low",
        "they answer what they said before",
        "that those who wait will never know",
    ]
    assert left(["The Ferryman", *poem, "The Ferryman", *poem]) == ["The Ferryman", *poem]


# --- what stays ----------------------------------------------------------------------------------------------------

REFRAIN = [
    "Roll on, roll on, you river wide,",
    "and take my sorrow to the sea,",
    "I have no home on either side,",
    "roll on and bring him back to me.",
]
LONG_REFRAIN = " / ".join(REFRAIN) + " / " + " / ".join(REFRAIN[::-1])
CLAUSE = (
    "Pursuant to Article 12 of the Regulation the competent authority shall give its reasons in writing and shall "
    "notify the parties without undue delay, and in any event no later than thirty days after receipt of the request."
)
STAYS: dict[str, list[str]] = {
    "song": [
        "The River Song",
        *REFRAIN,
        "He went away when I was young,",
        "his boat was white, his coat was red,",
        *REFRAIN,
        "The bells across the bay have rung,",
        "they ring for what he never said,",
        *REFRAIN,
    ],
    "song with its refrain twice in a row": ["The River Song", *REFRAIN, *REFRAIN, "He went away when I was young."],
    "song in long lines": [
        "The River Song",
        "He went away when I was young, his boat was white, his coat was red, and nobody has seen him since that day.",
        LONG_REFRAIN,
        "The bells across the bay have rung, they ring for what he never said, and for the letters that he sent to me.",
        LONG_REFRAIN,
        "The years are ships that will not land, they pass the harbour one by one, and none of them has lowered sail.",
        LONG_REFRAIN,
    ],
    "kyrie": [line for who in ("Lord", "Christ", "Lord") for line in (f"{who}, have mercy.", f"{who}, have mercy.")],
    "litany": [
        line
        for name in ("Mary", "Michael", "Gabriel", "Raphael", "Joseph", "Peter", "Paul", "Andrew")
        for line in (f"Saint {name}, you who stand before the throne,", "pray for us.")
    ],
    "psalm with its antiphon": [
        "The Lord is my light and my salvation; whom shall I fear, of whom shall I be afraid in the day of trouble?",
        *BODY[:3],
        "The Lord is my light and my salvation; whom shall I fear, of whom shall I be afraid in the day of trouble?",
    ],
    "dialogue": [
        "No.",
        "No.",
        *(line for i in range(20) for line in (f"She looked at the {i}th letter on the table.", "“I know,” he said.")),
    ],
    "interview": [
        line
        for i, answer in enumerate(BODY)
        for line in (f"Guest number {i}", "What was the most important thing that you learned on the river?", answer)
    ],
    "anaphora": [
        f"I have a dream that one day, in the hills of {place}, the sons and daughters of {who} will sit at one table."
        for place, who in (("Georgia", "farmers"), ("Kent", "miners"), ("Galway", "sailors"), ("Bern", "weavers"))
    ],
    "ruling": ["Judgment", BODY[0], CLAUSE, BODY[1], CLAUSE, BODY[2], CLAUSE, BODY[3]],
    "recipes": [
        line
        for name in ("Bread", "Rolls", "Pretzels", "Flatbread")
        for line in (
            name,
            "500 g of strong white flour, sifted, and one teaspoon of fine sea salt",
            "1 packet of dried yeast, dissolved in 300 ml of lukewarm water",
            f"Knead for ten minutes, shape the {name.lower()} and leave to rest under a cloth for an hour.",
        )
    ],
    "meal plan": [
        line
        for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
        for line in (
            day,
            "Breakfast: one bowl of oatmeal with blueberries and a tablespoon of almond butter",
            f"Lunch: {day} salad with beans",
            "Snack: one apple and ten almonds",
        )
    ],
    "box score": [
        line for name in ("Adams", "Baker", "Clark", "Davis") for line in (name, "1 0 0 0", "2 1 1 0", "0 0 0 0")
    ],
    "forecast": [
        f"{town}: mostly sunny in the morning with clouds later in the day, highs of {n} and lows of {n - 9} degrees."
        for n, town in enumerate(("Dhaka", "Khulna", "Sylhet", "Bogra", "Comilla", "Rangpur"), 27)
    ],
    "live blog": [
        "Live: the vote on the bridge",
        *(line for i, text in enumerate(BODY) for line in (f"1{i}:05", text, "Share this entry", "Copied")),
    ],
    "product page": [
        line
        for colour in ("Red", "Blue", "Green")
        for line in (
            f"Canvas bag, {colour.lower()}",
            "Free delivery within three working days, returns are accepted up to thirty days after the purchase.",
            f"A bag in {colour.lower()} for the summer, with room for a towel, two books and a bottle of water.",
        )
    ],
    "forum": [BODY[1], "Bob wrote:", BODY[0], "I do not agree at all.", "Alice wrote:", BODY[0], "Nor do I, sorry."],
    "first post quoted": [BODY[0], "Posted by Ann", "Bob, quoting Ann:", BODY[0], "I do not agree at all."],
    "epigraph": [
        "“Half of my passengers were not born when the first plan was drawn.”",
        *BODY[:1],
        "“Half of my passengers were not born when the first plan was drawn.” With these words she begins each trip.",
        *BODY[2:],
    ],
    "title that begins the text": ["The council of the town voted", *BODY],
    "pull quote": [
        TITLE,
        BODY[0],
        BODY[1],
        "Half of my passengers were not born when the first plan was drawn",
        BODY[2],
    ],
    "form letters of entries": [
        f"The museum of {town} is open from Tuesday to Sunday between nine and five; tickets are sold at the entrance."
        for town in ("Aarhus", "Bergen", "Chur", "Delft", "Esbjerg", "Faro")
    ],
    "conclusion that repeats the lead": [BODY[0], *BODY[1:], BODY[0]],
}


@pytest.mark.parametrize("name", STAYS)
def test_what_the_author_repeats_stays(name: str) -> None:
    assert gone(STAYS[name]) == []


@pytest.mark.parametrize("name", ["song in long lines", "ruling", "psalm with its antiphon", "first post quoted"])
def test_what_stays_is_mentioned_with_a_reason(name: str) -> None:
    hints = find_repeats(view_of("\n".join(STAYS[name])))
    assert hints
    assert all(hint.certainty == "hint" and hint.note for hint in hints)


# --- invariants ----------------------------------------------------------------------------------------------------

ALPHABET = [
    TITLE,
    *BODY,
    *(line.replace("the", "a").replace("bridge", "tunnel") for line in BODY),
    BODY[0][:80] + "…",
    BODY[0] + " " + BODY[1],
    BODY[2].split(". ")[1],
    "Share this story",
    "He said.",
    *CHINESE[:2],
    CHINESE[0][:30] + "……",
    "na na na na na na na na na na na na na na na na na na na na na na na na na na",
]
some_lines = st.lists(st.sampled_from(ALPHABET), max_size=16)


def _bag(lines: list[str]) -> Counter[str]:
    return Counter(word for line in lines for word in words_of(line))


@given(some_lines)
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_and_a_second_run_finds_nothing(lines: list[str]) -> None:
    text = "\n".join(lines)
    view = view_of(text)
    found = cuts(text)
    cut = {(finding.start, finding.end): finding for finding in found}
    kept = [line for line, bound in zip(view.lines, view.bounds, strict=True) if bound not in cut]
    here = _bag(kept)
    for (start, end), finding in cut.items():
        words = _bag([text[start:end]])
        share = (words & here).total() / words.total()
        exact = finding.by == "repeat.copy"
        assert share == 1 if exact else share >= 0.6
        assert finding.dup_of is not None
        first, last = finding.dup_of
        stayed = [bound for bound in view.bounds if first <= bound[0] and bound[1] <= last]
        assert stayed[0] not in cut
        assert stayed[-1] not in cut
        assert finding.action == "repeat"
        assert finding.by in REASONS
    assert cuts("\n".join(kept)) == []


@given(st.lists(st.text(alphabet=st.sampled_from("ab .\n的คা…"), max_size=80), max_size=12))
@settings(max_examples=200, deadline=None)
def test_any_text_is_taken_and_all_findings_are_whole_lines(parts: list[str]) -> None:
    text = "\n".join(parts)
    view = view_of(text)
    found = find_repeats(view)
    assert {(finding.start, finding.end) for finding in found} <= set(view.bounds)
    assert len({finding.start for finding in found}) == len(found)
    assert found == find_repeats(view_of(text))


@given(some_lines)
@settings(max_examples=100, deadline=None)
def test_blank_lines_and_indentation_do_not_matter(lines: list[str]) -> None:
    assert len(cuts("\n".join(lines))) == len(cuts("\n\n  ".join(lines)))


def test_lone_surrogates_are_taken() -> None:
    assert gone([TITLE, *(line + " \ud800" for line in BODY * 2)]) == [5, 6, 7, 8]


# --- work ----------------------------------------------------------------------------------------------------------


def test_the_gate_lets_an_article_through_only_if_something_stands_twice() -> None:
    assert not may_repeat([TITLE, *BODY])
    assert may_repeat([TITLE, *BODY, BODY[2]])


def _cost(lines: list[str]) -> float:
    view = view_of("\n".join(lines))
    times = []
    for _ in range(3):
        begin = time.process_time()
        find_repeats(view)
        times.append(time.process_time() - begin)
    return min(times)


def _random_words(count: int, words: str) -> list[str]:
    rng = random.Random(1)  # noqa: S311  # a seeded source of text, nothing secret
    return [" ".join(rng.choice(words) for _ in range(12)) for _ in range(count)]


GROWING: dict[str, Callable[[int], list[str]]] = {
    "one short line": (lambda n: ["He said."] * (4000 * n)),
    "one paragraph": (lambda n: [BODY[0]] * (400 * n)),
    "one wide character": (lambda n: ["的" * 4000 * n]),
    "random short words": (lambda n: _random_words(500 * n, "abcdefgh")),
    "two copies": (lambda n: [f"Item {i} of the list was sold for {i * 7} in the town." for i in range(300 * n)] * 2),
    "one long line and its sentences": (
        lambda n: (
            [" ".join(f"Sentence {i} is about town {i * 7}." for i in range(400 * n))]
            + [f"Sentence {i} is about town {i * 7}." for i in range(400 * n)]
        )
    ),
    "teasers": (lambda n: [BODY[0][: 60 + i % 80] + "…" for i in range(300 * n)] + BODY),
}


@pytest.mark.parametrize("name", GROWING)
def test_work_grows_no_faster_than_the_text(name: str) -> None:
    small, large = _cost(GROWING[name](1)), _cost(GROWING[name](4))
    assert large <= 10 * small + 0.02  # 4 x the text; 16 x would be quadratic
