"""Date lines to points in time, in the languages and scripts of the world's news pages.

`parse_stamp` reads one stamp, `find_stamps` finds all of them in a text. A stamp is only as precise as what was
written: no guessed day, no guessed offset, no guessed year.
"""

from __future__ import annotations

from typing import Final

from cleaner.dates.scan import find_stamps, parse_date, parse_stamp, reads_as_stamp

__all__ = ["WITH_DAY", "find_stamps", "parse_date", "parse_stamp", "reads_as_stamp"]

WITH_DAY: Final = ("day", "hour", "minute", "second")
"""Precisions of a stamp that names a day."""
