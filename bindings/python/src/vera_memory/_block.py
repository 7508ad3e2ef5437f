# SPDX-License-Identifier: MIT
"""Blocks: memory that knows its size and alignment, and is freed once.

The bytes are a ctypes array over the block's memory, and whoever looks at them, if through a slice
of a slice of a memoryview, holds that array. So the array owns the memory: a finalizer on the array
gives it back, and whether a block can be freed is whether anyone still holds its array.
"""

import ctypes
import operator
import threading
import weakref
from types import TracebackType
from typing import Any

from ._function import integer
from ._module import load

memory = load("memory")


def _owning() -> tuple[Any, str, str]:
    """The function that gives a block of any alignment, and its names for size and alignment."""
    for function in memory.__manifest__["functions"]:
        owned = function["returns"].get("owned")
        if owned and isinstance(owned["align"], str):
            return getattr(memory, function["name"]), owned["size"], owned["align"]
    raise ImportError("vera:memory has no function that allocates", path=memory.__file__)


def _consuming() -> tuple[Any, str, str, str]:
    """The function that takes such a block back, and its names for address, size, alignment."""
    for function in memory.__manifest__["functions"]:
        for parameter in function["parameters"]:
            consumes = parameter.get("consumes")
            if consumes and isinstance(consumes["align"], str):
                names = parameter["name"], consumes["size"], consumes["align"]
                return getattr(memory, function["name"]), *names
    raise ImportError("vera:memory has no function that frees", path=memory.__file__)


_allocate, _ALLOCATE_SIZE, _ALLOCATE_ALIGN = _owning()
_free, _FREE_ADDRESS, _FREE_SIZE, _FREE_ALIGN = _consuming()
_ALIGN: int = memory.__manifest__["align"]


def _failure(size: int, align: int) -> Exception:
    """Why there is no such block."""
    if size < 0:
        return ValueError(f"Block: 'size' must not be negative: {size}")
    if align <= 0 or align & (align - 1):
        return ValueError(f"Block: 'align' must be a power of two, not {align}")
    return MemoryError(f"Block: there are not {size} bytes of memory, aligned to {align}")


class Block:
    """`size` bytes of memory at a multiple of `align`, freed at the end of a ``with``, by `free`,
    or when nothing refers to the block and its bytes any more.

    `view` is the bytes. What the block offers beside it, the library does.

    Once the block is freed, it and its view raise ValueError. While a slice of the view is held, or
    an object that was made from it, freeing raises BufferError, and the block stays, with a new
    view.
    """

    __slots__ = ("size", "align", "_address", "_view", "_finalizer", "_lock", "__weakref__")

    def __init__(self, size: int, align: int = _ALIGN) -> None:
        address = _allocate(**{_ALLOCATE_SIZE: size, _ALLOCATE_ALIGN: align})
        if address is None:
            raise _failure(size, align)
        self.size = operator.index(size)
        self.align = operator.index(align)
        self._address: int = address
        self._view: memoryview | None = None
        # Where a block cannot be freed, its view is gone for a moment, which nobody is to see.
        self._lock = threading.RLock()
        self._adopt((ctypes.c_ubyte * self.size).from_address(address))

    def _adopt(self, array: "ctypes.Array[ctypes.c_ubyte]") -> None:
        arguments = {
            _FREE_ADDRESS: self._address,
            _FREE_SIZE: self.size,
            _FREE_ALIGN: self.align,
        }
        self._view = memoryview(array).cast("B")
        self._finalizer = weakref.finalize(array, _free, **arguments)
        # Someone may look at the bytes to the very end of the process.
        self._finalizer.atexit = False

    @property
    def view(self) -> memoryview:
        """The bytes, in place: always the same memoryview, until the block is freed."""
        with self._lock:
            if self._view is None:
                raise ValueError("the block was freed")
            return self._view

    @property
    def address(self) -> int:
        """Where the bytes are, for the functions of `memory`."""
        with self._lock:
            if self._view is None:
                raise ValueError("the block was freed")
            return self._address

    def free(self) -> None:
        """Gives the memory back. A second time raises ValueError."""
        with self._lock:
            claim = self._finalizer.detach()
            if claim is None:
                raise ValueError("free: the block was freed")
            try:
                self.view.release()
            except BufferError:
                pass  # the array is held then, which is found below
            self._view = None
            held = weakref.ref(claim[0])
            arguments = claim[3]
            del claim
            array = held()
            if array is not None:
                self._adopt(array)
                raise BufferError("free: something made from the block's view is still there")
            _free(**arguments)

    def copy_from(
        self, source: "Block", start: int = 0, source_start: int = 0, count: int | None = None
    ) -> None:
        """Copies `count` bytes, or all up to the end of `source`, to those from `start`."""
        # pylint: disable-next=protected-access # another block
        part = source._part("copy_from", "source_start", source_start, count)
        with part, self._part("copy_from", "start", start, len(part)):
            count = len(part)
            memory.copy_memory(self.address + start, source.address + source_start, count)

    def fill(self, value: int, start: int = 0, count: int | None = None) -> None:
        """Sets `count` bytes from `start`, or all up to the end, to `value`, from 0 to 255."""
        byte = integer("fill", "value", value)
        if byte not in range(256):
            raise ValueError(f"fill: 'value' must be from 0 to 255, not {byte}")
        signed = byte - 256 if byte > 127 else byte
        with self._part("fill", "start", start, count) as part:
            memory.set_memory(self.address + start, signed, len(part))

    def zero(self, start: int = 0, count: int | None = None) -> None:
        """Sets `count` bytes from `start`, or all up to the end, to 0."""
        with self._part("zero", "start", start, count) as part:
            memory.zero_memory(self.address + start, len(part))

    def _part(self, function: str, name: str, start: int, count: int | None) -> memoryview:
        """Bytes of the block, which cannot be freed while they are held. Unlike a slice, which
        Python cuts to what is there, they are all there."""
        first = integer(function, name, start)
        if not 0 <= first <= self.size:
            raise IndexError(f"{function}: {name!r} must be from 0 to {self.size}, not {first}")
        left = self.size - first
        length = left if count is None else integer(function, "count", count)
        if not 0 <= length <= left:
            raise IndexError(f"{function}: 'count' must be from 0 to {left}, not {length}")
        with self._lock:
            return self.view[first : first + length]

    def __enter__(self) -> "Block":
        self.view  # pylint: disable=pointless-statement # refuses one that was freed
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._view is not None:
            self.free()

    def __repr__(self) -> str:
        state = "freed" if self._view is None else f"at {self._address:#x}"
        return f"<vera_memory.Block of {self.size} bytes, aligned to {self.align}, {state}>"
