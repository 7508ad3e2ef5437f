# C++: a part of the library's own release, whose tarball's tree this builds and installs.

packages='g++ make pkg-config doctest-dev clang clang-format cppcheck'
layer='linked'

version() {
    c++ -dumpfullversion
}

build() {
    make -C "$top/build" distdir distdir=cpp-sources
    mv "$top/build/cpp-sources" "$folder/sources"
    mkdir "$folder/build"
    cd "$folder/build" || return
    ../sources/configure -q --prefix="$place" --disable-bindings
    make -j "$jobs"
}

install() {
    make -C "$folder/build" install
}

# The two scripts of bindings/cpp/tests, in TAP, and the line that counts.
run_tests() {
    for script in header installed; do
        place=$place has_new=yes top_srcdir=$folder/sources \
            sh "$folder/sources/bindings/cpp/tests/$script.sh" || echo "not ok - $script.sh ended with $?"
    done | awk '{ print }
        /^ok .*# SKIP/ { skipped++; next }
        /^ok / { passed++ }
        /^not ok [0-9]/ { failed++ }
        /^not ok - / && !failed { failed++ }
        END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped; exit failed > 0 }'
}

bench() {
    PKG_CONFIG_PATH=$place/lib/pkgconfig
    # shellcheck disable=SC2046 # flags are words
    c++ -std=c++17 -O2 -o calls "$folder/sources/bindings/cpp/bench/calls.cc" \
        $(pkg-config --cflags --libs vera_memory)
    LD_LIBRARY_PATH=$place/lib ./calls
}
