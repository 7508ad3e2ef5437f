// SPDX-License-Identifier: MIT
//! The functions of the library, called directly.

use std::ptr::{addr_of_mut, null, null_mut};
use std::slice;
use vera_memory::sys::{
    vera_memory_allocate, vera_memory_allocate_aligned, vera_memory_copy_memory, vera_memory_free,
    vera_memory_free_aligned, vera_memory_set_memory, vera_memory_zero_memory,
};

#[test]
fn allocate() {
    for size in [0, 1, 8, 100, 100_000] {
        unsafe {
            let block = vera_memory_allocate(size);
            assert!(!block.is_null());
            assert_eq!(block as usize % 8, 0);
            block.cast::<u8>().write_bytes(0x5A, usize::try_from(size).unwrap());
            vera_memory_free(block, size);
        }
    }
}

#[test]
fn allocate_aligned() {
    for align in (0..=12).map(|power| 1 << power) {
        unsafe {
            let block = vera_memory_allocate_aligned(100, align);
            assert!(!block.is_null());
            assert_eq!(block as usize % usize::try_from(align).unwrap(), 0);
            vera_memory_free_aligned(block, 100, align);
        }
    }
}

#[test]
fn bulk() {
    unsafe {
        let from = vera_memory_allocate(16);
        let to = vera_memory_allocate(16);
        vera_memory_set_memory(from, -1, 16);
        vera_memory_zero_memory(to, 16);
        vera_memory_copy_memory(to, from, 15);
        let bytes = slice::from_raw_parts(to.cast::<u8>(), 16);
        assert_eq!(bytes[..15], [0xFF; 15]);
        assert_eq!(bytes[15], 0);
        vera_memory_free(from, 16);
        vera_memory_free(to, 16);
    }
}

#[test]
fn count_of_0() {
    unsafe {
        vera_memory_copy_memory(null_mut(), null(), 0);
        vera_memory_set_memory(null_mut(), 1, 0);
        vera_memory_zero_memory(null_mut(), 0);
        let mut byte = 1_u8;
        vera_memory_zero_memory(addr_of_mut!(byte).cast(), 0);
        assert_eq!(byte, 1);
    }
}

#[test]
fn free_null() {
    unsafe {
        vera_memory_free(null_mut(), -1);
        vera_memory_free_aligned(null_mut(), -1, 3);
    }
}

#[test]
fn null_results() {
    unsafe {
        assert!(vera_memory_allocate(-1).is_null());
        assert!(vera_memory_allocate(1 << 62).is_null());
        assert!(vera_memory_allocate_aligned(8, 0).is_null());
        assert!(vera_memory_allocate_aligned(8, 24).is_null());
        assert!(vera_memory_allocate_aligned(8, -8).is_null());
    }
}
