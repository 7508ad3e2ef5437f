# C++: part of the library's own release. Builds and installs what is in its tarball.

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

# The two scripts of bindings/cpp/tests.
run_tests() {
    status=0
    for script in header installed; do
        place=$place has_new=yes top_srcdir=$folder/sources \
            sh "$folder/sources/bindings/cpp/tests/$script.sh" || status=$?
    done
    PKG_CONFIG_PATH=$place/lib/pkgconfig
    expect 'the gain is shown' sh "$folder/sources/bindings/cpp/bench/containers.sh" 1
    count_tap <"$folder/run_tests.log"
    return $status
}

bench() {
    PKG_CONFIG_PATH=$place/lib/pkgconfig
    # shellcheck disable=SC2046 # flags are words
    c++ -std=c++17 -O2 -o calls "$folder/sources/bindings/cpp/bench/calls.cc" \
        $(pkg-config --cflags --libs vera_memory)
    LD_LIBRARY_PATH=$place/lib ./calls
}
