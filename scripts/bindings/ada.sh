# shellcheck shell=sh disable=SC2034,SC2164 # the driver reads the variables, and ends at what fails
# Ada: a library project, installed by gprinstall, and tested with AUnit.

layer='linked'
packages='gnat gprbuild libaunit22-dev'

version() {
    gnatls --version | sed -n '1s/.* //p'
}

# Both tools put it into the project that they write.
folder_of_library() {
    echo "-XVERA_MEMORY_LDFLAGS=$(pkg-config --libs-only-L vera_memory)"
}

# From a copy, as everywhere: what is built from the package stands in it. A warning fails.
build() {
    cp -R "$top/bindings/ada" "$folder/package"
    gprbuild -p -P "$folder/package/vera_memory.gpr" "$(folder_of_library)" -cargs:Ada -gnatwe
}

install() {
    gprinstall -p -P "$folder/package/vera_memory.gpr" "$(folder_of_library)" --prefix="$place"
}

# built PROJECT: builds a program on what is installed.
built() {
    GPR_PROJECT_PATH=$place/share/gpr gprbuild -p -P "$1" -cargs:Ada -gnatwe
}

readme_runs() {
    mkdir -p "$folder/newcomer"
    example ada >"$folder/newcomer/greeting.adb"
    example gpr >"$folder/newcomer/greeting.gpr"
    built "$folder/newcomer/greeting.gpr" && "$folder/newcomer/greeting" | grep -x 'each on the library'
}

# In check mode, the library sees each block come back as it was given, and none stay.
nothing_to_say() {
    if VERA_MEMORY_MODE=check ./run_tests >checked 2>said && test ! -s said; then
        return 0
    fi
    cat checked said
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
    expect 'all of it in check mode' nothing_to_say
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
