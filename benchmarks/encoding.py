"""Decoding and repair against the peers, on the same inputs: `python benchmarks/encoding.py [section …]`.

Needs the evaluation data beside the project, and charset-normalizer as a peer. Prints Markdown tables.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
import unicodedata
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import version

import chardet
import chardetng_py  # type: ignore[import-untyped]  # stubs without a py.typed marker
import charset_normalizer
import encoding_damage as damage
import ftfy
from encoding_damage import MISREAD, Case, TextCase

from cleaner.decoding import codec, decode, labels
from cleaner.errors import InputError
from cleaner.repairing import repair

Decoder = Callable[[bytes], str]


def _ours(media: str) -> Decoder:
    def run(data: bytes) -> str:
        try:
            return decode(data, media="html" if media == "html" else "text").text
        except InputError:
            return ""

    return run


def _by_label(data: bytes, label: str | None) -> str:
    encoding = labels.resolve(label)
    try:
        return codec.decode_strict(data, encoding) if encoding else str(data, label or "utf-8")
    except (UnicodeDecodeError, LookupError):
        return ""


def _chardet(data: bytes) -> str:
    return _by_label(data, chardet.detect(data)["encoding"])


def _charset_normalizer(data: bytes) -> str:
    best = charset_normalizer.from_bytes(data).best()
    return "" if best is None else _by_label(data, best.encoding)


def _chardetng_label(data: bytes) -> str:
    detector = chardetng_py.EncodingDetector()
    detector.feed(data, last=True)
    return str(detector.guess(tld=None, allow_utf8=True))


def _chardetng(data: bytes) -> str:
    return _by_label(data, _chardetng_label(data))


def _ftfy_bytes(data: bytes) -> str:
    return str(ftfy.guess_bytes(data)[0])


def decoders(media: str) -> dict[str, Decoder]:
    return {
        "cleaner": _ours(media),
        "chardet": _chardet,
        "charset-normalizer": _charset_normalizer,
        "chardetng": _chardetng,
        "ftfy": _ftfy_bytes,
    }


def _share(good: int, all_: int) -> str:
    return f"{100 * good / all_:.2f}" if all_ else "-"


def decoding_row(name: str, cases: Iterable[Case], media: str, peers: bool, show: int) -> None:
    cases = list(cases)
    cells = []
    for tool, run in decoders(media).items():
        if tool != "cleaner" and not peers:
            continue
        good = 0
        missed: dict[str, int] = defaultdict(int)
        for case in cases:
            is_exact = run(case.damaged) == case.clean
            good += is_exact
            missed[case.group] += not is_exact
            if not is_exact and tool == "cleaner" and show > 0:
                show -= 1
                found = decode(case.damaged, media="html" if media == "html" else "text")
                print(
                    "MISS",
                    case.group,
                    found.decoding.encoding,
                    found.decoding.how,
                    case.clean[:60],
                    "|",
                    found.text[:60],
                )
        cells.append(_share(good, len(cases)))
        if tool == "cleaner" and show != 0:
            print({group: n for group, n in missed.items() if n})
    print(f"| {name} | {len(cases)} | " + " | ".join(cells) + " |")


def text_row(name: str, cases: Iterable[TextCase], peers: bool, show: int) -> tuple[float, float]:
    cases = list(cases)
    good = wrong = theirs = 0
    missed: dict[str, int] = defaultdict(int)
    for case in cases:
        wanted = repair(case.clean).text
        found = repair(case.damaged).text
        good += found == wanted
        if found != wanted:
            missed[case.group] += 1
            wrong += found != repair_without_mojibake(case.damaged)
            if show > 0:
                show -= 1
                print("MISS", case.group, repr(case.damaged[:80]), "|", repr(found[:80]), "|", repr(wanted[:80]))
        if peers:
            theirs += unicodedata.normalize("NFC", ftfy.fix_text(case.damaged)) == unicodedata.normalize(
                "NFC", ftfy.fix_text(case.clean)
            )
    if show != 0:
        print({group: n for group, n in missed.items() if n})
    total = len(cases)
    print(f"| {name} | {total} | {_share(good, total)} | {wrong} | {_share(theirs, total) if peers else '-'} |")
    return 100 * good / max(1, total), 100 * theirs / max(1, total)


def repair_without_mojibake(text: str) -> str:
    from cleaner.repairing import RepairOptions

    return repair(text, RepairOptions(mojibake=False)).text


def section_decode(peers: bool, show: int) -> None:
    print(
        "\nExact decode, %\n\n| input | cases | " + " | ".join(decoders("text")) + " |\n|---|---|---|---|---|---|---|"
    )
    for size in (20, 60, 200):
        decoding_row(f"legacy text, {size} bytes", damage.legacy_text(size), "text", peers, show)


def _replacing(data: bytes, label: str | None) -> str:
    encoding = labels.resolve(label)
    return codec.decode_replacing(data, encoding)[0] if encoding else str(data, "utf-8", "replace")


def section_faults(peers: bool, show: int) -> None:  # noqa: ARG001 - one signature for all sections
    """The peers only name an encoding: what they name is read as cleaner reads, a bad byte as one U+FFFD."""
    tools: dict[str, Decoder] = {"cleaner": _ours("text")}
    if peers:
        tools |= {
            "chardet": lambda data: _replacing(data, chardet.detect(data)["encoding"]),
            "charset-normalizer": lambda data: _replacing(data, getattr(_best(data), "encoding", None)),
            "chardetng": lambda data: _replacing(data, _chardetng_label(data)),
        }
    print("\nAll read but for the bad byte, %\n\n| input | cases | " + " | ".join(tools) + " |")
    print("|---|---|" + "---|" * len(tools))
    for size in (60, 200):
        cases = list(damage.cut_off(size))
        cells = [
            _share(sum(run(case.damaged)[: len(case.clean)] == case.clean for case in cases), len(cases))
            for run in tools.values()
        ]
        print(f"| double-byte text, {size} bytes, last byte cut off | {len(cases)} | {' | '.join(cells)} |")
        cases = list(damage.stray_byte(size))
        cells = [
            _share(sum(_is_around(run(case.damaged), case.clean) for case in cases), len(cases))
            for run in tools.values()
        ]
        print(f"| legacy text, {size} bytes, one stray byte | {len(cases)} | {' | '.join(cells)} |")


def _best(data: bytes) -> object:
    return charset_normalizer.from_bytes(data).best()


def _is_around(found: str, clean: str) -> bool:
    """Whether `found` is `clean` with one character in its middle, or none."""
    half = len(clean) // 2
    return (
        found[:half] == clean[:half] and found[half:].removeprefix(found[half : half + 1]) == clean[half:]
    ) or found == clean


def section_pages(peers: bool, show: int) -> None:
    print(
        "\nExact decode, %\n\n| input | cases | " + " | ".join(decoders("html")) + " |\n|---|---|---|---|---|---|---|"
    )
    decoding_row("legacy HTML, no meta", damage.legacy_pages(""), "html", peers, show)
    decoding_row("legacy HTML, right meta", damage.legacy_pages("right"), "html", peers, show)
    decoding_row("legacy HTML, meta says latin-1", damage.legacy_pages("latin-1"), "html", peers, show)
    decoding_row("legacy HTML, another wrong meta", damage.legacy_pages("other"), "html", peers, show)
    decoding_row("UTF-8 page, 1 to 4 foreign bytes", damage.damaged_utf8(), "html", peers, show)


def _table(title: str) -> None:
    print(f"\n{title}\n\n| input | cases | cleaner % | changed but wrong | ftfy % |\n|---|---|---|---|---|")


def _mean(rows: Iterator[tuple[float, float]]) -> None:
    scores = list(rows)
    ours = sum(score for score, _ in scores) / len(scores)
    theirs = sum(score for _, score in scores) / len(scores)
    print(f"| **mean of {len(scores)}** | | {ours:.2f} | | {theirs:.2f} |")


def section_mojibake(peers: bool, show: int) -> None:
    _table("Mojibake: UTF-8 read as …, exact repair")
    _mean(text_row(name, damage.mojibake(name), peers, show) for name in MISREAD)


def section_half(peers: bool, show: int) -> None:
    _table("Half of the words damaged: UTF-8 read as …, exact repair")
    _mean(text_row(name, damage.half_damaged(name), peers, show) for name in MISREAD)


def section_mixed(peers: bool, show: int) -> None:
    _table("Legacy text read as Latin-1 or windows-1252, exact repair")
    groups: dict[str, list[TextCase]] = defaultdict(list)
    for case in damage.mixed_up():
        groups[case.group].append(case)
    _mean(text_row(name, cases, peers, show) for name, cases in groups.items())


def section_clean(peers: bool, show: int) -> None:
    _table("Clean paragraphs: changed by anything but the declared normalisation")
    total = changed = theirs = 0
    for texts in damage.paragraphs().values():
        for text in texts:
            total += 1
            found = repair(text)
            declared = repair_without_mojibake(text)
            changed += found.text != declared
            if found.text != declared and show:
                print("CHANGED", [edit for edit in found.edits if "mojibake" in edit.by][:3])
            theirs += peers and ftfy.fix_text(text) != text
    print(f"| clean paragraphs | {total} | {changed} | | {theirs} (any change) |")


def _seconds(run: Callable[[], object], repeat: int = 3) -> float:
    times = []
    for _ in range(repeat):
        start = time.process_time()  # other processes must not count
        run()
        times.append(time.process_time() - start)
    return min(times)


def _rate(size: float, seconds: float) -> str:
    return f"{size / seconds:.1f}" if seconds else "-"


def section_speed(peers: bool, show: int) -> None:  # noqa: ARG001 - one signature for all sections
    print("\nClean text to repaired text, processor time; ratio to `ftfy.fix_text` and, alone, its encoding step\n")
    print("| text by language | MB | cleaner MB/s | fix_text MB/s | ratio | fix_encoding MB/s | ratio | target |")
    print("|---|---|---|---|---|---|---|---|")
    for language, texts in sorted(damage.paragraphs().items()):
        text = unicodedata.normalize("NFC", "\n".join(texts))
        text = "\n".join([text] * max(1, 2_000_000 // len(text.encode())))
        size = len(text.encode()) / 1e6
        ours = _seconds(lambda text=text: repair(text))  # type: ignore[misc]  # a default binds it
        small = text[: len(text) // 20]
        whole = _seconds(lambda small=small: ftfy.fix_text(small), 1) * 20 if peers else 0.0  # type: ignore[misc]  # a default binds it
        step = _seconds(lambda small=small: ftfy.fix_encoding(small), 1) * 20 if peers else 0.0  # type: ignore[misc]  # a default binds it
        met = "met" if size / ours >= 100 or whole / ours >= 30 else "MISSED"
        print(
            f"| {language} | {size:.1f} | {size / ours:.0f} | {_rate(size, whole)} | {whole / ours:.0f} | "
            f"{_rate(size, step)} | {step / ours:.0f} | {met} |"
        )
    print("\nBytes of a UTF-8 page to text, processor time\n")
    print("| page by language | kB | cleaner GB/s | bytes.decode GB/s | ratio | target |\n|---|---|---|---|---|---|")
    for language, texts in sorted(damage.paragraphs().items()):
        data = damage.page(texts[:100]).encode()
        bare = _seconds(lambda data=data: [data.decode() for _ in range(100)])  # type: ignore[misc]  # a default binds it
        ours = _seconds(lambda data=data: [decode(data, media="html") for _ in range(100)])  # type: ignore[misc]  # a default binds it
        size = len(data) / 1e7
        rates = f"{size / ours:.2f} | {size / bare:.2f} | {bare / ours:.2f}"
        print(f"| {language} | {len(data) / 1000:.0f} | {rates} | {'met' if bare / ours >= 0.25 else 'MISSED'} |")


_FIRST = """
import sys, time
text = sys.argv[1]
start = time.process_time()
from cleaner.repairing import repair
loaded = time.process_time()
repair(text)
first = time.process_time()
repair(text + " ")
print(loaded - start, first - loaded, time.process_time() - first)
"""


def section_start(peers: bool, show: int) -> None:  # noqa: ARG001 - one signature for all sections
    print("\nThe first repair of a process, processor time in ms (median of 5)\n")
    print("| text | import | first repair | second repair |\n|---|---|---|---|")
    texts = {
        "ASCII": "The council met on Tuesday.",
        "Bengali": "সরকার গতকাল নতুন পদক্ষেপের কথা ঘোষণা করেছে।",
        "mojibake": "Les Ã©lÃ¨ves franÃ§ais",
        "mix-up": "Ñåãîäíÿ õîðîøàÿ ïîãîäà, è ìû èäåì ãóëÿòü",
    }
    for name, text in texts.items():
        runs = [
            [float(cell) for cell in subprocess.check_output([sys.executable, "-c", _FIRST, text], text=True).split()]
            for _ in range(5)
        ]
        cells = [f"{1000 * statistics.median(column):.1f}" for column in zip(*runs, strict=True)]
        print(f"| {name} | {' | '.join(cells)} |")


SECTIONS: dict[str, Callable[[bool, int], None]] = {
    "decode": section_decode,
    "faults": section_faults,
    "pages": section_pages,
    "mojibake": section_mojibake,
    "half": section_half,
    "mixed": section_mixed,
    "clean": section_clean,
    "speed": section_speed,
    "start": section_start,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="default: all")
    parser.add_argument("--no-peers", action="store_true", help="measure cleaner alone")
    parser.add_argument("--show", type=int, default=0, help="print this many misses of each row")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    names = ("ftfy", "chardet", "charset-normalizer", "chardetng-py", "google-re2")
    print("Versions: " + ", ".join(f"{name} {version(name)}" for name in names))
    for name in options.sections or SECTIONS:
        SECTIONS[name](not options.no_peers, options.show)


if __name__ == "__main__":
    main()
