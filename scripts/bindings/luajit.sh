# shellcheck shell=sh disable=SC2034,SC2164
# LuaJIT: a binary rock, which holds no machine code.
packages='lua-busted lua-cjson luajit luarocks make pkg-config'
layer=ffi

version() {
    luajit -v | awk '{ print $2 }'
}

# Dependencies are not looked at: Debian's packages are no rocks.
rocks() {
    luarocks --lua-version=5.1 "$@"
}

build() {
    cp -R "$top/bindings/luajit" "$folder/package"
    cd "$folder/package"
    # One step, make --pack-binary-rock, would leave a Makefile's modules out of the rock.
    rocks make --deps-mode=none --tree="$folder/tree"
    rocks pack --tree="$folder/tree" vera-memory
}

install() {
    rocks install --deps-mode=none --tree="$place" "$folder"/package/*.all.rock
}

# The installed modules come first, then Debian's.
installed() {
    LUA_PATH="$place/share/lua/5.1/?.lua;;" luajit "$@"
}

run_tests() {
    mkdir "$folder/tests"
    cp -R "$top/bindings/luajit/spec" "$folder/tests"
    cd "$folder/tests"
    status=0
    installed "$(command -v busted)" --output=TAP --lpath='./?.lua' spec 2>&1 || status=$?
    count_tap <"$folder/run_tests.log"
    return $status
}

bench() {
    installed "$top/bindings/luajit/bench.lua"
}
