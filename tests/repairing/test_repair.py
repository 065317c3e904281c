"""Repair: what it promises of every text, and what it leaves alone."""

from __future__ import annotations

import time
import tracemalloc
import unicodedata

import pytest
from encoding_texts import ANY_TEXT, CLEAN, EVERYTHING, NEGATIVES
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import edits as edit_lists
from cleaner.repairing import REASONS, Repaired, RepairOptions, repair


def check(text: str, options: RepairOptions) -> Repaired:
    found = repair(text, options)
    assert edit_lists.apply(text, found.edits) == found.text
    assert edit_lists.undo(found.text, found.edits) == text
    assert all(reason in REASONS for edit in found.edits for reason in edit.by.split("+"))
    again = repair(found.text, options)
    assert (again.text, again.edits) == (found.text, ())
    return found


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_any_text_is_repaired_once_and_for_all(text: str) -> None:
    after = check(text, RepairOptions()).text
    assert not any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in after)
    assert not any("\ud800" <= char <= "\udfff" or char == "\ufeff" for char in after)
    assert not set(after) & set("\u2028\u2029\u00a0\u3000")
    assert unicodedata.is_normalized("NFC", after)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_so_it_is_with_every_option_on(text: str) -> None:
    check(text, EVERYTHING)


@settings(max_examples=100, deadline=None)
@given(ANY_TEXT, st.sets(st.sampled_from(["mojibake", "spaces", "nfc", "entities", "tags", "controls", "line_ends"])))
def test_each_item_can_be_off(text: str, off: set[str]) -> None:
    check(text, RepairOptions(**dict.fromkeys(off, False)))  # type: ignore[arg-type]  # all are booleans


@pytest.mark.parametrize("language", CLEAN)
def test_clean_text_comes_back_untouched(language: str) -> None:
    text = unicodedata.normalize("NFC", CLEAN[language])
    found = repair(text)
    assert found.text is text
    assert found.edits == ()


@pytest.mark.parametrize("text", NEGATIVES)
def test_what_only_looks_odd_is_left_alone(text: str) -> None:
    assert repair(text).text == text


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("a\r\nb\rc", "a\nb\nc", "line-end.crlf"),
        ("a\u2028b", "a\nb", "line-end.unicode"),
        ("a\fb", "a\n\nb", "line-end.ff"),
        ("a\u00a0b\u3000c", "a b c", "space.unicode"),
        ("a\u00adb", "ab", "invisible.soft-hyphen"),
        ("a\u200bb", "ab", "invisible.zero-width"),
        ("a\x00b\x1bc", "abc", "control.c0"),
        ("a\ufeffb", "ab", "control.bom"),
        ("a\ufdd0b", "ab", "control.noncharacter"),
        ("a\ud83d\ude00b", "a😀b", "control.surrogate"),
        ("caf\udcc3\udca9", "café", "control.surrogate"),
        ("a\ud800b", "a\ufffdb", "control.surrogate"),
        ("it\x92s", "it’s", "mojibake.encoding"),
        ("a\u200eb", "ab", "invisible.bidi"),
        ("hidden\U000e0041\U000e0042 text", "hidden text", "invisible.tag"),
        ("ﬁnd the oﬃce", "find the office", "letter.ligature"),
        ("Tom &amp;amp; Jerry&#8217;s", "Tom & Jerry’s", "markup.entity"),
        ("one <b>two</b> three", "one two three", "markup.tag"),
        ("one<br/>two", "one\ntwo", "markup.tag"),
        ("\\u0414\\u0430", "Да", "markup.escape"),
        ("e\u0301", "é", "form.nfc"),
    ],
)
def test_items_of_the_table(before: str, after: str, reason: str) -> None:
    found = check(before, RepairOptions())
    assert found.text == after
    assert reason in {part for edit in found.edits for part in edit.by.split("+")}


@pytest.mark.parametrize(
    "text",
    [
        "می‌خواهم و کتاب‌های",  # non-joiners between Persian letters
        "ഞാന്‍ പറഞ്ഞു",  # a joiner after a virama shapes the letter before it
        "क्‍ष और क्‌ष",
        "ภาษา\u200bไทย",  # zero width spaces mark words in Thai
        "👩‍🚀 👨‍👩‍👧 🏴‍☠️ 🏳️‍🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "שלום\u200f, abc\u200e עולם",
        "葛\U000e0100城",
    ],
)
def test_sequences_that_need_their_invisible_characters_keep_them(text: str) -> None:
    assert repair(text).text == unicodedata.normalize("NFC", text)


def test_bengali_nukta_can_be_composed() -> None:
    assert repair("হয়").text == "হ\u09af\u09bc"
    assert repair("হ\u09af\u09bc", RepairOptions(bengali_nukta="composed")).text == "হ\u09df"


def test_bijoy_is_flagged_and_converted_on_request() -> None:
    text = "Avgvi †mvbvi evsjv, Avwg †Zvgvq fv‡jvevwm|"
    assert (repair(text).text, repair(text).bijoy) == (text, True)
    converted = check(text, RepairOptions(bijoy="convert"))
    assert converted.text == unicodedata.normalize("NFC", "আমার সোনার বাংলা, আমি তোমায় ভালোবাসি।")


def test_hard_wrapped_text_is_joined_on_request_and_verse_is_not() -> None:
    words = ("the council met again in the old town hall to dis-cuss the plan " * 12).replace("-", "").split()
    rows: list[str] = [""]
    for word in words:
        if len(rows[-1]) + len(word) > 60:
            rows.append("")
        rows[-1] = f"{rows[-1]} {word}".strip()
    wrapped = "\n".join(rows)
    assert repair(wrapped).text == wrapped
    assert repair(wrapped, RepairOptions(unwrap=True)).text == wrapped.replace("\n", " ")
    verse = "\n".join("short line of verse number " + "x" * (n % 9 * 5) for n in range(20))
    assert repair(verse, RepairOptions(unwrap=True)).text == verse


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000_000,
        "é" * 300_000,
        "\u00a0" * 300_000,
        "\r" * 1_000_000,
        "\x80" * 100_000,
        "Ã" * 100_000,
        "\u200f" * 100_000,
        "\u202a" * 100_000,
        "a" + "\u0301\u0323" * 20_000,
        "&amp;" * 10_000,
        "&am" * 10_000 + "p;" * 10_000,
        "<a " * 20_000,
        "\\u00e9" * 10_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_huge_single_lines_end_in_time_in_proportion(text: str) -> None:
    repair("warm up Ã©")
    start = time.process_time()
    found = repair(text)
    assert time.process_time() - start < 10
    assert edit_lists.apply(text, found.edits) == found.text


def test_clean_text_takes_no_more_than_its_bytes() -> None:
    text = "A clean line, and another one: café.\n" * 200_000
    repair("warm up Ã©")
    tracemalloc.start()
    repair(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * len(text.encode())
