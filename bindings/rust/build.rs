// SPDX-License-Identifier: MIT
//! Asks pkg-config where the library is, and passes the answer to rustc.
//!
//! The crate has no dependencies, so it runs pkg-config itself.

use std::env;
use std::ffi::{OsStr, OsString};
use std::mem;
use std::process::{self, Command};

/// The library as pkg-config knows it, and the oldest version that has all functions of `sys`.
pub(crate) const REQUIREMENT: &str = "vera_memory >= 1.0";

/// The variables that pkg-config itself reads.
const SETTINGS: [&str; 3] = ["PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR"];

/// Returns the value of a variable.
type Environment<'a> = dyn Fn(&str) -> Option<OsString> + 'a;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let get = |name: &str| {
        println!("cargo:rerun-if-env-changed={name}");
        env::var_os(name)
    };
    match answer(&get) {
        Ok(lines) => lines.iter().for_each(|line| println!("{line}")),
        Err(why) => {
            eprintln!("{why}");
            process::exit(1);
        }
    }
}

/// The lines for cargo. `get` reads the environment.
pub(crate) fn answer(get: &Environment) -> Result<Vec<String>, String> {
    if get("DOCS_RS").is_some() {
        return Ok(Vec::new()); // docs.rs has no library and links nothing
    }
    if !is_prepared(get) {
        let target = get("TARGET").unwrap_or_default().to_string_lossy().replace('-', "_");
        return Err(format!(
            "pkg-config finds the host's libraries, and this build is for {target}: set \
             PKG_CONFIG_PATH_{target} to the folder of that target's vera_memory.pc, or set \
             PKG_CONFIG_ALLOW_CROSS=1 if pkg-config does find that target's libraries"
        ));
    }
    let program = setting(get, "PKG_CONFIG").unwrap_or_else(|| "pkg-config".into());
    let settings = SETTINGS.iter().filter_map(|name| Some((*name, setting(get, name)?)));
    ask(&program, settings.collect()).map(|flags| directives(&flags))
}

/// Whether this is for the host, or a variable says that pkg-config finds the target's libraries.
fn is_prepared(get: &Environment) -> bool {
    get("HOST") == get("TARGET")
        || setting(get, "PKG_CONFIG_ALLOW_CROSS").map_or(false, |value| value != "0")
        || ["PKG_CONFIG", "PKG_CONFIG_SYSROOT_DIR"].iter().any(|name| setting(get, name).is_some())
        || SETTINGS.iter().any(|name| of_target(get, name).is_some())
}

/// A variable for the target, or else for all targets.
fn setting(get: &Environment, name: &str) -> Option<OsString> {
    of_target(get, name).or_else(|| get(name))
}

/// A variable with the target in its name, in the spellings of the crate pkg-config.
fn of_target(get: &Environment, name: &str) -> Option<OsString> {
    let target = get("TARGET")?.into_string().ok()?;
    get(&format!("{name}_{target}"))
        .or_else(|| get(&format!("{name}_{}", target.replace('-', "_"))))
}

/// The linker flags that `program` prints.
fn ask(program: &OsStr, settings: Vec<(&str, OsString)>) -> Result<String, String> {
    let name = program.to_string_lossy();
    let output = Command::new(program)
        .args(["--libs-only-L", "--libs-only-l", "--print-errors", REQUIREMENT])
        .envs(settings)
        .output()
        .map_err(|error| {
            format!(
                "cannot run {name}: {error}\n\
                 vera-memory needs it to find libvera_memory: install pkg-config, \
                 or set PKG_CONFIG to a compatible program"
            )
        })?;
    if !output.status.success() {
        return Err(format!(
            "{name} does not find {REQUIREMENT}:\n{}\
             install libvera_memory, or add the folder of its vera_memory.pc to PKG_CONFIG_PATH",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
}

/// The lines for cargo that pkg-config's `flags` become.
pub(crate) fn directives(flags: &str) -> Vec<String> {
    let directive = |word: String| {
        let folder =
            word.strip_prefix("-L").map(|it| format!("cargo:rustc-link-search=native={it}"));
        folder.or_else(|| word.strip_prefix("-l").map(|it| format!("cargo:rustc-link-lib={it}")))
    };
    words(flags).into_iter().filter_map(directive).collect()
}

/// Splits at white space, except after a backslash, with which pkg-config escapes a space in the
/// name of a folder.
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
