"""Whatever stands in the way of a run: one clear sentence, the right exit code, the others done, inputs untouched."""

from __future__ import annotations

import gzip
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from runs import BODY, article, command, lines, state

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489") + bytes(200)

Make = Callable[[Path], object]


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def _circular(path: Path) -> None:
    path.symlink_to(path.name)


def _upwards(path: Path) -> None:
    path.symlink_to("..", target_is_directory=True)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    # A path of a socket is at most 108 bytes: bound by its short relative name.
    held = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path.name)
    finally:
        os.chdir(held)


def _unreadable(path: Path) -> None:
    # Root may read everything but this: opening works and reading gives an input/output error.
    path.symlink_to("/proc/self/mem")


def _forbidden(path: Path) -> None:
    path.write_text("secret")
    path.chmod(0)


FAILURES: dict[str, tuple[Make, str, str]] = {
    "a.png": (lambda path: path.write_bytes(PNG), "binary", "a.png"),
    "named.txt": (lambda path: path.write_bytes(PNG), "binary", "named.txt"),
    "packed": (lambda path: path.write_bytes(gzip.compress(BODY.encode() * 9)), "binary", "packed"),
    "dangling.txt": (_dangling, "link", "leads nowhere"),
    "circular.txt": (_circular, "link", "leads to itself"),
    "upwards": (_upwards, "link", "leads to a folder above it"),
    "pipe.txt": (_pipe, "special", "named pipe"),
    "socket.txt": (_socket, "special", "socket"),
    "unreadable.txt": (_unreadable, "unreadable", "cannot be read"),
    "forbidden.txt": (_forbidden, "unreadable", "permission denied"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_an_input_that_cannot_be_cleaned_is_named_and_the_others_are_done(name: str, tmp_path: Path) -> None:
    if name == "forbidden.txt" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    if name == "unreadable.txt" and not os.path.exists("/proc/self/mem"):
        pytest.skip("no /proc here")
    make, kind, sentence = FAILURES[name]
    source = tmp_path / "in"
    source.mkdir()
    make(source / name)
    (source / "good.txt").write_text(article(1))
    before = state(source)
    ran = command("clean", source, "-o", tmp_path / "out")
    assert ran.code == 3
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    (failure,) = lines(tmp_path / "out" / "failures.jsonl")
    assert failure["kind"] == kind
    assert failure["path"] == name
    assert ran.err.count(failure["message"]) == 1
    assert "\n" not in failure["message"]
    assert (tmp_path / "out" / "good.txt").read_text().startswith("Article number 1")
    assert len(lines(tmp_path / "out" / "articles.jsonl")) == 1
    assert not (tmp_path / "out" / name).exists()
    assert state(source) == before


@pytest.mark.parametrize(
    "data", [b"", b" \n\t\r\n \xc2\xa0\n", b"\xef\xbb\xbf"], ids=["empty", "white-space", "bom-only"]
)
def test_an_empty_input_is_an_article_without_text(data: bytes, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_bytes(data)
    ran = command("clean", source, "-o", tmp_path / "out", "-q")
    assert (ran.code, ran.err) == (0, "")
    (record,) = lines(tmp_path / "out" / "articles.jsonl")
    assert record["text"] == ""
    assert "too_short" in record["flags"]
    assert (tmp_path / "out" / "a.txt").read_bytes() == b""
    assert command("restore", tmp_path / "out", "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "a.txt").read_bytes() == data


def test_nul_characters_in_a_text(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_bytes(BODY.encode().replace(b"bridge", b"bri\0dge"))
    ran = command("clean", source, "-o", tmp_path / "out", "-q")
    assert ran.code == 0
    assert command("restore", tmp_path / "out", "-o", tmp_path / "back").code == 0
    assert (tmp_path / "back" / "a.txt").read_bytes() == (source / "a.txt").read_bytes()


def test_a_folder_with_the_name_of_a_file(tmp_path: Path) -> None:
    inner = tmp_path / "in" / "a.txt"
    inner.mkdir(parents=True)
    (inner / "b.txt").write_text(article(2))
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out", "-q").code == 0
    assert (tmp_path / "out" / "a.txt" / "b.txt").is_file()
    assert command("clean", tmp_path / "in" / "a.txt", "-o", tmp_path / "out2", "-q").code == 0
    assert (tmp_path / "out2" / "b.txt").is_file()


@pytest.mark.parametrize("size_mb", [1, pytest.param(200, marks=pytest.mark.slow)])
def test_one_line_without_an_end(size_mb: int, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    words = b"The council met on Tuesday and voted for the bridge. "
    with open(source / "long.txt", "wb") as file:
        for _ in range(size_mb):
            file.write(words * (1024 * 1024 // len(words)))
    (source / "short.txt").write_text(article(3))
    ran = command("clean", source, "-o", tmp_path / "out", "-q", "--timeout", "300", "--memory-mb", "6000")
    assert ran.code == 0, ran.err
    assert (tmp_path / "out" / "long.txt").stat().st_size > size_mb * 900_000
    assert (tmp_path / "out" / "short.txt").is_file()


def test_a_document_over_the_limit_of_size(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a.txt").write_bytes(b"x" * (1024 * 1024 + 1))
    (source / "b.txt").write_text(article(3))
    ran = command("clean", source, "-o", tmp_path / "out", "--max-mb", "1")
    assert ran.code == 3
    assert "a.txt: larger than the limit of 1 MB (see --max-mb)" in ran.err
    assert (tmp_path / "out" / "b.txt").is_file()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("in", "the output is the input itself"),
        ("in/out", "the output lies inside the input"),
        ("in/../in/x/y", "the output lies inside the input"),
        ("link/x", "the output lies inside the input"),
        (".", "the output folder holds the input"),
        ("in/out.jsonl", "the output lies inside the input"),
    ],
)
def test_an_output_that_touches_the_input_is_refused(
    output: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(1))
    (tmp_path / "link").symlink_to("in")
    monkeypatch.chdir(tmp_path)
    before = state(tmp_path)
    ran = command("clean", "in", "-o", output)
    assert ran.code == 2
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert state(tmp_path) == before


def test_a_file_and_the_folder_it_is_in_as_output(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(article(1))
    ran = command("clean", tmp_path / "a.txt", "-o", tmp_path)
    assert ran.code == 2
    assert "holds the input" in ran.err


def test_an_output_folder_of_someone_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(1))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_text("years of work")
    ran = command("clean", tmp_path / "in", "-o", tmp_path / "out")
    assert ran.code == 2
    assert "holds files that are not from a run of cleaner (such as thesis.doc)" in ran.err
    assert os.listdir(tmp_path / "out") == ["thesis.doc"]


def test_an_output_that_is_a_run_is_done_again_in_place(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(1))
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out").code == 0
    (tmp_path / "in" / "a.txt").write_text(article(22))
    (tmp_path / "in" / "b.txt").write_text(article(3))
    assert command("clean", tmp_path / "in", "-o", tmp_path / "out").code == 0
    assert "number 22" in (tmp_path / "out" / "a.txt").read_text()
    assert (tmp_path / "out" / "b.txt").is_file()


@pytest.mark.parametrize("path", ["nothing", "nothing/*.txt", "@nothing.list"])
def test_a_path_that_is_not_there(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = command("clean", path, "-o", "out")
    assert ran.code == 2
    assert path in ran.err
    assert ran.err.count("\n") == 1
    assert os.listdir(tmp_path) == []


def test_a_link_given_as_a_path_that_leads_nowhere_is_a_failed_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("nowhere")
    ran = command("clean", tmp_path / "a.txt", "-o", tmp_path / "out")
    assert ran.code == 3
    assert "the symbolic link leads nowhere" in ran.err


def test_two_inputs_that_would_write_the_same_file(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(f"From {name}. {BODY}")
        (tmp_path / name / f"{name}.txt").write_text(article(1))
    outcomes = []
    for number, order in enumerate((("one", "two"), ("two", "one"))):
        out = tmp_path / f"out{number}"
        ran = command("clean", *(tmp_path / name for name in order), "-o", out)
        assert ran.code == 3
        assert f"a.txt: its article would be written where that of {tmp_path}/one/a.txt goes" in ran.err
        assert (out / "a.txt").read_text().startswith("From one.")
        assert (out / "one.txt").is_file()
        assert (out / "two.txt").is_file()
        outcomes.append((out / "articles.jsonl").read_bytes())
    assert outcomes[0] == outcomes[1]


def test_an_input_with_a_name_of_the_run_itself(tmp_path: Path) -> None:
    (tmp_path / "in" / ".cleaner").mkdir(parents=True)
    (tmp_path / "in" / ".cleaner" / "a.txt").write_text(article(1))
    (tmp_path / "in" / "b.txt").write_text(article(2))
    ran = command("clean", tmp_path / "in", "-o", tmp_path / "out")
    assert ran.code == 3
    assert "would be written over the run's own .cleaner" in ran.err


NAMES = [
    b"plain.txt",
    "বাংলা খবর.txt".encode(),
    "caf\u00e9.txt".encode(),
    "cafe\u0301.txt".encode(),
    "caf\u00e9.txt".encode("latin-1"),
    b"\xff\xfe.txt",
    b"with\nnewline.txt",
    b"tab\tand\x1b[31mescape.txt",
    b"back\\xe9slash.txt",
    b"-o.txt",
    b" leading and trailing .txt",
    b"...txt",
    b"%E9.txt",
    b"no suffix",
    b"quote'\"$(x)`.txt",
    b"x" * 250 + b".txt",
]


def test_names_in_any_encoding_come_out_and_back(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    for number, name in enumerate(NAMES):
        (source / os.fsdecode(name)).write_text(article(number))
    ran = command("clean", source, "-o", tmp_path / "out")
    assert ran.code == 0, ran.err
    made = {os.fsencode(name) for name in os.listdir(tmp_path / "out")}
    assert {name if name.endswith(b".txt") else name + b".txt" for name in NAMES} <= made
    assert len(lines(tmp_path / "out" / "articles.jsonl")) == len(NAMES)
    assert command("restore", tmp_path / "out", "-o", tmp_path / "back").code == 0
    assert {os.fsencode(name) for name in os.listdir(tmp_path / "back")} == set(NAMES)
    for text in os.listdir(source):
        assert (tmp_path / "back" / text).read_bytes() == (source / text).read_bytes()


def test_a_name_is_printed_on_one_line_without_control_characters(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "a\n\x1b[31m\udcff.png").write_bytes(PNG)
    ran = command("clean", source, "-o", tmp_path / "out")
    assert ran.code == 3
    assert "a\\n\\x1b[31m\\xff.png: " in ran.err


def test_a_name_that_leaves_no_room_for_the_suffix(tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / ("y" * 255)).write_text(article(1))
    (source / "good.txt").write_text(article(2))
    ran = command("clean", source, "-o", tmp_path / "out")
    assert ran.code == 3
    assert "name of its article is too long" in ran.err
    assert (tmp_path / "out" / "good.txt").is_file()


def test_a_rule_file_with_mistakes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(1))
    (tmp_path / "mine.toml").write_text('pack = "mine"\nformat = 1\n\n[[rule]]\nid = "en.x.y"\nacton = "drop"\n')
    ran = command("clean", tmp_path / "in", "-o", tmp_path / "out", "--rules", tmp_path / "mine.toml")
    assert ran.code == 2
    assert "mine.toml" in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()


def test_a_rule_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    ran = command("clean", tmp_path / "in", "-o", tmp_path / "out", "--rules", tmp_path / "no.toml")
    assert ran.code == 2
    assert "no.toml" in ran.err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("in",), "name an output with -o OUT"),
        (("in", "-o", "out.txt"), "not an output format"),
        (("in", "-o", "out", "--fail-on", "rubbish"), "no such flag rubbish"),
        (("in", "-o", "out", "--profile", "wild"), "wild"),
        (("in", "-o", "out", "--jobs", "-1"), "-1"),
    ],
)
def test_a_wrong_option(args: tuple[str, ...], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    ran = command("clean", *args)
    assert ran.code == 2
    assert sentence in ran.err
    assert os.listdir(tmp_path) == ["in"]


def test_an_output_on_a_read_only_place(tmp_path: Path) -> None:
    if not os.path.exists("/proc/self"):
        pytest.skip("no /proc here")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(article(1))
    ran = command("clean", tmp_path / "in", "-o", "/proc/self/out")
    assert ran.code in (2, 130)
    assert ran.err.startswith("cleaner: /proc/self/out: the output ")
    assert ran.err.count("\n") == 1
