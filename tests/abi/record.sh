# Recording writes what a table promises into a new file, and never into one
# that is there.
. "$top_srcdir/tests/abi/abi.sh"

record() {
    vera_abi record "$scratch/sample.abi" "$scratch/baseline" "$scratch/sample.so" "$scratch/include"
}

# same NAME FILE TEXT
same() {
    if [ "$(cat "$2")" = "$3" ]; then ok "$1"; else not_ok "$1"; fi
}

copy_sample
rm -r "$scratch/baseline"
build "$scratch/sample.abi" 2>/dev/null || : >"$scratch/sample.so"
promises=$(vera_abi derive promises "$scratch/sample.abi")
baseline=$scratch/baseline/sample/1.1

agrees "a first baseline is written" record
same "it has the table's promises" "$baseline" "$promises"
case $output in
*"Read it: what it says is for good"*) ok "it says to read what was written" ;;
*) not_ok "it says to read what was written" ;;
esac

agrees "recording again changes nothing" record
same "the baseline is as it was" "$baseline" "$promises"

edit sample.abi '/^function *live/,/returns/s/i64/i32/'
refuses "a broken promise is not recorded" "not written, because what was released is not kept" record
same "the baseline is still as it was" "$baseline" "$promises"
edit sample.abi '/^function *live/,/returns/s/i32/i64/'

printf 'node VERA_SAMPLE_1.2 extends VERA_SAMPLE_1.1\nfunction later\n  returns void\n' >>"$scratch/sample.abi"
agrees "a new node is recorded" record
same "in a file of its own" "$scratch/baseline/sample/1.2" "$(vera_abi derive promises "$scratch/sample.abi")"
same "beside the older one" "$baseline" "$promises"

edit sample.abi 's/^node *VERA_SAMPLE_1.2 .*/node VERA_SAMPLE_1.3 extends VERA_SAMPLE_1.1\
function between\
  returns void\
node VERA_SAMPLE_1.2 extends VERA_SAMPLE_1.1/'
refuses "an older node beside the newest is not recorded" "recorded already, and never written again" record

finish
