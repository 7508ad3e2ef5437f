// SPDX-License-Identifier: MIT
//! Chooses the function that allocates a block, and the one that frees it, by the block's layout.

use crate::sys;
use std::alloc::Layout;

/// The alignment of a block that was allocated without one.
pub(crate) const ALIGN: usize = 8;

/// A count of bytes as the library takes it.
#[allow(clippy::cast_possible_wrap)] // no layout or slice is larger than `isize::MAX`
const fn count(bytes: usize) -> i64 {
    bytes as i64
}

/// Returns a block, or null if there is no memory. A size of 0 gives a block too.
#[inline]
pub(crate) fn allocate(layout: Layout) -> *mut u8 {
    let size = count(layout.size());
    // SAFETY: both accept any numbers.
    let block = unsafe {
        if layout.align() <= ALIGN {
            sys::vera_memory_allocate(size)
        } else {
            sys::vera_memory_allocate_aligned(size, count(layout.align()))
        }
    };
    block.cast()
}

/// Frees a block.
///
/// # Safety
///
/// [`allocate`] returned `block` for this `layout`, and it is not used any more.
#[inline]
pub(crate) unsafe fn free(block: *mut u8, layout: Layout) {
    let size = count(layout.size());
    // SAFETY: the caller's promise, and `allocate` chose its function by the same test.
    unsafe {
        if layout.align() <= ALIGN {
            sys::vera_memory_free(block.cast(), size);
        } else {
            sys::vera_memory_free_aligned(block.cast(), size, count(layout.align()));
        }
    }
}
