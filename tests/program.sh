# Starts test programs from a script, on every system, through an emulator where there is
# one. Set `programs` to the folder of the programs, then source this.

# begin_program NAME [ARGUMENT...]: replaces this shell. libtool's wrapper script, which finds the
# libraries, would take ten times as long as the program, so it is bypassed where there is one.
begin_program() {
    name=$1
    shift
    if test -z "${VERA_TEST_EMULATOR-}" && { test -n "${exeext-}" || test ! -e "$programs/.libs/$name"; }; then
        exec "$programs/$name${exeext-}" "$@"
    fi
    libraries=$top_builddir/libvera_memory/.libs
    if test "${exeext-}" = .exe; then
        WINEPATH=$(printf 'Z:%s;Z:%s;%s' "$libraries" "$programs/.libs" "${WINEPATH-}" | tr / '\\')
    fi
    LD_LIBRARY_PATH=$libraries:$programs/.libs${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    DYLD_LIBRARY_PATH=$LD_LIBRARY_PATH
    export DYLD_LIBRARY_PATH LD_LIBRARY_PATH WINEPATH
    # shellcheck disable=SC2086 # a command and its words
    exec ${VERA_TEST_EMULATOR-} "$programs/.libs/$name${exeext-}" "$@"
}
