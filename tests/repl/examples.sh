#!/bin/sh
# Every example runs, prints what is expected, and leaves nothing allocated.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/repl/setup.sh"

for example in "$top_srcdir"/examples/*.vera; do
    name=$(basename "$example" .vera)
    check "$name runs to its end" "$repl" "$example"
    "$repl" "$example" >"$folder/out" 2>"$folder/err"
    check "$name prints what is expected" \
        diff -u "$top_srcdir/tests/repl/expected/$name.txt" "$folder/out"
    check "$name has nothing to report" diff /dev/null "$folder/err"
done

# The tour shows every function of the module, in statements, not in comments.
calls() {
    grep -v '^//' "$top_srcdir/examples/tour.vera" | grep -Eq "(^|[^a-z_])$1\\("
}
sed -n 's/.*"symbol": *"vera_memory_\([a-z_]*\)".*/\1/p' "$modules/memory.json" >"$folder/functions"
check 'the manifest has functions' test -s "$folder/functions"
while read -r function; do
    check "the tour calls $function" calls "$function"
done <"$folder/functions"
finish
