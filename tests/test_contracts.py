"""The six contracts of the design, on every fixture and seed, and as properties over arbitrary text.

Conservation, named, idempotent, deterministic, do no harm, total.
"""

from __future__ import annotations

import json
import lzma
import os
import pickle
import subprocess
import sys
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from cases import SHARED, Case, cases
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import cleaner
from cleaner import article as article_module
from cleaner import edits
from cleaner.article import Article
from cleaner.errors import InputError
from cleaner.reasons import REASONS
from cleaner.record import Journal

ALL = list(cases())
DEFAULT = cleaner.Cleaner()


@cache
def cleaned(name: str) -> Article:
    case = next(case for case in ALL if case.name == name)
    return cleaner_of(case).clean(case.data, **case.arguments)


def cleaner_of(case: Case) -> cleaner.Cleaner:
    profile = case.settings.get("profile", "balanced")
    return DEFAULT if profile == "balanced" else cleaner.Cleaner(profile=profile)


def check_conservation(source: str | bytes, article: Article) -> None:
    journal = article.journal
    repaired = edits.undo(article.text, journal.edits)
    assert edits.apply(repaired, journal.edits) == article.text
    text = edits.undo(repaired, journal.repairs)
    assert edits.apply(text, journal.repairs) == repaired
    if isinstance(source, str):
        assert text == source
    if article.source.media_type != "text/html" and journal.decoding.round_trips:
        assert article.restore() == source
    written = article_module.decode_journal(article_module.encode_journal(journal))
    assert written == journal


def check_named(article: Article, book: cleaner.RuleBook) -> None:
    known = {rule.id for rule in book.rules} | REASONS.keys()
    for edit in (*article.journal.repairs, *article.journal.edits):
        assert set(edit.by.split("+")) <= known, edit
    for edit in article.journal.edits:
        if edit.category == "repeat":
            assert edit.dup_of is not None


def check_idempotent(article: Article, using: cleaner.Cleaner) -> None:
    rendered = article.render()
    again = using.clean(rendered)
    assert again.render() == rendered, [edit for edit in again.journal.edits if edit.category != "layout"]
    assert again.text == article.text
    assert again.title == article.title


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_conservation(case: Case) -> None:
    check_conservation(case.data, cleaned(case.name))


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_every_edit_names_a_rule_or_a_reason(case: Case) -> None:
    check_named(cleaned(case.name), cleaner_of(case).rulebook)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_idempotent(case: Case) -> None:
    if case.path.suffix == ".html":
        pytest.skip("a page becomes text: its text is checked as a text fixture is")
    check_idempotent(cleaned(case.name), cleaner_of(case))


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_deterministic_in_one_process(case: Case) -> None:
    article = cleaned(case.name)
    copy = pickle.loads(pickle.dumps(cleaner_of(case)))  # noqa: S301 - our own bytes, as a worker gets them
    again = copy.clean(case.data, **case.arguments)
    assert article_module.encode_article(again) == article_module.encode_article(article)


DUMP = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from cases import cases
import cleaner
from cleaner.article import encode_article
digest = hashlib.sha256()
for case in cases():
    using = cleaner.Cleaner(profile=case.settings.get("profile", "balanced"))
    digest.update(encode_article(using.clean(case.data, **case.arguments)))
print(digest.hexdigest())
"""


def test_deterministic_over_hash_seeds_and_processes() -> None:
    digests = set()
    for seed in ("0", "1"):
        done = subprocess.run(
            [sys.executable, "-c", DUMP, str(Path(__file__).parent)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def harmless() -> list[object]:
    """The cases of which nothing may be cut; known failures marked, so that mending one turns the suite red."""
    out: list[object] = []
    for case in ALL:
        if case.settings.get("nothing_cut"):
            reason = case.settings.get("known_failure")
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            out.append(pytest.param(case, id=case.name, marks=marks))
    return out


@pytest.mark.parametrize("case", harmless())
def test_do_no_harm(case: Case) -> None:
    cut = [edit for edit in cleaned(case.name).journal.edits if edit.category not in ("layout", "title")]
    assert not cut


CHROME = [
    "Please Share This Post in Your Social Media",
    "Reporter Name",
    "Update Time : 08:00:44 am, Wednesday, 29 January 2025",
    "  • / 470 Time View",
    "Advertisement",
    "Read more:",
    "By Jane Doe",
    "A short heading",
    "The council met on Tuesday and voted for the bridge, which had been closed since the flood in March, they said.",
    "Il pleut. «Oui», dit-elle; et l’été finit.",
    "সংবাদটি শেয়ার করুন",
    "他说：“是的。”",
    "donâ€™t",
    "",
    "\u00a0",
    "\t- item",
]
ANY_CHARACTER = st.characters()
ANY_TEXT = st.text(ANY_CHARACTER | st.characters(categories=["Cs"]) | st.sampled_from("\r\n\u2028\x85\x0c\t \u00a0"))
LINES = st.lists(st.sampled_from(CHROME) | st.text(max_size=40), max_size=14)
PAGES = st.builds(lambda lines, end: end.join(lines), LINES, st.sampled_from(["\n", "\n\n", "\r\n"]))


def check_all(source: str | bytes) -> None:
    article = DEFAULT.clean(source)
    check_conservation(source, article)
    check_named(article, DEFAULT.rulebook)
    check_idempotent(article, DEFAULT)


@given(ANY_TEXT)
@example("\ud800x")
@example("\ufdd0D800\ud800")
@example("")
@example("a\r\n\r\nb\rc\u2028d")
def test_contracts_hold_for_any_text(text: str) -> None:
    check_all(text)


@given(PAGES)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
def test_contracts_hold_for_texts_made_of_chrome_and_prose(text: str) -> None:
    check_all(text)


@given(st.binary(max_size=200))
@example(b"\xff\xfea\x00")
@example(b"\xef\xbb\xbfabc")
@example(b"caf\xe9 \xc3\xa9t\xc3\xa9 \xc3\xa0 \xc3\xa8")
def test_any_bytes_give_an_article_or_a_named_failure(data: bytes) -> None:
    try:
        article = DEFAULT.clean(data)
    except InputError as error:
        assert error.kind and str(error)  # noqa: PT017, PT018 - either outcome is right; the other is checked below
        return
    check_conservation(data, article)
    check_idempotent(article, DEFAULT)


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "word " * 200_000, "é" * 500_000, "\u00a0" * 300_000, "a\n" * 100_000]
)
def test_contracts_hold_for_lines_of_a_million_characters(text: str) -> None:
    check_all(text)


@pytest.mark.skipif(not SHARED.exists(), reason="needs the evaluation data beside the project")
@pytest.mark.parametrize("name", ["daniel", "dragnet", "fundus", "wcxb-dev"])
def test_contracts_hold_for_flattened_pages(name: str) -> None:
    with lzma.open(SHARED / "data" / "pages" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for page in map(json.loads, islice(lines, 25)):
            check_all(page["flat"])


def test_the_journal_of_lone_surrogates_is_valid_utf8_json() -> None:
    article = DEFAULT.clean("a\ud800b \ufdd0")
    line = article_module.encode_journal(article.journal)
    assert line.decode("utf-8")
    journal: Journal = article_module.decode_journal(line)
    assert article_module.restore_text(article.text, journal) == "a\ud800b \ufdd0"
