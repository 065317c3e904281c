"""The output tree: one `.txt` or `.md` for each article, under the name of its input."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

import msgspec

from cleaner.article import Article
from cleaner.batch.options import Options
from cleaner.batch.system import sync_filesystem
from cleaner.errors import InputError

_FRONT = ("title", "subtitle", "authors", "date", "date_kind", "url", "site", "section", "tags", "language", "id")
_TOO_LONG = (errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ)


class Mirror:
    """Writes the files of a block: each is made elsewhere and then renamed, so it is whole whenever it is there."""

    def __init__(self, out: Path, options: Options, tmp: Path) -> None:
        self._on = options.tree != "none"
        self._options = options
        self._out = os.fspath(out) + "/"
        self._tmp = os.path.join(tmp, f"{os.getpid()}.text")
        self._folder = ""
        self._written = False

    def write(self, article: Article, out: str) -> None:
        """Write one article under `out`. Raises InputError when the name cannot exist, OSError when nothing can."""
        if not self._on:
            return
        target = self._out + out
        descriptor = os.open(self._tmp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o644)
        try:
            _write_all(descriptor, text_of(article, self._options))
        finally:
            os.close(descriptor)
        folder = os.path.dirname(target)
        try:
            if folder != self._folder:
                os.makedirs(folder, exist_ok=True)
                self._folder = folder
            os.replace(self._tmp, target)
        except OSError as error:
            if error.errno in _TOO_LONG:
                raise InputError("output_name", f"{out}: the name of its article is too long to be written") from error
            if error.errno in (errno.EISDIR, errno.ENOTDIR, errno.EEXIST):
                raise InputError("collision", f"{out}: something else is in the place of its article") from error
            raise
        self._written = True

    def remove(self, out: str | None, name: str) -> None:
        """Take away what an earlier run wrote for an input that now has no article."""
        if self._on:
            suffix = ".md" if self._options.tree == "md" else ".txt"
            for one in {out or (name if name.endswith(suffix) else name + suffix)}:
                with suppress(OSError):
                    os.unlink(self._out + one)

    def sync(self) -> None:
        """Make what was written survive a loss of power, before a completion record says so."""
        if self._written:
            sync_filesystem(self._out)
            self._written = False


def text_of(article: Article, options: Options) -> bytes:
    """What the file of an article holds, as the options ask."""
    body = article.text if options.part == "body" else article.render()
    if options.tree == "md":
        body = front_matter(article) + (f"# {article.title}\n\n{article.text}" if article.title else article.text)
    return body.encode("utf-8")


def front_matter(article: Article) -> str:
    """YAML front matter of the fields that are known; JSON strings and lists are YAML as they stand.

    See YAML 1.2.2, chapter 1.3: "every JSON file is also a valid YAML file".
    """
    lines = [f"{name}: {msgspec.json.encode(value).decode()}" for name in _FRONT if (value := getattr(article, name))]
    return "\n".join(["---", *lines, "---", "", ""])


def remove_outputs(out: Path, name: str, is_folder: bool) -> None:
    """Remove the article of an input that is gone, or the folder of its rows, and folders left empty above it."""
    target = out / name
    if is_folder:
        shutil.rmtree(target, ignore_errors=True)
    else:
        with suppress(OSError):
            target.unlink()
    for folder in target.parents:
        if folder == out:
            return
        try:
            folder.rmdir()
        except OSError:
            return


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
