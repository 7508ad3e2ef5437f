#!/bin/sh
# Every example runs to its end, prints what is in expected/, and frees all its blocks;
# and the tour calls every function of vera:memory.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/repl/setup.sh"

for example in "$top_srcdir"/examples/*.vera; do
    name=$(basename "$example" .vera)
    check "$name runs to its end" "$repl" "$example"
    "$repl" "$example" >"$folder/out" 2>"$folder/err"
    check "$name prints what is expected" \
        diff -u "$top_srcdir/tests/repl/expected/$name.txt" "$folder/out"
    check "$name prints no error and leaves no block" diff /dev/null "$folder/err"
done

# Calls in comments do not count.
calls() {
    grep -v '^//' "$top_srcdir/examples/tour.vera" | grep -Eq "(^|[^a-z0-9_])$1\\("
}
sed -n 's/.*"symbol": *"vera_memory_\([a-z0-9_]*\)".*/\1/p' "$modules/memory.json" >"$folder/functions"
check 'the manifest has functions' test -s "$folder/functions"
while read -r function; do
    check "the tour calls $function" calls "$function"
done <"$folder/functions"
finish
