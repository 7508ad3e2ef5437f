# shellcheck disable=SC2164 # check-bindings runs what is here under set -e
# Node. Its one dependency, koffi, and what its declarations are tested with come from npm's registry
# when the package is built; from then on npm is offline, with a cache of its own.
packages=nodejs
layer=koffi

# Other builds of Node bring npm along, and exclude Debian's package of it.
command -v npm >/dev/null || packages="$packages npm"

npm_quietly() {
    npm --cache "$folder/cache" --ignore-scripts --no-audit --no-fund --no-package-lock "$@"
}

version() {
    node --version | sed 's/^v//'
}

build() {
    cp -R "$top/bindings/node" "$folder/package"
    cd "$folder/package"
    npm_quietly install
    # The script that fills in what the library's installation tells is the one that is wanted.
    npm --cache "$folder/cache" --offline pack --pack-destination "$folder"
}

install() {
    npm_quietly --offline --prefix "$place" install "$folder"/vera-memory-*.tgz typescript @types/node
    # The tests are modules, as they are in the package's own folder.
    npm --prefix "$place" pkg set type=module
    cp -R "$top/bindings/node/test" "$top/bindings/node/bench.js" "$place/"
}

readme_runs() {
    # shellcheck disable=SC2016 # a pattern
    example js >readme.js
    node readme.js | grep -x 'helloÿ'
}

unknown_library_is_named() {
    ! PKG_CONFIG_PATH='' PKG_CONFIG_LIBDIR=$place node "$folder/package/scripts/prepack.js" 2>errors &&
        grep -F PKG_CONFIG_PATH errors
}

run_tests() {
    cd "$place"
    expect 'the program of the README runs' readme_runs
    expect 'a library that is not there is named' unknown_library_is_named
    expect 'the package has its license' test -e node_modules/vera-memory/LICENSE
    status=0
    node --test --test-reporter=tap >tap || status=$?
    cat tap
    awk '$1 == "#" { count[$2] = $3 }
        END { print count["pass"] + 0 " passed, " count["fail"] + 0 " failed, " count["skipped"] + 0 " skipped" }' tap
    return "$status"
}

bench() {
    cd "$place"
    node bench.js
}
