# Python: a wheel built from the sdist, which shows that the sdist is complete.
# Debian's own Python: any other in PATH lacks Debian's packages.
packages='python3 python3-build python3-pip python3-setuptools python3-wheel'
layer=ctypes
python=/usr/bin/python3

version() {
    $python -c 'import platform; print(platform.python_version())'
}

build() {
    cp -R "$top/bindings/python" "$folder/package"
    $python -m build --no-isolation --outdir "$folder/dist" "$folder/package"
}

install() {
    $python -m pip install --no-index --no-deps --target "$place" "$folder"/dist/*.whl
}

# build_for FOLDER: builds the package, each time in the same place, with pkg-config reading only FOLDER.
build_for() {
    (cd "$folder/package" && PKG_CONFIG_LIBDIR='' PKG_CONFIG_PATH=$1 $python setup.py --quiet build 2>&1)
}

newest_folder_is_kept() {
    build_for "$prefix/lib/pkgconfig"
    build_for "$newer_modules/../../pkgconfig"
    grep -F "'$newer_modules'" "$folder/package/build/lib/vera_memory/_moduledir.py"
}

missing_library_is_reported() {
    build_for /nowhere | grep PKG_CONFIG_PATH
}

readme_runs() {
    example python >"$folder/readme.py"
    PYTHONPATH=$place $python -B -W error "$folder/readme.py" | grep -F "b'VERA"
}

run_tests() {
    mkdir "$folder/tests"
    cp -R "$top/bindings/python/tests" "$folder/tests"
    cd "$folder/tests" || return
    status=0
    PYTHONPATH=$place $python -B -W error -m unittest discover -v -t . -s tests 2>&1 || status=$?
    expect 'the program of the README runs' readme_runs
    expect 'a build forgets the folder of an earlier one' newest_folder_is_kept
    expect 'a build without the library warns' missing_library_is_reported
    count_tests <"$folder/run_tests.log"
    return $status
}

# Turns unittest's last two lines into the line of counts. A test with subtests fails once for each.
count_tests() {
    awk '
        function number(what) {
            return match($0, what "=[0-9]+") ? substr($0, RSTART + length(what) + 1) + 0 : 0
        }
        /^Ran [0-9]+ tests? in / { ran = $2 }
        /^(OK|FAILED)( |$)/ { failed = number("failures") + number("errors"); skipped = number("skipped") }
        END {
            passed = ran - failed - skipped
            printf "%d passed, %d failed, %d skipped\n", passed < 0 ? 0 : passed, failed, skipped
        }'
}

bench() {
    PYTHONPATH=$place $python -B "$top/bindings/python/bench.py"
}
