#!/bin/sh
# Runs each fuzz target on its corpus and then on new inputs, for
# VERA_FUZZ_SECONDS in total (default 60; 0: only the corpus). The targets are
# compiled here from source, because libFuzzer needs the code under test to be
# instrumented. The corpus is only read. New inputs stay in the scratch folder,
# except that an input that causes a failure is printed.

. "$top_srcdir/tests/tap.sh"

fuzz=$top_srcdir/tests/fuzz
memory=$top_srcdir/libvera_memory
binding=$top_srcdir/bindings/libvera_binding
repl=$top_srcdir/bindings/repl
seconds=$((${VERA_FUZZ_SECONDS-60} / 3))

test "$(uname)" = Linux || skip_all "the targets use system calls of Linux"
scratch=$(mktemp -d) || exit 99
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
cd "$scratch" || exit 99

# works COMPILER SANITIZERS
works() {
    "$1" "-fsanitize=$2" -o probe probe.c 2>/dev/null && ./probe -runs=1 2>/dev/null
}

cat >probe.c <<'END'
int LLVMFuzzerTestOneInput(const unsigned char *bytes, unsigned long length);
int LLVMFuzzerTestOneInput(const unsigned char *bytes, unsigned long length)
{
    return bytes == 0 && length > 0;
}
END
clang=
for candidate in clang clang-19 clang-18 clang-17 clang-16 clang-15 clang-14; do
    if test -z "$clang" && works "$candidate" fuzzer,undefined; then
        clang=$candidate
    fi
done
test -n "$clang" || skip_all "there is no clang with -fsanitize=fuzzer"
address=
works "$clang" fuzzer,undefined,address && address=,address

# What configure found, if there is a build folder. config.h is copied because the
# path of that folder may contain a space.
defines=-DHAVE_SECURE_GETENV=1
flags=
libraries='-lffi -ljansson'
makefile=${top_builddir-.}/Makefile
if test -f "$makefile"; then
    cp "$top_builddir/config.h" .
    defines='-include config.h'
    flags=$(sed -n -e 's/^LIBFFI_CFLAGS = //p' -e 's/^JANSSON_CFLAGS = //p' "$makefile")
    libraries=$(sed -n -e 's/^LIBFFI_LIBS = //p' -e 's/^JANSSON_LIBS = //p' "$makefile")
fi

# compile TARGET SANITIZERS ARGUMENT...
# Undefined behaviour ends the run, as an invalid address does.
compile() {
    compile_target=$1
    compile_with=$2
    shift 2
    # shellcheck disable=SC2086 # lists of flags
    "$clang" -g -O1 -std=gnu11 -D_GNU_SOURCE $defines "-fsanitize=fuzzer,$compile_with" \
        -fno-sanitize-recover=undefined -o "$compile_target" "$@" -ldl -pthread
}

# Prints the output of a run without its progress, and the input that ended it.
explain() {
    grep -v -e '^INFO' -e '^#' log | head -n 40 | sed 's/^/# /'
    for reproducer in found-*; do
        if test -f "$reproducer"; then
            echo "# the input is:"
            od -An -v -tx1 "$reproducer" | sed 's/^/# /'
            rm -f "$reproducer"
        fi
    done
}

# run NAME COMMAND...
run() {
    run_name=$1
    shift
    if "$@" -artifact_prefix=found- -print_final_stats=1 -timeout=20 -rss_limit_mb=1024 \
        >log 2>&1; then
        ok "$run_name"
        sed -n 's/^stat::number_of_executed_units: */# runs: /p' log
        sed -n 's/^#.*\(DONE *cov: [0-9]*\).*/# \1/p' log
    else
        not_ok "$run_name"
        explain
    fi
}

# fuzz TARGET MAX_LENGTH
fuzz() {
    if ! test -x "$1"; then
        not_ok "$1: compiled"
        sed 's/^/# /' log
        return
    fi
    run "$1: the corpus" "./$1" "$fuzz/corpus/$1" -runs=0
    if test "$seconds" -gt 0; then
        mkdir "$1-finds"
        run "$1: new inputs" "./$1" "-max_total_time=$seconds" "-max_len=$2" "$1-finds" \
            "$fuzz/corpus/$1"
    fi
}

# Without AddressSanitizer: it replaces mmap itself, and under it the library reports
# every block and gives threads no caches, so other code would run than is tested here.
compile memory undefined -I"$memory/include" -I"$memory" -I"$memory/posix" "$fuzz/memory.c" \
    "$fuzz/system.c" "$memory"/*.c "$memory"/check/*.c "$memory"/posix/*.c >log 2>&1
fuzz memory 600
if test -x memory; then
    VERA_MEMORY_MODE=check
    export VERA_MEMORY_MODE
    run "memory: the corpus in check mode" ./memory "$fuzz/corpus/memory" -runs=0
    unset VERA_MEMORY_MODE
fi

# shellcheck disable=SC2086 # lists of flags
compile manifest "undefined$address" $flags -I"$binding" -I"$binding/posix" -I"$binding/include" \
    -DVERA_MODULEDIR='"/nowhere"' "$fuzz/manifest.c" "$binding"/*.c "$binding"/posix/*.c \
    $libraries >log 2>&1
fuzz manifest 4096

compile parse "undefined$address" -iquote "$repl" -I"$binding/posix" -I"$binding/include" "$fuzz/parse.c" \
    "$repl/alloc.c" "$repl/fault.c" "$repl/parse.c" "$repl/text.c" "$repl/token.c" >log 2>&1
fuzz parse 2048
finish
