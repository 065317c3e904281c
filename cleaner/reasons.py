"""Every reason id that an edit can name beside rule ids, with a sentence that says why. `explain` and docs read it."""

from __future__ import annotations

from types import MappingProxyType

from cleaner import layout, repairing
from cleaner.finders import (
    body,
    dateline,
    headfields,
    kicker,
    leftovers,
    metarows,
    page_title,
    repeats,
    rows,
    threads,
    title,
)

REASONS = MappingProxyType(
    {
        **repairing.REASONS,
        **repeats.REASONS,
        **body.REASONS,
        **title.REASONS,
        **page_title.REASONS,
        **kicker.REASONS,
        **headfields.REASONS,
        **rows.REASONS,
        **metarows.REASONS,
        **leftovers.REASONS,
        **threads.REASONS,
        **dateline.REASONS,
        **layout.REASONS,
    }
)
"""Reason id -> one sentence."""
