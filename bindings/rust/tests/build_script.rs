// SPDX-License-Identifier: MIT
//! How pkg-config is asked, and its answer understood.

#[allow(dead_code)] // its `main` is cargo's to call
#[path = "../build.rs"]
mod build;

#[test]
fn flags() {
    assert_eq!(
        build::directives("-L/opt/vera/lib  -L/with\\ space -lvera_memory -lother\n"),
        [
            "cargo:rustc-link-search=native=/opt/vera/lib",
            "cargo:rustc-link-search=native=/with space",
            "cargo:rustc-link-lib=vera_memory",
            "cargo:rustc-link-lib=other",
        ]
    );
    assert!(build::directives(" \n").is_empty());
}

#[test]
fn no_pkg_config() {
    let why = build::ask("no-such-program".as_ref()).unwrap_err();
    assert!(why.starts_with("cannot run no-such-program: "), "{why}");
    assert!(why.contains("PKG_CONFIG"), "{why}");
}

#[test]
fn no_library() {
    let why = build::ask("false".as_ref()).unwrap_err();
    assert!(why.starts_with("false finds no vera_memory >= 1.0:"), "{why}");
    assert!(why.contains("PKG_CONFIG_PATH"), "{why}");
}
