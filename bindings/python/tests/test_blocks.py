# SPDX-License-Identifier: MIT
"""Blocks."""

import copy
import ctypes
import gc
import operator
import os
import pickle
import subprocess
import sys
import threading
import unittest
from collections.abc import Callable
from functools import partial
from pathlib import Path

from vera_memory import Block, memory


def checked(program: str) -> "subprocess.CompletedProcess[str]":
    """Runs a program in the library's check mode. That prints each misuse at once, such as a free
    with the wrong size, and at exit what was not freed."""
    return subprocess.run(
        [sys.executable, "-c", "import gc\nfrom vera_memory import Block, memory\n" + program],
        env={**os.environ, "VERA_MEMORY_MODE": "check"},
        capture_output=True,
        text=True,
        check=False,
    )


class Blocks(unittest.TestCase):
    def clean(self, program: str) -> None:
        ran = checked(program)
        self.assertEqual((ran.returncode, ran.stderr), (0, ""))

    def test_oracle(self) -> None:
        """Check mode reports what the tests below rely on."""
        self.assertIn("leak: 1 block,", checked("memory.allocate(100)").stderr)
        self.assertIn("leak: 1 block,", checked("block = Block(100)").stderr)
        self.assertNotEqual(checked("memory.free(memory.allocate(100), 99)").returncode, 0)

    def test_ownership(self) -> None:
        """The end of a `with`, an exception, the last reference and the collector free a block."""
        self.clean("with Block(100) as block: block.view[0] = 1")
        self.clean("try:\n with Block(100): 1 / 0\nexcept ZeroDivisionError: pass")
        self.clean("block = Block(100)\nblock.free()")
        self.clean("block = Block(100)\ndel block")
        self.clean("gc.disable()\nx = [Block(100)]\nx.append(x)\ndel x\ngc.collect()")

    def test_exception(self) -> None:
        with self.assertRaises(ZeroDivisionError), Block(100) as block:
            raise ZeroDivisionError
        with self.assertRaises(ValueError):
            block.view  # pylint: disable=pointless-statement

    def test_view_keeps_memory(self) -> None:
        """Bytes outlive their block as long as they are referred to."""
        self.clean("view = Block(100).view[10:]\nview[0] = 1\ngc.collect()\nview[0] += 1\ndel view")

    def test_released_view(self) -> None:
        """Releasing the view does not free the block."""
        self.clean(
            "block = Block(16)\n"
            "block.view.release()\n"
            "other = Block(16)\n"
            "other.zero()\n"
            "memory.set_memory(block.address, 65, 16)\n"
            "assert bytes(other.view) == bytes(16)\n"
            "assert bytes(block.view) == b'A' * 16\n"
            "with block:\n"
            " with block.view as view: view[0] = 1\n"
            " block.fill(1)\n"
            "other.free()\n"
        )

    def test_second_free(self) -> None:
        block = Block(100)
        block.free()
        with self.assertRaisesRegex(ValueError, "^free: the block was freed"):
            block.free()

    def test_free_in_with(self) -> None:
        with Block(100) as block:
            block.free()
        with self.assertRaisesRegex(ValueError, "freed"), block:
            self.fail("entered")

    def test_use_after_free(self) -> None:
        other, block = Block(100), Block(100)
        view = block.view
        block.free()
        uses: list[Callable[[], object]] = [
            lambda: view[0],
            partial(operator.setitem, view, 0, 1),
            lambda: view[1:],
        ]
        for number, use in enumerate(uses):
            with self.subTest(use=number), self.assertRaises(ValueError):
                use()
        methods: list[tuple[str, Callable[[], object]]] = [
            ("view", lambda: block.view),
            ("address", lambda: block.address),
            ("fill", lambda: block.fill(1)),
            ("zero", block.zero),
            ("copy_from", lambda: block.copy_from(other)),
            ("copy_from", lambda: other.copy_from(block)),
            ("with", block.__enter__),
        ]
        for name, method in methods:
            with self.subTest(name), self.assertRaisesRegex(ValueError, f"^{name}: the block was"):
                method()
        self.assertIn("freed", repr(block))

    def test_views_in_use(self) -> None:
        """Freeing is refused while something made from the view exists."""
        makers: list[Callable[[memoryview], object]] = [
            lambda view: view[10:20],
            lambda view: view[10:20][1:],
            memoryview,
            (ctypes.c_char * 10).from_buffer,
        ]
        for number, make in enumerate(makers):
            with self.subTest(maker=number):
                block = Block(100)
                made = make(block.view)
                with self.assertRaisesRegex(BufferError, "from the block's view, or by a call in"):
                    block.free()
                block.view[0] = 1
                del made
                block.free()

    def test_copies(self) -> None:
        """A block cannot be copied: both copies would own the memory."""
        with Block(16) as block:
            for make in copy.copy, copy.deepcopy, pickle.dumps:
                with self.subTest(make.__name__), self.assertRaisesRegex(TypeError, "be copied"):
                    make(block)

    def test_same_size(self) -> None:
        self.clean(
            "for size in 0, 1, 7, 8, 100, 4096, 100_000:\n"
            " for align in 1, 2, 8, 16, 64, 4096:\n"
            "  Block(size, align).free()\n"
            "  Block(size)\n"
            "  with Block(size, align): pass\n"
        )
        with Block(16, 64) as block:
            for name in "size", "align":
                with self.subTest(name), self.assertRaises(AttributeError):
                    setattr(block, name, 8)

    def test_sizes(self) -> None:
        for size in 0, 1, 8, 100, 100_000:
            for align in 1, 8, 64, 4096:
                with self.subTest(size=size, align=align), Block(size, align) as block:
                    self.assertEqual((block.size, block.align), (size, align))
                    self.assertEqual(block.address % align, 0)
                    self.assertEqual(len(block.view), size)

    def test_null(self) -> None:
        with self.assertRaisesRegex(ValueError, "^Block: 'size' "):
            Block(-1)
        for align in 0, -8, 3:
            with self.assertRaisesRegex(ValueError, "^Block: 'align' "):
                Block(1, align)
        for size in 1 << 62, 1 << 64:
            with self.assertRaises(MemoryError):
                Block(size)
        with self.assertRaisesRegex(TypeError, "^Block: 'size' "):
            Block("1")  # type: ignore[arg-type]
        with self.assertRaisesRegex(TypeError, "^Block: 'align' "):
            Block(1, True)

    def test_bounds(self) -> None:
        with Block(16) as block, Block(32) as other:
            for index in 16, -17:
                with self.subTest(index=index), self.assertRaises(IndexError):
                    operator.getitem(block.view, index)
                with self.subTest(index=index), self.assertRaises(IndexError):
                    block.view[index] = 0
            with self.assertRaises(ValueError):
                block.view[8:24] = bytes(16)
            for start, count in (-1, 1), (16, 1), (17, 0), (15, 2), (0, 17), (0, -1), (17, None):
                calls: list[Callable[[], object]] = [
                    partial(block.fill, 1, start, count),
                    partial(block.zero, start, count),
                    partial(other.copy_from, block, 0, start, count),
                    partial(block.copy_from, other, start, 0, count),
                ]
                for number, call in enumerate(calls):
                    if number == 3 and count is None:
                        continue  # then the source decides the count
                    with self.subTest(start=start, count=count, call=number):
                        with self.assertRaises(IndexError):
                            call()
            with self.assertRaisesRegex(IndexError, "^copy_from: 'count' "):
                block.copy_from(other)
            with self.assertRaisesRegex(IndexError, "^copy_from: 'source_start' "):
                other.copy_from(block, 0, 17)
            with self.assertRaisesRegex(IndexError, "^zero: 'start' "):
                block.zero(17)

    def test_arguments(self) -> None:
        with Block(16) as block:
            with self.assertRaisesRegex(ValueError, "^fill: 'value' "):
                block.fill(256)
            with self.assertRaisesRegex(ValueError, "^fill: 'value' "):
                block.fill(-1)
            for wrong in "1", 1.0, True:
                with self.assertRaisesRegex(TypeError, "^fill: 'value' "):
                    block.fill(wrong)  # type: ignore[arg-type]
                with self.assertRaisesRegex(TypeError, "^zero: 'start' "):
                    block.zero(wrong)  # type: ignore[arg-type]
                with self.assertRaisesRegex(TypeError, "^copy_from: 'count' "):
                    block.copy_from(block, 0, 0, wrong)  # type: ignore[arg-type]
            for wrong in b"abc", block.view, None:
                with self.assertRaisesRegex(TypeError, "^copy_from: 'source' must be a Block"):
                    block.copy_from(wrong)  # type: ignore[arg-type]
            with self.assertRaisesRegex(ValueError, "^copy_from: .* overlap"):
                block.copy_from(block, 1, 0, 8)

    def test_integers_of_other_types(self) -> None:
        class Number:  # pylint: disable=too-few-public-methods
            def __init__(self, value: int) -> None:
                self.value = value

            def __index__(self) -> int:
                return self.value

        with Block(Number(16), Number(64)) as block:  # type: ignore[arg-type]
            self.assertEqual((block.size, block.align), (16, 64))
            block.zero()
            block.fill(Number(1), Number(2), Number(3))  # type: ignore[arg-type]
            block.zero(Number(3), Number(1))  # type: ignore[arg-type]
            block.copy_from(block, Number(8), Number(2), Number(2))  # type: ignore[arg-type]
            self.assertEqual(bytes(block.view[:10]), b"\0\0\1\0\1\0\0\0\1\0")
        with self.assertRaisesRegex(ValueError, "^Block: 'size' "):
            Block(Number(-1))  # type: ignore[arg-type]

    def test_buffer(self) -> None:
        with Block(100) as block:
            self.assertIs(block.view, block.view)
            self.assertEqual((block.view.format, block.view.readonly), ("B", False))
            block.view[10:13] = b"abc"
            self.assertEqual(ctypes.string_at(block.address + 10, 3), b"abc")
            ctypes.memset(block.address + 20, 0xA5, 1)
            self.assertEqual(block.view[20], 0xA5)

    def test_fill_and_zero(self) -> None:
        with Block(8) as block:
            block.fill(255)
            block.fill(127, 1, 2)
            block.fill(128, 7)
            block.zero(3, 2)
            self.assertEqual(block.view.tobytes(), b"\xff\x7f\x7f\0\0\xff\xff\x80")
            block.zero()
            self.assertEqual(block.view.tobytes(), bytes(8))

    def test_copy_from(self) -> None:
        with Block(8) as source, Block(8) as target:
            source.view[:] = b"01234567"
            target.zero()
            target.copy_from(source, 2, 4, 3)
            self.assertEqual(target.view.tobytes(), b"\0\x00456\0\0\0")
            target.copy_from(source)
            self.assertEqual(target.view, source.view)

    def test_round_trip(self) -> None:
        size = 1 << 20
        content = bytes(number * 7 % 251 for number in range(size))
        with Block(size) as one, Block(size) as other:
            one.view[:] = content
            other.copy_from(one)
            self.assertEqual(other.view.tobytes(), content)

    @unittest.skipUnless(Path("/proc/self/statm").exists(), "there is no /proc/self/statm")
    def test_no_growth(self) -> None:
        def resident() -> int:
            pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")

        def churn(count: int) -> None:
            for _ in range(count):
                with Block(1000) as block:
                    block.view[0] = 1

        churn(1000)
        gc.collect()
        before = resident()
        churn(100_000)
        self.assertLess(resident() - before, 1 << 20)


class Threads(unittest.TestCase):
    def test_free_during_calls(self) -> None:
        """A block is not freed while another thread's call uses it; check mode would report it."""
        for call in (
            "block.fill(1)",
            "block.zero()",
            "block.copy_from(other)",
            "other.copy_from(block)",
        ):
            ran = checked(
                "import threading\n"
                "block, other = Block(1 << 22), Block(1 << 22)\n"
                "started, refused = threading.Event(), []\n"
                "def use():\n"
                " started.set()\n"
                " try:\n"
                f"  while True: {call}\n"
                " except ValueError: refused.append(True)\n"
                "thread = threading.Thread(target=use, daemon=True)\n"
                "thread.start()\n"
                "started.wait()\n"
                "while not refused:\n"
                " try: block.free()\n"
                " except (BufferError, ValueError): pass\n"
                "other.free()\n"
            )
            with self.subTest(call=call):
                self.assertEqual((ran.returncode, ran.stderr), (0, ""))

    def run_both(self, work: Callable[[int], None]) -> None:
        """Runs work(0) and work(1) at once, and fails if one raises."""
        errors: list[BaseException] = []
        start = threading.Barrier(2)

        def run(number: int) -> None:
            try:
                start.wait()
                work(number)
            except BaseException as error:  # pylint: disable=broad-except
                errors.append(error)

        threads = [threading.Thread(target=run, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(errors, [])

    def test_threads(self) -> None:
        """Both allocate and free at once, and then each frees what the other allocated."""
        kept: list[list[Block]] = [[], []]
        allocated = threading.Barrier(2)

        def work(number: int) -> None:
            for size in range(5000):
                address = memory.allocate(size)
                memory.set_memory(address, number, size)
                memory.free(address, size)
                block = Block(size)
                block.fill(number)
                kept[number].append(block)
            allocated.wait()
            for block in kept[1 - number]:
                self.assertEqual(block.view.tobytes(), bytes([1 - number]) * block.size)
                block.free()

        self.run_both(work)

    def test_one_frees(self) -> None:
        """If two threads free a block at once, only one succeeds."""
        blocks = [Block(64) for _ in range(5000)]
        freed = [0, 0]

        def work(number: int) -> None:
            for block in blocks:
                try:
                    block.free()
                    freed[number] += 1
                except ValueError:
                    pass

        interval = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        self.addCleanup(sys.setswitchinterval, interval)
        self.run_both(work)
        self.assertEqual(sum(freed), len(blocks))
