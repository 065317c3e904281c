"""Every item of the normalisation table can be turned on and off by name, in the API and from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from runs import command, lines

from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.repairing import RepairOptions, repair
from cleaner.repairing.options import chosen

# For each item a text that it changes alone, and what it makes of it.
WRAPPED = "\n".join(["The council met again in the old town hall to discuss the plan"] * 12)
ITEMS = {
    "mojibake": ("schÃ¶n", "schön"),
    "line_ends": ("a\u2028b", "a\nb"),
    "controls": ("a\ufeffb", "ab"),
    "surrogates": ("a\ud83d\ude00", "a😀"),
    "spaces": ("a\u00a0b", "a b"),
    "invisible": ("a\u00adb", "ab"),
    "joiners": ("ab\u200d cd", "ab cd"),
    "bidi": ("a\u200eb", "ab"),
    "hidden": ("a\U000e0041 b", "a b"),
    "ligatures": ("ﬁnd", "find"),
    "entities": ("Tom &amp; Jerry", "Tom & Jerry"),
    "tags": ("one <b>two</b>", "one two"),
    "escapes": ("\\u0414\\u0430", "Да"),
    "nfc": ("e\u0301", "é"),
    "full_width": ("ＡＢ", "AB"),
    "straight_quotes": ("“a”", '"a"'),
    "dashes": ("a – b", "a - b"),
    "literal_line_ends": ("a\\nB", "a\nB"),
    "unwrap": (WRAPPED, WRAPPED.replace("\n", " ")),
}
CHOICES = {
    "bijoy": (
        "Avgvi †mvbvi evsjv, Avwg †Zvgvq fv‡jvevwm|",
        "convert",
        "আমার সোনার বাংলা, আমি তোমা\u09af\u09bc ভালোবাসি।",
    ),
    "bengali_nukta": ("হ\u09af\u09bc", "composed", "হ\u09df"),
}


def test_there_is_a_text_for_every_item() -> None:
    assert {*ITEMS, *CHOICES} == set(get_type_hints(RepairOptions))


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_on_and_off(item: str) -> None:
    before, after = ITEMS[item]
    others = [f"{other}=off" for other in ITEMS if other != item]
    assert repair(before, chosen([*others, f"{item}=on"])).text == after
    assert repair(before, chosen([*others, f"{item}=off"])).text == before


@pytest.mark.parametrize("item", CHOICES)
def test_a_choice_is_made_by_name(item: str) -> None:
    before, value, after = CHOICES[item]
    assert value in get_args(get_type_hints(RepairOptions)[item])
    assert repair(before).text == before
    assert repair(before, chosen([f"{item}={value}"])).text == after


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("dash=on", "there is no repair 'dash'; did you mean dashes?"),
        ("zzz=on", "items are mojibake, bijoy"),
        ("nfc=yes", "repair nfc: 'yes' is not one of on, off"),
        ("nfc", "repair nfc: '' is not one of on, off"),
        ("bijoy=on", "repair bijoy: 'on' is not one of flag, convert"),
    ],
)
def test_a_wrong_name_or_value_is_refused(word: str, sentence: str) -> None:
    with pytest.raises(UsageError) as failure:
        chosen([word])
    assert sentence in str(failure.value)


def test_the_pipeline_and_the_command_take_them(tmp_path: Path) -> None:
    text = "The council met – again – on Tuesday, “at last”, as the mayor had promised in the spring.\n"
    assert "met - again - on" in Cleaner(repair=chosen(["dashes=on"])).clean(text).text
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text)
    out = tmp_path / "out"
    assert command("clean", tmp_path / "in", "-o", out, "-q", "--repair", "dashes=on,straight_quotes=on").code == 0
    assert 'met - again - on Tuesday, "at last"' in (out / "a.txt").read_text()
    # Other repairs, other articles: they do not mix in one output.
    assert command("clean", tmp_path / "in", "-o", out, "-q").code == 2
    assert command("clean", tmp_path / "in", "-o", out, "-q", "--restart").code == 0
    assert lines(out / "articles.jsonl")[0]["text"] == text.strip()
    ran = command("clean", tmp_path / "in", "-o", out, "-q", "--repair", "dashs=on")
    assert (ran.code, "did you mean dashes?" in ran.err) == (2, True)


def test_bijoy_is_converted_by_the_command(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Avgvi †mvbvi evsjv, Avwg †Zvgvq fv‡jvevwm|\n")
    assert command("clean", tmp_path / "a.txt", "-o", tmp_path / "out", "-q", "--bijoy", "convert").code == 0
    assert "সোনার বাংলা" in (tmp_path / "out" / "a.txt").read_text()
