// SPDX-License-Identifier: MIT
package vera.memory;

import com.sun.jna.Pointer;

/** An address in a block, which knows how many bytes follow. */
final class Address extends Pointer {
    /** Keeps the block from the collector, which would free the memory. */
    private final Block block;

    private final long size;

    Address(Block block, long start, long size) {
        super(start);
        this.block = block;
        this.size = size;
    }

    long size() {
        return size;
    }

    @Override
    public Pointer share(long offset) {
        return share(offset, size - offset);
    }

    @Override
    public Pointer share(long offset, long count) {
        if (offset < 0 || count < 0 || offset > size - count) {
            throw new IndexOutOfBoundsException(
                    "share: " + count + " bytes from " + offset + " are not within " + size);
        }
        return new Address(block, peer + offset, count);
    }
}
