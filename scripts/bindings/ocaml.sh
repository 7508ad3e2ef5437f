# shellcheck shell=sh disable=SC2034,SC2164
# OCaml: dune builds the package as opam would, and installs it as a package of findlib.
packages='ocaml-nox ocaml-dune ocaml-findlib libctypes-ocaml-dev libyojson-ocaml-dev libalcotest-ocaml-dev pkg-config'
layer=ctypes

version() {
    ocamlfind ocamlc -version
}

build() {
    cp -R "$top/bindings/ocaml" package
    cd package
    dune build -p vera_memory @install
}

install() {
    cd package
    dune install --root . --prefix "$place" --libdir "$place/lib" vera_memory
}

# build_with_installed FOLDER PROGRAM: builds that folder of the package in a project of its own,
# with the installed package.
build_with_installed() {
    mkdir -p "$folder/installed"
    cp -R "$top/bindings/ocaml/$1" "$folder/installed/$1"
    sed '/(package vera_memory)/d' "$top/bindings/ocaml/$1/dune" >"$folder/installed/$1/dune"
    echo '(lang dune 2.9)' >"$folder/installed/dune-project"
    cd "$folder/installed"
    OCAMLPATH=$place/lib dune build --root . "./$1/$2.exe"
}

# build_for FOLDER: builds the package once more while pkg-config reads that folder, and prints
# the output.
build_for() {
    (cd "$folder/package" && PKG_CONFIG_LIBDIR='' PKG_CONFIG_PATH=$1 dune build -p vera_memory @install 2>&1)
}

latest_folder_is_stored() {
    build_for "$newer_modules/../../pkgconfig"
    grep -F "{|$newer_modules|}" "$folder/package/_build/default/src/moduledir.ml"
}

missing_library_is_reported() {
    build_for /nowhere | grep PKG_CONFIG_PATH
}

readme_runs() {
    mkdir "$folder/newcomer"
    example ocaml >"$folder/newcomer/readme.ml"
    echo '(executable (name readme) (libraries vera_memory))' >"$folder/newcomer/dune"
    echo '(lang dune 2.9)' >"$folder/newcomer/dune-project"
    (cd "$folder/newcomer" && OCAMLPATH=$place/lib dune exec --root . ./readme.exe) | grep A
}

run_tests() {
    build_with_installed test run
    status=0
    "./_build/default/test/run.exe" --color=never --show-errors || status=$?
    expect 'the program of the README runs' readme_runs
    expect 'a build forgets the folder of an earlier one' latest_folder_is_stored
    expect 'a build without the library reports that' missing_library_is_reported
    count_tests <"$folder/run_tests.log"
    return $status
}

# A test that cannot run prints that in its own output.
count_tests() {
    skipped=$(cat _build/_tests/vera_memory/*.output | grep -c '^skipped: ' || :)
    awk -v skipped="$skipped" '
        $1 == "[OK]" { passed++ }
        /^>? *\[FAIL\] / { failed++ }
        END { printf "%d passed, %d failed, %d skipped\n", passed - skipped, failed, skipped }'
}

bench() {
    build_with_installed bench bench
    ./_build/default/bench/bench.exe
}
