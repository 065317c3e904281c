"""Whether a run can go on in an existing output: its settings in hashes, and in words to say what differs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from cleaner.batch.names import shown, written
from cleaner.batch.options import Options
from cleaner.batch.store import Manifest, Settings
from cleaner.batch.target import Target
from cleaner.errors import UsageError
from cleaner.pipeline import Cleaner
from cleaner.version import VERSION


def settings_of(cleaner: Cleaner, options: Options, roots: Sequence[str]) -> Settings:
    """The settings of a run, with the same in words."""
    told = {"profile": cleaner.profile, "extractor": cleaner.extractor, "rules": cleaner.ruleset[:12]}
    for prefix, held in (("", cleaner.body_options), ("repair ", cleaner.repair_options)):
        told |= {f"{prefix}{name}": _word(value) for name, value in msgspec.to_builtins(held).items()}
    told |= {name: str(value) for name, value in msgspec.to_builtins(options).items()}
    return Settings(
        VERSION, cleaner.fingerprint, cleaner.ruleset, options.sha256(), [written(root) for root in roots], told
    )


def _word(value: object) -> str:
    """A value as the command line has it."""
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def refuse_other(before: Manifest, now: Settings, target: Target, *, rerun: bool) -> None:
    """Raises UsageError when the output was made from other inputs or with other settings."""
    held = before.settings
    name = shown(target.path)
    ways = "--restart to begin anew, or choose another output"
    if held.roots != now.roots:
        message = f"{name}: holds a run over other inputs ({', '.join(map(shown, held.roots[:3]))}); use {ways}"
        raise UsageError(message)
    if (held.cleaner, held.options) == (now.cleaner, now.options):
        return
    differ = [
        f"{key} {held.told.get(key, '?')} -> {value}" for key, value in now.told.items() if held.told.get(key) != value
    ]
    if held.version != now.version:
        differ.insert(0, f"version {held.version} -> {now.version}")
    only_rules = held.options == now.options and held.version == now.version and len(differ) <= 1
    only_rules = only_rules and held.ruleset != now.ruleset
    if rerun and only_rules:
        return
    if only_rules:
        ways = f"--rerun to redo what the changed rules could touch, {ways}"
    what = "; ".join(differ) or "settings that have no short name"
    raise UsageError(f"{name}: holds a run with other settings ({what}); use {ways}")
