# Shared by scripts/test and scripts/check-platforms: runs tests and adds up their
# results. Sourced, with `top` set to the top of the tree, `build` to a configured build
# folder, and `results` to a file that collects the results of all suites, one a line, as
# results.awk prints them.

# count RESULT FILE: how many results in FILE are `PASS`, `SKIP` or `FAIL`.
count() {
    case $1 in
    PASS) grep -cE '^(PASS|XFAIL)' "$2" ;;
    SKIP) grep -c '^SKIP' "$2" ;;
    FAIL) grep -cE '^(FAIL|XPASS|ERROR)' "$2" ;;
    esac || :
}

totals() {
    echo "$(count PASS "$1") passed, $(count FAIL "$1") failed, $(count SKIP "$1") skipped"
}

# suite NAME COMMAND...: runs COMMAND, which makes automake run tests somewhere in
# build/, and adds up their results. Logs older than the start of the suite belong to
# another one.
suite() {
    name=$1
    shift
    began=$(date +%s)
    : >"$build/$name.began"
    "$@" >"$build/$name.log" 2>&1 </dev/null && status=0 || status=$?
    find "$build" -path '*/tests/*.log' -newer "$build/$name.began" \
        -exec awk -v top="$build/" -f "$top/scripts/results.awk" {} + >"$build/$name.results"
    if test "$(count FAIL "$build/$name.results")" -eq 0 &&
        { test "$status" -ne 0 || test ! -s "$build/$name.results"; }; then
        printf 'FAIL\t%s: status %s, and no failure reported\n' "$name" "$status" >>"$build/$name.results"
        tail -n 60 "$build/$name.log"
    fi
    echo "$name: $(totals "$build/$name.results") in $(($(date +%s) - began)) s"
    cat "$build/$name.results" >>"$results"
}

# The logs of the failed tests, for readers who have only this output.
explain() {
    grep -E '^(FAIL|XPASS|ERROR)' "$results" | cut -f 2 | cut -d ' ' -f 1 | uniq |
        while IFS= read -r test; do
            test -r "$build/$test.log" || continue
            echo "--- $test.log"
            tail -n 60 "$build/$test.log"
        done
}
