"""What is kept between runs stays small."""

import os
from pathlib import Path

import pytest

from cleaner.rulebook import cache


def test_the_oldest_entries_go_where_all_take_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache, "LIMIT", 5_000)
    for number in range(10):
        cache.write("rules", f"{number}", "x" * 1_000)
        os.utime(tmp_path / f"rules-{number}.bin", (number, number))
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [f"rules-{number}.bin" for number in range(6, 10)]
    assert cache.read("rules", "9", str) == "x" * 1_000
    assert cache.read("rules", "1", str) is None


def test_an_entry_larger_than_the_limit_is_kept_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache, "LIMIT", 100)
    cache.write("rules", "a", "x" * 1_000)
    cache.write("rules", "b", "x" * 1_000)
    assert len(list(tmp_path.iterdir())) == 1
