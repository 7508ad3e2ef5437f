# shellcheck shell=sh disable=SC2034,SC2164 # the driver reads the variables, and stops at a failure
# Rust: a crate, which cargo installs from its .crate in a local registry.

layer='linked'
packages=''
command -v cargo >/dev/null || packages='cargo rustc'

version() {
    rustc --version | cut -d ' ' -f 2
}

# cargo without the user's own settings and downloads.
offline_cargo() {
    CARGO_HOME=$folder/home CARGO_NET_OFFLINE=true CARGO_TERM_COLOR=never \
        CARGO_TARGET_DIR=$folder/target LD_LIBRARY_PATH=$prefix/lib cargo "$@"
}

# if_installed SUBCOMMAND ARGUMENT...: runs that part of cargo, if it is installed.
if_installed() {
    if offline_cargo "$1" --version >/dev/null 2>&1; then
        offline_cargo "$@"
    else
        echo "cargo $1 is not installed"
    fi
}

build() {
    cp -R "$top/bindings/rust" "$folder/package"
    cd "$folder/package"
    if_installed fmt --check
    if_installed clippy --all-targets -- -D warnings
    RUSTDOCFLAGS='-D warnings' offline_cargo doc --no-deps
    offline_cargo package --allow-dirty
}

# index_line CRATE: the line for the package in a registry's index.
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

# The program of the README, on the crate from the registry.
readme_runs() {
    example rust >src/main.rs
    offline_cargo run -q | tee output
    grep -x 'strings from the library' output && offline_cargo tree | tee tree && ! grep -q "$folder/package" tree
}

missing_library_is_named() {
    requirement=$(sed -n 's/.*REQUIREMENT: &str = "\(.*\)";/\1/p' "$folder/package/build.rs")
    test -n "$requirement" &&
        ! PKG_CONFIG_PATH='' PKG_CONFIG_LIBDIR=$place CARGO_TARGET_DIR=$folder/target-without \
            cargo build --offline 2>errors &&
        grep -F "$requirement" errors && grep -F PKG_CONFIG_PATH errors
}

gain_is_shown() {
    CARGO_HOME=$folder/home CARGO_TARGET_DIR=$folder/target LD_LIBRARY_PATH=$prefix/lib sh "$folder/package/compare" 1
}

# The tests of the package itself, as it was installed: cargo can test a dependency.
crate_tests() {
    offline_cargo test -p vera-memory --no-fail-fast
}

run_tests() {
    cd "$place/user"
    expect 'the program of the README runs' readme_runs
    expect 'the error names a missing library' missing_library_is_named
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
