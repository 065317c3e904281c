"""Compile the C files of the folders `source` to WebAssembly, each package's beside them.

    python cleaner/compiled/build.py            writes the modules
    python cleaner/compiled/build.py --check    says whether they are what the sources make

Needs `ziglang` (the C compiler clang with a linker for WebAssembly, as a Python package), which the library itself does
not use. Equal sources give equal bytes with the version that `dev` in pyproject.toml pins.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
COMMON = PACKAGE / "compiled" / "source"
MODULES = {"finders/body/body.wasm": "finders/body/source", "html/lines.wasm": "html/source"}
"""Each module, and the folder of its sources; those of `compiled/source` are in all of them."""
FLAGS = (
    *("-target", "wasm32-freestanding", "-mcpu=generic+simd128+bulk_memory", "-std=c17", "-O3", "-nostdlib"),
    # A product and a sum are two operations with two roundings, as they are written.
    *("-ffp-contract=off", "-fno-fast-math"),
    *("-Wall", "-Wextra", "-Werror", "-Wl,--no-entry", "-Wl,--strip-all"),
)


def compiled(folder: Path) -> bytes:
    """The module that the sources of a folder make; raises CalledProcessError where they do not compile."""
    with tempfile.TemporaryDirectory() as made:
        # Copied, so that no path of the machine gets into the file.
        for path in sorted([*COMMON.iterdir(), *folder.iterdir()]):
            shutil.copy(path, made)
        sources = sorted(path.name for path in Path(made).glob("*.c"))
        command = [sys.executable, "-m", "ziglang", "cc", *FLAGS, "-o", "made.wasm", *sources]
        subprocess.run(command, cwd=made, check=True)  # noqa: S603  the command is ours
        return (Path(made) / "made.wasm").read_bytes()


def main() -> int:
    """Write the modules, or compare them."""
    parser = argparse.ArgumentParser(description="Compile the C sources to WebAssembly.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where a module is another")
    options = parser.parse_args()
    differ = False
    for name, folder in MODULES.items():
        made, target = compiled(PACKAGE / folder), PACKAGE / name
        if not options.check:
            target.write_bytes(made)
            sys.stdout.write(f"cleaner/{name}: {len(made)} bytes\n")
        elif target.read_bytes() != made:
            differ = True
            sys.stderr.write(f"cleaner/{name} is not what cleaner/{folder} makes: run cleaner/compiled/build.py\n")
    return int(differ)


if __name__ == "__main__":
    raise SystemExit(main())
