# Starts test programs from a script, on every system, through an emulator where there is
# one. Set `programs` to the folder of the programs, then source this.

# begin_program NAME [ARGUMENT...]: replaces this shell. libtool's wrapper script finds the libraries.
# With an emulator the wrapper would take longer than the program, so it is bypassed.
begin_program() {
    name=$1
    shift
    test -n "${VERA_TEST_EMULATOR-}" || exec "$programs/$name${exeext-}" "$@"
    libraries=$top_builddir/libvera_memory/.libs
    if test "${exeext-}" = .exe; then
        WINEPATH=$(printf 'Z:%s;Z:%s;%s' "$libraries" "$programs/.libs" "${WINEPATH-}" | tr / '\\')
    fi
    LD_LIBRARY_PATH=$libraries:$programs/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export LD_LIBRARY_PATH WINEPATH
    # shellcheck disable=SC2086 # a command and its words
    exec $VERA_TEST_EMULATOR "$programs/.libs/$name${exeext-}" "$@"
}
