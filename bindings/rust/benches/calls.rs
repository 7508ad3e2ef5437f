// SPDX-License-Identifier: MIT
//! The cost of a call: prints the nanoseconds of a raw pair of allocate and free of 64 bytes, and
//! of an owned block, each the median of several rounds.

use std::time::Instant;
use vera_memory::{sys, Block};

const ROUNDS: usize = 15;
const CALLS: u32 = 1_000_000;

fn raw() {
    unsafe {
        let block = sys::vera_memory_allocate(64);
        sys::vera_memory_free(block, 64);
    }
}

fn block() {
    Block::zeroed(64).expect("there are 64 bytes");
}

fn nanoseconds(call: fn()) -> f64 {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            (0..CALLS).for_each(|_| call());
            start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}

fn main() {
    println!("{:.1} {:.1}", nanoseconds(raw), nanoseconds(block));
}
