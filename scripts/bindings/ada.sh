# shellcheck shell=sh disable=SC2034,SC2164 # the driver reads the variables, and stops at a failure
# Ada: a library project, installed with gprinstall and tested with AUnit.

layer='linked'
packages='gnat gprbuild libaunit22-dev'

version() {
    gnatls --version | sed -n '1s/.* //p'
}

# Goes into the project that gprinstall writes. gprbuild needs it as well.
folder_of_library() {
    echo "-XVERA_MEMORY_LDFLAGS=$(pkg-config --libs-only-L vera_memory)"
}

# In a copy, because gprbuild writes into the package. Warnings are errors.
build() {
    cp -R "$top/bindings/ada" "$folder/package"
    gprbuild -p -P "$folder/package/vera_memory.gpr" "$(folder_of_library)" -cargs:Ada -gnatwe
}

install() {
    gprinstall -p -P "$folder/package/vera_memory.gpr" "$(folder_of_library)" --prefix="$place"
}

# built PROJECT: builds a program with the installed package.
built() {
    GPR_PROJECT_PATH=$place/share/gpr gprbuild -p -P "$1" -cargs:Ada -gnatwe
}

readme_runs() {
    mkdir -p "$folder/newcomer"
    example ada >"$folder/newcomer/greeting.adb"
    example gpr >"$folder/newcomer/greeting.gpr"
    built "$folder/newcomer/greeting.gpr" && "$folder/newcomer/greeting" | grep -x 'a string from the pool'
}

# In check mode, the library verifies that each block is freed with its size and alignment, and
# that none is left at the end.
nothing_is_reported() {
    if VERA_MEMORY_MODE=check ./run_tests >checked 2>reported && test ! -s reported; then
        return 0
    fi
    cat checked reported
    return 1
}

gain_is_shown() {
    cd "$folder/package/bench" && built vera_memory_bench.gpr && ./compare
}

run_tests() {
    export LD_LIBRARY_PATH="$prefix/lib"
    expect 'the program of the README runs' readme_runs
    expect 'the gain is shown' gain_is_shown
    cd "$folder/package/tests"
    built vera_memory_tests.gpr
    ./run_tests >ran 2>&1 || :
    cat ran
    expect 'check mode reports nothing' nothing_is_reported
    awk '
        /^Total Tests Run:/ { run = $NF }
        /^Successful Tests:/ { successful = $NF }
        END { if (!run) failed++
              print successful + 0 " passed, " failed + run - successful " failed, 0 skipped" }' ran
}

bench() {
    cd "$folder/package/bench"
    built vera_memory_bench.gpr
    LD_LIBRARY_PATH=$prefix/lib ./calls
}
