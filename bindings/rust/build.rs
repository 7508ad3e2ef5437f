// SPDX-License-Identifier: MIT
//! Asks pkg-config where the library is, and tells rustc.
//!
//! The crate has no dependencies, so pkg-config is called directly.

use std::env;
use std::ffi::OsStr;
use std::mem;
use std::process::{self, Command};

/// The library as pkg-config knows it, and the oldest version that has all seven functions.
const REQUIREMENT: &str = "vera_memory >= 1.0";

/// What the answer depends on.
const VARIABLES: [&str; 4] =
    ["PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR"];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    for variable in VARIABLES {
        println!("cargo:rerun-if-env-changed={variable}");
    }
    let program = env::var_os("PKG_CONFIG").unwrap_or_else(|| "pkg-config".into());
    match ask(&program) {
        Ok(flags) => directives(&flags).iter().for_each(|line| println!("{line}")),
        Err(why) => {
            eprintln!("{why}");
            process::exit(1);
        }
    }
}

/// The linker's flags, as `program` prints them.
pub(crate) fn ask(program: &OsStr) -> Result<String, String> {
    let name = program.to_string_lossy();
    let output = Command::new(program)
        .args(["--libs-only-L", "--libs-only-l", "--print-errors", REQUIREMENT])
        .output()
        .map_err(|error| {
            format!(
                "cannot run {name}: {error}\n\
                 vera-memory finds libvera_memory with it: install pkg-config, \
                 or name one like it in PKG_CONFIG"
            )
        })?;
    if !output.status.success() {
        return Err(format!(
            "{name} finds no {REQUIREMENT}:\n{}\
             install libvera_memory, or name the folder of its vera_memory.pc in PKG_CONFIG_PATH",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
}

/// What cargo is told for pkg-config's `flags`.
pub(crate) fn directives(flags: &str) -> Vec<String> {
    let directive = |word: String| {
        let folder =
            word.strip_prefix("-L").map(|it| format!("cargo:rustc-link-search=native={it}"));
        folder.or_else(|| word.strip_prefix("-l").map(|it| format!("cargo:rustc-link-lib={it}")))
    };
    words(flags).into_iter().filter_map(directive).collect()
}

/// Splits at white space, except where a backslash stands before it: that is how pkg-config writes
/// a folder whose name holds a space.
fn words(flags: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = flags.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => word.extend(characters.next()),
            _ if character.is_whitespace() => words.push(mem::take(&mut word)),
            _ => word.push(character),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}
