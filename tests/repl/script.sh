#!/bin/sh
# vera-repl with a file or a pipe: what it reads, where it stops, what it prints, and its
# options.
. "$top_srcdir/tests/tap.sh"
. "$top_srcdir/tests/repl/setup.sh"

cd "$folder" || exit

# run NAME STATUS ARGUMENT...: runs vera-repl with standard input from "in". It must exit
# with STATUS and write the contents of "expected-out" and "expected-err".
run() {
    run_name=$1
    run_status=$2
    shift 2
    run_actual=0
    "$repl" "$@" <in >out 2>err || run_actual=$?
    check "$run_name: exit status" test "$run_actual" -eq "$run_status"
    check "$run_name: output" diff expected-out out
    check "$run_name: errors" diff expected-err err
}

printf '1 + 1\n// nothing\n\n2 + 2' >in
printf '2 : i64\n4 : i64\n' >expected-out
: >expected-err
run 'a pipe' 0
run 'a pipe named by -' 0 -
cp in 'a file.vera'
: >in
run 'a file' 0 'a file.vera'
run 'a file after --' 0 -- 'a file.vera'
named=$(printf '\316\251\320\226\303\251 \360\237\246\211.vera')
cp 'a file.vera' "$named"
run 'a file name with letters that no single code page has' 0 "$named"

printf '1 + 1\r\n2 + 2\r\n' >in
run 'lines that end in CR LF' 0

cat >in <<'END'
1
let x = 2 +
3
END
echo '1 : i64' >expected-out
cat >expected-err <<'END'
<stdin>:2:12: expected an expression, found the end of the line
let x = 2 +
           ^
END
run 'the first error ends a pipe' 1
cp in broken.vera
: >in
sed 's/<stdin>/broken.vera/' expected-err >renamed && mv renamed expected-err
run 'the first error ends a file' 1 broken.vera

printf '\t"\303\251" + 1\n' >in
: >expected-out
printf '<stdin>:1:2: expected an expression, found "\303\251"\n\t"\303\251" + 1\n\t^\n' >expected-err
run 'a caret after a tab' 1

echo 'allocate(16)' >in
cat >expected-err <<'END'
<stdin>:1:1: unknown function 'allocate': no module is imported yet
allocate(16)
^
END
run 'a function before its module is imported' 1

printf '1\n// a\000b\n3\n' >in
echo '1 : i64' >expected-out
printf '<stdin>:2:5: the line contains a NUL byte\n// a?b\n    ^\n' >expected-err
run 'a NUL byte' 1

printf '1\n// a\032b\n3\n' >in
echo '1 : i64' >expected-out
printf '<stdin>:2:5: the line contains a control character\n// a?b\n    ^\n' >expected-err
run 'a Ctrl-Z, which ends a text file on Windows' 1
mv in ended.vera
: >in
sed 's/<stdin>/ended.vera/' expected-err >renamed && mv renamed expected-err
run 'a Ctrl-Z in a file' 1 ended.vera

printf '// \303\251\303(\n' >in
: >expected-out
printf '<stdin>:1:5: the line contains a byte that is not UTF-8\n// \303\251?(\n    ^\n' >expected-err
run 'a byte that is not UTF-8' 1

printf '1\n:quit\nnonsense\n' >in
echo '1 : i64' >expected-out
: >expected-err
run ':quit ends a script' 0

awk 'BEGIN { printf "0"; for (i = 0; i < 100000; i++) printf " + (0)"; print ""; }' >in
: >expected-out
"$repl" <in >out 2>err
check 'a long line: exit status' test "$?" -eq 1
check 'a long line: message' grep -q ': the expression is more than 500 operations deep$' err
awk 'BEGIN { printf "1 //"; for (i = 0; i < 1000000; i++) printf "/"; print ""; }' >in
echo '1 : i64' >expected-out
run 'a long comment' 0

cat >in <<'END'
import "vera:memory"
let p = allocate(48)
let q = allocate(16)
free(q, 16)
END
: >expected-out
cat >expected-err <<'END'
vera-repl: these blocks were not freed:
ADDRESS  48 bytes, aligned to 8, from memory.allocate at line 2
1 block, 48 bytes in total
END
"$repl" <in >out 2>err
check 'a block that is not freed: exit status' test "$?" -eq 0
sed 's/^0x[0-9a-f]*/ADDRESS/' err >renamed
check 'a block that is not freed: report' diff expected-err renamed

"$repl" --help >out 2>err </dev/null
check '--help: exit status' test "$?" -eq 0
check '--help: usage' grep -q '^usage: vera-repl ' out
check '--help: this is not an interpreter' grep -q "not VERA's interpreter" out
"$repl" --version >out 2>err </dev/null
check '--version: exit status' test "$?" -eq 0
check '--version: version' grep -q '^vera-repl [0-9][0-9]*\.[0-9]' out

: >in
: >expected-out
cat >expected-err <<'END'
vera-repl: unknown option '-x'
usage: vera-repl [--help] [--version] [FILE | -]
END
run 'an unknown option' 2 -x
sed "1s/.*/vera-repl: expected at most one file; unexpected argument 'b'/" expected-err >renamed
mv renamed expected-err
run 'two files' 2 a b
echo 'vera-repl: nowhere.vera: No such file or directory' >expected-err
run 'a missing file' 1 nowhere.vera
echo 'vera-repl: .: Is a directory' >expected-err
run 'a folder' 1 .

if test -n "$exeext"; then
    skip 'a full disk' 'there is no /dev/full'
elif test -w /dev/full; then
    echo 1 >in
    "$repl" <in >/dev/full 2>err
    check 'a full disk: exit status' test "$?" -eq 1
    check 'a full disk: message' grep -q '^vera-repl: standard output: ' err
else
    skip 'a full disk' 'there is no /dev/full'
fi
finish
