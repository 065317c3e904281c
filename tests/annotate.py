"""What happened to a document in readable form: each line with its verdict, then the record. Snapshots are of it."""

from __future__ import annotations

import msgspec
import regex

from cleaner.article import Article
from cleaner.explain import explain

_INVISIBLE = regex.compile(r"[\p{C}\p{Zl}\p{Zp}\u00a0\u2000-\u200a\u202f\u205f\u3000\ufeff&&[^\n]]", regex.V1)


def escaped(text: str) -> str:
    """The text with invisible characters written as `\\u{…}`; the ordinary space stays."""
    return _INVISIBLE.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", text)


def annotated(article: Article) -> str:
    """Each line of the repaired text with its verdict, what was read from it and repaired in it; then the record."""
    out: list[str] = []
    for line in explain(article):
        if line.verdict == "blank":
            out.append("")
            continue
        by = " ".join(dict.fromkeys(edit.by for edit in line.edits))
        out.append(f"{line.verdict:5} | {escaped(line.text)}" + (f"   <- {by}" if by else ""))
        if line.verdict == "part":
            out.extend(f"      - cut {escaped(edit.before)!r}" for edit in line.edits)
        out.extend(f"      = {field}: {escaped(value)}" for field, value in line.values)
        out.extend(f"      ~ repaired by {reason}" for reason in line.repairs)
        out.extend(f"      ? nearly {miss.action} by {miss.by}: {miss.why}" for miss in line.near_misses)
    record = msgspec.to_builtins(article.record())
    for key in ("text", "text_sha256", "id", "schema_version"):
        del record[key]
    record["source"] = {key: record["source"][key] for key in ("encoding", "encoding_how", "repairs", "retrieved_at")}
    record["cleaning"] = {key: record["cleaning"][key] for key in ("edits", "chars_in", "chars_out", "chars_removed")}
    shown = {key: value for key, value in record.items() if value not in (None, [], {})}
    out.append("\n--- text\n" + escaped(article.text))
    out.append("\n--- record\n" + msgspec.json.format(msgspec.json.encode(shown), indent=1).decode())
    return "\n".join(out) + "\n"
