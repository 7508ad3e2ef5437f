// SPDX-License-Identifier: MIT
//! Why an allocation failed.

use std::alloc::Layout;
use std::fmt;

/// Why an allocation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// No block can have this size and alignment: `align` is not a power of two, or `size`, rounded
    /// up to it, is more than `isize::MAX`.
    Argument {
        /// Bytes, as given.
        size: usize,
        /// Bytes, as given.
        align: usize,
    },
    /// There is not that much memory. A smaller request may succeed.
    OutOfMemory(Layout),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Argument { align, .. } if !align.is_power_of_two() => {
                write!(formatter, "vera_memory: align: {align} is not a power of two")
            }
            Self::Argument { size, align } => {
                write!(
                    formatter,
                    "vera_memory: size: {size} bytes at alignment {align} are too many"
                )
            }
            Self::OutOfMemory(layout) => write!(
                formatter,
                "vera_memory: no memory for {} bytes at alignment {}",
                layout.size(),
                layout.align()
            ),
        }
    }
}

impl std::error::Error for Error {}
