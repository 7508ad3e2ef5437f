# shellcheck shell=sh disable=SC2034,SC2164
# Guile: the tarball from `make dist`, compiled and installed with its own Makefile.
packages='guile-3.0 guile-3.0-dev guile-json make pkg-config'
layer='(system foreign)'

version() {
    guile -c '(display (version))'
}

build() {
    cp -R "$top/bindings/guile" "$folder/package"
    make -C "$folder/package" dist
    tar -xzf "$folder/package/guile-vera-memory-1.0.0.tar.gz"
    make -C "$folder/guile-vera-memory-1.0.0"
}

install() {
    make -C "$folder/guile-vera-memory-1.0.0" prefix="$place" install
}

# Guile with the installed modules only, never those of the current folder.
installed() {
    site=$(echo "$place"/share/guile/site/*)
    compiled=$(echo "$place"/lib/guile/*/site-ccache)
    GUILE_LOAD_PATH=$site GUILE_LOAD_COMPILED_PATH=$compiled guile "$@"
}

# Builds first without the library, then with it, then without it again.
module_folder_is_asked_for() (
    cp -R "$folder/guile-vera-memory-1.0.0" "$folder/again"
    cd "$folder/again"
    config=vera/module/config.scm
    make clean
    make PKG_CONFIG=false $config 2>&1 | grep PKG_CONFIG_PATH && grep '""' $config &&
        make $config && grep "\"$prefix/" $config &&
        make PKG_CONFIG=false $config && grep "\"$prefix/" $config
)

readme_runs() {
    example scheme >"$folder/readme.scm"
    installed --no-auto-compile -s "$folder/readme.scm" | grep -F '#vu8(86 69 82 65 255'
}

run_tests() {
    mkdir -p "$folder/installed"
    cp -R "$top/bindings/guile/tests" "$folder/installed/tests"
    status=0
    installed --no-auto-compile -s "$folder/installed/tests/run.scm" || status=$?
    expect 'the program of the README runs' readme_runs
    expect 'a build asks for the folder of modules each time' module_folder_is_asked_for
    return $status
}

# Compiled, as Guile compiles any program, but without the messages about that.
bench() {
    installed --no-auto-compile -c '
        (load-compiled ((@ (system base compile) compile-file)
                        (cadr (command-line)) #:output-file "bench.go"))
    ' "$top/bindings/guile/bench.scm"
}
