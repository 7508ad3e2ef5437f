// SPDX-License-Identifier: MIT
//! Owned blocks.

mod support;

use std::panic::catch_unwind;
use std::sync::mpsc;
use std::thread;
use vera_memory::{Block, Error};

#[test]
fn zeroed() {
    for size in [0, 1, 8, 100, 100_000] {
        let mut block = Block::zeroed(size).unwrap();
        assert_eq!(block.len(), size);
        assert!(block.iter().all(|&byte| byte == 0));
        block.fill(0xFF); // the next block finds these, if it does not set its bytes
    }
    assert!(Block::zeroed(100_000).unwrap().iter().all(|&byte| byte == 0));
}

#[test]
fn zeroed_aligned() {
    for align in (0..=12).map(|power| 1 << power) {
        let block = Block::zeroed_aligned(100, align).unwrap();
        assert_eq!(block.as_ptr() as usize % align, 0);
        assert_eq!((block.layout().size(), block.layout().align()), (100, align));
        assert_eq!(*block, [0; 100]);
    }
}

#[test]
fn copy_of() {
    let mut original = *b"one of two";
    let copy = Block::copy_of(&original).unwrap();
    original[0] = b'O';
    assert_eq!((&*copy, &original), (&b"one of two"[..], b"One of two"));
    assert!(Block::copy_of(b"").unwrap().is_empty());
}

/// The error of an allocation that cannot succeed, and its message.
fn refused(attempt: Result<Block, Error>) -> (Error, String) {
    let error = attempt.expect_err("nobody has such a block");
    (error, error.to_string())
}

#[test]
fn wrong_arguments() {
    for align in [0, 3, 24] {
        let (error, words) = refused(Block::zeroed_aligned(8, align));
        assert_eq!(error, Error::Argument { size: 8, align });
        assert_eq!(words, format!("vera_memory: align: {align} is not a power of two"));
    }
    let (error, words) = refused(Block::zeroed(usize::MAX));
    assert_eq!(error, Error::Argument { size: usize::MAX, align: 8 });
    assert!(words.starts_with("vera_memory: size: "), "{words}");
}

#[test]
fn out_of_memory() {
    let size = isize::MAX as usize - 7;
    let (error, words) = refused(Block::zeroed(size));
    assert!(matches!(error, Error::OutOfMemory(layout) if layout.size() == size));
    assert_eq!(words, format!("vera_memory: no memory for {size} bytes at alignment 8"));
    assert!(Block::zeroed(100).is_ok());
}

#[test]
fn bounds() {
    let block = Block::zeroed(8).unwrap();
    assert_eq!(block.get(7), Some(&0));
    assert_eq!(block.get(8), None);
    assert!(catch_unwind(|| block[block.len()]).is_err());
    assert!(catch_unwind(|| block[4..9].len()).is_err());
    assert!(catch_unwind(|| Block::zeroed(8).unwrap()[1..].copy_from_slice(&[1; 8])).is_err());
    assert!(catch_unwind(|| Block::zeroed(8).unwrap()[..9].fill(1)).is_err());
}

#[test]
fn the_bytes_are_a_slice() {
    let mut block = Block::zeroed(4).unwrap();
    let place = block.as_ptr();
    block.as_mut()[1] = 1;
    block[2] = 2;
    let bytes: &[u8] = block.as_ref();
    assert_eq!(bytes, [0, 1, 2, 0]);
    assert_eq!(bytes.as_ptr(), place);
}

#[test]
fn debug_omits_the_bytes() {
    let words = format!("{:?}", Block::zeroed_aligned(1 << 20, 64).unwrap());
    assert!(words.starts_with("Block { start: 0x"), "{words}");
    assert!(words.ends_with("size: 1048576, align: 64 }"), "{words}");
}

#[test]
fn round_trip() {
    let mut block = Block::zeroed(1 << 20).unwrap();
    let pattern = || (0..=250).cycle();
    block.iter_mut().zip(pattern()).for_each(|(byte, value)| *byte = value);
    let copy = Block::copy_of(&block).unwrap();
    assert_ne!(block.as_ptr(), copy.as_ptr());
    drop(block);
    assert_eq!(copy.len(), 1 << 20);
    assert!(copy.iter().zip(pattern()).all(|(&byte, value)| byte == value));
}

#[test]
fn threads() {
    let (sender, receiver) = mpsc::channel::<Block>();
    let maker = thread::spawn(move || {
        for value in (0..=255).cycle().take(10_000) {
            let mut block = Block::zeroed(1 + usize::from(value)).unwrap();
            block.fill(value);
            sender.send(block).unwrap();
        }
    });
    for value in (0..=255).cycle().take(10_000) {
        let own = Block::zeroed(1 + usize::from(value)).unwrap();
        let other = receiver.recv().unwrap();
        assert!(other.iter().all(|&byte| byte == value));
        assert!(own.iter().all(|&byte| byte == 0));
    }
    maker.join().unwrap();
}

/// Ends blocks in each way there is, and leaks one.
fn live_and_die() {
    for align in [1, 8, 16, 4096] {
        drop(Block::zeroed_aligned(1000, align).unwrap());
    }
    drop(Block::zeroed(0).unwrap());
    drop(vec![Block::copy_of(b"moved").unwrap()]);
    let unwound = catch_unwind(|| {
        let _block = Block::zeroed(100).unwrap();
        panic!("to unwind past the block");
    });
    assert!(unwound.is_err());
    std::mem::forget(Block::zeroed(33_333).unwrap());
}

#[test]
fn ownership() {
    if support::is_checked() {
        return live_and_die();
    }
    let outcome = support::rerun_checked("ownership");
    assert!(outcome.status.success(), "{}", outcome.printed);
    assert!(!outcome.printed.contains("misuse"), "{}", outcome.printed);
    assert_eq!(outcome.leaked(), 33_333, "{}", outcome.printed);
}
