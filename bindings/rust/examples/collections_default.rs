// SPDX-License-Identifier: MIT
//! Maps, strings and vectors on Rust's default allocator: the system's malloc, or what is preloaded
//! in its place.

mod collections;

fn main() {
    collections::run();
}
