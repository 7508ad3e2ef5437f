// SPDX-License-Identifier: MIT
//! Maps, strings and vectors on this allocator. `compare` measures it against others.

mod collections;

#[global_allocator]
static ALLOCATOR: vera_memory::VeraMemory = vera_memory::VeraMemory;

fn main() {
    collections::run();
}
