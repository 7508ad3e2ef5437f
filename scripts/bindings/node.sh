# shellcheck disable=SC2164 # check-bindings runs what is here under set -e
# Node. When the package is built, npm's registry provides its one dependency, koffi, and the tools
# that test its declarations. From then on npm is offline, with a cache of its own.
packages=nodejs
layer=koffi

# Other builds of Node include npm and conflict with Debian's npm package.
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
    # Scripts run here: prepack fills in what the library's installation provides.
    npm --cache "$folder/cache" --offline pack --pack-destination "$folder"
}

install() {
    npm_quietly --offline --prefix "$place" install "$folder"/vera-memory-*.tgz typescript @types/node
    # The tests are ES modules, as in the package's own folder.
    npm --prefix "$place" pkg set type=module
    cp -R "$top/bindings/node/test" "$top/bindings/node/bench.js" "$place/"
}

readme_runs() {
    # shellcheck disable=SC2016 # a pattern
    example js >readme.js
    node readme.js | grep -x 'helloÿ'
}

missing_library_is_reported() {
    ! PKG_CONFIG_PATH='' PKG_CONFIG_LIBDIR=$place node "$folder/package/scripts/prepack.js" 2>errors &&
        grep -F PKG_CONFIG_PATH errors
}

run_tests() {
    cd "$place"
    expect 'the program of the README runs' readme_runs
    expect 'a build without the library fails' missing_library_is_reported
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
