# shellcheck shell=sh disable=SC2034,SC2164 # the driver reads the variables, and ends at what fails
# Rust: a crate, installed by cargo from its .crate, by way of a registry in a folder.

layer='linked'
packages=''
command -v cargo >/dev/null || packages='cargo rustc'

version() {
    rustc --version | cut -d ' ' -f 2
}

# The user's own settings and downloads stay out of it.
offline_cargo() {
    CARGO_HOME=$folder/home CARGO_NET_OFFLINE=true CARGO_TERM_COLOR=never \
        CARGO_TARGET_DIR=$folder/target LD_LIBRARY_PATH=$prefix/lib cargo "$@"
}

# What cargo has no such part for is not asked.
where_there_is() {
    if offline_cargo "$1" --version >/dev/null 2>&1; then
        offline_cargo "$@"
    else
        echo "there is no cargo $1"
    fi
}

build() {
    cp -R "$top/bindings/rust" "$folder/package"
    cd "$folder/package"
    where_there_is fmt --check
    where_there_is clippy --all-targets -- -D warnings
    RUSTDOCFLAGS='-D warnings' offline_cargo doc --no-deps
    offline_cargo package --allow-dirty
}

# The line that a registry has for a package.
index_line() {
    printf '{"name":"vera-memory","vers":"1.0.0","deps":[],"cksum":"%s","features":{},"yanked":false,"links":"vera_memory"}\n' \
        "$(sha256sum "$1" | cut -d ' ' -f 1)"
}

install() {
    crate=$folder/target/package/vera-memory-1.0.0.crate
    mkdir -p "$place/registry/index/ve/ra" "$place/user/.cargo"
    cp "$crate" "$place/registry"
    index_line "$crate" >"$place/registry/index/ve/ra/vera-memory"
    cat >"$place/user/.cargo/config.toml" <<END
[source.crates-io]
replace-with = "folder"
[source.folder]
local-registry = "$place/registry"
END
    cd "$place/user"
    offline_cargo init --vcs none --name user
    offline_cargo add vera-memory
    offline_cargo fetch
}

# A program of the README's, on the crate from the registry.
readme_runs() {
    example rust >src/main.rs
    offline_cargo run -q | tee output
    grep -x 'each on the library' output && offline_cargo tree | tee tree && ! grep -q "$folder/package" tree
}

unknown_library_is_named() {
    ! PKG_CONFIG_PATH='' PKG_CONFIG_LIBDIR=$place CARGO_TARGET_DIR=$folder/target-without \
        cargo build --offline 2>errors && grep -F 'vera_memory >= 1.0' errors && grep -F PKG_CONFIG_PATH errors
}

gain_is_shown() {
    CARGO_HOME=$folder/home CARGO_TARGET_DIR=$folder/target LD_LIBRARY_PATH=$prefix/lib sh "$folder/package/compare" 1
}

# Those of the package itself, as it was installed: cargo tests a dependency too.
crate_tests() {
    offline_cargo test -p vera-memory --no-fail-fast
}

run_tests() {
    cd "$place/user"
    expect 'the program of the README runs' readme_runs
    expect 'a library that is not there is named' unknown_library_is_named
    expect 'the gain is shown' gain_is_shown
    crate_tests >crate 2>&1 || :
    cat crate
    awk '
        /^test result: / { passed += $4; failed += $6; skipped += $8 }
        /^error: could not compile/ { failed++ }
        END { print passed " passed, " failed " failed, " skipped + 0 " skipped" }' crate
}

bench() {
    cd "$place/user"
    offline_cargo bench -p vera-memory --bench calls
}
