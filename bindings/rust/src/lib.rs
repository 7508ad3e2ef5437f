// SPDX-License-Identifier: MIT
//! Rust on [`libvera_memory`](sys), an allocator whose free is told the size and the alignment.
//!
//! That is what [`GlobalAlloc`](std::alloc::GlobalAlloc) does anyway, so nothing is kept beside a
//! block and nothing is looked up when it is freed.
//!
//! - [`VeraMemory`] is an allocator for a whole program.
//! - [`Block`] is a single block of bytes, for a program that stays with its own allocator.
//! - [`sys`] has the library's functions as they are.
//!
//! ```
//! use vera_memory::VeraMemory;
//!
//! #[global_allocator]
//! static ALLOCATOR: VeraMemory = VeraMemory;
//!
//! let words: Vec<String> = ["each", "on", "the", "library"].map(String::from).to_vec();
//! assert_eq!(words.concat(), "eachonthelibrary");
//! ```
//!
//! With `VERA_MEMORY_MODE=check` in its environment, the library holds a program to the sizes and
//! alignments that it gives, finds writes past a block, and lists at the end what was not freed.
//! The places that it names are the program's own where that is built with `--release`; without,
//! they are in this crate. One block in the list, of some 500 bytes, is the standard library's, for
//! the main thread; what it read for a backtrace stays too.

#![deny(missing_docs)]
#![deny(unsafe_op_in_unsafe_fn)]

mod allocator;
mod block;
mod error;
mod raw;
pub mod sys;

pub use allocator::VeraMemory;
pub use block::Block;
pub use error::Error;
