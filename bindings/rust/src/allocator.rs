// SPDX-License-Identifier: MIT
//! The allocator for whole programs.

use crate::raw;
use std::alloc::{GlobalAlloc, Layout};

/// The library as the allocator of a program, or of a collection that takes one.
///
/// ```
/// use vera_memory::VeraMemory;
///
/// #[global_allocator]
/// static ALLOCATOR: VeraMemory = VeraMemory;
///
/// assert_eq!(vec![1, 2, 3].iter().sum::<i32>(), 6);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct VeraMemory;

// SAFETY: a block is the caller's alone until it is freed, is aligned as its layout says, and no
// call unwinds. The library works before `main` and while threads end.
//
// `alloc_zeroed` and `realloc` are left as the trait provides them. The first sets the bytes to 0,
// because the library does not tell whether a block's pages are new. The second allocates, copies
// and frees: a block is freed with the size it was allocated with, so that no block can become
// another's size, not even within one of the library's classes, which are not part of its contract.
unsafe impl GlobalAlloc for VeraMemory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        raw::allocate(layout)
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is the same.
        unsafe { raw::free(block, layout) }
    }
}
