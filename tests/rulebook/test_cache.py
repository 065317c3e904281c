"""What is kept between runs: it stays small, it is whole or it is none, and no two files are taken for each other."""

import gc
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from cleaner.rulebook import cache, load
from cleaner.rulebook.collector import collector_paused
from cleaner.rulebook.files import RuleFile, contents, shipped_files
from cleaner.rulebook.problems import Problem
from cleaner.rulebook.rule import Rule


def test_the_oldest_entries_go_where_all_take_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache, "LIMIT", 5_000)
    for number in range(10):
        cache.write("rules", f"{number}", ["x" * 1_000])
        os.utime(tmp_path / f"rules-{number}.bin", (number, number))
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [f"rules-{number}.bin" for number in range(6, 10)]
    assert cache.read("rules", "9", str) == ["x" * 1_000]
    assert cache.read("rules", "1", str) is None


def test_an_entry_larger_than_the_limit_is_kept_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(cache, "LIMIT", 100)
    cache.write("rules", "a", ["x" * 1_000])
    cache.write("rules", "b", ["x" * 1_000])
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("found", [[], ["a"], ["a", "", "b" * 300_000, "é"]])
def test_what_is_written_is_read(found: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path))
    cache.write("rules", "a", found)
    assert cache.read("rules", "a", str) == found


@pytest.mark.parametrize("size", [0, 1, 2**40, 2**63])
def test_a_piece_of_another_size_than_it_says(size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path))
    cache.write("rules", "a", ["xyz"])
    (path,) = tmp_path.iterdir()
    data = path.read_bytes()
    path.write_bytes(data[:32] + size.to_bytes(8, "big") + data[40:])
    assert cache.read("rules", "a", str) is None


FILES = st.lists(st.tuples(st.sampled_from(["a", "b", "ab", ""]), st.sampled_from([b"", b"a", b"ab", b"b", b"unread"])))


@given(FILES, FILES)
def test_files_have_one_key_where_they_are_the_same(one: list[tuple[str, bytes]], two: list[tuple[str, bytes]]) -> None:
    keys = [cache.key_of((RuleFile(*file) for file in files), "user") for files in (one, two)]
    assert (keys[0] == keys[1]) == (one == two)


def test_a_file_that_cannot_be_read_is_not_taken_for_an_empty_one() -> None:
    problem = Problem("a", 0, "R001", "", "cannot be read")
    assert cache.key_of([RuleFile("a", b"", problem)], "user") != cache.key_of([RuleFile("a", b"")], "user")


def test_rules_are_kept_without_what_they_leave_open() -> None:
    rules = load().rules
    kept = msgspec.msgpack.encode(rules)
    assert msgspec.msgpack.decode(kept, type=tuple[Rule, ...]) == rules
    assert len(kept) < 0.85 * len(msgspec.msgpack.encode([asdict(rule) for rule in rules]))


def test_what_no_run_reads_is_kept_packed() -> None:
    rule = load().rule("theme.themesbazar.time-view")
    assert rule.hits == rule.noted.hits != ()
    assert rule.misses == rule.noted.misses != ()
    assert rule.source == rule.noted.source != ""
    fields = {name: getattr(rule, name) for name in Rule.__struct_fields__ if name != "notes"}
    assert Rule.of(**fields, **asdict(rule.noted)) == rule
    with pytest.raises(TypeError, match="hit"):
        Rule.of(**fields, hit=("a",))


def test_files_are_read_in_the_order_of_their_paths() -> None:
    files = list(contents(shipped_files()))
    assert [file.name.split("/") for file in files] == sorted(file.name.split("/") for file in files)
    assert len({file.name for file in files}) == len(files) > 100


def test_the_collector_is_as_it_was_whatever_happens() -> None:
    def fail() -> None:
        with collector_paused():
            assert not gc.isenabled()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()
    gc.disable()
    try:
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
