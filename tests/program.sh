# To begin test programs from a script, on every system and through whatever runs them.
# Sourced with the folder of the programs in `programs`.

# begin_program NAME: in place of this shell. libtool's script finds the libraries; where
# an emulator stands in front, that would take longer than the program does.
begin_program() {
    test -n "${VERA_TEST_EMULATOR-}" || exec "$programs/$1${exeext-}"
    libraries=$top_builddir/libvera_memory/.libs
    if test "${exeext-}" = .exe; then
        WINEPATH=$(printf 'Z:%s;Z:%s;%s' "$libraries" "$programs/.libs" "${WINEPATH-}" | tr / '\\')
    fi
    LD_LIBRARY_PATH=$libraries:$programs/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export LD_LIBRARY_PATH WINEPATH
    # shellcheck disable=SC2086 # a command and its words
    exec $VERA_TEST_EMULATOR "$programs/.libs/$1${exeext-}"
}
