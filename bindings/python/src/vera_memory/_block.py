# SPDX-License-Identifier: MIT
"""Blocks: memory that knows its size and alignment, and is freed once.

The bytes are a ctypes array over the block's memory. Every view of them, even a slice of a slice of
a memoryview, holds that array. So the array owns the memory: a finalizer on the array frees it, and
a block can be freed if nothing but the block still holds its array.
"""

import ctypes
import sys
import threading
import weakref
from types import TracebackType
from typing import Any, NoReturn

from ._function import integer, refusal
from ._module import load

memory = load("memory")


def _any_layout(block: dict[str, Any] | None) -> bool:
    """Whether size and alignment are parameters, not numbers."""
    return block is not None and isinstance(block["size"], str) and isinstance(block["align"], str)


def _owning() -> tuple[Any, str, str]:
    """The function that allocates at any alignment, and its names for size and alignment."""
    for function in memory.__manifest__["functions"]:
        owned = function["returns"].get("owned")
        if _any_layout(owned):
            return getattr(memory, function["name"]), owned["size"], owned["align"]
    raise ImportError(f"{memory.__file__}: no function allocates", path=memory.__file__)


def _consuming() -> tuple[Any, str, str, str]:
    """The function that frees such a block, and its names for address, size and alignment."""
    for function in memory.__manifest__["functions"]:
        for parameter in function["parameters"]:
            consumes = parameter.get("consumes")
            if _any_layout(consumes):
                names = parameter["name"], consumes["size"], consumes["align"]
                return getattr(memory, function["name"]), *names
    raise ImportError(f"{memory.__file__}: no function frees", path=memory.__file__)


_allocate, _ALLOCATE_SIZE, _ALLOCATE_ALIGN = _owning()
_free, _FREE_ADDRESS, _FREE_SIZE, _FREE_ALIGN = _consuming()
_ALIGN: int = memory.__manifest__["align"]


def _check_layout(size: int, align: int) -> None:
    if size < 0:
        raise ValueError(f"Block: 'size' must not be negative: {size}")
    if align <= 0 or align & (align - 1):
        raise ValueError(f"Block: 'align' must be a power of two, not {align}")


def _obtain(size: int, align: int) -> int:
    """Allocates, and returns the address."""
    # No system has more memory than addresses.
    possible = size <= sys.maxsize and align <= sys.maxsize
    arguments = {_ALLOCATE_SIZE: size, _ALLOCATE_ALIGN: align}
    address: int | None = _allocate(**arguments) if possible else None
    if address is None:
        raise MemoryError(f"Block: out of memory for {size} bytes, aligned to {align}")
    return address


class Block:
    """`size` bytes of memory at a multiple of `align`, freed at the end of a ``with``, by `free`,
    or when nothing refers to the block or its bytes any more.

    `view` is the bytes. The other operations call the library.

    Once the block is freed, it and its view raise ValueError. While a slice of the view, or an
    object made from it, is held, or another thread is in a method of the block, freeing raises
    BufferError, and the block stays, with a new view.
    """

    __slots__ = (
        "_size",
        "_align",
        "_address",
        "_array",
        "_view",
        "_finalizer",
        "_lock",
        "__weakref__",
    )

    def __init__(self, size: int, align: int = _ALIGN) -> None:
        self._size = integer("Block", "size", size)
        self._align = integer("Block", "align", align)
        _check_layout(self._size, self._align)
        self._address = _obtain(self._size, self._align)
        # A free that is refused drops the array for a moment, which no other thread may see.
        self._lock = threading.RLock()
        self._adopt((ctypes.c_ubyte * self._size).from_address(self._address))

    def _adopt(self, array: "ctypes.Array[ctypes.c_ubyte]") -> None:
        arguments = {
            _FREE_ADDRESS: self._address,
            _FREE_SIZE: self._size,
            _FREE_ALIGN: self._align,
        }
        # The view is not enough to hold the array: a user may release the view.
        self._array: "ctypes.Array[ctypes.c_ubyte] | None" = array
        self._view = memoryview(array).cast("B")
        self._finalizer = weakref.finalize(array, _free, **arguments)
        # The bytes may be in use until the very end of the process.
        self._finalizer.atexit = False

    def _bytes(self, function: str) -> memoryview:
        with self._lock:
            if self._array is None:
                raise ValueError(f"{function}: the block was freed")
            try:
                len(self._view)
            except ValueError:  # it was released
                self._view = memoryview(self._array).cast("B")
            return self._view

    @property
    def size(self) -> int:
        """The number of bytes."""
        return self._size

    @property
    def align(self) -> int:
        """The alignment: the address is a multiple of it."""
        return self._align

    @property
    def view(self) -> memoryview:
        """The bytes, in place: always the same memoryview, until it is released or the block is
        freed."""
        return self._bytes("view")

    @property
    def address(self) -> int:
        """The address of the bytes, for the functions of `memory`."""
        self._bytes("address")
        return self._address

    def free(self) -> None:
        """Frees the memory. A second call raises ValueError."""
        with self._lock:
            claim = self._finalizer.detach()
            if claim is None:
                raise ValueError("free: the block was freed")
            try:
                self._view.release()
            except BufferError:
                pass  # then the array is held too, and the check below finds it
            self._array = None
            held = weakref.ref(claim[0])
            arguments = claim[3]
            del claim
            array = held()
            if array is not None:
                self._adopt(array)
                raise BufferError(
                    "free: the bytes are held by an object made from the block's view,"
                    " or by a call in another thread"
                )
            _free(**arguments)

    def copy_from(
        self, source: "Block", start: int = 0, source_start: int = 0, count: int | None = None
    ) -> None:
        """Copies `count` bytes, or all up to the end of `source`, to `start` in this block."""
        if not isinstance(source, Block):
            raise refusal("a Block", "copy_from", "source", source)
        # pylint: disable-next=protected-access # another block
        first, part = source._part("copy_from", "source_start", source_start, count)
        with part:
            to, target = self._part("copy_from", "start", start, len(part))
            with target:
                if source is self and 0 < abs(to - first) < len(part):
                    raise ValueError("copy_from: source and destination must not overlap")
                memory.copy_memory(to, first, len(part))

    def fill(self, value: int, start: int = 0, count: int | None = None) -> None:
        """Sets `count` bytes from `start`, or all up to the end, to `value`, from 0 to 255."""
        byte = integer("fill", "value", value)
        if byte not in range(256):
            raise ValueError(f"fill: 'value' must be from 0 to 255, not {byte}")
        signed = byte - 256 if byte > 127 else byte
        first, part = self._part("fill", "start", start, count)
        with part:
            memory.set_memory(first, signed, len(part))

    def zero(self, start: int = 0, count: int | None = None) -> None:
        """Sets `count` bytes from `start`, or all up to the end, to 0."""
        first, part = self._part("zero", "start", start, count)
        with part:
            memory.zero_memory(first, len(part))

    def _part(
        self, function: str, name: str, start: int, count: int | None
    ) -> tuple[int, memoryview]:
        """The address of a part of the block, and a view of it. While the view is held, the block
        cannot be freed. A part past the end is an error, where Python would shorten a slice."""
        first = integer(function, name, start)
        if not 0 <= first <= self._size:
            raise IndexError(f"{function}: {name!r} must be from 0 to {self._size}, not {first}")
        left = self._size - first
        length = left if count is None else integer(function, "count", count)
        if not 0 <= length <= left:
            raise IndexError(f"{function}: 'count' must be from 0 to {left}, not {length}")
        with self._lock:
            return self._address + first, self._bytes(function)[first : first + length]

    def __enter__(self) -> "Block":
        self._bytes("with")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._array is not None:
            self.free()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Block cannot be copied or pickled: both would own its memory")

    def __repr__(self) -> str:
        state = "freed" if self._array is None else f"at {self._address:#x}"
        return f"<vera_memory.Block of {self._size} bytes, aligned to {self._align}, {state}>"
