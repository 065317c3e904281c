"""Compile the C files of this folder to `../body.wasm`.

    python cleaner/finders/body/source/build.py            writes the file
    python cleaner/finders/body/source/build.py --check    says whether it is what the sources make

Needs `ziglang` (the C compiler clang with a linker for WebAssembly, as a Python package), which the library itself does
not use. Equal sources give equal bytes with the version that `dev` in pyproject.toml pins.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "body.wasm"
FLAGS = (
    *("-target", "wasm32-freestanding", "-mcpu=generic+simd128+bulk_memory", "-std=c17", "-O3", "-nostdlib"),
    # A product and a sum are two operations with two roundings, as they are written.
    *("-ffp-contract=off", "-fno-fast-math"),
    *("-Wall", "-Wextra", "-Werror", "-Wl,--no-entry", "-Wl,--strip-all"),
)


def compiled() -> bytes:
    """The module that the sources make; raises CalledProcessError where they do not compile."""
    sources = sorted(path.name for path in HERE.glob("*.c"))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "body.wasm"
        # The compiler runs in this folder, so that no path of the machine gets into the file.
        subprocess.run(  # noqa: S603  the command is ours
            [sys.executable, "-m", "ziglang", "cc", *FLAGS, "-o", str(out), *sources], cwd=HERE, check=True
        )
        return out.read_bytes()


def main() -> int:
    """Write the module, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit with 1 where the file is another")
    options = parser.parse_args()
    made = compiled()
    if options.check:
        if TARGET.read_bytes() == made:
            return 0
        sys.stderr.write(f"{TARGET.name} is not what the sources make: run build.py\n")
        return 1
    TARGET.write_bytes(made)
    sys.stdout.write(f"{TARGET.name}: {len(made)} bytes\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
