# Every form derived from a table, word for word, with each awk that is installed.
. "$top_srcdir/tests/abi/abi.sh"

scratch_folder
cat >"$scratch/memo.abi" <<'end'
# Comments and blank lines are ignored.
module   memo
prefix   vera_memo_     # to the end of the line
header   vera/memo.h
library  vera_memo 2
align    8

node     VERA_MEMO_2.0
function take
  takes   size  i64
  takes   from  ptr  nonnull=size reads=size const
  takes   to    ptr  writes=8 disjoint=from
  returns ptr   nullable owned=size,8
function name
  returns ptr   const : const  char *
node     VERA_MEMO_2.1 extends VERA_MEMO_2.0
function give
  takes   block ptr  consumes=8,16
  takes   twice bool
  returns void
end

# expect FORM [FORMAT]: vera-abi prints the text on stdin.
expect() {
    cat >"$scratch/expected"
    (cd "$scratch" && vera_abi derive "$1" memo.abi ${2+"$2"}) >"$scratch/derived" 2>&1
    agrees "$*, with $AWK" diff -u "$scratch/expected" "$scratch/derived"
}

expect_all() {
    expect map <<'end'
VERA_MEMO_2.0 {
  global:
    vera_memo_take;
    vera_memo_name;
  local:
    *;
};
VERA_MEMO_2.1 {
  global:
    vera_memo_give;
} VERA_MEMO_2.0;
end
    expect sym <<'end'
vera_memo_take
vera_memo_name
vera_memo_give
end
    expect version <<'end'
memo/2.1
end
    expect exports elf <<'end'
name libvera_memo.so.2
symbol vera_memo_give@VERA_MEMO_2.1
symbol vera_memo_name@VERA_MEMO_2.0
symbol vera_memo_take@VERA_MEMO_2.0
end
    expect exports mach-o <<'end'
name libvera_memo.2.dylib
symbol vera_memo_give
symbol vera_memo_name
symbol vera_memo_take
end
    expect exports pe <<'end'
name libvera_memo-2.dll
symbol vera_memo_give
symbol vera_memo_name
symbol vera_memo_take
end
    expect promises <<'end'
align 8
function give VERA_MEMO_2.1 (block: ptr consumes=8,16, twice: bool) -> void
function name VERA_MEMO_2.0 () -> ptr const : const char *
function take VERA_MEMO_2.0 (size: i64, from: ptr const reads=size nonnull=size, to: ptr writes=8 disjoint=from) -> ptr nullable owned=size,8
header vera/memo.h
library vera_memo 2
module memo
node VERA_MEMO_2.0
node VERA_MEMO_2.1 extends VERA_MEMO_2.0
end
    expect prototypes <<'end'
#include <vera/memo.h>
#include <stdbool.h>
#include <stdint.h>
#line 9 "memo.abi"
void *vera_memo_take(int64_t, const void *, void *);
#line 14 "memo.abi"
const char *vera_memo_name(void);
#line 17 "memo.abi"
void vera_memo_give(void *, bool);
end
    expect vera <<'end'
// vera:memo, as libvera_memo 2 implements it. Made from memo.abi.
module memo

// since VERA_MEMO_2.0

// from: what it points at is not changed
// from: size bytes are read
// from: not null unless size is 0
// to: 8 bytes are written
// to: does not overlap from, but may start where it starts
// result: null when there is none
// result: a block of size bytes, aligned to 8, owned by the caller
fn take(size: i64, from: ptr, to: ptr) -> ptr

// result: what it points at is not changed
fn name() -> ptr

// since VERA_MEMO_2.1

// block: a block of 8 bytes, aligned to 16, freed by this call; null does nothing
fn give(block: ptr, twice: bool)
end
    expect json <<'end'
{
  "format": 1,
  "module": "memo",
  "prefix": "vera_memo_",
  "library": {
    "elf": "libvera_memo.so.2",
    "mach-o": "libvera_memo.2.dylib",
    "pe": "libvera_memo-2.dll"
  },
  "align": 8,
  "nodes": [
    { "name": "VERA_MEMO_2.0" },
    { "name": "VERA_MEMO_2.1", "extends": "VERA_MEMO_2.0" }
  ],
  "functions": [
    {
      "name": "take",
      "symbol": "vera_memo_take",
      "node": "VERA_MEMO_2.0",
      "parameters": [
        { "name": "size", "type": "i64" },
        { "name": "from", "type": "ptr", "const": true, "reads": "size", "nonnull": "size" },
        { "name": "to", "type": "ptr", "writes": 8, "disjoint": "from" }
      ],
      "returns": { "type": "ptr", "nullable": true, "owned": { "size": "size", "align": 8 } }
    },
    {
      "name": "name",
      "symbol": "vera_memo_name",
      "node": "VERA_MEMO_2.0",
      "parameters": [],
      "returns": { "type": "ptr", "const": true }
    },
    {
      "name": "give",
      "symbol": "vera_memo_give",
      "node": "VERA_MEMO_2.1",
      "parameters": [
        { "name": "block", "type": "ptr", "consumes": { "size": 8, "align": 16 } },
        { "name": "twice", "type": "bool" }
      ],
      "returns": { "type": "void" }
    }
  ]
}
end
}

with_each_awk expect_all

# An internal library has constants and no manifest.
sed 's/memo/binding/g; s/MEMO/BINDING/g; s/^module/internal/; s/^align.*/constant VERA_BINDING_LOW -1/' \
    "$scratch/memo.abi" | sed '/owned=/s/owned=.*//; /consumes=/s/consumes=.*//' >"$scratch/binding.abi"
vera_abi derive promises "$scratch/binding.abi" >"$scratch/derived" 2>&1
agrees "a constant is promised" grep -x 'constant VERA_BINDING_LOW -1' "$scratch/derived"
(cd "$scratch" && vera_abi derive prototypes binding.abi) >"$scratch/derived" 2>&1
agrees "a constant is asserted" \
    grep -x '_Static_assert(VERA_BINDING_LOW == -1, "VERA_BINDING_LOW is not -1");' "$scratch/derived"
refuses "an internal library has no manifest" "no host imports binding, so it has no manifest" \
    vera_abi derive json "$scratch/binding.abi"

odd='x=1 "\n'
mkdir "$scratch/$odd"
cp "$top_srcdir/tests/sample/sample.abi" "$scratch/$odd"
cd "$scratch" || exit
vera_abi derive prototypes "$odd/sample.abi" >"$scratch/derived" 2>&1
agrees "a table's folder may have any name" grep -F ' "x=1 \"\\n/sample.abi"' "$scratch/derived"

finish
