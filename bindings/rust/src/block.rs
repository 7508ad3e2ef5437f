// SPDX-License-Identifier: MIT
//! A block of bytes that knows its size and alignment, and frees itself.

use crate::{raw, Error};
use std::alloc::Layout;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::ptr::NonNull;
use std::slice;

/// A block of bytes from the library, whatever the program's allocator is.
///
/// It dereferences to a slice, and is freed at the end of its scope. Allocating one does not panic
/// or abort: if there is no memory, it returns an [`Error`].
///
/// ```
/// use vera_memory::Block;
///
/// fn page() -> Result<Block, vera_memory::Error> {
///     let mut page = Block::zeroed_aligned(4096, 4096)?;
///     page[..5].copy_from_slice(b"first");
///     Ok(page)
/// }
///
/// let page = page()?;
/// assert!(page.starts_with(b"first\0"));
/// assert_eq!(page.as_ptr() as usize % 4096, 0);
/// # Ok::<(), vera_memory::Error>(())
/// ```
///
/// A second free does not compile. Neither does a use after the free, nor a view that outlives the
/// block:
///
/// ```compile_fail,E0382
/// # use vera_memory::Block;
/// let block = Block::zeroed(8)?;
/// drop(block);
/// drop(block);
/// # Ok::<(), vera_memory::Error>(())
/// ```
///
/// ```compile_fail,E0382
/// # use vera_memory::Block;
/// let block = Block::zeroed(8)?;
/// drop(block);
/// assert_eq!(block[0], 0);
/// # Ok::<(), vera_memory::Error>(())
/// ```
///
/// ```compile_fail,E0505
/// # use vera_memory::Block;
/// let block = Block::zeroed(8)?;
/// let view = &block[2..4];
/// drop(block);
/// assert_eq!(view[0], 0);
/// # Ok::<(), vera_memory::Error>(())
/// ```
pub struct Block {
    start: NonNull<u8>,
    layout: Layout,
}

impl Block {
    /// Allocates `size` bytes of 0, at a multiple of 8. A size of 0 is allowed.
    ///
    /// # Errors
    ///
    /// [`Error::Argument`] if `size` is more than `isize::MAX`, [`Error::OutOfMemory`] if there is
    /// not that much memory.
    ///
    /// ```
    /// use vera_memory::{Block, Error};
    ///
    /// assert_eq!(*Block::zeroed(3)?, [0, 0, 0]);
    /// assert!(matches!(Block::zeroed(isize::MAX as usize - 7), Err(Error::OutOfMemory(_))));
    /// # Ok::<(), Error>(())
    /// ```
    #[inline]
    pub fn zeroed(size: usize) -> Result<Self, Error> {
        Self::zeroed_aligned(size, raw::ALIGN)
    }

    /// Allocates `size` bytes of 0, at a multiple of `align`.
    ///
    /// # Errors
    ///
    /// As for [`zeroed`](Self::zeroed), and [`Error::Argument`] if `align` is not a power of two.
    #[inline]
    pub fn zeroed_aligned(size: usize, align: usize) -> Result<Self, Error> {
        let layout =
            Layout::from_size_align(size, align).map_err(|_| Error::Argument { size, align })?;
        let block = Self::uninitialized(layout)?;
        // SAFETY: the block has `size` bytes.
        unsafe { block.start.as_ptr().write_bytes(0, size) };
        Ok(block)
    }

    /// Allocates a copy of `bytes`, at a multiple of 8.
    ///
    /// # Errors
    ///
    /// [`Error::OutOfMemory`] if there is not that much memory.
    ///
    /// ```
    /// # use vera_memory::{Block, Error};
    /// let mut name = Block::copy_of(b"vera")?;
    /// name[0] = b'V';
    /// assert_eq!(*name, *b"Vera");
    /// # Ok::<(), Error>(())
    /// ```
    #[inline]
    pub fn copy_of(bytes: &[u8]) -> Result<Self, Error> {
        let size = bytes.len();
        let layout = Layout::from_size_align(size, raw::ALIGN)
            .map_err(|_| Error::Argument { size, align: raw::ALIGN })?;
        let block = Self::uninitialized(layout)?;
        // SAFETY: both have `size` bytes, and the block is new, so they do not overlap.
        unsafe { bytes.as_ptr().copy_to_nonoverlapping(block.start.as_ptr(), size) };
        Ok(block)
    }

    /// The size and the alignment that the block was allocated with.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// A block that must not be used as a slice before its bytes are set.
    #[inline]
    fn uninitialized(layout: Layout) -> Result<Self, Error> {
        let start = NonNull::new(raw::allocate(layout)).ok_or(Error::OutOfMemory(layout))?;
        Ok(Self { start, layout })
    }
}

impl Drop for Block {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: the block was allocated with this layout, and this is its last use.
        unsafe { raw::free(self.start.as_ptr(), self.layout) }
    }
}

// SAFETY: only its owner has the block, as with a `Box<[u8]>`, and any thread may free it.
unsafe impl Send for Block {}
// SAFETY: the bytes of a shared block can only be read.
unsafe impl Sync for Block {}

impl Deref for Block {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        // SAFETY: the block has that many bytes, all of them set, and borrowed with `self`.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.layout.size()) }
    }
}

impl DerefMut for Block {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as for `deref`, and nobody else borrows `self`.
        unsafe { slice::from_raw_parts_mut(self.start.as_ptr(), self.layout.size()) }
    }
}

impl AsRef<[u8]> for Block {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl AsMut<[u8]> for Block {
    fn as_mut(&mut self) -> &mut [u8] {
        self
    }
}

/// Address, size and alignment, without the bytes, which may be many.
impl fmt::Debug for Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Block")
            .field("start", &self.start)
            .field("size", &self.layout.size())
            .field("align", &self.layout.align())
            .finish()
    }
}
