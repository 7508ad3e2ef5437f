# For tests of vera-repl as a program, sourced after tap.sh: `repl`, the program,
# which finds vera:memory and vera:sample; and `folder`, which is gone when the
# test ends. `separator` stands between the folders in VERA_MODULE_PATH, and
# `native PATH` prints a path as the program has it.

folder=$(mktemp -d) || exit
trap 'rm -rf "$folder"' EXIT
modules=$top_builddir/stage/lib/vera/modules
sample_modules=$top_builddir/tests/stage/lib/vera/modules

# Under an emulator (VERA_TEST_EMULATOR) libtool tells which file it is to be given.
# On Windows lines end in CR LF, and what is compared with them here does not.
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

# Where there are drives: Cygwin and MSYS2 say which a path is on, and Wine has all of
# them on its last.
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
