// SPDX-License-Identifier: MIT
//! How the build script asks pkg-config and reads its answer.

use std::fs;

#[allow(dead_code)] // only cargo calls its `main`
#[path = "../build.rs"]
mod build;

const HOST: (&str, &str) = ("HOST", "x86_64-unknown-linux-gnu");
const TARGET: (&str, &str) = ("TARGET", "aarch64-unknown-linux-gnu");

/// What the script answers when only these variables are set.
fn answer(variables: &[(&str, &str)]) -> Result<Vec<String>, String> {
    build::answer(&|name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.into())
    })
}

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
    let why = answer(&[("PKG_CONFIG", "no-such-program")]).unwrap_err();
    assert!(why.starts_with("cannot run no-such-program: "), "{why}");
    assert!(why.contains("PKG_CONFIG"), "{why}");
}

#[test]
fn no_library() {
    let why = answer(&[("PKG_CONFIG", "false")]).unwrap_err();
    let start = format!("false does not find {}:", build::REQUIREMENT);
    assert!(why.starts_with(&start), "{why}");
    assert!(why.contains("PKG_CONFIG_PATH"), "{why}");
}

#[test]
fn docs_rs() {
    assert_eq!(answer(&[("DOCS_RS", "1"), ("PKG_CONFIG", "false")]), Ok(Vec::new()));
}

#[test]
fn cross_build() {
    let folder = env!("CARGO_TARGET_TMPDIR");
    let description = "Name: vera_memory\nDescription: of the target\nVersion: 1.1000\n\
                       Libs: -L/of/the/target -lvera_memory\n";
    fs::write(format!("{folder}/vera_memory.pc"), description).unwrap();
    let path = ("PKG_CONFIG_PATH", folder);
    for variables in [
        &[("PKG_CONFIG_PATH_aarch64-unknown-linux-gnu", folder)][..],
        &[("PKG_CONFIG_PATH_aarch64_unknown_linux_gnu", folder)],
        &[path, ("PKG_CONFIG_ALLOW_CROSS", "1")],
        &[path, ("PKG_CONFIG", "pkg-config")],
    ] {
        assert_eq!(
            answer(&[&[HOST, TARGET], variables].concat()).unwrap(),
            ["cargo:rustc-link-search=native=/of/the/target", "cargo:rustc-link-lib=vera_memory"],
        );
    }
    for variables in [&[path][..], &[path, ("PKG_CONFIG_ALLOW_CROSS", "0")]] {
        let why = answer(&[&[HOST, TARGET], variables].concat()).unwrap_err();
        assert!(why.contains("PKG_CONFIG_PATH_aarch64_unknown_linux_gnu"), "{why}");
    }
}
