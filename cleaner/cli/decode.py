"""`cleaner decode FILE…`."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec.structs import replace

from cleaner.cli.repairs import repair_options, repairs
from cleaner.errors import InputError, UsageError

if TYPE_CHECKING:
    from cleaner.model import Decoded, Media
    from cleaner.repairing import Repaired, RepairOptions


class _Report(msgspec.Struct, frozen=True):
    """What is said of one file; with `--json`, one line each."""

    path: str
    encoding: str | None = None
    how: str | None = None
    confidence: float | None = None
    bom: bool = False
    bad_bytes: tuple[tuple[int, int], ...] = ()
    round_trips: bool = False
    lossy: bool = False
    bytes: int = 0
    chars: int = 0
    repairs: dict[str, int] = {}
    bijoy: bool = False
    written: str | None = None
    error: str | None = None


@click.command(
    "decode",
    short_help="Say what encoding a file is in, and why.",
    epilog="Example: `cleaner decode old/ --write utf8/` converts a folder to UTF-8.",
)
@click.argument("paths", metavar="FILE…", nargs=-1, required=True)
@click.option("--charset", metavar="LABEL", help="Charset that the files are said to be in; evidence, not an order.")
@repair_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object for each file.")
@click.option("--write", "output", metavar="DIR", help="Write the repaired text of each file to DIR, in UTF-8.")
def command(
    paths: tuple[str, ...], charset: str | None, repair: tuple[str, ...], bijoy: str, as_json: bool, output: str | None
) -> int:
    """Say what encoding each FILE is in, how that was decided, and what repair would change. Folders are walked.

    Nothing is changed; `--write` puts UTF-8 copies into a folder of their own. Exit 3 if a file could not be read.
    """
    options = repairs(repair, bijoy)
    failed = False
    files = list(_files(paths))
    if charset is not None:
        _check_label(charset)
    if output is not None:
        _check_targets(files, Path(output))
    for path, name in files:
        report = _look_at(path, name, charset, options, output)
        failed = failed or report.error is not None
        if as_json:
            click.echo(msgspec.json.encode(report))
        else:
            click.echo(_sentence(report))
    return InputError.exit_code if failed else 0


def _check_label(charset: str) -> None:
    from cleaner.decoding import labels

    if labels.resolve(charset) is None:
        why = "is not safe to follow" if charset.strip().lower() in labels.UNSAFE else "is not known"
        raise UsageError(f"--charset {charset}: this charset {why}; labels are those of the WHATWG Encoding Standard")


def _check_targets(files: list[tuple[Path, Path]], folder: Path) -> None:
    """Refuse to write over anything that is read, before anything is written."""
    twice = [str(name) for name, count in Counter(name for _, name in files).items() if count > 1]
    if twice:
        raise UsageError(f"{twice[0]}: two of the files would be written there; decode them in two calls")
    read = {path.resolve() for path, _ in files}
    for _, name in files:
        if (folder / name).resolve() in read:
            raise UsageError(f"{folder / name}: --write would overwrite a file that it reads; name another folder")


def _files(paths: tuple[str, ...]) -> Iterator[tuple[Path, Path]]:
    """Each file with its name below the output folder; folders are walked in order of names."""
    for given in paths:
        root = Path(given)
        if not root.exists():
            raise UsageError(f"{given}: no such file or folder")
        if not root.is_dir():
            yield root, Path(root.name)
            continue
        for folder, folders, names in os.walk(root):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                yield path, path.relative_to(root)


def _look_at(path: Path, name: Path, charset: str | None, options: RepairOptions, output: str | None) -> _Report:
    from cleaner.decoding import decode
    from cleaner.repairing import repair

    shown = str(path).encode("utf-8", "backslashreplace").decode()
    media: Media = "html" if path.suffix.lower() in (".html", ".htm", ".xhtml") else "text"
    try:
        if path.exists() and not path.is_file():
            return _Report(shown, error="a pipe, a socket or a device, not a file")
        data = path.read_bytes()
        decoded = decode(data, declared=charset, media=media)
        # In a page, tags and references are its language; they are not for a repair of text to remove.
        if media == "html":
            options = replace(options, tags=False, entities=False)
        repaired = repair(decoded.text, options)
        written = _write(Path(output), name, repaired.text) if output is not None else None
    except OSError as error:
        return _Report(shown, error=f"{error.strerror or error}")
    except InputError as error:
        return _Report(shown, error=str(error))
    return _report(shown, len(data), decoded, repaired, written)


def _write(folder: Path, name: Path, text: str) -> str:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode("utf-8", "replace"))
    return str(target).encode("utf-8", "backslashreplace").decode()


def _report(path: str, size: int, decoded: Decoded, repaired: Repaired, written: str | None) -> _Report:
    decoding = decoded.decoding
    repairs = Counter(reason for edit in repaired.edits for reason in edit.by.split("+"))
    return _Report(
        path,
        encoding=decoding.encoding,
        how=decoding.how,
        confidence=decoding.confidence,
        bom=decoding.bom,
        bad_bytes=decoding.bad_bytes,
        round_trips=decoding.round_trips,
        lossy=decoded.lossy,
        bytes=size,
        chars=len(decoded.text),
        repairs=dict(sorted(repairs.items())),
        bijoy=repaired.bijoy,
        written=written,
    )


_HOW = {
    "bom": "it begins with a byte order mark",
    "utf-8": "all of it is valid UTF-8",
    "ascii": "all of it is ASCII",
    "utf-16-pattern": "its bytes have the pattern of that encoding",
    "iso-2022": "it holds the escape sequences of that encoding",
    "tolerant-utf-8": "it is UTF-8 but for a few bytes",
    "declared": "it was declared, and the bytes agree",
    "detected": "its bytes look like it",
    "fallback": "nothing speaks for another one",
}


def _sentence(report: _Report) -> str:
    if report.error is not None:
        return f"{report.path}: {report.error}"
    parts = [f"{report.path}: {report.encoding}, {_HOW[report.how or 'fallback']} ({report.confidence:.0%} sure)"]
    if report.bad_bytes:
        first, value = report.bad_bytes[0]
        count = len(report.bad_bytes)
        parts.append(f"  {count} bad byte{'s' * (count > 1)}, the first 0x{value:02X} at {first}")
    if report.lossy:
        parts.append("  some bytes stand for no character: they are shown as U+FFFD")
    if not report.round_trips:
        parts.append("  the exact bytes cannot be rebuilt from the text")
    if report.bijoy:
        parts.append("  Bengali typed for a Bijoy font; --bijoy convert makes it Unicode")
    if report.repairs:
        parts.append("  repairs: " + ", ".join(f"{reason} {count}" for reason, count in report.repairs.items()))
    if report.written:
        parts.append(f"  written to {report.written}")
    return "\n".join(parts)
