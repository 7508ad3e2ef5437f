// SPDX-License-Identifier: MIT
//! The library's functions, as `<vera/memory.h>` declares them.
//!
//! Any thread may call any of them, and any thread may free a block. *Misuse* ends the program with
//! a line on standard error, at once or when the block leaves the thread's cache.
//!
//! ```
//! use vera_memory::sys;
//!
//! unsafe {
//!     let block = sys::vera_memory_allocate(100);
//!     assert!(!block.is_null());
//!     sys::vera_memory_set_memory(block, -1, 100);
//!     assert_eq!(*block.cast::<u8>().add(99), 0xFF);
//!     sys::vera_memory_free(block, 100);
//! }
//! ```

use std::ffi::c_void;

extern "C" {
    /// Allocates `size` bytes at a multiple of 8, their content unspecified. Returns null if `size`
    /// is negative or there is not that much memory. A size of 0 counts as 1.
    pub fn vera_memory_allocate(size: i64) -> *mut c_void;

    /// The same at a multiple of `align` and of 8. Also returns null if `align` is not a positive
    /// power of two.
    pub fn vera_memory_allocate_aligned(size: i64, align: i64) -> *mut c_void;

    /// Frees a block that [`vera_memory_allocate`] returned. Does nothing for null.
    ///
    /// # Safety
    ///
    /// `addr` is live, was allocated with this `size`, and is not used any more.
    pub fn vera_memory_free(addr: *mut c_void, size: i64);

    /// Frees a block that [`vera_memory_allocate_aligned`] returned. Does nothing for null.
    ///
    /// # Safety
    ///
    /// `addr` is live, was allocated with this `size` and `align`, and is not used any more.
    pub fn vera_memory_free_aligned(addr: *mut c_void, size: i64, align: i64);

    /// Copies `count` bytes.
    ///
    /// # Safety
    ///
    /// `src` can be read and `dest` can be written for `count` bytes. The two ranges are the same
    /// or do not overlap. With a `count` of 0 both pointers may be anything.
    pub fn vera_memory_copy_memory(dest: *mut c_void, src: *const c_void, count: i64);

    /// Sets `count` bytes to the bit pattern of `value`.
    ///
    /// # Safety
    ///
    /// `dest` can be written for `count` bytes. With a `count` of 0 it may be anything.
    pub fn vera_memory_set_memory(dest: *mut c_void, value: i8, count: i64);

    /// Sets `count` bytes to 0.
    ///
    /// # Safety
    ///
    /// `dest` can be written for `count` bytes. With a `count` of 0 it may be anything.
    pub fn vera_memory_zero_memory(dest: *mut c_void, count: i64);
}
