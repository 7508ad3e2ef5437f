# Every misuse in every mode: how the program ends, and what is said, word for word, as
# table.txt has it. With VERA_MEMORY_MISUSE=report the one call is refused, and nothing
# else changes.
#   misuse.sh [PROGRAM...]     all, and the table itself, without any

. "$top_srcdir/tests/tap.sh"

here=$top_srcdir/tests/misuse
programs=$top_builddir/tests/misuse
. "$top_srcdir/tests/program.sh"
. "$here/system.sh"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset VERA_MEMORY_MODE VERA_MEMORY_CHECK_PAGES VERA_MEMORY_MISUSE VERA_MEMORY_STATS

# begin PROGRAM MODE SETTING: in place of this shell, where a core may be left.
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

# lost: whether the emulator ended with status 1 before the program said anything, as
# Wine does now and then on a busy machine. No program here ends so.
lost() {
    test -n "${VERA_TEST_EMULATOR-}" && test "$status" -eq 1 && test ! -s "$scratch/out"
}

# run PROGRAM MODE SETTING: sets `status`. The shell's own word on the end of a program
# is none of the program's.
run() {
    for attempt in first second third; do
        status=0
        { (begin "$@" >"$scratch/out" 2>"$scratch/err"); } 2>/dev/null || status=$?
        lost || break
        echo "# the emulator lost $1 in its $attempt attempt"
    done
}

said() {
    in_common "$scratch/err"
}

# The line that is expected, with the addresses that the program told.
expected() {
    in_common "$scratch/out" | sed -n 's/^\([A-Z]*\)=\(.*\)$/s|\1|\2|g/p' >"$scratch/addresses"
    printf 'vera_memory: misuse: %s\n' "$1" | expected_here | sed -f "$scratch/addresses"
}

# What it told beside the addresses.
told() {
    in_common "$scratch/out" | grep -v '^[A-Z]*=' || :
}

# same NAME EXPECTED FOUND
same() {
    test "$2" = "$3" || {
        printf '%s: expected\n%s\nfound\n%s\n' "$@"
        false
    }
}

# ends STATUS ERROR TOLD: whether the program did so.
ends() {
    same status "$1" "$status" && same 'standard error' "$2" "$(said)" &&
        same 'standard output' "$3" "$(told)"
}

# comes_to SETTING OUTCOME LINE
comes_to() {
    case $2/$1 in
    SIGABRT*/abort) ends $status_of_abort "$(expected "$3")" '' ;;
    SIGABRT/report) ends 0 "$(expected "$3")" 'refused: 1' ;;
    'SIGABRT late/report') ends 0 "$(expected "$3")" 'refused: 0' ;;
    SIGSEGV/*) ends $status_of_fault '' '' ;;
    'goes on'/*) ends 0 '' "${3:+$3
}refused: 0" ;;
    *) same outcome 'one of table.txt' "$2" ;;
    esac
}

# cannot PROGRAM MODE OUTCOME: says why a sanitizer or the system keeps it from coming to
# that.
cannot() {
    case ${VERA_SANITIZER:-$system}/$1/$2/$3 in
    posix/*) ;;
    windows/write_after_free_found_at_the_end/*/SIG*)
        echo 'Windows has streams flushed before the library ends'
        ;;
    windows/*) ;;
    */SIGSEGV) echo 'a sanitizer handles the signal' ;;
    */free_of_another_copys_block/*) echo 'a sanitizer does not work with dlmopen' ;;
    address/copy_that_overlaps*/fast/*) echo 'AddressSanitizer finds it' ;;
    thread/write_after_free_found_at_the_end/*)
        echo 'ThreadSanitizer has streams flushed before the library ends'
        ;;
    esac
}

# try PROGRAM MODE OUTCOME LINE: with both settings.
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
    check 'the forms of messages are those of the manual' \
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
