// SPDX-License-Identifier: MIT
//! Blocks by their layout: which function allocates one, and which frees it.

use crate::sys;
use std::alloc::Layout;

/// The alignment of a block for which none was asked.
pub(crate) const ALIGN: usize = 8;

/// A count of bytes as the library takes it.
#[allow(clippy::cast_possible_wrap)] // no layout or slice is larger than `isize::MAX`
const fn count(bytes: usize) -> i64 {
    bytes as i64
}

/// A block of `layout`, or null. A size of 0 gives a block too.
#[inline]
pub(crate) fn allocate(layout: Layout) -> *mut u8 {
    let size = count(layout.size());
    // SAFETY: both may be called with any numbers.
    let block = unsafe {
        if layout.align() <= ALIGN {
            sys::vera_memory_allocate(size)
        } else {
            sys::vera_memory_allocate_aligned(size, count(layout.align()))
        }
    };
    block.cast()
}

/// Gives a block back.
///
/// # Safety
///
/// `block` came from [`allocate`] with this `layout`, and is not used any more.
#[inline]
pub(crate) unsafe fn free(block: *mut u8, layout: Layout) {
    let size = count(layout.size());
    // SAFETY: the caller's promise; the test is the one that chose the function to allocate with.
    unsafe {
        if layout.align() <= ALIGN {
            sys::vera_memory_free(block.cast(), size);
        } else {
            sys::vera_memory_free_aligned(block.cast(), size, count(layout.align()));
        }
    }
}
