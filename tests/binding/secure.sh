#!/bin/sh
# In a set-user-id program, the user cannot choose where code is loaded from.
. "$top_srcdir/tests/tap.sh"

test -z "${VERA_SANITIZER-}" || skip_all 'a set-user-id program cannot run under a sanitizer'
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
check 'an ordinary program uses VERA_MODULE_PATH' opens 'plain 0'

# Run by root, another user's set-user-id program has that user's rights.
chown 65534 "$folder/host" && chmod 4755 "$folder/host" || exit
if "$folder/host" vera:sample | grep -q plain; then
    skip 'a set-user-id program ignores VERA_MODULE_PATH' 'the file system has no set-user-id programs'
else
    check 'a set-user-id program ignores VERA_MODULE_PATH' opens 'secure 2'
    places=$("$folder/host" vera:sample message)
    listed() {
        case $places in
        *"$modules"*) return 1 ;;
        *sample.json*) ;;
        *) return 1 ;;
        esac
    }
    check 'its error does not list the folders of VERA_MODULE_PATH' listed
fi
finish
