"""The project about itself: version, lock file, files that must not name a machine or a registry."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from cases import ROOT

from cleaner.version import VERSION

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
URL_IN_LOCK = re.compile(r"https?://|--index-url|--extra-index-url|--find-links")


def test_the_version_is_stated_once() -> None:
    assert PROJECT["project"]["version"] == VERSION
    assert f"## {VERSION}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_lock_file_holds_hashes_and_no_url() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "--hash=sha256:" in lock
    assert not URL_IN_LOCK.search(lock)


def test_the_lock_file_pins_every_dependency() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8").lower().replace("_", "-")
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    names = {re.match(r"[A-Za-z0-9_.-]+", line)[0].lower().replace("_", "-") for line in wanted}  # type: ignore[index]  # a requirement begins with its name
    missing = sorted(name for name in names if f"\n{name}==" not in f"\n{lock}" and f"\n{name}[" not in f"\n{lock}")
    assert not missing


def test_every_ignore_says_why() -> None:
    tracked = _tracked()
    bare = [
        f"{path}:{number}"
        for path in tracked
        if path.endswith(".py")
        for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1)
        if re.search(r"#\s*(noqa|type:\s*ignore)(:\s*[A-Z0-9, ]+|\[[a-z-, ]+\])?\s*$", line)
    ]
    assert not bare


def _tracked() -> list[str]:
    try:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]
