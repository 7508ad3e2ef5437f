// SPDX-License-Identifier: MIT
//! Rust on [`libvera_memory`](sys), an allocator whose free takes the size and the alignment of the
//! block.
//!
//! [`GlobalAlloc`](std::alloc::GlobalAlloc) passes both anyway, so nothing is stored next to a
//! block and nothing is looked up when it is freed.
//!
//! - [`VeraMemory`] is an allocator for a whole program.
//! - [`Block`] is a single block of bytes, for a program that keeps its own allocator.
//! - [`sys`] declares the library's functions as they are.
//!
//! ```
//! use vera_memory::VeraMemory;
//!
//! #[global_allocator]
//! static ALLOCATOR: VeraMemory = VeraMemory;
//!
//! let words: Vec<String> = ["strings", "from", "the", "library"].map(String::from).to_vec();
//! assert_eq!(words.join(" "), "strings from the library");
//! ```
//!
//! With `VERA_MEMORY_MODE=check` in the environment, the library checks the sizes and alignments
//! that a program frees with, finds writes past a block, and lists at exit what was not freed. The
//! call sites that it prints are the program's own if that is built with `--release`; otherwise
//! they are in this crate. One block in the list, of some 500 bytes, belongs to the standard
//! library, for the main thread; what it read for a backtrace also stays.

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
