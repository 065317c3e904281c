"""Repeats: what stands twice goes, what the author repeats stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner.finders.repeats import REASONS, find_repeats
from cleaner.model import Finding, View

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


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


def cut_lines(text: str) -> list[str]:
    return [text[finding.start : finding.end].strip() for finding in cuts(text)]


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
