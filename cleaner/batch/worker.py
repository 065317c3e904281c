"""The processes that do the work. A nursery holds the loaded rules and forks workers from itself, so that a worker
costs a few milliseconds and can be thrown away after some hundreds of documents, or killed.
"""

from __future__ import annotations

import gc
import mmap
import os
import signal
import socket
import struct
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.reduction import DupFd
from typing import Any, Literal, Protocol

from msgspec import Struct

from cleaner.batch.shard import Skip
from cleaner.batch.system import die_with_parent, limit_memory

BEAT = struct.Struct("=qd")
"""What a worker last said: number of the document that it is at, and when it began with it (monotonic seconds)."""
EXIT = struct.Struct("=ii")
"""What the nursery says of a worker that ended: process id and wait status."""


class Runner(Protocol):
    """What a worker does with a task."""

    def __call__(self, task: Any, skip: Mapping[int, Skip], beat: Callable[[int], None]) -> Any: ...


class Reply(Struct, frozen=True):
    """What a worker answers. `broken` is an output that cannot be written; it ends the run."""

    kind: Literal["ready", "done", "memory", "broken", "error"]
    value: Any = None
    documents: int = 0
    leaving: bool = False
    """Whether the worker ends after this answer."""


class Inherited:
    """A file descriptor handed to a child, whether it is forked or spawned."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __reduce__(self) -> tuple[Callable[[Any], Inherited], tuple[Any]]:
        return _inherit, (DupFd(self.descriptor),)


def _inherit(passed: Any) -> Inherited:
    return Inherited(passed.detach())


def nursery(
    parent: int,
    control: Inherited,
    beats: Inherited,
    locks: list[Inherited],  # noqa: ARG001  # held open by being here
    make: Callable[[], Runner],
    memory: int,
    recycle: int,
) -> None:
    """Fork a worker for each descriptor that comes in over `control`, and say which have ended. Never returns.

    locks: descriptors that are only held open, so that a lock lives as long as anyone who works under it.
    """
    die_with_parent(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to all; the parent alone decides what it means
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    runner = make()
    channel = socket.socket(fileno=control.descriptor)
    memory_map = mmap.mmap(beats.descriptor, 0)
    own = os.getpid()
    gc.collect()
    gc.freeze()  # what is loaded is shared with all workers as long as the collector does not write to it

    def reap(_: int, __: object) -> None:
        with suppress(ChildProcessError, OSError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                channel.sendall(EXIT.pack(pid, status))

    signal.signal(signal.SIGCHLD, reap)
    while True:
        message, descriptors, _, _ = socket.recv_fds(channel, 4, 1)
        if not message:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            with suppress(ChildProcessError):
                while True:
                    os.wait()
            os._exit(0)
        slot = int.from_bytes(message, "little")
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            channel.close()
            _work(own, descriptors[0], memory_map, slot, runner, memory, recycle)
        os.close(descriptors[0])


def _work(parent: int, descriptor: int, beats: mmap.mmap, slot: int, runner: Runner, memory: int, recycle: int) -> None:
    """Answer tasks until the parent closes the pipe or enough documents have passed. Never returns."""
    die_with_parent(parent)
    connection: Connection[Reply, Any] = Connection(descriptor)
    offset = slot * BEAT.size
    count = 0

    def beat(number: int) -> None:
        nonlocal count
        count += 1
        BEAT.pack_into(beats, offset, number, time.monotonic())

    try:
        limit_memory(memory)
        connection.send(Reply("ready", os.getpid()))
        while True:
            task, skip = connection.recv()
            reply = _answer(runner, task, skip, beat)
            leaving = count >= recycle or reply.kind != "done"
            connection.send(Reply(reply.kind, reply.value, count, leaving))
            if leaving:
                break
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the parent is gone or wants no more
    except BaseException:  # noqa: BLE001  # whatever it was, the parent sees the closed pipe and tries again
        os._exit(1)
    os._exit(0)


def _answer(runner: Runner, task: Any, skip: Mapping[int, Skip], beat: Callable[[int], None]) -> Reply:
    try:
        return Reply("done", runner(task, skip, beat))
    except MemoryError:
        return Reply("memory")
    except OSError as error:
        return Reply("broken", (error.errno, error.strerror, error.filename))
    except Exception as error:  # noqa: BLE001  # told to the parent, which ends the run with it
        return Reply("error", f"{type(error).__name__}: {error}")
