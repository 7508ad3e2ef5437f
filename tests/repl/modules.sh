#!/bin/sh
# Other modules than vera:memory: copies of it under other names, and one with functions
# that cannot be called.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/repl/setup.sh"

cd "$folder" || exit
mkdir -p lib/vera/modules other/lib/vera/modules
for at in . other; do
    ln -s "$top_builddir"/stage/lib/lib* "$at/lib/"
done
manifest=$modules/memory.json
sed 's/"module": *"memory"/"module": "twin"/' "$manifest" >lib/vera/modules/twin.json
sed 's/"module": *"memory"/"module": "session"/' "$manifest" >lib/vera/modules/session.json
cp "$manifest" other/lib/vera/modules/memory.json
VERA_MODULE_PATH=$(native "$folder/lib/vera/modules")$separator$VERA_MODULE_PATH

# refused NAME LINE COLUMN SENTENCE: runs "in" and then LINE, which must be refused.
refused() {
    refused_at=$(($(wc -l <in) + 1))
    { cat in && printf '%s\n' "$2"; } >script
    "$repl" script >out 2>err
    check "$1: exit status" test "$?" -eq 1
    printf 'script:%d:%d: %s\n%s\n%*s\n' "$refused_at" "$3" "$4" "$2" "$3" '^' >expected
    head -n 3 err >actual
    check "$1: message" diff expected actual
}

cat >in <<'END'
import "vera:memory"
import "vera:twin"
let p = memory.allocate(16)
let q = twin.allocate(16)
END
refused 'a name that two modules have' 'allocate(16)' 1 \
    "'allocate' is ambiguous: write memory.allocate or twin.allocate"
refused ':describe with a name that two modules have' ':describe free' 11 \
    "'free' is ambiguous: write memory.free or twin.free"
refused 'a block of the other module' 'twin.free(p, 16)' 11 \
    "twin.free: 'addr' is a block of vera:memory, not of vera:twin (allocated at line 3)"
cat >>in <<'END'
twin.free(q, 16)
memory.free(p, 16)
END
check 'full names' "$repl" in

echo 'import "vera:memory"' >in
refused 'another module with the same name' 'import "other/lib/vera/modules/memory.json"' 8 \
    "the module name 'memory' is already taken by $(native "$(cd "$modules" && pwd -P)")/memory.json"
refused 'a module with the name of the built-in one' 'import "vera:session"' 8 \
    "the module name 'session' is already taken by the session itself"
echo "import \"$manifest\"" >>in
check 'the same module by its path' "$repl" in

awk '/"name": "allocate"/ { sub(/allocate/, "gone"); gone = 1 }
    gone && /"symbol"/ { sub(/vera_memory_allocate/, "vera_memory_gone"); gone = 0 }
    /"name": "value"/ { sub(/i8/, "i128") }
    { sub(/"module": *"memory"/, "\"module\": \"odd\""); print }' "$manifest" >lib/vera/modules/odd.json
unknown="parameter 'value' is of type 'i128', which this library does not know"
echo 'import "vera:odd"' >in
{ cat in && echo ':functions' && echo ':describe set_memory'; } | "$repl" >out
check 'a function with an unknown type is listed' \
    grep -Fqx 'odd.set_memory(dest: ptr, value: i128, count: i64)  (cannot be called)' out
check ':describe says why it cannot be called' grep -Fqx "    cannot be called: $unknown" out
check 'a function that is missing from the library is listed' \
    grep -Fqx 'odd.gone(size: i64) -> ptr  (cannot be called)' out
refused 'a call of a function with an unknown type' 'odd.set_memory(null, 0, 0)' 1 \
    "odd.set_memory cannot be called: $unknown"
echo 'free_aligned(null, 1, 1)' >>in
check 'the other functions can be called' "$repl" in
finish
