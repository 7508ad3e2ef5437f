#!/bin/sh
# A set-user-id program does not let its user say where code is loaded from.
. "$top_srcdir/tests/tap.sh"

test -z "${VERA_SANITIZER-}" || skip_all 'no sanitizer watches a set-user-id program'
test "$(id -u)" -eq 0 || skip_all 'only root can make a set-user-id program'
modules=$top_builddir/tests/stage/lib/vera/modules
test -e "$modules/sample.json" || skip_all 'no shared library was built'

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder"
cp "$top_builddir/tests/binding/secure_host" "$folder/host"

VERA_MODULE_PATH=$modules
export VERA_MODULE_PATH
opens() {
    test "$("$folder/host" vera:sample)" = "$1"
}
check 'the variable counts in a program without further rights' opens 'plain 0'

# Another user's program, run by root, is one with rights of that other user's.
chown 65534 "$folder/host" && chmod 4755 "$folder/host" || exit
if "$folder/host" vera:sample | grep -q plain; then
    skip 'the variable does not count in a set-user-id program' 'the file system has none'
else
    check 'the variable does not count in a set-user-id program' opens 'secure 2'
    places=$("$folder/host" vera:sample message)
    listed() {
        case $places in
        *"$modules"*) return 1 ;;
        *sample.json*) ;;
        *) return 1 ;;
        esac
    }
    check 'nor is it among the places that are listed' listed
fi
finish
