"""What the rules finder proposes: conditions, captures, blocks, exceptions, sites and languages."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

import pytest

from cleaner.finders.prose import is_prose
from cleaner.finders.rules import RulesFinder
from cleaner.model import Context, Finding, Stamp, View
from cleaner.rulebook import load
from cleaner.views import shrink, view_of

PROSE = (
    "The council voted on Monday to close the coast road for repairs after the storm, "
    "and it will stay shut until the spring of next year."
)
OTHER = (
    "Residents of the four villages along the shore said that they had not been asked, "
    "and that the detour would cost them an hour a day."
)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANER_CACHE_DIR", str(tmp_path / "cache"))


def finder(tmp_path: Path, *bodies: str, top: str = "") -> RulesFinder:
    """A finder for rules given as TOML bodies; ids are xx.t.n0, xx.t.n1 … unless given."""
    text = 'pack = "t"\nformat = 1\n' + top
    for number, body in enumerate(bodies):
        text += "\n[[rule]]\n"
        if "id " not in body:
            text += f'id = "xx.t.n{number}"\n'
        for name, value in (("category", "share_prompt"), ("does", "x"), ("source", "x"), ("status", "test")):
            if name not in body:
                text += f'{name} = "{value}"\n'
        if "hits" not in body:
            text += 'hits = ["Share this post"]\n'
        if "misses" not in body:
            text += 'misses = ["A line of text"]\n'
        text += body + "\n"
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    return RulesFinder(load(files=[path], shipped=False))


def lines_of(view: View, findings: Sequence[Finding], *, hints: bool = False) -> list[str]:
    return [view.text[f.start : f.end] for f in findings if (f.certainty == "hint") == hints]


def run(
    find: RulesFinder, text: str, *, language: str | None = None, site: str | None = None
) -> tuple[View, list[Finding]]:
    view = view_of(text, Context(language=language, site=site))
    return view, find(view)


SHARE = 'action = "drop"\nphrases = ["share this post"]\n'


def test_a_whole_line_goes_with_its_indentation(tmp_path: Path) -> None:
    view, found = run(finder(tmp_path, SHARE), f"{PROSE}\n   • Share this post:  \n{OTHER}")
    assert lines_of(view, found) == ["   • Share this post:  "]
    assert (found[0].action, found[0].certainty, found[0].by, found[0].category) == (
        "drop",
        "certain",
        "xx.t.n0",
        "share_prompt",
    )


def test_a_finder_can_be_pickled_and_says_the_same_again(tmp_path: Path) -> None:
    find = finder(tmp_path, SHARE)
    view, found = run(find, f"{PROSE}\nShare this post")
    assert pickle.loads(pickle.dumps(find))(view) == found == find(view)  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    ("zone", "cut"),
    [("any", [0, 2, 4]), ("head", [0]), ("tail", [4]), ("edge", [0, 4]), ("body", [2])],
)
def test_zones(tmp_path: Path, zone: str, cut: list[int]) -> None:
    text = f"Share this post\n{PROSE}\nShare this post\n{OTHER}\nShare this post"
    view, found = run(finder(tmp_path, SHARE + f'zone = "{zone}"'), text)
    assert [view.numbers.index(text.count("\n", 0, f.start)) for f in found if f.certainty != "hint"] == cut
    assert all("zone" in f.note for f in found if f.certainty == "hint")
    assert len(found) == 3


def test_without_prose_there_are_no_edges(tmp_path: Path) -> None:
    _, found = run(finder(tmp_path, SHARE + 'zone = "edge"'), "Share this post\nA poem\nof two lines")
    assert [f.certainty for f in found] == ["hint"]


@pytest.mark.parametrize(
    ("condition", "text", "holds"),
    [
        ("first = 2", f"{PROSE}\nShare this post", True),
        ("first = 1", f"{PROSE}\nShare this post", False),
        ("last = 1", f"Share this post\n{PROSE}", False),
        ("last = 2", f"Share this post\n{PROSE}", True),
        ("neighbours = { max_chars = 20 }", "Short\nShare this post\nShort too", True),
        ("neighbours = { max_chars = 20 }", f"Short\nShare this post\n{PROSE}", False),
        ("times = { min = 2 }", "Share this post", False),
        ("times = { min = 2 }", "Share this post\nx\nSHARE THIS POST", True),
        ('unless = { phrases = ["stop"], lines = 2 }', "Share this post\nx\nStop", False),
        ('unless = { phrases = ["stop"], lines = 1 }', "Share this post\nx\nStop", True),
        ("only_if = { match = '\\d+ shares', lines = 1 }", "12 shares\nShare this post", True),
        ("only_if = { match = '\\d+ shares', lines = 1 }", "12 sharesx\nShare this post", False),
        ('script = "Beng"', "Share this post", False),
        ('script = "Latn"', "Share this post", True),
    ],
)
def test_conditions(tmp_path: Path, condition: str, text: str, holds: bool) -> None:
    view, found = run(finder(tmp_path, SHARE + condition), text)
    cut = lines_of(view, found)
    assert bool(cut) is holds
    if not holds:
        (hint,) = [f for f in found if f.certainty == "hint"]
        assert hint.note.split(" ")[0].rstrip(":").split(".")[0] in condition


SHORT = "action = 'drop'\nphrases = ['{0}']\nhits = ['{0}']\ncategory = '{1}'\n"
GUARD = "unless = { match = '.{1,30}[.!]', lines = 1 }\n"


def test_unless_looks_past_chrome_of_another_kind(tmp_path: Path) -> None:
    """Two pieces of chrome side by side do not keep each other; of one kind they do (bylines: a list of works)."""
    cookies = SHORT.format("We use cookies.", "cookie_consent") + GUARD
    text = "Share this post\nWe use cookies."
    view, found = run(finder(tmp_path, SHARE + GUARD, cookies), text)
    assert lines_of(view, found) == ["Share this post", "We use cookies."]
    same = SHORT.format("We use cookies.", "share_prompt") + GUARD
    view, found = run(finder(tmp_path, SHARE + GUARD, same), text)
    assert lines_of(view, found) == ["We use cookies."]


def test_unless_heeds_a_neighbour_that_stays_itself(tmp_path: Path) -> None:
    """The neighbour is a hit of another rule, but a verse beside it keeps it: then it is no chrome to look past."""
    cookies = SHORT.format("We use cookies.", "cookie_consent") + GUARD
    view, found = run(finder(tmp_path, SHARE + GUARD, cookies), "Share this post\nWe use cookies.\nSo they say.")
    assert lines_of(view, found) == []


def test_lengths_are_part_of_the_match(tmp_path: Path) -> None:
    find = finder(tmp_path, "action = \"drop\"\nmatch = 'share this .*'\nmin_chars = 15\nmax_chars = 20\n")
    view, found = run(find, "share this x\nshare this post\nshare this post with all of us")
    assert lines_of(view, found) == ["share this post"]


TWEET = 'action = "drop"\nphrases = ["tweet"]\nhits = ["tweet"]\n'


def test_near_counts_lines_that_other_rules_hit_in_this_view(tmp_path: Path) -> None:
    near = TWEET + 'id = "xx.t.near"\nnear = { rules = ["xx.t.n*"], lines = 2, count = %d }'
    find = finder(tmp_path, SHARE, near % 1)
    view, found = run(find, "Share this post\nx\nTweet\nx\nx\nTweet")
    assert lines_of(view, found) == ["Share this post", "Tweet"]
    assert [f.note for f in found if f.certainty == "hint"] == ["near fails: 0 hits of xx.t.n* within 2 lines"]
    view, found = run(finder(tmp_path, SHARE, near % 2), "Share this post\nTweet\nShare this post")
    assert lines_of(view, found) == ["Share this post", "Tweet", "Share this post"]


def test_near_may_count_its_own_rule_on_other_lines(tmp_path: Path) -> None:
    menu = 'action = "drop"\nphrases = ["news", "sport", "music"]\nhits = ["news"]\n'
    find = finder(tmp_path, menu + 'near = { rules = ["xx.t.*"], lines = 2, count = 2 }')
    assert lines_of(*run(find, "News\nSport\nMusic")) == ["News", "Sport", "Music"]
    assert lines_of(*run(find, "News\nSport\nText")) == []


def test_a_template_must_show_itself(tmp_path: Path) -> None:
    find = finder(
        tmp_path,
        SHARE + 'marks = "bazar"',
        'action = "drop"\nphrases = ["popular"]\nhits = ["popular"]\ntemplate = "bazar"',
    )
    assert lines_of(*run(find, "Popular\nText")) == []
    assert lines_of(*run(find, "Popular\nText\nShare this post")) == ["Popular", "Share this post"]


def test_captures_point_into_the_text(tmp_path: Path) -> None:
    body = """action = "capture"
        match = '(?P<views>\\d[\\d,]*) views'
        into = { views = "count" }
        hits = ["1 views"]"""
    view, found = run(finder(tmp_path, body), "x\n  • /  1,204 \u200b views\n")
    (finding,) = found
    (capture,) = finding.captures
    assert (capture.field, capture.raw, capture.value, capture.kind) == ("views", "1,204", 1204, "count")
    assert view.text[capture.start : capture.end] == "1,204"


def test_a_stamp_is_converted(tmp_path: Path) -> None:
    body = """action = "capture"
        match = 'updated: (?P<modified>.{6,40})'
        into = { modified = "datetime" }
        hits = ["Updated: 5 March 2021"]"""
    find = finder(tmp_path, body)
    _, (finding,) = run(find, "Updated: 5 March 2021")
    assert isinstance(finding.captures[0].value, Stamp)
    assert finding.captures[0].value.value == "2021-03-05"
    _, (failed,) = run(find, "Updated: beyond recognition")
    assert failed.certainty == "hint"
    assert failed.note == '"beyond recognition" is no datetime'
    assert failed.captures == ()


def test_a_whole_line_may_be_the_value(tmp_path: Path) -> None:
    body = 'action = "capture"\nphrases = ["reporter name"]\ninto = { byline = "text" }\nhits = ["reporter name"]'
    _, (finding,) = run(finder(tmp_path, body), "•  Reporter Name ")
    assert finding.captures[0].raw == "Reporter Name"
    assert finding.captures[0].value is None


STRIP = 'action = "strip"\nat = "%s"\nmatch = \'%s\'\nmax_chars = 40\nhits = ["%s"]\n'


@pytest.mark.parametrize(
    ("at", "match", "line", "left"),
    [
        ("end", "click to tweet", "Trust is slow. Click To Tweet", "Trust is slow."),
        ("end", "click to tweet", "Click to tweet it was", None),
        ("start", "exclusive[:|] ?", "EXCLUSIVE: The road is shut", "The road is shut"),
        ("start", "exclusive[:|] ?", "The EXCLUSIVE: road", None),
        ("any", r"\[advert\w*\]", "The road [advertising] is shut", "The road is shut"),
        ("any", r"shore\w*", "The offshore way", None),
    ],
)
def test_strips(tmp_path: Path, at: str, match: str, line: str, left: str | None) -> None:
    example = {"end": "x click to tweet", "start": "exclusive: x", "any": "x [advert] shore y"}[at]
    view, found = run(finder(tmp_path, STRIP % (at, match, example)), f"{PROSE}\n{line}")
    cut = [f for f in found if f.certainty != "hint"]
    if left is None:
        assert not cut
        return
    (finding,) = cut
    rest = view.text[: finding.start] + view.text[finding.end :]
    assert rest.split("\n")[1] == left
    assert shrink(view, set(), {1: [(finding.start, finding.end)]}, view.context).lines[1] == left


def test_a_strip_never_empties_a_line(tmp_path: Path) -> None:
    _, found = run(finder(tmp_path, STRIP % ("end", "click to tweet", "x click to tweet")), "Click to tweet")
    assert [f.certainty for f in found] == ["hint"]


def test_a_strip_in_a_line_with_a_hole(tmp_path: Path) -> None:
    find = finder(tmp_path, STRIP % ("end", "click to tweet", "x click to tweet"))
    text = "Trust [ad] is slow. Click to Tweet"
    view = view_of(text)
    start = text.index("[ad] ")
    smaller = shrink(view, set(), {0: [(start, start + 5)]}, view.context)
    (finding,) = find(smaller)
    assert text[finding.start : finding.end] == " Click to Tweet"


BLOCK = 'action = "drop-block"\nphrases = ["subscribe"]\nhits = ["subscribe"]\nmax_lines = 3\nuntil = %s\n'


@pytest.mark.parametrize(
    ("until", "text", "cut"),
    [
        ('"blank"', "Subscribe\na\nb\n\nc", 3),
        ('"blank"', "Subscribe\na\nb\nc\nd\n\ne", 1),
        ('"blank"', "Subscribe\n\na", 1),
        ('"blank"', f"Subscribe\na\n{PROSE * 2}\n\nc", 1),
        ('"blank"', "x\nSubscribe\na", 2),
        ('"end"', "x\nSubscribe\na\n\nb", 3),
        ('"end"', "Subscribe\na\nb\nc\nd", 1),
        ('["send"]', "Subscribe\na\n\nSend\nb", 3),
        ('["send"]', "Subscribe\na\nb\nc\nSend", 1),
        ('["send"]', "Subscribe\na", 1),
        ('["send"]\nover_prose = true', f"Subscribe\n{PROSE * 2}\nSend", 3),
    ],
)
def test_blocks(tmp_path: Path, until: str, text: str, cut: int) -> None:
    view, found = run(finder(tmp_path, BLOCK % until), text)
    assert len(lines_of(view, found)) == cut
    assert all(f.action == "drop-block" for f in found)
    assert found[0].certainty == "certain"


RUN = 'action = "drop-run"\nphrases = ["related stories"]\nhits = ["related stories"]\nmax_lines = 2\n%s'
TITLE = "Storm closes the coast road for a second day"


@pytest.mark.parametrize(
    ("more", "lines", "cut"),
    [
        ("", ["Related Stories", TITLE, TITLE + " again", PROSE], 3),
        ("", ["Related Stories", PROSE], 1),
        ("", ["Related Stories", TITLE, "Second", PROSE], 2),
        ("", ["Related Stories", TITLE, TITLE, TITLE, PROSE], 1),
        ("", ["Related Stories", TITLE + ".", PROSE], 1),
        ("", ["Related Stories", TITLE], 1),
        ('until = "text-or-end"', ["Related Stories", TITLE], 2),
        ("", ["Related Stories", TITLE, "He said.", "She said."], 1),
        ("", ["Related Stories", "What next", PROSE], 1),
        ("", ["Related Stories", TITLE, "The detour along the four villages", OTHER], 2),
        ("", ["Related Stories", TITLE, "The detour along the four lakes is open", PROSE], 3),
        ("", ["Related Stories", TITLE, "The detour along the four lakes", PROSE], 2),
    ],
)
def test_runs(tmp_path: Path, more: str, lines: list[str], cut: int) -> None:
    for joint in ("\n", "\n\n"):
        view, found = run(finder(tmp_path, RUN % more), PROSE + joint + joint.join(lines))
        assert lines_of(view, found) == lines[:cut]
        assert [f.certainty for f in found] == ["certain"] + ["likely"] * (cut - 1)


def test_keep_without_against_is_for_the_judge(tmp_path: Path) -> None:
    keep = 'action = "keep"\nphrases = ["share this post"]'
    _, found = run(finder(tmp_path, SHARE, keep), "Share this post")
    assert sorted(f.action for f in found) == ["drop", "keep"]


def test_keep_against_holds_only_what_it_names(tmp_path: Path) -> None:
    keep = 'action = "keep"\nphrases = ["share this post"]\nagainst = ["xx.t.n0"]'
    _, found = run(finder(tmp_path, SHARE, keep, SHARE), "Share this post")
    assert [(f.by, f.certainty, f.note) for f in found] == [
        ("xx.t.n0", "hint", "kept by xx.t.n1"),
        ("xx.t.n2", "certain", ""),
    ]


def test_languages(tmp_path: Path) -> None:
    find = finder(
        tmp_path,
        'action = "drop"\nphrases = ["teilen"]\nhits = ["teilen"]\nlang = ["de"]',
        'action = "drop"\nphrases = ["শেয়ার করুন"]\nhits = ["শেয়ার করুন"]\nlang = ["bn"]',
        SHARE + 'lang = ["en"]',
    )
    text = "Teilen\nশেয়ার করুন\nShare this post"
    assert [f.by[-1] for f in run(find, text, language="fr")[1]] == ["1", "2"]
    assert [f.by[-1] for f in run(find, text, language="de-AT")[1]] == ["0", "1", "2"]
    assert [f.by[-1] for f in run(find, text)[1]] == ["0", "1", "2"]


def test_sites(tmp_path: Path) -> None:
    find = finder(
        tmp_path,
        SHARE,
        'action = "drop"\nphrases = ["popular"]\nhits = ["popular"]\nsites = ["example.com", "*.bd"]',
        top='[site."example.org"]\ngeneric = false\n[site."example.net"]\ndisable = ["xx.t.n0"]\n',
    )
    text = "Popular\nShare this post"
    assert [f.by[-1] for f in run(find, text)[1]] == ["0"]
    assert sorted(f.by[-1] for f in run(find, text, site="example.com")[1]) == ["0", "1"]
    assert sorted(f.by[-1] for f in run(find, text, site="paper.bd")[1]) == ["0", "1"]
    assert run(find, text, site="example.org")[1] == []
    assert run(find, text, site="example.net")[1] == []


def test_order_of_scopes(tmp_path: Path) -> None:
    find = finder(tmp_path, SHARE + "priority = 7")
    _, (finding,) = run(find, "Share this post")
    assert finding.order == (4, 7)


def test_a_timeout_is_remembered_and_the_line_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from cleaner.rulebook.scan import Index

    def late(self: Index, number: int, text: str) -> None:
        raise TimeoutError

    find = finder(tmp_path, "action = \"drop\"\nmatch = 'share this \\w+'")
    monkeypatch.setattr(Index, "_match", late)
    _, (hint,) = run(find, "Share this post")
    assert hint.certainty == "hint"
    assert hint.note.startswith("timeout")


def test_views_seen_before_change_nothing(tmp_path: Path) -> None:
    find, fresh = finder(tmp_path, SHARE + 'zone = "tail"'), finder(tmp_path, SHARE + 'zone = "tail"')
    text = f"{PROSE}\nShare this post"
    for other in (f"Share this post\n{PROSE}", "Share this post", PROSE):
        run(find, other)
    assert run(find, text)[1] == run(fresh, text)[1]


BUTTON = "action = 'drop'\nphrases = ['Reply']\nhits = ['Reply']\n"


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["Related Stories", TITLE, "Reply"], []),
        (["Related Stories", "Reply", "Horse stops work", "Reply", TITLE, "Reply"], []),
        (["Related Stories", TITLE, "Horse stops work", "Reply"], []),
        (["Related Stories", TITLE, "Reply", TITLE + " again", PROSE], [PROSE]),
        (["Related Stories", "Reply", TITLE, PROSE], [TITLE, PROSE]),
        (["Related Stories", TITLE, "He came.", "Reply"], [TITLE, "He came."]),
    ],
)
def test_a_run_goes_past_chrome_between_its_titles(tmp_path: Path, lines: list[str], kept: list[str]) -> None:
    view, found = run(finder(tmp_path, RUN % "", BUTTON), "\n".join([PROSE, *lines]))
    cut = {f.start for f in found if f.certainty != "hint"}
    assert [view.lines[i] for i in range(1, len(view.lines)) if view.bounds[i][0] not in cut] == kept


def test_a_korean_paragraph_is_prose() -> None:
    """A Hangul syllable holds two or three letters; 48 of them are the width of a line of prose."""
    assert is_prose("가" * 48)
    assert not is_prose("가" * 47)


LABEL = 'action = "drop"\nphrases = ["share this post", "print"]\nstands = [%s]\n'
TITLE = "Coast road shut until spring"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("first", f"Share this post\n{PROSE}"),
        ("first", f"Share this post\n{TITLE}\n{PROSE}"),
        ("head", f"{TITLE}\nShare this post\n{PROSE}"),
        ("head", f"{TITLE}\nPrint\nShare this post\n{PROSE}"),
        ("between", f"{TITLE}\n{PROSE}\nShare this post\n{OTHER}"),
        ("between", f"{PROSE}\nShare this post\nThe detour takes an hour, by way of the old mine and the dam."),
        ("end", f"{TITLE}\n{PROSE}\nShare this post"),
        ("end", f"{PROSE}\nShare this post\nPrint"),
        ("apart", f"{PROSE}\nShare this post\nA new bridge\n{OTHER}"),
        ("apart", f"{PROSE}\nA new bridge\nShare this post\n{OTHER}"),
    ],
)
def test_a_label_stands_in_one_place(tmp_path: Path, place: str, text: str) -> None:
    view, found = run(finder(tmp_path, LABEL % f'"{place}"'), text)
    assert "Share this post" in lines_of(view, found)
    others = ", ".join(f'"{name}"' for name in ("first", "head", "between", "end", "apart") if name != place)
    (tmp_path / "others").mkdir()
    view, found = run(finder(tmp_path / "others", LABEL % others), text)
    assert not lines_of(view, found)
    assert any(f.note.endswith(f"it stands {place}") for f in found)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("head", f"{TITLE}\nShare this post\nOn the coast\n{PROSE}"),
        ("end", f"{PROSE}\nA new bridge\nShare this post"),
    ],
)
def test_one_short_line_may_part_a_label_from_the_text(tmp_path: Path, place: str, text: str) -> None:
    for number, allowed in enumerate((place, "apart")):
        (tmp_path / str(number)).mkdir()
        view, found = run(finder(tmp_path / str(number), LABEL % f'"{allowed}"'), text)
        assert "Share this post" in lines_of(view, found)
    (tmp_path / "others").mkdir()
    view, found = run(finder(tmp_path / "others", LABEL % '"first", "between"'), text)
    assert not lines_of(view, found)


LONE = "The detour takes an hour, by way of the old mine and the dam."


@pytest.mark.parametrize(
    ("place", "text", "is_cut"),
    [
        ("lone", f"{TITLE}\n{PROSE}\nPrint\n{OTHER}", True),
        ("lone", f"{PROSE}\nPrint\n{OTHER}\nHe said no.\n{LONE}", True),
        ("lone", f"{PROSE}\nPrint\n{OTHER}\nThe detour\n{LONE}", False),
        ("lone", f"{PROSE}\nThe detour\n{LONE}\nPrint\n{OTHER}", False),
        ("lone", f"{PROSE}\nPrint", False),
        ("among", f"{PROSE}\nBolts\nShare this post\nNuts\nScrews\n{OTHER}", True),
        ("among", f"{PROSE}\nBolts\nNuts\nShare this post", True),
        ("among", f"{PROSE}\nBolts\nNuts\nPrint", False),
        ("among", f"{PROSE}\nBolts\nNuts\nShare this post\nWhat one presses.\n{OTHER}", False),
        ("among", f"{PROSE}\nThe buttons:\nBolts\nShare this post\nNuts\n{OTHER}", False),
        ("among", "Bolts\nNuts\nShare this post\nScrews", False),
    ],
)
def test_the_only_short_line_and_one_of_many(tmp_path: Path, place: str, text: str, is_cut: bool) -> None:
    view, found = run(finder(tmp_path, LABEL % f'"{place}"'), text)
    assert bool(lines_of(view, found)) == is_cut


@pytest.mark.parametrize(
    "text",
    [
        "Share this post",
        f"{TITLE}\nShare this post",
        f"{PROSE}\nThe list\nBolts\nShare this post",
        f"{PROSE}\nThe list:\nShare this post",
        f"{PROSE}\nBolts\nShare this post\nNuts\n{OTHER}",
        f"{PROSE}\nThe machine has these buttons and the note names them one by one:\nShare this post\nPrint",
        f"{PROSE}\nShare this post\nWhat one presses.\nTwice.\n{OTHER}",
        f"{TITLE}\nBolts\nNuts\nScrews\nShare this post\n{PROSE}",
    ],
)
def test_beside_short_lines_nothing_stands_alone(tmp_path: Path, text: str) -> None:
    view, found = run(finder(tmp_path, LABEL % '"first", "head", "between", "end", "apart"'), text)
    assert not lines_of(view, found)
