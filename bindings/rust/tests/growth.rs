// SPDX-License-Identifier: MIT
//! Freed memory is used again. This is a program of its own, because the blocks of other tests
//! would count too.
#![cfg(target_os = "linux")]

use std::fs;
use vera_memory::{Block, VeraMemory};

#[global_allocator]
static ALLOCATOR: VeraMemory = VeraMemory;

/// The resident memory of the process in KiB.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn pairs() {
    for round in 0..100_000 {
        let size = 1 + round % 1000;
        assert_eq!(Block::zeroed(size).unwrap().len(), size);
        assert_eq!(vec![round; size].len(), size);
    }
}

#[test]
fn no_growth() {
    pairs();
    let before = resident();
    pairs();
    let after = resident();
    assert!(after < before + 1024, "from {before} to {after} KiB");
}
