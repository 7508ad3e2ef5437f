// SPDX-License-Identifier: MIT
//! A program whose allocator is the library.

mod support;

use std::alloc::{GlobalAlloc, Layout};
use std::collections::{BTreeMap, HashMap};
use std::slice;
use std::sync::mpsc;
use std::thread;
use vera_memory::VeraMemory;

#[global_allocator]
static ALLOCATOR: VeraMemory = VeraMemory;

/// A size that a layout may have and that nobody has memory for.
const ENORMOUS: usize = isize::MAX as usize - 4095;

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

#[test]
fn alignment() {
    for align in (0..=16).map(|power| 1 << power) {
        let layout = layout(24, align);
        unsafe {
            let block = ALLOCATOR.alloc(layout);
            assert!(!block.is_null());
            assert_eq!(block as usize % align, 0);
            ALLOCATOR.dealloc(block, layout);
        }
    }
}

#[test]
fn alloc_zeroed() {
    for (size, align) in [(1, 1), (100, 8), (100, 64), (1 << 20, 8)] {
        let layout = layout(size, align);
        unsafe {
            let used = ALLOCATOR.alloc(layout);
            used.write_bytes(0xFF, size);
            ALLOCATOR.dealloc(used, layout);
            let block = ALLOCATOR.alloc_zeroed(layout);
            assert!(slice::from_raw_parts(block, size).iter().all(|&byte| byte == 0));
            ALLOCATOR.dealloc(block, layout);
        }
    }
}

#[test]
fn realloc() {
    for (size, align, new_size) in [(10, 1, 1000), (1000, 16, 10), (16, 8, 16), (100, 64, 1 << 20)]
    {
        unsafe {
            let block = ALLOCATOR.alloc(layout(size, align));
            block.write_bytes(0x5A, size);
            let block = ALLOCATOR.realloc(block, layout(size, align), new_size);
            assert_eq!(block as usize % align, 0);
            let kept = slice::from_raw_parts(block, size.min(new_size));
            assert!(kept.iter().all(|&byte| byte == 0x5A));
            ALLOCATOR.dealloc(block, layout(new_size, align));
        }
    }
}

#[test]
fn out_of_memory() {
    unsafe {
        assert!(ALLOCATOR.alloc(layout(ENORMOUS, 8)).is_null());
        assert!(ALLOCATOR.alloc_zeroed(layout(ENORMOUS, 4096)).is_null());
        let block = ALLOCATOR.alloc(layout(8, 8));
        block.write_bytes(0x5A, 8);
        assert!(ALLOCATOR.realloc(block, layout(8, 8), ENORMOUS).is_null());
        assert_eq!(slice::from_raw_parts(block, 8), [0x5A; 8]);
        ALLOCATOR.dealloc(block, layout(8, 8));
    }
    assert!(Vec::<u8>::new().try_reserve(ENORMOUS).is_err());
}

#[test]
fn threads() {
    let (sender, receiver) = mpsc::channel::<Vec<String>>();
    let makers: Vec<_> = (0..2)
        .map(|maker| {
            let sender = sender.clone();
            thread::spawn(move || {
                for round in 0..2000 {
                    sender.send(vec![format!("{maker}:{round}"); 1 + round % 7]).unwrap();
                }
            })
        })
        .collect();
    drop(sender);
    let mut count = 0;
    for words in receiver {
        assert!(words.iter().all(|word| word == &words[0]));
        count += 1;
    }
    assert_eq!(count, 2 * 2000);
    for maker in makers {
        maker.join().unwrap();
    }
}

/// Blocks of all sizes and some alignments, grown, shrunk and dropped. The last one leaks.
fn exercise() {
    #[repr(align(64))]
    struct Line([u8; 64]);

    let mut ordered = BTreeMap::new();
    let mut hashed = HashMap::new();
    for number in 0..2000_usize {
        let word = "x".repeat(number % 97) + &number.to_string();
        hashed.insert(word.clone(), vec![number; number % 13]);
        ordered.entry(word.len()).or_insert_with(Vec::new).push(word);
    }
    for words in ordered.values_mut() {
        words.truncate(3);
        words.shrink_to_fit();
    }
    hashed.retain(|_, numbers| numbers.len() > 6);
    hashed.shrink_to_fit();
    let lines: Vec<Box<Line>> = (0..100).map(|number| Box::new(Line([number; 64]))).collect();
    assert!(lines.iter().all(|line| line.0.as_ptr() as usize % 64 == 0));
    assert!(lines.iter().zip(0..).all(|(line, number)| line.0 == [number; 64]));
    std::mem::forget(vec![0_u8; 33_333]);
}

#[test]
fn same_size() {
    if support::is_checked() {
        return exercise();
    }
    let outcome = support::rerun_checked("same_size");
    assert!(outcome.status.success(), "{}", outcome.printed);
    assert!(!outcome.printed.contains("misuse"), "{}", outcome.printed);
    // The library counts what was forgotten, so the program did allocate from it. The rest belongs
    // to the test runner.
    assert!((33_333..36_000).contains(&outcome.leaked()), "{}", outcome.printed);
}
