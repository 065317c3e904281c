"""Code that runs compiled: it is what its sources make, and both sides know the same numbers."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from cases import ROOT

from cleaner.compiled import list_of, numbers
from cleaner.finders.body import engine
from cleaner.html import lines

PACKAGE = ROOT / "cleaner"
BUILD = PACKAGE / "compiled" / "build.py"
MODULES = [("html", lines.SLOTS), ("finders/body", engine.SLOTS)]


@pytest.mark.skipif(find_spec("ziglang") is None, reason="the compiler (ziglang, in the extra dev) is not installed")
def test_the_compiled_files_are_what_the_sources_make() -> None:
    done = subprocess.run([sys.executable, str(BUILD), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("folder", "slots"), MODULES)
def test_both_sides_know_the_same_slots(folder: str, slots: tuple[str, ...]) -> None:
    source = (PACKAGE / folder / "source" / "main.c").read_text("utf-8")
    block = source.split("enum {\n    /* in", 1)[1].split("};", 1)[0]
    held = [line.split("/*", 1)[0].strip() for line in block.split("\n")[1:]]
    names = [name.strip() for line in held for name in line.split(",") if name.strip()]
    assert names == [*slots, "SLOTS"]


def test_every_module_has_its_sources_beside_it() -> None:
    compiled = {path.parent for path in PACKAGE.rglob("*.wasm")}
    assert compiled == {PACKAGE / folder for folder, _ in MODULES}
    assert all(Path(folder, "source", "main.c").exists() for folder in compiled)


def test_lists_of_numbers_come_back_and_are_padded() -> None:
    assert numbers("h", [1, -2]).hex() == "0100feff00000000"
    assert list_of("h", numbers("h", [1, -2])[:4]) == [1, -2]
    assert len(numbers("d", [0.5] * 3)) == 24


def run(code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


LIMITED = pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS bounds the address space on Linux")


@LIMITED
def test_a_limited_address_space_changes_nothing() -> None:
    code = (
        "import resource, sys\n"
        "if sys.argv[1:]:\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), -1))\n"
        "from cleaner.finders.body.engine import SECOND_LOOK, engine\n"
        "from cleaner.html.lines import read_lines\n"
        "lines = [line.text for line in read_lines('<p>One, two.<br>Three.' * 50_000).lines]\n"
        "print(len(lines), sum(engine().look(lines[:20_000], None, SECOND_LOOK).scores))\n"
    )
    free = run(code)
    assert free == run(code, "2000000000")
    assert free.startswith("100000 ")


@LIMITED
@pytest.mark.parametrize("limit", ["600000000", "1000000000"])
def test_a_page_that_memory_does_not_suffice_for_harms_no_other(limit: str) -> None:
    code = (
        "import resource, sys\n"
        "from cleaner.html.lines import read_lines\n"
        "resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]), -1))\n"
        "page = '<p>x</p>' * (16 * 131072)\n"
        "for _ in range(3):\n"
        "    try:\n"
        "        read_lines(page)\n"
        "    except MemoryError as error:\n"
        "        print(error)\n"
        "    print([line.text for line in read_lines('<p>small</p>').lines])\n"
    )
    assert run(code, limit) == "not enough memory for this document\n['small']\n" * 3


def test_a_machine_that_was_stopped_is_made_anew() -> None:
    look = engine.engine().look(["One line"], None, engine.FIRST_LOOK)
    with pytest.raises(RuntimeError, match="stopped"):
        look.again(engine.HTML_LOOK)  # there is no evidence
    assert engine.engine() is not look.engine
    assert engine.engine().look(["One line"], None, engine.FIRST_LOOK).scores == look.scores
