// SPDX-License-Identifier: MIT
//! The allocator for whole programs.

use crate::raw;
use std::alloc::{GlobalAlloc, Layout};

/// The library as the allocator of a program, or of a collection that takes an allocator.
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

// SAFETY: only the caller has a block until it frees it, a block is aligned as its layout requires,
// and no call unwinds. The library works before `main` and while threads end.
//
// `alloc_zeroed` and `realloc` are those that the trait provides. The first sets the bytes to 0,
// because the library does not report whether a block's pages are new. The second allocates, copies
// and frees. A block must be freed with the size it was allocated with, so no block can change its
// size, not even within one of the library's classes, which are not part of its contract.
unsafe impl GlobalAlloc for VeraMemory {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        raw::allocate(layout)
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller promises the same.
        unsafe { raw::free(block, layout) }
    }
}
