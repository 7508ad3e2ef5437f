# A recorded promise is kept for good: a table that breaks one is refused, even if
# header and library agree with it.
. "$top_srcdir/tests/abi/abi.sh"

check_baseline() {
    vera_abi check "$scratch/sample.abi" --baseline "$scratch/baseline"
}

# drifted NAME TEXT EXPRESSION: the edited table is refused.
drifted() {
    cp "$top_srcdir/tests/sample/sample.abi" "$scratch/sample.abi"
    chmod u+w "$scratch/sample.abi"
    edit sample.abi "$3"
    refuses "$1" "$2" check_baseline
}

copy_sample
agrees "an unchanged copy keeps its promises" check_baseline

edit sample.abi '/^function *live/,/returns/s/i64/i32/'
edit include/vera/sample.h 's/int64_t vera_sample_live/int32_t vera_sample_live/'
edit sample.c 's/int64_t vera_sample_live/int32_t vera_sample_live/'
edit sample.c 's/return blocks;/return (int32_t)blocks;/'
agrees "a type changed everywhere: header and table agree" \
    vera_abi check "$scratch/sample.abi" --header "$scratch/include"
if build "$scratch/sample.abi" 2>/dev/null; then
    agrees "a type changed everywhere: library and table agree" \
        vera_abi check "$scratch/sample.abi" --library "$scratch/sample.so"
else
    skip "a type changed everywhere: library and table agree" "the compiler cannot make libraries with version nodes"
fi
refuses "a type changed everywhere: the baseline does not" \
    "sample/1.1 was changed
  from: function live VERA_SAMPLE_1.0 () -> i64
    to: function live VERA_SAMPLE_1.0 () -> i32" check_baseline

drifted "an attribute" "to: function load VERA_SAMPLE_1.0 (src: ptr const reads=8 nonnull=0)" \
    's/reads=8 nonnull=8/reads=8 nonnull=0/'
drifted "a parameter's name" "to: function echo_i8 VERA_SAMPLE_1.0 (it: i8)" \
    '/^function *echo_i8/,/returns/s/value/it/'
drifted "a C type" "to: function greeting VERA_SAMPLE_1.0 () -> ptr const : const void *" \
    '/^function *greeting/,/returns/s/const char/const void/'
drifted "the least alignment" "to: align 8" 's/^align .*/align 8/'
drifted "the major version" "to: library vera_sample 2" 's/vera_sample 1$/vera_sample 2/'
drifted "a removed function" "is gone: function touched VERA_SAMPLE_1.0 () -> i64" \
    '/^function *touched/,/returns/d'
drifted "a function added to a released node" \
    "function again was added to VERA_SAMPLE_1.0, which is released ($scratch/baseline/sample/1.1)" \
    's/^function *touched/function again\
  returns void\
&/'
drifted "a function moved to another node" "to: function above VERA_SAMPLE_1.0" \
    '/^node *VERA_SAMPLE_1.1/d'
drifted "a node's parent" "to: node VERA_SAMPLE_1.1 extends VERA_SAMPLE_1.5" \
    's/^node *VERA_SAMPLE_1.1 .*/node VERA_SAMPLE_1.5 extends VERA_SAMPLE_1.0\
function between\
  returns void\
node VERA_SAMPLE_1.1 extends VERA_SAMPLE_1.5/'
drifted "a node's name" "is gone: node VERA_SAMPLE_1.1" 's/VERA_SAMPLE_1.1/VERA_SAMPLE_1.2/'

cp "$top_srcdir/tests/sample/sample.abi" "$scratch/sample.abi"
chmod u+w "$scratch/sample.abi"
printf 'node VERA_SAMPLE_1.2 extends VERA_SAMPLE_1.1\nfunction later\n  returns void\n' >>"$scratch/sample.abi"
agrees "a function in a new node breaks nothing" check_baseline

: >"$scratch/baseline/sample/0.9"
refuses "an empty baseline" "sample/0.9 is empty" check_baseline
rm -r "$scratch/baseline/sample"
refuses "no baseline at all" "no baseline" check_baseline

finish
