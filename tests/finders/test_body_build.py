"""The compiled half of the body finder is what its sources make."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

BUILD = Path(__file__).resolve().parents[2] / "cleaner" / "finders" / "body" / "source" / "build.py"


@pytest.mark.skipif(find_spec("ziglang") is None, reason="the compiler (ziglang, in the extra dev) is not installed")
def test_the_compiled_file_is_what_the_sources_make() -> None:
    done = subprocess.run([sys.executable, str(BUILD), "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
