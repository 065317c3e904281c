"""What a former plan wrote that the new one would not: the articles of inputs that are gone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from cleaner.batch.mirror import remove_outputs
from cleaner.batch.names import Tree, output_name
from cleaner.batch.options import Options
from cleaner.batch.plan import Entry, Plan, entry_kind, output_keys

Keyed = tuple[list[bytes], str, Entry]


def gone(old: Plan, new: Plan, options: Options) -> Iterator[tuple[Entry, bool]]:
    """Entries of the old plan that the new one lacks, or (True) still has but with other content.

    Both plans are sorted the same way, so this is one pass over both and holds one entry of each.
    """
    olds, news = _keyed(old, options), _keyed(new, options)
    left, right = next(olds, None), next(news, None)
    while left is not None:
        if right is not None and right[:2] < left[:2]:
            right = next(news, None)
            continue
        if right is None or right[:2] != left[:2]:
            yield left[2], False
        else:
            if (right[2].size, right[2].mtime_ns) != (left[2].size, left[2].mtime_ns):
                yield left[2], True
            right = next(news, None)
        left = next(olds, None)


def remove_stale(out: Path, old: Plan, new: Plan, options: Options) -> int:
    """Remove from the output tree what the new plan does not account for; returns how many inputs are gone."""
    count = 0
    for entry, changed in gone(old, new, options):
        count += not changed
        if options.tree == "none":
            continue
        kind = entry_kind(entry, options)
        if kind.format == "json":  # one document or many: its content decided which
            remove_outputs(out, output_name(entry.path, options.tree), False)
            remove_outputs(out, f"{entry.path}.d", True)
        elif kind.holds_rows:
            remove_outputs(out, f"{entry.path}.d", True)
        elif not changed:
            remove_outputs(out, output_name(entry.path, options.tree), False)
    return count


def remove_outputs_of(out: Path, plan: Plan, tree: Tree) -> None:
    """Remove everything from the output tree that a plan accounts for."""
    if tree == "none":
        return
    for parts, entry in output_keys(plan.path, Options(tree=tree)):
        remove_outputs(out, "/".join(parts), entry_kind(entry, Options()).holds_rows)
        if not parts[-1].endswith(".d"):
            remove_outputs(out, f"{entry.path}.d", True)


def _keyed(plan: Plan, options: Options) -> Iterator[Keyed]:
    for parts, entry in output_keys(plan.path, options):
        yield [os.fsencode(part) for part in parts], plan.roots[entry.root], entry
