# shellcheck shell=sh disable=SC2034,SC2164
# LuaJIT: a binary rock, though it contains no machine code.
packages='lua-busted lua-cjson luajit luarocks make pkg-config'
layer=ffi

version() {
    luajit -v | awk '{ print $2 }'
}

# --deps-mode=none: the dependencies are Debian's packages, not rocks.
rocks() {
    luarocks --lua-version=5.1 "$@"
}

build() {
    cp -R "$top/bindings/luajit" "$folder/package"
    cd "$folder/package"
    # Two steps: make --pack-binary-rock would leave a Makefile's modules out of the rock.
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

# Makes the package where pkg-config does not know the library, then where it does, then
# again where it does not: the folder found stays.
folder_is_asked_for_again() (
    cd "$folder/package"
    make clean
    PKG_CONFIG_LIBDIR='' PKG_CONFIG_PATH='' make 2>&1 | grep '^warning: .*PKG_CONFIG_PATH' &&
        make && grep "'$prefix/" build/moduledir.lua &&
        PKG_CONFIG_LIBDIR='' PKG_CONFIG_PATH='' make && grep "'$prefix/" build/moduledir.lua
)

installs_below_prefix() (
    cd "$folder/package"
    make prefix=/some DESTDIR="$folder/staged" install
    test -e "$folder/staged/some/share/lua/5.1/vera/block.lua"
)

readme_runs() {
    example lua >"$folder/readme.lua"
    installed "$folder/readme.lua" | grep '^VERA'
}

run_tests() {
    mkdir "$folder/tests"
    cp -R "$top/bindings/luajit/spec" "$folder/tests"
    cd "$folder/tests"
    status=0
    installed "$(command -v busted)" --output=TAP --lpath='./?.lua' spec 2>&1 || status=$?
    expect 'the program of the README runs' readme_runs
    expect 'make asks for the module folder again' folder_is_asked_for_again
    expect 'make installs below its prefix' installs_below_prefix
    count_tap <"$folder/run_tests.log"
    return $status
}

bench() {
    installed "$top/bindings/luajit/bench.lua"
}
