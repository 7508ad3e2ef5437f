# A set-user-id program ignores all of the library's variables.

. "$top_srcdir/tests/tap.sh"

test -z "$exeext" || skip_all 'Windows has no set-user-id programs'
test -z "${VERA_SANITIZER-}" || skip_all 'no sanitizer watches a set-user-id program'
test "$(id -u)" -eq 0 || skip_all 'only root can make a set-user-id program'

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cp "$top_builddir/tests/memory/contract/secure_user" "$folder/user" || exit

# A set-user-id program of another user, run by root, runs with that other user's rights.
cp "$folder/user" "$folder/secure" && chown 65534 "$folder/secure" &&
    chmod 4755 "$folder/secure" || exit

# run PROGRAM [SETTING...]: sets `said` to what it prints in that environment, and `status`.
# Replaces addresses, which differ from run to run.
run() {
    program=$folder/$1
    shift
    said=$(env "$@" "$program" 2>&1) && status=0 || status=$?
    said=$(echo "$said" | sed 's/0x[0-9a-f]*/ADDRESS/g')
}

# has_effect SETTING...: whether the settings change the output or the exit status.
has_effect() {
    run user
    plain="$said $status"
    run user "$@"
    test "$said $status" != "$plain"
}

is_ignored() {
    run secure
    plain="$said $status"
    run secure "$@"
    test "$said $status" = "$plain"
}

run secure
case $said in
secure*) secure=yes ;;
*) secure=no ;;
esac

# try SETTING...
try() {
    check "$* has an effect in an ordinary program" has_effect "$@"
    if test "$secure" = yes; then
        check "$* is ignored in a set-user-id program" is_ignored "$@"
    else
        skip "$* is ignored in a set-user-id program" 'the file system ignores the set-user-id bit'
    fi
}

try VERA_MEMORY_MISUSE=report
try VERA_MEMORY_MISUSE=report VERA_MEMORY_MODE=check
try VERA_MEMORY_MISUSE=report VERA_MEMORY_STATS=exit
try VERA_MEMORY_WATCHED=unknown
try VERA_MEMORY_CHECK_PAGES=unknown
test "$tap_failed" -ne 0 || test "$secure" = no || echo '# figure: AT_SECURE: the environment is ignored'
finish
