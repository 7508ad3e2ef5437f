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
/// It is a slice to its user, and freed at the end of its scope. To allocate one does not panic or
/// abort: that there is no memory is an [`Error`].
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
/// A second free does not compile, and neither does a use after it, or a view that is kept longer:
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
    /// `size` bytes of 0, at a multiple of 8. A size of 0 is allowed.
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

    /// `size` bytes of 0, at a multiple of `align`.
    ///
    /// # Errors
    ///
    /// As [`zeroed`](Self::zeroed), and [`Error::Argument`] if `align` is not a power of two.
    #[inline]
    pub fn zeroed_aligned(size: usize, align: usize) -> Result<Self, Error> {
        let layout =
            Layout::from_size_align(size, align).map_err(|_| Error::Argument { size, align })?;
        let block = Self::unset(layout)?;
        // SAFETY: the block has as many bytes.
        unsafe { block.start.as_ptr().write_bytes(0, size) };
        Ok(block)
    }

    /// The same bytes again, at a multiple of 8.
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
        let block = Self::unset(layout)?;
        // SAFETY: both have as many bytes, and the block is new, so that they do not overlap.
        unsafe { bytes.as_ptr().copy_to_nonoverlapping(block.start.as_ptr(), size) };
        Ok(block)
    }

    /// What the block was asked to be: its size, and the alignment it is freed with.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// A block whose bytes are not set, and which nobody may see as a slice yet.
    #[inline]
    fn unset(layout: Layout) -> Result<Self, Error> {
        let start = NonNull::new(raw::allocate(layout)).ok_or(Error::OutOfMemory(layout))?;
        Ok(Self { start, layout })
    }
}

impl Drop for Block {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: it was allocated with this layout, and this is the last use of it.
        unsafe { raw::free(self.start.as_ptr(), self.layout) }
    }
}

// SAFETY: a block is its owner's alone, like a `Box<[u8]>`, and any thread may free it.
unsafe impl Send for Block {}
// SAFETY: through a shared block, its bytes can only be read.
unsafe impl Sync for Block {}

impl Deref for Block {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        // SAFETY: as many bytes are there, all of them set, and borrowed with `self`.
        unsafe { slice::from_raw_parts(self.start.as_ptr(), self.layout.size()) }
    }
}

impl DerefMut for Block {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as for `deref`, and `self` is borrowed by nobody else.
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

/// Size, alignment and place; the bytes may be many, and are left out.
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
