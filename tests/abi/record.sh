# record writes what a table promises into a new file, and never overwrites one.
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
same "it has the promises of the table" "$baseline" "$promises"
case $output in
*"Read it: once released, it can never change"*) ok "the message asks to read it" ;;
*) not_ok "the message asks to read it" ;;
esac

agrees "recording again changes nothing" record
same "the baseline is unchanged" "$baseline" "$promises"

edit sample.abi '/^function *live/,/returns/s/i64/i32/'
refuses "a broken promise is not recorded" "not written, because the table breaks a released promise" record
same "the baseline is still unchanged" "$baseline" "$promises"
edit sample.abi '/^function *live/,/returns/s/i32/i64/'

printf 'node VERA_SAMPLE_1.2 extends VERA_SAMPLE_1.1\nfunction later\n  returns void\n' >>"$scratch/sample.abi"
agrees "a new node is recorded" record
same "it has a file of its own" "$scratch/baseline/sample/1.2" "$(vera_abi derive promises "$scratch/sample.abi")"
same "the older baseline is unchanged" "$baseline" "$promises"

edit sample.abi 's/^node *VERA_SAMPLE_1.2 .*/node VERA_SAMPLE_1.3 extends VERA_SAMPLE_1.1\
function between\
  returns void\
node VERA_SAMPLE_1.2 extends VERA_SAMPLE_1.1/'
refuses "a node added before the newest is not recorded" "already recorded, and never overwritten" record

finish
