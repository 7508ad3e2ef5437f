# SPDX-License-Identifier: MIT
"""Prints the cost in ns of an allocate and free pair, and of a block in a `with`."""

from timeit import repeat

from vera_memory import Block, memory


def pair() -> None:
    memory.free(memory.allocate(64), 64)


def block() -> None:
    with Block(64):
        pass


def nanoseconds(work: object, count: int = 100_000) -> int:
    return round(min(repeat("work()", globals={"work": work}, number=count)) / count * 1e9)


print(nanoseconds(pair), nanoseconds(block))
