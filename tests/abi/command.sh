# vera-abi itself: wrong usage, several checks in one run, and a copy in another folder.
. "$top_srcdir/tests/abi/abi.sh"

copy_sample
sample=$scratch/sample.abi

# returns STATUS NAME COMMAND...
returns() {
    expected=$1
    name=$2
    shift 2
    "$@" >"$scratch/output" 2>"$scratch/errors"
    status=$?
    if [ $status -eq "$expected" ]; then
        ok "$name"
    else
        not_ok "$name: status $status, not $expected"
        sed 's/^/# /' "$scratch/output" "$scratch/errors"
    fi
}

# misused ARGUMENT...
misused() {
    returns 2 "misused: vera-abi $(printf '%s' "$*" | sed "s|$scratch/||g")" vera_abi "$@"
    if [ -s "$scratch/output" ] || ! grep -q '^usage: vera-abi ' "$scratch/errors"; then
        not_ok "the usage is on stderr"
    fi
}

returns 0 "--help" vera_abi --help
for command in check derive describe list needs record stage; do
    agrees "--help explains $command" grep -q "^$command  " "$scratch/output"
done

misused
misused compare
misused --help check
misused derive json
misused derive yaml "$sample"
misused derive json "$sample" elf
misused derive exports "$sample"
misused derive exports "$sample" coff
misused check
misused check "$sample"
misused check "$sample" --header
misused check "$sample" --header ''
misused check "$sample" "$scratch/include"
misused check "$sample" --header "$scratch/include" --symbol vera_sample_touch
misused check "$sample" --abidiff "$scratch/baseline" --header "$scratch/include"
misused needs
misused list "$sample" "$sample"
misused describe "$sample"
misused record "$sample" "$scratch/baseline"
misused stage "$sample"

echo 'another format' >"$scratch/sample.so"
returns 0 "two checks that agree" \
    vera_abi check "$sample" --header "$scratch/include" --baseline "$scratch/baseline"
returns 77 "one that agrees and one that cannot be made" \
    vera_abi check "$sample" --header "$scratch/include" --library "$scratch/sample.so"
edit include/vera/sample.h '/touch(void)/d'
edit sample.abi '/^function *touched/,/returns/d'
returns 1 "two that fail and one that cannot be made" \
    vera_abi check "$sample" --header "$scratch/include" --library "$scratch/sample.so" \
    --baseline "$scratch/baseline"
agrees "the header's difference is printed" grep -q 'lacks function vera_sample_touch,' "$scratch/errors"
agrees "the library's reason is printed" grep -q 'none of the formats' "$scratch/output"
agrees "the baseline's difference is printed" grep -q 'is gone: function touched' "$scratch/errors"

mkdir "$scratch/a copy"
cp -R "$abi/vera-abi" "$abi/check" "$abi/derive" "$abi/object" "$scratch/a copy"
for command in 'derive exports sample.abi elf' 'check sample.abi --baseline baseline' 'list sample.so'; do
    # shellcheck disable=SC2086 # a command and its arguments
    here=$(cd "$scratch" && vera_abi $command 2>&1)
    # shellcheck disable=SC2086
    there=$(cd "$scratch" && PATH="$scratch/a copy:$PATH" && vera-abi $command 2>&1)
    agrees "a copy in another folder: $command" test "$there" = "$here"
done

finish
