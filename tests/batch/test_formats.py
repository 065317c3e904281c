"""Readers and writers: every format in and out, and each way in which a file can be wrong."""

from __future__ import annotations

import csv
import gzip
import json
import sqlite3
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from runs import CHROME, article, command, lines, make_files

from cleaner.batch.columns import columns, described, from_row, to_row
from cleaner.batch.options import Options
from cleaner.batch.plan import Entry
from cleaner.batch.readers import documents
from cleaner.batch.records import read
from cleaner.errors import UsageError
from cleaner.record import Record

ROOT = Path(__file__).resolve().parents[2]
HTML = "<html><head><title>{0}</title></head><body><article><h1>{0}</h1>{1}</article></body></html>"


def rows(count: int) -> list[dict[str, Any]]:
    return [
        {"id": f"r{n}", "text": article(n), "url": f"https://example.com/{n}", "lang": "en", "score": n / 2}
        for n in range(count)
    ]


def write_rows(path: Path, given: list[dict[str, Any]]) -> Path:
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in given).encode()
    name = path.name
    if ".csv" in name:
        with open(path, "w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(given[0]))
            writer.writeheader()
            writer.writerows(given)
        return path
    if name.endswith(".parquet"):
        arrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
        pytest.importorskip("pyarrow.parquet").write_table(arrow.Table.from_pylist(given), path, row_group_size=7)
        return path
    if name.endswith(".json"):
        path.write_text(json.dumps(given))
    elif name.endswith(".gz"):
        path.write_bytes(gzip.compress(data))
    elif name.endswith(".zst"):
        zstandard = pytest.importorskip("zstandard", reason="the extra zst is not installed")
        path.write_bytes(zstandard.compress(data[: len(data) // 2]) + zstandard.compress(data[len(data) // 2 :]))
    else:
        path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.json", "a.csv", "a.parquet"])
def test_rows_become_articles_with_their_id_url_and_other_columns(name: str, tmp_path: Path) -> None:
    source = write_rows(tmp_path / name, rows(20))
    ran = command("clean", source, "-o", tmp_path / "out", "-q")
    assert ran.code == 0, ran.err
    records = lines(tmp_path / "out" / "articles.jsonl")
    assert [record["source"]["row_id"] for record in records] == [f"r{n}" for n in range(20)]
    assert records[3]["url"] == "https://example.com/3"
    assert records[3]["site"] == "example.com"
    assert list(json.loads(records[3]["extra"])) == ["lang", "score"]
    assert float(json.loads(records[3]["extra"])["score"]) == 1.5
    assert CHROME not in records[3]["text"]
    assert (tmp_path / "out" / f"{name}.d" / "000000004.txt").read_text().endswith(records[3]["text"])
    assert command("restore", tmp_path / "out", "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / f"{name}.d" / "r3.txt").read_text() == article(3)


def test_fields_by_other_names_and_html_where_there_is_no_text(tmp_path: Path) -> None:
    given = [{"n": 1, "body": article(1)}, {"n": 2, "page": HTML.format("A title", "<p>One &amp; two.</p>")}]
    source = write_rows(tmp_path / "a.jsonl", given)
    args = ("--text-field", "body", "--html-field", "page", "--id-field", "n")
    assert command("clean", source, "-o", tmp_path / "out", "-q", *args).code == 0
    one, two = lines(tmp_path / "out" / "articles.jsonl")
    assert (one["source"]["row_id"], one["source"]["media_type"]) == ("1", "text/plain")
    assert (two["source"]["row_id"], two["source"]["media_type"]) == ("2", "text/html")


def test_a_page_under_the_name_of_a_text_is_read_as_a_page(tmp_path: Path) -> None:
    page = HTML.format("The harbour reopens", f"<p>{article(1)}</p>")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(page, "utf-8")
    (tmp_path / "in" / "b.jsonl").write_text(json.dumps({"text": page}) + "\n", "utf-8")
    (tmp_path / "in" / "c.txt").write_text("<p> is the element of a paragraph.", "utf-8")
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out").code == 0
    first, second, third = read(tmp_path / "out")
    assert first.source.media_type == second.source.media_type == "text/html"
    assert first.title == second.title == "The harbour reopens"
    assert "<" not in first.text
    assert first.text == second.text
    assert third.source.media_type == "text/plain"


def test_a_json_file_that_is_one_article(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(json.dumps(rows(1)[0]))
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").code == 0
    assert (tmp_path / "out" / "a.json.txt").is_file()


def test_compressed_texts(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt.gz").write_bytes(gzip.compress(article(1).encode()))
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").code == 0
    assert "number 1" in (tmp_path / "out" / "a.txt.gz.txt").read_text()
    ran = command("restore", tmp_path / "out", "-o", tmp_path / "back")
    assert "1 of them unpacked" in ran.err
    assert (tmp_path / "back" / "a.txt").read_text() == article(1)


BAD_ROWS = {
    "not json": (b'{"text": "unfinished\n', "invalid_json", "row 2: not valid JSON"),
    "a list": (b"[1]\n", "invalid_json", "row 2: not a JSON object"),
    "no text": (b'{"body": "x", "n": 1}\n', "no_text", "columns: body, n"),
    "a number": (b'{"text": 5}\n', "column_type", "'text' holds int, not text"),
    "bytes": (b'{"text": "\xff"}\n', "invalid_json", "row 2: not valid JSON"),
    "too large": (b'{"text": "' + b"x" * (5 << 20) + b'"}\n', "too_large", "row 2: larger than the limit of 1 MB"),
    "nested": (b'{"text":' + b"[" * 100_000 + b"\n", "invalid_json", "row 2"),
}


@pytest.mark.parametrize("what", BAD_ROWS)
def test_a_bad_row_fails_alone(what: str, tmp_path: Path) -> None:
    data, kind, sentence = BAD_ROWS[what]
    good = [json.dumps(row).encode() + b"\n" for row in rows(3)]
    (tmp_path / "a.jsonl").write_bytes(good[0] + data + good[1] + b"\n" + good[2])
    ran = command("clean", tmp_path / "a.jsonl", "-o", tmp_path / "out", "--max-mb", "1")
    assert ran.code == 3
    assert sentence in ran.err
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert failure["kind"] == kind
    assert [r["source"]["row_id"] for r in lines(tmp_path / "out" / "articles.jsonl")] == ["r0", "r1", "r2"]


def test_a_ragged_row_of_csv_fails_alone(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,"One, ""two""\nlines"\n2\n3,Three,too many\n4,Four\n')
    ran = command("clean", tmp_path / "a.csv", "-o", tmp_path / "out")
    assert ran.code == 3
    assert [f["kind"] for f in lines(tmp_path / "out" / "failures.jsonl")] == ["ragged_row", "ragged_row"]
    records = lines(tmp_path / "out" / "articles.jsonl")
    assert [(r["source"]["row_id"], r["text"]) for r in records] == [("1", 'One, "two"\nlines'), ("4", "Four")]


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl.zst"])
def test_what_stands_before_the_end_of_a_truncated_archive_is_kept(name: str, tmp_path: Path) -> None:
    import random

    noise = random.Random(5)  # noqa: S311  # incompressible text, the same each time
    given = [{"id": n, "text": f"{article(n)} {noise.randbytes(3000).hex()}"} for n in range(100)]
    source = write_rows(tmp_path / name, given)
    data = source.read_bytes()
    source.write_bytes(data[: len(data) * 3 // 4])
    ran = command("clean", source, "-o", tmp_path / "out")
    assert ran.code == 3
    assert f"{name}: the compressed data ends early" in ran.err
    assert 20 < len(lines(tmp_path / "out" / "articles.jsonl")) < 90
    source.write_bytes(b"damage" + data[6:])
    assert command("clean", source, "-o", tmp_path / "out2").code == 3
    assert lines(tmp_path / "out2" / "failures.jsonl")[0]["kind"] == "corrupt"


def test_a_parquet_file_with_a_wrong_column_type_and_one_that_is_none(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.parquet", [{"text": 1}, {"text": 2}])
    (tmp_path / "b.parquet").write_bytes(b"PAR1 nothing like it PAR1")
    good = write_rows(tmp_path / "c.parquet", rows(3))
    (tmp_path / "d.parquet").write_bytes(good.read_bytes()[:-100])
    ran = command("clean", tmp_path, "-o", tmp_path.parent / f"{tmp_path.name}-out")
    assert ran.code == 3
    assert "a.parquet: column 'text' is int64, not text" in ran.err
    failures = lines(tmp_path.parent / f"{tmp_path.name}-out" / "failures.jsonl")
    assert [(f["path"], f["kind"]) for f in failures] == [
        ("a.parquet", "column_type"),
        ("b.parquet", "corrupt"),
        ("d.parquet", "corrupt"),
    ]
    assert len(lines(tmp_path.parent / f"{tmp_path.name}-out" / "articles.jsonl")) == 3


def _warc(kind: str, body: bytes, content: str = "text/html; charset=windows-1252", status: str = "200 OK") -> bytes:
    payload = f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\n\r\n".encode() + body
    if kind == "conversion":
        payload = body
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{len(body)}>\r\n"
        "WARC-Date: 2026-01-02T03:04:05Z\r\n"
        f"WARC-Target-URI: https://example.com/{len(body)}\r\n"
        f"Content-Type: {'text/plain' if kind == 'conversion' else 'application/http; msgtype=response'}\r\n"
        f"Content-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def _page(number: int) -> bytes:
    return HTML.format(f"Caf\u00e9 {number}", f"<p>{article(number)}</p>").encode("windows-1252")


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_warc_pages_with_charset_url_and_date(suffix: str, tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="the extra warc is not installed")
    parts = [
        _warc("warcinfo", b"software: test"),
        _warc("response", _page(1)),
        _warc("response", b"\x89PNG", "image/png"),
        _warc("response", b"gone", status="404 Not Found"),
        _warc("conversion", article(2).encode()),
        _warc("response", _page(33)),
    ]
    pack = gzip.compress if suffix.endswith("gz") else bytes
    source = tmp_path / f"a{suffix}"
    source.write_bytes(b"".join(pack(part) for part in parts))
    ran = command("clean", source, "-o", tmp_path / "out", "--summary", "json", "-q")
    assert ran.code == 0, ran.err
    one, two, three = lines(tmp_path / "out" / "articles.jsonl")
    assert one["url"] == f"https://example.com/{len(_page(1))}"
    assert one["source"]["media_type"] == "text/html"
    assert one["source"]["retrieved_at"] == "2026-01-02T03:04:05Z"
    assert one["source"]["member"] == f"<urn:uuid:{len(_page(1))}>"
    assert two["source"]["media_type"] == "text/plain"
    assert three["source"]["row_id"] == "5"
    assert json.loads(ran.out)["skipped"] == {"http status 404": 1, "image/png": 1}


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_a_warc_that_was_cut_off_keeps_the_whole_records(suffix: str, tmp_path: Path) -> None:
    pytest.importorskip("warcio", reason="the extra warc is not installed")
    pack = gzip.compress if suffix.endswith("gz") else bytes
    data = b"".join(pack(_warc("response", _page(n))) for n in (1, 22, 333))
    source = tmp_path / f"a{suffix}"
    source.write_bytes(data[:-60])
    ran = command("clean", source, "-o", tmp_path / "out")
    assert ran.code == 3
    assert len(lines(tmp_path / "out" / "articles.jsonl")) == 2
    assert [f["kind"] for f in lines(tmp_path / "out" / "failures.jsonl")] == ["truncated"]


OUTPUTS = ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.csv", "a.sqlite"]
NEEDS = {"a.jsonl.zst": "zstandard", "a.parquet": "pyarrow"}


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the output of one run in every form that records are read from."""
    place = tmp_path_factory.mktemp("finished")
    make_files(place / "in", 12, per_folder=5)
    assert command("clean", place / "in", "-o", place / "folder", "-q").code == 0
    for name in OUTPUTS:
        if name not in NEEDS or find_spec(NEEDS[name]):
            assert command("convert", place / "folder", "-o", place / name, "--inline").code == 0
    return place


@pytest.mark.parametrize("name", OUTPUTS)
def test_one_file_of_records_by_its_suffix(name: str, finished: Path, tmp_path: Path) -> None:
    if name in NEEDS:
        pytest.importorskip(NEEDS[name], reason="its extra is not installed")
    assert command("clean", finished / "in", "-o", tmp_path / name, "--journal", "inline", "-q").code == 0
    if name != "a.sqlite":  # which tells the settings of its run
        assert (tmp_path / name).read_bytes() == (finished / name).read_bytes()
    truth = list(read(finished / "folder"))
    if name == "a.csv":
        with open(tmp_path / name, newline="", encoding="utf-8") as file:
            table = list(csv.DictReader(file))
        assert [row["text"] for row in table] == [record.text for record in truth]
        assert [row["source.path"] for row in table] == [record.source.path for record in truth]
        assert json.loads(table[0]["flags"]) == truth[0].flags
        return
    records = list(read(tmp_path / name))
    assert records == truth
    assert records[0].restore() == article(0).encode()  # type: ignore[attr-defined]  # an Article: it was inline
    assert command("validate", tmp_path / name).code == 0
    assert command("restore", tmp_path / name, "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "part-000" / "00000.txt").read_text() == article(0)


def test_sqlite_can_be_searched_and_says_which_rule_cut_what(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 5)
    assert command("clean", tmp_path / "in", "-o", tmp_path / "a.sqlite", "-q").code == 0
    with sqlite3.connect(tmp_path / "a.sqlite") as base:
        (found,) = base.execute("select count(*) from articles_fts where articles_fts match 'ferry'").fetchone()
        cuts = base.execute(
            'select path, before from edits join articles on articles.rowid = edits.article where "by" like ?',
            ("theme.%",),
        ).fetchall()
        (settings,) = base.execute("select manifest from runs").fetchone()
    base.close()
    assert found == 5
    assert sorted(cuts) == [(f"part-000/{n:05d}.txt", CHROME) for n in range(5)]
    assert json.loads(settings)["told"]["profile"] == "balanced"


@pytest.mark.parametrize("end", OUTPUTS)
@pytest.mark.parametrize("start", ["a.jsonl.gz", "a.jsonl.zst", "a.parquet", "a.sqlite"])
def test_convert_from_any_form_to_any_other(start: str, end: str, finished: Path, tmp_path: Path) -> None:
    for name in {start, end} & set(NEEDS):
        pytest.importorskip(NEEDS[name], reason="its extra is not installed")
    ran = command("convert", finished / start, "-o", tmp_path / end, "--inline")
    assert ran.code == 0, ran.err
    assert (tmp_path / end).read_bytes() == (finished / end).read_bytes()
    again = command("convert", finished / start, "-o", tmp_path / end)
    assert again.code == 2
    assert "is already there" in again.err


def test_validate_finds_records_that_contradict_themselves(tmp_path: Path) -> None:
    make_files(tmp_path / "in", 3)
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").code == 0
    assert command("validate", tmp_path / "out").code == 0
    good = (tmp_path / "out" / "articles.jsonl").read_bytes().splitlines()
    broken = tmp_path / "broken.jsonl"
    row = json.loads(good[0])
    wrongs = [
        b"nonsense",
        json.dumps({**row, "text": row["text"] + "!"}).encode(),
        json.dumps({**row, "flags": ["lovely"]}).encode(),
        json.dumps({**row, "confidence": 7}).encode(),
        json.dumps({**row, "colour": "red"}).encode(),
        json.dumps({key: value for key, value in row.items() if key != "title"}).encode(),
    ]
    broken.write_bytes(b"\n".join([*wrongs, good[1]]) + b"\n")
    ran = command("validate", broken)
    assert ran.code == 1
    assert [line.split(": ")[1] for line in ran.out.splitlines()] == [f"line {n}" for n in range(1, 7)]
    assert "1 valid, 6 not" in ran.err
    assert command("validate", tmp_path / "in" / "nothing.jsonl").code == 2


def test_a_missing_extra_is_named_and_only_what_needs_it_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    path = tmp_path / "a.jsonl.zst"
    path.write_bytes(b"(\xb5/\xfd")
    entry = Entry(0, path.name, 4, path.stat().st_mtime_ns)
    with pytest.raises(UsageError, match=r"pip install 'cleaner\[zst\]'"):
        list(documents(entry, str(tmp_path), Options()))


def test_the_columns_are_those_of_the_struct_and_the_shipped_list_has_not_drifted() -> None:
    assert [column.name for column in columns()] == list(Record.__struct_fields__)
    shipped = ROOT / "docs" / "article-1.columns.txt"
    assert shipped.read_text() == described(), "regenerate with: cleaner schema --columns > docs/article-1.columns.txt"


def test_arrow_schema_and_features_follow_the_columns(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    from cleaner.batch.columns import arrow_schema, to_arrow

    schema = arrow_schema()
    assert schema.names == [column.name for column in columns()]
    assert schema.field("dates").type.value_type.field("alternatives").type == arrow.list_(arrow.string())
    assert not schema.field("text").nullable
    assert schema.field("title").nullable
    make_files(tmp_path / "in", 1)
    assert command("clean", tmp_path / "in", "-o", tmp_path / "a.parquet", "-q").code == 0
    written = pytest.importorskip("pyarrow.parquet").read_schema(tmp_path / "a.parquet")
    assert written.equals(schema)
    assert to_arrow(read(tmp_path / "a.parquet")).schema.equals(schema)


def test_reading_an_output_imports_arrow_only_for_a_table(finished: Path) -> None:
    code = (
        "import sys, cleaner\n"
        "read, to_arrow = cleaner.read, cleaner.to_arrow\n"
        f"articles = list(read({str(finished / 'folder')!r}))\n"
        "assert articles[0].restore().startswith(b'Article number 0')\n"
        "assert 'pyarrow' not in sys.modules\n"
        "print(to_arrow(articles).num_rows)\n"
    )
    pytest.importorskip("pyarrow", reason="the extra parquet is not installed")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("12\n", "")
    for missing in ("nothing.jsonl", "in/part-000/00000.txt"):
        with pytest.raises(UsageError):
            next(read(finished / missing))


def test_a_record_survives_as_a_row() -> None:
    import cleaner

    record = cleaner.clean("Views: 12\n\nThe council met on Tuesday\u00a0and voted for the bridge.").record()
    assert from_row(to_row(record)) == record


def test_remote_inputs_through_fsspec(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="the extra remote is not installed")
    make_files(tmp_path / "in", 4, per_folder=2)
    assert command("clean", tmp_path / "in", "-o", tmp_path / "plain", "-q").code == 0
    ran = command("clean", f"file://{tmp_path}/in", "-o", tmp_path / "remote", "-q", "--jobs", "1")
    assert ran.code == 0, ran.err
    for name in ("articles.jsonl", "journal.jsonl", "part-001/00003.txt"):
        assert (tmp_path / "remote" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()
    ran = command("clean", "memory://nothing-there", "-o", tmp_path / "none", "-q")
    assert ran.code == 2
    assert "memory://nothing-there" in ran.err
    assert fsspec.__name__ == "fsspec"
