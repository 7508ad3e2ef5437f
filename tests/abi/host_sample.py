"""Uses every function of vera:sample, knowing only its manifest: other tests rely
on what they do."""
import ctypes
import errno
import sys

import host

sample = host.Module(sys.argv[1])
tap = host.Tap()

EDGES = {
    "i8": (-128, 127), "i16": (-2**15, 2**15 - 1), "i32": (-2**31, 2**31 - 1),
    "i64": (-2**63, 2**63 - 1), "u8": (0, 255), "u16": (0, 2**16 - 1), "u32": (0, 2**32 - 1),
    "u64": (0, 2**64 - 1), "f32": (-1.5, 2.0**100), "f64": (-1e300, 0.1), "bool": (False, True),
    "ptr": (None, sys.maxsize),
}
for name, edges in EDGES.items():
    echo = getattr(sample, "echo_" + name)
    tap.check(f"echo_{name} returns its argument", all(echo(edge) == edge for edge in edges))

byte = ctypes.create_string_buffer(b"\x05")
arguments = [-1, 0.5, 200, True, -300, 0.25, 60000, ctypes.addressof(byte),
             -70000, 3000000000, -2.5, -2**40, False, 2**40, -128, 1e9]
expected = sum(position * value for position, value in
               enumerate(arguments[:7] + [5] + arguments[8:], start=1))
tap.check("sum16 weights each of its 16 parameters", sample.sum16(*arguments) == expected)
arguments[7] = None
tap.check("sum16 counts null as 0", sample.sum16(*arguments) == expected - 8 * 5)

before = sample.touched()
sample.touch()
tap.check("touch is counted", sample.touched() == before + 1)

block = sample.make(40, 64)
pair = sample.make_pair()
tap.check("make and make_pair return aligned blocks", block % 64 == 0 and pair % 16 == 0)
tap.check("live counts them", sample.live() == 2)
sample.fill(0x41, 40, block)
sample.copy(16, pair, block + 8)
tap.check("fill and copy write", ctypes.string_at(pair, 16) == b"A" * 16)
tap.check("load reads 8 bytes", sample.load(pair) == 0x4141414141414141)
sample.drop(block, 40, 64)
sample.drop_pair(pair)
sample.drop(None, 0, 8)
tap.check("drop and drop_pair free them", sample.live() == 0)
ctypes.set_errno(0)
tap.check("make refuses a negative size", sample.make(-1, 8) is None
          and ctypes.get_errno() == errno.EINVAL)

text = sample.greeting()
tap.check("greeting returns a text", ctypes.string_at(text) == b"hello from vera:sample")
tap.check("find finds a byte", sample.find(text, ord("f"), 22) == text + 6)
tap.check("find returns null if the byte is missing", sample.find(text, ord("z"), 22) is None)
tap.check("fail sets errno", sample.fail(errno.EDOM) == -1 and ctypes.get_errno() == errno.EDOM)
tap.check("above compares", sample.above(1.5, 1.25) and not sample.above(1.0, 1.0))

tap.finish()
