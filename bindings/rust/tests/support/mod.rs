// SPDX-License-Identifier: MIT
//! Lets a test run itself again in the library's check mode, and read what the library prints.

use std::env;
use std::process::{Command, ExitStatus};

const MODE: &str = "VERA_MEMORY_MODE";

/// How the other process ended.
pub struct Outcome {
    pub status: ExitStatus,
    /// What the library printed.
    pub printed: String,
}

impl Outcome {
    /// Bytes that were not freed, as the library counts them.
    pub fn leaked(&self) -> usize {
        let total = self.printed.lines().find(|line| line.ends_with("in total"));
        let bytes = total.and_then(|line| line.split(' ').nth(4)?.parse().ok());
        bytes.unwrap_or(0)
    }
}

/// Whether this is the other process.
pub fn is_checked() -> bool {
    env::var_os(MODE).map_or(false, |mode| mode == "check")
}

/// Runs the test called `name` in a process of its own, in check mode.
pub fn rerun_checked(name: &str) -> Outcome {
    let output = Command::new(env::current_exe().expect("this program has a name"))
        .args(["--exact", name])
        .env(MODE, "check")
        .output()
        .expect("a program that runs can be run again");
    let standard_error = String::from_utf8_lossy(&output.stderr);
    let printed: Vec<&str> =
        standard_error.lines().filter(|line| line.starts_with("vera_memory: ")).collect();
    Outcome { status: output.status, printed: printed.join("\n") }
}
