# SPDX-License-Identifier: MIT
"""The functions under their VERA names, and the arguments that they refuse."""

import ctypes
import errno
import inspect
import json
import unittest
from enum import IntEnum
from pathlib import Path

from vera_memory import memory
from vera_memory._function import make_function


def bytes_at(address: int, size: int) -> "ctypes.Array[ctypes.c_ubyte]":
    return (ctypes.c_ubyte * size).from_address(address)


class Functions(unittest.TestCase):
    def allocate(self, size: int) -> int:
        """Allocates that many bytes, until the end of the test."""
        address = memory.allocate(size)
        self.assertIsInstance(address, int)
        self.addCleanup(memory.free, address, size)
        return int(address)

    def test_functions(self) -> None:
        assert memory.__file__ is not None
        described = json.loads(Path(memory.__file__).read_bytes())["functions"]
        public = [name for name in vars(memory) if not name.startswith("_")]
        self.assertEqual(public, [function["name"] for function in described])
        self.assertEqual(memory.__all__, public)
        for function in described:
            parameters = inspect.signature(getattr(memory, function["name"])).parameters
            self.assertEqual(list(parameters), [p["name"] for p in function["parameters"]])

    def test_allocate(self) -> None:
        for size in 0, 1, 8, 100, 100_000:
            with self.subTest(size=size):
                address = memory.allocate(size)
                self.assertEqual(address % 8, 0)
                ctypes.memset(address, 0xA5, size)
                self.assertEqual(bytes(bytes_at(address, size)), b"\xa5" * size)
                self.assertIsNone(memory.free(address, size))

    def test_allocate_aligned(self) -> None:
        for align in (1 << power for power in range(13)):
            with self.subTest(align=align):
                address = memory.allocate_aligned(100, align)
                self.assertEqual(address % align, 0)
                ctypes.memset(address, 0xA5, 100)
                self.assertIsNone(memory.free_aligned(address, 100, align))

    def test_copy_memory(self) -> None:
        source, target = self.allocate(16), self.allocate(16)
        ctypes.memmove(source, b"0123456789abcdef", 16)
        ctypes.memset(target, 0, 16)
        memory.copy_memory(target, source, 10)
        self.assertEqual(ctypes.string_at(target, 16), b"0123456789" + bytes(6))
        memory.copy_memory(target, target, 16)
        self.assertEqual(ctypes.string_at(target, 16), b"0123456789" + bytes(6))
        memory.copy_memory(None, None, 0)

    def test_set_memory(self) -> None:
        address = self.allocate(16)
        ctypes.memset(address, 0, 16)
        memory.set_memory(address, -1, 9)
        self.assertEqual(ctypes.string_at(address, 16), b"\xff" * 9 + bytes(7))
        memory.set_memory(address, -128, 1)
        memory.set_memory(address + 1, 127, 1)
        self.assertEqual(ctypes.string_at(address, 2), b"\x80\x7f")
        memory.set_memory(None, -1, 0)

    def test_zero_memory(self) -> None:
        address = self.allocate(16)
        ctypes.memset(address, 0xFF, 16)
        memory.zero_memory(address, 9)
        self.assertEqual(ctypes.string_at(address, 16), bytes(9) + b"\xff" * 7)
        memory.zero_memory(None, 0)

    def test_free_null(self) -> None:
        self.assertIsNone(memory.free(None, 100))
        self.assertIsNone(memory.free(0, 100))
        self.assertIsNone(memory.free_aligned(None, 100, 64))

    def test_null(self) -> None:
        for size, reason in (-1, errno.EINVAL), (1 << 62, errno.ENOMEM):
            ctypes.set_errno(0)
            self.assertIsNone(memory.allocate(size))
            self.assertEqual(ctypes.get_errno(), reason)

    def test_keywords(self) -> None:
        address = memory.allocate_aligned(align=64, size=100)
        self.assertEqual(address % 64, 0)
        memory.free_aligned(align=64, size=100, addr=address)


class Arguments(unittest.TestCase):
    def refuses(
        self, error: type[Exception], function: str, parameter: str, *arguments: object
    ) -> None:
        with self.subTest(arguments=arguments):
            with self.assertRaisesRegex(error, f"^{function}: '{parameter}' "):
                getattr(memory, function)(*arguments)

    def test_count_of_arguments(self) -> None:
        for name in memory.__all__:
            function = getattr(memory, name)
            count = len(inspect.signature(function).parameters)
            for wrong in count - 1, count + 1:
                with self.subTest(function=name, count=wrong):
                    with self.assertRaisesRegex(TypeError, rf"^{name}\(\)"):
                        function(*[0] * wrong)

    def test_types(self) -> None:
        for wrong in "1", b"1", 1.0, 1.5, True, False, [1], None:
            self.refuses(TypeError, "allocate", "size", wrong)
            self.refuses(TypeError, "allocate_aligned", "align", 8, wrong)
            self.refuses(TypeError, "set_memory", "value", None, wrong, 0)
        for wrong in "1", b"1", 1.0, True, [1]:
            self.refuses(TypeError, "free", "addr", wrong, 0)

    def test_integers_of_other_types(self) -> None:
        size = IntEnum("Size", {"SMALL": 16}).SMALL  # type: ignore[attr-defined]
        address = memory.allocate(size)
        memory.free(address, size)

    def test_ranges(self) -> None:
        for wrong in 1 << 63, (-1 << 63) - 1:
            self.refuses(OverflowError, "allocate", "size", wrong)
            self.refuses(OverflowError, "zero_memory", "count", None, wrong)
        for wrong in 128, -129, 255:
            self.refuses(OverflowError, "set_memory", "value", None, wrong, 0)
        for wrong in -1, 1 << 64:
            self.refuses(OverflowError, "free", "addr", wrong, 0)

    def test_null_arguments(self) -> None:
        place = ctypes.create_string_buffer(1)
        for null in None, 0:
            self.refuses(ValueError, "copy_memory", "dest", null, ctypes.addressof(place), 1)
            self.refuses(ValueError, "copy_memory", "src", ctypes.addressof(place), null, 1)
            self.refuses(ValueError, "set_memory", "dest", null, 0, 1)
            self.refuses(ValueError, "zero_memory", "dest", null, 1)

    def test_negative_lengths(self) -> None:
        self.refuses(ValueError, "copy_memory", "count", None, None, -1)
        self.refuses(ValueError, "set_memory", "count", None, 0, -1)
        self.refuses(ValueError, "zero_memory", "count", None, -1)

    def test_overlaps(self) -> None:
        place = ctypes.create_string_buffer(b"0123456789", 10)
        start = ctypes.addressof(place)
        for dest, src in (start, start + 1), (start + 4, start):
            self.refuses(ValueError, "copy_memory", "dest", dest, src, 5)
        memory.copy_memory(start + 5, start, 5)
        memory.copy_memory(start, start + 5, 5)
        self.assertEqual(place.raw, b"0123401234")


class OtherTypes(unittest.TestCase):
    """VERA types that no function of the module uses yet."""

    def make(self, kind: str, ctype: type) -> "tuple[object, object]":
        prototype = ctypes.CFUNCTYPE(ctype, ctype)
        echo = prototype(lambda value: value)
        address = ctypes.cast(echo, ctypes.c_void_p).value
        assert address is not None
        description = {
            "name": "echo",
            "symbol": "echo",
            "node": "ECHO_1.0",
            "parameters": [{"name": "in", "type": kind}],
            "returns": {"type": kind},
        }
        return echo, make_function(description, address)

    def check(self, kind: str, ctype: type, good: list[object], bad: list[object]) -> None:
        kept, function = self.make(kind, ctype)
        assert callable(function) and kept
        for value in good:
            with self.subTest(type=kind, value=value):
                self.assertEqual(function(value), value)
        for value in bad:
            with self.subTest(type=kind, value=value):
                with self.assertRaisesRegex((TypeError, OverflowError), "^echo: 'in' "):
                    function(value)

    def test_integers(self) -> None:
        self.check("u8", ctypes.c_uint8, [0, 255], [-1, 256, True, 1.0])
        self.check("i16", ctypes.c_int16, [-32768, 32767], [-32769, 32768])
        self.check("u16", ctypes.c_uint16, [0, 65535], [-1, 65536])
        self.check("i32", ctypes.c_int32, [-1 << 31, (1 << 31) - 1], [1 << 31])
        self.check("u32", ctypes.c_uint32, [0, (1 << 32) - 1], [-1, 1 << 32])
        self.check("u64", ctypes.c_uint64, [0, (1 << 64) - 1], [-1, 1 << 64])

    def test_numbers(self) -> None:
        self.check("f32", ctypes.c_float, [0.5, -2], ["1", True, None])
        self.check("f64", ctypes.c_double, [0.1, 1 << 60], ["1", True, None])

    def test_bool(self) -> None:
        self.check("bool", ctypes.c_bool, [True, False], [0, 1, None])
