"""Uses every function of vera:memory, knowing only its manifest."""
import ctypes
import errno
import sys

import host

memory = host.Module(sys.argv[1])
tap = host.Tap()

block = memory.allocate(64)
tap.check("allocate returns a block", block is not None and block % memory.manifest["align"] == 0)
memory.set_memory(block, -1, 64)
tap.check("set_memory sets 64 bytes", ctypes.string_at(block, 64) == b"\xff" * 64)
memory.zero_memory(block, 32)
tap.check("zero_memory zeroes 32 bytes", ctypes.string_at(block, 64) == b"\0" * 32 + b"\xff" * 32)

aligned = memory.allocate_aligned(64, 4096)
tap.check("allocate_aligned returns a block aligned to 4096", aligned is not None and aligned % 4096 == 0)
memory.set_memory(aligned, 7, 64)
memory.copy_memory(aligned, block, 48)
tap.check("copy_memory copies 48 bytes",
          ctypes.string_at(aligned, 64) == b"\0" * 32 + b"\xff" * 16 + b"\x07" * 16)

memory.free(block, 64)
memory.free_aligned(aligned, 64, 4096)
memory.free(None, 64)
memory.free_aligned(None, 64, 4096)
blocks = [memory.allocate(size) for size in range(1000)]
tap.check("a thousand blocks are all different", len(set(blocks) - {None}) == 1000)
for size, block in enumerate(blocks):
    memory.free(block, size)

ctypes.set_errno(0)
tap.check("a negative size returns null", memory.allocate(-1) is None)
tap.check("and sets errno to EINVAL", ctypes.get_errno() == errno.EINVAL)
tap.check("an alignment of 3 returns null", memory.allocate_aligned(64, 3) is None)

tap.finish()
