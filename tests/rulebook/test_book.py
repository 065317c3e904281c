"""The rule book: layers, profiles, switches, identity."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.pipeline import Cleaner
from cleaner.rulebook import RuleBook, cache, load
from cleaner.rulebook.book import names
from cleaner.rulebook.files import Found, RuleFile, contents

RULE = """
[[rule]]
id       = "{id}"
does     = "x"
status   = "{status}"
action   = "drop"
category = "share_prompt"
phrases  = ["{phrase}"]
hits     = ["{phrase}"]
misses   = ["a line of text"]
source   = "x"
"""


def pack(path: Path, *rules: tuple[str, str], extra: str = "") -> Path:
    text = 'pack = "mine"\nformat = 1\n' + extra
    for name, status in rules:
        text += RULE.format(id=name, status=status, phrase=name.replace(".", " "))
    path.write_text(text)
    return path


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))


def active(book: RuleBook) -> list[str]:
    return [rule.id for rule in book.active]


def test_profiles_run_rules_by_status(tmp_path: Path) -> None:
    path = pack(
        tmp_path / "a.toml", ("x.a.one", "draft"), ("x.a.two", "test"), ("x.a.three", "stable"), ("x.a.four", "retired")
    )
    assert active(load(files=[path], shipped=False)) == ["x.a.three", "x.a.two"]
    assert active(load(files=[path], shipped=False, profile="keep")) == ["x.a.three", "x.a.two"]
    assert active(load(files=[path], shipped=False, profile="strict")) == ["x.a.three"]


def test_the_more_exact_switch_decides(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.toml", ("x.a.one", "draft"), ("x.a.two", "test"), ("x.b.three", "stable"))
    assert active(load(files=[path], shipped=False, disable=["x.*"])) == []
    assert active(load(files=[path], shipped=False, disable=["x.*"], enable=["x.a.*"])) == ["x.a.one", "x.a.two"]
    assert active(load(files=[path], shipped=False, disable=["x.a.two"], enable=["x.*"])) == ["x.a.one", "x.b.three"]
    assert active(load(files=[path], shipped=False, disable=["x.a.*"], enable=["x.a.*"])) == ["x.b.three"]


def test_a_user_file_switches_and_overrides(tmp_path: Path) -> None:
    first = pack(tmp_path / "a.toml", ("x.a.one", "test"), ("x.a.two", "test"))
    second = tmp_path / "b.toml"
    second.write_text(
        'format = 1\ndisable = ["x.a.two"]\n[override."x.a.one"]\nzone = "tail"\nsites = ["example.com"]\n'
        '[site."example.org"]\ngeneric = false\ndisable = ["x.a.one"]\n'
    )
    book = load(files=[first, second], shipped=False)
    assert active(book) == ["x.a.one"]
    assert book.rule("x.a.one").zone == "tail"
    assert book.rule("x.a.one").sites == ("example.com",)
    assert not book.sites["example.org"].generic


def test_identity_hangs_on_content_alone(tmp_path: Path) -> None:
    one = pack(tmp_path / "a.toml", ("x.a.one", "test"))
    two = pack(tmp_path / "b.toml", ("x.a.two", "test"))
    (tmp_path / "elsewhere").mkdir()
    moved = pack(tmp_path / "elsewhere" / "c.toml", ("x.a.one", "test"), ("x.a.two", "test"))
    first = load(files=[one, two], shipped=False)
    assert first.sha256 == load(files=[two, one], shipped=False).sha256
    assert first.sha256 == load(files=[moved], shipped=False).sha256
    assert first.sha256 == load(files=[tmp_path / "elsewhere"], shipped=False).sha256
    assert first.sha256 == load(files=[one, two, one], shipped=False).sha256
    changed = pack(tmp_path / "a.toml", ("x.a.one", "stable"))
    assert first.sha256 != load(files=[changed, two], shipped=False).sha256
    assert first.sha256 != load(files=[moved], shipped=False, disable=["x.a.one"]).sha256


def _digest(paths: list[Path]) -> str:
    return load(files=paths).sha256


def test_identity_is_the_same_in_another_process(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.toml", ("x.a.one", "test"))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(_digest, ([path],)) == load(files=[path]).sha256


def test_a_book_can_be_pickled(tmp_path: Path) -> None:
    book = load(files=[pack(tmp_path / "a.toml", ("x.a.one", "test"))])
    assert pickle.loads(pickle.dumps(book)) == book  # noqa: S301 - our own bytes


def test_former_ids_lead_to_the_rule(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.toml", ("x.a.one", "test"))
    path.write_text(path.read_text() + '\n[redirects]\n"x.a.old" = "x.a.one"\n')
    book = load(files=[path], shipped=False)
    assert book.rule("x.a.old").id == "x.a.one"
    with pytest.raises(RuleError, match=r'no rule "x\.a\.on": did you mean "x\.a\.one"'):
        book.rule("x.a.on")


def test_an_id_in_two_files_names_both(tmp_path: Path) -> None:
    one = pack(tmp_path / "a.toml", ("x.a.one", "test"))
    two = pack(tmp_path / "b.toml", ("x.a.one", "test"))
    with pytest.raises(RuleError, match=r"R007.*a\.toml:\d+ already|R007"):
        load(files=[one, two], shipped=False)


def test_user_rules_rank_above_all(tmp_path: Path) -> None:
    book = load(files=[pack(tmp_path / "a.toml", ("x.a.one", "test"))])
    mine = book.rule("x.a.one")
    assert all(mine.order > rule.order for rule in book.rules if rule.layer == "shipped")


def test_phrases_file(tmp_path: Path) -> None:
    path = tmp_path / "teilen.phrases.txt"
    path.write_text(
        "# id: de.share.liste\n# does: Teilen\n# status: test\n# action: drop\n# category: share_prompt\n# lang: de\n"
        "# source: x\n# miss: Wir teilen die Kosten.\n\nTeilen\nArtikel teilen\n"
    )
    rule = load(files=[path], shipped=False).rule("de.share.liste")
    assert rule.keys == ("teilen", "artikel teilen")
    assert rule.hits == ("Teilen", "Artikel teilen")
    assert rule.lang == ("de",)


def test_phrases_file_with_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "teilen.phrases.txt"
    path.write_text("# id: de.share.liste\n# action: delete\nTeilen\n")
    with pytest.raises(RuleError) as caught:
        load(files=[path], shipped=False)
    assert "R004" in str(caught.value)
    assert "R005" in str(caught.value)


def test_language_of_a_rule() -> None:
    book = load()
    english = next(rule for rule in book.rules if rule.lang == ("en",))
    bengali = next(rule for rule in book.rules if rule.lang == ("bn",) and rule.own_script)
    assert all(rule.speaks(language) for rule in (english, bengali) for language in ("fr", None, "bn-BD"))


@pytest.mark.parametrize("damage", ["", "x", "\0" * 100])
def test_a_damaged_cache_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    path = pack(tmp_path / "a.toml", ("x.a.one", "test"))
    book = load(files=[path], shipped=False)
    for kind in ("rules", "book"):
        (entry,) = (tmp_path / "cache").glob(f"{kind}-*.bin")
        good = entry.read_bytes()
        for bad in (
            damage.encode(),
            good[:-1],
            good[:32] + b"\x80" + good[33:],
            good[:10] + damage.encode() + good[10:],
        ):
            entry.write_bytes(bad)
            assert load(files=[path], shipped=False) == book
            assert entry.read_bytes() == good, "it is written anew"


def test_the_cache_is_used_and_never_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pack(tmp_path / "a.toml", ("x.a.one", "test"))
    book = load(files=[path], shipped=False)
    monkeypatch.setattr("cleaner.rulebook.book.parse_files", lambda *_: pytest.fail("parsed again"))
    assert load(files=[path], shipped=False) == book
    monkeypatch.undo()
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert load(files=[path], shipped=False) == book


def test_a_file_that_changes_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept under the key of some files is what those files say, whatever was there a moment before."""
    path = pack(tmp_path / "a.toml", ("x.a.one", "test"))
    first = path.read_bytes()

    def changing(files: Iterable[Found]) -> Iterator[RuleFile]:
        yield from contents(files)
        pack(path, ("x.a.two", "test"))

    monkeypatch.setattr("cleaner.rulebook.book.contents", changing)
    assert active(load(files=[path], shipped=False)) == ["x.a.two"]
    monkeypatch.undo()
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))
    assert active(load(files=[path], shipped=False)) == ["x.a.two"]
    path.write_bytes(first)
    assert active(load(files=[path], shipped=False)) == ["x.a.one"]


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.toml", ("x.a.one", "test"))
    book = load(files=[path], shipped=False)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(files=[path], shipped=False) == book


def test_mistakes_are_never_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("format = 1\nnope = 1\n")
    for _ in range(2):
        with pytest.raises(RuleError, match="R002"):
            load(files=[path], shipped=False)
    assert not list((tmp_path / "cache").glob("*"))


def _many(arguments: tuple[Path, Path]) -> str:
    import os

    os.environ["CLEANER_CACHE_DIR"] = str(arguments[1])
    return load(files=[arguments[0]], shipped=False).sha256


def test_many_writers_at_once(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.toml", *((f"x.a.n{number}", "test") for number in range(50)))
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert len(set(pool.map(_many, [(path, tmp_path / "cache")] * 6))) == 1
    names = sorted(entry.name.split("-")[0] for entry in (tmp_path / "cache").iterdir())
    assert names == ["book", "rules"], "no unfinished file is left"


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CLEANER_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert cache.cache_folder() == tmp_path / "cleaner"
    monkeypatch.setattr("sys.platform", "darwin")
    assert cache.cache_folder() == Path.home() / "Library" / "Caches" / "cleaner"


def test_names() -> None:
    assert names("*.meta.*", "en.meta.x")
    assert not names("en.meta", "en.meta.x")


def test_a_folder_may_stand_in_place_of_the_shipped_packs(tmp_path: Path) -> None:
    rule = '[[rule]]\nid = "x.a.road"\ndoes = "x"\nstatus = "test"\naction = "drop"\ncategory = "share_prompt"\n'
    rule += (
        'phrases = ["share the road"]\nhits = ["Share the road"]\nmisses = ["Share the road with me"]\nsource = "x"\n'
    )
    (tmp_path / "road.toml").write_text('pack = "x"\nformat = 1\n' + rule)
    book = load(shipped=tmp_path)
    assert [(rule.id, rule.layer, rule.file) for rule in book.rules] == [("x.a.road", "shipped", "rules/road.toml")]
    assert Cleaner(rules=book).clean("Share the road\n\nShare this post").text == "Share this post"
