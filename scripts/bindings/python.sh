# Python: a wheel, built by way of the sdist, so that the sdist is complete too.
# Debian's own Python: another one in PATH lacks Debian's packages.
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

run_tests() {
    mkdir "$folder/tests"
    cp -R "$top/bindings/python/tests" "$folder/tests"
    cd "$folder/tests" || return
    status=0
    PYTHONPATH=$place $python -B -W error -m unittest discover -v -t . -s tests 2>&1 || status=$?
    count_tests <"$folder/run_tests.log"
    return $status
}

# unittest's last two lines as the table's: a test of several parts fails once for each.
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
