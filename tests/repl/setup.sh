# For tests that run vera-repl; source this after tap.sh. Sets `repl`, the program,
# which finds vera:memory and vera:sample; `folder`, a scratch folder that is removed
# at the end; and `separator`, which separates the folders in VERA_MODULE_PATH.
# `native PATH` prints a path as the program writes it.

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
modules=$top_builddir/stage/lib/vera/modules
sample_modules=$top_builddir/tests/stage/lib/vera/modules

# Writes a script that runs the program. Under an emulator (VERA_TEST_EMULATOR), libtool
# finds the file that it must run. On Windows the script turns CR LF into LF, because
# the expected text has LF.
write_repl() {
    program="\"$top_builddir/bindings/repl/vera-repl$exeext\" \"\$@\""
    test -z "${VERA_TEST_EMULATOR-}" ||
        program="\"$top_builddir/libtool\" --mode=execute $VERA_TEST_EMULATOR $program"
    echo '#!/bin/sh'
    if test -z "$exeext"; then
        echo "exec $program"
    else
        echo "$program >\"$folder/raw-out\" 2>\"$folder/raw-err\""
        echo 'status=$?'
        echo "tr -d '\\r' <\"$folder/raw-out\""
        echo "tr -d '\\r' <\"$folder/raw-err\" >&2"
        echo 'exit $status'
    fi
}

# Windows has drives. On Cygwin and MSYS2, cygpath knows the drive of a path; under Wine
# all paths are on drive Z.
case $exeext in
.exe)
    separator=';'
    native() {
        cygpath -m "$1" 2>/dev/null || echo "Z:$1"
    }
    ;;
*)
    separator=:
    native() {
        echo "$1"
    }
    ;;
esac

repl=$top_builddir/bindings/repl/vera-repl
if test -n "$exeext${VERA_TEST_EMULATOR-}"; then
    repl=$folder/vera-repl
    write_repl >"$repl"
    chmod +x "$repl"
fi
VERA_MODULE_PATH=$(native "$modules")$separator$(native "$sample_modules")
export VERA_MODULE_PATH
