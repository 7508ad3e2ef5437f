# TAP for test scripts: source it, call check, ok, not_ok or skip once for each case, and
# end with finish. skip_all ends a script that cannot run here.

tap_count=0
tap_failed=0

ok() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1"
}

not_ok() {
    tap_count=$((tap_count + 1))
    tap_failed=$((tap_failed + 1))
    echo "not ok $tap_count - $1"
}

# skip NAME REASON
skip() {
    tap_count=$((tap_count + 1))
    echo "ok $tap_count - $1 # SKIP $2"
}

# check NAME COMMAND...: ok if the command succeeds; shows its output if it fails.
check() {
    tap_name=$1
    shift
    if tap_output=$("$@" 2>&1); then
        ok "$tap_name"
    else
        not_ok "$tap_name"
        printf '%s\n' "$tap_output" | sed 's/^/# /'
    fi
}

skip_all() {
    echo "1..0 # SKIP $1"
    exit 0
}

finish() {
    echo "1..$tap_count"
    test "$tap_failed" -eq 0
    exit
}
