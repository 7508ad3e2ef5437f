# Every misuse in every mode: the program ends as table.txt says, and prints exactly the
# line that is there. With VERA_MEMORY_MISUSE=report that one call is refused, and nothing
# else changes.
#   misuse.sh [PROGRAM...]     default: all programs, and the table itself

. "$top_srcdir/tests/tap.sh"

here=$top_srcdir/tests/misuse
programs=$top_builddir/tests/misuse
. "$top_srcdir/tests/program.sh"
. "$here/system.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset VERA_MEMORY_MODE VERA_MEMORY_CHECK_PAGES VERA_MEMORY_MISUSE VERA_MEMORY_STATS

# begin PROGRAM MODE SETTING: replaces this shell, in a folder where a core file does no harm.
begin() {
    cd "$scratch" || return
    case $2 in
    fast) VERA_MEMORY_MODE=fast ;;
    marked) VERA_MEMORY_MODE=check VERA_MEMORY_CHECK_PAGES=0 ;;
    guarded) VERA_MEMORY_MODE=check ;;
    esac
    VERA_MEMORY_MISUSE=$3
    export VERA_MEMORY_MODE VERA_MEMORY_MISUSE
    test "$2" != marked || export VERA_MEMORY_CHECK_PAGES
    begin_program "$1"
}

# lost: whether the emulator ended with status 1 before the program printed anything, as
# Wine sometimes does on a busy machine. No program here ends like that.
lost() {
    test -n "${VERA_TEST_EMULATOR-}" && test "$status" -eq 1 && test ! -s "$scratch/out"
}

# run PROGRAM MODE SETTING: sets `status`. Hides the shell's own message about a program
# that ends by a signal.
run() {
    for attempt in first second third; do
        status=0
        { (begin "$@" >"$scratch/out" 2>"$scratch/err"); } 2>/dev/null || status=$?
        lost || break
        echo "# the emulator lost $1 on the $attempt attempt"
    done
}

said() {
    in_common "$scratch/err"
}

# The expected line, with the addresses that the program printed.
expected() {
    in_common "$scratch/out" | sed -n 's/^\([A-Z]*\)=\(.*\)$/s|\1|\2|g/p' >"$scratch/addresses"
    printf 'vera_memory: misuse: %s\n' "$1" | expected_here | sed -f "$scratch/addresses"
}

# What the program printed besides the addresses.
printed() {
    in_common "$scratch/out" | grep -v '^[A-Z]*=' || :
}

# same NAME EXPECTED FOUND
same() {
    test "$2" = "$3" || {
        printf '%s: expected\n%s\nfound\n%s\n' "$@"
        false
    }
}

# ends STATUS ERROR OUTPUT: whether the program ended with these.
ends() {
    same status "$1" "$status" && same 'standard error' "$2" "$(said)" &&
        same 'standard output' "$3" "$(printed)"
}

# What a program printed before the library reported at the end: usually the library comes
# before the streams are flushed, and they are lost.
flushed() {
    case ${VERA_SANITIZER:-$system} in
    thread | windows) echo 'refused: 0' ;;
    esac
}

# comes_to SETTING OUTCOME LINE
comes_to() {
    case $2/$1 in
    'SIGABRT at the end/abort') ends $status_of_abort "$(expected "$3")" "$(flushed)" ;;
    SIGABRT*/abort) ends $status_of_abort "$(expected "$3")" '' ;;
    SIGABRT/report) ends 0 "$(expected "$3")" 'refused: 1' ;;
    'SIGABRT late/report' | 'SIGABRT at the end/report') ends 0 "$(expected "$3")" 'refused: 0' ;;
    SIGSEGV/*) ends $status_of_fault '' '' ;;
    'goes on'/*) ends 0 '' "${3:+$3
}refused: 0" ;;
    *) same outcome 'one that table.txt explains' "$2" ;;
    esac
}

# cannot PROGRAM MODE OUTCOME: prints why a sanitizer or the system makes that outcome
# impossible; nothing if it is possible.
cannot() {
    case ${VERA_SANITIZER:-$system}/$1/$2/$3 in
    posix/*) ;;
    windows/*) ;;
    */SIGSEGV) echo 'a sanitizer handles the signal' ;;
    */free_of_another_copys_block/*) echo 'a sanitizer does not work with dlmopen' ;;
    address/copy_that_overlaps*/fast/*) echo 'AddressSanitizer finds it' ;;
    esac
}

# try PROGRAM MODE OUTCOME LINE: tests both settings of VERA_MEMORY_MISUSE.
try() {
    for setting in abort report; do
        reason=$(cannot "$1" "$2" "$3")
        test -n "$reason" || run "$1" "$2" $setting
        if test -z "$reason" && test "$status" -eq 77; then
            reason=$(sed -n 's/^cannot run: //p' "$scratch/out")
        fi
        if test -n "$reason"; then
            skip "$1, $2, $setting" "$reason"
        else
            check "$1, $2, $setting" comes_to $setting "$3" "$4"
        fi
    done
}

names() {
    grep -l '^int main' "$here"/*.c | sed 's|.*/||; s|[.]c$||'
}

if test $# -eq 0; then
    # shellcheck disable=SC2046 # a list of words
    check 'every program has a row for each mode' \
        env LC_ALL=C awk -f "$here/rows.awk" "$here/table.txt" $(names)
    check 'the forms of messages are those of docs/modes.md' \
        awk -f "$here/forms.awk" "$top_srcdir/docs/modes.md" "$here/table.txt"
fi

sed -n 's/ *| */|/g; /^[a-z]/p' "$here/table.txt" >"$scratch/rows"
while IFS='|' read -r name mode outcome line; do
    case " $* " in
    '  ' | *" $name "*) ;;
    *) continue ;;
    esac
    if test "$mode" = check; then
        try "$name" marked "$outcome" "$line"
        try "$name" guarded "$outcome" "$line"
    else
        try "$name" "$mode" "$outcome" "$line"
    fi
done <"$scratch/rows"
finish
