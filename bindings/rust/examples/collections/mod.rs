// SPDX-License-Identifier: MIT
//! A program of maps, strings and vectors, on any allocator.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;
use std::thread;
use std::time::Instant;

/// Marsaglia's xorshift, so that the numbers are always the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn word(&mut self) -> String {
        let length = 4 + self.below(28);
        (0..length).map(|_| char::from(b'a' + u8::try_from(self.below(26)).unwrap())).collect()
    }
}

/// An index of the words of a text: the places of each word. About half of the words are removed
/// again.
fn maps(numbers: &mut Numbers) -> usize {
    let words: Vec<String> = (0..20_000).map(|_| numbers.word()).collect();
    let mut places: HashMap<String, Vec<usize>, BuildHasherDefault<DefaultHasher>> =
        HashMap::default();
    for place in 0..200_000 {
        places.entry(words[numbers.below(words.len())].clone()).or_default().push(place);
    }
    let mut ordered: BTreeMap<String, Vec<usize>> = places.into_iter().collect();
    ordered.retain(|_, places| places.len() % 2 == 0);
    ordered.values().map(Vec::len).sum()
}

/// Lines that are put together, split, changed and joined.
fn strings(numbers: &mut Numbers) -> usize {
    let mut length = 0;
    for number in 0..30_000 {
        let line = (0..12).map(|_| numbers.word()).collect::<Vec<_>>().join(" ");
        let shouted: Vec<String> = line.split(' ').map(str::to_uppercase).collect();
        length += format!("{number}: {}", shouted.join(", ")).len();
    }
    length
}

/// Vectors of vectors that grow, shrink and are replaced.
fn vectors(numbers: &mut Numbers) -> usize {
    let mut rows: Vec<Vec<u32>> = vec![Vec::new(); 5_000];
    for value in 0..6_000_000 {
        let count = rows.len();
        let row = &mut rows[numbers.below(count)];
        row.push(value);
        if row.len() > 200 {
            row.truncate(20);
            row.shrink_to_fit();
        }
    }
    rows.iter().map(Vec::len).sum()
}

/// Prints the name of the work, its milliseconds, and its result.
fn measure(name: &str, work: impl FnOnce() -> usize) {
    let start = Instant::now();
    let result = work();
    println!("{name} {:.2} {result}", start.elapsed().as_secs_f64() * 1e3);
}

fn all(seed: u64) -> usize {
    let numbers = &mut Numbers(seed);
    maps(numbers) + strings(numbers) + vectors(numbers)
}

pub fn run() {
    let numbers = &mut Numbers(0x9E37_79B9_7F4A_7C15);
    measure("maps", || maps(numbers));
    measure("strings", || strings(numbers));
    measure("vectors", || vectors(numbers));
    measure("threads", || {
        let workers: Vec<_> = (1..=2).map(|seed| thread::spawn(move || all(seed))).collect();
        workers.into_iter().map(|worker| worker.join().expect("it does not panic")).sum()
    });
}
