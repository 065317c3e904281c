"""A `Cleaner` that some documents break: they crash the process, hang, or eat the memory."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from typing import Any

from cleaner.article import Article
from cleaner.pipeline import Cleaner

EATEN: list[bytearray] = []


class Poisoned(Cleaner):
    """Breaks on documents that hold a word in capitals."""

    def clean(self, source: str | bytes, **given: Any) -> Article:
        text = source if isinstance(source, str) else source.decode("utf-8", "replace")
        if "SEGFAULT" in text:
            ctypes.string_at(0)
        if "LOOP" in text:
            while True:
                time.sleep(0)
        if "TEN-GIGABYTES" in text:
            EATEN.append(bytearray(10 * 1024**3))
        if "KILLED" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "EXIT" in text:
            os._exit(7)
        if "BUG" in text:
            raise ZeroDivisionError("a bug")
        if "LEAK" in text:
            EATEN.append(bytearray(b"x" * (40 << 20)))
        if "ONCE" in text:
            flag = text.split()[1]
            if not os.path.exists(flag):
                with open(flag, "w"):
                    pass
                os.kill(os.getpid(), signal.SIGSEGV)
        return super().clean(source, **given)


class Stillborn(Cleaner):
    """Dies of its first document, wherever that is."""

    def clean(self, source: str | bytes, **given: Any) -> Article:  # noqa: ARG002  # it never gets that far
        os._exit(3)
